"""What the page of a finding shows beside its sentences: rows as tables, what changed between answers, facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.findings.delivery import ROWS_KEPT, answer_of
from tradewind_web.findings.models import Explanation, Finding, Revision, Tier
from tradewind_web.findings.queries import Evidence, Item
from tradewind_web.findings.wording import Lawful, Why, figure, mass, place, reasons_of
from tradewind_web.phrasing import listed

#: Columns a person looks at first, whatever the table; the others are unfolded.
_FIRST: Final = (
    "declaration_id", "item", "movement_id", "licence_id", "seizure_id", "reporter", "partner", "flow", "period",
    "lodged_on", "event_on", "inspected_on", "importer", "exporter", "holder", "origin", "hs_code", "description",
    "substance", "net_mass_g", "quantity", "value_minor", "currency", "value_usd_cents", "year",
)  # fmt: skip
_MOST_COLUMNS: Final = 9
_LABELS: Final[Mapping[str, Promise]] = {
    "declaration_id": gettext_lazy("declaration"), "item": gettext_lazy("item"),
    "lodged_on": gettext_lazy("lodged on"), "importer": gettext_lazy("importer"),
    "exporter": gettext_lazy("exporter"), "origin": gettext_lazy("origin"), "hs_code": gettext_lazy("HS code"),
    "description": gettext_lazy("description"), "net_mass_g": gettext_lazy("net mass, kg"),
    "gross_mass_g": gettext_lazy("gross mass, kg"), "licence_id": gettext_lazy("licence"),
    "reporter": gettext_lazy("reporter"), "partner": gettext_lazy("partner"), "flow": gettext_lazy("flow"),
    "period": gettext_lazy("period"), "substance": gettext_lazy("substance"), "regime": gettext_lazy("regime"),
    "holder": gettext_lazy("holder"), "movement_id": gettext_lazy("movement"), "year": gettext_lazy("year"),
    "currency": gettext_lazy("currency"), "value_minor": gettext_lazy("value, minor units"),
    "value_usd_cents": gettext_lazy("value, US cents"), "quantity": gettext_lazy("quantity"),
}  # fmt: skip
_FACTS: Final[tuple[tuple[str, Promise], ...]] = (
    ("importer", gettext_lazy("Importer")), ("exporter", gettext_lazy("Exporter")),
    ("licence", gettext_lazy("Licence")), ("regime", gettext_lazy("Regime")), ("hs_code", gettext_lazy("HS code")),
    ("flow", gettext_lazy("Flow")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The rows behind one reason, as far as they reach the reader."""

    headings: list[str]
    rows: list[list[str]]
    full: list[tuple[str, list[tuple[str, str]]]]
    resting: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class Backed:
    """A reason with the rows behind it."""

    why: Why
    table: Table


@dataclass(frozen=True, slots=True)
class Tick:
    """A lawful explanation, and how it was ruled out, where it was."""

    lawful: Lawful
    ruled_out: Explanation | None


@dataclass(frozen=True, slots=True)
class Change:
    """When an answer gave way to another, and in what they differ."""

    at: datetime
    sentences: list[str]


def backed(item: Item, evidence: Mapping[int, Sequence[Evidence]]) -> list[Backed]:
    """Each reason with its rows."""
    return [
        Backed(why, _table(evidence.get(n, ()), max(0, why.rows - ROWS_KEPT)))
        for n, why in enumerate(item.words.reasons)
    ]


def ticks(item: Item, ruled_out: Mapping[str, Explanation]) -> list[Tick]:
    """Each lawful explanation with its tick."""
    return [Tick(lawful, ruled_out.get(lawful.digest)) for lawful in item.words.lawful]


def facts(finding: Finding) -> list[tuple[str, str]]:
    """What else is known of the subject, for people."""
    return [(str(label), str(finding.facts[key])) for key, label in _FACTS if finding.facts.get(key)]


def changes(finding: Finding, revisions: Sequence[Revision]) -> list[Change]:
    """What changed from each of these answers to the next, newest first."""
    answers = [(r.until, r.answer) for r in revisions]
    after: Mapping[str, Any] = answer_of(finding)
    found = []
    for until, before in answers:
        found.append(Change(until, list(_differences(finding.detector, before, after))))
        after = before
    return found


def _differences(detector: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if after["status"] != before["status"]:
        if after["status"] == Finding.Status.WITHDRAWN:
            because = dict(Finding.Gone.choices).get(after["gone_because"], "")
            yield _("Withdrawn: %(because)s.") % {"because": because}
            return
        yield _("Found again.")
    if after["tier"] != before["tier"]:
        yield _("It moved from “%(before)s” to “%(after)s”.") % {
            "before": Tier(before["tier"]).label, "after": Tier(after["tier"]).label,
        }  # fmt: skip
    was, now = (mass(a["mass_low_g"], a["mass_high_g"]) or _("not reported") for a in (before, after))
    if was != now:
        yield _("The mass was %(before)s and is %(after)s.") % {"before": was, "after": now}
    earlier, later = reasons_of(detector, before), reasons_of(detector, after)
    for text in later:
        if text not in earlier:
            yield _("New reason: %(reason)s") % {"reason": text}
    for text in earlier:
        if text not in later:
            yield _("No longer said: %(reason)s") % {"reason": text}
    if before["lawful_explanations"] != after["lawful_explanations"]:
        yield _("The lawful explanations to rule out are others.")
    if before["version"] != after["version"]:
        yield _("The detector is of version %(after)s; it was %(before)s.") % {
            "before": before["version"], "after": after["version"],
        }  # fmt: skip


def _table(rows: Sequence[Evidence], more: int) -> Table:
    shown = [row for row in rows if row.values]
    present = {name for row in shown for name in row.values}
    columns = [name for name in _FIRST if name in present][:_MOST_COLUMNS]
    return Table(
        headings=[_label(name) for name in columns],
        rows=[[_cell(name, row.values.get(name)) for name in columns] for row in shown],
        full=[
            (row.file_name, [(_label(k), _cell(k, v)) for k, v in row.values.items()]) for row in shown
        ],
        resting=[row.rests_with for row in rows if row.rests_with],
        more=more,
    )  # fmt: skip


def _label(name: str) -> str:
    return str(_LABELS.get(name) or name.removesuffix("_g").replace("_", " "))


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name.endswith("_g") and isinstance(value, int):
        return figure(value / 1000)
    if isinstance(value, list):
        return listed(map(str, value))
    if isinstance(value, str) and name in {"origin", "dispatch", "destination", "reporter", "partner"}:
        return place(value)
    return str(value)
