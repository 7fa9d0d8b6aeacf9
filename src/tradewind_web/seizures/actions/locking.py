"""The seizure that an action writes to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import Refused
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.policy import may_correct
from tradewind_web.sources.queries import is_forgotten


def locked(acting: Acting, seizure_id: object) -> Seizure:
    """The seizure of the acting agency, held until the commit.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles record nothing.
        Refused: its time is over, and who is named in it is forgotten.
    """
    found: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, found)
    held: Seizure = Seizure.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if is_forgotten(Seizure.kind, held.pk):
        raise Refused(
            _("its time is over and who is named in it is forgotten; nothing more is written in it")
        )
    return held
