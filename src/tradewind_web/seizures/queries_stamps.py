"""Reading time stamps."""

from __future__ import annotations

from dataclasses import dataclass

from tradewind_web.agencies.acting import Acting
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_stamps import Stamp, StampAuthority
from tradewind_web.seizures.words_stamps import Of, Stands


@dataclass(frozen=True, slots=True)
class Tried:
    """How it stands with the stamps of an agency."""

    held: int
    failed: int
    newest_trouble: str


def authority_of(acting: Acting) -> StampAuthority | None:
    """Whom the agency asks for time stamps."""
    return StampAuthority.objects.filter(agency=acting.agency).select_related("named_by").first()


def tried(acting: Acting) -> Tried:
    """How many stamps the agency holds, how many could not be had yet, and why the newest could not."""
    rows = Stamp.objects.filter(agency=acting.agency)
    failed = rows.filter(state=Stands.FAILED)
    newest = failed.first()
    trouble = str(newest.get_trouble_display()) if newest else ""
    return Tried(rows.filter(state=Stands.HELD).count(), failed.count(), trouble)


def stamps_of(seizure: Seizure) -> list[Stamp]:
    """The newest stamp that is held of ledger and evidence, and what could not be had since."""
    rows = list(seizure.stamps.defer("response", "text", "roots").order_by("-count")[:50])
    found = []
    for of in Of.values:
        mine = [one for one in rows if one.of == of]
        held = next((one for one in mine if one.state == Stands.HELD), None)
        found += [one for one in mine if one.state == Stands.FAILED][:1]
        found += [held] if held else []
    return found


def held_stamps(seizure: Seizure) -> list[Stamp]:
    """Every stamp that is held, the first first."""
    return list(seizure.stamps.filter(state=Stands.HELD).order_by("of", "count"))
