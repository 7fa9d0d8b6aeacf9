"""Who holds and writes off on licences: customs of the Party, and the agency that licensed."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Kind, Role
from tradewind_web.errors import NotAllowed
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.policy import can_license

CUSTOMS_ROLES: Final = (Role.OFFICER, Role.SUPERVISOR)


def is_customs(acting: Acting) -> bool:
    """Whether the agency acted for is a customs administration of a Party."""
    return acting.agency.kind == Kind.CUSTOMS and bool(acting.agency.party)


def can_clear(acting: Acting) -> bool:
    """Whether the person holds and writes off masses: a customs officer, or a licensing officer for paper typed in."""
    return (is_customs(acting) and acting.holds(*CUSTOMS_ROLES)) or can_license(acting)


def may_clear(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_clear(acting):
        raise NotAllowed(
            _("holding and writing off on licences"),
            _("customs officer, or licensing officer of the licensing agency"),
        )


def can_look_up(acting: Acting, licence: Licence) -> bool:
    """Whether the person is told what is left: of customs, or of the agency that licensed."""
    return is_customs(acting) or licence.owner_id == acting.agency.pk


def can_write_on(acting: Acting, licence: Licence) -> bool:
    """Whether the person may hold or write off on this licence, which reaches them."""
    return is_customs(acting) or licence.owner_id == acting.agency.pk
