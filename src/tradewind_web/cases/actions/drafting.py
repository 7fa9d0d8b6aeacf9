"""Working at a new version of a procedure in the browser: started from one on the shelf, changed part by part,
published or given up."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.procedures import editing
from tradewind.procedures.reading import MOST_STEPS, procedure_from
from tradewind.procedures.sop import SOP, Question, Step, as_dict
from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.procedures import bring
from tradewind_web.cases.events import DraftChanged, DraftEnded, DraftStarted
from tradewind_web.cases.models import Procedure
from tradewind_web.cases.models_procedures import ProcedureDraft
from tradewind_web.cases.policy import may_set
from tradewind_web.cases.problems import told
from tradewind_web.cases.shelf import procedure_for, procedures_for
from tradewind_web.cases.speaking import spoken
from tradewind_web.errors import Refused

#: The name of this kind of record in the audit.
KIND = "procedure draft"
MOST_QUESTIONS = 60


@transaction.atomic
def start(*, acting: Acting, procedure_id: UUID | str, language: str) -> ProcedureDraft:
    """A draft of a new version, in the language where the procedure speaks it.

    Raises:
        Http404: the procedure is neither shipped nor the agency's own.
        NotAllowed: they are no supervisor.
    """
    may_set(acting)
    base = procedure_for(acting, procedure_id)
    sop = replace(
        spoken(base.sop, language), version=_next_version(acting, base), author=acting.agency.name,
        based_on=base.sop.name,
    )  # fmt: skip
    made = ProcedureDraft.objects.create(
        owner=acting.agency, base=base, content=as_dict(sop), made_by=acting.user, changed_by=acting.user
    )
    audit(acting, DraftStarted(
        subject_kind=KIND, subject_id=str(made.pk), procedure=base.sop.name, digest=base.digest
    ))  # fmt: skip
    return made


@transaction.atomic
def change_whole(
    *,
    acting: Acting,
    draft_id: UUID,
    revision: int,
    title: str,
    note: str,
    jurisdiction: str,
    roles: dict[str, str],
) -> ProcedureDraft:
    """The title, the note, where it holds and the roles.

    Raises:
        Http404, NotAllowed, Refused: as for `save_step`.
    """
    draft = _locked(acting, draft_id, revision)
    before = draft.sop
    after = replace(before, title=title, note=note, jurisdiction=jurisdiction, roles=roles)
    return _save(acting, draft, after, "")


@transaction.atomic
def save_step(*, acting: Acting, draft_id: UUID, revision: int, step: Step) -> ProcedureDraft:
    """The step stands as it was sent. What protects people is the base's: it may be added to, not taken away.

    Raises:
        Http404: no open draft of the agency, or no such step.
        NotAllowed: they are no supervisor.
        Refused: a colleague saved meanwhile, or it takes a safety stop away.
    """
    draft = _locked(acting, draft_id, revision)
    sop = draft.sop
    _must_have(step.id, sop)
    base = draft.base.sop.by_id.get(step.id)
    if base is not None:
        step = replace(
            step, is_safety_stop=step.is_safety_stop or base.is_safety_stop,
            handles_goods=step.handles_goods or base.handles_goods,
        )  # fmt: skip
    return _save(acting, draft, editing.with_step(sop, step), step.id)


@transaction.atomic
def add_step(
    *, acting: Acting, draft_id: UUID, revision: int, after: str, title: str, role: str, what: str
) -> tuple[ProcedureDraft, str]:
    """A step more, which comes next after another; with its id.

    Raises:
        Http404, NotAllowed, Refused: as for `save_step`; or it has as many steps as a procedure may have.
    """
    draft = _locked(acting, draft_id, revision)
    sop = draft.sop
    _must_have(after, sop)
    if len(sop.steps) >= MOST_STEPS:
        raise Refused(_("it has %(count)s steps; no procedure has more") % {"count": len(sop.steps)})
    taken = {*sop.by_id, *draft.base.sop.by_id}  # an id is not given to another step: cases go by it
    name = editing.free_id(title, taken, "step")
    made = editing.added(sop, Step(name, title, role, what), after)
    return _save(acting, draft, made, name), name


@transaction.atomic
def move_step(
    *, acting: Acting, draft_id: UUID, revision: int, step: str, to: Literal["up", "down"]
) -> ProcedureDraft:
    """The step stands one place earlier or later.

    Raises:
        Http404, NotAllowed, Refused: as for `save_step`.
    """
    draft = _locked(acting, draft_id, revision)
    sop = draft.sop
    _must_have(step, sop)
    return _save(acting, draft, editing.moved(sop, step, to), step)


@transaction.atomic
def remove_step(*, acting: Acting, draft_id: UUID, revision: int, step: str) -> ProcedureDraft:
    """The step is taken out; what led to it leads to what came next where that is one step.

    Raises:
        Http404, NotAllowed, Refused: as for `save_step`; or it is the last one there is.
    """
    draft = _locked(acting, draft_id, revision)
    sop = draft.sop
    _must_have(step, sop)
    if len(sop.steps) == 1:
        raise Refused(_("a procedure has at least one step"))
    base = draft.base.sop.by_id.get(step)
    if base is not None and base.is_safety_stop:
        raise Refused(_("a safety stop of the procedure it is made from cannot be left out"))
    return _save(acting, draft, editing.without(sop, step), step)


@transaction.atomic
def save_question(
    *, acting: Acting, draft_id: UUID, revision: int, question: Question | None, name: str = ""
) -> ProcedureDraft:
    """The question stands as it was sent, a new one as the last; without one, that of the name is taken out.

    Raises:
        Http404, NotAllowed, Refused: as for `save_step`.
    """
    draft = _locked(acting, draft_id, revision)
    sop = draft.sop
    if question is None:
        if name not in {one.id for one in sop.questions}:
            raise Http404
        return _save(acting, draft, editing.without_question(sop, name), name)
    if len(sop.questions) >= MOST_QUESTIONS and question.id not in {one.id for one in sop.questions}:
        raise Refused(
            _("it asks %(count)s questions; no procedure asks more") % {"count": len(sop.questions)}
        )
    return _save(acting, draft, editing.with_question(sop, question), question.id)


@transaction.atomic
def publish(
    *, acting: Acting, draft_id: UUID, revision: int, version: str, author: str, why: str
) -> Procedure:
    """The draft becomes a version, as one that comes as a workbook does: it waits for a second person where the
    agency's rule asks for one, else it is in force and signed.

    Raises:
        Http404, NotAllowed: as for `save_step`.
        Refused: it has problems; no reason; the version is there already; or a colleague saved meanwhile.
    """
    draft = _locked(acting, draft_id, revision)
    sop = replace(draft.sop, version=version.strip(), author=author.strip())
    made = bring(acting=acting, sop=_readable(sop), base_id=draft.base_id, why=why)
    draft.became, draft.ended_at = made, timezone.now()
    draft.save(update_fields=["became", "ended_at"])
    audit(acting, DraftEnded(
        subject_kind=KIND, subject_id=str(draft.pk), became=made.sop.name, reason=why.strip()
    ))  # fmt: skip
    return made


@transaction.atomic
def give_up(*, acting: Acting, draft_id: UUID) -> None:
    """The draft is no longer worked at.

    Raises:
        Http404, NotAllowed: as for `save_step`.
    """
    draft = _locked(acting, draft_id, None)
    draft.ended_at = timezone.now()
    draft.save(update_fields=["ended_at"])
    audit(acting, DraftEnded(subject_kind=KIND, subject_id=str(draft.pk), became=""))


def _locked(acting: Acting, draft_id: UUID, revision: int | None) -> ProcedureDraft:
    rows = ProcedureDraft.objects.select_for_update(of=("self",)).select_related("base")
    found = rows.filter(pk=draft_id, owner=acting.agency, ended_at__isnull=True).first()
    if found is None:
        raise Http404
    may_set(acting)
    if revision is not None and found.revision != revision:
        raise Refused(
            _("somebody saved the draft meanwhile; look at it as it stands now, and make the change again")
        )
    return found


def _must_have(step: str, sop: SOP) -> None:
    if step not in sop.by_id:
        raise Http404


def _readable(sop: SOP) -> SOP:
    """It reads back from its own values: whatever a form let pass.

    Raises:
        Refused: it does not.
    """
    found, problems = procedure_from(as_dict(sop))
    if found is None:
        raise Refused(str(told(problems, sop)[0]))
    return found


def _save(acting: Acting, draft: ProcedureDraft, sop: SOP, part: str) -> ProcedureDraft:
    before, after = draft.sop, _readable(sop)
    draft.content, draft.revision = as_dict(after), draft.revision + 1
    draft.changed_by, draft.changed_at = acting.user, timezone.now()
    draft.save(update_fields=["content", "revision", "changed_by", "changed_at"])
    audit(acting, DraftChanged(
        subject_kind=KIND, subject_id=str(draft.pk), part=part or after.title, before=before.digest,
        after=after.digest,
    ))  # fmt: skip
    return draft


def _next_version(acting: Acting, base: Procedure) -> str:
    """A version that the agency does not have yet."""
    there = {one.version for one in procedures_for(acting) if one.owner_id and one.name == base.name}
    head, _dot, last = base.version.rpartition(".")
    number, stem = (int(last), head) if head and last.isdigit() and len(last) < 6 else (0, base.version)
    while True:
        number += 1
        if (made := f"{stem}.{number}"[:40]) not in there:
            return made
