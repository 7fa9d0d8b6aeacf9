"""Whether seized goods are placed on the own market, as their disposal says it; a person confirms or says why not.

Only what a Party places on its own market is counted in its consumption (decision XIV/7, as decision XXXIV/8 recalls it
for all controlled substances): what is destroyed, returned or only stored is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.words_custody import Act, DisposalState, Way

_DONE = (DisposalState.DONE, DisposalState.CLOSED)
_SOLD = (Way.AUCTION, Way.RECLAIM)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer that the records give (None: they give none), and why."""

    value: bool | None
    why: str


def proposal_for(seizure: Seizure) -> Proposal:
    """What the disposals of a seizure and its custody say of the own market."""
    disposals = list(seizure.disposals.order_by("number"))
    done = [one for one in disposals if one.state in _DONE]
    sold = next((one for one in done if one.way in _SOLD), None)
    if sold is not None:
        said = _("Disposal %(number)s was a sale: what is sold for use here counts as consumption.")
        return Proposal(True, said % {"number": sold})
    if seizure.custody_entries.filter(act=Act.RELEASED).exists():
        return Proposal(
            None, _("The goods were released: whether they came onto the market nothing here says.")
        )
    waits = next((one for one in done if one.arrival_due and not one.arrived_on), None)
    if waits is not None:
        said = _(
            "Disposal %(number)s is a return whose proof of arrival is missing: it is not counted once they arrived."
        )
        return Proposal(False, said % {"number": waits})
    if done:
        said = _("Disposed of without a sale (%(number)s): not placed on the own market, so not counted.")
        return Proposal(False, said % {"number": done[-1]})
    return Proposal(
        False,
        _("Nothing is disposed of yet: what is held was never placed on the own market, so not counted."),
    )
