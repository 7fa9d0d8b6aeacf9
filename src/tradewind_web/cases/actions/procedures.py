"""Bringing a version of a procedure, adopting it with a second person, and moving a case to it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.procedures.changes import diff
from tradewind.procedures.checking import check
from tradewind.procedures.moving import Moved, move
from tradewind.procedures.running import NotPossible
from tradewind.procedures.sop import SOP, as_dict
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.numbering import hold
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.working import locked
from tradewind_web.cases.events import CaseMoved, ProcedureAdopted, ProcedureBrought
from tradewind_web.cases.models import Case, Procedure
from tradewind_web.cases.policy import may_set
from tradewind_web.cases.problems import told
from tradewind_web.cases.running import event, in_words, standing_of, write_down
from tradewind_web.cases.shelf import procedure_for, procedures_for
from tradewind_web.errors import Refused

#: The name of this kind of record in the audit.
KIND = "procedure"


@transaction.atomic
def bring(*, acting: Acting, sop: SOP, base_id: UUID | str | None = None, why: str) -> Procedure:
    """The procedure is there for the agency; nobody works by it before a second person adopts it.

    Raises:
        Http404: its base does not reach the person.
        NotAllowed: they are no supervisor.
        Refused: it has problems, says the same as one that is there, or no reason is given.
    """
    may_set(acting)
    if not why.strip():
        raise Refused(_("say why: the reason stands beside the procedure"))
    problems = check(sop)
    if problems:
        raise Refused(
            _("the procedure cannot be worked by yet: %(first)s") % {"first": told(problems, sop)[0]}
        )
    hold(acting.agency.pk)
    there = procedures_for(acting)
    if any(one.digest == sop.digest for one in there):
        raise Refused(_("exactly this procedure is there already"))
    if any(one.owner_id and (one.name, one.version) == (sop.id, sop.version) for one in there):
        raise Refused(_("another procedure of your agency has this name and version; give it a new version"))
    base = procedure_for(acting, base_id) if base_id else None
    made = Procedure.objects.create(
        owner=acting.agency, name=sop.id, version=sop.version[:40], title=sop.title[:200], author=sop.author[:200],
        digest=sop.digest, content=as_dict(sop), base=base, brought_by=acting.user, why=why.strip(),
    )  # fmt: skip
    audit(acting, ProcedureBrought(
        subject_kind=KIND, subject_id=str(made.pk), procedure=sop.name, digest=sop.digest, reason=why.strip(),
        differences=len(diff(base.sop, sop)) if base else 0,
    ))  # fmt: skip
    return made


@transaction.atomic
def adopt(*, acting: Acting, procedure_id: UUID | str, why: str) -> Procedure:
    """New cases can run on it; an earlier version of the same name no longer takes new ones.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they are no supervisor.
        Refused: they brought it themselves, or it is in force already.
    """
    may_set(acting)
    found = procedure_for(acting, procedure_id)
    hold(acting.agency.pk)
    if found.owner_id is None or found.adopted_at is not None:
        raise Refused(_("it is in force already"))
    if found.brought_by_id == acting.user.pk:
        raise Refused(_("another person than the one who brought it must adopt it"))
    former = Procedure.objects.filter(owner=acting.agency, name=found.name, retired_at__isnull=True)
    former.exclude(pk=found.pk).filter(adopted_at__isnull=False).update(retired_at=timezone.now())
    found.adopted_by, found.adopted_at = acting.user, timezone.now()
    found.save(update_fields=["adopted_by", "adopted_at"])
    audit(acting, ProcedureAdopted(
        subject_kind=KIND, subject_id=str(found.pk), procedure=found.sop.name, digest=found.digest,
        brought_by=found.brought_by_id or 0, reason=why.strip(),
    ))  # fmt: skip
    return found


def foreseen(case: Case, to: Procedure) -> Moved:
    """How the case would stand in the other version: shown before it is moved.

    Raises:
        Refused: it cannot be moved.
    """
    try:
        return move(standing_of(case).state, to.sop, timezone.localdate())
    except NotPossible as error:
        raise Refused(in_words(error)) from error


@transaction.atomic
def move_case(*, acting: Acting, case_id: UUID | str, procedure_id: UUID | str, why: str) -> Case:
    """The case goes on with another version: all that was done and all evidence stay.

    Raises:
        Http404: case or procedure does not reach the person.
        NotAllowed: another agency works in it.
        Refused: no reason, not in force, or it runs on it already.
    """
    case = locked(acting, case_id)
    to = procedure_for(acting, procedure_id)
    if not to.is_in_force or to.digest == case.procedure.digest:
        raise Refused(_("choose another procedure that is in force"))
    if not why.strip():
        raise Refused(_("say why it is moved: the reason stands in the case's history"))
    late = foreseen(case, to).late_steps
    before = str(case.procedure)
    case.procedure = to
    case.save(update_fields=["procedure"])
    write_down(acting, case, event(acting, "move", version=to.digest, why=why.strip()))
    audit(acting, CaseMoved(
        **case.as_subject, procedure=str(to), digest=to.digest, before=before,
        late_steps=list(late), reason=why.strip(),
    ))  # fmt: skip
    return case
