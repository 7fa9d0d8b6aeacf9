"""Working through the steps of a case: evidence, answers, done, confirmed; and the safety stop."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind.procedures.sop import Question
from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.closing import settle
from tradewind_web.cases.events import (
    EvidenceAdded,
    FactSaid,
    SafetyStopLifted,
    SafetyStopRaised,
    StepCompleted,
    StepConfirmed,
)
from tradewind_web.cases.models import Case, Evidence
from tradewind_web.cases.policy import may_do, may_work_in
from tradewind_web.cases.running import Standing, event, standing_of, write_down
from tradewind_web.cases.words import State
from tradewind_web.errors import Refused


def locked(acting: Acting, case_id: UUID | str) -> Case:
    """The case, held until the commit, for a person who works in it.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency works in it, or their roles do not.
        Refused: it is closed.
    """
    found: Case = Case.objects.one_for(acting, str(case_id))
    may_work_in(acting, found)
    rows = Case.objects.select_related("procedure", "first_procedure", "owner")
    case: Case = rows.select_for_update(of=("self",)).get(pk=found.pk)
    if case.state != State.OPEN:
        raise Refused(_("the case is closed; nothing more can be written down in it"))
    return case


@transaction.atomic
def add_evidence(
    *, acting: Acting, case_id: UUID | str, step: str, kind: str, text: str, source: str = "", ref: str = "",
    sha256: str = "",
) -> Evidence:  # fmt: skip
    """Evidence is laid to a step of the case; it stays there.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it.
        Refused: nothing is said of what it is, or the procedure has no such step.
    """
    return lay(acting, locked(acting, case_id), step, kind, text, source, ref, sha256)


def lay(
    acting: Acting,
    case: Case,
    step: str,
    kind: str,
    text: str,
    source: str = "",
    ref: str = "",
    sha256: str = "",
    content: str = "",
) -> Evidence:
    """The same in a case that is held already."""
    if not text.strip():
        raise Refused(_("say in a few words what it is and what it shows"))
    if not kind.strip():
        raise Refused(_("say what kind of evidence it is"))
    made = Evidence.objects.create(
        case=case, step=step, kind=kind.strip()[:60], text=text.strip(), source=source.strip()[:300], ref=ref[:120],
        sha256=sha256, content=content, by=acting.user,
    )  # fmt: skip
    standing = write_down(
        acting, case, event(acting, "evidence", step=step, kind=made.kind, ref=str(made.pk))
    )
    audit(acting, EvidenceAdded(
        **case.as_subject, step=_title(standing, step), kind=made.kind, evidence=str(made.pk), text=made.text,
        source=made.source,
    ))  # fmt: skip
    return made


@transaction.atomic
def say(*, acting: Acting, case_id: UUID | str, fact: str, value: str) -> Standing:
    """The answer to a question of the procedure; a later one takes its place, and undoes nothing that was done.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it.
        Refused: there is no such question, or this is no answer to it.
    """
    case = locked(acting, case_id)
    before = standing_of(case)
    question = next((one for one in before.sop.questions if one.id == fact), None)
    if question is None:
        raise Refused(_("the procedure does not ask this"))
    answer = _answer(question, value)
    standing = write_down(acting, case, event(acting, "say", fact=fact, value=answer))
    audit(acting, FactSaid(
        **case.as_subject, fact=question.asked, value=value, before=str(before.state.facts.get(fact, "")),
    ))  # fmt: skip
    return standing


@transaction.atomic
def complete_step(*, acting: Acting, case_id: UUID | str, step: str, note: str = "") -> Standing:
    """The step is done, or, where two must sign, waits for the second. The last step closes the case.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it, or their roles do not do this step.
        Refused: evidence or an answer is missing, other steps must come first, or the goods are not safe.
    """
    case = locked(acting, case_id)
    needs_second = _may_do(acting, case, step)
    if note.strip():
        lay(acting, case, step, "note", note)
    standing = write_down(acting, case, event(acting, "complete", step=step))
    audit(acting, StepCompleted(
        **case.as_subject, step=_title(standing, step), waits_for_second=needs_second, reason=note.strip()
    ))  # fmt: skip
    settle(acting, standing, note.strip())
    return standing


@transaction.atomic
def confirm_step(*, acting: Acting, case_id: UUID | str, step: str, note: str = "") -> Standing:
    """The second person signs: another than the first, who had the role; a small office has no two of each role.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it.
        Refused: the first person has not done it, or is the same.
    """
    case = locked(acting, case_id)
    standing = write_down(acting, case, event(acting, "confirm", step=step))
    audit(acting, StepConfirmed(**case.as_subject, step=_title(standing, step), reason=note.strip()))
    settle(acting, standing, note.strip())
    return standing


@transaction.atomic
def raise_stop(*, acting: Acting, case_id: UUID | str, why: str) -> Standing:
    """Danger: nothing is done in the case until another person lifts it.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it.
        Refused: it is not said what the danger is.
    """
    case = locked(acting, case_id)
    if not why.strip():
        raise Refused(_("say what the danger is"))
    standing = write_down(acting, case, event(acting, "stop", why=why.strip()))
    audit(acting, SafetyStopRaised(**case.as_subject, reason=why.strip()))
    return standing


@transaction.atomic
def lift_stop(*, acting: Acting, case_id: UUID | str, why: str) -> Standing:
    """Another person says why it is safe.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it.
        Refused: it is the person who raised it, there is none, or no reason.
    """
    case = locked(acting, case_id)
    if not why.strip():
        raise Refused(_("say why it is safe now"))
    standing = write_down(acting, case, event(acting, "lift", why=why.strip()))
    audit(acting, SafetyStopLifted(**case.as_subject, reason=why.strip()))
    return standing


def _may_do(acting: Acting, case: Case, step: str) -> bool:
    """Whether two must sign it. Raises NotAllowed unless the roles do it."""
    found = case.procedure.sop.by_id.get(step)
    if found is None:
        raise Refused(_("the procedure has no such step"))
    may_do(acting, found.role)
    return found.four_eyes


def _answer(question: Question, value: str) -> str | bool | float:
    if question.kind == "yes_no" and value in ("yes", "no"):
        return value == "yes"
    if question.kind == "choice" and value in question.choices:
        return value
    if question.kind == "number":
        try:
            return float(value)
        except ValueError as error:
            raise Refused(_("answer with a number")) from error
    raise Refused(_("choose one of the answers"))


def _title(standing: Standing, step: str) -> str:
    found = standing.sop.by_id.get(step)
    return found.title if found else step
