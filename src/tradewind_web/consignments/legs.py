"""What a report of a leg says as a value, and reports as accounts of the ledger."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from tradewind.ledgers.accounts import STORES, Account, Kind
from tradewind.ledgers.alarms import Described
from tradewind_web.consignments.models import Decision, LegReport
from tradewind_web.consignments.words import DEPARTURES, RANKS, SaidBy

#: Columns that name persons or companies, erased when the batch's are.
PERSONAL: Final = ("operator", "consignee", "vehicle", "note")


@dataclass(frozen=True, slots=True)
class LegValues:
    """What is said of a leg, in the columns of `LegReport`."""

    leg: str
    paper: str
    substance: str
    net_g: int | None = None
    is_departure: bool = False
    day: date | None = None
    previous: str = ""
    own_ucr: str = ""
    cancelled: bool = False
    temporary: bool = False
    historical: bool = False
    limit_on: date | None = None
    country_from: str = ""
    country_to: str = ""
    route: tuple[str, ...] = ()
    office: str = ""
    zone: str = ""
    operator: str = ""
    consignee: str = ""
    container: str = ""
    seals: str = ""
    bill: str = ""
    licence: str = ""
    invoice: str = ""
    vehicle: str = ""
    packages: int | None = None
    cylinders: tuple[str, ...] = ()
    nature: str = ""
    label: str = ""
    gross_g: int | None = None
    made: bool = False
    note: str = ""

    def as_columns(self) -> dict[str, Any]:
        """Columns of a report; of a leg that can only leave, that it left."""
        leaves = self.is_departure or self.leg in DEPARTURES
        lists = {"route": list(self.route), "cylinders": list(self.cylinders)}
        return {**asdict(self), **lists, "is_departure": leaves}

    def as_facts(self) -> dict[str, object]:
        """What was said, as JSON, blanks left out."""
        said = {k: v.isoformat() if isinstance(v, date) else v for k, v in self.as_columns().items()}
        return {k: v for k, v in said.items() if v not in (None, "", [], False)}

    def digest(self, *parts: str) -> str:
        """Names this report: the same said again from the same place is no other."""
        text = json.dumps([parts, sorted(self.as_facts().items())], default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def ledger_accounts(
    reports: Iterable[LegReport], decisions: Mapping[Any, Decision]
) -> dict[str, tuple[LegReport, Account]]:
    """Report id -> the report and its account in the ledger of its consignment; reports that do not count left out.

    `decisions` is report id -> what a person decided of it and did not undo.
    """
    held: dict[Any, list[LegReport]] = defaultdict(list)
    for report in reports:
        decided = decisions.get(report.pk)
        if decided is None or decided.verdict != Decision.Verdict.OUT:
            held[report.consignment_id].append(report)
    found = {}
    for rows in held.values():
        places = _Places(rows)
        for report in rows:
            account = _account(report, places)
            chosen = report.pk in decisions
            found[account.id] = (report, replace(account, chosen=chosen) if chosen else account)
    return found


def described(report: LegReport, account: Account) -> Described:
    """The account with what else its paper says."""
    return Described(
        account, report.consignee, report.label, report.container, report.nature, report.country_from,
        report.country_to, tuple(report.route), report.limit_on, report.temporary,
    )  # fmt: skip


class _Places:
    """The stores of a consignment: one name for each, and which a paper without a zone speaks of."""

    def __init__(self, reports: Sequence[LegReport]) -> None:
        self._named: dict[str, str] = {}
        self._by_paper: dict[str, LegReport] = {}
        self._stores: list[LegReport] = []
        for report in sorted(reports, key=lambda r: (r.recorded_at, str(r.pk))):
            if report.zone:
                self._named.setdefault(_folded(report.zone), report.zone)
            if report.leg in STORES:
                self._stores.append(report)
                self._by_paper[report.paper] = report

    def name(self, zone: str) -> str:
        """One spelling of a zone."""
        return self._named.get(_folded(zone), zone)

    def store(self, report: LegReport) -> str:
        """The store that an entry is into."""
        return self.name(report.zone) if report.zone else report.office or report.country_to

    def left(self, report: LegReport) -> str:
        """The store out of which a paper takes goods: the one it names, cites, or the only one there is by then."""
        if report.zone:
            return self.name(report.zone)
        cited = self._by_paper.get(report.previous)
        if cited is not None:
            return self.store(cited)
        stores = {self.store(s) for s in self._stores if _by_then(s, report)}
        if report.leg in (Kind.EXPORT, Kind.TRANSIT) or len(stores) != 1:
            return ""
        (only,) = stores
        first = next(s for s in self._stores if self.store(s) == only)
        country = report.country_from if report.leg == Kind.RE_EXPORT else report.country_to
        return only if not country or not first.country_to or country == first.country_to else ""


def _account(report: LegReport, places: _Places) -> Account:
    kind = Kind(report.leg)
    if report.is_departure:
        origin, place = places.left(report) or report.country_from, report.country_to
    elif kind in STORES:
        origin, place = report.country_from, places.store(report)
    elif kind in (Kind.IMPORT, Kind.DISCHARGE, Kind.RETURNED):
        origin = places.left(report) if kind == Kind.IMPORT else ""
        place = report.country_to or report.zone
    else:
        origin, place = report.country_from, places.name(report.zone)
    return Account(
        id=str(report.pk), ucr=str(report.consignment_id), leg=report.paper, kind=kind, substance=report.substance,
        mass_g=report.net_g, is_departure=report.is_departure, source=report.source, told=report.told,
        rank=RANKS[SaidBy(report.said_by)], cancelled=report.cancelled, historical=report.historical, day=report.day,
        origin=origin, place=place, made=report.made, other=str(report.other_id or ""),
        cylinders=frozenset(report.cylinders),
    )  # fmt: skip


def _by_then(store: LegReport, report: LegReport) -> bool:
    return store.day is None or report.day is None or store.day <= report.day


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
