"""What differs between two procedures: versions of one, an agency's and the one it is made from, two neighbours'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from tradewind.procedures.sop import SOP, Branch, Deadline, Needed, Step


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a step that came or went, or a field of it (of the whole where `step` is "")."""

    kind: Literal["added", "removed", "changed"]
    step: str
    field: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        where = self.step or "the procedure"
        if self.kind == "changed":
            return f"{where}: {self.field} was {self.before or 'nothing'}, is {self.after or 'nothing'}"
        return f"{where}: {self.kind}"


def diff(a: SOP, b: SOP) -> list[Change]:
    """What must change in `a` to become `b`, in the order of `b`; empty where they say the same."""
    found = list(_fields("", a, b, ("title", "jurisdiction", "language", "note", "author")))
    for role in dict.fromkeys([*a.roles, *b.roles]):
        found += _one("", f"role {role}", a.roles.get(role, ""), b.roles.get(role, ""))
    asked_a, asked_b = ({q.id: _words(q) for q in sop.questions} for sop in (a, b))
    for question in dict.fromkeys([*asked_a, *asked_b]):
        found += _one("", f"question {question}", asked_a.get(question, ""), asked_b.get(question, ""))
    columns = [column.name for column in fields(Step) if column.name != "id"]
    for step in b.steps:
        before = a.by_id.get(step.id)
        found += (
            [Change("added", step.id)] if before is None else list(_fields(step.id, before, step, columns))
        )
    found += [Change("removed", step.id) for step in a.steps if step.id not in b.by_id]
    if set(a.by_id) == set(b.by_id):
        found += _one("", "order", *(", ".join(s.id for s in sop.steps) for sop in (a, b)))
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A step in two procedures: None where one has no such step; `differs` names the fields that are not the same."""

    id: str
    a: Step | None
    b: Step | None
    differs: frozenset[str]


def side_by_side(a: SOP, b: SOP) -> list[Pair]:
    """Each step of either beside the same step of the other, in the order of `a`, those of `b` alone where they come.

    A step is the same where it has the same id, or had it formerly.
    """
    partner = {step.id: _same(step, a, b) for step in a.steps}
    taken = {other.id for other in partner.values() if other is not None}
    found: list[Pair] = []
    shown: set[str] = set()
    for step in a.steps:
        other = partner[step.id]
        if other is not None:
            found += _alone_before(b, other.id, taken, shown)
        found.append(_pair(step, other))
    found += [Pair(s.id, None, s, frozenset()) for s in b.steps if s.id not in taken | shown]
    return found


def _same(step: Step, a: SOP, b: SOP) -> Step | None:
    if step.id in b.by_id:
        return b.by_id[step.id]
    rest = (one for one in b.steps if one.id not in a.by_id)
    return next((one for one in rest if step.id in one.formerly or one.id in step.formerly), None)


def _alone_before(b: SOP, name: str, taken: set[str], shown: set[str]) -> Iterator[Pair]:
    """The steps that `b` alone has, directly before one that both have."""
    before: list[Step] = []
    for step in b.steps:
        if step.id == name:
            break
        before = [] if step.id in taken else [*before, step]
    for step in before:
        if step.id not in shown:
            shown.add(step.id)
            yield Pair(step.id, None, step, frozenset())


def _pair(a: Step, b: Step | None) -> Pair:
    if b is None:
        return Pair(a.id, a, None, frozenset())
    names = (column.name for column in fields(Step) if column.name not in ("id", "formerly"))
    return Pair(a.id, a, b, frozenset(name for name in names if getattr(a, name) != getattr(b, name)))


def _fields(step: str, a: Any, b: Any, names: Iterable[str]) -> Iterator[Change]:
    for name in names:
        yield from _one(step, name, _words(getattr(a, name)), _words(getattr(b, name)))


def _one(step: str, field: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change("changed", step, field, before, after)


def _words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, tuple):
        return "; ".join(_words(each) for each in value)
    if isinstance(value, Deadline):
        basis = f" ({value.basis})" if value.basis else ""
        return f"{value.days} {value.counted} days from {value.since}{basis}"
    if isinstance(value, Branch):
        return f"{value.to} when {value.when}" if value.when else value.to
    if isinstance(value, Needed):
        return f"{value.count} {value.kind}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "__dataclass_fields__"):
        parts = [_words(getattr(value, column)) for column in value.__dataclass_fields__]
        return " ".join(part for part in parts if part)
    return "" if value is None else str(value)
