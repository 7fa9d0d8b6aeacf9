"""Who records seizures, corrects them, and takes a list of them away. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Kind, Role
from tradewind_web.errors import NotAllowed
from tradewind_web.seizures.models import Seizure
from tradewind_web.sharing.policy import may_be_acted_on

RECORDING_ROLES: Final = (Role.OFFICER, Role.SUPERVISOR, Role.LICENSING, Role.ANALYST)


def can_record(acting: Acting) -> bool:
    """Whether one of the roles records seizures."""
    return acting.holds(*RECORDING_ROLES)


def may_record(acting: Acting) -> None:
    """Raises NotAllowed unless one of the roles does."""
    if not can_record(acting):
        raise NotAllowed(_("recording seizures"), _("officer, licensing officer, analyst or supervisor"))


def can_correct(acting: Acting, seizure: Seizure) -> bool:
    """Whether the person records seizures for the agency that answers for this one."""
    return can_record(acting) and seizure.owner_id == acting.agency.pk


def may_correct(acting: Acting, seizure: Seizure) -> None:
    """Raises NotAllowed unless they do."""
    may_record(acting)
    if seizure.owner_id != acting.agency.pk:
        raise NotAllowed(_("correcting what another agency answers for"), _("officer of that agency"))


def takes_custody_to_court(acting: Acting, seizure: Seizure) -> bool:
    """Whether who held the goods, and what proves it, goes into the agency's archive for a court.

    Of its own seizures; and where the agency is a prosecutor's office that was given the seizure to act on: a chain of
    custody that stops at the border of an agency is none.
    """
    if seizure.owner_id == acting.agency.pk:
        return True
    return acting.agency.kind == Kind.PROSECUTOR and may_be_acted_on(acting, seizure)


def can_set_terms(acting: Acting) -> bool:
    """Whether the person supervises the agency's work."""
    return acting.holds(Role.SUPERVISOR)


def may_set_terms(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_set_terms(acting):
        raise NotAllowed(_("setting the days within which reports are filed"), _("supervisor"))
