"""What a photograph says of itself: read by a job, apart and within limits; the original never changes."""

from __future__ import annotations

import hashlib
import html
import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from custody_kept import seizure_held
from offices import agency, person, signed_in
from photographs import heic, jpeg
from tradewind_web.audit.models import Event
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job
from tradewind_web.seizures import picture_looking
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.models_pictures import Picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


def told(*, turned=6, at="2026:03:02 14:02:11", offset="+03:00") -> Image.Exif:
    """What a telephone writes: device, time, place within five metres."""
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x0112] = "Invented", "Phone <1>\0\x1b", turned
    fine, place = block.get_ifd(0x8769), block.get_ifd(0x8825)
    fine[0x9003], fine[0x9011] = at, offset
    place[1], place[2], place[3], place[4], place[31] = "S", (1.0, 16.0, 58.8), "E", (36.0, 49.0, 0.0), 4.2
    return block


def photograph(size=(400, 300), **said) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 80, 40)).save(stream, "JPEG", exif=told(**said))
    return stream.getvalue()


def looked_at(acting, seizure, content, **said):
    """The page of the photograph, before the job and after it."""
    url = reverse("seizures:evidence", args=[seizure.pk])
    file = SimpleUploadedFile("a.jpg", content)
    assert signed_in(acting).post(url, {"origin": "original", **said, "upload": file}).status_code == 302
    number = EvidenceFile.objects.filter(seizure=seizure).count()
    page = reverse("seizures:picture", args=[seizure.pk, number])
    before = signed_in(acting).get(page).content.decode()
    worker.run_all("test")
    assert not Job.objects.filter(state="gave_up", kind="seizures.look_at_picture").exists()
    return before, html.unescape(signed_in(acting).get(page).content.decode()), number


def test_a_job_reads_what_the_camera_wrote_and_the_page_holds_it_against_what_was_stated(amina):
    seizure = seizure_held(amina)  # on 4 March 2026
    content = photograph()
    before, text, number = looked_at(
        amina, seizure, content, origin="messaging", sender="Ben", sent_at="2026-03-01T09:00"
    )
    assert "It is being looked at" in before and "<img" not in before
    assert "Invented Phone <1>" in text and "\x1b" not in text
    assert "14:02, UTC+03:00" in text and "1.28300° S, 36.81667° E, within 5 m" in text
    assert "2 days before the stated day of the seizure" in text and "One of the two is wrong" in text
    assert "turned by the camera" in text and "Nothing that a camera writes" not in text
    picture = Picture.objects.get()
    assert picture.file.path.read_bytes() == content  # the original is as it came
    preview = signed_in(amina).get(reverse("seizures:preview", args=[seizure.pk, number]))
    small = Image.open(io.BytesIO(preview.content))
    assert small.size == (300, 400) and not small.getexif() and b"Invented" not in preview.content  # upright
    assert hashlib.sha256(preview.content).hexdigest() == picture.preview_sha256
    assert picture.preview_sha256 in text and picture.file.sha256 in text
    assert "sandbox" in preview["Content-Security-Policy"] and preview["X-Content-Type-Options"] == "nosniff"
    (event,) = Event.objects.filter(name="seizures.picture_read")
    assert (event.facts["derived_from"], event.facts["sha256"]) == (
        picture.file.sha256,
        picture.preview_sha256,
    )
    picture.preview.chmod(0o600)
    picture.preview.write_bytes(b"other")  # what is not the one that was made is not shown
    assert signed_in(amina).get(reverse("seizures:preview", args=[seizure.pk, number])).status_code == 404


def test_a_heic_of_a_telephone_can_be_looked_at(amina):
    seizure = seizure_held(amina)
    content = heic(told(at="2026:03:04 10:00:00").tobytes()[6:])
    _before, text, number = looked_at(amina, seizure, content)
    picture = Picture.objects.get()
    assert picture.file.media_type == "image/heic" and picture.file.path.read_bytes() == content
    assert "Invented Phone" in text and "within 5 m" in text and "stated day" not in text
    preview = signed_in(amina).get(reverse("seizures:preview", args=[seizure.pk, number])).content
    red, green, blue = Image.open(io.BytesIO(preview)).getpixel((9, 9))
    assert red > 180 and green < 110 and blue < 70


@pytest.mark.parametrize(("origin", "sentence"), [
    ("messaging", "the messaging service took place, time and device away"),
    ("original", "nothing that a camera writes is in it. Ask whether"), ("scan", "1 × 1 pixels"),
])  # fmt: skip
def test_a_photograph_that_says_nothing_of_itself_is_told(amina, origin, sentence):
    _before, text, _number = looked_at(amina, seizure_held(amina), jpeg(), origin=origin)
    assert sentence in text


def png_of(width, height, data=b""):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_pictures_made_to_harm_give_a_sentence_and_no_trace(amina, monkeypatch):
    seizure, whole = seizure_held(amina), photograph()
    harmful = {
        "cut off": (whole[:700], "damaged"), "noise": (b"\xff\xd8\xff" + bytes(range(256)) * 4, "damaged"),
        "a bomb": (png_of(60_000, 60_000, zlib.compress(bytes(1 << 20), 9)), "more pixels"),
        "a wide one": (png_of(2_000_000_000, 1), "more pixels"), "empty boxes": (heic()[:120], "damaged"),
        "no frame": (heic().replace(b"\x28\x01\xaf", b"\xff\xff\xff"), "cannot be read|looked"),
        "a ring": (whole.replace(b"\x87\x69\x00\x04", b"\x87\x69\xff\xff"), ""),
    }  # fmt: skip
    for name, (content, sentence) in harmful.items():
        _before, text, number = looked_at(amina, seizure, content)
        assert any(part in text for part in sentence.split("|")), name
        assert "Traceback" not in text, name
        taken = signed_in(amina).post(reverse("seizures:take_evidence", args=[seizure.pk, number]))
        assert b"".join(taken.streaming_content) == content, name  # kept byte for byte all the same
    monkeypatch.setattr(picture_looking, "MOST_BYTES", 100)
    assert "too large to be opened" in looked_at(amina, seizure, photograph((30, 30)))[1]
    monkeypatch.undo()
    monkeypatch.setattr(picture_looking, "MOST_SECONDS", 0.01)
    assert "took too long" in looked_at(amina, seizure, photograph((31, 31)))[1]
