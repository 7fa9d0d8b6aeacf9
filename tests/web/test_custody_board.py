"""What in the custody asks for a look stands on one page; and a signed sheet goes to its case by itself."""

from __future__ import annotations

import html
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from custody_kept import ago, handed, seizure_held, taken, written
from offices import agency, person, signed_in
from photographs import exif, jpeg
from tradewind_web.agencies.roles import Role
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.jobs import worker
from tradewind_web.seizures import queries_marks
from tradewind_web.seizures.actions import custody, storage
from tradewind_web.seizures.actions.using import put_in_case
from tradewind_web.seizures.evidence_kinds import kind_of
from tradewind_web.seizures.models_custody import Custody
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
MIGRATION = "tradewind_web.seizures.migrations.0009_what_asks_for_a_look_in_custody"
PHOTO = jpeg(told=exif(1))


@pytest.fixture
def amina():
    return person("Amina", agency("Kenya Revenue Authority", kind="customs"), Role.OFFICER, Role.SUPERVISOR)


def board(acting, **narrowed):
    response = signed_in(acting).get(reverse("seizures:marks"), narrowed)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def sent(acting, seizure, **said):
    url = reverse("seizures:evidence", args=[seizure.pk])
    file = SimpleUploadedFile("a.jpg", PHOTO)
    assert signed_in(acting).post(url, {"origin": "messaging", "upload": file, **said}).status_code == 302


def test_everything_that_asks_for_a_look_stands_on_the_board_until_it_is_explained(amina):
    gap, copy, whole = seizure_held(amina), seizure_held(amina), seizure_held(amina)
    written(amina, gap, taken(happened_at=ago(days=3)))
    written(amina, gap, handed(from_place="Shed 9", seal_before="OTHER"))
    written(amina, whole, taken())
    sent(amina, copy)
    text = board(amina)
    assert gap.number in text and copy.number in text and whole.number not in text
    assert "Gap: the entry before left it at “Yard”; this one took it from “Shed 9”." in text
    assert "The seal left on it was “S-1”; the seal found is “OTHER”." in text and "Written 3 days" in text
    assert "1 missing original" in text and "Evidence file E1" in text
    kept = list(Custody.objects.order_by("pk").values())
    Custody.objects.update(open_marks=0, missing_originals=0, asks=[], open_kinds="", open_since=None)
    import_module(MIGRATION).ask_for_a_look(apps, None)  # an office of an older version comes up to date
    worker.run_all("test")
    assert list(Custody.objects.order_by("pk").values()) == kept
    for kind, there in {"gap": gap, "seal": gap, "late": gap, "original": copy}.items():
        other = copy if there is gap else gap
        assert there.number in board(amina, kind=kind) and other.number not in board(amina, kind=kind)
    assert "Nothing is like that" in board(amina, kind="overlap")
    assert gap.number in board(amina, kind="no such", site="none", days="x")  # narrows nothing
    yard = storage.list_site(acting=amina, values=storage.SiteValues("Yard"))
    stay = storage.StayValues(timezone.localdate())
    storage.begin_stay(acting=amina, seizure_id=gap.pk, site_id=yard.pk, values=stay)
    text = board(amina, site=str(yard.pk))
    assert gap.number in text and copy.number not in text
    Custody.objects.filter(seizure=copy).update(open_since=ago(days=8))
    text = board(amina, days="7")
    assert copy.number in text and gap.number not in text
    home = signed_in(amina).get(reverse("seizures:list")).content.decode()
    assert 'class="count">2<' in home
    for told in Custody.objects.get(seizure=gap).asks:
        custody.explain(acting=amina, seizure_id=gap.pk, mark=told["key"], text="The shed was cleared")
    url = reverse("seizures:tell_evidence", args=[copy.pk, 1])
    assert signed_in(amina).post(url, {"gone": "1", "why": "The telephone was lost"}).status_code == 302
    assert "Nothing asks for a look" in board(amina)


def test_the_board_is_the_agencys_own_and_long_ones_have_pages(
    amina, monkeypatch, django_assert_max_num_queries
):
    stranger = person("Tumaini", agency("Tanzania Revenue Authority", party="TZA"))
    held = [seizure_held(amina) for _ in range(4)]
    monkeypatch.setattr(queries_marks, "PER_PAGE", 3)
    for place, seizure in enumerate(held):
        written(amina, seizure, taken(happened_at=ago(days=3)))
        Custody.objects.filter(seizure=seizure).update(open_since=ago(days=40) + timedelta(hours=place))
    share(acting=amina, record=held[0], agencies=[stranger.agency], reason="for the file")
    assert "Nothing asks for a look" in board(stranger)
    client = signed_in(amina)
    with django_assert_max_num_queries(22):
        text = client.get(reverse("seizures:marks")).content.decode()
    assert held[0].number in text and held[3].number not in text
    further = html.unescape(text).split('rel="next" href="?')[1].split('"')[0]
    assert held[3].number in signed_in(amina).get(f"{reverse('seizures:marks')}?{further}").content.decode()


def test_sites_of_storage_have_pages(amina, django_assert_max_num_queries):
    for n in range(27):
        storage.list_site(acting=amina, values=storage.SiteValues(f"Store {n:02}"))
    client = signed_in(amina)
    with django_assert_max_num_queries(16):
        text = client.get(reverse("seizures:sites")).content.decode()
    assert "Store 26" in text and "Store 00" not in text
    further = html.unescape(text).split('rel="next" href="?')[1].split('"')[0]
    assert "Store 00" in signed_in(amina).get(f"{reverse('seizures:sites')}?{further}").content.decode()


def test_a_signed_sheet_is_laid_to_the_case_at_the_step_that_asks_for_it(amina):
    case, seizure = open_case(acting=amina, title="Truck", origin="control"), seizure_held(amina)
    put_in_case(acting=amina, seizure_id=seizure.pk, case_id=case.pk)
    entry = written(amina, seizure, taken())
    client = signed_in(amina)
    url = reverse("seizures:custody_sheet", args=[seizure.pk, entry.pk])
    assert client.post(url, {"upload": SimpleUploadedFile("sheet.jpg", PHOTO)}).status_code == 302
    sheet = entry.sheets.get()
    (laid,) = case.evidence.all()
    assert (laid.kind, laid.step, laid.sha256, laid.ref) == (
        "custody_receipt", "custody", sheet.sha256, f"sheet:{sheet.pk}",
    )  # fmt: skip
    text = client.get(reverse("seizures:custody_entry", args=[seizure.pk, entry.pk])).content.decode()
    assert f"among the evidence of case {case.number}" in text
    client.post(url, {"upload": SimpleUploadedFile("sheet.jpg", PHOTO)})  # after a lost link
    assert case.evidence.count() == 1
    # in no case, and in one that is closed, it is kept all the same
    alone = seizure_held(amina)
    entry = written(amina, alone, taken())
    client.post(
        reverse("seizures:custody_sheet", args=[alone.pk, entry.pk]),
        {"upload": SimpleUploadedFile("s.jpg", jpeg(told=exif(3)))},
    )
    assert entry.sheets.count() == 1 and case.evidence.count() == 1
    type(case).objects.filter(pk=case.pk).update(state="closed")
    put_in_case(acting=amina, seizure_id=alone.pk, case_id=case.pk)
    client.post(
        reverse("seizures:custody_sheet", args=[alone.pk, entry.pk]),
        {"upload": SimpleUploadedFile("t.jpg", jpeg(told=exif(8)))},
    )
    assert entry.sheets.count() == 2 and case.evidence.count() == 1


def box(name, body=b""):
    return (8 + len(body)).to_bytes(4) + name + body


@pytest.mark.parametrize(("head", "media", "suffix"), [
    (box(b"ftyp", b"M4A \0\0\0\0M4A mp42"), "audio/mp4", "m4a"),
    (box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", b"hdlr....soun"), "audio/mp4", "m4a"),
    (box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", b"hdlrsoun hdlrvide"), "video/mp4", "mp4"),
    (box(b"ftyp", b"mp42\0\0\0\0isom") + box(b"mdat"), "video/mp4", "mp4"),
    (b"OggS\0\2" + bytes(22) + b"OpusHead\1\2", "audio/opus", "opus"),
    (b"OggS\0\2" + bytes(22) + b"\1vorbis", "audio/ogg", "ogg"),
    (box(b"ftyp", b"3gp4\0\0\0\0"), "video/3gpp", "3gp"), (box(b"ftyp", b"3gr6\0\0\0\0"), "video/3gpp", "3gp"),
    (box(b"ftyp", b"3g2b\0\0\0\0"), "video/3gpp2", "3g2"), (box(b"ftyp", b"qt  \0\0\0\0"), "video/quicktime", "mov"),
    (box(b"wide") + box(b"mdat"), "video/quicktime", "mov"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm", "video/webm", "webm"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x88matroska", "video/x-matroska", "mkv"),
    (b"\xff\xf1\x50\x80\0\x1f\xfc", "audio/aac", "aac"), (b"#!AMR-WB\n", "audio/amr", "amr"),
])  # fmt: skip
def test_voice_notes_and_short_films_are_known_by_what_is_in_them(head, media, suffix):
    found = kind_of(head)
    assert (found.media_type, found.suffix) == (media, suffix)
    assert found.family == ("sound" if media.startswith("audio") else "film")


def test_a_voice_note_is_kept_and_only_downloaded_and_one_too_large_is_told(amina, settings):
    seizure, client = seizure_held(amina), signed_in(amina)
    note = b"OggS\0\2" + bytes(22) + b"OpusHead\1\2" + bytes(500)
    url = reverse("seizures:evidence", args=[seizure.pk])
    client.post(url, {"origin": "original", "upload": SimpleUploadedFile("PTT-1.opus", note, "text/html")})
    kept = EvidenceFile.objects.get()
    assert (kept.family, kept.suffix) == ("sound", "opus")
    taken_ = client.post(reverse("seizures:take_evidence", args=[seizure.pk, 1]))
    assert b"".join(taken_.streaming_content) == note and taken_["Content-Type"] == "application/octet-stream"
    assert (
        taken_["Content-Disposition"].startswith("attachment;")
        and '-E1.opus"' in taken_["Content-Disposition"]
    )
    assert "sandbox" in taken_["Content-Security-Policy"] and taken_["X-Content-Type-Options"] == "nosniff"
    settings.UPLOAD_LIMIT = 400
    film = SimpleUploadedFile("film.mp4", box(b"ftyp", b"mp42\0\0\0\0isom") + bytes(900))
    response = client.post(url, {"origin": "original", "upload": film})
    assert response.status_code == 409 and "send it on a disc" in response.content.decode()
    assert EvidenceFile.objects.count() == 1
