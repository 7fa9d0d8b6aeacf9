"""NOAA's global mean mixing ratios as a wide CSV: a decimal date, then a substance a column, in ppt.

Source of the layout: the table of global mean mixing ratios of NOAA's Global Monitoring Laboratory, 2024. The
decimal date is the middle of the period; columns without a name are sums that NOAA adds at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tradewind.formats.averaging import Series, figure, figures, months_around
from tradewind.formats.frames import headings
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

_TYPICAL: Final = frozenset({"date", "HCFC-22", "CFC-11", "CFC-12", "HFC-134a", "H-1211"})


@dataclass(slots=True)
class Noaa:
    """Reads NOAA's global means into `atmosphere`; ND gives no row."""

    name: str = "noaa"
    version: str = "1.0"
    title: str = "NOAA global mean mixing ratios"

    def recognises(self, opened: Opened) -> float:
        """1 where the typical columns are there."""
        return 1.0 if opened.kind == "csv" and set(headings(opened)) >= _TYPICAL else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every period with a figure."""
        names = headings(opened)
        body: list[tuple[int, list[str]]] = []
        for number, cells in opened.rows():
            if number == 1:
                continue
            if np.isnan(figure(cells[0])):
                record = dict(zip(names, cells, strict=False))
                yield Refused(
                    number,
                    "date",
                    cells[0],
                    "the date is no decimal year",
                    "write it as 1992.083",
                    record=record,
                )
            else:
                body.append((number, cells + [""] * (len(names) - len(cells))))
        dates = [float(cells[0]) for _, cells in body]
        step = round(12 * float(np.median(np.diff(dates)))) if len(dates) > 1 else 1
        series = Series(
            "NOAA", "noaa", [months_around(at, max(step, 1)) for at in dates], [n for n, _ in body]
        )
        for column, name in enumerate(names):
            if column and name and not name.startswith("in "):
                series.add(name, ppt=figures(cells[column] for _, cells in body))
        yield series.table()


READER: Reader = Noaa()
