"""From clearances to the cells of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tradewind.reporting.columns import FORM_OF, Column, Report
from tradewind.reporting.splitting import split


@dataclass(frozen=True, slots=True)
class Cleared:
    """What customs cleared `count` times alike: direction, gas (pure or blend) and mass of each, and what for."""

    direction: str
    substance: str
    mass_g: int
    partner: str
    nature: str = "new"
    purpose: str = "ordinary"
    what: str = "bulk"
    sector: str = ""
    regime: str = ""
    count: int = 1


class Cell(NamedTuple):
    """Where a figure stands. `partner` is blank where the form asks for none."""

    form: str
    substance: str
    partner: str
    column: str


#: Figures by cell, in grams (prices in US cents a kg). A missing cell is blank: nothing cleared, nothing stated.
Cells = dict[Cell, int]


def counts_in(column: Column, cleared: Cleared) -> bool:
    """Whether the column counts it."""
    return any(
        all(getattr(cleared, name) in allowed for name, allowed in where.items()) for where in column.where
    )


def cells_of(report: Report, rows: Iterable[Cleared]) -> Cells:
    """Every figure that clearances give, by component and partner. Transit is left out.

    >>> from tradewind.reporting.columns import ARTICLE_7
    >>> cells_of(ARTICLE_7, [Cleared("import", "R-410A", 1000, "CHN")])[Cell("imports", "R-32", "CHN", "new")]
    500
    """
    found: Cells = {}
    for row in rows:
        form = FORM_OF.get(row.direction)
        if form is None or row.regime == "transit":
            continue
        columns = [column.name for column in report.forms[form] if counts_in(column, row)]
        for component, grams in split(row.substance, row.mass_g):
            for column in columns:
                cell = Cell(form, component, row.partner, column)
                found[cell] = found.get(cell, 0) + grams * row.count
    return found


def add_stated(cells: Cells, stated: Mapping[Cell, int]) -> tuple[Cells, list[Cell]]:
    """The cells with what an officer stated, and the statements that clearances contradict, which do not count.

    A statement without a partner speaks of all partners: a clearance from any of them contradicts it.
    """
    cleared = {cell for found in cells for cell in (found, found._replace(partner=""))}
    against = [cell for cell in stated if cell in cleared]
    return {**cells, **{cell: amount for cell, amount in stated.items() if cell not in cleared}}, against


def total(cells: Mapping[Cell, int], form: str, substance: str, *columns: str) -> int | None:
    """The sum over partners and columns; None where all of them are blank."""
    found = [
        amount
        for cell, amount in cells.items()
        if cell.form == form and cell.substance == substance and cell.column in columns
    ]
    return sum(found) if found else None
