"""Reports about a seizure: filed, revised, recalled, taken away; the agency's own days for them."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.reporting.cases import FORMS, Filing
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.numbering import hold, next_place
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.case_records import Added, report_of
from tradewind_web.seizures.events_reports import ReportFiled, ReportRecalled, ReportTaken, TermSet
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_reports import CaseFiling, ReportTerm
from tradewind_web.seizures.policy import may_correct, may_set_terms

MOST_DAYS: Final = 3650


@transaction.atomic
def file_report(
    *, acting: Acting, seizure_id: object, form: str, to: str, added: Added, why: str = ""
) -> CaseFiling:
    """File a form about a seizure: a first revision, or the next one of what this addressee has.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles record nothing.
        Refused: it is marked not to leave; nothing changed since the last revision, or no reason is given for one.
    """
    hold(acting.agency.pk)
    seizure = locked(acting, seizure_id)
    if form not in FORMS or not to:
        raise Refused(_("there is no such form, or it has no addressee"))
    may_leave(acting, seizure)
    report, today, why = report_of(seizure, added), timezone.localdate(), why.strip()
    before = seizure.filings.filter(form=form, to=to).order_by("-filed_at", "-revision").first()
    if before is None or before.is_recall:
        start = f"R{today.year}-"
        firsts = CaseFiling.objects.filter(agency=acting.agency, revision=1)
        number = f"{start}{next_place(acting.agency.pk, firsts, 'number', start):04}"
        filing = Filing(form, number, 1, to, today, report)
    else:
        last = before.filing
        if last.report == report:
            raise Refused(_("nothing changed since the last revision; there is nothing to file"))
        if not why:
            raise Refused(_("say why it is revised: the addressee reads the reason"))
        filing = last.revised(report, on=today, why=why)
    made = _lay_down(acting, seizure, filing)
    audit(acting, ReportFiled(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=filing.number, revision=filing.revision,
        form=form, to=to, digest=filing.digest, why=why,
    ))  # fmt: skip
    return made


@transaction.atomic
def recall(*, acting: Acting, filing: CaseFiling, why: str) -> CaseFiling:
    """Take a report back: the recall is its last revision, for the same addressee.

    Raises:
        Http404: its seizure does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles record nothing.
        Refused: no reason, it is not the last revision, or it was recalled already.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, str(filing.seizure_id))
    may_correct(acting, seizure)
    if not why.strip():
        raise Refused(_("say why it is recalled: the addressee reads the reason"))
    hold(acting.agency.pk)
    rows = CaseFiling.objects.select_for_update(of=("self",)).filter(
        agency=acting.agency, number=filing.number
    )
    last = rows.order_by("-revision").first()
    if last is None or last.pk != filing.pk or last.is_recall:
        raise Refused(_("it was revised or recalled meanwhile; look at its last revision"))
    taken_back = last.filing.recalled(on=timezone.localdate(), why=why.strip())
    made = _lay_down(acting, seizure, taken_back, version=last.version)
    audit(acting, ReportRecalled(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=taken_back.number,
        digest=taken_back.digest, why=taken_back.why,
    ))  # fmt: skip
    return made


@transaction.atomic
def note_taken(*, acting: Acting, filing: CaseFiling, kind: str, content: bytes) -> None:
    """A filed report was downloaded: who, as what, and the SHA-256 of the file.

    Raises:
        Http404: its seizure does not reach the person.
        Refused: the seizure is marked not to leave in a file.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, str(filing.seizure_id))
    may_leave(acting, seizure)
    audit(acting, ReportTaken(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=str(filing), kind=kind,
        digest=hashlib.sha256(content).hexdigest(),
    ))  # fmt: skip


@transaction.atomic
def set_term(*, acting: Acting, form: str, days: int | None) -> None:
    """Within how many days of the entry the agency means to file a form; None where it sets no day.

    Raises:
        NotAllowed: the person supervises nothing here.
        Refused: there is no such form, or the number cannot be meant.
    """
    may_set_terms(acting)
    if form not in FORMS or (days is not None and not 0 < days <= MOST_DAYS):
        raise Refused(_("write a number of days, or leave it blank"))
    hold(acting.agency.pk)
    before = ReportTerm.objects.filter(agency=acting.agency, form=form).first()
    if days is None:
        ReportTerm.objects.filter(agency=acting.agency, form=form).delete()
    else:
        ReportTerm.objects.update_or_create(agency=acting.agency, form=form, defaults={"days": days})
    audit(acting, TermSet(
        subject_kind="agency", subject_id=str(acting.agency.pk), form=form,
        before=before.days if before else None, after=days,
    ))  # fmt: skip


def may_leave(acting: Acting, seizure: Seizure) -> None:
    """Raises Refused where the seizure is marked TLP:RED: then nothing of it leaves in a file."""
    if not Seizure.objects.exportable_by(acting).filter(pk=seizure.pk).exists():
        raise Refused(_("it is marked TLP:RED: nothing of it may leave in a file; share it anew first"))


def _lay_down(acting: Acting, seizure: Seizure, filing: Filing, version: int | None = None) -> CaseFiling:
    return CaseFiling.objects.create(
        agency=acting.agency, seizure=seizure, version=version or seizure.version, form=filing.form,
        number=filing.number, revision=filing.revision, to=filing.to, said=filing.as_dict(), digest=filing.digest,
        is_recall=filing.is_recall, filed_by=acting.user,
    )  # fmt: skip
