"""What needs a second person and was done by one, because the agency has no other: noted for a review.

Other apps call `note_alone` with the event they just recorded.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.events import SoleActReviewed
from tradewind_web.agencies.models import SoleAct
from tradewind_web.agencies.policy import must_run
from tradewind_web.agencies.queries import may_review
from tradewind_web.audit.models import Event
from tradewind_web.audit.recording import record
from tradewind_web.errors import Refused


def note_alone(acting: Acting, event: Event) -> SoleAct:
    """Put what was just recorded on the agency's review list, in the caller's transaction."""
    return SoleAct.objects.create(agency=acting.agency, event=event, done_by=acting.user)


@transaction.atomic
def review(*, acting: Acting, act: SoleAct, reason: str = "") -> None:
    """Say that one looked at it.

    Raises:
        NotAllowed: the acting person does not run the agency.
        Refused: it is their own act, or was looked at already.
    """
    must_run(acting)
    act = SoleAct.objects.select_for_update(of=("self",)).select_related("event").get(pk=act.pk)
    if act.reviewed_at is not None:
        raise Refused(_("somebody has looked at this already"))
    if not may_review(acting, act):
        raise Refused(_("nobody looks at their own act; a colleague must"))
    act.reviewed_by, act.reviewed_at = acting.user, timezone.now()
    act.save(update_fields=["reviewed_by", "reviewed_at"])
    record(acting, SoleActReviewed(
        subject_kind=act.event.subject_kind, subject_id=act.event.subject_id, reason=reason
    ))  # fmt: skip
