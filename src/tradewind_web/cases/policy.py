"""Who works in cases, signs as the second person, and adopts procedures. Reading is decided by `visible_to` alone."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.cases.models import Case
from tradewind_web.errors import NotAllowed

WORKING_ROLES: Final = (Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.LICENSING, Role.PROSECUTOR)
#: Roles of the shipped procedures that not everybody who works in cases has; in a small office a supervisor stands in.
_NARROWER: Final = {
    "legal": (Role.PROSECUTOR, Role.SUPERVISOR),
    "supervisor": (Role.SUPERVISOR,),
}
#: A deed that binds in law needs more than reading and writing about it.
HOLDING_ROLES: Final = (Role.OFFICER, Role.SUPERVISOR, Role.PROSECUTOR)
SETTING_ROLES: Final = (Role.SUPERVISOR,)


def may_open(acting: Acting) -> None:
    """Raises NotAllowed unless one of the roles works in cases."""
    if not acting.holds(*WORKING_ROLES):
        raise NotAllowed(
            _("working in cases"), _("officer, analyst, licensing officer, prosecutor or supervisor")
        )


def can_work_in(acting: Acting, case: Case) -> bool:
    """Whether the person's agency works in the case now."""
    return acting.holds(*WORKING_ROLES) and case.worked_by_id == acting.agency.pk


def may_work_in(acting: Acting, case: Case) -> None:
    """Raises NotAllowed unless it does."""
    may_open(acting)
    if case.worked_by_id != acting.agency.pk:
        raise NotAllowed(_("working in what another agency has in hand"), _("officer of that agency"))


def can_do(acting: Acting, role: str) -> bool:
    """Whether the person's roles do steps of this role of a procedure."""
    return acting.holds(*_NARROWER.get(role, WORKING_ROLES))


def may_do(acting: Acting, role: str) -> None:
    """Raises NotAllowed unless they do."""
    if not can_do(acting, role):
        needs = _("supervisor") if role == "supervisor" else _("prosecutor or supervisor")
        raise NotAllowed(_("this step"), needs)


def may_hold(acting: Acting, case: Case) -> None:
    """Raises NotAllowed unless the person may hold and release goods in the case."""
    may_work_in(acting, case)
    if not acting.holds(*HOLDING_ROLES):
        raise NotAllowed(_("holding goods"), _("officer, prosecutor or supervisor"))


def can_set(acting: Acting) -> bool:
    """Whether the person brings and adopts procedures."""
    return acting.holds(*SETTING_ROLES)


def may_set(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_set(acting):
        raise NotAllowed(_("changing procedures"), _("supervisor"))
