"""Time stamps: an authority outside the agency witnesses custody and evidence; and where it does not, nobody waits."""

from __future__ import annotations

import html
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rfc3161_client import TimestampRequestBuilder

from custody_kept import handed, seizure_held, taken, written
from offices import agency, person, signed_in
from photographs import jpeg
from proceedings_made import law, opened
from stamp_authority import HAS_OPENSSL, listening
from tradewind.reporting.court import verify
from tradewind_web.audit.models import Event
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job
from tradewind_web.proceedings.models import Archive
from tradewind_web.seizures.models_stamps import Stamp
from tradewind_web.seizures.stamping import stamp_daily

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("office"),
    pytest.mark.skipif(not HAS_OPENSSL, reason="no openssl on this machine to be the authority"),
]  # fmt: skip


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    with listening(tmp_path_factory.mktemp("authority")) as found:
        yield found


@pytest.fixture(autouse=True)
def _asked(settings, authority):
    settings.STAMP_ADDRESSES = frozenset({authority.address})
    authority.instead = None
    authority.asked.clear()


@pytest.fixture
def vera():
    return person("Vera", agency("Prosecutor", kind="prosecutor"), "prosecutor", "officer", "supervisor")


def named(acting, authority, **changed):
    said = {"address": authority.address, "roots": authority.root, **changed}
    return signed_in(acting).post(reverse("seizures:stamping"), said)


def page(acting, seizure):
    return html.unescape(
        signed_in(acting).get(reverse("seizures:custody", args=[seizure.pk])).content.decode()
    )


def file_sent(acting, seizure, content=None):
    url = reverse("seizures:evidence", args=[seizure.pk])
    file = SimpleUploadedFile("a.jpg", content or jpeg())
    assert signed_in(acting).post(url, {"origin": "original", "upload": file}).status_code == 302


def test_custody_and_evidence_are_stamped_after_each_change_and_go_to_court_with_it(
    vera, authority, tmp_path
):
    assert named(vera, authority).status_code == 302
    seizure = seizure_held(vera)
    written(vera, seizure, taken())
    file_sent(vera, seizure)
    worker.run_all("test")
    written(vera, seizure, handed())
    worker.run_all("test")
    kept = Stamp.objects.order_by("of", "count")
    assert [(s.of, s.count, s.state) for s in kept] == [
        ("custody", 1, "held"), ("custody", 2, "held"), ("evidence", 1, "held"),
    ]  # fmt: skip
    assert abs(kept[1].stamped_at - timezone.now()) < timedelta(minutes=5)
    assert all(seizure.number.encode() not in query for query in authority.asked)  # a digest alone
    text = page(vera, seizure)
    assert "The ledger up to entry 2 was there on" in text and "1 evidence file was there on" in text
    assert Event.objects.filter(name="seizures.stamp_held").count() == 3
    worker.run_all("test")
    assert stamp_daily(str(vera.agency.pk)) == "0 seizures" and len(authority.asked) == 3

    law(vera)
    proceeding = opened(vera, seizure)
    signed_in(vera).post(reverse("proceedings:archive", args=[proceeding.pk]), {"edition": "full"})
    worker.run_all("test")
    archive = Archive.objects.get()
    assert archive.state == "made", archive.trouble
    verdict = verify(str(archive.path))
    assert verdict.is_intact and sum("as the office says" in note for note in verdict.notes) == 3
    with zipfile.ZipFile(archive.path) as opened_:
        opened_.extractall(tmp_path)
    said = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "VERIFY.py"), str(archive.path)],
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "not checked by this program" in said and "openssl ts -verify -data" in said
    for row in json.loads((tmp_path / "manifest.json").read_text())["stamps"]:
        proof = subprocess.run(
            ["openssl", "ts", "-verify", "-data", f"{row['name']}.txt", "-in", f"{row['name']}.tsr", "-CAfile",
             f"{row['name']}.pem"], cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip
        assert b"Verification: OK" in proof.stdout, proof.stderr
    # the defence does not get the digest of an exhibit that is left out
    url = reverse("proceedings:leave_out", args=[proceeding.pk])
    signed_in(vera).post(url, {"ground": "source", "exhibit": "E-001", "why": "it shows who told"})
    signed_in(vera).post(reverse("proceedings:archive", args=[proceeding.pk]), {"edition": "disclosure"})
    worker.run_all("test")
    archive = Archive.objects.get(edition="disclosure")
    with zipfile.ZipFile(archive.path) as opened_:
        names = opened_.namelist()
    assert verify(str(archive.path)).is_intact
    assert "stamps/custody-002.tsr" in names and "stamps/evidence-001.txt" not in names


def test_an_authority_that_fails_is_told_tried_again_and_holds_nothing_up(vera, authority, settings):
    named(vera, authority)
    seizure = seizure_held(vera)
    authority.instead = (503, b"closed")
    written(vera, seizure, taken())
    worker.run_all("test")
    (stamp,) = Stamp.objects.all()
    assert (stamp.state, stamp.trouble) == ("failed", "refused")
    text = page(vera, seizure)
    assert (
        "no stamp yet" in text and "the authority refused" in text and "it is tried again by itself" in text
    )
    later = Job.objects.get(kind="seizures.stamp", state="waiting")
    assert timedelta(minutes=4) < later.run_after - timezone.now() < timedelta(minutes=6)
    assert "The newest could not be had: the authority refused" in (
        signed_in(vera).get(reverse("seizures:stamping")).content.decode()
    )
    for instead, trouble in {
        (200, b"no stamp at all"): "no_stamp", (200, bytes(70_000)): "no_stamp", (200, b""): "no_stamp",
        (302, b""): "refused",
    }.items():  # fmt: skip
        authority.instead = instead
        signed_in(vera).post(reverse("seizures:stamps", args=[seizure.pk]))
        worker.run_all("test")
        assert Stamp.objects.get().trouble == trouble
    authority.instead = None
    authority.instead = authority.answer(TimestampRequestBuilder().data(b"something else").build().as_bytes())
    signed_in(vera).post(reverse("seizures:stamps", args=[seizure.pk]))
    worker.run_all("test")
    assert Stamp.objects.get().trouble == "not_proved"
    settings.STAMP_ADDRESSES = frozenset()  # no longer allowed
    signed_in(vera).post(reverse("seizures:stamps", args=[seizure.pk]))
    worker.run_all("test")
    assert Stamp.objects.get().trouble == "not_allowed"
    settings.STAMP_ADDRESSES = frozenset({authority.address})
    authority.instead = None
    written(vera, seizure, handed())  # what comes meanwhile is stamped, and covers what could not be had
    worker.run_all("test")
    assert [(s.count, s.state) for s in Stamp.objects.all()] == [(2, "held")]


def test_an_answer_of_another_authority_is_no_stamp(vera, authority, tmp_path):
    with listening(tmp_path / "other") as other:
        named(vera, authority, roots=other.root)
        seizure = seizure_held(vera)
        written(vera, seizure, taken())
        worker.run_all("test")
    assert Stamp.objects.get().trouble == "not_proved"


@pytest.mark.parametrize(("said", "sentence"), [
    ({"address": "http://stamps.example/tsr"}, "must begin with https://"),
    ({"address": "ftp://x"}, "write the whole address"), ({"roots": "-----BEGIN CERTIFICATE-----\nAA"}, "as PEM"),
    ({"address": "https://ämt.example/"}, "in Latin letters"),
])  # fmt: skip
def test_what_is_no_authority_is_refused_with_what_to_do(vera, authority, said, sentence):
    response = named(vera, authority, **said)
    assert response.status_code == 409 and sentence in html.unescape(response.content.decode())


def test_nobody_is_asked_until_one_is_named_and_after_it_is_ended(vera, authority):
    seizure = seizure_held(vera)
    written(vera, seizure, taken())
    worker.run_all("test")
    assert not authority.asked and "Time stamps" not in page(vera, seizure)
    named(vera, authority)
    assert stamp_daily(str(vera.agency.pk)) == "1 seizures"  # what was written before
    worker.run_all("test")
    assert Stamp.objects.get().state == "held"
    assert signed_in(vera).post(reverse("seizures:stamping"), {"end": "1"}).status_code == 302
    written(vera, seizure, handed())
    worker.run_all("test")
    assert Stamp.objects.count() == 1 and "The ledger up to entry 1" in page(vera, seizure)
    assert signed_in(vera).post(reverse("seizures:stamping"), {"end": "1"}).status_code == 409
