"""What differs between two procedures, step by step, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tradewind.procedures.changes import Pair, diff, side_by_side
from tradewind.procedures.sop import SOP, Deadline, Step
from tradewind_web.cases import showing
from tradewind_web.cases.speaking import spoken
from tradewind_web.cases.words import EVIDENCE, OUTCOMES, language, said, text
from tradewind_web.phrasing import listed, series

FIELDS: Final = {
    "title": gettext_lazy("Title"),
    "what": gettext_lazy("What is done"),
    "role": gettext_lazy("Who"),
    "legal_basis": gettext_lazy("Law"),
    "deadline": gettext_lazy("Until when"),
    "evidence": gettext_lazy("Evidence"),
    "next": gettext_lazy("What comes next"),
    "split": gettext_lazy("How many ways are taken"),
    "waits_for": gettext_lazy("Waits for"),
    "when": gettext_lazy("Only when"),
    "four_eyes": gettext_lazy("Two persons"),
    "is_safety_stop": gettext_lazy("Safety stop"),
    "handles_goods": gettext_lazy("Goods are handled"),
    "grounds": gettext_lazy("Grounds of law"),
    "form": gettext_lazy("Form"),
    "hands_to": gettext_lazy("Handed over to"),
    "outcome": gettext_lazy("Outcome"),
    "state": gettext_lazy("State of the case"),
    "source": gettext_lazy("Source"),
}
_WHOLE: Final = {
    "title": gettext_lazy("Title"),
    "jurisdiction": gettext_lazy("Where it holds"),
    "language": gettext_lazy("Language"),
    "note": gettext_lazy("Note"),
    "author": gettext_lazy("Author"),
    "order": gettext_lazy("Order of the steps"),
}
_SHOWN: Final = ("role", "deadline", "legal_basis", "evidence")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a step in both: what it says here and there, and how far the days are apart."""

    label: str
    a: str
    b: str
    differs: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A step in both: in one alone, different, or the same."""

    step: str
    title: str
    kind: Literal["only_a", "only_b", "changed", "same"]
    cells: Sequence[Cell]
    #: Labels of what differs besides the cells.
    more: Sequence[str] = ()


def differences(a: SOP, b: SOP) -> list[Line]:
    """What must change in the first to become the second: the whole, then step by step; nothing that is the same."""
    a = spoken(a, b.language)
    found = [line for pair in side_by_side(a, b) if (line := _changed(a, b, pair)).kind != "same"]
    whole = [
        Cell(
            _of_whole(one.field),
            _words(a, one.field, one.before),
            _words(b, one.field, one.after),
            differs=True,
        )
        for one in diff(a, b)
        if not one.step
    ]
    return [Line("", _("The whole"), "changed", whole), *found] if whole else found


def table(a: SOP, b: SOP) -> list[Line]:
    """Every step of both beside each other: who, until when, by which law, with what evidence."""
    a, b = spoken(a, language()), spoken(b, language())
    return [_beside(a, b, pair) for pair in side_by_side(a, b)]


def told(lines: Sequence[Line]) -> list[str]:
    """The figures of a table in words."""
    count = {kind: sum(one.kind == kind for one in lines) for kind in ("only_a", "only_b", "changed", "same")}
    days = sum(
        1 for one in lines for cell in one.cells if cell.differs and cell.label == str(FIELDS["deadline"])
    )
    laws = sum(
        1 for one in lines for cell in one.cells if cell.differs and cell.label == str(FIELDS["legal_basis"])
    )
    return [
        ngettext("%(n)s step is the same", "%(n)s steps are the same", count["same"]) % {"n": count["same"]},
        ngettext("%(n)s step differs", "%(n)s steps differ", count["changed"]) % {"n": count["changed"]},
        ngettext("%(n)s step in the first alone", "%(n)s steps in the first alone", count["only_a"])
        % {"n": count["only_a"]},
        ngettext("%(n)s step in the second alone", "%(n)s steps in the second alone", count["only_b"])
        % {"n": count["only_b"]},
        ngettext("%(n)s deadline differs", "%(n)s deadlines differ", days) % {"n": days},
        ngettext("%(n)s legal basis differs", "%(n)s legal bases differ", laws) % {"n": laws},
    ]


def value(sop: SOP, step: Step | None, field: str) -> str:
    """A field of a step in words; "" where it says nothing."""
    if step is None:
        return ""
    kept = getattr(step, field)
    if field in ("title", "what", "legal_basis"):
        return text(sop, f"{step.id}.{field}")
    if field == "role":
        return showing.role_of(sop, step)
    if field == "deadline":
        return _deadline(sop, step)
    if field == "evidence":
        return _evidence(step)
    if field == "next":
        return series(_way(_title(sop, branch.to), branch.when) for branch in step.next)
    if field == "waits_for":
        return listed(_title(sop, name) for name in step.waits_for)
    if field == "split":
        return _("every way that holds, side by side") if kept == "all" else _("the first way that holds")
    if field == "outcome":
        return said(OUTCOMES, kept) if kept else ""
    if isinstance(kept, bool):
        return _("yes") if kept else _("no")
    if isinstance(kept, tuple):
        return series(str(one) for one in kept)
    return said(EVIDENCE, kept) if field == "form" and kept else str(kept)


def _changed(a: SOP, b: SOP, pair: Pair) -> Line:
    if pair.a is None or pair.b is None:
        return _alone(a, b, pair, ())
    cells = [
        Cell(
            str(label),
            value(a, pair.a, field),
            value(b, pair.b, field),
            differs=True,
            note=_apart(pair, field),
        )
        for field, label in FIELDS.items()
        if field in pair.differs and value(a, pair.a, field) != value(b, pair.b, field)
    ]
    return Line(pair.b.id, text(b, f"{pair.b.id}.title"), "changed" if cells else "same", cells)


def _beside(a: SOP, b: SOP, pair: Pair) -> Line:
    cells = [
        Cell(
            str(FIELDS[field]), value(a, pair.a, field), value(b, pair.b, field), field in pair.differs,
            _apart(pair, field),
        )
        for field in _SHOWN
    ]  # fmt: skip
    if pair.a is None or pair.b is None:
        return _alone(a, b, pair, cells)
    more = [str(label) for field, label in FIELDS.items() if field in pair.differs and field not in _SHOWN]
    kind: Literal["changed", "same"] = "changed" if pair.differs else "same"
    return Line(pair.id, text(a, f"{pair.a.id}.title"), kind, cells, more)


def _alone(a: SOP, b: SOP, pair: Pair, cells: Sequence[Cell]) -> Line:
    if pair.b is None:
        return Line(pair.id, _title(a, pair.id), "only_a", cells)
    return Line(pair.id, _title(b, pair.id), "only_b", cells)


def _apart(pair: Pair, field: str) -> str:
    """How many days the second has more or fewer, where both count alike."""
    if field != "deadline" or pair.a is None or pair.b is None:
        return ""
    one, other = pair.a.deadline, pair.b.deadline
    if one is None or other is None or (one.counted, one.since) != (other.counted, other.since):
        return ""
    days = other.days - one.days
    if days == 0:
        return ""
    sentence = ngettext("%(days)s day", "%(days)s days", abs(days))
    return sentence % {"days": f"{days:+d}"}


def _deadline(sop: SOP, step: Step) -> str:
    deadline = step.deadline
    if deadline is None:
        return ""
    return series(filter(None, (showing.until(sop, step), deadline.basis, *_details(deadline))))


def _details(deadline: Deadline) -> Iterator[str]:
    if deadline.warn != 1:
        yield ngettext("warned %(n)s day before", "warned %(n)s days before", deadline.warn) % {
            "n": deadline.warn
        }
    if deadline.rolls:
        yield _("moves to the next working day")


def _evidence(step: Step) -> str:
    return listed(
        f"{said(EVIDENCE, e.kind)} ({e.count})" if e.count > 1 else said(EVIDENCE, e.kind)
        for e in step.evidence
    )


def _way(title: str, when: str) -> str:
    return _("%(step)s when %(condition)s") % {"step": title, "condition": when} if when else title


def _title(sop: SOP, name: str) -> str:
    return text(sop, f"{name}.title") or name


def _of_whole(field: str) -> str:
    kind, _between, name = field.partition(" ")
    if kind == "role" and name:
        return _("Role: %(name)s") % {"name": name}
    if kind == "question" and name:
        return _("Question: %(name)s") % {"name": name}
    return str(_WHOLE.get(field, field))


def _words(sop: SOP, field: str, words: str) -> str:
    return listed(_title(sop, name) for name in words.split(", ")) if field == "order" else words
