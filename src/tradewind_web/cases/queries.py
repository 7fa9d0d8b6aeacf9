"""Reading cases: the list, one case, what waits for a person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import id_of
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.cases.models import Case, Evidence, Frozen, Hold, Relation
from tradewind_web.cases.policy import WORKING_ROLES
from tradewind_web.cases.words import State
from tradewind_web.findings.models import Finding
from tradewind_web.sharing.paging import PAGE, Page, page_of
from tradewind_web.sharing.records import SharedRows

MOST_OFFERED: Final = 30
MOST_SHOWN: Final = 200
#: Of a person's own open cases, offered beside something to be kept.
MOST_IN_HAND: Final = 5


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; blank fields narrow nothing."""

    look: str = "open"
    q: str = ""
    origin: str = ""

    def apply(self, rows: SharedRows, acting: Acting, today: date) -> SharedRows:
        """The rows that answer all of it."""
        if self.look == "mine":
            rows = rows.filter(state=State.OPEN, officer=acting.user)
        elif self.look == "due":
            rows = rows.filter(_worked_by(acting), state=State.OPEN).filter(
                Q(warn_on__lte=today) | ~Q(stopped_why="")
            )
        elif self.look == "open":
            rows = rows.filter(state=State.OPEN)
        elif self.look == "closed":
            rows = rows.exclude(state=State.OPEN)
        if self.q:
            rows = rows.filter(Q(number__icontains=self.q) | Q(title__icontains=self.q))
        if self.origin:
            rows = rows.filter(origin=self.origin)
        return rows

    def told(self) -> dict[str, str]:
        """The fields that narrow, for the links of the list."""
        return {
            name: value
            for name, value in (("look", self.look), ("q", self.q), ("origin", self.origin))
            if value
        }


def page(acting: Acting, filters: Filters, given: Mapping[str, Any], size: int = PAGE) -> Page:
    """One page of cases, the newest first; constant time however deep."""
    rows = filters.apply(Case.objects.visible_to(acting), acting, timezone.localdate())
    with_all = rows.select_related("owner", "officer", "with_agency", "procedure")
    return page_of(with_all, given, key="opened_at", size=size)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open cases wait for a person, and for the agency."""

    mine: int
    due: int


def waiting(acting: Acting) -> Waiting:
    """The figures of the day."""
    rows, today = Case.objects.visible_to(acting), timezone.localdate()
    return Waiting(*(Filters(look).apply(rows, acting, today).count() for look in ("mine", "due")))


def case_for(acting: Acting, case_id: uuid.UUID | str) -> Case:
    """One case with what its page needs.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    rows = Case.objects.visible_to(acting).select_related(
        "owner",
        "audience",
        "procedure",
        "first_procedure",
        "officer",
        "opened_by",
        "with_agency",
        "merged_into",
    )
    found: Case | None = rows.prefetch_related("events").filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def names_in(case: Case) -> dict[str, str]:
    """Key of a person who did something in the case -> how they are called."""
    ids = {one.by_id for one in case.events.all()}
    return {str(user.pk): user.display_name for user in User.objects.filter(pk__in=ids)}


def evidence_of(case: Case) -> list[Evidence]:
    """The evidence in the order it came."""
    return list(case.evidence.select_related("by")[:MOST_SHOWN])


def holds_of(case: Case) -> list[Hold]:
    """Its holds, the newest first."""
    return list(case.holds.select_related("made_by", "frozen"))


def hold_of(acting: Acting, case_id: uuid.UUID, hold_id: uuid.UUID) -> Hold:
    """A hold of a case that reaches the viewer.

    Raises:
        Http404: there is none.
    """
    case: Case = Case.objects.one_for(acting, case_id)
    found = case.holds.select_related("case", "case__owner").filter(pk=hold_id).first()
    if found is None:
        raise Http404
    return found


def frozen_of(case: Case) -> list[Frozen]:
    """What was frozen, the newest first."""
    return list(case.frozen.select_related("by").order_by("-at", "-id"))


def frozen_for(acting: Acting, case_id: uuid.UUID, frozen_id: int) -> Frozen:
    """One of them, of a case that reaches the viewer.

    Raises:
        Http404: there is none.
    """
    case: Case = Case.objects.one_for(acting, case_id)
    found = case.frozen.select_related("case").filter(pk=frozen_id).first()
    if found is None:
        raise Http404
    return found


def relations_of(acting: Acting, case: Case) -> list[tuple[Relation, Case]]:
    """Cases that belong to it and reach the viewer, with how and why."""
    rows = Relation.objects.filter(Q(one=case) | Q(other=case)).order_by("at")
    pairs = [(row, row.other_id if row.one_id == case.pk else row.one_id) for row in rows]
    seen = {one.pk: one for one in Case.objects.visible_to(acting).filter(pk__in=[pk for _row, pk in pairs])}
    return [(row, seen[pk]) for row, pk in pairs if pk in seen]


def in_hand(acting: Acting) -> list[Case]:
    """The person's own open cases that their agency works in, the newest few."""
    rows = Case.objects.visible_to(acting).filter(_worked_by(acting), state=State.OPEN, officer=acting.user)
    return list(rows.order_by("-opened_at", "-id")[:MOST_IN_HAND])


def piece_for(acting: Acting, case_id: uuid.UUID, evidence_id: uuid.UUID) -> Evidence:
    """What a machine said in a case of the viewer's own agency, word for word.

    Raises:
        Http404: there is none.
    """
    case: Case = Case.objects.one_for(acting, case_id)
    own = case.evidence.select_related("case").exclude(content="")
    found: Evidence | None = own.filter(pk=evidence_id).first() if case.owner_id == acting.agency.pk else None
    if found is None:
        raise Http404
    return found


def others_for(acting: Acting, case: Case | None = None) -> list[Case]:
    """The newest open cases of the agency but this one, to relate or merge with, or to put a finding to."""
    rows = Case.objects.visible_to(acting).filter(_worked_by(acting), state=State.OPEN)
    rows = rows if case is None else rows.exclude(pk=case.pk)
    return list(rows.order_by("-opened_at", "-id")[:MOST_OFFERED])


def colleagues(acting: Acting) -> QuerySet[User]:
    """The people of the agency who work in cases, by name."""
    now = timezone.now()
    ids = Membership.objects.at(now).filter(agency=acting.agency, role__in=WORKING_ROLES).values("user")
    return User.objects.filter(pk__in=ids, is_active=True).order_by("display_name", "pk")


def partners(acting: Acting) -> QuerySet[Agency]:
    """The other agencies of the platform, by name."""
    return Agency.objects.exclude(pk=acting.agency.pk).order_by("name")


def cases_about(acting: Acting, finding: Finding) -> list[Case]:
    """The cases about a finding that reach the viewer."""
    return list(
        Case.objects.visible_to(acting).filter(about__finding=finding).order_by("-opened_at")[:MOST_OFFERED]
    )


def finding_for_case(acting: Acting, finding_id: str) -> Finding:
    """A finding to open a case from.

    Raises:
        Http404: it does not reach the viewer.
    """
    found: Finding = Finding.objects.one_for(acting, id_of(finding_id))
    return found


def _worked_by(acting: Acting) -> Q:
    return Q(with_agency=acting.agency) | Q(with_agency__isnull=True, owner=acting.agency)
