"""What is loaded by itself, how long all of it is kept, and what is held on a person."""

import os
import time
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from source_office import CANONICAL, REGISTER, cases, loaded

from offices import agency, person, signed_in
from tradewind_web.agencies.models import Membership
from tradewind_web.audit.models import Event, RecordKey
from tradewind_web.jobs import queue, worker
from tradewind_web.jobs.models import Job, Schedule
from tradewind_web.office import Office
from tradewind_web.sharing.actions import share, withdraw
from tradewind_web.sources.models import Batch, PersonSearch, Upload, WatchedFolder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def sven():
    return person("Sven", agency("Kenya NOU"), "supervisor")


@pytest.fixture
def client(sven):
    return signed_in(sven)


def decide(client, **more):
    said = {"tlp": "amber+strict", "permitted": "use", "purpose": "risk analysis", "every_minutes": "15",
            "retain_years": "5", **more}  # fmt: skip
    return client.post(reverse("sources:folder"), said)


def put(folder: WatchedFolder, name: str, text: str, *, seconds_ago: int = 60) -> None:
    path = folder.path / name
    path.write_text(text, "utf-8")
    moment = time.time() - seconds_ago
    os.utime(path, (moment, moment))


def look() -> None:
    """The schedule comes round."""
    queue.enqueue_scheduled(now=timezone.now() + timedelta(minutes=20))
    worker.run_all()


def names(folder: WatchedFolder, inside: str = "") -> set[str]:
    place = folder.path / inside
    return {p.name for p in place.iterdir() if p.is_file()} if place.is_dir() else set()


def test_files_of_the_watched_folder_are_loaded_and_put_away(client, sven):
    neighbour = person("Bo", agency("Uganda NOU"))
    assert decide(client, is_on="on", agencies=[neighbour.agency.pk]).status_code == 302
    folder = WatchedFolder.objects.get()
    put(folder, "cases.jsonl", cases())
    put(folder, "broken.bin", "\x00\x01nothing")
    put(folder, "register.csv", REGISTER)
    put(folder, "still being copied.jsonl", cases(2), seconds_ago=0)
    put(folder, ".hidden", "x")
    look()
    assert Upload.objects.get(file_name="cases.jsonl").state == "loaded"
    assert names(folder, "done") == {"cases.jsonl"}
    assert names(folder, "refused") == {"broken.bin", "broken.bin.txt"}
    assert names(folder) == {"still being copied.jsonl", ".hidden"}
    assert Upload.objects.get(file_name="register.csv").state == "asks"  # it waits for an answer in the page
    batch = Batch.objects.get()
    assert batch.retain_until.year == timezone.localdate().year + 5
    assert signed_in(neighbour).get(reverse("sources:batch", args=[batch.pk])).status_code == 200
    assert (
        Event.objects.filter(name="sources.file_found", chain_id=str(sven.agency.pk), actor=None).count() == 3
    )


def test_a_folder_that_is_switched_off_is_not_looked_into(client):
    decide(client, is_on="on")
    folder = WatchedFolder.objects.get()
    assert decide(client).status_code == 302
    put(folder, "cases.jsonl", cases())
    look()
    assert names(folder) == {"cases.jsonl"} and Schedule.objects.get().paused
    decide(client, is_on="on")
    look()
    assert names(folder, "done") == {"cases.jsonl"}


def test_a_name_that_could_escape_the_folder_is_put_right_first(client):
    decide(client, is_on="on")
    folder = WatchedFolder.objects.get()
    put(folder, "in\u202evoice.jsonl", cases())
    look()
    assert names(folder, "done") == {"invoice.jsonl"}


def test_only_a_supervisor_decides_on_the_folder_and_a_purpose_is_needed(client, sven):
    officer = signed_in(person("Amina", sven.agency))
    for name in ("folder", "keeping", "persons"):
        assert officer.get(reverse(f"sources:{name}")).status_code == 403
        assert client.get(reverse(f"sources:{name}")).status_code == 200
    assert decide(officer, is_on="on").status_code == 403
    assert decide(client, is_on="on", purpose=" ").status_code == 409
    assert decide(client, is_on="on", every_minutes="1").status_code == 409
    assert not WatchedFolder.objects.exists()


def test_what_is_due_this_year_is_listed_and_kept_longer_with_a_reason(client, sven):
    due = loaded(client, "due.jsonl", cases(1), retain_until=str(timezone.localdate() + timedelta(days=1)))
    later = loaded(client, "later.jsonl", cases(2), retain_until="2099-01-01")
    Batch.objects.filter(pk=due.pk).update(retain_until=timezone.localdate() - timedelta(days=3))
    page = client.get(reverse("sources:keeping")).content.decode()
    assert "due.jsonl" in page and "later.jsonl" not in page
    address = reverse("sources:retention", args=[due.pk])
    assert client.post(address, {"retain_until": "2098-01-01", "reason": ""}).status_code == 409
    assert client.post(address, {"retain_until": "2098-01-01", "reason": "appeal pending"}).status_code == 302
    assert "due.jsonl" not in client.get(reverse("sources:keeping")).content.decode()
    assert Event.objects.get(name="sources.retention_changed").reason == "appeal pending"
    assert later.retain_until.year == 2099


def test_a_legal_hold_stands_on_the_page_until_it_is_lifted(client):
    batch = loaded(client, "cases.jsonl", cases())
    hold, address = (reverse(f"sources:{n}", args=[batch.pk]) for n in ("hold", "batch"))
    assert client.post(hold, {"reason": ""}).status_code == 409
    assert client.post(hold, {"reason": "case 7 of the court"}).status_code == 302
    assert "case 7 of the court" in client.get(address).content.decode()
    assert RecordKey.objects.get(subject_id=str(batch.pk)).held_because
    assert client.post(hold, {"reason": "closed"}).status_code == 302
    assert not RecordKey.objects.get(subject_id=str(batch.pk)).held_because


def test_another_agency_neither_holds_nor_keeps_what_it_only_sees(client):
    other = person("Bo", agency("Uganda NOU"), "supervisor")
    batch = loaded(client, "cases.jsonl", cases(), agencies=[other.agency.pk])
    theirs = signed_in(other)
    for name, said in (
        ("hold", {"reason": "x"}),
        ("retention", {"retain_until": "2090-01-01", "reason": "x"}),
    ):
        assert theirs.post(reverse(f"sources:{name}", args=[batch.pk]), said).status_code == 403
    stranger = signed_in(person("Carla", agency("Brazil NOU"), "supervisor"))
    assert stranger.post(reverse("sources:hold", args=[batch.pk]), {"reason": "x"}).status_code == 404
    assert "cases.jsonl" not in theirs.get(reverse("sources:keeping")).content.decode()


def ask(client, searched="acme", reason="a request of the person") -> PersonSearch:
    assert (
        client.post(reverse("sources:persons"), {"searched": searched, "reason": reason}).status_code == 302
    )
    worker.run_all()
    return PersonSearch.objects.order_by("-asked_at").first()


def test_one_workbook_answers_what_is_held_on_a_person(client, sven):
    loaded(client, "declarations.csv", CANONICAL)
    search = ask(client, "ACMÉ  cooling")
    assert (search.state, search.rows) == ("ready", 1)
    response = client.get(reverse("sources:person_workbook", args=[search.pk]))
    path = search.path
    assert b"".join(response.streaming_content) == path.read_bytes()
    book = openpyxl.load_workbook(path)
    rows = list(book["declarations"].values)
    at = {name: i for i, name in enumerate(rows[0])}
    assert [r[at["importer"]] for r in rows[1:]] == ["Acme Cooling"]
    assert rows[1][at["file"]] == "declarations.csv" and rows[1][at["declaration_id"]] == "D-1"
    # A refused row is held too, and its cell is a text, never a formula.
    search = ask(client, "brill gases")
    book = openpyxl.load_workbook(search.path)
    cells = [c for row in book["refused rows"].iter_rows() for c in row]
    assert any("=Brill Gases" in str(c.value) for c in cells) and all(c.data_type != "f" for c in cells)
    assert [e.name for e in Event.objects.filter(subject_kind="person_search").order_by("id")] == [
        "sources.person_searched", "sources.person_search_taken", "sources.person_searched",
    ]  # fmt: skip
    told = Event.objects.filter(subject_kind="person_search").values("facts", "reason", "subject_id")
    assert "acm" not in str(list(told)).casefold()
    assert "acm" not in str(list(Job.objects.values("arguments", "message", "trouble"))).casefold()


def test_a_search_covers_what_reaches_the_asker_and_is_for_them_alone(client, sven):
    other = person("Bo", agency("Uganda NOU"), "supervisor")
    loaded(signed_in(other), "declarations.csv", CANONICAL)
    assert ask(client).rows == 0
    colleague = signed_in(person("Tess", sven.agency, "supervisor"))
    found = ask(signed_in(other))
    assert found.rows == 1
    for who in (client, colleague):
        assert who.get(reverse("sources:person_workbook", args=[found.pk])).status_code == 404
    assert "acme" not in colleague.get(reverse("sources:persons")).content.decode()


def test_a_workbook_out_of_which_a_batch_was_withdrawn_is_not_taken_any_more(client, sven):
    other = person("Bo", agency("Uganda NOU"), "officer", "supervisor")
    batch = loaded(signed_in(other), "declarations.csv", CANONICAL)
    share(acting=other, record=batch, agencies=[sven.agency], reason="r")
    found = ask(client)
    address = reverse("sources:person_workbook", args=[found.pk])
    assert found.rows == 1 and b"".join(client.get(address).streaming_content)
    withdraw(acting=other, record=batch, reason="r")
    response = client.get(address, follow=True)
    assert "no longer all reaches you" in response.content.decode()
    assert Event.objects.filter(name="sources.person_search_taken").count() == 1


def test_a_search_needs_three_letters_and_a_reason(client):
    for said in ({"searched": "a b", "reason": "x"}, {"searched": "acme", "reason": ""}):
        assert client.post(reverse("sources:persons"), said).status_code == 409


def test_who_lost_the_role_meanwhile_gets_no_workbook(client, sven):
    loaded(client, "declarations.csv", CANONICAL)
    client.post(reverse("sources:persons"), {"searched": "acme", "reason": "x"})
    Membership.objects.filter(user=sven.user).update(ends_at=timezone.now())
    worker.run_all()
    search = PersonSearch.objects.get()
    assert search.state == "failed" and not search.path.exists()


def test_what_leaves_a_demonstration_says_so(client, settings, office):
    batch = loaded(client, "declarations.csv", CANONICAL)
    search = ask(client)
    settings.OFFICE = Office(office.folder, demonstration=True)
    for address in (
        reverse("sources:refused_csv", args=[batch.pk]),
        reverse("sources:person_workbook", args=[search.pk]),
    ):
        response = client.get(address)
        assert "demonstration" in response.headers["Content-Disposition"]
        assert b"".join(response.streaming_content)
    assert b"demonstration" in b"".join(
        client.get(reverse("sources:refused_csv", args=[batch.pk])).streaming_content
    )
