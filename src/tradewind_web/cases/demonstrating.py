"""Invented cases of the demonstration, made by the same actions as any other: one with goods held, one released, one
control that found nothing."""

from __future__ import annotations

from typing import Final

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.actions import arranging, holding, opening, working
from tradewind_web.cases.models import Case
from tradewind_web.findings.models import Finding, Tier
from tradewind_web.findings.wording import words

_INVENTED: Final = "Demonstration: invented"
_LAW: Final = "Customs Act (invented), section 12"


def work_some(officer: Acting, supervisor: Acting) -> None:
    """The cases of one customs office: `officer` opens them, `supervisor` decides. Nothing where there are some."""
    if Case.objects.filter(owner=officer.agency).exists():
        return
    opening.record_non_find(
        acting=officer, title="Routine control at the east quay", origin="control",
        why=f"{_INVENTED}: 24 cylinders, all R-134a by the instrument, papers and stamps in order",
    )  # fmt: skip
    quiet, loud = _finding(officer, Tier.NOTE), _finding(officer, Tier.FIRST)
    if quiet is not None:
        _released(officer, supervisor, quiet)
    if loud is not None:
        _held(officer, loud)


def _finding(officer: Acting, tier: Tier) -> Finding | None:
    """The last of a tier about one declared item: the first ones are left for whoever walks through the day."""
    rows = Finding.objects.visible_to(officer).filter(
        owner=officer.agency, status=Finding.Status.CURRENT, tier=tier, subject_kind="declaration item",
        triages__isnull=True,
    )  # fmt: skip
    found: Finding | None = rows.order_by("rank", "library_id").first()
    return found


def _opened(officer: Acting, finding: Finding) -> Case:
    case = opening.open_case(
        acting=officer, title=words(finding).what[:200], origin="findings", findings=[finding.pk],
        summary=_INVENTED,
    )  # fmt: skip
    working.complete_step(acting=officer, case_id=case.pk, step="detect")
    working.say(acting=officer, case_id=case.pk, fact="suspicion", value="stands")
    working.complete_step(acting=officer, case_id=case.pk, step="triage")
    return case


def _held(officer: Acting, finding: Finding) -> Case:
    case = _opened(officer, finding)
    holding.hold_goods(
        acting=officer, case_id=case.pk, ground=case.procedure.sop.by_id["hold"].grounds[2], law=_LAW,
        goods=f"{_INVENTED}: 40 cylinders of 13.6 kg, labels lifted at the edge", place="Shed 2, east quay",
        seals="BVT 00417 to 00420", importer=str(finding.facts.get("importer") or "An invented importer"),
    )  # fmt: skip
    arranging.comment(
        acting=officer,
        case_id=case.pk,
        text=f"{_INVENTED}: the driver says the cylinders were relabelled at sea.",
    )
    return case


def _released(officer: Acting, supervisor: Acting, finding: Finding) -> Case:
    case = _held(officer, finding)
    pk = case.pk

    def lay(step: str, kind: str, text: str) -> None:
        working.add_evidence(acting=officer, case_id=pk, step=step, kind=kind, text=text, source=_INVENTED)

    def done(step: str, **facts: str) -> None:
        for fact, value in facts.items():
            working.say(acting=officer, case_id=pk, fact=fact, value=value)
        working.complete_step(acting=officer, case_id=pk, step=step)

    done("hold")
    lay("safety", "safety_check", "Shed aired, cylinders upright, detector quiet")
    done("safety", danger="none")
    lay("examine", "photograph", "Six photographs of labels, stamps and valves")
    lay("examine", "weighing", "40 cylinders, gross 724 kg, tare 180 kg")
    done("examine")
    lay("identify", "reading", "R-134a 99.8 %, air 0.2 %, eight of 40 by the sampling plan")
    done("identify", identity="known")
    lay("qualify", "hearing", "The importer brought the supplier's certificate and the licence")
    working.say(acting=supervisor, case_id=pk, fact="qualification", value="lawful")
    working.complete_step(acting=supervisor, case_id=pk, step="qualify")
    working.confirm_step(acting=officer, case_id=pk, step="qualify")
    reason = "The gas is what the papers say; the code was mistyped and is corrected"
    holding.end_hold(acting=officer, case_id=pk, how="released", reason=reason)
    done("release")
    done("report")
    working.complete_step(acting=officer, case_id=pk, step="learn", note=reason)
    return case
