"""Reading proceedings and the law that was entered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from tradewind.reference import rows
from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models import Case
from tradewind_web.phrasing import listed
from tradewind_web.proceedings.models import (
    Archive,
    Decision,
    Element,
    LeftOut,
    Proceeding,
    Provision,
    Worksheet,
)
from tradewind_web.proceedings.policy import may_archive
from tradewind_web.proceedings.words import INFRINGEMENTS, State, Track
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.queries_storage import stays_of, totals
from tradewind_web.sharing.paging import Page, page_of

MOST_OFFERED: Final = 12


def page(acting: Acting, *, state: str, track: str, given: Mapping[str, Any]) -> Page:
    """One page of the register, what is due first at the front."""
    found = Proceeding.objects.visible_to(acting).select_related("owner", "seizure")
    if state in State.values:
        found = found.filter(state=state)
    if track in Track.values:
        found = found.filter(track=track)
    return page_of(found.prefetch_related("elements"), given, key="due_on", newest_first=False)


def proceeding_for(acting: Acting, proceeding_id: uuid.UUID) -> Proceeding:
    """One proceeding.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found = Proceeding.objects.visible_to(acting).select_related(
        "owner", "audience", "seizure__owner", "trader"
    )
    one: Proceeding | None = found.filter(pk=proceeding_id).first()
    if one is None:
        raise Http404
    return one


def seizure_of(acting: Acting, proceeding: Proceeding) -> Seizure | None:
    """The seizure it is about, where that reaches the viewer."""
    found: Seizure | None = (
        Seizure.objects.visible_to(acting)
        .prefetch_related("items", "photos")
        .filter(pk=proceeding.seizure_id)
        .first()
    )
    return found


def storage_of(acting: Acting, seizure: Seizure | None) -> list[str]:
    """What keeping the goods cost so far, for each currency; of the agency's own seizures."""
    if seizure is None or seizure.owner_id != acting.agency.pk:
        return []
    return totals(stays_of(seizure))


def case_of(acting: Acting, case_id: uuid.UUID | None) -> Case | None:
    """The case, where it reaches the viewer."""
    found: Case | None = Case.objects.visible_to(acting).filter(pk=case_id).first() if case_id else None
    return found


def elements_of(proceeding: Proceeding) -> list[Element]:
    """What has to be proved, with its evidence."""
    return list(proceeding.elements.prefetch_related("evidence__added_by", "evidence__photo"))


def worksheet_of(proceeding: Proceeding, number: int) -> Worksheet:
    """One worksheet.

    Raises:
        Http404: there is none of this number.
    """
    found = (
        proceeding.worksheets.select_related("provision", "provision_now", "by").filter(number=number).first()
    )
    if found is None:
        raise Http404
    return found


def of_seizure(acting: Acting, seizure_id: uuid.UUID) -> list[Proceeding]:
    """The proceedings about a seizure that reach the viewer."""
    found = Proceeding.objects.visible_to(acting).filter(seizure=seizure_id)
    return list(found.order_by("number")[:MOST_OFFERED])


def earlier(acting: Acting, proceeding: Proceeding) -> list[Decision]:
    """Decisions of the agency against the same accused before the act: what a repetition would rest on.

    Known by the trader, or by the name as it is written; who writes it otherwise is not found.
    """
    same = Q(proceeding__against__iexact=proceeding.against)
    if proceeding.trader_id:
        same |= Q(proceeding__trader=proceeding.trader_id)
    own = Proceeding.objects.visible_to(acting).filter(owner=acting.agency).exclude(pk=proceeding.pk)
    rows = Decision.objects.filter(
        same, proceeding__in=own, verdict__in=INFRINGEMENTS, decided_on__lt=proceeding.act_on
    )
    return list(rows.select_related("proceeding").order_by("-decided_on")[:MOST_OFFERED])


def provisions(acting: Acting, given: Mapping[str, Any]) -> Page:
    """The agency's own provisions, the newest in force at the front."""
    own = Provision.objects.visible_to(acting).filter(owner=acting.agency)
    later = Provision.objects.filter(replaces=OuterRef("pk"))
    return page_of(own.annotate(is_replaced=Exists(later)), given, key="in_force_from")


def after(acting: Acting, provision: Provision) -> Provision | None:
    """What took its place, where that reaches the viewer."""
    found: Provision | None = Provision.objects.visible_to(acting).filter(replaces=provision).first()
    return found


def provision_for(acting: Acting, provision_id: uuid.UUID) -> Provision:
    """One of them.

    Raises:
        Http404: it does not exist, or not for this viewer.
    """
    found: Provision = Provision.objects.one_for(acting, provision_id)
    return found


def starting_points() -> list[dict[str, str]]:
    """Penalties seen in public sources, each with its grade: a beginning to read from, never a range to use."""
    found = []
    for number, row in enumerate(rows.read("sanctions")):
        if not row["type"].startswith("case"):
            sources = rows.sources(row["source"])
            found.append({
                **row, "number": str(number), "citation": listed(s.citation for s in sources),
                "address": next((s.address for s in sources if s.address), ""),
            })  # fmt: skip
    return found


def starting_point(number: str) -> dict[str, str] | None:
    """One of them by its number; None where there is none."""
    return next((row for row in starting_points() if row["number"] == number), None)


def archives_of(acting: Acting, proceeding: Proceeding) -> list[Archive]:
    """The archives made of it, for those who make them.

    Raises:
        NotAllowed: the person does not.
    """
    may_archive(acting, proceeding)
    return list(proceeding.archives.select_related("asked_by"))


def left_out_of(acting: Acting, proceeding: Proceeding) -> list[LeftOut]:
    """What the defence does not get now, for those who decide it.

    Raises:
        NotAllowed: the person does not.
    """
    may_archive(acting, proceeding)
    return list(proceeding.left_out.filter(lifted_at__isnull=True).select_related("by"))


def archive_of(acting: Acting, proceeding: Proceeding, archive_id: uuid.UUID) -> Archive:
    """One archive.

    Raises:
        Http404: there is none; NotAllowed as above.
    """
    may_archive(acting, proceeding)
    found = proceeding.archives.select_related("asked_by").filter(pk=archive_id).first()
    if found is None:
        raise Http404
    return found


def seizures_like(acting: Acting) -> list[Seizure]:
    """The newest seizures that reach the viewer, to open a proceeding from."""
    found = Seizure.objects.visible_to(acting).prefetch_related("items", "owner")
    return list(found.order_by("-seized_on", "-id")[:MOST_OFFERED])
