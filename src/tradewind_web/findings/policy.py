"""Who may judge findings: officers, analysts and supervisors of any agency the finding reaches, each for their own."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed

TRIAGE_ROLES: Final = (Role.OFFICER, Role.ANALYST, Role.SUPERVISOR)


def can_triage(acting: Acting) -> bool:
    """Whether the acting person judges findings for their agency; others of it read."""
    return acting.holds(*TRIAGE_ROLES)


def may_triage(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_triage(acting):
        raise NotAllowed(_("judging findings"), _("officer, analyst or supervisor"))
