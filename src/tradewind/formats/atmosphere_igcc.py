"""Indicators of Global Climate Change: yearly mole fractions, and emissions inferred from them.

Source of the layouts: ghg_concentrations.csv (column YYYY) and ghg_equivalent_emissions.csv (column
timepoints, the middle of the year) of IGCC. Concentrations are in ppt, but CO2 in ppm and CH4 and N2O in ppb;
emissions are in kt a year. Columns in square brackets are sums in equivalents and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tradewind.formats.averaging import PPT_IN, Series, figure, figures, year
from tradewind.formats.frames import headings
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

_UNITS: Final = {"CO2": "ppm", "CH4": "ppb", "N2O": "ppb"}
_TYPICAL: Final = frozenset({"HFC-134a", "CFC-12", "HCFC-22", "Halon-1301", "n-C4F10"})


@dataclass(slots=True)
class Igcc:
    """Reads both IGCC tables into `atmosphere`: mole fractions, or emissions in kt."""

    name: str = "igcc"
    version: str = "1.0"
    title: str = "Indicators of Global Climate Change, yearly concentrations or emissions"

    def recognises(self, opened: Opened) -> float:
        """1 where the first column and the typical substances are there."""
        names = headings(opened) if opened.kind == "csv" else []
        return 1.0 if names and names[0] in ("YYYY", "timepoints") and set(names) >= _TYPICAL else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every year and substance."""
        names = headings(opened)
        body: list[tuple[int, list[str]]] = []
        for number, cells in opened.rows():
            if number == 1:
                continue
            if np.isnan(figure(cells[0])) or len(cells) != len(names):
                record = dict(zip(names, cells, strict=False))
                yield Refused(
                    number, names[0], cells[0], "the row has no year or another number of cells than the header",
                    "take the file again from the publisher", record=record,
                )  # fmt: skip
            else:
                body.append((number, cells))
        periods = [year(int(float(cells[0]))) for _, cells in body]
        source = "igcc-concentrations" if names[0] == "YYYY" else "igcc-emissions"
        series = Series("IGCC", source, periods, [number for number, _ in body])
        for column, name in enumerate(names):
            if column and name and "[" not in name:
                values = figures(cells[column] for _, cells in body)
                if names[0] == "YYYY":
                    series.add(name, ppt=values * PPT_IN[_UNITS.get(name, "ppt")])
                else:
                    series.add(name, kt=values)
        yield series.table()


READER: Reader = Igcc()
