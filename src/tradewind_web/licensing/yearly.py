"""Yearly figures of an agency: counted from what customs cleared on its licences in the year of clearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from tradewind.reference import all_blends, components_of, substance
from tradewind.reporting import (
    ARTICLE_7,
    COUNTRY_PROGRAMME,
    Cell,
    Cells,
    Cleared,
    Difference,
    Report,
    add_stated,
    between_reports,
    cells_of,
    split,
    tonnes,
    with_customs,
)
from tradewind.reporting.columns import FORM_OF, REPORTS, Column
from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.models_yearly import (
    CustomsYear,
    YearlyExplanation,
    YearlyReport,
    YearlyStatement,
)
from tradewind_web.licensing.words import Held
from tradewind_web.licensing.yearly_policy import may_read_figures

#: Field of `Cleared` -> where it stands on a reservation.
_PATHS = {
    "direction": "line__licence__direction", "substance": "line__substance", "partner": "line__licence__partner",
    "nature": "line__nature", "purpose": "line__purpose", "what": "line__what", "sector": "line__sector",
    "regime": "regime",
}  # fmt: skip
_DIRECTIONS = {form: direction for direction, form in FORM_OF.items()}


def clearances(acting: Acting, year: int) -> QuerySet[Reservation]:
    """What customs cleared in that year on the licences the agency answers for.

    Raises:
        NotAllowed: the agency does not license.
    """
    may_read_figures(acting)
    licences = Licence.objects.visible_to(acting).filter(owner=acting.agency)
    return Reservation.objects.filter(
        line__licence__in=licences.order_by().values("pk"), state=Held.CONFIRMED, cleared_g__gt=0,
        cleared_on__gte=date(year, 1, 1), cleared_on__lte=date(year, 12, 31),
    )  # fmt: skip


def _counted(acting: Acting, year: int) -> list[Cleared]:
    """Alike clearances together, each with its mass: blends are split clearance by clearance, so a figure is exactly
    the sum of the rows behind it."""
    rows = clearances(acting, year).order_by().values("cleared_g", *_PATHS.values()).annotate(n=Count("pk"))
    return [
        Cleared(mass_g=row["cleared_g"], count=row["n"], **{name: row[path] for name, path in _PATHS.items()})
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference with what was said of it; `is_stale` when the figures have changed since."""

    difference: Difference
    said: str = ""
    by: str = ""
    is_stale: bool = False


@dataclass(slots=True)
class Year:
    """Everything the pages and files of a year show."""

    year: int
    cells: dict[str, Cells]
    stated: dict[tuple[str, Cell], YearlyStatement]
    #: Statements that clearances contradict: they do not count.
    against: list[YearlyStatement]
    differences: list[Shown]
    customs: CustomsYear | None
    clearances: int
    reports: list[YearlyReport] = field(default_factory=list)

    @property
    def unexplained(self) -> int:
        """Differences that still need a sentence."""
        return sum(1 for shown in self.differences if not shown.said or shown.is_stale)


def year_of(acting: Acting, year: int) -> Year:
    """The figures of both reports, what differs, and what was stated and explained, in six queries."""
    counted = _counted(acting, year)
    statements = list(
        YearlyStatement.objects.filter(owner=acting.agency, year=year, withdrawn_at=None).select_related("by")
    )
    stated = {(s.report, Cell(s.form, s.substance, s.partner, s.column)): s for s in statements}
    cells, against = {}, []
    for name, report in REPORTS.items():
        own = {cell: s.amount for (of, cell), s in stated.items() if of == name}
        cells[name], wrong = add_stated(cells_of(report, counted), own)
        against += [stated.pop((name, cell)) for cell in wrong]
    customs = CustomsYear.objects.filter(owner=acting.agency, year=year).first()
    explained = {
        e.key: e
        for e in YearlyExplanation.objects.filter(owner=acting.agency, year=year).select_related("by")
    }
    return Year(
        year, cells, stated, against, [_shown(d, explained) for d in _differences(cells, customs)], customs,
        sum(row.count for row in counted), reports_of(acting, year),
    )  # fmt: skip


def _differences(cells: Mapping[str, Cells], customs: CustomsYear | None) -> list[Difference]:
    found = between_reports(cells[ARTICLE_7.name], cells[COUNTRY_PROGRAMME.name])
    if customs is not None:
        declared = {(form, gas, partner): grams for form, gas, partner, grams in customs.rows}
        found += with_customs(cells[ARTICLE_7.name], declared)
    return [d for d in found if is_controlled(d.substance)]


def _shown(difference: Difference, explained: Mapping[str, YearlyExplanation]) -> Shown:
    said = explained.get(difference.key)
    if said is None:
        return Shown(difference)
    same = (said.left_g, said.right_g) == (difference.left_g, difference.right_g)
    return Shown(difference, said.said, said.by.display_name, not same)


def reports_of(acting: Acting, year: int | None = None) -> list[YearlyReport]:
    """The agency's reports, newest version first."""
    rows = YearlyReport.objects.visible_to(acting).filter(owner=acting.agency)
    if year is not None:
        rows = rows.filter(year=year)
    return list(rows.defer("content").order_by("-year", "report", "-version")[:200])


def report_for(acting: Acting, report_id: object) -> YearlyReport:
    """One report as it was drawn up.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found: YearlyReport = YearlyReport.objects.visible_to(acting).select_related(
        "owner", "drawn_up_by", "submitted_by"
    ).one(str(report_id))  # fmt: skip
    return found


@cache
def is_controlled(designation: str) -> bool:
    """Whether the reports have a row for it."""
    return substance(designation).controlled


@cache
def _holding(designation: str) -> tuple[str, ...]:
    """The substance and every blend it is a part of."""
    blends = [b.designation for b in all_blends() if designation in dict(components_of(b.designation))]
    return (designation, *blends)


def behind(acting: Acting, year: int, report: Report, cell: Cell) -> QuerySet[Reservation]:
    """The clearances that a figure is made of; a blank partner takes all of them."""
    column, direction = report.column(cell.form, cell.column), _DIRECTIONS.get(cell.form)
    rows = clearances(acting, year)
    if direction is None or not column.where:
        return rows.none()
    rows = rows.filter(
        _asked(column), line__licence__direction=direction, line__substance__in=_holding(cell.substance)
    )
    if cell.partner:
        rows = rows.filter(line__licence__partner=cell.partner)
    return rows.exclude(regime="transit").select_related("line__licence")


def _asked(column: Column) -> Q:
    found = Q()
    for where in column.where:
        found |= Q(**{f"{_PATHS[name]}__in": sorted(values) for name, values in where.items()})
    return found


def part_of(row: Reservation, designation: str) -> int:
    """Grams of the substance in what was cleared."""
    return dict(split(row.line.substance, row.cleared_g or 0)).get(designation, 0)


def years_with_clearances(acting: Acting) -> list[int]:
    """Years in which something was cleared, the newest first."""
    may_read_figures(acting)
    licences = Licence.objects.visible_to(acting).filter(owner=acting.agency)
    rows = Reservation.objects.filter(
        line__licence__in=licences.order_by().values("pk"), state=Held.CONFIRMED, cleared_on__isnull=False
    )
    return list(rows.order_by("-cleared_on__year").values_list("cleared_on__year", flat=True).distinct())


def figures(year: Year, name: str) -> Iterator[dict[str, Any]]:
    """Every figure of a report in the order of its forms, as JSON says it: grams, and the rounded figure beside."""
    from_reports = REPORTS[name]
    for form, columns in from_reports.forms.items():
        order = {column.name: place for place, column in enumerate(columns)}
        own = [cell for cell in year.cells[name] if cell.form == form]
        for cell in sorted(own, key=lambda c: (c.substance, c.partner, order[c.column])):
            yield _figure(year, from_reports, cell)


def _figure(year: Year, report: Report, cell: Cell) -> dict[str, Any]:
    amount, column = year.cells[report.name][cell], report.column(cell.form, cell.column)
    said: dict[str, Any] = {
        **cell._asdict(),
        "stated": (report.name, cell) in year.stated,
        "counts": column.counts,
    }
    if column.unit == "g":
        return {**said, "g": amount, "t": str(tonnes(amount, report.places))}
    return {**said, "usd_cents_per_kg": amount}
