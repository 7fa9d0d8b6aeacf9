"""What a person decides: which of contradicting reports stands, and whether a leg belongs to a consignment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.consignments.actions.learning import rest_anew
from tradewind_web.consignments.actions.recording import close_soon
from tradewind_web.consignments.events import DecisionUndone, JoinConfirmed, JoinUndone, ReportDecided
from tradewind_web.consignments.models import Consignment, Decision, Join, LegReport
from tradewind_web.consignments.numbering import mint
from tradewind_web.consignments.policy import may_tell_of
from tradewind_web.consignments.queries import report_for
from tradewind_web.errors import Refused


@transaction.atomic
def decide(*, acting: Acting, report_id: UUID, verdict: Decision.Verdict, why: str) -> Decision:
    """The report stands against those that contradict it, or does not count. The others stay, and it can be undone.

    Raises:
        Http404: its consignment does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles decide nothing.
        Refused: no reason, or it was decided already.
    """
    report = report_for(acting, report_id)
    may_tell_of(acting, report.consignment)
    if not why.strip():
        raise Refused(_("say why: the reason stands beside the decision"))
    if Decision.objects.filter(report=report, undone_at__isnull=True).exists():
        raise Refused(_("this was decided already; undo that first"))
    made = Decision.objects.create(report=report, verdict=verdict, why=why.strip(), by=acting.user)
    _touch(report.consignment)
    audit(acting, ReportDecided(
        subject_kind=Consignment.kind, subject_id=str(report.consignment_id), report=str(report.pk),
        verdict=str(verdict), paper=report.paper, why=made.why,
    ))  # fmt: skip
    return made


@transaction.atomic
def undo_decision(*, acting: Acting, decision_id: int, why: str) -> Decision:
    """The decision no longer counts; that it was made, by whom and why stays.

    Raises:
        Http404: its consignment does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles decide nothing.
        Refused: no reason, or it was undone already.
    """
    found = Decision.objects.select_for_update(of=("self",)).filter(pk=decision_id).first()
    if found is None:
        raise Http404
    report = report_for(acting, found.report_id)
    may_tell_of(acting, report.consignment)
    if not why.strip():
        raise Refused(_("say why it is undone: the reason stands beside the decision"))
    if found.undone_at is not None:
        raise Refused(_("this decision was undone already"))
    found.undone_at, found.undone_by, found.undone_why = timezone.now(), acting.user, why.strip()
    found.save(update_fields=["undone_at", "undone_by", "undone_why"])
    _touch(report.consignment)
    audit(acting, DecisionUndone(
        subject_kind=Consignment.kind, subject_id=str(report.consignment_id), report=str(report.pk),
        paper=report.paper, why=found.undone_why,
    ))  # fmt: skip
    return found


@transaction.atomic
def confirm_join(*, acting: Acting, join_id: int) -> Join:
    """The leg belongs to the consignment: a proposed join is made, one that was made by itself is a person's now.

    Raises:
        Http404: the consignment does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles decide nothing.
        Refused: a person said already that it does not belong.
    """
    join = _join(acting, join_id)
    if join.state == Join.State.UNDONE:
        raise Refused(_("a person said already that it does not belong here"))
    if join.state != Join.State.CONFIRMED:
        _move(join.report, join.consignment)
        join.state, join.decided_by, join.decided_at = Join.State.CONFIRMED, acting.user, timezone.now()
        join.save(update_fields=["state", "decided_by", "decided_at"])
        audit(acting, JoinConfirmed(
            subject_kind=Consignment.kind, subject_id=str(join.consignment_id), join=join.pk,
            paper=join.report.paper,
        ))  # fmt: skip
    return join


@transaction.atomic
def undo_join(*, acting: Acting, join_id: int, why: str) -> Join:
    """The leg does not belong to the consignment: it stands alone again, and is not proposed anew.

    Raises:
        Http404: the consignment does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles decide nothing.
        Refused: no reason, or it was undone already.
    """
    join = _join(acting, join_id)
    if not why.strip():
        raise Refused(_("say why it does not belong here"))
    if join.state == Join.State.UNDONE:
        raise Refused(_("this was undone already"))
    join.former = join.former or _alone(join)
    _move(join.report, join.former)
    join.state, join.decided_by, join.decided_at = Join.State.UNDONE, acting.user, timezone.now()
    join.why = why.strip()
    join.save(update_fields=["state", "decided_by", "decided_at", "why", "former"])
    audit(acting, JoinUndone(
        subject_kind=Consignment.kind, subject_id=str(join.consignment_id), join=join.pk, paper=join.report.paper,
        why=join.why,
    ))  # fmt: skip
    return join


def _join(acting: Acting, join_id: int) -> Join:
    found = (
        Join.objects.select_for_update(of=("self",))
        .select_related("report", "consignment", "former")
        .filter(pk=join_id)
        .first()
    )
    if found is None:
        raise Http404
    may_tell_of(acting, Consignment.objects.one_for(acting, found.consignment_id))
    return found


def _alone(join: Join) -> Consignment:
    """A consignment for the leg that belongs to no other, reaching whom the one it leaves does."""
    left = join.consignment
    return Consignment.objects.create(
        owner=left.owner, audience=left.audience, audience_since=left.audience_since, is_minted=True,
        ucr=mint(left.owner, timezone.localdate()),
    )  # fmt: skip


def _move(report: LegReport, to: Consignment) -> None:
    if report.consignment_id == to.pk:
        return
    left = Consignment.objects.get(pk=report.consignment_id)
    report.consignment = to
    report.save(update_fields=["consignment"])
    both = [left.pk, to.pk]
    rest_anew(report.owner_id, both)
    close_soon(report.owner_id, both)


def _touch(consignment: Consignment) -> None:
    consignment.changed_at = timezone.now()
    consignment.save(update_fields=["changed_at"])
    close_soon(consignment.owner_id, [consignment.pk])
