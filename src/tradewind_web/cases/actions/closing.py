"""What follows when a case ends: its outcome, its holds, and what the findings learn from it."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.events import CaseClosed
from tradewind_web.cases.freezing import findings_of
from tradewind_web.cases.running import Standing
from tradewind_web.cases.words import State
from tradewind_web.findings import actions as judging
from tradewind_web.findings.models import Finding, Triage
from tradewind_web.findings.policy import can_triage
from tradewind_web.findings.queries import is_read_only
from tradewind_web.jobs.queue import announce
from tradewind_web.sources.actions.ending import begin_term
from tradewind_web.sources.retention import What

#: Evidence, the strongest first -> what an outcome rests on, in the words of the inspections.
_PROOFS: Final = (
    ("judgment", Triage.Proof.JUDGEMENT),
    ("laboratory_report", Triage.Proof.LABORATORY),
    ("reading", Triage.Proof.INSTRUMENT),
)
_EXPLAINED: Final = frozenset({"released", "non_find"})


def settle(acting: Acting, standing: Standing, note: str = "") -> None:
    """Close the case where its procedure ended. In the caller's transaction; nothing where it goes on."""
    case, state = standing.case, standing.state
    if not state.ended:
        return
    case.state, case.outcome, case.outcome_note = State.CLOSED, state.outcome[:60], note
    case.closed_at = timezone.now()
    case.save(update_fields=["state", "outcome", "outcome_note", "closed_at"])
    begin_term(
        acting=acting, owner=case.owner, kind=case.kind, record_id=case.pk, title=case.number, what=What.CASE,
        on=timezone.localdate(case.closed_at),
    )  # fmt: skip
    taught = _teach(acting, standing, note)
    announce(
        "cases.closed",
        {"case": str(case.pk), "agency": str(case.owner_id), "outcome": case.outcome,
         "findings": [str(one.pk) for one in taught]},
        agency_id=case.owner_id,
    )  # fmt: skip
    audit(acting, CaseClosed(
        **case.as_subject, outcome=case.outcome, reason=note,
        findings=[str(one.pk) for one in taught],
    ))  # fmt: skip


def proof_of(standing: Standing) -> Triage.Proof:
    """What the outcome rests on, by the strongest evidence in the case."""
    kinds = {piece.kind for piece in standing.state.evidence}
    return next((proof for kind, proof in _PROOFS if kind in kinds), Triage.Proof.DOCUMENT)


def _teach(acting: Acting, standing: Standing, note: str) -> list[Finding]:
    """The outcome as the agency's judgement of the findings that it judges: explained, or confirmed with its proof."""
    if not can_triage(acting):
        return []
    case, outcome = standing.case, standing.state.outcome
    findings = [one for one in findings_of(acting, case) if not is_read_only(acting, one)]
    if not findings or outcome not in {*_EXPLAINED, "seized"}:
        return []
    ids = [one.pk for one in findings]
    looked = next((one.on for one in standing.state.done if one.step == "examine"), timezone.localdate())
    said = note or _("Case %(number)s") % {"number": case.number}
    if outcome in _EXPLAINED:
        judging.explain(acting=acting, findings=ids, explanation=said, inspected_on=looked)
    else:
        judging.confirm(
            acting=acting, findings=ids, result=Triage.Result.ILLEGAL, proof=proof_of(standing), inspected_on=looked,
            note=said,
        )  # fmt: skip
    return findings
