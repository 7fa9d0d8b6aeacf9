"""Working out how consignments stand: ledgers, clocks and alarms. Reads only; `actions.closing` keeps the result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from tradewind.errors import TradewindError
from tradewind.ledgers.accounts import Account, standing
from tradewind.ledgers.alarms import Alarm, World, alarms_of, clock_kind, clock_of
from tradewind.ledgers.consignment import Closing, Gap, close, component_gaps
from tradewind.quantities import MILLION
from tradewind.reference import all_blends, find
from tradewind.reference.geography import distance_km
from tradewind.reference.limits import phase_out_date
from tradewind_web.consignments.legs import described, ledger_accounts
from tradewind_web.consignments.models import Decision, LegReport
from tradewind_web.consignments.words import State

#: Columns of a ledger, in the order of its equation: what came, and where it is.
CAME: Final = ("left_g", "began_g", "taken_over_g", "made_g")
WENT: Final = (
    "on_the_way_g", "in_stock_g", "arrived_g", "returned_g", "used_g", "consumed_g", "seized_g", "destroyed_g",
    "lost_g", "handed_on_g",
)  # fmt: skip
#: Alarms of goods that were declared for a time only: they lie in no store of ours, so no open mass shows their days.
FOR_A_TIME: Final = frozenset({"overdue_returned", "overdue_re_export"})
_GAP_FIRST: Final = 10**15
_DAY: Final = 10**11


@dataclass(frozen=True, slots=True)
class Lies:
    """Mass somewhere under control, with its clock."""

    substance: str
    mass_g: int
    zone: str
    kind: str
    operator: str
    paper: str
    since: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Worked:
    """How a consignment stands."""

    closings: tuple[Closing, ...]
    lying: tuple[Lies, ...]
    alarms: tuple[Alarm, ...]
    reports: tuple[LegReport, ...]
    overdue_days: int

    @property
    def state(self) -> State:
        """The worst of its ledgers."""
        if any(c.closes is False for c in self.closings):
            return State.GAP
        if any(c.closes is None for c in self.closings):
            return State.UNKNOWN
        return State.OPEN if any(c.open_g for c in self.closings) else State.CLOSED

    @property
    def open_g(self) -> int:
        return sum(c.open_g for c in self.closings)

    @property
    def unexplained_g(self) -> int:
        return sum(abs(g.mass_g) for c in self.closings for g in c.beyond)

    @property
    def urgency(self) -> int:
        """First what does not close, then what is late by days, then by mass; 0 for what has no alarm."""
        if not self.alarms:
            return 0
        mass = min(max(self.unexplained_g, self.open_g), _DAY - 1)
        return _GAP_FIRST * (self.state == State.GAP) + _DAY * min(self.overdue_days, 9_000) + mass + 1


def work_out(ids: Collection[UUID], on: date, world: World | None = None) -> dict[UUID, Worked]:
    """How each of these consignments stands on a day; `world` adds what is known beside the papers."""
    reports = list(
        LegReport.objects.filter(Q(consignment__in=ids) | Q(other__in=ids), taken_back_at__isnull=True)
    )
    decisions = {
        d.report_id: d
        for d in Decision.objects.filter(report__in=[r.pk for r in reports], undone_at__isnull=True)
    }
    told = ledger_accounts(reports, decisions)
    accounts = [account for _, account in told.values()]
    closings: dict[str, list[Closing]] = defaultdict(list)
    for (ucr, _substance), closing in close(accounts).items():
        closings[ucr].append(closing)
    blended = component_gaps(accounts, blends())
    by_consignment: dict[Any, list[LegReport]] = defaultdict(list)
    for report in reports:
        by_consignment[report.consignment_id].append(report)
    return {
        pk: _worked(closings[str(pk)], blended.get(str(pk), []), told, by_consignment[pk], on, world or WORLD)
        for pk in ids
    }


def _worked(
    closings: list[Closing], blended: Sequence[Gap], told: Mapping[str, tuple[LegReport, Account]],
    reports: Sequence[LegReport], on: date, world: World,
) -> Worked:  # fmt: skip
    own = [told[str(r.pk)] for r in reports if str(r.pk) in told]
    kept, _ = standing(account for _, account in own)
    stand = {account.id for account in kept}
    papers = [described(report, account) for report, account in own if account.id in stand]
    alarms: list[Alarm] = []
    lying: list[Lies] = []
    late = 0
    for gap in blended:
        leg = gap.where.split(":")[0]
        made = {d.account.substance for d in papers if d.account.leg == leg}
        for closing in [c for c in closings if c.substance in made][:1]:
            closing.gaps.append(gap)
    for closing in closings:
        of_gas = [d for d in papers if d.account.substance == closing.substance]
        rung = alarms_of(closing, of_gas, on, world)
        alarms += rung
        late = max([late, *((on - a.due).days for a in rung if a.due and a.code in FOR_A_TIME)])
        limits = {d.account.leg: d.limit_on for d in of_gas if d.limit_on}
        for open_ in closing.open:
            running = clock_of(open_, limits.get(open_.leg))
            if running is not None and clock_kind(open_) != "zone":
                late = max(late, running.overdue_days(on))
            report = told[open_.account][0] if open_.account in told else None
            lying.append(
                Lies(
                    closing.substance, open_.mass_g, open_.place, open_.kind, report.operator if report else "",
                    open_.leg, open_.since, running.due if running else None,
                )
            )  # fmt: skip
    return Worked(tuple(closings), tuple(lying), tuple(alarms), tuple(reports), late)


def _bans(place: str, substance: str, day: date | None) -> bool:
    """Whether new consumption of every group of the gas is phased out there by that day."""
    if day is None:
        return False
    try:
        groups = find(substance).groups
        ends = [phase_out_date(group, place, day.year) for group in groups]
    except TradewindError:
        return False
    return bool(ends) and all(end is not None and end <= day for end in ends)


WORLD: Final = World(km=distance_km, bans=_bans)


@cache
def blends() -> Mapping[str, Mapping[str, int]]:
    """Blend -> component -> parts of a million."""
    return {
        e.designation: {name: round(share * MILLION) for name, share in e.components}
        for e in all_blends()
        if e.components
    }


def gaps_as_json(closing: Closing) -> list[dict[str, Any]]:
    """The gaps of a closing, as they are kept."""
    return [asdict(gap) for gap in closing.gaps]


def nodes_as_json(closing: Closing) -> list[dict[str, Any]]:
    """The stores of a closing, as they are kept."""
    return [
        {**asdict(n), "counted_on": n.counted_on.isoformat() if n.counted_on else None} for n in closing.nodes
    ]


def days_of(reports: Sequence[LegReport]) -> tuple[date | None, date | None]:
    """The first and the last day told."""
    days = [r.day for r in reports if r.day]
    return (min(days), max(days)) if days else (None, None)


def substances_text(worked: Worked) -> str:
    """Between commas, so that one is asked for alike on both databases."""
    names = sorted({c.substance for c in worked.closings})
    return f",{','.join(names)},"[:500] if names else ""
