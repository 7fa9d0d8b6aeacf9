"""Archives for a court: made by a job, with a receipt, whole to the last byte; and what the defence does not get."""

import hashlib
import json
import subprocess
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from custody_kept import handed, seizure_held, taken, written
from offices import agency, person, signed_in
from photographs import exif, jpeg
from proceedings_made import law, opened, weighed
from seizures_typed import recorded
from tradewind.reporting.court import verify
from tradewind_web.audit.models import Event
from tradewind_web.jobs import worker
from tradewind_web.proceedings.models import Archive, LeftOut
from tradewind_web.seizures.models import Photo
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
PICTURE = jpeg(told=exif(1))


@pytest.fixture
def vera():
    return person("Vera", agency("Prosecutor", kind="prosecutor"), "prosecutor", "officer")


def photographed(acting, **changed):
    seizure = recorded(acting, **changed)
    photo = Photo.objects.create(
        agency=acting.agency, seizure=seizure, name="a.jpg", media_type="image/jpeg", size=len(PICTURE),
        sha256=hashlib.sha256(PICTURE).hexdigest(), added_by=acting.user,
    )  # fmt: skip
    photo.path.parent.mkdir(parents=True, exist_ok=True)
    photo.path.write_bytes(PICTURE)
    return seizure


@pytest.fixture
def proceeding(vera):
    provision = law(vera)
    found = opened(vera, photographed(vera))
    element = found.elements.get(part="gas")
    url = reverse("proceedings:evidence", args=[found.pk, element.pk])
    signed_in(vera).post(url, {"side": "against", "text": "The second sample was R-134a"})
    weighed(vera, found, provision)
    return found


def made(acting, proceeding, edition="full"):
    client = signed_in(acting)
    response = client.post(reverse("proceedings:archive", args=[proceeding.pk]), {"edition": edition})
    assert response.status_code == 302, response.content.decode()
    assert "It is being made" in client.get(response["Location"]).content.decode()
    worker.run_all("test")
    return Archive.objects.order_by("-asked_at").first()


def files(archive):
    with zipfile.ZipFile(archive.path) as opened_:
        return {name: opened_.read(name) for name in opened_.namelist()}


def test_an_archive_is_whole_signed_and_its_receipt_prints_the_digest(vera, proceeding, tmp_path):
    archive = made(vera, proceeding)
    assert archive.state == "made", archive.trouble
    verdict = verify(str(archive.path), archive.path.with_name(f"{archive.path.name}.sha256").read_text())
    assert (verdict.problems, verdict.sha256) == ([], archive.sha256) and verdict.signature.startswith("good")
    found = files(archive)
    assert found["exhibits/P-001.jpg"] == PICTURE  # the original, with all the camera wrote
    assert b"The second sample was R-134a" in found["records/for-the-accused.json"]
    history = json.loads(found["chains/audit.json"])
    assert {"seizures.recorded", "proceedings.opened"} <= {e["name"] for e in history["entries"]}
    client = signed_in(vera)
    receipt = client.get(reverse("proceedings:receipt", args=[proceeding.pk, archive.pk])).content.decode()
    assert archive.sha256 in receipt and str(archive.size) in receipt
    response = client.post(reverse("proceedings:download", args=[proceeding.pk, archive.pk]))
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == archive.sha256
    assert f'filename="{proceeding.number}-full.zip"' in response["Content-Disposition"]
    for name in ("asked", "made", "taken"):
        assert Event.objects.filter(
            name=f"proceedings.archive_{name}", subject_id=str(proceeding.pk)
        ).exists()
    (tmp_path / "b.pdf").write_bytes(found["bundle.pdf"])
    paper = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "b.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "P-001" in paper and "Tern Refrigeration" in paper and "The second sample" in paper


def test_what_the_defence_does_not_get_is_in_no_byte_and_the_log_says_who_decided(vera, proceeding):
    client = signed_in(vera)
    url = reverse("proceedings:leave_out", args=[proceeding.pk])
    said = {"ground": "source", "words": "Jane Doe", "why": "she fears for her job"}
    assert client.post(url, said).status_code == 302
    archive = made(vera, proceeding, "disclosure")
    assert archive.state == "made" and verify(str(archive.path)).is_intact
    found = files(archive)
    assert all(b"jane" not in content.lower() for content in found.values())
    assert all(b"fears for her job" not in content for content in found.values())
    (line,) = json.loads(found["left-out.json"])
    assert (line["ground"], line["decided_by"]) == ("source", "Vera, Prosecutor")
    assert b"The second sample was R-134a" in found["records/for-the-accused.json"]
    assert "records/worksheets.json" not in found  # no decision rests on it yet
    full = made(vera, proceeding)
    assert b"Jane Doe" in files(full)["records/seizure.json"]
    again = json.loads(files(made(vera, proceeding, "disclosure"))["manifest.json"])
    assert again["drawn_from"] == full.sha256  # the court can hold one against the other
    assert "Jane" not in str(Event.objects.get(name="proceedings.left_out").facts)


def test_what_was_left_out_can_go_to_the_defence_after_all(vera, proceeding):
    client = signed_in(vera)
    client.post(
        reverse("proceedings:leave_out", args=[proceeding.pk]),
        {"ground": "source", "exhibit": "P-001", "why": "w"},
    )
    assert "exhibits/P-001.jpg" not in files(made(vera, proceeding, "disclosure"))
    client.post(reverse("proceedings:lift", args=[proceeding.pk, LeftOut.objects.get().pk]))
    assert "exhibits/P-001.jpg" in files(made(vera, proceeding, "disclosure"))


@pytest.mark.parametrize(("said", "sentence"), [
    ({"words": "Nobody Here"}, "stands nowhere in this file"),
    ({"exhibit": "P-099"}, "stands nowhere in this file"),
    ({"words": "SecretPhone"}, "exhibit P-001 holds words that are to be left out"),
])  # fmt: skip
def test_a_disclosure_that_would_leave_it_in_is_not_made(vera, proceeding, said, sentence):
    signed_in(vera).post(
        reverse("proceedings:leave_out", args=[proceeding.pk]), {"ground": "source", "why": "w", **said}
    )
    archive = made(vera, proceeding, "disclosure")
    assert archive.state == "refused" and sentence in archive.trouble and not archive.path.exists()
    assert (
        sentence
        in signed_in(vera)
        .get(reverse("proceedings:receipt", args=[proceeding.pk, archive.pk]))
        .content.decode()
    )


@pytest.mark.parametrize(("said", "sentence"), [
    ({"ground": "source", "why": "w"}, "one of the two"),
    ({"ground": "source", "why": "w", "words": "ab"}, "too short"),
    ({"ground": "other", "why": "w", "words": "Jane Doe"}, "not one of the available choices"),
    ({"ground": "source", "words": "Jane Doe"}, "This field is required"),
])  # fmt: skip
def test_leaving_out_names_one_thing_a_ground_and_a_reason(vera, proceeding, said, sentence):
    response = signed_in(vera).post(reverse("proceedings:leave_out", args=[proceeding.pk]), said)
    assert response.status_code == 409 and sentence in response.content.decode()
    assert not LeftOut.objects.exists()


def test_a_photograph_that_was_changed_on_the_disk_stops_the_archive(vera, proceeding):
    Photo.objects.get().path.write_bytes(PICTURE + b"\0")
    archive = made(vera, proceeding)
    assert archive.state == "refused" and "P-001 is not the file whose digest was recorded" in archive.trouble


def test_of_another_agencys_seizure_the_archive_has_the_picture_and_says_who_keeps_the_original():
    amina = person("Amina", agency("Customs"), "officer", "supervisor")
    sofia = person("Sofia", agency("Inspectorate", kind="market"), "prosecutor", "officer")
    seizure = photographed(amina)
    share(acting=amina, record=seizure, agencies=[sofia.agency], reason="r")
    found = files(made(sofia, opened(sofia, seizure)))
    assert b"SecretPhone" not in found["exhibits/P-001.jpg"]
    note = next(
        f["note"] for f in json.loads(found["manifest.json"])["files"] if f["name"] == "exhibits/P-001.jpg"
    )
    assert "Customs keeps the original" in note and hashlib.sha256(PICTURE).hexdigest() in note


def test_a_prosecutors_office_that_a_seizure_was_given_to_act_on_takes_its_custody_to_court(vera):
    amina = person("Amina", agency("Customs"), "officer", "supervisor")
    seizure = seizure_held(amina)
    written(amina, seizure, taken())
    share(acting=amina, record=seizure, agencies=[vera.agency], reason="r")
    found = files(made(vera, opened(vera, seizure)))
    assert len(json.loads(found["chains/custody.json"])["entries"]) == 1
    # the page of the custody stays with those who keep it
    assert signed_in(vera).get(reverse("seizures:custody", args=[seizure.pk])).status_code == 403


def test_archives_are_for_those_who_answer_for_them(vera, proceeding):
    archive = made(vera, proceeding)
    olga = person("Olga", vera.agency, "officer")
    bo = person("Bo", agency("Neighbour"), "prosecutor", "supervisor")
    for acting, status in ((olga, 403), (bo, 404)):
        client = signed_in(acting)
        for name, args in (("court", []), ("receipt", [archive.pk])):
            assert (
                client.get(reverse(f"proceedings:{name}", args=[proceeding.pk, *args])).status_code == status
            )
        for name, args in (("archive", []), ("leave_out", []), ("download", [archive.pk])):
            assert (
                client.post(reverse(f"proceedings:{name}", args=[proceeding.pk, *args])).status_code == status
            )


def test_the_custody_goes_along_as_a_chain_and_its_gaps_speak_for_the_accused(vera):
    seizure = seizure_held(vera)
    written(vera, seizure, taken())
    written(vera, seizure, handed(from_place="Jane Doe's shed"))
    upload = SimpleUploadedFile(
        "lab.pdf", b"%PDF-1.4 the laboratory's report", content_type="application/pdf"
    )
    url = reverse("seizures:evidence", args=[seizure.pk])
    assert signed_in(vera).post(url, {"upload": upload, "origin": "original"}).status_code == 302
    proceeding = opened(vera, seizure)
    archive = made(vera, proceeding)
    assert archive.state == "made" and verify(str(archive.path)).problems == []
    found = files(archive)
    assert found["exhibits/E-001.pdf"] == b"%PDF-1.4 the laboratory's report"
    assert len(json.loads(found["chains/custody.json"])["entries"]) == 2
    assert b"Gap: the entry before left it at" in found["records/for-the-accused.json"]
    said = {"ground": "source", "why": "w", "words": "Jane Doe"}
    signed_in(vera).post(reverse("proceedings:leave_out", args=[proceeding.pk]), said)
    disclosure = made(vera, proceeding, "disclosure")
    verdict = verify(str(disclosure.path))
    assert verdict.is_intact
    assert "chains/custody.json: 2 entries, 1 of them withheld (their digests stand)" in verdict.notes
    assert all(b"Jane" not in content for content in files(disclosure).values())
