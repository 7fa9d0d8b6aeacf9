"""What is written on yearly figures: statements, explanations, reports drawn up and sent, customs records beside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.reporting import Cell, Difference
from tradewind.reporting.columns import REPORTS
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.numbering import hold
from tradewind_web.audit.chaining import canonical
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.models import Job
from tradewind_web.jobs.queue import enqueue
from tradewind_web.licensing.models_yearly import (
    CustomsYear,
    YearlyExplanation,
    YearlyReport,
    YearlyStatement,
)
from tradewind_web.licensing.yearly import Year, figures, is_controlled, year_of
from tradewind_web.licensing.yearly_events import (
    CustomsYearAsked,
    CustomsYearPrepared,
    DifferenceExplained,
    FiguresExported,
    FigureStated,
    ReportDrawnUp,
    ReportSubmitted,
    StatementWithdrawn,
)
from tradewind_web.licensing.yearly_policy import may_read_figures, may_report
from tradewind_web.sharing.audiences import audience_of

#: The job that reads the declarations of a year.
CUSTOMS: Final = "licensing.yearly_customs"
FIRST_YEAR: Final = 1986


@transaction.atomic
def state_figure(
    *, acting: Acting, year: int, report: str, cell: Cell, amount: int, source: str
) -> YearlyStatement:
    """An officer answers for a figure that no clearance tells; 0 says that there was none.

    Raises:
        NotAllowed: the person writes no reports.
        Refused: no such figure, no source, or customs cleared something: then the clearances are the figure.
    """
    may_report(acting)
    _must_exist(year, report, cell)
    if not source.strip():
        raise Refused(_("say where the figure comes from: both Secretariats may ask"))
    if amount < 0:
        raise Refused(_("a figure is not below zero"))
    hold(acting.agency.pk)
    _must_be_blank(acting, year, report, cell)
    open_ = YearlyStatement.objects.filter(
        owner=acting.agency, year=year, report=report, withdrawn_at=None, **cell._asdict()
    )
    before = open_.first()
    open_.update(withdrawn_at=timezone.now())
    stated = YearlyStatement.objects.create(
        owner=acting.agency, year=year, report=report, amount=amount, source=source.strip(), by=acting.user,
        **cell._asdict(),
    )  # fmt: skip
    audit(acting, FigureStated(
        subject_kind="agency", subject_id=str(acting.agency.pk), year=year, report=report, amount=str(amount),
        before="" if before is None else str(before.amount), source=source.strip(), **cell._asdict(),
    ))  # fmt: skip
    return stated


@transaction.atomic
def withdraw_statement(*, acting: Acting, statement_id: int) -> YearlyStatement:
    """What was stated no longer counts: the figure is blank again.

    Raises:
        Http404: the agency has no such statement that counts.
    """
    may_read_figures(acting)
    rows = YearlyStatement.objects.select_for_update(of=("self",))
    stated = rows.filter(owner=acting.agency, pk=statement_id, withdrawn_at=None).first()
    if stated is None:
        raise Http404
    may_report(acting)
    stated.withdrawn_at = timezone.now()
    stated.save(update_fields=["withdrawn_at"])
    audit(acting, StatementWithdrawn(
        subject_kind="agency", subject_id=str(acting.agency.pk), year=stated.year, report=stated.report,
        form=stated.form, substance=stated.substance, partner=stated.partner, column=stated.column,
        amount=str(stated.amount),
    ))  # fmt: skip
    return stated


@transaction.atomic
def explain(*, acting: Acting, year: int, key: str, said: str) -> YearlyExplanation:
    """Why two figures differ, of the figures as they stand now.

    Raises:
        Http404: nothing of that name differs.
        Refused: nothing was said.
    """
    may_report(acting)
    if not said.strip():
        raise Refused(_("write why the two figures differ"))
    shown = next((s for s in year_of(acting, year).differences if s.difference.key == key), None)
    if shown is None:
        raise Http404
    found: Difference = shown.difference
    written, _made = YearlyExplanation.objects.update_or_create(
        owner=acting.agency, year=year, key=key,
        defaults={
            "left_g": found.left_g, "right_g": found.right_g, "said": said.strip(), "by": acting.user,
            "at": timezone.now(),
        },
    )  # fmt: skip
    audit(acting, DifferenceExplained(
        subject_kind="agency", subject_id=str(acting.agency.pk), year=year, key=key, substance=found.substance,
        left_kg=_kilos(found.left_g), right_kg=_kilos(found.right_g), before=shown.said, said=said.strip(),
    ))  # fmt: skip
    return written


@transaction.atomic
def draw_up(*, acting: Acting, year: int, report: str, why: str = "") -> YearlyReport:
    """The figures as they stand now, frozen as the one draft of the report; drawn up again, it is that draft.

    Raises:
        Refused: a version was sent already and nobody says why another is needed.
    """
    may_report(acting)
    _must_be_year(year, report)
    hold(acting.agency.pk)
    rows = YearlyReport.objects.filter(owner=acting.agency, year=year, report=report)
    newest, draft = rows.order_by("-version").first(), rows.filter(state=YearlyReport.State.DRAFT).first()
    if draft is None and newest is not None and not why.strip():
        raise Refused(_("a version was sent already; say why it is revised"))
    content = content_of(acting, year_of(acting, year), report)
    said: dict[str, Any] = {
        "content": content, "digest": digest_of(content), "drawn_up_by": acting.user, "drawn_up_at": timezone.now(),
    }  # fmt: skip
    if draft is None:
        draft = YearlyReport(
            owner=acting.agency, audience=audience_of(agencies=[acting.agency]), party=acting.agency.party,
            year=year, report=report, version=newest.version + 1 if newest else 1,
        )  # fmt: skip
    for name, value in said.items():
        setattr(draft, name, value)
    draft.why = why.strip() or draft.why
    draft.save()
    audit(acting, ReportDrawnUp(
        subject_kind=YearlyReport.kind, subject_id=str(draft.pk), year=year, report=report, version=draft.version,
        digest=draft.digest, why=draft.why,
    ))  # fmt: skip
    return draft


@transaction.atomic
def submit(*, acting: Acting, report_id: object, on: date, reference: str) -> YearlyReport:
    """Note that the draft went out; the version sent before is superseded and stays as it was.

    Raises:
        Http404: no such report.
        Refused: it was sent already, or the day is to come.
    """
    found: YearlyReport = (
        YearlyReport.objects.visible_to(acting).filter(owner=acting.agency).one(str(report_id))
    )
    may_report(acting)
    hold(acting.agency.pk)
    report: YearlyReport = YearlyReport.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if report.state != YearlyReport.State.DRAFT:
        raise Refused(_("this version was sent already; draw up a new one to revise it"))
    if on > timezone.localdate():
        raise Refused(_("the day is to come; note it when the report has gone out"))
    rows = YearlyReport.objects.filter(owner=acting.agency, year=report.year, report=report.report)
    before = rows.filter(state=YearlyReport.State.SUBMITTED).first()
    if before is not None:
        before.state = YearlyReport.State.SUPERSEDED
        before.save(update_fields=["state"])
    report.state, report.submitted_by = YearlyReport.State.SUBMITTED, acting.user
    report.submitted_on, report.reference = on, reference.strip()
    report.save()
    audit(acting, ReportSubmitted(
        subject_kind=YearlyReport.kind, subject_id=str(report.pk), year=report.year, report=report.report,
        version=report.version, on=on.isoformat(), reference=report.reference, digest=report.digest,
        supersedes=str(before.pk) if before else "",
    ))  # fmt: skip
    return report


@transaction.atomic
def note_export(*, acting: Acting, year: int, kind: str, digest: str) -> None:
    """The figures of a year were taken away as a file."""
    may_read_figures(acting)
    audit(acting, FiguresExported(
        subject_kind="agency", subject_id=str(acting.agency.pk), year=year, kind=kind, digest=digest,
    ))  # fmt: skip


@transaction.atomic
def ask_customs(*, acting: Acting, year: int) -> Job:
    """Have a job read what the declarations of the year say."""
    may_report(acting)
    _must_be_year(year)
    agency = acting.agency
    job = enqueue(
        CUSTOMS, {"agency": str(agency.pk), "year": year}, agency_id=agency.pk, asked_by_id=acting.user_id,
        once=f"{CUSTOMS}:{agency.pk}:{year}",
    )  # fmt: skip
    audit(acting, CustomsYearAsked(subject_kind="agency", subject_id=str(agency.pk), year=year))
    return job


@transaction.atomic
def keep_customs(
    *, acting: PlatformFor, agency: Agency, year: int, rows: Sequence[Sequence[Any]], left_out: Mapping[str, int],
    items: int,
) -> CustomsYear:  # fmt: skip
    """What a job read in the declarations of the year."""
    kept, _made = CustomsYear.objects.update_or_create(
        owner=agency, year=year,
        defaults={"rows": [list(r) for r in rows], "left_out": dict(left_out), "prepared_at": timezone.now()},
    )  # fmt: skip
    audit(acting, CustomsYearPrepared(
        subject_kind="agency", subject_id=str(agency.pk), year=year, items=items, rows=len(rows),
    ))  # fmt: skip
    return kept


def content_of(acting: Acting, year: Year, report: str) -> dict[str, Any]:
    """A report whole, as its digest covers it and as JSON gives it."""
    return {
        "report": report, "party": acting.agency.party, "year": year.year, "unit": "g",
        "decimals_of_a_tonne": REPORTS[report].places, "clearances": year.clearances,
        "figures": list(figures(year, report)),
        "statements": [
            {"form": s.form, "substance": s.substance, "partner": s.partner, "column": s.column, "amount": s.amount,
             "source": s.source}
            for (of, _cell), s in sorted(year.stated.items(), key=lambda item: str(item[0])) if of == report
        ],
        "differences": [
            {"between": s.difference.between, "form": s.difference.form, "substance": s.difference.substance,
             "partner": s.difference.partner, "left_g": s.difference.left_g, "right_g": s.difference.right_g,
             "because": s.difference.because, "explanation": "" if s.is_stale else s.said}
            for s in year.differences
        ],
    }  # fmt: skip


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content as canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _must_be_year(year: int, report: str = "article7") -> None:
    if report not in REPORTS or not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Refused(_("there are no yearly figures for that year or of that name"))


def _must_exist(year: int, report: str, cell: Cell) -> None:
    _must_be_year(year, report)
    names = [column.name for column in REPORTS[report].forms.get(cell.form, ())]
    if cell.column not in names or not is_controlled(cell.substance):
        raise Refused(_("the report has no such figure; begin from its page"))


def _must_be_blank(acting: Acting, year: int, report: str, cell: Cell) -> None:
    """Nothing was cleared for it, and no statement on all countries stands beside one on a single country."""
    stands = year_of(acting, year)
    alike = [
        other for other in stands.cells[report]
        if other._replace(partner="") == cell._replace(partner="")
        and (other.partner == cell.partner or not (other.partner and cell.partner))
    ]  # fmt: skip
    if any((report, other) not in stands.stated for other in alike):
        raise Refused(
            _(
                "customs cleared some of it in that year: the figure is the sum of its clearances; correct those"
            )
        )
    if any(other != cell for other in alike):
        raise Refused(_("it is stated by country already, or for all countries; withdraw that first"))


def _kilos(grams: int | None) -> str:
    return "" if grams is None else f"{grams / 1000:g}"
