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
from tradewind_web.cases.models import Procedure

DEFAULT: Final = "harmonised"


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
