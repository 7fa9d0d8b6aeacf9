"""Evidence files: kept byte for byte under their hash, called what they are, only ever downloaded."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from custody_kept import seizure_held, taken, written
from offices import agency, person, signed_in
from photographs import exif, jpeg
from tradewind_web.audit.models import Event
from tradewind_web.running.backup import KEPT
from tradewind_web.seizures.evidence_kinds import is_program, kind_of
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.sources import receiving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
PHOTO = jpeg(told=exif(6))
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


@pytest.fixture
def seizure(amina):
    return seizure_held(amina)


def sent(acting, seizure, content, name="IMG_1.jpg", **said):
    file = SimpleUploadedFile(name, content, "image/jpeg")
    url = reverse("seizures:evidence", args=[seizure.pk])
    return signed_in(acting).post(url, {"origin": "original", **said, "upload": file})


def page(acting, seizure):
    return signed_in(acting).get(reverse("seizures:evidence", args=[seizure.pk])).content.decode()


def test_a_file_is_hashed_kept_read_only_and_only_ever_downloaded(amina, seizure):
    assert sent(amina, seizure, PHOTO, "../../label\u202egpj.exe.jpg").status_code == 302
    assert sent(amina, seizure, PHOTO, "again.jpg").status_code == 302  # after a lost link
    kept = EvidenceFile.objects.get()
    assert kept.path.read_bytes() == PHOTO and kept.path.name == kept.sha256 and kept.tells_more
    assert not kept.path.stat().st_mode & 0o222
    assert "/" not in kept.name and "\u202e" not in kept.name
    text = page(amina, seizure)
    assert kept.sha256 in text and "A camera wrote more" in text
    response = signed_in(amina).post(reverse("seizures:take_evidence", args=[seizure.pk, 1]))
    assert b"".join(response.streaming_content) == PHOTO
    assert response["Content-Disposition"] == f'attachment; filename="{seizure.number}-E1.jpg"'
    assert response["Content-Type"] == "application/octet-stream"
    assert (
        response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    )
    assert Event.objects.filter(name="seizures.evidence_taken").count() == 1
    assert "evidence" in KEPT  # a backup has them


def test_what_a_file_is_comes_from_its_content(amina, seizure):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(1 << 20))
    for content, name in ((HEIC, "a.jpg"), (b"%PDF-1.7\n" + bytes(9), "b.doc"), (bomb.getvalue(), "c.pdf")):
        assert sent(amina, seizure, content, name).status_code == 302
    kinds = [(f.media_type, f.suffix) for f in EvidenceFile.objects.order_by("number")]
    assert kinds == [("image/heic", "heic"), ("application/pdf", "pdf"), ("application/octet-stream", "bin")]
    assert "not looked into" in page(amina, seizure)
    assert (
        kind_of(b"RIFF\0\0\0\0WAVEfmt ").family == "sound" and kind_of(b"\0\0\0\x20ftypisom").family == "film"
    )
    assert kind_of("Привет".encode()).media_type == "text/plain" and kind_of(b"\0\1\2").family == "other"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\0", "photo.jpg"), (b"\x7fELF", "a"), (b"#!/bin/sh\n", "a.txt"), (b"\xca\xfe\xba\xbe", "a.jpg"),
        (b"<html><body>", "offer.pdf"), (b"  <svg onload=x>", "a.png"), (b"del *", "photo.jpg.bat"),
        (b"WScript", "a.VBS"),
    ],
)  # fmt: skip
def test_a_program_is_refused_with_what_to_send_instead(amina, seizure, content, name):
    response = sent(amina, seizure, content, name)
    assert response.status_code == 409 and "send a photograph or a PDF of it" in response.content.decode()
    assert not EvidenceFile.objects.exists() and is_program(content, name)


def test_a_copy_from_a_messaging_service_is_taken_at_once_and_the_original_asked_for(amina, seizure):
    assert sent(amina, seizure, PHOTO, origin="messaging", sender="Officer Ben").status_code == 302
    text = page(amina, seizure)
    assert (
        "Ask for the original of E1 now (sent by Officer Ben)" in text and "Say who sent it to whom" in text
    )
    client = signed_in(amina)
    url = reverse("seizures:tell_evidence", args=[seizure.pk, 1])
    assert client.post(url, {"sender": "Eve", "receiver": "", "sent_at": ""}).status_code == 409
    assert client.post(url, {"receiver": "Amina", "sent_at": "2026-03-04T10:00"}).status_code == 302
    copy = EvidenceFile.objects.get()
    assert (copy.sender, copy.receiver) == ("Officer Ben", "Amina") and copy.sent_at
    assert sent(amina, seizure, jpeg(told=exif(1)), origin="original", of="1").status_code == 302
    text = page(amina, seizure)
    assert "Ask for the original" not in text and "original of E1" in text
    (event,) = Event.objects.filter(name="seizures.evidence_told")
    assert "Amina" not in str(event.facts)


def test_an_original_that_is_gone_is_asked_for_no_more(amina, seizure):
    sent(amina, seizure, PHOTO, origin="messaging")
    url = reverse("seizures:tell_evidence", args=[seizure.pk, 1])
    assert signed_in(amina).post(url, {"gone": "1", "why": " "}).status_code == 409
    assert signed_in(amina).post(url, {"gone": "1", "why": "The telephone was lost"}).status_code == 302
    text = page(amina, seizure)
    assert "Ask for the original" not in text and "The telephone was lost" in text


def test_what_is_made_from_a_file_names_it(amina, seizure):
    sent(amina, seizure, PHOTO)
    assert sent(amina, seizure, jpeg(), "cut.jpg", origin="derived").status_code == 409
    assert sent(amina, seizure, jpeg(), "cut.jpg", origin="derived", of="7").status_code == 409
    assert sent(amina, seizure, jpeg(), "cut.jpg", origin="derived", of="1").status_code == 302
    assert "made from E1" in page(amina, seizure)


def test_a_signed_sheet_comes_back_to_its_entry_by_the_code(amina, seizure):
    entry = written(amina, seizure, taken())
    client = signed_in(amina)
    there = client.get(reverse("seizures:paper_forms"), {"code": entry.code.lower()})
    assert there["Location"] == reverse("seizures:custody_entry", args=[seizure.pk, entry.pk])
    url = reverse("seizures:custody_sheet", args=[seizure.pk, entry.pk])
    client.post(url, {"upload": SimpleUploadedFile("sheet.jpg", PHOTO)})
    assert entry.sheets.get().origin == "scan"
    assert "E1" in client.get(there["Location"]).content.decode()


def test_a_file_that_was_changed_on_the_disk_is_told_and_not_given(amina, seizure):
    sent(amina, seizure, PHOTO)
    path = EvidenceFile.objects.get().path
    path.chmod(0o600)
    path.write_bytes(b"other")
    response = signed_in(amina).post(reverse("seizures:take_evidence", args=[seizure.pk, 1]), follow=True)
    assert "is not the one that came" in response.content.decode()
    assert Event.objects.filter(name="seizures.evidence_damaged").count() == 1
    other = seizure_held(amina)
    assert sent(amina, other, PHOTO).status_code == 302  # the same bytes again mend it
    assert path.read_bytes() == PHOTO


def test_a_full_disk_and_a_file_too_large_are_said(amina, seizure, settings, monkeypatch):
    settings.UPLOAD_LIMIT = 100
    assert "is larger than" in sent(amina, seizure, bytes(5000)).content.decode()
    settings.UPLOAD_LIMIT = 1 << 30
    monkeypatch.setattr(receiving, "KEPT_FREE", 1 << 62)
    assert "no room on the office" in sent(amina, seizure, PHOTO).content.decode()
    assert not EvidenceFile.objects.exists()


def test_evidence_stays_with_the_agency_that_keeps_it(amina, seizure):
    sent(amina, seizure, PHOTO)
    eve = person("Eve", agency("Other"))
    assert signed_in(eve).get(reverse("seizures:evidence", args=[seizure.pk])).status_code == 404
    assert signed_in(eve).post(reverse("seizures:take_evidence", args=[seizure.pk, 1])).status_code == 404
    assert sent(eve, seizure, jpeg()).status_code == 404
