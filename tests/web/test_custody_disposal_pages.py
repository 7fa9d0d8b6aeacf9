"""Storage with its meter, and disposal: lawful, decided by a second person, proved, and closed to the gram."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from custody_kept import ago, handed, seizure_held, taken, written
from offices import agency, person, signed_in
from photographs import jpeg
from tradewind_web.seizures.demonstrating import seize_some
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_storage import Disposal, Site, Stay
from tradewind_web.seizures.queries_custody import custody_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
DESTROYED = {"is_facility_approved": "met", "is_may_be_moved": "met", "is_basel_notified": "met"}


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


@pytest.fixture
def salma(amina):
    return person("Salma", amina.agency, "supervisor")


def url(name, seizure, *more):
    return reverse(f"seizures:{name}", args=[seizure.pk, *more])


def proposed(acting, seizure, way="destruction", **said):
    return signed_in(acting).post(
        url("disposal", seizure),
        {"exhibits": ["1"], "way": way, "why": "nobody may use it", "then": "propose", **DESTROYED, **said},
    )


def acted(acting, seizure, then, **said):
    return signed_in(acting).post(url("disposal_one", seizure, 1), {"then": then, **said})


def ended(acting, seizure, act="destroyed"):
    written(acting, seizure, taken())
    end = handed(act=act, to_holder="Plant", to_place="Oven", happened_at=ago(minutes=5))
    written(acting, seizure, end)


def with_file(acting, seizure):
    file = SimpleUploadedFile("certificate.jpg", jpeg())
    signed_in(acting).post(url("evidence", seizure), {"origin": "scan", "upload": file})


def test_the_meter_of_a_stay_runs_by_the_day_with_who_pays(amina):
    seizure = seizure_held(amina)
    client = signed_in(amina)
    said = {"name": "Yard 3", "capacity_containers": "40", "ventilation": "natural", "takes_flammable": ""}
    assert client.post(reverse("seizures:sites"), said).status_code == 302
    assert "there is a site of this name" in client.post(reverse("seizures:sites"), said).content.decode()
    site = Site.objects.get()
    since = timezone.localdate() - timedelta(days=9)
    stay = {
        "site": site.pk, "since": since.isoformat(), "containers": "48", "mass_g": "770", "daily_minor": "120.50",
        "currency": "kes", "payer": "importer", "payer_name": "Kilima Ltd",
    }  # fmt: skip
    assert client.post(url("storage", seizure), {**stay, "currency": ""}).status_code == 409
    assert client.post(url("storage", seizure), stay).status_code == 302
    text = client.get(url("storage", seizure)).content.decode()
    assert "1,205.00 KES" in text and "the importer: <bdi>Kilima Ltd" in text and "10 days" in text
    assert "over its room" in client.get(reverse("seizures:sites")).content.decode()
    end = reverse("seizures:end_stay", args=[seizure.pk, Stay.objects.get().pk])
    client.post(end, {"until": (since + timedelta(days=4)).isoformat()})
    assert "602.50 KES" in client.get(url("storage", seizure)).content.decode()
    client.post(end, {"until": since.isoformat()})
    assert Stay.objects.get().until == since + timedelta(days=4)
    check = {"on": timezone.localdate().isoformat(), "is_well": "no", "found": ""}
    assert client.post(reverse("seizures:site", args=[site.pk]), check).status_code == 409
    assert (
        client.post(reverse("seizures:site", args=[site.pk]), {**check, "found": "a hiss"}).status_code == 302
    )
    assert "a hiss" in client.get(reverse("seizures:site", args=[site.pk])).content.decode()
    eve = signed_in(person("Eve", agency("Other")))
    assert eve.get(reverse("seizures:site", args=[site.pk])).status_code == 404
    assert "Yard 3" not in eve.get(reverse("seizures:sites")).content.decode()


def test_the_ways_stand_side_by_side_and_what_is_known_is_answered(amina):
    seizure = seizure_held(amina)
    text = signed_in(amina).get(url("disposal", seizure)).content.decode()
    assert "not met: it is not in non-refillable cylinders" in " ".join(text.split())
    assert "not counted as consumption (decision XIV/7)" in text.replace("Not placed", "not placed")
    said = {"exhibits": ["1"], "then": "weigh", **DESTROYED}
    response = signed_in(amina).post(url("disposal", seizure), said)
    first = response.content.decode().split('<article class="card')[1]
    assert (
        response.status_code == 200 and "Destruction, here or abroad" in first and "<strong>lawful" in first
    )
    assert not Disposal.objects.exists()


def test_an_auction_that_is_not_lawful_cannot_be_decided(amina, salma):
    seizure = seizure_held(amina)
    auction = ("legal_to_use", "buyer_licensed", "tested_to_specification", "labelled", "not_counterfeit",
               "circulation_stated")  # fmt: skip
    answers = {f"is_{code}": "met" for code in auction}
    assert proposed(amina, seizure, "auction", **answers, is_refillable="not_met").status_code == 302
    response = acted(salma, seizure, "decide", allow="yes", decision="sell it")
    assert (
        response.status_code == 409
        and "it is not lawful: it is not in non-refillable" in response.content.decode()
    )
    assert acted(salma, seizure, "decide", allow="no", decision="not lawful").status_code == 302
    assert proposed(amina, seizure, "return").status_code == 302  # the other was refused
    held = signed_in(salma).post(
        url("disposal_one", seizure, 2), {"then": "decide", "allow": "yes", "decision": "so"}
    )
    assert held.status_code == 409 and "answer that first" in held.content.decode()


def test_a_destruction_is_decided_by_another_and_closes_with_its_certificate(amina, salma):
    seizure = seizure_held(amina)
    assert proposed(amina, seizure).status_code == 302
    assert proposed(amina, seizure).status_code == 409  # the first holds the exhibit
    assert acted(amina, seizure, "decide", allow="yes", decision="so").status_code == 403
    assert acted(salma, seizure, "decide", allow="yes", decision="").status_code == 409
    assert acted(salma, seizure, "decide", allow="yes", decision="so").status_code == 302
    today = timezone.localdate().isoformat()
    done = {"on": today, "mass_1": "650"}
    assert "still in custody" in acted(amina, seizure, "done", **done).content.decode()
    ended(amina, seizure)
    assert "needs its certificate" in acted(amina, seizure, "done", **done).content.decode()
    with_file(amina, seizure)
    short = acted(amina, seizure, "done", **{**done, "mass_1": "600", "certificate": "1"})
    assert short.status_code == 409 and "what went is not what was held" in short.content.decode()
    assert acted(amina, seizure, "done", **done, certificate="1").status_code == 302
    closed = Disposal.objects.get()
    assert (closed.state, closed.closes, closed.difference_g, closed.held_g) == ("closed", True, 0, 650_000)
    assert "It closes: what went is what was held." in signed_in(amina).get(
        url("disposal_one", seizure, 1)
    ).content.decode()  # fmt: skip


def test_a_return_asks_for_proof_of_arrival_with_a_clock(amina, salma):
    seizure = seizure_held(amina)
    proposed(amina, seizure, "return", is_identity_known="met", is_exporter_agrees="met")
    acted(salma, seizure, "decide", allow="yes", decision="so")
    ended(amina, seizure, "returned")
    today = timezone.localdate()
    difference = {"mass_1": "640", "difference_why": "ten kilograms were let out as a sample"}
    assert acted(amina, seizure, "done", on=today.isoformat(), **difference).status_code == 302
    sent = Disposal.objects.get()
    assert (sent.state, sent.closes, sent.arrival_due) == ("done", False, today + timedelta(days=90))
    assert sent.is_overdue(today + timedelta(days=91)) and not sent.is_overdue(today)
    assert (
        "Proof of its arrival is due by"
        in signed_in(amina).get(url("disposal_one", seizure, 1)).content.decode()
    )
    assert acted(amina, seizure, "arrival", on=today.isoformat(), proof="1").status_code == 409
    with_file(amina, seizure)
    early = (today - timedelta(days=1)).isoformat()
    assert acted(amina, seizure, "arrival", on=early, proof="1").status_code == 409
    assert acted(amina, seizure, "arrival", on=today.isoformat(), proof="1").status_code == 302
    assert Disposal.objects.get().state == "closed"


def test_a_supervisor_alone_decides_and_it_waits_for_a_review(amina):
    alone = person("Zoe", agency("Island", "BVT"), "officer", "supervisor")
    seizure = seizure_held(alone)
    proposed(alone, seizure)
    assert acted(alone, seizure, "decide", allow="yes", decision="nobody else").status_code == 302
    person("Second", alone.agency, "supervisor")
    other = seizure_held(alone)
    proposed(alone, other)
    assert acted(alone, other, "decide", allow="yes", decision="so").status_code == 403


def test_the_demonstration_shows_a_gap_explained_a_leak_a_site_and_a_proposal(amina, salma):
    seize_some(amina, salma)
    seize_some(amina, salma)  # once
    seizure = Seizure.objects.get()
    marks = {(t.mark.code, bool(t.explanations)) for t in custody_of(seizure).told}
    assert marks == {("gap_place", True), ("late", False), ("loss", False)}
    assert Disposal.objects.get().state == "proposed" and Stay.objects.get().until is None
    client = signed_in(amina)
    for name in ("custody", "storage", "disposal", "evidence"):
        assert client.get(url(name, seizure)).status_code == 200
    assert client.get(url("custody", seizure) + "?print").status_code == 200
