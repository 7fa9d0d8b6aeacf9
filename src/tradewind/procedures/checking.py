"""Whether a procedure makes sense: every way through it is walked, so that no case can be stuck or hurt anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from tradewind.procedures.conditions import ConditionError, Value, holds, is_number, parse, values_of
from tradewind.procedures.reading import Problem
from tradewind.procedures.sop import CASE, SOP, STEP, Question, Step

#: Far more than the procedures of real administrations have; what is larger cannot be vouched for.
_MOST_STATES: Final = 20_000
_MOST_WAYS: Final = 500_000
_MOST_CASES: Final = 4_000


@dataclass(frozen=True, slots=True)
class _At:
    """Where a case can stand, as far as it decides what may come: facts are left open."""

    open: frozenset[str]
    waiting: frozenset[str]
    done: frozenset[str]
    safe: bool = False
    ended: bool = False


def check(sop: SOP) -> list[Problem]:
    """Every problem in plain words, with the step and how it is mended; empty where a case can always reach an end.

    Of a procedure without problems: each step can be reached, each case can go on until it ends, nobody handles goods
    before the safety stop, and every condition asks for what somebody is asked.
    """
    problems = [*_words(sop), *_conditions(sop)]
    if problems:
        return problems  # ways are walked only where every step and condition can be read
    problems = [*_branches(sop), *_endless(sop)]
    return problems or _ways(sop)


def _words(sop: SOP) -> Iterator[Problem]:
    seen: set[str] = set()
    for step in sop.steps:
        if step.id in seen:
            yield Problem("twice", step.id, "two steps have this id", "give one of them another")
        seen.add(step.id)
        if step.role not in sop.roles:
            known = ", ".join(sop.roles) or "none"
            yield Problem(
                "unknown_role",
                step.id,
                f"nobody has the role “{step.role}”",
                f"use one of: {known}; or add it to roles",
                {"role": step.role, "known": known},
            )
        for field, names in (("next", [b.to for b in step.next]), ("waits_for", step.waits_for)):
            for name in names:
                if name not in sop.by_id:
                    yield Problem(
                        "unknown_step",
                        step.id,
                        f"{field} names “{name}”, and there is no such step",
                        "correct the id, or add the step",
                        {"field": field, "name": name},
                    )
        if step.deadline and step.deadline.since not in (CASE, STEP, *sop.by_id):
            yield Problem(
                "unknown_clock",
                step.id,
                f"its clock starts with “{step.deadline.since}”, which is no step",
                "write “case”, “step” or the id of a step",
                {"since": step.deadline.since},
            )
        if step.is_end and not step.outcome:
            yield Problem(
                "dead_end",
                step.id,
                "nothing follows it and it is no outcome",
                "say what comes next, or give it an outcome",
            )
        if not step.title:
            yield Problem("no_title", step.id, "it has no title", "write what is done, in a few words")


def _conditions(sop: SOP) -> Iterator[Problem]:
    questions = {question.id: question for question in sop.questions}
    for question in sop.questions:
        if question.kind == "choice" and len(question.choices) < 2:
            yield Problem(
                "no_choices", "", f"the question “{question.id}” has fewer than two choices", "add choices",
                {"question": question.id},
            )  # fmt: skip
    for step in sop.steps:
        for text in step.conditions:
            try:
                condition = parse(text)
            except ConditionError as error:
                yield Problem(
                    "condition", step.id, f"the condition “{text}” cannot be read", error.mend,
                    {"text": text, "why": error.code, "word": error.word},
                )  # fmt: skip
                continue
            for fact, values in values_of(condition).items():
                yield from _fact(step, fact, values, questions.get(fact))


def _fact(step: Step, fact: str, values: set[Value], question: Question | None) -> Iterator[Problem]:
    if question is None:
        yield Problem(
            "unknown_fact",
            step.id,
            f"a condition asks for “{fact}”, and nobody is asked it",
            "add a question of that id",
            {"fact": fact},
        )
    elif question.kind == "choice":
        for value in sorted(str(v) for v in values if v not in question.choices):
            yield Problem(
                "unknown_choice",
                step.id,
                f"“{fact}” is never “{value}”",
                f"use one of: {', '.join(question.choices)}",
                {"fact": fact, "value": value, "choices": ", ".join(question.choices)},
            )
    elif question.kind == "yes_no" and any(not isinstance(v, bool) for v in values):
        yield Problem(
            "not_yes_no", step.id, f"“{fact}” is answered by yes or no", f"write {fact}, or not {fact}",
            {"fact": fact},
        )  # fmt: skip


def _branches(sop: SOP) -> Iterator[Problem]:
    for step in sop.steps:
        places = [place for place, branch in enumerate(step.next) if not branch.when]
        if step.split == "one" and places and places[0] < len(step.next) - 1:
            yield Problem(
                "never_taken",
                step.id,
                "branches stand after one without a condition, so they are never taken",
                "put the one without a condition last",
            )
        if step.next and not places:
            gap = _uncovered(sop, step)
            if gap:
                said = " and ".join(f"{name} is {_said(value)}" for name, value in gap.items())
                yield Problem(
                    "not_exhaustive",
                    step.id,
                    f"nothing comes next when {said}",
                    "add a last branch without a condition",
                    {"gap": " and ".join(_written(name, value) for name, value in gap.items())},
                )


def _uncovered(sop: SOP, step: Step) -> dict[str, Value]:
    """Facts of which no branch takes a case on; none where every case is taken on."""
    conditions = [parse(branch.when) for branch in step.next]
    questions = {question.id: question for question in sop.questions}
    asked: dict[str, set[Value]] = defaultdict(set)
    for condition in conditions:
        for fact, values in values_of(condition).items():
            asked[fact] |= values
    names = sorted(asked)
    choices = [list(_all_values(questions[name], asked[name])) for name in names]
    for count, one in enumerate(product(*choices)):
        facts = dict(zip(names, one, strict=True))
        if count > _MOST_CASES or not any(holds(condition, facts) for condition in conditions):
            return facts
    return {}


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"


def _written(name: str, value: Value) -> str:
    """The fact as a condition says it."""
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return f"{name} == '{value}'" if isinstance(value, str) else f"{name} == {value:g}"


def _all_values(question: Question, asked: set[Value]) -> Iterator[Value]:
    """One value of each kind that a condition can tell apart."""
    if question.kind == "yes_no":
        yield from (True, False)
    elif question.kind == "choice":
        yield from question.choices
    else:
        numbers = sorted(float(v) for v in asked if is_number(v)) or [0.0]
        yield numbers[0] - 1
        for one, other in zip(numbers, [*numbers[1:], numbers[-1] + 2], strict=True):
            yield from (one, (one + other) / 2)


def _endless(sop: SOP) -> Iterator[Problem]:
    """A round of steps that all can be passed by would never stop."""
    conditional = {step.id: {b.to for b in step.next} for step in sop.steps if step.when}
    for name in conditional:
        seen, left = set(), set(conditional[name])
        while left:
            one = left.pop()
            if one in conditional and one not in seen:
                seen.add(one)
                left |= conditional[one]
        if name in seen:
            yield Problem(
                "endless",
                name,
                "it leads back to itself by steps that can all be passed by",
                "let one step on the way be for every case",
            )
            return


def _ways(sop: SOP) -> list[Problem]:
    """Walk every way: what can be reached, what is stuck, what goes round without an end, what is unsafe."""
    start = _arrive(sop, _At(frozenset(), frozenset(), frozenset()), sop.start.id)
    before: dict[_At, set[_At]] = {start: set()}
    left, ways = [start], 0
    stuck: dict[_At, None] = {}
    unsafe: dict[str, None] = {}
    while left:
        at = left.pop()
        if not at.safe and not _stands_still(sop, at):
            unsafe |= dict.fromkeys(name for name in sorted(at.open) if sop.by_id[name].handles_goods)
        goes_on = at.ended
        for one in () if at.ended else _after(sop, at):
            goes_on = True
            if one not in before:
                before[one] = set()
                left.append(one)
            before[one].add(at)
            ways += 1
            if len(before) > _MOST_STATES or ways > _MOST_WAYS:
                return [
                    Problem(
                        "too_large",
                        "",
                        "it can be gone through in too many ways to be checked",
                        "let fewer steps run side by side, or divide it",
                    )
                ]
        if not goes_on:
            stuck[at] = None
    return [*_unmet(sop, stuck), *_never_ends(before, stuck), *_unsafe(sop, unsafe), *_unreached(sop, before)]


def _stands_still(sop: SOP, at: _At) -> bool:
    """Whether a safety stop is open, so that what handles goods stands still."""
    return any(sop.by_id[name].is_safety_stop for name in at.open)


def _after(sop: SOP, at: _At) -> Iterator[_At]:
    still = _stands_still(sop, at)
    for name in sorted(at.open):
        step = sop.by_id[name]
        blocked = step.handles_goods and still and not step.is_safety_stop
        if step.is_end:
            if len(at.open) == 1 and not at.waiting and not blocked:
                yield _At(frozenset(), frozenset(), frozenset(), at.safe, ended=True)
            continue
        for passed in (False, True) if step.when else (False,):
            if blocked and not passed:
                continue
            safe = at.safe or (step.is_safety_stop and not passed)
            done = at.done | ({name} & sop.waited_for)
            for targets in _taken(step):
                moved = _At(at.open - {name}, at.waiting, done, safe)
                for target in targets:
                    moved = _arrive(sop, moved, target)
                yield _settled(sop, moved)


def _taken(step: Step) -> Iterator[tuple[str, ...]]:
    """The steps that may come next together, for every answer."""
    if step.split == "one":
        for branch in step.next:
            yield (branch.to,)
        return
    always = tuple(branch.to for branch in step.next if not branch.when)
    maybe = list(dict.fromkeys(branch.to for branch in step.next if branch.when))
    for count in range(0 if always else 1, len(maybe) + 1):
        for some in combinations(maybe, count):
            yield (*always, *some)


def _arrive(sop: SOP, at: _At, name: str) -> _At:
    if set(sop.by_id[name].waits_for) <= at.done:
        return _At(at.open | {name}, at.waiting, at.done, at.safe)
    return _At(at.open, at.waiting | {name}, at.done, at.safe)


def _settled(sop: SOP, at: _At) -> _At:
    ready = {name for name in at.waiting if set(sop.by_id[name].waits_for) <= at.done}
    return _At(at.open | ready, at.waiting - ready, at.done, at.safe) if ready else at


def _unmet(sop: SOP, stuck: Iterable[_At]) -> Iterator[Problem]:
    told = set()
    for at in stuck:
        for name in sorted(at.waiting):
            lacking = [other for other in sop.by_id[name].waits_for if other not in at.done]
            if name not in told:
                told.add(name)
                yield Problem(
                    "join",
                    name,
                    f"it can wait for ever for {', '.join(lacking)}",
                    "let every way lead through these steps, or do not wait for them",
                    {"steps": ", ".join(lacking)},
                )
        ends = sorted(name for name in at.open if sop.by_id[name].is_end)
        if not at.waiting and ends and not told & set(ends):
            told |= set(ends)
            yield Problem(
                "two_ends",
                ends[0],
                f"it and {', '.join(ends[1:])} end the case side by side, and each waits for the other",
                "join them before the end with waits_for",
                {"steps": ", ".join(ends[1:])},
            )
        if not at.waiting and not ends and not told:
            told |= at.open
            yield Problem(
                "stuck",
                ", ".join(sorted(at.open)),
                "a case can stand here and never go on",
                "say what comes next",
            )


def _never_ends(before: dict[_At, set[_At]], stuck: Container[_At]) -> Iterator[Problem]:
    """Places from which no end can be reached, though one can go on for ever."""
    reaches = set()
    left = [at for at in before if at.ended or at in stuck]
    while left:
        at = left.pop()
        if at not in reaches:
            reaches.add(at)
            left += before[at]
    lost = sorted({name for at in before if at not in reaches for name in at.open})
    if lost:
        yield Problem(
            "no_exit",
            lost[0],
            f"it goes round without an end: {', '.join(lost)}",
            "let one of these steps lead to an end",
            {"steps": ", ".join(lost)},
        )


def _unsafe(sop: SOP, unsafe: Iterable[str]) -> Iterator[Problem]:
    stops = any(step.is_safety_stop for step in sop.steps)
    for name in unsafe:
        if stops:
            yield Problem(
                "unsafe",
                name,
                "goods can be handled here before the safety stop was done",
                "let every way to it lead through the safety stop, without a condition",
            )
        else:
            yield Problem(
                "no_stop",
                name,
                "goods are handled here, and no step is a safety stop",
                "add a step with is_safety_stop = true before it",
            )
    if stops and not any(step.handles_goods for step in sop.steps):
        yield Problem(
            "guards_nothing",
            "",
            "there is a safety stop, and no step is said to handle goods",
            "write handles_goods = true in the steps that do",
        )


def _unreached(sop: SOP, before: dict[_At, set[_At]]) -> Iterator[Problem]:
    met = {name for at in before for name in at.open | at.waiting}
    for step in sop.steps:
        if step.id not in met:
            yield Problem(
                "unreachable", step.id, "no way leads to it", "name it as next of a step, or take it out"
            )
