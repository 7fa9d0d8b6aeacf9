"""What the layouts of trade statistics have in common: editions, flows, places, periods, masses, totals.

A layout says under which heading each thing stands; `trade_flows` turns frames of that layout into rows of
the canonical table. Every row of the file is kept: all chapters, totals, areas that are no country. What the
publishers write for "all together" (second partner world, procedure C00, transport 0) becomes null, so that
the layouts of one publisher give one flow the same key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import FileRefused, UnknownName
from tradewind.formats.columns import decimal_mark, doubles, text_of, through, truth, whole
from tradewind.formats.frames import Frame
from tradewind.formats.numerals import DecimalMark, Unreadable
from tradewind.formats.reading import Notice, Refused, Rows
from tradewind.formats.repeats import Repeats
from tradewind.formats.screening import Screen
from tradewind.formats.values import end_of_month
from tradewind.reference.parties import place
from tradewind.reference.rows import read

#: Nothing of HS trade is older than the first edition.
FIRST_YEAR: Final = 1962
_FLOWS: Final = {
    "1": "import", "m": "import", "import": "import", "imports": "import", "gross imp.": "import",
    "general imports": "import",
    "2": "export", "x": "export", "export": "export", "exports": "export", "gross exp.": "export",
    "3": "re-export", "rx": "re-export", "re-export": "re-export", "re-exports": "re-export",
    "4": "re-import", "rm": "re-import", "re-import": "re-import", "re-imports": "re-import",
    # Parts of imports and exports, kept under their own words so that nobody adds them to the whole.
    "dx": "domestic export", "domestic export": "domestic export", "fm": "foreign import",
    "mip": "import for inward processing", "xip": "export after inward processing",
    "mop": "import after outward processing", "xop": "export for outward processing",
}  # fmt: skip
_NO_EDITION: Final = frozenset({"hs", "as reported", "nc", "hs as reported", "hs-as-reported", "hs combined"})
#: Digits, and Comtrade's two letters for goods not specified (9999AA).
_CODE: Final = r"^(TOTAL|\d{1,12}[A-Z]{0,2})$"
#: Comtrade's oldest mark; the edition of 1988 and its corrections of 1992 are one to Comtrade.
_H0: Final = {"H0": "1992"}
_OTHER_CLASSIFICATION: Final = re.compile(r"^(S[1-4S]|SITC.*|B[45E].*|BEC.*|EB.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a publisher's layout keeps things: the meaning -> the heading. `value_places` scales the value to
    cents: 2 for US dollars, 5 for thousands of them."""

    source: str
    headings: Mapping[str, str]
    value_places: int = 2

    @property
    def wanted(self) -> tuple[str, ...]:
        """The headings to read."""
        return tuple(self.headings.values())

    def share_of(self, present: Iterable[str], key: Callable[[str], str]) -> float:
        """How much of the layout these headings are, 0 where one of the indispensable is missing."""
        have = {key(name) for name in present}
        needed = ("period", "code", "flow")
        places = (("reporter", "reporter_iso"), ("partner", "partner_iso"))
        if not all(key(self.headings[n]) in have for n in needed):
            return 0.0
        if not all(
            any(n in self.headings and key(self.headings[n]) in have for n in pair) for pair in places
        ):
            return 0.0
        return sum(key(name) in have for name in self.wanted) / len(self.wanted)


def utc_today() -> date:
    """The day it is now; readers take it as a parameter where a result depends on it."""
    return datetime.now(UTC).date()


def trade_flows(
    path: str, layout: Layout, frames: Iterable[Frame | Refused], today: date
) -> Iterator[Rows | Refused | Notice]:
    """Rows of `trade_flows`, refused rows, and what a person should know, from frames of `layout`."""
    screen, repeats = Screen(path), Repeats()
    mark: DecimalMark | None = None
    try:
        for frame in frames:
            if isinstance(frame, Refused):
                yield frame
                continue
            if mark is None:
                mark = _mark(path, layout, frame)
            chunk = _Chunk(layout, frame, mark, today)
            yield from chunk.refused()
            kept = chunk.rows()
            screen.look(kept)
            fresh = repeats.first_ones(kept.drop_columns(["source_row"]))
            yield Rows("trade_flows", kept.filter(fresh))
        yield from screen.notices(repeats.count)
    finally:
        repeats.close()


class _Chunk:
    """One frame on its way: canonical columns, and for each fault the rows that have it."""

    def __init__(self, layout: Layout, frame: Frame, mark: DecimalMark, today: date) -> None:
        self.layout, self.frame, self.mark, self.today = layout, _without_blank_rows(frame), mark, today
        self._faults: list[tuple[pa.Array, str, str, str]] = []
        self._table = self._canonical()

    def rows(self) -> pa.Table:
        """The rows without a fault."""
        bad = pa.array([False] * self._table.num_rows, pa.bool_())
        for mask, *_ in self._faults:
            bad = pc.or_(bad, mask)
        return self._table.filter(pc.invert(bad))

    def refused(self) -> Iterator[Refused]:
        """Each row with a fault once, with its first fault, in the order of the file."""
        first: dict[int, tuple[str, str, str]] = {}
        for mask, meaning, reason, mend in self._faults:
            for at in pc.indices_nonzero(mask).to_pylist():
                first.setdefault(at, (meaning, reason, mend))
        for at in sorted(first):
            meaning, reason, mend = first[at]
            heading = self.layout.headings.get(meaning)
            record = {k: _shown(v) for k, v in self.frame.columns.slice(at, 1).to_pylist()[0].items()}
            value = record.get(heading or "")
            yield Refused(self.frame.rows[at].as_py(), heading, value, reason, mend, record=record)

    def _canonical(self) -> pa.Table:
        columns: dict[str, pa.Array] = {**self._places(), **self._goods(), **self._period()}
        columns["flow"] = self._flow()
        columns |= self._amounts(columns["flow"])
        columns["customs_procedure"] = _null_where(self._text("procedure"), ("C00", "0"))
        columns["transport"] = _null_where(self._text("transport"), ("0", "TOTAL"))
        columns["source"] = pa.repeat(self.layout.source, len(self.frame.rows))
        columns["source_row"] = self.frame.rows
        return pa.table(columns)

    def _text(self, meaning: str) -> pa.Array:
        return text_of(self.frame.columns, self.layout.headings.get(meaning))

    def _fault(self, mask: pa.Array, meaning: str, reason: str, mend: str) -> None:
        self._faults.append((pc.fill_null(mask, False), meaning, reason, mend))

    def _places(self) -> dict[str, pa.Array]:
        made = {}
        for role in ("reporter", "partner", "partner2"):
            number, iso = self._text(role), self._text(f"{role}_iso")
            joined = pc.binary_join_element_wise(
                pc.fill_null(number, ""),
                pc.fill_null(iso, ""),
                pc.fill_null(self._text(f"{role}_name"), ""),
                "\x1f",
            )
            made[role] = through(joined, lambda text: _place(text)[0], pa.string())
            if role == "partner":
                made["partner_note"] = through(joined, lambda text: _place(text)[1], pa.string())
        made["partner2"] = _null_where(made["partner2"], ("WLD",))
        meaning = "reporter" if "reporter" in self.layout.headings else "reporter_iso"
        self._fault(
            pc.is_null(made["reporter"]), meaning, "the row does not say who reports", "fill in the reporter"
        )
        return made

    def _goods(self) -> dict[str, pa.Array]:
        code, written = self._text("code"), self._text("edition")
        level = pc.cast(through(self._text("level"), _small_number, pa.int64()), pa.int64())
        code = pc.utf8_upper(pc.replace_substring(code, ".", ""))
        digits = pc.utf8_length(code)
        # A spreadsheet drops the zero of chapters 1 to 9; the level of the row tells that it was there.
        short = pc.and_(pc.equal(pc.add(digits, 1), level), pc.match_substring_regex(code, r"^\d+$"))
        code = pc.if_else(pc.fill_null(short, False), pc.binary_join_element_wise("0", code, ""), code)
        level = pc.coalesce(
            level, pc.if_else(pc.equal(code, "TOTAL"), 0, pc.cast(pc.utf8_length(code), pa.int64()))
        )
        self._fault(pc.is_null(code), "code", "the row has no commodity code", "fill in the code, or TOTAL")
        no_code = pc.invert(pc.match_substring_regex(code, _CODE))
        self._fault(no_code, "code", "this is no commodity code", "write the digits of the code, or TOTAL")
        other = pc.match_substring_regex(written, _OTHER_CLASSIFICATION.pattern, ignore_case=True)
        self._fault(
            other, "edition", "the code is of another classification than the Harmonized System",
            "download the same trade in an HS classification",
        )  # fmt: skip
        return {
            "hs_edition": through(written, edition_of, pa.string()),
            "hs_edition_inferred": pa.array([False] * len(code), pa.bool_()),
            "hs_code": code,
            "aggregate_level": level,
        }

    def _period(self) -> dict[str, pa.Array]:
        written = self._text("period")
        first = through(written, lambda text: _period(text)[0], pa.date32())
        last = through(written, lambda text: _period(text)[1], pa.date32())
        self._fault(pc.is_null(first), "period", "the period cannot be read", "write it as 2018 or 201803")
        future = pc.greater(first, pa.scalar(self.today, pa.date32()))
        self._fault(future, "period", "the period lies in the future", "correct the year")
        return {"period_start": first, "period_end": last}

    def _flow(self) -> pa.Array:
        by_code = through(self._text("flow"), _flow, pa.string())
        by_words = through(self._text("flow_words"), _flow, pa.string())
        flow = pc.coalesce(by_words, by_code)
        self._fault(
            pc.is_null(flow),
            "flow",
            "the direction of the trade is not known",
            "write import, export, re-import or re-export",
        )
        return flow

    def _amounts(self, flow: pa.Array) -> dict[str, pa.Array]:
        value = self._whole("value", self.layout.value_places)
        self._fault(pc.less(value, 0), "value", "the value is below zero", "correct the value")
        worth = pc.fill_null(pc.greater(value, 0), False)
        # Nothing of worth weighs nothing: the publishers write 0 where no mass was reported.
        net, gross = (
            _unless(mass, pc.and_(pc.equal(mass, 0), worth)) for mass in map(self._grams, ("net", "gross"))
        )
        quantity, odd = doubles(self._column("quantity"), self.mark)
        self._fault(odd, "quantity", "the quantity is no number", "write digits only, such as 1234.5")
        none = through(self._text("unit_code"), lambda text: text in ("1", "-1"), pa.bool_())
        quantity = pc.if_else(pc.and_(pc.equal(quantity, 0.0), pc.or_kleene(none, worth)), None, quantity)
        flag = self._text("flag")
        return {
            "net_mass_g": net,
            "gross_mass_g": gross,
            "net_mass_estimated": self._estimated("net_estimated", flag, ("4", "6"), net),
            "quantity": quantity,
            "quantity_unit": pc.if_else(
                pc.is_valid(quantity), self._text("unit"), pa.scalar(None, pa.string())
            ),
            "quantity_estimated": self._estimated("quantity_estimated", flag, ("2", "6"), quantity),
            "value_usd_cents": value,
            "valuation": self._valuation(value),
        }

    def _column(self, meaning: str) -> pa.Array:
        name = self.layout.headings.get(meaning)
        if name in self.frame.columns.column_names:
            column = self.frame.columns.column(name).combine_chunks()
            if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
                return column
        return self._text(meaning)

    def _whole(self, meaning: str, places: int) -> pa.Array:
        numbers, odd = whole(self._column(meaning), places, self.mark)
        self._fault(odd, meaning, "this is no number that can be meant", "write digits only, such as 1234.5")
        return numbers

    def _grams(self, meaning: str) -> pa.Array:
        mass = self._whole(meaning, 3)
        self._fault(
            pc.less(mass, 0),
            meaning,
            "the mass is below zero",
            "write the mass without a sign, or leave it empty",
        )
        self._fault(
            pc.greater(mass, IMPOSSIBLE_MASS_G), meaning, "the mass is more than all the goods of the world",
            "check whether tonnes or grams were meant; write kg",
        )  # fmt: skip
        return mass

    def _estimated(self, meaning: str, flag: pa.Array, codes: tuple[str, ...], figure: pa.Array) -> pa.Array:
        """The column of its own, or the publisher's older flag: 2 quantity, 4 net mass, 6 both."""
        by_flag = through(
            flag, lambda text: text in codes if text in ("0", "2", "4", "6") else None, pa.bool_()
        )
        return _unless(pc.coalesce(truth(self._text(meaning)), by_flag), pc.is_null(figure))

    def _valuation(self, value: pa.Array) -> pa.Array:
        """cif or fob where the file gives that figure and it is the one taken."""
        made = pa.nulls(len(value), pa.string())
        for kind in ("fob", "cif"):
            figure, _ = whole(self._column(kind), self.layout.value_places, self.mark)
            same = pc.fill_null(pc.and_(pc.equal(figure, value), pc.greater(figure, 0)), False)
            made = pc.if_else(same, pa.scalar(kind), made)
        return made


#: All goods in world trade weigh about 1.3e13 kg a year; ten times that is impossible in a row.
IMPOSSIBLE_MASS_G: Final = 10**14 * 1000


def edition_of(written: str) -> str | None:
    """The edition of a classification mark (H5 -> 2017), None where the mark does not tell one.

    >>> edition_of("H5"), edition_of("HS")
    ('2017', None)
    """
    return None if written.casefold() in _NO_EDITION else _editions().get(written.upper())


@cache
def _editions() -> dict[str, str]:
    marks = {row["comtrade"]: row["edition"] for row in read("hs_editions")}
    years = {f"HS {year}": year for year in marks.values()} | {year: year for year in marks.values()}
    return {**_H0, **marks, **years}


def _place(joined: str) -> tuple[str | None, str | None]:
    """Our code for a place, and the publisher's words where it is no country of our list."""
    number, iso, name = joined.split("\x1f")
    if not number and not iso and not name:
        return None, None
    for text in (number, iso, name):
        if not text:
            continue
        try:
            found = place(text)
        except UnknownName:
            continue
        return found.code, (name or found.name) if found.kind == "area" else None
    return (f"m49:{number}" if number else f"iso:{iso}" if iso else f"name:{name}"), name or iso or number


def _period(text: str) -> tuple[date | None, date | None]:
    found = re.fullmatch(r"(\d{4})(?:[-/]?(\d{2}))?", text)
    if not found or int(found[1]) < FIRST_YEAR:
        return None, None
    year, month = int(found[1]), int(found[2] or 0)
    if not found[2]:
        return date(year, 1, 1), date(year, 12, 31)
    if month == 52:  # Comtrade's mark of the whole year among monthly data
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return None, None
    return date(year, month, 1), end_of_month(date(year, month, 1))


def _flow(text: str) -> str | None:
    return _FLOWS.get(text.casefold())


def _small_number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,2}", text) else None


def _null_where(column: pa.Array, texts: tuple[str, ...]) -> pa.Array:
    return _unless(column, pc.is_in(column, pa.array(texts)))


def _unless(column: pa.Array, mask: pa.Array) -> pa.Array:
    return pc.if_else(pc.fill_null(mask, False), pa.scalar(None, column.type), column)


def _without_blank_rows(frame: Frame) -> Frame:
    """Without lines that hold only delimiters, as spreadsheets leave them below a table."""
    filled = pa.array([False] * frame.columns.num_rows, pa.bool_())
    for column in frame.columns.columns:
        filled = pc.or_(filled, pc.is_valid(column).combine_chunks())
    return frame if pc.all(filled).as_py() else Frame(frame.columns.filter(filled), frame.rows.filter(filled))


def _shown(value: object) -> str | None:
    return None if value is None else str(value)


def _mark(path: str, layout: Layout, frame: Frame) -> DecimalMark:
    numeric = ("net", "gross", "value", "quantity", "cif", "fob")
    try:
        return decimal_mark([text_of(frame.columns, layout.headings.get(name)) for name in numeric])
    except Unreadable as error:
        raise FileRefused(path, error.reason, error.mend) from error
