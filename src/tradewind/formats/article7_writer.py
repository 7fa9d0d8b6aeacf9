"""The Article 7 workbook of the Ozone Secretariat's reporting system, written.

Sheets and headings are those that `article7` reads. Masses are metric tonnes, exact to the gram; a figure that nobody
has is a blank cell, never zero (decision XXIV/14), and the total of a substance stands in Import beside its split by
country in ImportNew, as the system keeps both. "New" is for all uses: nothing is deducted for feedstock or exempted
uses, which the Secretariat does itself (data reporting instructions to decision XXX/10, data form 1, paragraph 5).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

import xlsxwriter

from tradewind.formats.numerals import defuse
from tradewind.reference.parties import place
from tradewind.reference.rows import read

#: How the system writes "country not known".
_NO_COUNTRY: Final = "ZZB"


class Figure(NamedTuple):
    """Grams of one substance in one column of one form; `partner` is ISO3, blank where the Party did not say."""

    form: str
    substance: str
    partner: str
    column: str
    grams: int


#: Our column -> the sheet's. What a sheet has no column for (gas inside equipment, re-exports apart) is not in it.
_IMPORT: Final = {
    "new": "ImpNew", "recovered": "ImpRecov", "feedstock": "ImpFeedstock", "exempted": "ImpEssenUse",
    "laboratory": "ImpLabUse", "qps": "ImpQuarAppl", "process_agent": "ImpProcAgent", "in_polyol": "ImpPolyol",
}  # fmt: skip
_EXPORT: Final = {
    "new": "ExpNew", "recovered": "ExpRecov", "feedstock": "ExpFeedstock", "exempted": "ExpEssenUse",
    "qps": "ExpQuarAppl", "process_agent": "ExpProcAgent", "in_polyol": "ExpPolyol",
}  # fmt: skip
_PRODUCE: Final = {
    "produced": "ProdAllNew", "feedstock": "ProdFeedstock", "exempted": "ProdEssenUse", "qps": "ProdQuarAppl",
}  # fmt: skip
#: Sheet -> form, column of the partner (none: all partners together), columns.
_SHEETS: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "Import": ("imports", "", _IMPORT),
    "ImportNew": ("imports", "OrgCntryID", _IMPORT),
    "Export": ("exports", "DestCntryID", _EXPORT),
    "Produce": ("production", "", _PRODUCE),
    "Destroy": ("destruction", "", {"destroyed": "Destroyed"}),
}
_OVERALL: Final = (
    "CntryID",
    "PeriodID",
    "Imported",
    "Exported",
    "Produced",
    "Destroyed",
    "DateReported",
    "Remark",
)


@cache
def _numbers() -> Mapping[str, str]:
    """Number of each substance; of two numbers of one substance the lower, which is the older."""
    found: dict[str, str] = {}
    for row in sorted(read("secretariat_numbers"), key=lambda r: int(r["number"])):
        found.setdefault(row["designation"], row["number"])
    return found


def write(
    party: str, year: int, figures: Iterable[Figure], *, reported_on: date | None = None, remark: str = ""
) -> bytes:
    """The workbook's bytes, the same for the same figures. Columns the system has no place for are left out.

    An isomer without a number of its own is named by its designation, which the reader takes as well.

    Raises:
        UnknownName: the Party or a partner is not known.
    """
    kept = [f for f in figures if any(f.form == form and f.column in of for form, _, of in _SHEETS.values())]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        # A stated moment, so that the digest of a file tells its content alone.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  the format has no time zone
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        own = (place(party).iso2, str(year))
        _overall(book, own, {f.form for f in kept}, reported_on, remark, day)
        for name, (form, partner, columns) in _SHEETS.items():
            page = book.add_worksheet(name)
            page.write_row(
                0, 0, ["CntryID", "PeriodID", "SubstID", *filter(None, [partner]), *columns.values()]
            )
            rows = _rows([f for f in kept if f.form == form], by_partner=bool(partner))
            for line, ((gas, country), grams) in enumerate(rows.items(), 1):
                page.write_row(line, 0, [*own, int(n) if (n := _numbers().get(gas)) else gas])
                if partner:
                    page.write_string(line, 3, place(country).iso2 if country else _NO_COUNTRY)
                for at, column in enumerate(columns, 4 if partner else 3):
                    if column in grams:
                        page.write_number(line, at, float(Decimal(grams[column]).scaleb(-6)))
    return out.getvalue()


def _rows(figures: Iterable[Figure], *, by_partner: bool) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for figure in sorted(figures):
        row = found.setdefault((figure.substance, figure.partner if by_partner else ""), {})
        row[figure.column] = row.get(figure.column, 0) + figure.grams
    return found


def _overall(
    book: Any, own: tuple[str, str], forms: set[str], reported_on: date | None, remark: str, day: Any
) -> None:
    page = book.add_worksheet("Overall")
    page.write_row(0, 0, _OVERALL)
    answers = [int(form in forms) for form in ("imports", "exports", "production", "destruction")]
    page.write_row(1, 0, [*own, *answers])
    if reported_on is not None:
        page.write_datetime(1, 6, datetime(reported_on.year, reported_on.month, reported_on.day), day)  # noqa: DTZ001
    page.write_string(1, 7, defuse(remark))
