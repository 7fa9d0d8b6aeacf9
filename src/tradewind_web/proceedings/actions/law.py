"""Entering what the law says, with where and when it was read."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.proceedings.actions.opening import note_due
from tradewind_web.proceedings.events import ProvisionEntered
from tradewind_web.proceedings.models import Proceeding, Provision
from tradewind_web.proceedings.policy import may_conduct
from tradewind_web.proceedings.values import Law
from tradewind_web.proceedings.words import Measure, State
from tradewind_web.sharing.audiences import audience_of

#: Open proceedings whose due day is worked out again at once; of more, each follows when it is next touched.
_AT_ONCE = 500


@transaction.atomic
def enter(*, acting: Acting, values: Law, replaces_id: object = None) -> Provision:
    """A provision of the agency's own. It is never edited: what changes is entered anew and takes its place from a day.

    Raises:
        Http404: the one it replaces does not reach the person.
        NotAllowed: the person's roles conduct no proceedings, or another agency entered the one it replaces.
        Refused: the range or the days cannot be; the one it replaces was replaced already, or began later.
    """
    may_conduct(acting)
    before = _before(acting, replaces_id) if replaces_id else None
    _check(values, before)
    made = Provision.objects.create(
        owner=acting.agency, audience=audience_of(agencies=[acting.agency]), added_by=acting.user, replaces=before,
        **{**asdict(values), "factors": list(values.factors)},
    )  # fmt: skip
    open_ones = Proceeding.objects.filter(
        owner=acting.agency, state=State.OPEN, track=made.track, jurisdiction=made.jurisdiction
    )
    note_due(open_ones.prefetch_related("steps")[:_AT_ONCE])
    audit(acting, ProvisionEntered(
        subject_kind=Provision.kind, subject_id=str(made.pk), citation=made.citation, source=made.source,
        in_force_from=made.in_force_from.isoformat(), read_on=made.read_on.isoformat(),
        replaces=str(before.pk) if before else "",
    ))  # fmt: skip
    return made


def _before(acting: Acting, replaces_id: object) -> Provision:
    found: Provision = Provision.objects.one_for(acting, str(replaces_id))
    if found.owner_id != acting.agency.pk:
        raise NotAllowed(_("replacing what another agency entered"), _("officer of that agency"))
    held: Provision = Provision.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return held


def _check(values: Law, before: Provision | None) -> None:
    if values.minimum is None and values.maximum is None:
        raise Refused(_("write the least or the most that the law lets it be"))
    if values.minimum is not None and values.maximum is not None and values.minimum > values.maximum:
        raise Refused(_("the least is more than the most"))
    if not values.currency and values.measure != Measure.VALUE:
        raise Refused(_("write the currency of the amounts"))
    if values.in_force_until and values.in_force_until < values.in_force_from:
        raise Refused(_("it ends before it is in force"))
    if values.read_on > timezone.localdate():
        raise Refused(_("it cannot have been read on a day that has not come yet"))
    if before is None:
        return
    if Provision.objects.filter(replaces=before).exists():
        raise Refused(_("another took its place already; replace that one"))
    if values.in_force_from <= before.in_force_from:
        raise Refused(_("it must be in force from a later day than the one it replaces"))
    if (values.jurisdiction, values.track) != (before.jurisdiction, before.track):
        raise Refused(_("it replaces a provision of another jurisdiction or track"))
