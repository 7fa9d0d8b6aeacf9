"""Following a consignment, telling of a leg by hand, giving part of it to another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.consignments.events import ConsignmentOpened, LegTold
from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.models import Consignment, LegReport
from tradewind_web.consignments.numbering import mint
from tradewind_web.consignments.policy import may_record, may_tell_of
from tradewind_web.consignments.words import Leg, SaidBy
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.licensing.consignment_reference import as_compared
from tradewind_web.sharing.audiences import audience_of


@transaction.atomic
def open_consignment(*, acting: Acting, ucr: str = "") -> Consignment:
    """A consignment under the reference of its papers, or under one of ours; it reaches the agency alone.

    Raises:
        NotAllowed: the person's roles tell of no consignments.
        Refused: the agency follows a consignment of this reference already.
    """
    may_record(acting)
    written = as_compared(ucr)
    if written and Consignment.objects.filter(owner=acting.agency, ucr=written).exists():
        raise Refused(_("your agency follows a consignment of this reference already; search for it"))
    made = Consignment.objects.create(
        owner=acting.agency, audience=audience_of(agencies=[acting.agency]), added_by=acting.user,
        ucr=written or mint(acting.agency, timezone.localdate()), is_minted=not written,
    )  # fmt: skip
    audit(acting, ConsignmentOpened(subject_kind=Consignment.kind, subject_id=str(made.pk), ucr=made.ucr))
    return made


@transaction.atomic
def tell(
    *, acting: Acting, consignment_id: object, values: LegValues, said_by: SaidBy = SaidBy.HAND,
    partner: str = "", other_id: object = None,
) -> LegReport:  # fmt: skip
    """A leg as a person tells of it, in front of the goods or from a partner's answer. The ledger follows by a job.

    `partner` is who confirmed; `other_id` the consignment that takes over what was handed on.

    Raises:
        Http404: the consignment, or the other, does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles tell of none.
        Refused: the same was told already, or it lacks what the ledger needs.
    """
    consignment: Consignment = Consignment.objects.one_for(acting, str(consignment_id))
    may_tell_of(acting, consignment)
    other = _other(acting, consignment, other_id) if values.leg == Leg.HANDED_ON else None
    _must_make_sense(values)
    columns = values.as_columns()
    source = f"{said_by}:{partner}" if partner else str(said_by)
    digest = values.digest(source, str(consignment.pk), str(other.pk if other else ""))
    if LegReport.objects.filter(owner=acting.agency, digest=digest, taken_back_at__isnull=True).exists():
        raise Refused(_("exactly this was told already; change what differs, or leave it"))
    now = timezone.now()
    made = LegReport.objects.create(
        owner=acting.agency, consignment=consignment, said_by=said_by, source=source[:120], told=now.isoformat(),
        digest=digest, other=other, recorded_by=acting.user, recorded_at=now, **columns,
    )  # fmt: skip
    touched = [consignment, *([other] if other else [])]
    for one in touched:
        one.changed_at = now
        one.save(update_fields=["changed_at"])
    close_soon(acting.agency.pk, [one.pk for one in touched])
    audit(acting, LegTold(
        subject_kind=Consignment.kind, subject_id=str(consignment.pk), report=str(made.pk), paper=made.paper,
        values=values.as_facts(),
    ))  # fmt: skip
    return made


def close_soon(agency_id: UUID, ids: list[UUID]) -> None:
    """Have the ledgers of these consignments closed by a job, in the caller's transaction."""
    enqueue(
        "consignments.close",
        {"agency": str(agency_id), "consignments": [str(pk) for pk in ids]},
        agency_id=agency_id,
    )


def _other(acting: Acting, consignment: Consignment, other_id: Any) -> Consignment:
    if not other_id:
        raise Refused(_("say to which consignment it was given"))
    other: Consignment = Consignment.objects.one_for(acting, str(other_id))
    may_tell_of(acting, other)
    if other.pk == consignment.pk:
        raise Refused(_("a consignment cannot be given to itself; choose another one"))
    return other


def _must_make_sense(values: LegValues) -> None:
    if values.leg not in Leg.values:
        raise Refused(_("say what happened to the goods"))
    if not values.paper:
        raise Refused(_("give the number of the paper: it tells this leg from the others"))
    if not values.substance:
        raise Refused(_("say which gas it is"))
    if values.leg in (Leg.COUNT, Leg.FREE_ZONE, Leg.WAREHOUSE) and not values.zone:
        raise Refused(_("say in which zone or warehouse"))
    if values.leg == Leg.HANDED_ON and not values.net_g:
        raise Refused(_("say how much was given to the other consignment"))
