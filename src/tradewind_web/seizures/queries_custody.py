"""Reading exhibits, the custody of a seizure and printed forms: for the agency that answers for the seizure alone."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import NotAllowed
from tradewind_web.seizures.actions.custody import typed_code
from tradewind_web.seizures.custody_ledger import Ledger, entries_of, ledger_of
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import CustodyEntry, Exhibit, PaperForm
from tradewind_web.seizures.models_evidence import EvidenceFile


def held_seizure(acting: Acting, seizure_id: uuid.UUID) -> Seizure:
    """A seizure of the acting agency's own: who held it where, and what proves it, is not shared with the record.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, seizure_id)
    if seizure.owner_id != acting.agency.pk:
        raise NotAllowed(_("reading the custody that another agency keeps"), _("officer of that agency"))
    return seizure


def exhibits_of(seizure: Seizure) -> list[Exhibit]:
    """The exhibits with their cylinders."""
    return list(seizure.exhibits.select_related("taken_from").prefetch_related("cylinders"))


def exhibit_of(seizure: Seizure, number: int) -> Exhibit:
    """One exhibit.

    Raises:
        Http404: there is none of this number.
    """
    found = seizure.exhibits.select_related("taken_from").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def custody_of(seizure: Seizure) -> Ledger:
    """Its ledger: entries, marks, explanations, where everything is."""
    return ledger_of(entries_of(seizure), seizure.explanations.select_related("by"))


def entry_of(seizure: Seizure, entry_id: uuid.UUID) -> CustodyEntry:
    """One entry.

    Raises:
        Http404: there is none.
    """
    rows = seizure.custody_entries.select_related("written_by", "corrects", "seizure__owner")
    found = rows.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    return found


def file_of(seizure: Seizure, number: int) -> EvidenceFile:
    """One file of evidence.

    Raises:
        Http404: there is none of this number.
    """
    found = seizure.evidence.select_related("of").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def sheets_of(entry: CustodyEntry) -> list[EvidenceFile]:
    """The signed sheets of an entry."""
    return list(entry.sheets.select_related("added_by"))


def entry_with(acting: Acting, code: str) -> CustodyEntry | None:
    """The entry of the acting agency whose paper carries this code."""
    rows = CustodyEntry.objects.filter(seizure__owner=acting.agency, code=typed_code(code))
    return rows.select_related("seizure").first() if acting.sees_content else None


def open_form(acting: Acting, code: str) -> PaperForm | None:
    """The printed form with this code that nothing was typed in from yet."""
    rows = PaperForm.objects.out_of(acting.agency).filter(code=typed_code(code))
    return rows.first() if acting.sees_content else None


def open_forms(acting: Acting) -> list[PaperForm]:
    """Printed forms that are still out, the oldest first."""
    return list(PaperForm.objects.out_of(acting.agency)[:100]) if acting.sees_content else []


def names_held(acting: Acting, seizure: Seizure) -> tuple[list[str], list[str]]:
    """Holders and places that were written before, to choose from: of this seizure's custody alone."""
    rows = list(seizure.custody_entries.values_list("from_holder", "to_holder", "from_place", "to_place"))
    holders = {name for row in rows for name in row[:2] if name} | {acting.user.display_name}
    places = {name for row in rows for name in row[2:] if name}
    return sorted(holders, key=str.casefold), sorted(places, key=str.casefold)


def seizures_held(acting: Acting) -> list[Seizure]:
    """The agency's newest seizures with exhibits, to choose one for a form that was written on paper."""
    own = Seizure.objects.visible_to(acting).filter(owner=acting.agency, exhibits__isnull=False)
    return list(own.distinct().order_by("-seized_on", "-id")[:50])
