"""Who may share: officers, analysts, prosecutors and supervisors of an agency; never an administrator alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.sharing.records import SharedRecord

SHARING_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.PROSECUTOR)


def may_share(acting: Acting) -> None:
    """Raises NotAllowed unless one of the acting person's roles shares records."""
    if not acting.holds(*SHARING_ROLES):
        raise NotAllowed(_("sharing a record"), _("officer, analyst, prosecutor or supervisor"))


def needs_pass_on(acting: Acting, record: SharedRecord) -> bool:
    """Whether sharing it on is bound by what others marked: it is theirs, or made from theirs."""
    return record.owner_id != acting.agency.pk or record.rests_on_others()
