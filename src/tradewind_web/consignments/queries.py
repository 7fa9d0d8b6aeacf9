"""Reading consignments: the board, one of them with all that is told, joins to look at, free zones."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.http import Http404

from tradewind.detectors.consignment_texts import SUBJECT
from tradewind.ledgers.accounts import standing
from tradewind_web.agencies.acting import Acting
from tradewind_web.consignments.legs import ledger_accounts
from tradewind_web.consignments.models import Alarm, Closing, Consignment, Decision, Join, LegReport, Lying
from tradewind_web.consignments.words import Leg, State
from tradewind_web.findings.models import Finding
from tradewind_web.licensing.models import Licence
from tradewind_web.sharing.paging import Page, page_of

#: Reports that one page shows; a consignment of more is a warehouse, not a load.
MOST_REPORTS: Final = 200
MOST_STOCKS: Final = 300


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board is narrowed to; without any it holds what has an alarm."""

    look: str = ""
    alarm: str = ""
    substance: str = ""
    q: str = ""

    def told(self) -> dict[str, str]:
        """Those that are set."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Side:
    """A report as the page shows it: whether it stands, against which others, and what was decided."""

    report: LegReport
    stands: bool
    differs: bool
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies in a zone of one gas and operator."""

    zone: str
    substance: str
    operator: str
    mass_g: int
    since: date | None
    due: date | None
    consignments: int


def seen_by(acting: Acting) -> QuerySet[Consignment]:
    """The consignments that reach the acting person now."""
    rows: QuerySet[Consignment] = Consignment.objects.visible_to(acting)
    return rows


def board(acting: Acting, filters: Filters, given: Mapping[str, str]) -> Page:
    """One page of the board, what is most urgent first; constant time however deep."""
    rows = seen_by(acting).select_related("owner")
    if filters.look in State.values:
        rows = rows.filter(state=filters.look)
    elif filters.look == "late":
        rows = rows.filter(overdue_days__gt=0)
    elif filters.look != "all" and not filters.q:
        rows = rows.filter(urgency__gt=0)
    if filters.alarm:
        rows = rows.filter(alarms_text__contains=f",{filters.alarm},")
    if filters.substance:
        rows = rows.filter(substances_text__contains=f",{filters.substance},")
    if filters.q:
        rows = rows.filter(_like(filters.q))
    return page_of(rows, given, key="urgency")


def _like(text: str) -> Q:
    """A reference, or a number on one of its papers, exactly as written."""
    written = "".join(text.split())
    named = LegReport.objects.filter(consignment=OuterRef("pk"), taken_back_at__isnull=True).filter(
        Q(paper=text) | Q(container=text) | Q(bill=text) | Q(licence=text) | Q(invoice=text) | Q(vehicle=text)
    )
    return Q(ucr__startswith=written.upper()) | Q(Exists(named))


def consignment_for(acting: Acting, consignment_id: uuid.UUID | str) -> Consignment:
    """One consignment.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found: Consignment = Consignment.objects.select_related("owner", "audience", "ground").one_for(
        acting, consignment_id
    )
    return found


def reports_of(consignment: Consignment) -> list[Side]:
    """What is told of its legs, in order of days: which reports stand, and which contradict each other undecided."""
    rows = list(
        LegReport.objects.filter(consignment=consignment, taken_back_at__isnull=True)
        .select_related("recorded_by", "batch", "other")
        .order_by("day", "recorded_at", "pk")[:MOST_REPORTS]
    )
    decided = {
        d.report_id: d
        for d in Decision.objects.filter(
            report__in=[r.pk for r in rows], undone_at__isnull=True
        ).select_related("by")
    }
    told = ledger_accounts(rows, decided)
    kept, conflicts = standing(account for _, account in told.values())
    stand = {account.id for account in kept}
    differ = {account.id for conflict in conflicts for account in conflict.accounts}
    return [Side(r, str(r.pk) in stand, str(r.pk) in differ, decided.get(r.pk)) for r in rows]


def contradictions(sides: list[Side]) -> list[list[Side]]:
    """Reports that contradict each other, those of one leg together; one that was decided keeps its company."""
    groups: dict[tuple[Any, ...], list[Side]] = defaultdict(list)
    for side in sides:
        report = side.report
        groups[report.paper, report.substance, report.is_departure].append(side)
    return [
        group
        for group in groups.values()
        if len(group) > 1 and any(side.differs or side.decision for side in group)
    ]


def ledgers_of(consignment: Consignment) -> list[Closing]:
    """Its stored ledgers by gas."""
    return list(Closing.objects.filter(consignment=consignment))


def lying_of(consignment: Consignment) -> list[Lying]:
    """What is in stock or on the way."""
    return list(Lying.objects.filter(consignment=consignment).order_by("due", "pk"))


def alarms_of(consignment: Consignment) -> list[Alarm]:
    """Alarms that hold, then those that were explained."""
    rows = Alarm.objects.filter(consignment=consignment).select_related(
        "explained_by", "explained_by__recorded_by"
    )
    return sorted(rows[:MOST_REPORTS], key=lambda a: (a.gone_at is not None, a.since, a.pk))


def joins_of(consignment: Consignment) -> list[Join]:
    """Joins of its legs, and legs that are proposed to it."""
    rows = Join.objects.filter(consignment=consignment).select_related("report", "former", "decided_by")
    return list(rows[:MOST_REPORTS])


def joins_to_look_at(acting: Acting, given: Mapping[str, str]) -> Page:
    """Joins that no person has looked at, the newest first."""
    mine = seen_by(acting).filter(owner=acting.agency)
    rows = Join.objects.filter(
        consignment__in=mine.values("pk"), state__in=[Join.State.PROPOSED, Join.State.MADE],
        report__taken_back_at__isnull=True,
    ).select_related("report", "consignment", "former")  # fmt: skip
    return page_of(rows, given, key="at")


def join_for(acting: Acting, join_id: int) -> Join:
    """One join of a consignment that reaches the person.

    Raises:
        Http404: there is none.
    """
    found = Join.objects.select_related("report", "consignment", "former").filter(pk=join_id).first()
    if found is None:
        raise Http404
    consignment_for(acting, found.consignment_id)
    return found


def report_for(acting: Acting, report_id: uuid.UUID) -> LegReport:
    """One report of a consignment that reaches the person.

    Raises:
        Http404: there is none.
    """
    found = LegReport.objects.select_related("consignment", "recorded_by").filter(pk=report_id).first()
    if found is None:
        raise Http404
    consignment_for(acting, found.consignment_id)
    return found


def decision_for(acting: Acting, decision_id: int) -> Decision:
    """One decision about a report of a consignment that reaches the person.

    Raises:
        Http404: there is none.
    """
    found = (
        Decision.objects.select_related("report", "report__consignment", "by").filter(pk=decision_id).first()
    )
    if found is None:
        raise Http404
    consignment_for(acting, found.report.consignment_id)
    return found


def others_like(acting: Acting, text: str, without: Consignment) -> list[Consignment]:
    """The agency's consignments that a reference or paper finds, for choosing one."""
    if not text.strip():
        return []
    rows = seen_by(acting).filter(_like(text.strip()), owner=acting.agency).exclude(pk=without.pk)
    return list(rows.order_by("ucr")[:12])


def zone_stocks(acting: Acting, zone: str = "") -> list[Stock]:
    """What lies in free zones and warehouses by zone, gas and operator, the longest first."""
    rows = Lying.objects.filter(consignment__in=seen_by(acting).values("pk")).exclude(zone="")
    if zone:
        rows = rows.filter(zone=zone)
    grouped = rows.values("zone", "substance", "operator").annotate(
        mass_g=Sum("mass_g"), since=Min("since"), due=Min("due"), consignments=Count("consignment", distinct=True)
    )  # fmt: skip
    return [Stock(**row) for row in grouped.order_by("zone", "since", "substance", "operator")[:MOST_STOCKS]]


def consignments_in(acting: Acting, zone: str, substance: str, operator: str) -> list[Lying]:
    """What one stock is made of."""
    rows = Lying.objects.filter(
        consignment__in=seen_by(acting).values("pk"), zone=zone, substance=substance, operator=operator
    )
    return list(rows.select_related("consignment").order_by("since", "pk")[:MOST_STOCKS])


def substances_in(acting: Acting) -> list[str]:
    """Gases that occur on the board."""
    rows = Closing.objects.filter(consignment__in=seen_by(acting).values("pk"))
    return sorted(rows.values_list("substance", flat=True).distinct()[:200])


def findings_on(acting: Acting, consignment: Consignment) -> list[Finding]:
    """Findings of the ledger on this consignment that reach the person."""
    rows = Finding.objects.visible_to(acting).filter(
        owner=consignment.owner_id, subject_kind=SUBJECT, subject_id=consignment.ucr
    )
    return list(rows.order_by("substance", "pk")[:MOST_REPORTS])


def licences_of(acting: Acting, consignment: Consignment, sides: list[Side]) -> list[Licence]:
    """The licences its legs name, of the Party of the agency that follows it, as far as they reach the person."""
    named = sorted({side.report.licence for side in sides} - {""})
    if not named:
        return []
    rows = Licence.objects.visible_to(acting).filter(party=consignment.owner.party, number__in=named)
    return list(rows.order_by("number")[:MOST_REPORTS])


def way_of(sides: list[Side]) -> list[tuple[str, str, LegReport]]:
    """The countries a consignment goes from and to, leg by leg, as the reports that stand tell."""
    found: list[tuple[str, str, LegReport]] = []
    seen: set[tuple[str, str, str]] = set()
    for side in sides:
        report = side.report
        key = (report.country_from, report.country_to, report.paper)
        if (
            side.stands
            and report.country_from
            and report.country_to
            and report.leg != Leg.COUNT
            and key not in seen
        ):
            seen.add(key)
            stops = [report.country_from, *report.route, report.country_to]
            found += [(one, other, report) for one, other in pairwise(stops) if one != other]
    return found
