"""The procedures of the platform: those that ship are put there on first use, an agency's as it brought them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tradewind.procedures.shelf import shipped, shipped_names
from tradewind.procedures.sop import SOP, as_dict
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.cases.models import Procedure
from tradewind_web.cases.models_procedures import ProcedureDraft, ProcedureRule, SharedProcedure

DEFAULT: Final = "harmonised"
MOST_NEIGHBOURS: Final = 200


def put_shipped() -> None:
    """Every shipped procedure is there, in the version of this product; older ones stay for the cases on them, and
    no new case runs on them."""
    wanted = {shipped(name).digest: shipped(name) for name in shipped_names()}
    there = dict(Procedure.objects.filter(owner__isnull=True).values_list("digest", "retired_at"))
    if {digest for digest, retired in there.items() if retired is None} == set(wanted):
        return
    _put(wanted)


@transaction.atomic
def _put(wanted: Mapping[str, SOP]) -> None:
    for digest, sop in wanted.items():
        Procedure.objects.get_or_create(
            owner=None, digest=digest,
            defaults={"name": sop.id, "version": sop.version, "title": sop.title, "author": sop.author,
                      "content": as_dict(sop)},
        )  # fmt: skip
    gone = Procedure.objects.filter(owner__isnull=True, retired_at__isnull=True).exclude(
        digest__in=list(wanted)
    )
    gone.update(retired_at=timezone.now())
    Procedure.objects.filter(owner__isnull=True, digest__in=list(wanted)).update(retired_at=None)


def procedures_for(acting: Acting) -> list[Procedure]:
    """The shipped procedures and those of the acting agency, in force or not, the agency's own first."""
    put_shipped()
    rows = Procedure.objects.filter(owner__isnull=True) | Procedure.objects.filter(owner=acting.agency)
    found = list(rows.select_related("brought_by", "adopted_by", "base"))
    return sorted(
        found, key=lambda p: (p.owner_id is None, p.name != DEFAULT, p.name, -p.brought_at.timestamp())
    )


def neighbours_for(acting: Acting) -> list[Procedure]:
    """The versions in force that other agencies share with the acting one, the newest first."""
    rows = SharedProcedure.objects.visible_to(acting).exclude(owner=acting.agency)
    rows = rows.filter(procedure__retired_at__isnull=True).select_related("procedure__owner")
    newest = rows.order_by("-procedure__adopted_at", "-pk")[:MOST_NEIGHBOURS]
    return [one.procedure for one in newest]


def readable_for(acting: Acting, procedure_id: UUID | str, *, to_keep: bool = False) -> Procedure:
    """One to read: shipped, the agency's own, or shared with it; `to_keep` for a file that leaves the platform.

    Raises:
        Http404: it is not there, or does not reach the agency.
    """
    rows = (
        SharedProcedure.objects.exportable_by(acting)
        if to_keep
        else SharedProcedure.objects.visible_to(acting)
    )
    found = (
        rows.exclude(owner=acting.agency)
        .select_related("procedure__owner", "audience")
        .filter(pk=procedure_id)
    )
    shared: SharedProcedure | None = found.first()
    return procedure_for(acting, procedure_id) if shared is None else shared.procedure


def shared_for(acting: Acting, procedure_id: UUID | str) -> SharedProcedure:
    """A version that was shared and reaches the acting agency, as the record that is shared.

    Raises:
        Http404: there is none.
    """
    rows = SharedProcedure.objects.visible_to(acting).select_related("procedure", "owner", "audience")
    found: SharedProcedure = rows.one(procedure_id)
    return found


def sharing_of(acting: Acting, procedure: Procedure) -> SharedProcedure | None:
    """The record by which a version reaches others; None where nobody shared it."""
    rows = SharedProcedure.objects.visible_to(acting).select_related("owner", "audience")
    found: SharedProcedure | None = rows.filter(pk=procedure.pk).first()
    return found


def drafts_of(acting: Acting) -> list[ProcedureDraft]:
    """The drafts that people of the agency work at, the latest first."""
    rows = ProcedureDraft.objects.filter(owner=acting.agency, ended_at__isnull=True)
    return list(rows.select_related("base", "changed_by").order_by("-changed_at")[:MOST_NEIGHBOURS])


def draft_for(acting: Acting, draft_id: UUID) -> ProcedureDraft:
    """One of them.

    Raises:
        Http404: it is not there, ended, or another agency's.
    """
    rows = ProcedureDraft.objects.filter(owner=acting.agency, ended_at__isnull=True)
    found = rows.select_related("base", "changed_by").filter(pk=draft_id).first()
    if found is None:
        raise Http404
    return found


def rule_of(agency: Agency) -> ProcedureRule:
    """How the agency puts its procedures into force."""
    return ProcedureRule.objects.filter(agency=agency).first() or ProcedureRule(agency=agency)


def in_force_for(acting: Acting) -> list[Procedure]:
    """Those on which a new case can run."""
    return [one for one in procedures_for(acting) if one.is_in_force]


def procedure_for(acting: Acting, procedure_id: UUID | str) -> Procedure:
    """One of them.

    Raises:
        Http404: it is not there, or another agency's.
    """
    found = next((one for one in procedures_for(acting) if str(one.pk) == str(procedure_id)), None)
    if found is None:
        raise Http404
    return found
