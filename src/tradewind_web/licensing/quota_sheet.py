"""Quotas of a year read from a workbook that an officer filled in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from tradewind_web.errors import Refused
from tradewind_web.licensing.actions.allotting import Allotment
from tradewind_web.licensing.forms_quotas import amount_of, quota_group
from tradewind_web.licensing.register_reading import bare
from tradewind_web.licensing.words import Pool, Unit
from tradewind_web.traders.models import Trader

#: Column -> how its heading may begin, folded.
COLUMNS: Final = {
    "number": ("holder number", "holder_id", "number", "numéro", "رقم"),
    "group": ("group", "gas", "substance", "groupe", "gaz", "المجموعة"),
    "year": ("year", "année", "السنة"),
    "unit": ("unit", "unité", "الوحدة"),
    "amount": ("amount", "quota", "quantité", "الكمية"),
}
MOST_ROWS: Final = 500
_UNITS: Final = {
    "": Unit.MASS, "kg": Unit.MASS, "kgodp": Unit.ODP, "odpkg": Unit.ODP, "kgco2e": Unit.CO2E, "co2ekg": Unit.CO2E,
    "kgco2eq": Unit.CO2E,
}  # fmt: skip
_POOLS: Final = {"reserve": Pool.RESERVE, "newentrants": Pool.NEW_ENTRANTS}


def allotments_of(content: bytes, holders: Mapping[str, Trader]) -> tuple[list[Allotment], list[str]]:
    """The quotas of the first sheet, and a sentence for each row that cannot be entered.

    A row of the reserve or of the pool for new entrants has the word `reserve` or `new entrants` for a number.

    Raises:
        Refused: it is no workbook, a column is missing, or there are too many rows.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise Refused(_("this is no workbook that can be read; save it as XLSX")) from error
    places, first = _heads(rows)
    if len(rows) - first > MOST_ROWS + 1:
        raise Refused(_("more than %(most)s quotas at once; send them in parts") % {"most": MOST_ROWS})
    found, wrong = [], []
    for number, row in enumerate(rows[first:], first + 1):
        said = {name: _text(row[place]) if place < len(row) else "" for name, place in places.items()}
        if not any(said.values()):
            continue
        try:
            found.append(_allotment(said, holders))
        except (Refused, forms.ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, forms.ValidationError) else str(error)
            wrong.append(_("row %(row)s: %(reason)s") % {"row": number, "reason": reason})
    return found, wrong


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[dict[str, int], int]:
    for number, row in enumerate(rows[:20]):
        folded = [_text(cell).casefold() for cell in row]
        places = {
            name: place
            for name, words in COLUMNS.items()
            for place, text in reversed(list(enumerate(folded)))
            if text and text.startswith(words)
        }
        if {"number", "group", "year", "amount"} <= set(places):
            return places, number + 1
    raise Refused(
        _(
            "the first sheet needs the columns holder number, group, year, unit and amount, with these headings"
        )
    )


def _allotment(said: Mapping[str, str], holders: Mapping[str, Trader]) -> Allotment:
    unit = _UNITS.get("".join(c for c in said.get("unit", "").casefold() if c.isalnum()).replace("₂", "2"))
    if unit is None:
        raise Refused(
            _("“%(unit)s” is no unit of quota; write kg, kg ODP or kg CO2e") % {"unit": said["unit"]}
        )
    if not (said["year"].isdigit() and 1990 <= int(said["year"]) <= 2100):
        raise Refused(_("“%(year)s” is no year") % {"year": said["year"]})
    if not said["amount"]:
        raise Refused(_("the amount is blank; write 0 for none"))
    group, amount = quota_group(said["group"]), amount_of(said["amount"])
    pool = _POOLS.get("".join(c for c in said["number"].casefold() if c.isalpha()))
    if pool is not None:
        return Allotment(group, int(said["year"]), unit.value, amount, None, pool.value)
    trader = holders.get(bare(said["number"])) if said["number"] else None
    if trader is None:
        raise Refused(
            _("no trader of your register has the number “%(number)s”; add it there first")
            % {"number": said["number"]}
        )
    return Allotment(group, int(said["year"]), unit.value, amount, trader.pk)


def _text(cell: Any) -> str:
    """A cell as people see it: whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())
