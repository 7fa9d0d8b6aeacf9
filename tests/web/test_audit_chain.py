"""The audit's promises: append-only in the database, and every kind of tampering is named."""

import base64
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction

from offices import agency, person
from tradewind_web.audit import guarding
from tradewind_web.audit.actions import (
    erase_personal_values,
    lift_legal_hold,
    place_legal_hold,
    seal_chains,
)
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.models import Chain, Event, Seal
from tradewind_web.audit.reading import history
from tradewind_web.audit.recording import Platform, record
from tradewind_web.audit.verifying import verify
from tradewind_web.errors import Refused

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class TraderRenamed(AuditEvent):
    """For these tests."""

    name: ClassVar[str] = "tests.trader_renamed"
    sentence: ClassVar[str] = "renamed the trader from %(before)s to %(after)s (%(note)s)"
    personal: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    before: str
    after: str
    note: str = "as written"


def renamed(number: int) -> TraderRenamed:
    return TraderRenamed(subject_kind="trader", subject_id="7", before=f"A{number}", after=f"B{number}")


def written(count: int, actor=None) -> list[Event]:
    with transaction.atomic():
        return [record(actor or Platform(), renamed(i)) for i in range(count)]


def damaged(sql: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        for statement in guarding.removal(connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql, values)
    guarding.guard_tables()


def test_a_chain_that_nobody_touched_is_intact():
    written(5)
    written(3, person("Amina", agency("NOU")))
    assert verify().as_dict() == {"intact": True, "events": 8, "first_break": None}


def test_the_database_itself_refuses_to_change_or_delete_an_event():
    written(1)
    for sql in (
        "UPDATE audit_event SET reason = 'x'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_seal",
    ):
        seal_chains()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)


def test_an_event_object_cannot_be_saved_again_or_deleted():
    (event,) = written(1)
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "another reason"),
        ("roles", "supervisor"),
        ("name", "tests.other"),
        ("subject_id", "8"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("facts", '{"note": "changed"}'),
        ("sealed", ""),
    ],
)
def test_an_edited_event_is_named(column, value):
    events = written(5)
    damaged(f"UPDATE audit_event SET {column} = %s WHERE id = %s", [value, events[2].pk])
    found = verify()
    assert not found.intact
    assert "event 3: was changed" in found.first_break


def test_an_edited_event_with_its_digest_made_anew_is_still_named():
    events = written(5)
    damaged("UPDATE audit_event SET reason = 'x' WHERE id = %s", [events[2].pk])
    from tradewind_web.audit.verifying import digest_of

    forged = digest_of(Event.objects.get(pk=events[2].pk))
    damaged("UPDATE audit_event SET digest = %s WHERE id = %s", [forged, events[2].pk])
    assert "event 4: does not follow" in verify().first_break


def test_a_deleted_event_is_named():
    events = written(5)
    damaged("DELETE FROM audit_event WHERE id = %s", [events[1].pk])
    assert "event 2: missing" in verify().first_break


def test_swapped_events_are_named():
    events = written(5)
    damaged("UPDATE audit_event SET number = 99 WHERE id = %s", [events[1].pk])
    damaged("UPDATE audit_event SET number = 2 WHERE id = %s", [events[2].pk])
    damaged("UPDATE audit_event SET number = 3 WHERE id = %s", [events[1].pk])
    assert "event 2: does not follow" in verify().first_break


def test_a_cut_end_is_named():
    events = written(5)
    damaged("DELETE FROM audit_event WHERE id IN (%s, %s)", [events[3].pk, events[4].pk])
    assert "event 4: missing at the end" in verify().first_break


def test_a_cut_that_covers_itself_is_shown_by_a_seal_kept_elsewhere():
    events = written(5)
    seal = seal_chains()
    exported = {"made_at": seal.made_at.isoformat(), "heads": seal.heads}
    damaged("DELETE FROM audit_event WHERE id IN (%s, %s)", [events[3].pk, events[4].pk])
    damaged("DELETE FROM audit_seal WHERE id = %s", [seal.pk])
    Chain.objects.update(length=3, head=events[2].digest)
    assert verify().intact  # nothing left here shows it
    assert "a seal covers 5 events" in verify([exported]).first_break


def test_a_chain_that_is_gone_altogether_is_shown_by_a_seal():
    written(2)
    seal_chains()
    damaged("DELETE FROM audit_event", [])
    Chain.objects.all().delete()
    assert "gone" in verify().first_break


def test_a_changed_seal_is_named():
    written(2)
    seal = seal_chains()
    seal_chains()
    damaged("UPDATE audit_seal SET made_at = %s WHERE id = %s", ["2020-01-01 00:00:00+00:00", seal.pk])
    assert "was changed" in verify().first_break
    assert Seal.objects.count() == 2


def test_missing_triggers_are_a_break():
    written(1)
    with connection.cursor() as cursor:
        for statement in guarding.removal(connection.vendor):
            cursor.execute(statement)
    assert "triggers are missing" in verify().first_break
    guarding.guard_tables()
    assert verify().intact


def test_an_event_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(Platform(), renamed(1))


def test_a_write_that_fails_takes_its_event_with_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Platform(), renamed(1))
        raise ZeroDivisionError
    assert Event.objects.count() == 0
    assert verify().intact


def test_personal_values_are_never_stored_in_the_clear_and_can_be_read_back():
    (event,) = written(1)
    row = Event.objects.filter(pk=event.pk).values().get()
    sealed = base64.b64decode(row.pop("sealed"))
    # digests and ciphertext are letters at random: two of them may be a name
    clear = str({name: value for name, value in row.items() if name not in ("digest", "previous")})
    for name in ("A0", "B0"):
        assert name not in clear
        assert f'"{name}"'.encode() not in sealed
    (line,) = history("trader", "7", chains=["platform"])
    assert line.text == "renamed the trader from A0 to B0 (as written)"


def test_erasing_personal_values_leaves_the_chain_intact_and_the_sentence_says_so():
    written(3)
    assert erase_personal_values(acting=Platform(), subject_kind="trader", subject_id="7", reason="retention")
    assert verify().intact
    oldest = history("trader", "7", chains=["platform"])[-1]
    assert oldest.text == "renamed the trader from (erased) to (erased) (as written)"


def test_what_is_written_after_an_erasure_is_not_kept_either():
    written(1)
    erase_personal_values(acting=Platform(), subject_kind="trader", subject_id="7", reason="retention")
    written(1)
    assert history("trader", "7", chains=["platform"])[0].text.startswith("renamed the trader from (erased)")
    assert verify().intact


def test_a_legal_hold_refuses_erasure_until_it_is_lifted():
    written(1)
    where = {"subject_kind": "trader", "subject_id": "7"}
    place_legal_hold(acting=Platform(), reason="case 12", **where)
    with pytest.raises(Refused, match="legal hold"):
        erase_personal_values(acting=Platform(), reason="retention", **where)
    lift_legal_hold(acting=Platform(), reason="closed", **where)
    assert erase_personal_values(acting=Platform(), reason="retention", **where)


def test_a_hold_placed_before_anything_personal_was_written_keeps_what_comes():
    where = {"subject_kind": "trader", "subject_id": "7"}
    place_legal_hold(acting=Platform(), reason="case 12", **where)
    written(1)
    assert "A0" in history("trader", "7", chains=["platform"])[0].text


def test_each_agency_has_a_chain_of_its_own_and_reads_only_that():
    one, other = person("Amina", agency("NOU")), person("Boris", agency("Customs", kind="customs"))
    written(1, one)
    written(2, other)
    assert len(history("trader", "7", chains=[one.chain])) == 1
    assert {c.name: c.length for c in Chain.objects.all()} == {one.chain: 1, other.chain: 2}
