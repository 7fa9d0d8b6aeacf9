"""Mirror gaps that Global Financial Integrity published on the IMF's Direction of Trade Statistics.

Source of the layout: the file DOTS_trdmisin of GFI's reports on trade misinvoicing, 2019. One line a pair and
year: what the importer reports (CIF), what the exporter reports (FOB), and a gap on each side as GFI computed
it, always positive; which side is the smaller follows from the two values. Imports reported CIF were reduced to
FOB by GFI. Where an importer reports both CIF and FOB the pair has two lines, equal but for rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.formats.columns import doubles, text_of, through, whole
from tradewind.formats.frames import Frame, frames, headings
from tradewind.formats.naming import place_code
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

_HEADINGS: Final = (
    "ctycode_m", "ctyname_m", "ctycode_x", "ctyname_x", "year_m", "value_m", "value_x", "impmisbilat", "expmisbilat",
)  # fmt: skip
_NUMBERS: Final = ("value_m", "value_x", "impmisbilat", "expmisbilat")


@dataclass(slots=True)
class GfiDots:
    """Reads GFI's direction-of-trade gaps as CSV, packed or not, into `published_gaps`."""

    name: str = "gfi-dots"
    version: str = "1.0"
    title: str = "Global Financial Integrity's gaps on IMF direction of trade"

    def recognises(self, opened: Opened) -> float:
        """1 where every column we use is there."""
        return 1.0 if opened.kind == "csv" and set(_HEADINGS) <= set(headings(opened)) else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every pair and year; places unknown to us are kept as `imf:<code>`."""
        for frame in frames(opened, _HEADINGS):
            if isinstance(frame, Refused):
                yield frame
            else:
                yield from _gaps(frame)


def _gaps(frame: Frame) -> Iterator[Rows | Refused]:
    table = frame.columns
    year = through(
        text_of(table, "year_m"), lambda t: int(t) if t.isdigit() and len(t) == 4 else None, pa.int64()
    )
    bad = pc.is_null(year)
    yield from _refused(frame, bad, "year_m", "the year cannot be read", "write it with four digits")
    amounts = {}
    for name in _NUMBERS:
        column = text_of(table, name)
        numbers, odd = whole(column, 2) if name.startswith("value") else doubles(column)
        yield from _refused(
            frame, pc.and_not(odd, bad), name, "this is no number", "write digits only, such as 1234.5"
        )
        bad = pc.or_(bad, odd)
        amounts[name] = numbers
    made = pa.table(
        {
            "importer": _place(table, "m"),
            "exporter": _place(table, "x"),
            "year": year,
            "value_import_usd_cents": amounts["value_m"],
            "value_export_usd_cents": amounts["value_x"],
            "gap_import_usd": amounts["impmisbilat"],
            "gap_export_usd": amounts["expmisbilat"],
            "source": pa.repeat("gfi-dots", len(year)),
            "source_row": frame.rows,
        }
    )
    yield Rows("published_gaps", made.filter(pc.invert(bad)))


def _place(table: pa.Table, side: str) -> pa.Array:
    """By the name in the file; IMF numbers are not ISO numbers, so they only mark what is unknown."""
    joined = pc.binary_join_element_wise(
        pc.fill_null(text_of(table, f"ctyname_{side}"), ""),
        pc.fill_null(text_of(table, f"ctycode_{side}"), ""),
        "\x1f",
    )
    return through(joined, _by_name, pa.string())


def _by_name(joined: str) -> str | None:
    name, number = joined.split("\x1f")
    found = place_code(name, "name") if name else f"name:{name}"
    return f"imf:{number}" if found.startswith("name:") else found


def _refused(frame: Frame, mask: pa.Array, column: str, reason: str, mend: str) -> Iterator[Refused]:
    for at in pc.indices_nonzero(mask).to_pylist():
        record = {
            k: None if v is None else str(v) for k, v in frame.columns.slice(at, 1).to_pylist()[0].items()
        }
        yield Refused(frame.rows[at].as_py(), column, record[column], reason, mend, record=record)


READER: Reader = GfiDots()
