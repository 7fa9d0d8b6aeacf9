"""Keeping uses of licences as legs of consignments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.consignments.actions.learning import rest_anew
from tradewind_web.consignments.events import LicenceUsesTold
from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.models import Consignment, LegReport
from tradewind_web.consignments.words import SaidBy


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a licence as a leg of a consignment; `told` is when it was settled so, and orders corrections."""

    consignment: Consignment
    values: LegValues
    told: str

    @property
    def digest(self) -> str:
        """Names it: the same use told again is no other report."""
        return self.values.digest(SaidBy.LICENCE, str(self.consignment.pk), self.told)


@transaction.atomic
def keep_uses(*, acting: Actor, owner: Agency, uses: Sequence[Use]) -> set[UUID]:
    """The uses as reports of their consignments; those that changed. Again, it changes nothing.

    A correction is a later report of the same source, so the earlier one stays to be read. A use that was told of
    another consignment, before the declaration itself was known, is taken back there.
    """
    named = {use.digest: use for use in uses}
    rows = LegReport.objects.filter(owner=owner, said_by=SaidBy.LICENCE)
    known = dict(rows.filter(digest__in=list(named)).values_list("digest", "taken_back_at"))
    fresh = {digest: use for digest, use in named.items() if digest not in known or known[digest] is not None}
    if not fresh:
        return set()
    now = timezone.now()
    touched = _taken_back(rows, fresh.values(), now)
    rows.filter(digest__in=[d for d in fresh if d in known]).update(taken_back_at=None)
    LegReport.objects.bulk_create(
        LegReport(
            owner=owner, consignment=use.consignment, said_by=SaidBy.LICENCE, source=str(SaidBy.LICENCE),
            told=use.told, digest=digest, recorded_at=now, **use.values.as_columns(),
        )
        for digest, use in fresh.items() if digest not in known
    )  # fmt: skip
    touched |= {use.consignment.pk for use in fresh.values()}
    rest_anew(owner.pk, touched)
    audit(acting, LicenceUsesTold(subject_kind="agency", subject_id=str(owner.pk), count=len(fresh)))
    return touched


def _taken_back(rows: QuerySet[LegReport], uses: Iterable[Use], now: datetime) -> set[UUID]:
    """Uses of the same papers that stand with another consignment no longer count; where that was."""
    place = {(use.values.paper, use.values.substance): use.consignment.pk for use in uses}
    papers = sorted({paper for paper, _ in place})
    standing = rows.filter(paper__in=papers, taken_back_at__isnull=True)
    moved = [
        (pk, consignment)
        for pk, consignment, paper, gas in standing.values_list("pk", "consignment", "paper", "substance")
        if place.get((paper, gas), consignment) != consignment
    ]
    if moved:
        rows.filter(pk__in=[pk for pk, _ in moved]).update(taken_back_at=now)
    return {consignment for _, consignment in moved}
