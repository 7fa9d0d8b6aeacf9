"""The board of what in the custody of an agency's seizures asks for a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import Custody
from tradewind_web.seizures.models_storage import Stay
from tradewind_web.seizures.words_custody import Ask
from tradewind_web.sharing.paging import Page, page_of, place_in

PER_PAGE: Final = 25
#: Days that a mark has stood, to narrow the board by.
AGES: Final = (1, 7, 30, 90)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board is narrowed to; blank fields narrow nothing."""

    kind: str = ""
    site: UUID | None = None
    days: int | None = None

    def apply(self, rows: QuerySet[Custody]) -> QuerySet[Custody]:
        """The rows that answer all of it."""
        if self.kind in Ask.values:
            rows = rows.filter(open_kinds__contains=f",{self.kind},")
        if self.site:
            here = Stay.objects.filter(seizure=OuterRef("seizure"), site=self.site, until__isnull=True)
            rows = rows.filter(Exists(here))
        if self.days:
            rows = rows.filter(open_since__lte=timezone.now() - timedelta(days=self.days))
        return rows

    def told(self) -> dict[str, str]:
        """The fields that narrow, for the links to further pages."""
        said = {"kind": self.kind, "site": str(self.site or ""), "days": str(self.days or "")}
        return {name: value for name, value in said.items() if value}


def marks_page(acting: Acting, filters: Filters, given: Mapping[str, str]) -> Page:
    """One page of the agency's seizures whose custody asks for a look, what asks longest first."""
    rows = filters.apply(_asking(acting)).select_related("seizure__owner").prefetch_related("seizure__items")
    place: dict[str, Any] = {**filters.told(), **place_in(given)}
    return page_of(rows, place, key="open_since", newest_first=False, size=PER_PAGE)


def marks_waiting(acting: Acting) -> int:
    """How many seizures of the agency have a custody that asks for a look."""
    return _asking(acting).count()


def _asking(acting: Acting) -> QuerySet[Custody]:
    own = Seizure.objects.visible_to(acting).filter(owner=acting.agency)
    return Custody.objects.filter(open_since__isnull=False, seizure__in=own)
