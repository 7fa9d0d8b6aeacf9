"""Who may share: officers, analysts, prosecutors and supervisors of an agency; never an administrator alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.sharing.markings import Permitted, Tlp, least_permitted, strictest_tlp
from tradewind_web.sharing.models import Audience
from tradewind_web.sharing.records import SharedRecord

SHARING_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.ANALYST, Role.PROSECUTOR)


def may_share(acting: Acting) -> None:
    """Raises NotAllowed unless one of the acting person's roles shares records."""
    if not acting.holds(*SHARING_ROLES):
        raise NotAllowed(_("sharing a record"), _("officer, analyst, prosecutor or supervisor"))


@dataclass(frozen=True, slots=True)
class Marking:
    """How far a record may travel and what may be done on the strength of it."""

    tlp: Tlp
    permitted: Permitted


def marking_for(acting: Acting, record: SharedRecord) -> Marking | None:
    """The marking that others bind the acting agency by, on the record or on what it was made from, as it is now.

    None where nobody does: it is the agency's own and made from its own, or public.
    """
    given = [r.audience for r in _given(acting, record)]
    if not given:
        return None
    return Marking(strictest_tlp([a.tlp for a in given]), least_permitted([a.permitted for a in given]))


def only_giver(acting: Acting, record: SharedRecord) -> UUID | None:
    """The agency that alone gave all that the acting one's own record was made from: what comes of it may always go
    back there. None where nobody did, or several."""
    givers = {r.owner_id for r in _given(acting, record)}
    return givers.pop() if len(givers) == 1 and record.owner_id == acting.agency.pk else None


def _given(acting: Acting, record: SharedRecord) -> list[SharedRecord]:
    return [
        r
        for r in (record, *record.resting_on())
        if r.owner_id != acting.agency.pk and r.audience.kind != Audience.Kind.EVERYONE
    ]


def may_be_acted_on(acting: Acting, record: SharedRecord) -> bool:
    """Whether a check, an enquiry or an outcome may follow from it: not from what was given for reading only."""
    marking = marking_for(acting, record)
    return marking is None or marking.permitted != Permitted.READ
