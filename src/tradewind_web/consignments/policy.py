"""Who tells of consignments and decides about what is told. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.sharing.records import SharedRecord

RECORDING_ROLES: Final = (Role.OFFICER, Role.SUPERVISOR, Role.LICENSING, Role.ANALYST)


def can_record(acting: Acting) -> bool:
    """Whether one of the roles types legs in and decides about them."""
    return acting.holds(*RECORDING_ROLES)


def may_record(acting: Acting) -> None:
    """Raises NotAllowed unless one of the roles does."""
    if not can_record(acting):
        raise NotAllowed(_("telling of consignments"), _("officer, licensing officer, analyst or supervisor"))


def can_tell_of(acting: Acting, consignment: SharedRecord) -> bool:
    """Whether the person tells of consignments for the agency that answers for this one."""
    return can_record(acting) and consignment.owner_id == acting.agency.pk


def may_tell_of(acting: Acting, consignment: SharedRecord) -> None:
    """Raises NotAllowed unless they do."""
    may_record(acting)
    if consignment.owner_id != acting.agency.pk:
        raise NotAllowed(_("telling of what another agency answers for"), _("officer of that agency"))
