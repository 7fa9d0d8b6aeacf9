"""Putting something on the watch list, renewing it, taking it off."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record
from tradewind_web.errors import Refused
from tradewind_web.findings.events import WatchEnded, WatchMade, WatchRenewed
from tradewind_web.findings.models import Watch
from tradewind_web.findings.policy import may_triage
from tradewind_web.findings.watching import LONGEST, MOST, title
from tradewind_web.sources.retention import What, term_of
from tradewind_web.traders.searching import search_key


@transaction.atomic
def watch(
    *, acting: Acting, what: str, reason: str, until: date, subject_kind: str = "", subject_id: str = "",
    trader: str = "", substance: str = "", party: str = "",
) -> Watch:  # fmt: skip
    """Something on the agency's watch list until a day at most 90 days ahead.

    Raises:
        NotAllowed: the roles do not judge findings.
        Refused: no reason, a day too far, nothing named, or the list is full.
    """
    may_triage(acting)
    if not reason.strip():
        raise Refused(_("say why it is watched: a list without reasons helps nobody"))
    _must_be_near(until)
    named = {
        Watch.What.SUBJECT: bool(subject_kind and subject_id),
        Watch.What.TRADER: len(search_key([trader]).strip()) > 2,
        Watch.What.PAIR: bool(substance and party),
    }
    if what not in Watch.What.values or not named[Watch.What(what)]:
        raise Refused(_("name what is to be watched: a subject, a trader, or a substance with a Party"))
    in_force = Watch.objects.filter(
        agency=acting.agency, ended_at__isnull=True, ends_on__gte=timezone.localdate()
    )
    if in_force.count() >= MOST:
        raise Refused(_("the list holds %(most)s watches already; take some off first") % {"most": MOST})
    made = Watch.objects.create(
        agency=acting.agency, what=what, subject_kind=subject_kind, subject_id=subject_id, trader=trader.strip(),
        substance=substance, party=party, reason=reason.strip(), made_by=acting.user, made_at=timezone.now(),
        ends_on=until, retain_until=term_of(acting.agency, What.WATCH).until(until),
    )  # fmt: skip
    record(acting, WatchMade(
        subject_kind="watch", subject_id=str(made.pk), reason=reason, watched=title(made), until=until.isoformat()
    ))  # fmt: skip
    return made


@transaction.atomic
def renew(*, acting: Acting, watch_id: uuid.UUID | str, until: date, reason: str) -> None:
    """It goes on until another day, for a reason said anew.

    Raises:
        Http404: the agency has no such watch.
    """
    found = _own(acting, watch_id)
    may_triage(acting)
    if not reason.strip():
        raise Refused(_("say why it is still watched"))
    _must_be_near(until)
    before, found.ends_on, found.ended_at, found.reason = found.ends_on, until, None, reason.strip()
    found.retain_until = term_of(acting.agency, What.WATCH).until(until)
    found.save()
    record(acting, WatchRenewed(
        subject_kind="watch", subject_id=str(found.pk), reason=reason, before=before.isoformat(),
        until=until.isoformat(),
    ))  # fmt: skip


@transaction.atomic
def end(*, acting: Acting, watch_id: uuid.UUID | str, reason: str = "") -> None:
    """It is off the list from now."""
    found = _own(acting, watch_id)
    may_triage(acting)
    if found.ended_at is None:
        found.ended_at = timezone.now()
        found.save()
        record(acting, WatchEnded(
            subject_kind="watch", subject_id=str(found.pk), reason=reason, before=found.ends_on.isoformat()
        ))  # fmt: skip


def _own(acting: Acting, watch_id: uuid.UUID | str) -> Watch:
    rows = Watch.objects.filter(agency=acting.agency) if acting.sees_content else Watch.objects.none()
    found = rows.select_for_update().filter(pk=watch_id).first()
    if found is None:
        raise Http404
    return found


def _must_be_near(until: date) -> None:
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        raise Refused(_("a watch ends within %(days)s days; it can be renewed then") % {"days": LONGEST.days})
