"""Opening a proceeding, and keeping the day on which something is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.numbering import next_place
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.models import Case
from tradewind_web.errors import Refused
from tradewind_web.proceedings.events import ProceedingOpened
from tradewind_web.proceedings.models import Element, Proceeding
from tradewind_web.proceedings.policy import may_conduct
from tradewind_web.proceedings.reckoning import due, provisions_for
from tradewind_web.proceedings.values import Opening
from tradewind_web.proceedings.words import FIRST_PARTS
from tradewind_web.seizures.models import Seizure
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.queries import is_forgotten
from tradewind_web.traders.models import Trader


@transaction.atomic
def open_proceeding(
    *, acting: Acting, values: Opening, seizure_id: object = None, case_id: object = None
) -> Proceeding:
    """A proceeding in the agency's register, with the elements that each has to prove; it reaches the agency alone.

    Raises:
        Http404: the seizure, the case or the trader does not reach the person.
        NotAllowed: the person's roles conduct none.
        Refused: the act lies ahead.
    """
    may_conduct(acting)
    seizure: Seizure | None = Seizure.objects.one_for(acting, str(seizure_id)) if seizure_id else None
    case = _case(acting, case_id, seizure)
    trader: Trader | None = Trader.objects.one_for(acting, values.trader_id) if values.trader_id else None
    if values.act_on > timezone.localdate():
        raise Refused(_("this day has not come yet; write the day of the act"))
    year = timezone.localdate().year
    place = next_place(acting.agency.pk, Proceeding.objects.filter(owner=acting.agency), "number", f"{year}-")
    made = Proceeding.objects.create(
        owner=acting.agency, audience=audience_of(agencies=[acting.agency]), number=f"{year}-{place:04}",
        track=values.track, about=values.about, against=values.against, trader=trader, seizure=seizure, case=case,
        jurisdiction=values.jurisdiction, act_on=values.act_on, acts=values.acts, opened_by=acting.user,
    )  # fmt: skip
    Element.objects.bulk_create(
        Element(proceeding=made, position=n, part=part) for n, part in enumerate(FIRST_PARTS, 1)
    )
    note_due([made])
    audit(acting, ProceedingOpened(
        subject_kind=Proceeding.kind, subject_id=str(made.pk), number=made.number, track=made.track,
        seizure=str(made.seizure_id or ""), act_on=made.act_on.isoformat(), against=made.against, about=made.about,
    ))  # fmt: skip
    return made


def _case(acting: Acting, case_id: object, seizure: Seizure | None) -> Case | None:
    """The case that is named; else that of the seizure, where it reaches the person."""
    if case_id:
        named: Case = Case.objects.one_for(acting, str(case_id))
        return named
    found: Case | None = (
        Case.objects.visible_to(acting).filter(pk=seizure.case_id).first()
        if seizure and seizure.case_id
        else None
    )
    return found


def note_due(proceedings: Iterable[Proceeding]) -> None:
    """Keep the earliest due day beside each, so that the list sorts by it; in the caller's transaction.

    They are of one agency, jurisdiction and track.
    """
    found = list(proceedings)
    known = provisions_for(found[0]) if found else []
    for proceeding in found:
        proceeding.due_on, proceeding.due_what = due(proceeding, known)
    Proceeding.objects.bulk_update(found, ["due_on", "due_what"])


def locked(
    acting: Acting, proceeding_id: object, *, may: Callable[[Acting, Proceeding], None] = may_conduct
) -> Proceeding:
    """The proceeding of the acting agency, held until the commit.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it, or the person may not do to it what is asked.
        Refused: its time is over, and who is named in it is forgotten.
    """
    found: Proceeding = Proceeding.objects.one_for(acting, str(proceeding_id))
    may(acting, found)
    held: Proceeding = Proceeding.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if is_forgotten(Proceeding.kind, held.pk):
        raise Refused(
            _("its time is over and who is named in it is forgotten; nothing more is written in it")
        )
    return held
