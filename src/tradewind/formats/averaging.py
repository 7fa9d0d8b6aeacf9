"""What the atmospheric series have in common: wide tables of figures by substance, turned into one row each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradewind.formats.naming import designation_of
from tradewind.formats.reading import Rows
from tradewind.formats.values import end_of_month
from tradewind.tables import table

Figures = npt.NDArray[np.float64]
#: Parts per trillion in a unit of mole fraction.
PPT_IN: Final = {"ppt": 1.0, "ppb": 1e3, "ppm": 1e6}


def figure(text: str | None) -> float:
    """The number of a cell, or NaN where it says that there is none (blank, ND, NaN, ---)."""
    try:
        return float(text) if text else float("nan")
    except ValueError:
        return float("nan")


def figures(cells: Iterable[str | None]) -> Figures:
    """A column of cells as numbers, NaN where there is none."""
    return np.array([figure(cell) for cell in cells], dtype=np.float64)


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    first = date(year, number, 1)
    return first, end_of_month(first)


def months_around(centre: float, months: int) -> tuple[date, date]:
    """The whole months whose middle a decimal year names: 1992.083 over two months is January and February 1992.

    >>> months_around(1992.083, 2)
    (datetime.date(1992, 1, 1), datetime.date(1992, 2, 29))
    """
    first = round(centre * 12 - months / 2)
    start = date(first // 12, first % 12 + 1, 1)
    after = first + months
    return start, date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def year(number: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(number, 1, 1), date(number, 12, 31)


class Series:
    """Gathers columns of one file and gives them as rows of `atmosphere`."""

    def __init__(
        self, network: str, source: str, periods: Sequence[tuple[date, date]], rows: Sequence[int]
    ) -> None:
        self._network, self._source = network, source
        self._from = np.array([first for first, _ in periods], dtype="datetime64[D]")
        self._to = np.array([last for _, last in periods], dtype="datetime64[D]")
        self._rows = np.array(rows, dtype=np.int64)
        self._parts: list[pa.Table] = []

    def add(
        self,
        name: str,
        *,
        ppt: Figures | None = None,
        uncertainty: Figures | None = None,
        kt: Figures | None = None,
        scale: str | None = None,
    ) -> None:
        """One substance: mole fractions or emissions; periods without a figure give no row."""
        shown = ppt if ppt is not None else kt
        if shown is None:
            raise ValueError("a series has mole fractions or emissions")
        there = np.flatnonzero(np.isfinite(shown))
        count = len(there)
        columns = {
            "network": pa.repeat(self._network, count),
            "substance": pa.repeat(designation_of(name), count),
            "observed_from": pa.array(self._from[there]),
            "observed_to": pa.array(self._to[there]),
            "mole_fraction_ppt": _known(ppt, there),
            "uncertainty_ppt": _known(uncertainty, there),
            "emission_kt": _known(kt, there),
            "scale": pa.nulls(count, pa.string()) if scale is None else pa.repeat(scale, count),
            "source": pa.repeat(self._source, count),
            "source_row": pa.array(self._rows[there]),
        }
        self._parts.append(pa.table(columns))

    def table(self, published: date | None = None) -> Rows:
        """All rows, with the day of publication where the file tells it."""
        fields = table("atmosphere").arrow
        left_out = ("batch_id", "historical", "source_sheet")
        wanted = pa.schema([fields.field(name) for name in fields.names if name not in left_out])
        made = pa.concat_tables(self._parts) if self._parts else pa.table({})
        count = made.num_rows
        made = made.append_column("published_on", pa.array([published] * count, pa.date32()))
        return Rows("atmosphere", made.select(wanted.names).cast(wanted))


def created_on(text: str) -> date | None:
    """The day after "created" in a file's preamble: 21-Aug-2024 or 2024-02-12."""
    found = re.search(r"created:?,?\s*(\d{4})-(\d\d)-(\d\d)", text)
    if found:
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = re.search(r"created:?,?\s*(\d{1,2})-([A-Z][a-z]{2})-(\d{4})", text)
    if not found or found[2] not in _MONTHS:
        return None
    return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _known(values: Figures | None, there: npt.NDArray[np.intp]) -> pa.Array:
    if values is None:
        return pa.nulls(len(there), pa.float64())
    chosen = values[there]
    return pa.array(chosen, mask=~np.isfinite(chosen))
