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
