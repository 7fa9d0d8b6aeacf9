"""Reading the register of seizures, and a person's own drafts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models import Case
from tradewind_web.findings.models import Finding
from tradewind_web.seizures.models import Draft, Photo, Seizure, Version
from tradewind_web.seizures.words import METHOD_WORDS, Found
from tradewind_web.sharing.paging import Page, page_of
from tradewind_web.sharing.records import SharedRows
from tradewind_web.traders.models import Trader
from tradewind_web.traders.searching import matches

#: Different ways to narrow the list that are offered.
MOST_CHOICES: Final = 2000
MOST_OFFERED: Final = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; blank fields narrow nothing."""

    year: int | None = None
    substance: str = ""
    method: str = ""
    found: str = ""

    def apply(self, rows: SharedRows) -> SharedRows:
        """The rows that answer all of it."""
        if self.year:
            rows = rows.filter(year=self.year)
        if self.substance:
            rows = rows.filter(substances_text__contains=f",{self.substance},")
        if self.method in METHOD_WORDS:
            rows = rows.filter(methods_text__contains=f",{self.method},")
        if self.found in Found.values:
            rows = rows.filter(found=self.found)
        return rows

    def told(self) -> dict[str, str]:
        """The fields that narrow, for the audit and the heading of a file."""
        said = {
            "year": str(self.year or ""),
            "substance": self.substance,
            "method": self.method,
            "found": self.found,
        }
        return {name: value for name, value in said.items() if value}


def page(acting: Acting, filters: Filters, given: Mapping[str, Any]) -> Page:
    """One page of the register, the newest first; constant time however deep."""
    rows = filters.apply(Seizure.objects.visible_to(acting)).prefetch_related("owner", "items")
    return page_of(rows, given, key="seized_on")


def choices(acting: Acting) -> tuple[list[int], list[str]]:
    """The years and the substances that occur, for narrowing the list."""
    rows = Seizure.objects.visible_to(acting).order_by()
    years = list(rows.values_list("year", flat=True).distinct().order_by("-year"))
    texts = rows.values_list("substances_text", flat=True).distinct()[:MOST_CHOICES]
    return years, sorted({code for text in texts for code in text.split(",") if code})


def seizure_for(acting: Acting, seizure_id: uuid.UUID | str) -> Seizure:
    """One seizure with its lines.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    rows = Seizure.objects.visible_to(acting).select_related("owner", "audience", "recorded_by", "finding")
    found: Seizure | None = rows.prefetch_related("items", "photos").filter(pk=seizure_id).first()
    if found is None:
        raise Http404
    return found


def traders_in(acting: Acting, seizure: Seizure) -> list[Trader]:
    """The traders of a seizure that reach the viewer; how many others there are is not told."""
    return list(Trader.objects.visible_to(acting).filter(seizures=seizure).order_by("sort_key", "id"))


def versions_of(seizure: Seizure) -> list[Version]:
    """Every version, the newest first."""
    return list(seizure.versions.select_related("by"))


def traders_chosen(acting: Acting, ids: list[str]) -> list[Trader]:
    """The traders of these ids that reach the viewer, by name."""
    return list(Trader.objects.visible_to(acting).filter(pk__in=ids).order_by("sort_key", "id"))


def finding_of(acting: Acting, seizure: Seizure | Draft) -> Finding | None:
    """The finding it answers, where that reaches the viewer."""
    found: Finding | None = Finding.objects.visible_to(acting).filter(pk=seizure.finding_id).first()
    return found


def case_of(acting: Acting, seizure: Seizure) -> Case | None:
    """The case in which it is worked on, where that reaches the viewer."""
    found: Case | None = Case.objects.visible_to(acting).filter(pk=seizure.case_id).first()
    return found


def cases_like(acting: Acting, query: str) -> list[Case]:
    """The newest cases whose number or title has what was typed; without it, the newest."""
    rows = Case.objects.visible_to(acting)
    if query.strip():
        rows = rows.filter(Q(number__icontains=query.strip()) | Q(title__icontains=query.strip()))
    return list(rows.order_by("-opened_at", "-id")[:MOST_OFFERED])


def findings_like(acting: Acting, query: str) -> list[Finding]:
    """The first findings that a few typed words find."""
    if not query.strip():
        return []
    rows = Finding.objects.visible_to(acting).filter(matches(query)).order_by("tier", "-rank", "id")
    return list(rows[:MOST_OFFERED])


def photo_of(acting: Acting, seizure_id: uuid.UUID, photo_id: uuid.UUID) -> Photo:
    """A photograph of a seizure that reaches the viewer.

    Raises:
        Http404: there is none.
    """
    seizure: Seizure = Seizure.objects.one_for(acting, seizure_id)
    found: Photo = _or_404(seizure.photos.filter(pk=photo_id))
    return found


def drafts_of(acting: Acting) -> list[Draft]:
    """The person's own drafts, the one saved last first."""
    if not acting.sees_content:
        return []
    rows = Draft.objects.filter(person=acting.user, agency=acting.agency).select_related("corrects")
    return list(rows.order_by("-saved_at", "id")[:MOST_OFFERED])


def draft_for(acting: Acting, draft_id: uuid.UUID) -> Draft:
    """The draft, when it is this person's.

    Raises:
        Http404: it is not.
    """
    if not acting.sees_content:
        raise Http404
    rows = Draft.objects.filter(person=acting.user, agency=acting.agency)
    found: Draft = _or_404(rows.filter(pk=draft_id).select_related("corrects", "finding"))
    return found


def draft_photo(acting: Acting, draft_id: uuid.UUID, photo_id: uuid.UUID) -> Photo:
    """A photograph of a person's own draft.

    Raises:
        Http404: there is none.
    """
    found: Photo = _or_404(draft_for(acting, draft_id).photos.filter(pk=photo_id))
    return found


def last_place(acting: Acting) -> tuple[str, str]:
    """Country and place of the person's last seizure: most officers stand where they stood."""
    own = Seizure.objects.filter(owner=acting.agency, recorded_by=acting.user)
    newest = own.aggregate(at=Max("recorded_at"))["at"]
    row = own.filter(recorded_at=newest).values_list("country", "place").first() if newest else None
    return row or (acting.agency.party, "")


def _or_404(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def seizures_due(viewer: Acting, until: date) -> QuerySet[Seizure]:
    """The acting agency's seizures whose last day is this one or earlier."""
    own = Seizure.objects.visible_to(viewer).filter(owner=viewer.agency, retain_until__lte=until)
    return own.order_by("retain_until", "pk")
