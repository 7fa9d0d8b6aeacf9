"""Who may run an agency: supervisors and administrators; each person runs their own programs and stand-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User

RUNNING = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def must_run(acting: Acting) -> None:
    """Raises NotAllowed unless the acting person runs the agency."""
    if not acting.holds(*RUNNING):
        raise NotAllowed(_("running the agency"), _("supervisor or administrator"))


def must_run_or_be(acting: Acting, person: User) -> None:
    """Raises NotAllowed unless it concerns the acting person, or they run the agency."""
    if acting.user_id != person.pk:
        must_run(acting)
