"""AGAGE's monthly global means as text in columns of fixed width (GC-MD and GCMS-Medusa).

Source of the layout: the files global_mean_md.txt and global_mean_ms.txt of AGAGE, 2024. Three header lines
(scale, unit, names), then a line a month; each substance has a mean and a standard deviation. A mean of 0.000
with a deviation of 0.000 stands for months without data. AGAGE asks for acknowledgement where data are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tradewind.errors import FileRefused
from tradewind.formats.averaging import PPT_IN, Series, created_on, figures, month
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

#: Time, month and year come before the first substance.
_LEADING: Final = 3


@dataclass(slots=True)
class Agage:
    """Reads AGAGE's monthly global means into `atmosphere`."""

    name: str = "agage"
    version: str = "1.0"
    title: str = "AGAGE monthly global means"

    def recognises(self, opened: Opened) -> float:
        """1 where the beginning names AGAGE and has the three header lines."""
        head = opened.head_text
        return (
            1.0
            if "AGAGE" in head and all(f"{word}" in head for word in ("scale:", "unit:", "time  MM"))
            else 0.0
        )

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every month with data; ppb become ppt."""
        scales: list[str] = []
        units: list[str] = []
        names: list[str] = []
        body: list[tuple[int, list[str]]] = []
        for number, line in enumerate(opened.lines(), 1):
            cells = line.split()
            if not names:
                if cells[:1] == ["scale:"]:
                    scales = cells
                elif cells[:1] == ["unit:"]:
                    units = cells
                elif cells[:3] == ["time", "MM", "YYYY"]:
                    names = cells
            elif cells:
                reason = _fault(cells, names)
                if reason is None:
                    body.append((number, cells))
                else:
                    mend = "take the file again from the publisher"
                    yield Refused(number, None, line[:200], reason, mend, record={"line": line[:2000]})
        if not names or not len(scales) == len(units) == len(names):
            raise FileRefused(
                str(opened.path), "its three header lines do not fit together", "download it again"
            )
        if any(unit not in PPT_IN for unit in units[_LEADING::2]):
            raise FileRefused(
                str(opened.path), "it has units other than ppm, ppb and ppt", "download it again"
            )
        yield _series(opened, scales, units, names, body)


def _fault(cells: list[str], names: list[str]) -> str | None:
    if len(cells) != len(names):
        return f"the line has {len(cells)} figures and the header {len(names)}"
    dated = (
        re.fullmatch(r"\d{1,2}", cells[1]) and re.fullmatch(r"\d{4}", cells[2]) and 1 <= int(cells[1]) <= 12
    )
    return None if dated and int(cells[2]) > 0 else "the line has no month and year"


def _series(
    opened: Opened, scales: list[str], units: list[str], names: list[str], body: list[tuple[int, list[str]]]
) -> Rows:
    periods = [month(int(cells[2]), int(cells[1])) for _, cells in body]
    # Both instruments measure some gases: two sources, so that neither month replaces the other.
    instrument = re.search(r"from AGAGE (\S+) data", opened.head_text)
    source = f"agage-{instrument[1].casefold()}" if instrument else "agage"
    series = Series("AGAGE", source, periods, [number for number, _ in body])
    for at in range(_LEADING, len(names), 2):
        mean, deviation = (figures(cells[column] for _, cells in body) for column in (at, at + 1))
        none = (mean == 0) & (deviation == 0)
        mean[none] = deviation[none] = float("nan")
        factor = PPT_IN[units[at]]
        series.add(names[at], ppt=mean * factor, uncertainty=deviation * factor, scale=scales[at])
    return series.table(created_on(opened.head_text))


READER: Reader = Agage()
