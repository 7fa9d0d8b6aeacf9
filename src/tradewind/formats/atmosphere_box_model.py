"""Yearly global mole fractions of one substance from the AGAGE 12-box model, with a preamble of `#` lines.

Source of the layout: Adam et al. 2024, Global_annual_mole_fraction of HFC-23. The preamble names the
substance and the unit; time stamps are the middle of the year.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tradewind.errors import FileRefused
from tradewind.formats.averaging import PPT_IN, Series, created_on, figures, year
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

_VALUE = "Global_annual_mole_fraction"


@dataclass(slots=True)
class BoxModel:
    """Reads yearly global mole fractions of the 12-box model into `atmosphere`."""

    name: str = "agage-box-model"
    version: str = "1.0"
    title: str = "AGAGE 12-box model, yearly global mole fraction"

    def recognises(self, opened: Opened) -> float:
        """1 where the preamble names the model and the header the figure."""
        head = opened.head_text
        return 1.0 if head.startswith("#") and "12-box model" in head and f",{_VALUE}" in head else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every year; FileRefused where the preamble does not tell the substance or the unit."""
        substance = re.search(r"mole fraction for (\S+)", opened.head_text)
        unit = re.search(r"Units:\s*(pp[mbt])", opened.head_text)
        if not substance or not unit:
            raise FileRefused(
                str(opened.path),
                "its preamble does not tell the substance or the unit",
                "take the file as published",
            )
        lines = [(n, line) for n, line in enumerate(opened.lines(), 1) if line and not line.startswith("#")]
        table = list(csv.DictReader(line for _, line in lines))
        numbers = [number for number, _ in lines[1:]]
        good = [
            (n, row)
            for n, row in zip(numbers, table, strict=True)
            if re.fullmatch(r"\d{4}", row["Year"] or "")
        ]
        for number, row in zip(numbers, table, strict=True):
            if not re.fullmatch(r"\d{4}", row["Year"] or ""):
                yield Refused(
                    number, "Year", row["Year"], "the year cannot be read", "write four digits", record=row
                )
        series = Series(
            "AGAGE", "agage-box-model", [year(int(row["Year"])) for _, row in good], [n for n, _ in good]
        )
        factor = PPT_IN[unit[1]]
        series.add(
            substance[1],
            ppt=figures(row[_VALUE] for _, row in good) * factor,
            uncertainty=figures(row.get(f"{_VALUE}_1-sigma") for _, row in good) * factor,
        )
        yield series.table(created_on(opened.head_text))


READER: Reader = BoxModel()
