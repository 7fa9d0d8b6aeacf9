"""A case that moves to another version of its procedure: what was done stays done, and what is missing is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from tradewind.procedures.conditions import holds, parse
from tradewind.procedures.running import (
    Event,
    NotPossible,
    Open,
    State,
    apply,
    begin,
    missing_evidence,
    settle,
)
from tradewind.procedures.sop import SOP, Step


@dataclass(frozen=True)
class Moved:
    """How the case stands in the new version, and what the new version asks that was not asked before.

    `late_steps` are to be done now; `late_evidence` (step, kind, count) is missing in steps that were done, which does
    not undo them; `gone` are open steps that the new version does not have; `left` what was done in such steps.
    """

    state: State
    late_steps: tuple[str, ...]
    late_evidence: tuple[tuple[str, str, int], ...]
    gone: tuple[str, ...]
    left: tuple[str, ...]


def move(state: State, to: SOP, on: date) -> Moved:
    """The case in the version `to`. All its evidence, all that was done and every fact stay.

    Raises:
        NotPossible: it is closed.
    """
    if state.ended:
        raise NotPossible("ended", "a closed case stays with the version it was closed under")
    now = {old: step.id for step in to.steps for old in (*step.formerly, step.id)}
    done = tuple(replace(one, step=now.get(one.step, one.step)) for one in state.done)
    pieces = tuple(replace(one, step=now.get(one.step, one.step)) for one in state.evidence)
    was = {one.step for one in done}
    kept = tuple(replace(one, step=now[one.step]) for one in state.open if one.step in now)
    waiting = tuple(dict.fromkeys(_waits_at(to, now[name], was) for name in state.waiting if name in now))
    moved = replace(state, sop=to.digest, done=done, evidence=pieces, open=kept, waiting=waiting)
    standing = {one.step for one in kept} | set(waiting)
    late = [name for name in _must_have(to, standing) if name not in was | standing]
    moved = replace(moved, open=(*kept, *(Open(name, on, late=True) for name in late)))
    for name in [] if kept else _frontier(to, was, moved.facts):
        if moved.at(name) is None and name not in moved.waiting:
            moved = replace(moved, open=(*moved.open, Open(name, on)))
    moved = _met(to, settle(to, moved, on), on)
    short = [
        (step.id, kind, count)
        for step in to.steps
        if step.id in was and not all(one.passed for one in done if one.step == step.id)
        for kind, count in missing_evidence(moved, step)
    ]
    return Moved(
        moved, tuple(late), tuple(short), tuple(one.step for one in state.open if one.step not in now),
        tuple(dict.fromkeys(one.step for one in done if one.step not in to.by_id)),
    )  # fmt: skip


def replay(versions: Mapping[str, SOP], first: str, events: Sequence[Event]) -> State:
    """How a case stands that moved between versions (by digest), beginning with `first`.

    Raises:
        NotPossible: an event was not possible, or a version is not there.
    """
    state: State | None = None
    sop = versions[first]
    for event in events:
        if state is None:
            state = begin(sop, event.on, event.by)
        elif event.does == "move":
            if event.version not in versions:
                raise NotPossible("unknown_version", "the version it moved to is not here")
            sop = versions[event.version]
            state = move(state, sop, event.on).state
        else:
            state = apply(sop, state, event)
    if state is None:
        raise NotPossible("not_opened", "the case was never opened")
    return state


def _must_have(sop: SOP, standing: set[str]) -> list[str]:
    """Steps that lie on every way to one of the places where the case stands, as the procedure lists them."""
    on_a_way = standing & _reach(sop, [sop.start.id])
    return [
        step.id for step in sop.steps if on_a_way - {step.id} - _reach(sop, [sop.start.id], without=step.id)
    ]


def _waits_at(sop: SOP, name: str, was: set[str]) -> str:
    """Where a step that waited waits now: at the first of the new steps that lead to it and to nothing done.

    What comes between two steps is not late for a case that has not come so far: it waits for what it must wait for.
    """
    before = sorted(_must_have(sop, {name}), key=lambda one: len(_must_have(sop, {one})))
    not_done = list(takewhile(lambda one: one not in was, reversed(before)))
    return not_done[-1] if not_done else name


def _reach(sop: SOP, first: Iterable[str], without: str | None = None) -> set[str]:
    """These steps and all that they lead to."""
    seen: set[str] = set()
    left = list(first)
    while left:
        name = left.pop()
        if name not in seen and name != without:
            seen.add(name)
            left += [branch.to for branch in sop.by_id[name].next]
    return seen


def _frontier(sop: SOP, was: set[str], facts: Mapping[str, object]) -> list[str]:
    """From the beginning through what was done, the first step that was not; the last one done where there is none."""
    seen: list[str] = []
    found: list[str] = []
    left = [sop.start.id]
    while left:
        name = left.pop(0)
        if name in seen:
            continue
        seen.append(name)
        if name in was and not sop.by_id[name].is_end:
            left += _likely(sop.by_id[name], facts)
        else:
            found.append(name)
    return found[:1] if found else seen[-1:]


def _likely(step: Step, facts: Mapping[str, object]) -> list[str]:
    taken = [b.to for b in step.next if not b.when or holds(parse(b.when), facts)]  # type: ignore[arg-type]
    return (taken[:1] if step.split == "one" else taken) or [branch.to for branch in step.next]


def _met(sop: SOP, state: State, on: date) -> State:
    """No step waits for one that nothing leads to any more: such a one is to be done, late."""
    for name in state.waiting:
        for other in sop.by_id[name].waits_for:
            ways = {o.step for o in state.open if not o.late} | set(state.waiting)
            ahead = _reach(sop, (branch.to for way in ways for branch in sop.by_id[way].next))
            if not state.was_done(other) and state.at(other) is None and other not in ahead:
                state = replace(state, open=(*state.open, Open(other, on, late=True)))
    return settle(sop, state, on)
