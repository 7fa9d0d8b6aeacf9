"""Keeping what was read of legs: each once, under the consignment of its reference or the one it most likely joins."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tradewind.ledgers.joining import LIKELY, SURE, Traits, certainty, compared
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.consignments.events import LegsLearnt, LegsTakenBack, PersonsForgotten
from tradewind_web.consignments.legs import PERSONAL, LegValues
from tradewind_web.consignments.models import Consignment, Join, LegReport
from tradewind_web.consignments.numbering import mint_many
from tradewind_web.consignments.reading import Read
from tradewind_web.findings.grounds import ground_of
from tradewind_web.licensing.consignment_reference import as_compared
from tradewind_web.sources.models import Batch

#: A leg, its consignment and its join are three rows: a transaction writes at most 500 (ARCHITECTURE.md).
AT_ONCE: Final = 150
_KEYS: Final = ("container", "bill", "invoice", "licence")


@transaction.atomic
def learn(*, acting: Actor, batch: Batch, read: Sequence[Read]) -> set[UUID]:
    """At most `AT_ONCE` legs of a batch, under its owner; the consignments they touch. Again, it changes nothing."""
    owner: Agency = batch.owner
    named = {r.values.digest(str(batch.pk), str(r.said_by)): r for r in read[:AT_ONCE]}
    known = set(
        LegReport.objects.filter(owner=owner, digest__in=list(named)).values_list("digest", flat=True)
    )
    fresh = {digest: r for digest, r in named.items() if digest not in known}
    if not fresh:
        return set()
    placing = _Placing(owner, batch, [r.values for r in fresh.values()])
    now = timezone.now()
    reports = []
    for digest, r in fresh.items():
        report = LegReport(
            owner=owner, said_by=r.said_by, source=str(r.said_by), told=r.told or batch.loaded_at.isoformat(),
            batch=batch, row_refs=r.rows[:20], digest=digest, recorded_at=now, **r.values.as_columns(),
        )  # fmt: skip
        placing.place(report)
        reports.append(report)
    placing.keep()
    LegReport.objects.bulk_create(reports)
    Join.objects.bulk_create(placing.joins)
    touched = {r.consignment_id for r in reports}
    rest_anew(owner.pk, touched)
    told = hashlib.sha256(",".join(sorted(fresh)).encode()).hexdigest()
    audit(
        acting, LegsLearnt(subject_kind=Batch.kind, subject_id=str(batch.pk), count=len(reports), digest=told)
    )
    return touched


@transaction.atomic
def take_back(*, acting: Actor, owner: Agency, batch: Batch, counts: bool) -> set[UUID]:
    """The legs of a batch no longer count, or count again where it does; the consignments they touch."""
    rows = LegReport.objects.filter(owner=owner, batch=batch, taken_back_at__isnull=not counts)
    keys = list(rows.order_by("pk").values_list("pk", "consignment")[:400])
    if not keys:
        return set()
    now = timezone.now()
    LegReport.objects.filter(pk__in=[pk for pk, _ in keys]).update(taken_back_at=None if counts else now)
    touched = {consignment for _, consignment in keys}
    rest_anew(owner.pk, touched)
    if not counts:
        audit(acting, LegsTakenBack(subject_kind=Batch.kind, subject_id=str(batch.pk), count=len(keys)))
    return touched


@transaction.atomic
def forget_persons(*, acting: Actor, batch: Batch) -> int:
    """Who is named in the legs of a forgotten batch is erased from them, 400 at once; how many."""
    named = Q()
    for column in PERSONAL:
        named |= ~Q(**{column: ""})
    keys = list(LegReport.objects.filter(named, batch=batch).values_list("pk", flat=True)[:400])
    if keys:
        LegReport.objects.filter(pk__in=keys).update(**dict.fromkeys(PERSONAL, ""))
        audit(acting, PersonsForgotten(subject_kind=Batch.kind, subject_id=str(batch.pk), count=len(keys)))
    return len(keys)


def rest_anew(owner_id: UUID, ids: Collection[UUID]) -> None:
    """Their ground is the batches that count now; they are closed anew."""
    batches: dict[UUID, set[UUID]] = {pk: set() for pk in ids}
    held = LegReport.objects.filter(
        consignment__in=list(ids), batch__isnull=False, taken_back_at__isnull=True
    )
    for pk, batch in held.values_list("consignment", "batch").distinct():
        batches[pk].add(batch)
    grounds = {frozenset(found): ground_of(found) if found else None for found in batches.values()}
    rows = list(Consignment.objects.select_for_update(of=("self",)).filter(owner=owner_id, pk__in=list(ids)))
    now = timezone.now()
    for row in rows:
        row.ground, row.changed_at = grounds[frozenset(batches[row.pk])], now
    Consignment.objects.bulk_update(rows, ["ground", "changed_at"])


class _Placing:
    """Finds for each leg the consignment it belongs to, among those known and those made meanwhile."""

    def __init__(self, owner: Agency, batch: Batch, values: Sequence[LegValues]) -> None:
        self._owner, self._batch = owner, batch
        self.joins: list[Join] = []
        self._new: list[Consignment] = []
        self._minted: list[Consignment] = []
        ucrs = {as_compared(v.own_ucr) for v in values if v.own_ucr}
        self._by_ucr: dict[str, Consignment] = {
            c.ucr: c for c in Consignment.objects.filter(owner=owner, ucr__in=ucrs)
        }
        self._near = list(_candidates(owner, values))

    def place(self, report: LegReport) -> None:
        """Give the report its consignment."""
        if report.own_ucr:
            report.consignment = self._of(as_compared(report.own_ucr))
        else:
            report.consignment = self._likeliest(report) or self._unnamed()
        self._near.append(report)

    def keep(self) -> None:
        """Write the consignments that were made."""
        for made, ucr in zip(
            self._minted, mint_many(self._owner, timezone.localdate(), len(self._minted)), strict=True
        ):
            made.ucr = ucr
        Consignment.objects.bulk_create(self._new)

    def _of(self, ucr: str) -> Consignment:
        if ucr not in self._by_ucr:
            self._by_ucr[ucr] = self._make(ucr)
        return self._by_ucr[ucr]

    def _unnamed(self) -> Consignment:
        made = self._make("")
        made.is_minted = True
        self._minted.append(made)
        return made

    def _make(self, ucr: str) -> Consignment:
        made = Consignment(
            owner=self._owner,
            ucr=ucr,
            audience=self._batch.audience,
            audience_since=self._batch.audience_since,
        )
        self._new.append(made)
        return made

    def _likeliest(self, report: LegReport) -> Consignment | None:
        """The consignment it is joined to, or None; a likely one is proposed beside its own."""
        mine = traits(report)
        best: dict[UUID, tuple[float, list[tuple[str, float]], Consignment]] = {}
        near = [r for r in self._near if r.substance == report.substance and _shares(r, report)]
        among = len({r.consignment_id for r in near})
        for other in near:
            fields = compared(mine, traits(other))
            sure = certainty(fields, among)
            held = best.get(other.consignment_id)
            if held is None or sure > held[0]:
                best[other.consignment_id] = (sure, fields, other.consignment)
        if not best:
            return None
        sure, fields, target = max(best.values(), key=lambda found: (found[0], str(found[2].pk)))
        if sure < LIKELY:
            return None
        is_sure = sure >= SURE
        alone = None if is_sure else self._unnamed()
        self.joins.append(
            Join(
                report=report, consignment=target, former=alone, certainty=min(999, round(sure * 1000)),
                agreed=[[name, round(times * 100)] for name, times in fields],
                state=Join.State.MADE if is_sure else Join.State.PROPOSED,
            )
        )  # fmt: skip
        return alone or target


def traits(report: LegReport) -> Traits:
    """By what a report is compared with others."""
    return Traits(
        report.paper, report.substance, report.previous, report.bill, report.invoice, report.container,
        report.licence, report.net_g, report.day, report.country_from, report.country_to, report.is_departure,
    )  # fmt: skip


def _candidates(owner: Agency, values: Sequence[LegValues]) -> Any:
    """Reports that share a number with any of these."""
    shared = Q(pk__in=[])
    for name in _KEYS:
        named = {getattr(v, name) for v in values if getattr(v, name)}
        if named:
            shared |= Q(**{f"{name}__in": named})
    papers = {v.paper for v in values}
    cited = {v.previous for v in values if v.previous}
    shared |= Q(paper__in=papers | cited) | Q(previous__in=papers | cited)
    rows = LegReport.objects.filter(shared, owner=owner, taken_back_at__isnull=True)
    return rows.select_related("consignment").order_by("-recorded_at", "pk")[:2000]


def _shares(one: LegReport, other: LegReport) -> bool:
    if any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in _KEYS):
        return True
    cites = other.previous in (one.paper, one.previous) if other.previous else False
    return cites or one.previous == other.paper or one.paper == other.paper
