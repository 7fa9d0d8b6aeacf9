"""The first page: what waits for the person, counted as the queue shows it, and how to begin where nothing does."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from findings_made import answer, delivered
from offices import agency, person, signed_in
from tradewind_web.findings.models import Finding, Triage

pytestmark = pytest.mark.django_db


def today(acting) -> str:
    response = signed_in(acting).get("/")
    assert response.status_code == 200
    return response.content.decode()


def counts(acting) -> list[int]:
    return [int(n) for n in re.findall(r"<strong>(\d+)</strong>", today(acting))]


def test_an_office_without_findings_is_told_how_to_begin():
    text = today(person("Amina", agency("NOU")))
    assert "Begin with a file" in text
    assert "/sources/send/" in text


def test_the_day_counts_what_the_queue_shows():
    nou = agency("NOU")
    amina, brian = person("Amina", nou), person("Brian", nou)
    delivered(
        nou, answer("1/1"), answer("2/1"), answer("3/1", tier="note"), answer("4/1", substance="HFC-32"),
        answer("5/1"), answer("6/1"),
    )  # fmt: skip
    found = {f.subject_id[0]: f for f in Finding.objects.all()}
    client = signed_in(amina)
    client.post(f"/findings/{found['1'].pk}/assign/", {"to": amina.user_id})
    client.post(f"/findings/{found['5'].pk}/wrong/", {"because": "known"})
    client.post(f"/findings/{found['6'].pk}/snooze/", {"until": timezone.localdate() + timedelta(days=1)})
    Triage.objects.filter(finding=found["6"]).update(snoozed_until=timezone.localdate())
    client.post("/findings/watch/new/", {
        "what": "subject", "subject_kind": "declaration item", "subject_id": "4/1", "reason": "r",
        "until": timezone.localdate(),
    })  # fmt: skip
    # new: look first 2 and 4, none if time, one note; in my hands one; woken one; watched one; changed none; no cases;
    # no custody
    assert counts(amina) == [2, 0, 1, 1, 1, 1, 0, 0, 0, 0]
    assert counts(brian) == [2, 0, 1, 0, 1, 1, 0, 0, 0, 0]


def test_the_day_of_another_agency_counts_nothing_of_it():
    delivered(agency("NOU"), answer())
    assert "Begin with a file" in today(person("Okot", agency("Market")))


def test_an_administrator_has_a_day_without_records():
    nou = agency("NOU")
    delivered(nou, answer())
    text = today(person("Root", nou, "administrator"))
    assert "You run the system and see no records" in text
    assert "<strong>" not in text.split("<main")[1]


def test_the_day_asks_the_same_however_much_waits(django_assert_max_num_queries):
    nou = agency("NOU")
    delivered(nou, *(answer(f"{n}/1") for n in range(40)))
    client = signed_in(person("Amina", nou))
    client.get("/")
    with django_assert_max_num_queries(45):
        client.get("/")
