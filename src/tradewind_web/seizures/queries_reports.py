"""Reading reports: for the agency that answers for the seizure. What is due to whom follows from the seizures."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _

from tradewind.errors import UnknownName
from tradewind.reference import components_of, substance
from tradewind.reporting import due_in
from tradewind.reporting.cases import FORMS, Published, publish
from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import NotAllowed
from tradewind_web.seizures.case_records import Added
from tradewind_web.seizures.models import UNKNOWN, Seizure
from tradewind_web.seizures.models_reports import CaseFiling, ReportTerm
from tradewind_web.sharing.paging import Page, page_of

#: The forms asked of every case; the others are filed where somebody chooses to.
_EXPECTED: Final = ("form1", "cen", "article7")
#: Seizures that a statistic counts at most.
MOST_COUNTED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that a seizure asks for. `state`: open, filed, changed (the seizure was corrected since), recalled."""

    form: str
    to: str
    state: str
    filing: CaseFiling | None = None
    due_on: date | None = None
    #: Whose rule the day is: of the Protocol, or the agency's own; blank where no day is set.
    rule: str = ""

    @property
    def needs_work(self) -> bool:
        """Whether something is still to be filed."""
        return self.state in ("open", "changed")


def reported_seizure(acting: Acting, seizure_id: uuid.UUID) -> Seizure:
    """A seizure of the acting agency's own, with its lines and filings.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it.
    """
    rows = Seizure.objects.visible_to(acting).select_related("owner").prefetch_related("items", "filings")
    seizure: Seizure | None = rows.filter(pk=seizure_id).first()
    if seizure is None:
        raise Http404
    if seizure.owner_id != acting.agency.pk:
        raise NotAllowed(_("reading the reports that another agency files"), _("officer of that agency"))
    return seizure


def filing_for(acting: Acting, filing_id: uuid.UUID) -> CaseFiling:
    """A filed report whose seizure reaches the person.

    Raises:
        Http404: there is none.
        NotAllowed: another agency filed it.
    """
    found = CaseFiling.objects.select_related("seizure", "filed_by").filter(pk=filing_id).first()
    if found is None:
        raise Http404
    reported_seizure(acting, found.seizure_id)
    return found


def chain_of(filing: CaseFiling) -> list[CaseFiling]:
    """Every revision of a report, the newest first."""
    rows = CaseFiling.objects.filter(agency=filing.agency_id, number=filing.number)
    return list(rows.select_related("filed_by").order_by("-revision"))


def last_added(seizure: Seizure) -> Added:
    """What the newest report said beside the seizure: it need not be typed again for the next form."""
    filings = [f for f in seizure.filings.all() if not f.is_recall]
    return Added.of(filings[0].report) if filings else Added()


def duties_of(seizure: Seizure, terms: Mapping[str, int]) -> list[Duty]:
    """Each report that a seizure asks for, with what was filed of it; the filings are prefetched."""
    newest: dict[tuple[str, str], CaseFiling] = {}
    for filing in seizure.filings.all():  # the newest first
        newest.setdefault((filing.form, filing.to), filing)
    wanted = [(name, form.to) for name, form in FORMS.items() if form.to != "party" and name in _EXPECTED]
    wanted += [("origin", seizure.came_from)] if seizure.came_from else []
    wanted += [("neighbour", code) for code in seizure.via]
    rest = [key for key in newest if key not in wanted]
    return [_duty(seizure, form, to, newest.get((form, to)), terms) for form, to in [*wanted, *rest]]


def _duty(seizure: Seizure, form: str, to: str, filing: CaseFiling | None, terms: Mapping[str, int]) -> Duty:
    day, rule = _due(seizure, form, terms)
    state = "open"
    if filing is not None:
        state = "recalled" if filing.is_recall else "changed" if filing.version < seizure.version else "filed"
    return Duty(form, to, state, filing, day, rule)


def _due(seizure: Seizure, form: str, terms: Mapping[str, int]) -> tuple[date | None, str]:
    """The day of the agency's own rule, or of the Protocol; the decisions on cases set none ("when they occur")."""
    if form in terms:
        return seizure.recorded_at.date() + timedelta(days=terms[form]), "own"
    if form == "article7":
        return next(
            d.on for d in due_in(seizure.year + 1, article_5=False) if d.report == "article7"
        ), "protocol"
    return None, ""


def terms_of(acting: Acting) -> dict[str, int]:
    """The agency's own days by form."""
    return dict(ReportTerm.objects.filter(agency=acting.agency).values_list("form", "days"))


def calendar(acting: Acting, given: Mapping[str, Any]) -> Page:
    """The agency's own seizures, the newest first, each with what was filed about it; constant time however deep."""
    rows = (
        Seizure.objects.visible_to(acting)
        .filter(owner=acting.agency)
        .prefetch_related("filings", "owner", "items")
    )
    return page_of(rows, given, key="seized_on")


def statistic(acting: Acting) -> Published:
    """Own cases that may leave, by substance group and year, small counts withheld.

    A case with gases of two groups counts in both.
    """
    rows = Seizure.objects.exportable_by(acting).filter(owner=acting.agency).order_by("-seized_on")
    told = rows.values_list("year", "substances_text")[:MOST_COUNTED]
    counted: list[tuple[str, str]] = []
    for year, text in told:
        groups = {group for code in text.split(",") if code for group in _groups(code)}
        counted += [(group, str(year)) for group in sorted(groups)]
    return publish(counted)


def _groups(designation: str) -> set[str]:
    """The families of the controlled parts: a blend of HFCs counts as HFC."""
    try:
        parts = [substance(part) for part, _share in components_of(designation)]
    except UnknownName:
        return {UNKNOWN}
    return {part.family for part in parts if part.controlled} or {UNKNOWN}


def table_rows(table: Published) -> Sequence[tuple[str, list[int | None]]]:
    """The published table row by row, the sums last."""
    return [(row, [table.cells[row, column] for column in table.columns]) for row in table.rows]
