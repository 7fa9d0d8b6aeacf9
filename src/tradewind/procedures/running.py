"""A case on a procedure, as a pure state machine: what was written down in, how it stands out.

Nothing is skipped, nothing is undone: each event is checked against how things stand, and a case that stands at a step
of a checked procedure can always go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from tradewind.errors import RequestError
from tradewind.procedures.conditions import Value, holds, parse, unknown_in
from tradewind.procedures.sop import SOP, Step

Does = Literal["open", "begin", "evidence", "complete", "confirm", "say", "stop", "lift", "move"]
#: More events than any case; a loop without end would need them.
_MOST_MOVES: Final = 1000


class NotPossible(RequestError):
    """What was wanted is not possible as things stand. `code` and `facts` say why, for people in other languages."""

    def __init__(self, code: str, message: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Event:
    """Something done about a case, on a day, by somebody.

    `open` begins the case; `begin`, `evidence` (`kind`, `ref`), `complete` and `confirm` (a second person) are of a
    `step`; `say` gives a fact its `value`; `stop` and `lift` are the safety stop; `move` names a `version`.
    """

    does: Does
    on: date
    by: str
    step: str = ""
    kind: str = ""
    ref: str = ""
    fact: str = ""
    value: Value = ""
    why: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A step that is to be done. `late`: it came with a newer version, and what follows it was done already."""

    step: str
    since: date
    begun: date | None = None
    by: str = ""
    #: Done, and waiting for the second person.
    completed_by: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done, or passed by because it is not for this case (`passed`)."""

    step: str
    on: date
    by: str
    second: str = ""
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Evidence of a kind, laid to a step."""

    step: str
    kind: str
    ref: str
    on: date
    by: str


@dataclass(frozen=True)
class State:
    """How a case stands. `waiting`: steps that begin when others are done as well."""

    sop: str
    opened: date
    open: tuple[Open, ...] = ()
    waiting: tuple[str, ...] = ()
    done: tuple[Done, ...] = ()
    evidence: tuple[Piece, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    stopped_by: str = ""
    stopped_why: str = ""
    outcome: str = ""
    ended: bool = False

    def at(self, step: str) -> Open | None:
        """The open step of this id."""
        return next((one for one in self.open if one.step == step), None)

    def was_done(self, step: str) -> bool:
        """Whether it was done or passed by."""
        return any(one.step == step for one in self.done)

    def pieces(self, step: str, kind: str) -> int:
        """How many pieces of evidence of a kind lie with a step."""
        return sum(1 for piece in self.evidence if piece.step == step and piece.kind == kind)


@dataclass(frozen=True, slots=True)
class Can:
    """One thing to do now, and what still keeps it from being done: nothing, or plain reasons with codes."""

    does: Does
    step: str
    hindered: tuple[NotPossible, ...] = ()


def begin(sop: SOP, on: date, by: str = "", facts: Mapping[str, Value] | None = None) -> State:
    """A new case on the procedure."""
    return _arrive(sop, State(sop.digest, on, facts=dict(facts or {})), sop.start.id, on)


def apply(sop: SOP, state: State, event: Event) -> State:
    """How the case stands after the event.

    Raises:
        NotPossible: it cannot be done as things stand; the message says what must come first.
    """
    if state.ended:
        raise NotPossible("ended", "the case is closed; nothing more can be written down in it")
    match event.does:
        case "say":
            return settle(sop, _said(sop, state, event), event.on)
        case "evidence":
            _must_be_known(sop, event.step)
            piece = Piece(event.step, event.kind, event.ref, event.on, event.by)
            return replace(state, evidence=(*state.evidence, piece))
        case "stop":
            if not event.why.strip():
                raise NotPossible("no_reason", "say what the danger is")
            return replace(state, stopped_by=event.by, stopped_why=event.why)
        case "lift":
            return _lifted(state, event)
        case "begin":
            one = _standing(sop, state, event.step)
            _raise(_kept_from(sop, state, sop.by_id[event.step], to_end=False))
            return _with(state, replace(one, begun=one.begun or event.on, by=event.by))
        case "complete" | "confirm":
            return _completed(sop, state, event)
    raise NotPossible("not_here", f"“{event.does}” is not done here")


def possible(sop: SOP, state: State) -> list[Can]:
    """What can be done now, and for each open step what is still missing before it can be completed."""
    if state.ended:
        return []
    if state.stopped_by:
        return [Can("lift", "")]
    found = []
    for one in state.open:
        step = sop.by_id[one.step]
        does: Does = "confirm" if one.completed_by else "complete"
        found.append(Can(does, step.id, tuple(_kept_from(sop, state, step, to_end=True))))
    return found


def missing_evidence(state: State, step: Step) -> list[tuple[str, int]]:
    """Kind and how many pieces of it a step still asks for."""
    short = [(needed.kind, needed.count - state.pieces(step.id, needed.kind)) for needed in step.evidence]
    return [(kind, count) for kind, count in short if count > 0]


def questions_of(sop: SOP, state: State, step: Step) -> list[str]:
    """The facts to be said before the step can be completed: its own, and those that choose what comes next."""
    asked = unknown_in(parse(step.when), state.facts) if step.when else []
    for branch in step.next:
        if branch.when:
            asked += unknown_in(parse(branch.when), state.facts)
        if step.split == "one" and (not branch.when or holds(parse(branch.when), state.facts)):
            break
    return sorted(set(asked))


def _kept_from(sop: SOP, state: State, step: Step, *, to_end: bool) -> list[NotPossible]:
    """Why a step cannot be begun, or completed (`to_end`)."""
    found = []
    if state.stopped_by:
        found.append(NotPossible("stopped", f"safety stop: {state.stopped_why}", why=state.stopped_why))
    if step.handles_goods and not step.is_safety_stop:
        for other in state.open:
            if sop.by_id[other.step].is_safety_stop:
                found.append(NotPossible(
                    "unsafe", f"nobody handles the goods before “{other.step}” is done", step=other.step
                ))  # fmt: skip
    if not to_end:
        return found
    for kind, count in missing_evidence(state, step):
        found.append(
            NotPossible("evidence", f"{count} more of “{kind}” is needed", kind=kind, count=str(count))
        )
    found += [
        NotPossible("unknown_fact", f"say first: {fact}", fact=fact)
        for fact in questions_of(sop, state, step)
    ]
    if step.is_end and (len(state.open) > 1 or state.waiting):
        others = [one.step for one in state.open if one.step != step.id] + list(state.waiting)
        found.append(
            NotPossible("others_open", f"still to be done: {', '.join(others)}", steps=", ".join(others))
        )
    return found


def _completed(sop: SOP, state: State, event: Event) -> State:
    one = _standing(sop, state, event.step)
    step = sop.by_id[event.step]
    _raise(_kept_from(sop, state, step, to_end=True))
    second = ""
    if step.four_eyes:
        if event.does == "complete":
            if one.completed_by:
                raise NotPossible("waits_for_second", "it was done already and waits for a second person")
            return _with(state, replace(one, begun=one.begun or event.on, completed_by=event.by))
        if not one.completed_by:
            raise NotPossible("not_completed", "the first person has not completed it")
        if one.completed_by == event.by:
            raise NotPossible("same_person", "a second person must confirm it, not the one who did it")
        second = event.by
    elif event.does == "confirm":
        raise NotPossible("no_second", "this step needs no second person")
    by = one.completed_by or event.by
    left = tuple(other for other in state.open if other is not one)
    state = replace(state, open=left, done=(*state.done, Done(step.id, event.on, by, second)))
    if step.is_end:
        return replace(state, outcome=state.outcome or step.outcome, ended=True)
    state = replace(state, outcome=step.outcome or state.outcome)
    return settle(sop, state if one.late else _follow(sop, state, step, event.on), event.on)


def _follow(sop: SOP, state: State, step: Step, on: date) -> State:
    """What comes next begins: the first branch that holds, or each of them. All they ask for is known."""
    for branch in step.next:
        if not branch.when or holds(parse(branch.when), state.facts):
            state = _arrive(sop, state, branch.to, on)
            if step.split == "one":
                return state
    return state


def _arrive(sop: SOP, state: State, name: str, on: date) -> State:
    """A step begins, waits for others, or is passed by where it is not for this case."""
    if state.at(name) or name in state.waiting:
        return state
    step = sop.by_id[name]
    if step.waits_for and not all(state.was_done(other) for other in step.waits_for):
        return replace(state, waiting=(*state.waiting, name))
    return _pass_by(sop, replace(state, open=(*state.open, Open(name, on))), name, on)


def _pass_by(sop: SOP, state: State, name: str, on: date) -> State:
    """The open step passed by, if it is known that it is not for this case and what comes next is known too."""
    step, one = sop.by_id[name], state.at(name)
    if one is None or not step.when or holds(parse(step.when), state.facts) is not False or one.completed_by:
        return state
    if len(state.done) > _MOST_MOVES or questions_of(sop, state, step) or step.is_end:
        return state
    left = tuple(other for other in state.open if other.step != name)
    state = replace(state, open=left, done=(*state.done, Done(name, on, "", passed=step.when)))
    return state if one.late else _follow(sop, state, step, on)


def settle(sop: SOP, state: State, on: date) -> State:
    """Steps that waited begin where all they wait for is done; steps not for this case are passed by."""
    for _turn in range(_MOST_MOVES):
        before = state
        for name in state.waiting:
            if all(state.was_done(other) for other in sop.by_id[name].waits_for):
                state = replace(state, waiting=tuple(w for w in state.waiting if w != name))
                state = _arrive(sop, state, name, on)
        for one in state.open:
            state = _pass_by(sop, state, one.step, on)
        if state == before:
            break
    return state


def _said(sop: SOP, state: State, event: Event) -> State:
    """The fact is known; who signed first for what hangs on it signs anew where it is otherwise now."""
    if state.facts.get(event.fact) == event.value:
        return state
    open_now = tuple(
        replace(one, completed_by="") if one.completed_by and event.fact in sop.by_id[one.step].facts else one
        for one in state.open
    )
    return replace(state, facts={**state.facts, event.fact: event.value}, open=open_now)


def _lifted(state: State, event: Event) -> State:
    if not state.stopped_by:
        raise NotPossible("not_stopped", "there is no safety stop to lift")
    if event.by == state.stopped_by:
        raise NotPossible("same_person", "another person than the one who stopped it must lift it")
    if not event.why.strip():
        raise NotPossible("no_reason", "say why it is safe now")
    return replace(state, stopped_by="", stopped_why="")


def _standing(sop: SOP, state: State, name: str) -> Open:
    _must_be_known(sop, name)
    one = state.at(name)
    if one is None:
        now = ", ".join(other.step for other in state.open)
        raise NotPossible(
            "not_open", f"“{name}” is not to be done now; to be done: {now}", step=name, steps=now
        )
    return one


def _must_be_known(sop: SOP, name: str) -> None:
    if name not in sop.by_id:
        raise NotPossible("unknown_step", f"{sop.name} has no step “{name}”", step=name)


def _with(state: State, changed: Open) -> State:
    return replace(state, open=tuple(changed if one.step == changed.step else one for one in state.open))


def _raise(hindrances: Sequence[NotPossible]) -> None:
    if hindrances:
        raise hindrances[0]
