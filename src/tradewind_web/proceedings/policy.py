"""Who conducts proceedings, enters law, and makes archives. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.proceedings.models import Proceeding

CONDUCTING_ROLES: Final = (Role.PROSECUTOR, Role.SUPERVISOR, Role.OFFICER)
#: What leaves for a court carries the office's name.
ARCHIVING_ROLES: Final = (Role.PROSECUTOR, Role.SUPERVISOR)


def can_conduct(acting: Acting, proceeding: Proceeding | None = None) -> bool:
    """Whether the person conducts proceedings, and this one, of their agency."""
    return acting.holds(*CONDUCTING_ROLES) and (proceeding is None or proceeding.owner_id == acting.agency.pk)


def may_conduct(acting: Acting, proceeding: Proceeding | None = None) -> None:
    """Raises NotAllowed unless they do."""
    if not acting.holds(*CONDUCTING_ROLES):
        raise NotAllowed(_("conducting proceedings"), _("prosecutor, officer or supervisor"))
    if proceeding is not None and proceeding.owner_id != acting.agency.pk:
        raise NotAllowed(_("conducting what another agency answers for"), _("prosecutor of that agency"))


def can_archive(acting: Acting, proceeding: Proceeding) -> bool:
    """Whether the person makes archives of it."""
    return acting.holds(*ARCHIVING_ROLES) and proceeding.owner_id == acting.agency.pk


def may_archive(acting: Acting, proceeding: Proceeding) -> None:
    """Raises NotAllowed unless they do."""
    if not can_archive(acting, proceeding):
        raise NotAllowed(_("making archives for a court"), _("prosecutor or supervisor of its own agency"))


def may_read_worksheets(acting: Acting, proceeding: Proceeding) -> None:
    """Raises NotAllowed for another agency: how an amount is weighed is the office's own thinking until it decides."""
    if proceeding.owner_id != acting.agency.pk:
        raise NotAllowed(_("reading the worksheets of another agency"), _("officer of that agency"))
