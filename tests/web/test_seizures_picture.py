"""Seizures beside findings and in the warehouse: tied, sent, corrected, withdrawn."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from seizures_typed import correction, filled, recorded, step
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.findings.grounds import ground_of
from tradewind_web.findings.models import Finding
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job
from tradewind_web.seizures.models import Draft, Seizure
from tradewind_web.sharing.actions import share
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import warehouse_for, warehouse_for_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


def a_finding(acting, subject="D1/1"):
    whole = audience_of(agencies=[acting.agency])
    return Finding.objects.create(
        ground=ground_of([]),
        owner=acting.agency, audience=whole, first_audience=whole, library_id=subject[:16], revision="r", run="r",
        detector="items-licence", version="1", tier=1, rank=0.5, subject_kind="declaration item",
        subject_id=subject, cheapest_check="c", search_key=f" {subject.casefold()} ", first_seen=timezone.now(),
        last_seen=timezone.now(), rows_digest="d",
    )  # fmt: skip


def test_a_seizure_is_tied_to_the_finding_that_led_to_it(amina):
    seizure, finding = recorded(amina), a_finding(amina)
    client, url = signed_in(amina), reverse("seizures:tie", args=[seizure.pk])
    assert client.get(url, {"q": "d1"}).status_code == 200
    assert client.post(url, {"finding": str(finding.pk)}).status_code == 302
    seizure.refresh_from_db()
    assert seizure.finding == finding
    assert "D1/1" in client.get(reverse("seizures:one", args=[seizure.pk])).content.decode()
    hidden = a_finding(person("Eve", agency("Other")), "D9/9")
    assert client.post(url, {"finding": str(hidden.pk)}).status_code == 404
    bo = person("Bo", agency("Neighbour"))
    share(acting=amina, record=seizure, agencies=[bo.agency], reason="r")
    assert "D1/1" not in signed_in(bo).get(reverse("seizures:one", args=[seizure.pk])).content.decode()
    assert client.post(url, {"finding": ""}).status_code == 302
    seizure.refresh_from_db()
    assert seizure.finding is None


def test_a_draft_begun_from_a_finding_answers_it(amina):
    finding, client = a_finding(amina), signed_in(amina)
    client.post(reverse("seizures:begin"), {"finding": str(finding.pk)})
    assert Draft.objects.get().finding == finding
    assert client.post(reverse("seizures:begin"), {"finding": "x"}).status_code == 404


def sending():
    """Do the jobs of this register alone: others have tests of their own."""
    Job.objects.filter(state="waiting").exclude(kind="seizures.send").delete()
    return worker.run_all()


def rows(of):
    with warehouse_for_agency(of) as warehouse:
        found = warehouse.current("seizures").to_pyarrow().to_pylist()
    return sorted(found, key=lambda r: (r["case_id"], r["line"]))


def test_recorded_seizures_stand_in_the_warehouse_of_those_they_reach(amina):
    seizure = recorded(amina)
    sending()
    (row,) = rows(amina.agency)
    assert (row["case_id"], row["substance"], row["mass_g"], row["mass_basis"], row["cylinders"]) == (
        seizure.number, "R-22", 1_564_000, "net", 115,
    )  # fmt: skip
    assert (row["country"], row["dispatch"], row["transit"], row["destination"]) == (
        "KEN",
        ["CHN"],
        ["TZA"],
        ["KEN"],
    )
    assert row["methods"] == ["misdeclaration", "hidden_in_load"] and row["detection"] == ["tip"]
    assert "Jane" not in str(row)
    assert rows(agency("Other")) == []


def test_a_gross_mass_is_not_sent_as_a_mass_of_gas(amina):
    recorded(amina, goods={"basis": "gross"})
    sending()
    (row,) = rows(amina.agency)
    assert (row["mass_g"], row["total_mass_g"], row["mass_basis"]) == (None, None, "gross")


def test_a_correction_takes_the_place_of_what_was_sent_and_leaves_no_line_behind(amina):
    client = signed_in(amina)
    draft = filled(client)
    step(client, draft, "goods", {"substance": "R-12", "then": "next"})
    client.post(reverse("seizures:draft", args=[draft.pk]))
    sending()
    assert len(rows(amina.agency)) == 2
    correction(amina, Seizure.objects.get(), goods={"then": "remove-1"})
    sending()
    assert [r["substance"] for r in rows(amina.agency)] == ["R-22"]
    # and back again, which is the first content anew
    correction(amina, Seizure.objects.get(), goods={"substance": "R-12", "then": "next"})
    sending()
    assert [r["substance"] for r in rows(amina.agency)] == ["R-22", "R-12"]


def test_sending_again_without_news_changes_nothing(amina):
    recorded(amina)
    sending()
    before = Batch.objects.count(), Event.objects.count()
    from django.db import transaction

    from tradewind_web.jobs.queue import enqueue

    with transaction.atomic():
        enqueue("seizures.send", {"agency": str(amina.agency.pk)})
    sending()
    assert (Batch.objects.count(), Event.objects.count()) == before


def test_sharing_and_withdrawing_reach_the_warehouse_too_the_latter_at_once(amina):
    bo = person("Bo", agency("Neighbour", "TZA"))
    lead = person("Lena", amina.agency, "officer", "supervisor")
    seizure, other = recorded(amina), recorded(amina, happened={"place": "Busia"})
    sending()
    assert rows(bo.agency) == []
    client = signed_in(lead)
    data = {"agencies": [str(bo.agency.pk)], "tlp": "amber", "permitted": "use", "reason": "joint case"}
    assert client.post(reverse("seizures:share", args=[seizure.pk]), data).status_code == 302
    sending()
    assert [r["case_id"] for r in rows(bo.agency)] == [seizure.number]
    assert [r["case_id"] for r in rows(amina.agency)] == [seizure.number, other.number]
    with warehouse_for(bo) as warehouse:
        assert len(warehouse.batches()) == 1
    url = reverse("seizures:withdraw", args=[seizure.pk])
    assert client.post(url, {"reason": "case closed"}).status_code == 302
    assert rows(bo.agency) == []  # before any job has run
    sending()
    assert rows(bo.agency) == [] and len(rows(amina.agency)) == 2
    assert verify().intact


def test_a_job_that_lost_its_worker_half_way_sends_all_the_same(amina, monkeypatch):
    from tradewind_web.seizures import sending as module

    recorded(amina)
    whole = module.note_sent
    monkeypatch.setattr(module, "note_sent", lambda **_: (_ for _ in ()).throw(OSError("power cut")))
    sending()
    assert rows(amina.agency) == []
    monkeypatch.setattr(module, "note_sent", whole)
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    sending()
    assert len(rows(amina.agency)) == 1
