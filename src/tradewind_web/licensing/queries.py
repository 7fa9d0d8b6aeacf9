"""Reading licences, quotas and their history."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q, Sum
from django.http import Http404
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing.checks import Check, checks_of
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.models import (
    Appeal,
    Licence,
    LicenceVersion,
    Paper,
    Quota,
    QuotaEntry,
)
from tradewind_web.licensing.models_register import Register
from tradewind_web.licensing.words import OPEN, Direction, Standing, State
from tradewind_web.sharing.kept import kept
from tradewind_web.sharing.paging import Page, page_of
from tradewind_web.sharing.records import SharedRows
from tradewind_web.traders.models import Trader

#: Licences that end so soon are shown as ending.
SOON: Final = timedelta(days=30)
MOST_OFFERED: Final = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; blank fields narrow nothing."""

    query: str = ""
    view: str = ""
    direction: str = ""
    substance: str = ""
    year: int | None = None

    def apply(self, rows: SharedRows, today: date) -> SharedRows:
        """The rows that answer all of it."""
        if self.query:
            said = self.query.strip()
            rows = rows.filter(
                Q(number__icontains=said) | Q(application_number__icontains=said)
                | Q(holder_number__iexact=said) | Q(holder_name__icontains=said)
            )  # fmt: skip
        if self.view in VIEWS:
            rows = rows.filter(VIEWS[self.view](today))
        if self.direction in Direction.values:
            rows = rows.filter(direction=self.direction)
        if self.substance:
            rows = rows.filter(substances_text__contains=f",{self.substance},")
        if self.year:
            rows = rows.filter(quota_year=self.year)
        return rows

    def told(self) -> dict[str, str]:
        """The fields that narrow, for the address."""
        said = {
            "q": self.query, "view": self.view, "direction": self.direction, "substance": self.substance,
            "year": str(self.year or ""),
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


#: Name of a view of the list -> what stands in it on a day.
VIEWS: Final[dict[str, Callable[[date], Q]]] = {
    "waiting": lambda today: Q(state=State.APPLIED, proposed__isnull=True),
    "second": lambda today: Q(proposed__isnull=False, state__in=OPEN),
    "asked": lambda today: Q(state=State.MORE_ASKED),
    "valid": lambda today: Q(state=State.GRANTED, valid_from__lte=today, valid_until__gte=today),
    "ending": lambda today: Q(state=State.GRANTED, valid_until__gte=today, valid_until__lte=today + SOON),
    "suspended": lambda today: Q(state=State.SUSPENDED),
    "appealed": lambda today: Q(appeals__state="lodged"),
    "drafts": lambda today: Q(state=State.DRAFT),
    "ended": lambda today: (
        Q(state__in=(State.REVOKED, State.REFUSED, State.WITHDRAWN))
        | Q(state=State.GRANTED, valid_until__lt=today)
    ),
}


def page(acting: Acting, filters: Filters, given: Mapping[str, Any]) -> Page:
    """One page of licences: those that wait by age, the others the newest first; constant time however deep."""
    rows = filters.apply(Licence.objects.visible_to(acting), timezone.localdate())
    rows = rows.prefetch_related("lines", "owner")
    if filters.view in ("waiting", "asked", "second"):
        return page_of(rows, given, key="entered_at", newest_first=False)
    if filters.view == "ending":
        return page_of(rows, given, key="valid_until", newest_first=False)
    return page_of(rows, given, key="entered_at")


def counts(acting: Acting) -> dict[str, int]:
    """How many stand in each view; kept until something is written."""
    today = timezone.localdate()

    def ask() -> dict[str, int]:
        rows = Licence.objects.visible_to(acting).order_by()
        named = {n: Count("pk", filter=q(today), distinct=True) for n, q in VIEWS.items() if n != "appealed"}
        found: dict[str, int] = rows.aggregate(**named)
        found["appealed"] = rows.filter(VIEWS["appealed"](today)).count()
        return found

    return kept(acting, "licensing counts", ask)


def oldest_waiting(acting: Acting) -> date | None:
    """Since when the oldest application waits."""
    row = (
        Licence.objects.visible_to(acting)
        .filter(VIEWS["waiting"](timezone.localdate()))
        .order_by("applied_on")
    )
    found: date | None = row.values_list("applied_on", flat=True).first()
    return found


def choices(acting: Acting) -> tuple[list[int], list[str]]:
    """The years and gases that occur, for narrowing the list."""

    def ask() -> tuple[list[int], list[str]]:
        rows = Licence.objects.visible_to(acting).order_by()
        years = list(rows.values_list("quota_year", flat=True).distinct().order_by("-quota_year"))
        texts = rows.values_list("substances_text", flat=True).distinct()[:2000]
        return years, sorted({code for text in texts for code in text.split(",") if code})

    return kept(acting, "licensing choices", ask)


def licence_for(acting: Acting, licence_id: uuid.UUID | str) -> Licence:
    """One licence with its lines.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    rows = Licence.objects.visible_to(acting).select_related(
        "owner", "audience", "holder", "decided_by", "amends"
    )
    found: Licence | None = rows.prefetch_related("lines").filter(pk=licence_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums over the lines of a licence, in grams."""

    allowed_g: int
    reserved_g: int
    cleared_g: int

    @property
    def left_g(self) -> int:
        """What is left; below zero where more was cleared."""
        return self.allowed_g - self.reserved_g - self.cleared_g


def balance(licence: Licence) -> Balance:
    """The sums of the lines as they stand."""
    lines = licence.lines.all()
    return Balance(
        sum(x.allowed_g for x in lines), sum(x.reserved_g for x in lines), sum(x.cleared_g for x in lines)
    )


def standing_of(licence: Licence) -> Standing | None:
    """Where it stands today."""
    return licence.standing(timezone.localdate(), left_g=balance(licence).left_g)


def checks_for(licence: Licence) -> list[Check]:
    """The checks of an application."""
    papers = licence.papers.filter(removed_at__isnull=True).count()
    return checks_of(licence, list(licence.lines.all()), rule_of(licence.party), papers)


def versions_of(licence: Licence) -> list[LicenceVersion]:
    """Every version, the newest first."""
    return list(licence.versions.select_related("by"))


def papers_of(licence: Licence) -> list[Paper]:
    """The documents, those set aside last."""
    rows = licence.papers.select_related("added_by")
    return sorted(rows, key=lambda p: (p.removed_at is not None, p.added_at))


def appeals_of(licence: Licence) -> list[Appeal]:
    """The appeals, the newest first."""
    return list(licence.appeals.select_related("noted_by", "decided_by"))


def paper_of(acting: Acting, licence_id: uuid.UUID, paper_id: uuid.UUID) -> Paper:
    """A document of a licence that reaches the viewer.

    Raises:
        Http404: there is none.
    """
    licence: Licence = Licence.objects.one_for(acting, licence_id)
    found = licence.papers.filter(pk=paper_id).first()
    if found is None:
        raise Http404
    return found


def holder_for(acting: Acting, trader_id: uuid.UUID | str) -> Trader:
    """A trader that reaches the viewer.

    Raises:
        Http404: there is none.
    """
    found: Trader = Trader.objects.one_for(acting, trader_id)
    return found


def issued(number: str, code: str) -> Licence | None:
    """The licence with this number and code, however they were typed; nobody is asked who they are."""
    letters = "".join(c for c in code.upper() if c.isascii() and c.isalpha())
    if len(letters) != 12:
        return None
    typed = "-".join(letters[n : n + 4] for n in range(0, 12, 4))
    found: Licence | None = (
        Licence.objects.filter(code=typed).prefetch_related("lines").select_related("owner").first()
    )
    if found is None or (found.number or "").casefold() != number.strip().casefold():
        return None
    return found


# Quotas ------------------------------------------------------------------------------------------------------


def quota_years(acting: Acting) -> list[int]:
    """The years with quotas, the newest first."""
    rows = Quota.objects.visible_to(acting).order_by().values_list("year", flat=True).distinct()
    return sorted(rows, reverse=True)


@dataclass(frozen=True, slots=True)
class GroupSum:
    """The sums of a group in a year, in milligrams of its unit."""

    group: str
    unit: str
    allotted_mg: int
    committed_mg: int
    cleared_mg: int
    overrun_mg: int

    @property
    def left_mg(self) -> int:
        """What may still be drawn."""
        return self.allotted_mg - self.committed_mg - self.cleared_mg


def group_sums(acting: Acting, year: int) -> list[GroupSum]:
    """The sums of each group of the year."""
    rows = (
        Quota.objects.visible_to(acting).filter(year=year).order_by("group").values("group", "unit")
        .annotate(a=Sum("allotted_mg"), c=Sum("committed_mg"), d=Sum("cleared_mg"), o=Sum("overrun_mg"))
    )  # fmt: skip
    return [GroupSum(r["group"], r["unit"], r["a"], r["c"], r["d"], r["o"]) for r in rows]


def quota_page(acting: Acting, year: int, group: str, given: Mapping[str, Any]) -> Page:
    """One page of the year's quotas, the greatest first."""
    rows = Quota.objects.visible_to(acting).filter(year=year).prefetch_related("holder")
    if group:
        rows = rows.filter(group=group)
    return page_of(rows, given, key="allotted_mg")


def quota_for(acting: Acting, quota_id: uuid.UUID | str) -> Quota:
    """One quota.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    rows = Quota.objects.visible_to(acting).select_related("holder", "owner", "audience")
    found: Quota | None = rows.filter(pk=quota_id).first()
    if found is None:
        raise Http404
    return found


def ledger(quota: Quota, given: Mapping[str, Any]) -> Page:
    """A page of a quota's entries, the newest first."""
    rows = QuotaEntry.objects.filter(quota=quota).select_related(
        "line__licence", "other__holder", "by", "reservation"
    )
    return page_of(rows, given, key="at")


def quotas_like(acting: Acting, quota: Quota) -> list[Quota]:
    """The other quotas of the same year and group: where a move may go."""
    rows = Quota.objects.visible_to(acting).filter(owner=quota.owner_id, year=quota.year, group=quota.group)
    return list(rows.exclude(pk=quota.pk).select_related("holder").order_by("pool", "holder__sort_key")[:500])


def quotas_of(acting: Acting, licence: Licence) -> list[Quota]:
    """The quotas a licence draws on, where they reach the viewer."""
    rows = Quota.objects.visible_to(acting).filter(draws__line__licence=licence).distinct()
    return list(rows.select_related("holder"))


# Registers kept elsewhere -------------------------------------------------------------------------------------


def registers_of(acting: Acting) -> list[Register]:
    """The registers that were sent, the newest first."""
    rows = Register.objects.visible_to(acting).select_related("sent_by").defer("troubles")
    return list(rows.order_by("-sent_at", "-pk")[:MOST_OFFERED])


def register_for(acting: Acting, register_id: uuid.UUID | str) -> Register:
    """One register.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found: Register = Register.objects.one_for(acting, register_id)
    return found
