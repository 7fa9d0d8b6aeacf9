"""Who has a case, what is said beside it, and how cases belong together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.cases.actions.working import locked
from tradewind_web.cases.events import CaseAssigned, CaseClosed, CaseHandedOver, CasesRelated, Commented
from tradewind_web.cases.models import Case, CaseFinding, Comment, Relation, Task
from tradewind_web.cases.policy import may_open, may_work_in
from tradewind_web.cases.queries import colleagues
from tradewind_web.cases.words import State, Why
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.sharing.actions import share
from tradewind_web.sharing.markings import Permitted, Tlp


@transaction.atomic
def assign(*, acting: Acting, case_id: UUID | str, to: User, reason: str = "") -> Case:
    """A colleague has the case in hand.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it.
        Refused: the colleague does not work in cases in this agency.
    """
    case = locked(acting, case_id)
    if not colleagues(acting).filter(pk=to.pk).exists():
        raise Refused(_("%(name)s does not work in cases in your agency; choose a colleague who does")
                      % {"name": to.display_name})  # fmt: skip
    before, case.officer = case.officer_id, to
    case.save(update_fields=["officer"])
    audit(
        acting, CaseAssigned(**case.as_subject, to_id=to.pk, to=to.display_name, before=before, reason=reason)
    )
    return case


@transaction.atomic
def hand_over(*, acting: Acting, case_id: UUID | str, to: Agency, reason: str) -> Case:
    """Another agency works in the case from now; it reaches its own as before. The owner can always take it back.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it, or their roles do not share.
        Refused: no reason, or a marking forbids it.
    """
    found: Case = Case.objects.one_for(acting, str(case_id))
    if found.owner_id == acting.agency.pk and found.with_agency_id and to.pk == acting.agency.pk:
        may_open(acting)  # the owner takes back what it gave
    else:
        may_work_in(acting, found)
    if found.state != State.OPEN:
        raise Refused(_("the case is closed; nothing more can be written down in it"))
    if not reason.strip():
        raise Refused(_("say why it is handed over: the reason stands in the case's history"))
    if to.pk == found.worked_by_id:
        raise Refused(_("this agency works in it already"))
    if to.pk != found.owner_id:
        if found.owner_id != acting.agency.pk:
            raise NotAllowed(_("handing on what another agency answers for"), _("that agency"))
        share(acting=acting, record=found, agencies=[to], tlp=Tlp.AMBER_STRICT, permitted=Permitted.USE,
              reason=reason.strip())  # fmt: skip
    case: Case = Case.objects.select_for_update(of=("self",)).get(pk=found.pk)
    before = case.worked_by_id
    case.with_agency = None if to.pk == case.owner_id else to
    case.officer = None
    case.save(update_fields=["with_agency", "officer"])
    audit(acting, CaseHandedOver(
        **case.as_subject, to=to.name, to_id=str(to.pk), before=str(before), reason=reason.strip()
    ))  # fmt: skip
    return case


@transaction.atomic
def comment(*, acting: Acting, case_id: UUID | str, text: str) -> Comment:
    """A word beside the case, for all whom it reaches.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: their roles do not work in cases.
        Refused: nothing is said.
    """
    case: Case = Case.objects.one_for(acting, str(case_id))
    may_open(acting)
    if not text.strip():
        raise Refused(_("write something"))
    made = Comment.objects.create(case=case, text=text.strip(), by=acting.user, agency=acting.agency)
    audit(acting, Commented(**case.as_subject, comment=made.pk, text=made.text))
    return made


@transaction.atomic
def relate(*, acting: Acting, case_id: UUID | str, other_id: UUID | str, why: str) -> Relation:
    """Two cases belong together, and why.

    Raises:
        Http404: one of them does not reach the person.
        NotAllowed: another agency works in the first.
        Refused: no reason, or it is the same case.
    """
    case: Case = Case.objects.one_for(acting, str(case_id))
    may_work_in(acting, case)
    other: Case = Case.objects.one_for(acting, str(other_id))
    return _joined(acting, case, other, Why.RELATED, why)


@transaction.atomic
def merge(*, acting: Acting, case_id: UUID | str, into_id: UUID | str, why: str) -> Case:
    """Work goes on in the other case; the findings go there, and what was done here stays here to be read.

    Raises:
        Http404: one of them does not reach the person.
        NotAllowed: another agency works in one of them.
        Refused: no reason, it is the same case, one is closed, or goods are held in the one that ends.
    """
    case = locked(acting, case_id)
    if str(case.pk) == str(into_id):
        raise Refused(_("a case cannot be joined with itself; choose another one"))
    into = locked(acting, into_id)
    if case.holds.filter(ended="").exists():
        raise Refused(_("goods are held in this case; merge the other one into it, or end the hold first"))
    _joined(acting, into, case, Why.MERGED, why)
    there = set(into.about.values_list("finding_id", flat=True))
    links = [one for one in case.about.all() if one.finding_id not in there]
    CaseFinding.objects.bulk_create(
        CaseFinding(case=into, finding_id=one.finding_id, added_by=acting.user) for one in links
    )
    Task.objects.filter(case=case).delete()
    case.state, case.outcome, case.merged_into, case.closed_at = State.MERGED, "merged", into, timezone.now()
    case.steps_text, case.due_on, case.warn_on = "", None, None
    case.save(
        update_fields=["state", "outcome", "merged_into", "closed_at", "steps_text", "due_on", "warn_on"]
    )
    audit(acting, CaseClosed(**case.as_subject, outcome="merged", findings=[], reason=why.strip()))
    return into


@transaction.atomic
def split(
    *, acting: Acting, case_id: UUID | str, findings: Sequence[UUID | str], title: str, why: str
) -> Case:
    """Some findings go on in a case of their own.

    Raises:
        Http404: the case, or a finding in it, does not reach the person.
        NotAllowed: another agency works in it.
        Refused: no finding, all of them, no title or no reason.
    """
    case = locked(acting, case_id)
    there = {str(one) for one in case.about.values_list("finding_id", flat=True)}
    chosen = [str(one) for one in findings if str(one) in there]
    if not chosen or len(chosen) == len(there):
        raise Refused(_("choose some of the findings, and leave at least one"))
    made = open_case(
        acting=acting, title=title, origin=case.origin, origin_note=case.origin_note, findings=chosen,
        procedure=case.procedure_id if case.procedure.is_in_force else None,
    )  # fmt: skip
    CaseFinding.objects.filter(case=case, finding_id__in=chosen).delete()
    _joined(acting, case, made, Why.SPLIT, why)
    return made


def _joined(acting: Acting, one: Case, other: Case, how: Why, why: str) -> Relation:
    if one.pk == other.pk:
        raise Refused(_("a case cannot be joined with itself; choose another one"))
    if not why.strip():
        raise Refused(_("say why these cases belong together"))
    made, fresh = Relation.objects.get_or_create(
        one=one, other=other, how=how, defaults={"why": why.strip(), "by": acting.user}
    )
    if fresh:
        audit(acting, CasesRelated(
            **one.as_subject, other=str(other.pk), number=other.number, how=how, reason=why.strip()
        ))  # fmt: skip
        audit(acting, CasesRelated(
            **other.as_subject, other=str(one.pk), number=one.number, how=how, reason=why.strip()
        ))  # fmt: skip
    return made
