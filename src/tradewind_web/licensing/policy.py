"""Who writes licences and quotas. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Kind, Role
from tradewind_web.errors import NotAllowed
from tradewind_web.licensing.models import Licence

#: Who takes applications in, decides on them and keeps quotas.
LICENSING_ROLES: Final = (Role.LICENSING,)
#: Who lets a licence go beyond a quota, and sets the rules of the Party.
OVERRIDING_ROLES: Final = (Role.SUPERVISOR,)


def can_license(acting: Acting) -> bool:
    """Whether the person writes licences and quotas: a licensing officer of an agency of a Party that is no customs."""
    return acting.holds(*LICENSING_ROLES) and is_licensing_agency(acting)


def is_licensing_agency(acting: Acting) -> bool:
    """Whether the agency could license: it belongs to a Party and is no customs."""
    return bool(acting.agency.party) and acting.agency.kind != Kind.CUSTOMS


def may_license(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_license(acting):
        raise NotAllowed(_("writing licences and quotas"), _("licensing officer of the licensing agency"))


def can_change(acting: Acting, licence: Licence) -> bool:
    """Whether the person writes licences for the agency that answers for this one."""
    return can_license(acting) and licence.owner_id == acting.agency.pk


def may_change(acting: Acting, licence: Licence) -> None:
    """Raises NotAllowed unless they do."""
    may_license(acting)
    if licence.owner_id != acting.agency.pk:
        raise NotAllowed(_("changing a licence of another agency"), _("licensing officer of that agency"))


def can_override(acting: Acting) -> bool:
    """Whether the person lets a licence go beyond a quota, and sets the Party's rules."""
    return acting.holds(*OVERRIDING_ROLES) and is_licensing_agency(acting)


def may_override(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_override(acting):
        raise NotAllowed(_("going beyond a quota"), _("supervisor of the licensing agency"))


def can_decide(acting: Acting, licence: Licence) -> bool:
    """Whether the person decides on licences of the agency that answers for this one."""
    own = licence.owner_id == acting.agency.pk and is_licensing_agency(acting)
    return own and acting.holds(*LICENSING_ROLES, *OVERRIDING_ROLES)


def may_decide(acting: Acting, licence: Licence) -> None:
    """Raises NotAllowed unless they do."""
    if not can_decide(acting, licence):
        raise NotAllowed(
            _("deciding on a licence"), _("licensing officer or supervisor of the licensing agency")
        )


def may_read_papers(acting: Acting, licence: Licence) -> None:
    """Raises NotAllowed unless the agency decides on it: what an applicant brings is for who decides alone."""
    if licence.owner_id != acting.agency.pk:
        raise NotAllowed(_("reading what an applicant brought"), _("person of the licensing agency"))


def may_set_rules(acting: Acting) -> None:
    """Raises NotAllowed unless the person sets the rules of licensing of the Party."""
    if not can_override(acting):
        raise NotAllowed(_("setting the rules of licensing"), _("supervisor of the licensing agency"))


def may_print(acting: Acting, licence: Licence) -> None:
    """Raises NotAllowed unless the agency answers for the licence: its paper bears the code."""
    if licence.owner_id != acting.agency.pk:
        raise NotAllowed(_("printing a licence"), _("person of the licensing agency"))
