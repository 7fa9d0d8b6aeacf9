"""Sending a file, watching it arrive, and who sees what became of it."""

import pytest
from django.urls import reverse
from source_office import REGISTER, cases, file, form, loaded, send, sent

from offices import agency, person, signed_in
from tradewind_web.audit.verifying import verify
from tradewind_web.jobs import worker
from tradewind_web.sharing.models import Group, GroupMembership
from tradewind_web.sources.models import Batch, Upload
from tradewind_web.sources.receiving import clean_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def amina():
    return person("Amina", agency("Kenya NOU"))


@pytest.fixture
def client(amina):
    return signed_in(amina)


@pytest.fixture
def neighbour():
    return person("Bo", agency("Uganda NOU", "UGA"))


@pytest.fixture
def stranger():
    return person("Carla", agency("Brazil NOU", "BRA"))


def test_a_file_is_sent_read_and_seen_by_its_own_agency_alone(client, neighbour, office):
    batch = loaded(client, "cases.jsonl", cases())
    assert (batch.rows, batch.tables, batch.purpose) == (4, {"seizures": 4}, "risk analysis")
    page = client.get(reverse("sources:batch", args=[batch.pk])).content.decode()
    assert "Kenya NOU" in page and "cases.jsonl" in page
    other = signed_in(neighbour)
    assert b"cases.jsonl" not in other.get(reverse("sources:batches")).content
    assert other.get(reverse("sources:batch", args=[batch.pk])).status_code == 404
    assert list(office.uploads.iterdir()) == []  # the warehouse keeps the original
    assert verify().intact


def test_the_audience_is_chosen_in_the_form_that_sends_the_file(client, neighbour, stranger):
    batch = loaded(client, "cases.jsonl", cases(), agencies=[neighbour.agency.pk])
    address = reverse("sources:batch", args=[batch.pk])
    assert signed_in(neighbour).get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404


def test_only_who_sent_it_sees_a_file_on_its_way_in_whoever_sees_its_batch(client, neighbour):
    send(client, file("cases.jsonl", cases()), agencies=[neighbour.agency.pk])
    upload = Upload.objects.get()
    for when in ("waiting", "loaded"):
        assert client.get(reverse("sources:upload", args=[upload.pk])).status_code == 200
        other = signed_in(neighbour)
        assert other.get(reverse("sources:upload", args=[upload.pk])).status_code == 404
        assert other.post(reverse("sources:again", args=[upload.pk])).status_code == 404
        assert other.get(reverse("sources:describe", args=[upload.pk])).status_code == 404
        if when == "waiting":
            assert b"cases.jsonl" not in other.get(reverse("sources:batches")).content
        worker.run_all()


def test_a_group_reaches_its_members(client, amina, neighbour, stranger):
    group = Group.objects.create(name="East Africa", owner=amina.agency)
    for who in (amina, neighbour):
        GroupMembership.objects.create(group=group, agency=who.agency)
    batch = loaded(client, "cases.jsonl", cases(), groups=[group.pk])
    address = reverse("sources:batch", args=[batch.pk])
    assert b"member of the group East Africa" in signed_in(neighbour).get(address).content
    assert signed_in(stranger).get(address).status_code == 404


def test_a_group_one_does_not_belong_to_and_an_agency_that_is_not_there_cannot_be_named(client, stranger):
    closed = Group.objects.create(name="Closed", owner=stranger.agency)
    assert b"Closed" not in client.get(reverse("sources:send")).content
    assert send(client, file("cases.jsonl", cases()), groups=[closed.pk]).status_code == 409
    assert not Upload.objects.exists()


def test_several_files_are_sent_at_once_and_each_has_its_own_fate(client):
    response = send(
        client, file("a.jsonl", cases(2)), file("b.txt", "\x00\x01 nothing"), file("a.jsonl", cases(1))
    )
    assert response.status_code == 302
    worker.run_all()
    assert sorted(Upload.objects.values_list("file_name", "state")) == [
        ("a.jsonl", "loaded"), ("a.jsonl", "loaded"), ("b.txt", "refused"),
    ]  # fmt: skip
    page = client.get(reverse("sources:batches")).content.decode()
    assert "could not be read" in page


def test_sharing_and_withdrawing_go_by_the_same_form_as_everywhere(client, neighbour, stranger):
    batch = loaded(client, "cases.jsonl", cases())
    address, share = (reverse(f"sources:{n}", args=[batch.pk]) for n in ("batch", "share"))
    assert client.get(share).status_code == 200
    said = {"tlp": "amber+strict", "permitted": "use", "agencies": [neighbour.agency.pk]}
    assert client.post(share, said).status_code == 409  # no reason
    assert client.post(share, {**said, "agencies": [], "reason": "joint work"}).status_code == 409
    assert client.post(share, {**said, "reason": "joint work"}).status_code == 302
    other = signed_in(neighbour)
    seen = other.get(address).content.decode()
    assert "Kenya NOU" in seen and "joint work" not in seen
    # What is given for use is not passed on, and only its own agency withdraws it.
    assert (
        b"do not permit"
        in other.post(share, {**said, "agencies": [stranger.agency.pk], "reason": "further"}).content
    )
    assert other.post(reverse("sources:withdraw", args=[batch.pk]), {"reason": "x"}).status_code == 403
    assert client.post(reverse("sources:withdraw", args=[batch.pk]), {"reason": ""}).status_code == 409
    assert client.post(reverse("sources:withdraw", args=[batch.pk]), {"reason": "over"}).status_code == 302
    assert other.get(address).status_code == 404
    assert "shared it with Uganda NOU" in client.get(address).content.decode()


def test_roles_that_send_no_files_are_told_which_do(amina):
    reads = signed_in(person("Pia", amina.agency, "prosecutor"))
    runs = signed_in(person("Root", amina.agency, "administrator"))
    assert reads.get(reverse("sources:batches")).status_code == 200
    assert b"officer" in reads.get(reverse("sources:send")).content
    assert reads.post(reverse("sources:send"), form()).status_code == 403
    assert [runs.get(reverse(f"sources:{n}")).status_code for n in ("batches", "send", "running")] == [
        403
    ] * 3


def test_a_file_that_is_too_large_is_refused_clearly_and_leaves_nothing(client, settings, office):
    settings.UPLOAD_LIMIT = 2000
    assert "2.0" in client.get(reverse("sources:send")).content.decode().replace("\xa0", " ")
    response = send(client, file("big.csv", "x" * 3000))
    assert response.status_code == 409
    assert "big.csv was not taken" in response.content.decode()
    assert not Upload.objects.exists() and list(office.uploads.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(client, office, monkeypatch):
    monkeypatch.setattr("tradewind_web.sources.receiving.KEPT_FREE", 1 << 62)
    response = send(client, file("a.csv", "x"))
    assert response.status_code == 409 and "disk is full" in response.content.decode()
    assert not Upload.objects.exists() and list(office.uploads.iterdir()) == []


def test_nobody_who_does_not_act_for_an_agency_can_fill_the_disk(office, django_user_model):
    from django.test import Client

    assert Client().post(reverse("sources:send"), {"upload": file("a.csv", "x" * 100)}).status_code in (
        302,
        403,
    )
    assert not office.uploads.exists() or list(office.uploads.iterdir()) == []


def test_a_request_that_is_wrong_keeps_no_file(client, office):
    assert send(client, file("cases.jsonl", cases()), purpose="").status_code == 409
    assert client.post(reverse("sources:send"), form()).status_code == 409
    assert list(office.uploads.iterdir()) == []
    assert client.get(reverse("sources:send")).status_code == 200


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a b.csv", "a b.csv"),
        ("invoice\u202excod.exe.csv", "invoicexcod.exe.csv"),
        ("con.csv", "file con.csv"),
        ("...", "file"),
        ("تصريح.csv", "تصريح.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_name_is_made_safe(name, kept):
    assert clean_name(name) == kept


def test_the_same_file_sent_again_adds_nothing_and_widens_nothing(client, neighbour):
    batch = loaded(client, "cases.jsonl", cases())
    again = sent(client, "other name.jsonl", cases(), agencies=[neighbour.agency.pk])
    assert again.state == "loaded" and "holds this file already" in again.trouble
    assert Batch.objects.count() == 1
    assert signed_in(neighbour).get(reverse("sources:batch", args=[batch.pk])).status_code == 404


def test_a_file_another_agency_holds_is_new_to_this_one(client, neighbour):
    first = loaded(client, "cases.jsonl", cases())
    upload = sent(signed_in(neighbour), "cases.jsonl", cases())
    second = Batch.objects.get(upload=upload)
    assert (upload.trouble, second.rows, second.owner) == ("", first.rows, neighbour.agency)
    assert second.library_id != first.library_id


def test_a_job_cut_off_by_a_crash_does_what_is_missing(client, monkeypatch):
    send(client, file("cases.jsonl", cases()))
    from tradewind_web.sources import loading

    def cut(**_):
        raise OSError("power cut")

    with monkeypatch.context() as during:
        during.setattr(loading, "finish_upload", cut)
        worker.run_one("w")
    upload = Upload.objects.get()
    assert upload.state == "waiting" and Batch.objects.count() == 1
    loading.load_file(upload.pk, lambda share, text: None)
    upload.refresh_from_db()
    assert (upload.state, upload.trouble, Batch.objects.count()) == ("loaded", "", 1)


def test_a_reading_with_other_answers_takes_the_place_of_the_first(client):
    first = loaded(client, "cases.jsonl", cases())
    second = loaded(client, "cases.jsonl", cases(), sender="Port office")
    first.refresh_from_db()
    assert first.replaced_at is not None and second.replaced_at is None
    assert b"A later reading" in client.get(reverse("sources:batch", args=[first.pk])).content


def test_a_table_nobody_described_asks_once_what_its_columns_are(client, amina):
    upload = sent(client, "register.csv", REGISTER)
    assert upload.state == "asks"
    address = reverse("sources:describe", args=[upload.pk])
    page = client.get(address).content.decode()
    assert all(h in page for h in ("Licence no", "Colour", "Acme Cooling"))
    chosen = {"table": "licences", "column-0": "licence_id", "column-1": "holder", "column-2": "substance",
              "column-3": "licensed_mass", "column-4": "valid_from", "all-direction": "import"}  # fmt: skip
    assert client.post(address, {**chosen, "column-5": "holder"}).status_code == 409
    assert client.post(address, {"table": "licences"}).status_code == 409
    assert client.post(address, {**chosen, "column-5": "nonsense"}).status_code == 409
    assert client.post(address, {"redraw": "1", "table": "seizures"}).status_code == 200
    assert client.post(address, chosen).status_code == 302
    worker.run_all()
    upload.refresh_from_db()
    assert (upload.state, Batch.objects.get().tables) == ("loaded", {"licences": 2})
    # The next file of the same headings asks nothing, from whatever sender; another agency's is asked.
    later = sent(client, "later.csv", REGISTER.replace("L-1", "L-7"), sender="Port office")
    assert later.state == "loaded"
    other = sent(signed_in(person("Bo", agency("Uganda NOU"))), "later.csv", REGISTER)
    assert other.state == "asks"


def test_a_running_file_shows_its_progress_and_the_page_stops_asking_when_it_is_done(client):
    send(client, file("cases.jsonl", cases()))
    upload = Upload.objects.get()
    page = client.get(reverse("sources:batches")).content.decode()
    assert 'hx-trigger="every 2s"' in page and "<progress" in page and "<noscript>" in page
    part = client.get(reverse("sources:running"), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "HX-Refresh" not in part.headers
    one = client.get(reverse("sources:upload", args=[upload.pk]), headers={"HX-Request": "true"})
    assert "<progress" in one.content.decode() and "<html" not in one.content.decode()
    worker.run_all()
    assert (
        client.get(reverse("sources:running"), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    )
    done = client.get(reverse("sources:upload", args=[upload.pk]), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"


def test_the_list_asks_the_same_few_questions_however_long_it_is(
    client, amina, neighbour, django_assert_max_num_queries
):
    for n in range(1, 31):
        loaded(client, f"f{n}.jsonl", cases(n), agencies=[neighbour.agency.pk] if n % 2 else [])
    with django_assert_max_num_queries(22):
        page = client.get(reverse("sources:batches"))
    first = page.content.decode()
    assert "f30.jsonl" in first and "f5.jsonl" not in first
    after = page.context["page"].after
    second = client.get(reverse("sources:batches") + "?" + after)
    assert "f5.jsonl" in second.content.decode() and "f30.jsonl" not in second.content.decode()
    back = client.get(reverse("sources:batches") + "?" + second.context["page"].before)
    assert [b.file_name for b in back.context["page"].rows] == [
        b.file_name for b in page.context["page"].rows
    ]
    for odd in ("?after=x~y", "?before=9~1", "?after=2026-01-01T00:00:00%2B00:00~zzz"):
        assert client.get(reverse("sources:batches") + odd).status_code == 200


def test_the_empty_list_says_how_to_begin(client):
    page = client.get(reverse("sources:batches")).content.decode()
    assert "Begin with a file your office has already" in page and reverse("sources:send") in page
    assert "None" not in page


def test_pages_stay_small_and_need_no_inline_script_or_style(client, neighbour):
    batch = loaded(client, "cases.jsonl", cases())
    for address in (
        reverse("sources:batches"),
        reverse("sources:send"),
        reverse("sources:batch", args=[batch.pk]),
    ):
        page = client.get(address).content.decode()
        assert len(page) < 60_000 and " style=" not in page and "onclick" not in page
