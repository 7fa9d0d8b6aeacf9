"""When a proceeding's time runs out, and what is due next: worked out from the law in force on the day of the act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tradewind_web.proceedings.limitation import Clock, Suspension, clock
from tradewind_web.proceedings.models import Proceeding, Provision, Step
from tradewind_web.proceedings.words import AWAITED, NEVER, State, StepKind


@dataclass(frozen=True, slots=True)
class Running:
    """A limitation that runs by one provision."""

    provision: Provision
    clock: Clock


def stands_on(rows: Iterable[Provision], day: date) -> list[Provision]:
    """Those in force on a day: begun, not ended, and not replaced by one that had begun."""
    known = list(rows)
    replaced = {p.replaces_id for p in known if p.replaces_id and p.in_force_from <= day}
    return [
        p
        for p in known
        if p.in_force_from <= day
        and p.pk not in replaced
        and (p.in_force_until is None or day <= p.in_force_until)
    ]


def provisions_for(proceeding: Proceeding) -> list[Provision]:
    """Every provision its agency entered for the jurisdiction and track, whenever in force."""
    rows = Provision.objects.filter(
        owner=proceeding.owner_id, jurisdiction=proceeding.jurisdiction, track=proceeding.track
    )
    return list(rows.order_by("citation", "in_force_from", "id"))


def successor(provision: Provision, among: Sequence[Provision], day: date) -> Provision | None:
    """What stands in its place on a day; None where nothing took its place by then."""
    current = provision
    seen = {current.pk}
    while True:
        after = next((p for p in among if p.replaces_id == current.pk and p.in_force_from <= day), None)
        if after is None or after.pk in seen:
            return None if current.pk == provision.pk else current
        current = after
        seen.add(after.pk)


def running(proceeding: Proceeding, steps: Sequence[Step], provisions: Sequence[Provision]) -> list[Running]:
    """The limitation by each provision in force on the day of the act, the one that ends first at the front."""
    interruptions = [s.on for s in steps if s.kind == StepKind.INTERRUPTION]
    suspensions = [Suspension(s.on, s.until) for s in steps if s.kind == StepKind.SUSPENSION]
    found = []
    for provision in stands_on(provisions, proceeding.act_on):
        period = provision.limitation
        if period is not None:
            reckoned = clock(
                period, proceeding.act_on, interruptions=interruptions, suspensions=suspensions,
                longest=provision.longest, counts_first_day=provision.counts_first_day,
            )  # fmt: skip
            found.append(Running(provision, reckoned))
    return sorted(found, key=lambda r: r.clock.last_day or NEVER)


def due(proceeding: Proceeding, provisions: Sequence[Provision]) -> tuple[date, str]:
    """The earliest day on which something is due and what, by its provisions; NEVER where nothing is."""
    steps = list(proceeding.steps.all())
    days = [(s.on, s.kind) for s in steps if s.kind in AWAITED and s.done_at is None]
    if proceeding.state == State.OPEN:
        clocks = running(proceeding, steps, provisions)
        days += [(r.clock.last_day, "limitation") for r in clocks if r.clock.last_day is not None]
    if proceeding.state == State.DECIDED:
        last = proceeding.decisions.first()
        if last is not None and last.appeal_until is not None:
            days.append((last.appeal_until, "appeal_ends"))
    return min(days, default=(NEVER, ""))
