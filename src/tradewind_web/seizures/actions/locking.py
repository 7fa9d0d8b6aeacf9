"""The seizure that an action writes to."""

from __future__ import annotations

from tradewind_web.agencies.acting import Acting
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.policy import may_correct


def locked(acting: Acting, seizure_id: object) -> Seizure:
    """The seizure of the acting agency, held until the commit.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles record nothing.
    """
    found: Seizure = Seizure.objects.one_for(acting, str(seizure_id))
    may_correct(acting, found)
    held: Seizure = Seizure.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return held
