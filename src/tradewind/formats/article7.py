"""The workbook of Article 7 data as the Ozone Secretariat's reporting system writes and reads it.

Eight sheets: Overall, Import, ImportNew, Export, Produce, Destroy, NonPartyTrade, NonPartyTradeNew; masses in
metric tonnes. ImportNew and NonPartyTradeNew split Import and NonPartyTrade by country: where both are there
the split is read and checked against the total, so that nothing counts twice. A blank cell is not reported,
never zero (decision XXIV/14).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from tradewind.errors import UnknownName
from tradewind.formats.article7_substances import substance_of
from tradewind.formats.naming import place_code
from tradewind.formats.numerals import Unreadable, parse_mass_g
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell, Sheet, as_text, find_header, header_key, workbook
from tradewind.reference import substance as substance_entry
from tradewind.tables import table

_SHEETS: Final = ("Import", "ImportNew", "Export", "Produce", "Destroy", "NonPartyTrade", "NonPartyTradeNew")
_KEY: Final = ("CntryID", "PeriodID", "SubstID")
#: Marks of the reporting system for "country not known".
_NO_COUNTRY: Final = frozenset({"", "UNK", "ZZB"})


@dataclass(frozen=True, slots=True)
class _Form:
    """One kind of report in a sheet: our name for it, where the partner stands, and heading -> our column."""

    name: str
    partner: str | None
    masses: Mapping[str, str]
    remarked: Sequence[str] = ()
    note: str = ""


_TOGETHER: Final = "new and recovered substance are not told apart"
_IMPORT: Final = {
    "ImpNew": "new_g", "ImpRecov": "recovered_g", "ImpFeedstock": "feedstock_g", "ImpEssenUse": "exempted_g",
    "ImpQuarAppl": "qps_g",
}  # fmt: skip
_FORMS: Final[dict[str, tuple[_Form, ...]]] = {
    "Import": (_Form("imports", None, _IMPORT, ("ImpLabUse", "ImpProcAgent", "ImpPolyol")),),
    "ImportNew": (_Form("imports", "OrgCntryID", _IMPORT, ("ImpLabUse", "ImpProcAgent", "ImpPolyol")),),
    "Export": (
        _Form(
            "exports", "DestCntryID",
            {"ExpNew": "new_g", "ExpRecov": "recovered_g", "ExpFeedstock": "feedstock_g", "ExpEssenUse": "exempted_g",
             "ExpQuarAppl": "qps_g"},
            ("ExpProcAgent", "ExpPolyol"),
        ),
    ),
    "Produce": (
        _Form(
            "production", None,
            {"ProdAllNew": "produced_g", "ProdFeedstock": "feedstock_g", "ProdEssenUse": "exempted_g",
             "ProdQuarAppl": "qps_g"},
            ("ProdLabUse", "ProdArt5", "ProdProcAgent", "CaptureDest"),
        ),
    ),
    "Destroy": (_Form("destruction", None, {"Destroyed": "destroyed_g"}),),
    "NonPartyTrade": (
        _Form("non_party_imports", "SrcDestCntryID", {"Import": "new_g"}, note=_TOGETHER),
        _Form("non_party_exports", "SrcDestCntryID", {"Export": "new_g"}, note=_TOGETHER),
    ),
    "NonPartyTradeNew": (
        _Form("non_party_imports", "SrcDestCntryID", {"NPTImpNew": "new_g", "NPTImpRecov": "recovered_g"}),
        _Form("non_party_exports", "SrcDestCntryID", {"NPTExpNew": "new_g", "NPTExpRecov": "recovered_g"}),
    ),
}  # fmt: skip
_Reported = Mapping[tuple[str, str, str], date]
_SPLIT_OF: Final = {"ImportNew": "Import", "NonPartyTradeNew": "NonPartyTrade"}


@dataclass(slots=True)
class Article7:
    """Reads the reporting system's workbook into `reported_consumption`, one row a substance, form and partner."""

    name: str = "article-7"
    version: str = "1.0"
    title: str = "Article 7 workbook of the Ozone Secretariat's reporting system"

    def recognises(self, opened: Opened) -> float:
        """How many of its sheets have the headings CntryID, PeriodID and SubstID."""
        if opened.kind != "xlsx":
            return 0.0
        found = [s for s in workbook(opened) if s.name in _SHEETS and _header(s) is not None]
        return min(1.0, len(found) / 3)

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every reported quantity in grams; refused rows name sheet and cell."""
        sheets = {s.name: s for s in workbook(opened)}
        reported = _reported_on(sheets.get("Overall"))
        found: dict[str, list[dict[str, Any]]] = {}
        for name in _SHEETS:
            if name in sheets:
                found[name] = []
                for item in _read_sheet(sheets[name], reported):
                    if isinstance(item, Refused):
                        yield item
                    else:
                        found[name].append(item)
        yield from _without_totals(found)
        rows = [row for rows in found.values() for row in rows]
        yield from _notices(rows)
        fields = table("reported_consumption")
        names = (*fields.names, "source", "published_on", "source_sheet", "source_row")
        yield Rows(
            "reported_consumption",
            pa.Table.from_pylist(rows, pa.schema([fields.arrow.field(n) for n in names])),
        )


def _header(sheet: Sheet) -> int | None:
    at = find_header(sheet.rows, _KEY)
    return (
        at
        if at is not None and {header_key(c) for c in sheet.rows[at]} >= {header_key(k) for k in _KEY}
        else None
    )


def _records(sheet: Sheet, needed: Sequence[str] = _KEY) -> Iterator[tuple[int, dict[str, Cell]]]:
    at = find_header(sheet.rows, needed)
    if at is None:
        return
    names = [as_text(cell) for cell in sheet.rows[at]]
    for index, row in enumerate(sheet.rows[at + 1 :], at + 1):
        if any(cell is not None for cell in row):
            yield sheet.first_row + index, dict(zip(names, row, strict=False))


def _read_sheet(sheet: Sheet, reported: _Reported) -> Iterator[dict[str, Any] | Refused]:
    if _header(sheet) is None:
        return
    for number, record in _records(sheet):
        for form in _FORMS[sheet.name]:
            try:
                yield _row(sheet.name, number, record, form, reported)
            except _Wrong as wrong:
                shown = {k: as_text(v) or None for k, v in record.items()}
                yield Refused(
                    number, wrong.column, shown.get(wrong.column), wrong.reason, wrong.mend, sheet.name, shown
                )
                break


class _Wrong(Exception):
    def __init__(self, column: str, reason: str, mend: str) -> None:
        self.column, self.reason, self.mend = column, reason, mend
        super().__init__(reason)


def _row(
    sheet: str, number: int, record: Mapping[str, Cell], form: _Form, reported: _Reported
) -> dict[str, Any]:
    country, period, written = (as_text(record.get(name)) for name in _KEY)
    if not country or not written:
        raise _Wrong(
            "CntryID" if not country else "SubstID", "the row names no country or substance", "fill it in"
        )
    if not (period.isdigit() and len(period) == 4):
        raise _Wrong("PeriodID", "the period is no year", "write the calendar year with four digits")
    designation = substance_of(written)
    group = _group(designation)
    partner = as_text(record.get(form.partner)) if form.partner else ""
    return {
        "party": place_code(country, "ors"),
        "period_start": date(int(period), 1, 1),
        "period_end": date(int(period), 12, 31),
        "form": form.name,
        "annex_group": group,
        "substance": designation,
        "substance_text": written,
        "partner": None if partner.upper() in _NO_COUNTRY else place_code(partner, "ors"),
        **{ours: _grams(record, heading) for heading, ours in form.masses.items()},
        "remark": _remark(record, form),
        "source": "article-7",
        "published_on": reported.get((country, period, "HFC" if group == "F" else ""))
        or reported.get((country, period, "")),
        "source_sheet": sheet,
        "source_row": number,
    }


def _grams(record: Mapping[str, Cell], heading: str) -> int | None:
    """Grams of a cell in tonnes; the shortest decimal that a spreadsheet's double shows, not its binary tail."""
    cell = record.get(heading)
    text = str(Decimal(repr(cell))) if isinstance(cell, float) else as_text(cell)
    try:
        return parse_mass_g(text, "t", "." if isinstance(cell, float) else None)
    except Unreadable as error:
        raise _Wrong(heading, error.reason, error.mend) from error


def _remark(record: Mapping[str, Cell], form: _Form) -> str | None:
    """The remark, and quantities that have no column of their own, in the sheet's words and tonnes."""
    said = [as_text(record.get("Remark")), form.note]
    said += [f"{name} {as_text(record.get(name))} t" for name in form.remarked if as_text(record.get(name))]
    return "; ".join(filter(None, said)) or None


def _group(designation: str | None) -> str | None:
    try:
        return substance_entry(designation).group if designation else None
    except UnknownName:
        return None


def _reported_on(overall: Sheet | None) -> _Reported:
    """Day of the report by country and period, and apart for HFCs, which were reported later at first."""
    found = {}
    for _, record in _records(overall, ("CntryID", "PeriodID")) if overall else ():
        for heading, part in (("DateReported", ""), ("HFCDateReported", "HFC")):
            day = _day(record.get(heading))
            if day:
                found[as_text(record.get("CntryID")), as_text(record.get("PeriodID")), part] = day
    return found


def _day(cell: Cell) -> date | None:
    return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else None


_Totals = dict[tuple[Any, ...], dict[str, int]]


def _totals(rows: Sequence[Mapping[str, Any]]) -> _Totals:
    """Sums by substance. New and recovered are added, because the older sheets do not tell them apart."""
    totals: _Totals = defaultdict(lambda: defaultdict(int))
    for row in rows:
        key = (row["party"], row["period_start"], row["form"], row["substance_text"])
        for name, value in row.items():
            if name.endswith("_g") and value is not None:
                totals[key]["new or recovered" if name in ("new_g", "recovered_g") else name[:-2]] += value
        totals[key]["rows"] += 1
    return totals


def _without_totals(found: dict[str, list[dict[str, Any]]]) -> Iterator[Notice]:
    """Drop total rows of substances that are split by country, and tell where the two disagree."""
    for split, total in _SPLIT_OF.items():
        if not found.get(split) or total not in found:
            continue
        parts, wholes = _totals(found[split]), _totals(found[total])
        kept = []
        for row in found[total]:
            key = (row["party"], row["period_start"], row["form"], row["substance_text"])
            if key not in parts:
                kept.append(row)
                continue
            names = [n for n in wholes[key] if n != "rows" and wholes[key][n] != parts[key].get(n, 0)]
            if names:
                yield Notice(
                    f"sheet {total}, row {row['source_row']}: the total of substance {row['substance_text']} differs "
                    f"from the sum by country in {split} ({', '.join(names)}); the split was read"
                )
        found[total] = kept


def _notices(rows: Sequence[Mapping[str, Any]]) -> Iterator[Notice]:
    unknown = sorted({r["substance_text"] for r in rows if r["substance"] is None})
    if unknown:
        yield Notice(
            f"substance numbers {', '.join(unknown)} are not known to us; their rows are kept without a substance"
        )
    places = sorted({r[c] for r in rows for c in ("party", "partner") if r[c] and r[c].startswith("ors:")})
    if places:
        yield Notice(
            f"countries {', '.join(p.removeprefix('ors:') for p in places)} are not known to us; kept as written"
        )


READER: Reader = Article7()
