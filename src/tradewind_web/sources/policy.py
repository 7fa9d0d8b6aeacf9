"""Who may send files, mend rows, and decide what is kept how long. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.sharing.records import SharedRecord

SENDING_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.LICENSING, Role.ANALYST)


def may_send(acting: Acting) -> bool:
    """Whether one of the roles sends files and mends rows."""
    return acting.holds(*SENDING_ROLES)


def must_send(acting: Acting) -> None:
    """Raises NotAllowed unless one of the roles sends files."""
    if not may_send(acting):
        raise NotAllowed(_("sending files"), _("officer, licensing officer, analyst or supervisor"))


def must_answer_for(acting: Acting, record: SharedRecord) -> None:
    """Raises NotAllowed unless the person sends files for the agency that answers for this record."""
    must_send(acting)
    if record.owner_id != acting.agency.pk:
        raise NotAllowed(_("changing what another agency answers for"), _("officer of that agency"))


def must_decide_for(acting: Acting, record: SharedRecord) -> None:
    """Raises NotAllowed unless the person is a supervisor of the agency that answers for this record."""
    must_supervise(acting)
    if record.owner_id != acting.agency.pk:
        raise NotAllowed(_("deciding how long it is kept"), _("supervisor of the agency that answers for it"))


def must_supervise(acting: Acting) -> None:
    """Raises NotAllowed unless the person is a supervisor: retention, holds, watched folders, searches for a person."""
    if not acting.holds(Role.SUPERVISOR):
        raise NotAllowed(_("deciding what is loaded by itself and what is kept"), str(Role.SUPERVISOR.label))


def must_set_rules(acting: Acting) -> None:
    """Raises NotAllowed unless the person is a supervisor or an administrator: a rule shows nothing of a record."""
    if not acting.holds(Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise NotAllowed(_("deciding how long records are kept"), _("supervisor or administrator"))
