"""A procedure changed step by step: what leads to a step follows it, and translations of what was rewritten go.

Values in, values out; whether the outcome makes sense `check` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from tradewind.procedures.sop import SOP, Branch, Question, Step, own_texts


def with_step(sop: SOP, step: Step) -> SOP:
    """The procedure with this step in the place of the one of the same id."""
    steps = tuple(step if each.id == step.id else each for each in sop.steps)
    return _retold(sop, replace(sop, steps=steps))


def added(sop: SOP, step: Step, after: str) -> SOP:
    """The procedure with a step more: it comes next after `after`, and leads on to what came next there."""
    steps = []
    for each in sop.steps:
        if each.id != after:
            steps.append(each)
            continue
        steps.append(
            replace(each, next=(Branch(step.id),), split="one", outcome=each.outcome if each.next else "")
        )
        steps.append(
            replace(
                step,
                next=each.next,
                split=each.split,
                outcome=step.outcome if each.next else step.outcome or each.outcome,
            )
        )
    return replace(sop, steps=tuple(steps))


def without(sop: SOP, name: str) -> SOP:
    """The procedure without a step: what led to it leads to the only step that came next, else nowhere."""
    gone = sop.by_id[name]
    to = gone.next[0].to if len(gone.next) == 1 else ""
    steps = []
    for each in sop.steps:
        if each.id == name:
            continue
        led = (replace(b, to=to) if b.to == name else b for b in each.next)
        ways = tuple(dict.fromkeys(b for b in led if b.to and b.to != each.id))
        waits = tuple(other for other in each.waits_for if other != name)
        deadline = each.deadline
        if deadline is not None and deadline.since == name:
            deadline = replace(deadline, since="step")
        steps.append(replace(each, next=ways, waits_for=waits, deadline=deadline))
    return _retold(sop, replace(sop, steps=tuple(steps)))


def moved(sop: SOP, name: str, to: Literal["up", "down"]) -> SOP:
    """The procedure with a step one place earlier or later; a case begins with the first."""
    steps = list(sop.steps)
    at = next(place for place, each in enumerate(steps) if each.id == name)
    other = at + (1 if to == "down" else -1)
    if 0 <= other < len(steps):
        steps[at], steps[other] = steps[other], steps[at]
    return replace(sop, steps=tuple(steps))


def with_question(sop: SOP, question: Question) -> SOP:
    """The procedure with this question in the place of the one of the same id, else as the last."""
    questions = tuple(question if each.id == question.id else each for each in sop.questions)
    if question.id not in {each.id for each in sop.questions}:
        questions = (*questions, question)
    return _retold(sop, replace(sop, questions=questions))


def without_question(sop: SOP, name: str) -> SOP:
    """The procedure without a question; conditions that ask it are told by the check."""
    return _retold(sop, replace(sop, questions=tuple(each for each in sop.questions if each.id != name)))


def free_id(title: str, taken: Iterable[str], otherwise: str) -> str:
    """An id that nothing has yet, from the words of a title as far as they are plain letters.

    >>> free_id("Call the ozone unit!", {"call_the_ozone_unit"}, "step")
    'call_the_ozone_unit_2'
    >>> free_id("اتصل", set(), "step")
    'step_1'
    """
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in title.casefold())
    name = "_".join(part for part in plain.split("_") if part)[:40].strip("_").lstrip("0123456789_")
    there = set(taken)
    number = 1
    made = name or f"{otherwise}_1"
    while made in there:
        number += 1
        made = f"{name or otherwise}_{number}"
    return made


def _retold(before: SOP, after: SOP) -> SOP:
    """Translations of what now says something else, or is gone, say what no longer holds."""
    old, new = own_texts(before), own_texts(after)
    changed = {key for key, said in old.items() if new.get(key) != said}
    texts = {
        language: {key: said for key, said in words.items() if key not in changed}
        for language, words in after.texts.items()
    }
    return replace(after, texts={language: words for language, words in texts.items() if words})
