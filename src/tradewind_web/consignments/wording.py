"""Alarms, masses and ledgers in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tradewind.detectors.consignment_texts import SIGNS
from tradewind.detectors.sentences import figures_told
from tradewind.languages import translator
from tradewind_web.consignments.models import Alarm, Closing
from tradewind_web.consignments.working import CAME, WENT
from tradewind_web.traders.places import language, named

#: Alarms as they are chosen on the board, in the order of the sentences' weight.
ALARMS: Final[tuple[tuple[str, Promise], ...]] = (
    ("stock_missing", _("stock is missing")), ("stock_too_much", _("stock beyond the books")),
    ("arrived_less", _("less arrived than left")), ("arrived_more", _("more arrived than left")),
    ("more_arrived_than_left", _("arrivals beyond all that left")),
    ("more_left_than_came", _("more left a store than came")),
    ("more_ended_than_there", _("more ended than there was")), ("components_differ", _("blend and components differ")),
    ("returned_beyond", _("more came back than left")), ("accounts_differ", _("sources contradict each other")),
    ("overdue_transit", _("arrival overdue")), ("overdue_discharge", _("discharge overdue")),
    ("overdue_arrival", _("confirmation overdue")), ("overdue_storage", _("storage overdue")),
    ("overdue_returned", _("return overdue")), ("overdue_re_export", _("temporary stay overdue")),
    ("returned_late", _("came back too late")), ("overdue_zone", _("long in a free zone")),
    ("consignee_changes", _("consignee changes")),
    ("label_changes", _("label changes")), ("container_changes", _("container changes")),
    ("comes_back_to", _("route comes back")), ("backtracks", _("route is long")),
    ("destination_bans", _("destination has phased it out")),
    ("destination_never_imports", _("destination reports no import")),
    ("round_trip_same", _("round trip of the same mass")), ("round_trip", _("round trip")),
    ("cylinders_missing", _("cylinders missing")), ("cylinders_strange", _("cylinders that did not leave")),
)  # fmt: skip
ALARM_WORDS: Final = dict(ALARMS)
_LEDGER: Final[Mapping[str, Promise]] = {
    "left_g": _("left"), "began_g": _("first told on arrival"), "taken_over_g": _("taken over from others"),
    "made_g": _("made of other gases"), "on_the_way_g": _("on the way"), "in_stock_g": _("in stock"),
    "arrived_g": _("arrived"), "returned_g": _("returned"), "used_g": _("used to make others"),
    "consumed_g": _("used up"), "seized_g": _("seized"), "destroyed_g": _("destroyed"), "lost_g": _("lost"),
    "handed_on_g": _("given to others"),
}  # fmt: skip
#: Values of a sentence that are countries.
_PLACES: Final = {
    "destination_bans": "a", "destination_never_imports": "a", "round_trip": "c", "round_trip_same": "c",
    "comes_back_to": "b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger: what it is, and its mass of each gas."""

    label: str | Promise
    masses: list[str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger as a table: a column a gas."""

    substances: list[str]
    came: list[Line]
    came_total: list[str]
    went: list[Line]
    unexplained: list[tuple[str, bool]]
    closes: list[bool | None]


@dataclass(frozen=True, slots=True)
class Ringing:
    """An alarm in words, with what may be honest about it and what would settle it."""

    alarm: Alarm
    sentence: str
    lawful: list[str]
    check: str


def kilos(grams: int | None) -> str:
    """Grams as kilograms, grouped as the reader's language groups them."""
    if grams is None:
        return ""
    kg = grams / 1000
    return str(number_format(kg, decimal_pos=0 if kg == round(kg) else 1, use_l10n=True, force_grouping=True))


def ringing(alarm: Alarm) -> Ringing:
    """An alarm in the reader's language."""
    say = translator("detectors", language())
    sign = SIGNS[alarm.code]
    values: dict[str, Any] = dict(alarm.values)
    key = _PLACES.get(alarm.code)
    if key and key in values:
        values[key] = named(values[key])
    told = say(sign.sentence) % figures_told(sign.sentence, values, language())
    return Ringing(alarm, told, [say(text) for text in sign.lawful], say(sign.check))


def ledger(closings: Sequence[Closing]) -> Ledger:
    """The stored ledgers side by side; lines in which no gas has a mass are left out."""
    held = list(closings)

    def lines(names: Sequence[str]) -> list[Line]:
        return [
            Line(_LEDGER[name], [kilos(c.columns.get(name, 0)) for c in held])
            for name in names
            if any(c.columns.get(name) for c in held)
        ]

    return Ledger(
        [c.substance for c in held], lines(CAME), [kilos(c.came_g) for c in held], lines(WENT),
        [(kilos(c.unexplained_g), c.closes is False) for c in held], [c.closes for c in held],
    )  # fmt: skip


def days_since(since: date | None, on: date) -> int | None:
    """Days something lies, where its day is told."""
    return (on - since).days if since else None
