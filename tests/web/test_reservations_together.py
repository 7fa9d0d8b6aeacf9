"""Reservations that wait together are written together: each with its event, and none of them for another's sake."""

from datetime import timedelta

import pytest
from django.utils import timezone

from licences_made import licence
from offices import agency, person
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.licensing.actions import together
from tradewind_web.licensing.customs_events import MassReserved
from tradewind_web.licensing.models import LicenceLine, Reservation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wanted():
    """Makes what one thread asks to be held: kg, key and item."""
    customs = agency("Customs", kind="customs")
    made, acting = licence(agency("NOU"), customs), person("Cora", customs)
    line = made.lines.get()

    def make(kg, key, item):
        held = Reservation(
            line=line, key=key, request_digest=key, declaration="26KE1", item=item, mass_g=kg * 1000, source="api",
            lapses_at=timezone.now() + timedelta(days=1), asked_by=customs, made_by=acting.user,
        )  # fmt: skip
        event = MassReserved(
            subject_kind="licence", subject_id=str(made.pk), reservation=str(held.pk), declaration="26KE1", item=item,
            substance="R-134a", kg=str(kg), source="api",
        )  # fmt: skip
        return together.Wanted(acting, held, made, event)

    return make


def test_all_that_wait_are_held_at_once_each_with_its_event(wanted):
    waiting, mine = [wanted(100, f"k{n}", n) for n in (1, 2)], wanted(100, "k3", 3)
    together._waiting.extend(waiting)  # as two other threads do
    assert together.hold(mine) == together.HELD
    assert [w.outcome for w in waiting] == [together.HELD] * 2
    assert [together.hold(w) for w in waiting] == [together.HELD] * 2, "they find it done"
    assert LicenceLine.objects.get().reserved_g == 300_000
    assert mine.held.line.left_g == 700_000
    told = Event.objects.filter(name="licensing.reserved").order_by("number")
    assert {e.facts["reservation"] for e in told} == {str(w.held.pk) for w in (*waiting, mine)}
    assert Reservation.objects.count() == 3
    assert verify().intact


@pytest.mark.parametrize(
    ("kg", "key", "item", "outcome"),
    [
        (901, "k1", 1, together.NOT_FREE),
        (1, "first", 1, "already_reserved"),  # the key, by another request
        (1, "k1", 9, "already_reserved"),  # the item, under another key
    ],
)
def test_one_that_cannot_be_held_takes_no_other_with_it(wanted, kg, key, item, outcome):
    assert together.hold(wanted(100, "first", 9)) == together.HELD
    other, mine = wanted(kg, key, item), wanted(100, "mine", 2)
    together._waiting.append(other)
    assert together.hold(mine) == together.HELD
    assert other.outcome == "", "nobody is told what is not written"
    assert together.hold(other) == outcome
    assert not together._waiting
    assert LicenceLine.objects.get().reserved_g == 200_000
    assert Reservation.objects.count() == Event.objects.filter(name="licensing.reserved").count() == 2
    assert verify().intact
