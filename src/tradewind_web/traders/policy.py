"""Who keeps the register of traders. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.sharing.records import SharedRecord

KEEPING_ROLES: Final = (Role.OFFICER, Role.SUPERVISOR, Role.LICENSING, Role.ANALYST)


def can_keep(acting: Acting) -> bool:
    """Whether one of the roles adds, corrects and links traders."""
    return acting.holds(*KEEPING_ROLES)


def may_keep(acting: Acting) -> None:
    """Raises NotAllowed unless one of the roles does."""
    if not can_keep(acting):
        raise NotAllowed(
            _("keeping the register of traders"), _("officer, licensing officer, analyst or supervisor")
        )


def can_correct(acting: Acting, trader: SharedRecord) -> bool:
    """Whether the person keeps the register of the agency that answers for this trader."""
    return can_keep(acting) and trader.owner_id == acting.agency.pk


def may_correct(acting: Acting, trader: SharedRecord) -> None:
    """Raises NotAllowed unless they do."""
    may_keep(acting)
    if trader.owner_id != acting.agency.pk:
        raise NotAllowed(_("correcting what another agency answers for"), _("officer of that agency"))


def can_forget(acting: Acting, trader: SharedRecord) -> bool:
    """Whether the person is a supervisor of the agency that answers for this trader."""
    return acting.holds(Role.SUPERVISOR) and trader.owner_id == acting.agency.pk


def may_forget(acting: Acting, trader: SharedRecord) -> None:
    """Raises NotAllowed unless they are."""
    if not can_forget(acting, trader):
        raise NotAllowed(_("forgetting a trader"), _("supervisor of the agency that answers for it"))
