"""Uses of licences as legs: what customs cleared under a licence, beside what others tell of the same goods.

A use joins the consignment of the licence's reference or of the declaration; it opens none, because goods of which
nothing but an import is known are no way to follow. Both come in any order: a declaration that is loaded later finds
the use that was cleared before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import Q

from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.consignments.actions.licence_uses import Use, keep_uses
from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.models import Consignment, LegReport
from tradewind_web.consignments.words import Leg, Nature, SaidBy
from tradewind_web.licensing.consignment_reference import as_compared
from tradewind_web.licensing.models import Reservation
from tradewind_web.licensing.words import Direction, Held, Purpose

#: Declarations that are looked at together.
AT_ONCE: Final = 150
_PAPER: Final = 80
_LEGS: Final = {Direction.IMPORT: Leg.IMPORT, Direction.EXPORT: Leg.EXPORT, Direction.TRANSIT: Leg.TRANSIT}
#: Legs of a declaration that an import licence covers: what is stored entered the territory.
_ENTRIES: Final = frozenset({Leg.IMPORT, Leg.RETURNED, Leg.WAREHOUSE, Leg.FREE_ZONE})
_EXITS: Final = frozenset({Leg.EXPORT, Leg.RE_EXPORT})


def follow_reservation(reservation_id: str) -> dict[UUID, set[UUID]]:
    """Keep the use that was settled, for the agency that cleared it and the one that licensed; agency -> consignments
    that changed."""
    settled = (
        Reservation.objects.filter(pk=reservation_id)
        .select_related("asked_by", "line__licence__owner")
        .first()
    )
    if settled is None:
        return {}
    licence = settled.line.licence
    agencies = {agency.pk: agency for agency in (settled.asked_by, licence.owner)}
    found = {pk: _follow(agency, [settled.declaration]) for pk, agency in agencies.items()}
    return {pk: touched for pk, touched in found.items() if touched}


def follow_papers(agency_id: UUID, touched: Collection[UUID]) -> set[UUID]:
    """Keep the uses that were settled before the legs of these consignments were told; consignments that changed."""
    agency = Agency.objects.get(pk=agency_id)
    papers = LegReport.objects.filter(
        owner=agency, consignment__in=list(touched), taken_back_at__isnull=True, said_by=SaidBy.DECLARATION
    )
    named = sorted(set(papers.values_list("paper", flat=True)))
    changed: set[UUID] = set()
    for start in range(0, len(named), AT_ONCE):
        changed |= _follow(agency, named[start : start + AT_ONCE])
    return changed


def _follow(agency: Agency, declarations: Collection[str]) -> set[UUID]:
    settled = (
        Reservation.objects.filter(declaration__in=list(declarations))
        .filter(Q(asked_by=agency) | Q(line__licence__owner=agency))
        .exclude(state=Held.LAPSED)
        .select_related("line__licence")
        .order_by("held_at", "pk")
    )
    rows = list(settled)
    if not rows:
        return set()
    uses = list(_uses(rows, _Told(agency, rows)))
    return keep_uses(acting=PlatformFor(str(agency.pk)), owner=agency, uses=uses) if uses else set()


class _Told:
    """What is told of these declarations already, and the consignments it is told of."""

    def __init__(self, agency: Agency, rows: Iterable[Reservation]) -> None:
        papers = {r.declaration[:_PAPER] for r in rows}
        reports = LegReport.objects.filter(owner=agency, paper__in=papers, taken_back_at__isnull=True)
        self._reports = list(reports.select_related("consignment").order_by("recorded_at", "pk"))
        named = {as_compared(r.line.licence.ucr) for r in rows} - {""}
        self._by_ucr = {c.ucr: c for c in Consignment.objects.filter(owner=agency, ucr__in=named)}

    def beside(self, row: Reservation) -> LegReport | None:
        """The leg of the same paper and gas, as somebody else tells it."""
        legs = _covered(Direction(row.line.licence.direction))
        return next((r for r in self._of(row) if r.leg in legs and r.said_by != SaidBy.LICENCE), None)

    def consignment(self, row: Reservation) -> Consignment | None:
        """Where the use belongs: with the leg of the same paper and gas, else under the reference of the licence."""
        beside = self.beside(row)
        if beside is not None:
            return beside.consignment
        return self._by_ucr.get(as_compared(row.line.licence.ucr))

    def is_told(self, row: Reservation) -> bool:
        """Whether a use of this paper and gas was told before."""
        return any(r.said_by == SaidBy.LICENCE for r in self._of(row))

    def _of(self, row: Reservation) -> Iterator[LegReport]:
        paper, gas = row.declaration[:_PAPER], row.line.substance
        return (r for r in self._reports if r.paper == paper and r.substance == gas)


def _uses(rows: Iterable[Reservation], told: _Told) -> Iterator[Use]:
    """Items of one declaration and gas together; while one of them is still held, nothing is told of them."""
    groups: dict[tuple[str, str, str], list[Reservation]] = defaultdict(list)
    for row in rows:
        groups[row.declaration, row.line.substance, row.line.licence.direction].append(row)
    for group in groups.values():
        first = group[0]
        cleared = [r for r in group if r.state == Held.CONFIRMED]
        consignment = told.consignment(first)
        if consignment is None or any(r.state == Held.HELD for r in group):
            continue
        if cleared or told.is_told(first):
            settled = max(r.settled_at or r.held_at for r in group)
            values = _values(cleared or group, told.beside(first), cancelled=not cleared)
            yield Use(consignment, values, settled.isoformat())


def _values(group: list[Reservation], beside: LegReport | None, *, cancelled: bool) -> LegValues:
    first = group[0]
    line, licence = first.line, first.line.licence
    direction = Direction(licence.direction)
    comes = direction == Direction.IMPORT
    home, other = licence.party, licence.partner
    return LegValues(
        leg=beside.leg if beside else _LEGS[direction],
        paper=first.declaration[:_PAPER],
        substance=line.substance,
        net_g=None if cancelled else sum(r.cleared_g or 0 for r in group),
        is_departure=beside.is_departure if beside else not comes,
        day=max((r.cleared_on for r in group if r.cleared_on), default=None),
        own_ucr=licence.ucr,
        cancelled=cancelled,
        country_from=beside.country_from if beside else (other if comes else home),
        country_to=beside.country_to if beside else (home if comes else other),
        office=next((r.office for r in group if r.office), ""),
        zone=beside.zone if beside else "",
        licence=(licence.number or "")[:_PAPER],
        nature=_nature(line.nature, line.purpose),
    )


def _nature(nature: str, purpose: str) -> str:
    if purpose == Purpose.ORDINARY:
        return nature
    return Nature.FEEDSTOCK if purpose == Purpose.FEEDSTOCK else Nature.EXEMPTED


def _covered(direction: Direction) -> frozenset[Leg]:
    """Legs that a licence of this direction covers."""
    return {Direction.IMPORT: _ENTRIES, Direction.EXPORT: _EXITS}.get(direction, frozenset({Leg.TRANSIT}))
