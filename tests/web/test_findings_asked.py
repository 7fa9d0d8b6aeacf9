"""From a loaded file to the queue, and from a judgement back to the detectors: with the real detectors."""

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from offices import agency, person, signed_in
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.warehouse import Warehouse
from tradewind_web.audit.recording import Platform
from tradewind_web.audit.verifying import verify
from tradewind_web.findings.models import EvidenceRow, Finding, Like, Run, Triage
from tradewind_web.findings.outcomes import rows
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job, Schedule
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.actions.arriving import announce_batches, note_batch
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import warehouse_for_agency

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "declaration_id,item,lodged_on,office,regime,importer,importer_id,hs_edition,hs_code,description,net_mass_kg\n"
LINES = (
    "D-1,1,2026-03-02,North,import,Mombasa Cooling Ltd,T1,2022,290342,refrigerant gas R-22 in cylinders,5000\n"
    "D-2,1,2026-03-03,North,import,Kisumu Air Ltd,T2,2022,290342,difluoromethane R-32 in cylinders,800\n"
)


def loaded(steward, tmp_path, text=HEAD + LINES, readers=()) -> list[Batch]:
    """A file of declarations as a load brings it: in the warehouse, known to the platform, announced."""
    path = tmp_path / "declarations.csv"
    path.write_text(text, encoding="utf-8")
    url = settings.OFFICE.warehouse_url
    report = load(
        [path], url, Instructions(steward=str(steward.pk), sender="asycuda"), audience=(str(steward.pk),)
    )
    batches = [
        note_batch(
            acting=Platform(), steward=steward, record=b.record, generation=report.generation,
            audience=audience_of(agencies=[steward, *readers]), audience_since=timezone.now(), purpose="test",
        )
        for b in report.batches
    ]  # fmt: skip
    with transaction.atomic():
        announce_batches(batches, steward)
    return batches


def done() -> None:
    """Every job that is due, and those that wait for a while."""
    Job.objects.update(run_after=timezone.now())
    worker.run_all()
    assert not list(Job.objects.exclude(state="done").values_list("kind", "state", "trouble"))


def test_a_loaded_file_becomes_findings_of_every_agency_it_reaches_and_of_no_other(tmp_path):
    customs, nou, stranger = agency("Customs"), agency("NOU"), agency("Market")
    kamau, amina, okot = person("Kamau", customs), person("Amina", nou), person("Okot", stranger)
    loaded(customs, tmp_path, readers=[nou])
    done()
    found = Finding.objects.get(owner=customs, detector="text_against_code")
    assert (found.subject_id, found.mass_mid_g) == ("D-1/1", 5_000_000)
    assert found.evidence.first().values["description"] == "refrigerant gas R-22 in cylinders"
    for acting, sees in ((kamau, True), (amina, True), (okot, False)):
        text = signed_in(acting).get("/findings/?q=mombasa").content.decode()
        assert ("Declaration D-1/1" in text) == sees
    run = Run.objects.filter(agency=customs).first()
    assert "no trade statistics are loaded" in run.not_asked["mirror"]
    assert not Run.objects.filter(agency=stranger).exists()


def test_asking_again_over_the_same_data_changes_nothing(tmp_path):
    customs = agency("Customs")
    kamau = person("Kamau", customs)
    loaded(customs, tmp_path)
    done()
    before = list(Finding.objects.order_by("pk").values()), list(EvidenceRow.objects.order_by("pk").values())
    signed_in(kamau).post("/findings/asked/again/")
    done()
    assert (
        list(Finding.objects.order_by("pk").values()),
        list(EvidenceRow.objects.order_by("pk").values()),
    ) == before
    assert Run.objects.count() == 1
    assert Schedule.objects.get(kind="findings.find").agency == customs  # asked daily from now on


def test_a_corrected_declaration_withdraws_its_finding(tmp_path):
    customs = agency("Customs")
    person("Kamau", customs)
    loaded(customs, tmp_path)
    done()
    corrected = HEAD + LINES.replace("refrigerant gas R-22", "refrigerant gas R-32")
    loaded(customs, tmp_path, corrected)
    done()
    found = Finding.objects.get(detector="text_against_code")
    assert found.status == "withdrawn"
    assert verify().as_dict()["intact"]


def test_an_outcome_goes_back_as_an_inspection_and_is_counted_once(tmp_path):
    customs = agency("Customs")
    kamau = person("Kamau", customs)
    loaded(customs, tmp_path)
    done()
    found = Finding.objects.get(detector="text_against_code")
    client = signed_in(kamau)
    said = {
        "result": "illegal",
        "proof": "laboratory",
        "inspected_on": timezone.localdate(),
        "note": "Lab: R-22",
    }
    client.post(f"/findings/{found.pk}/confirm/", said)
    done()
    with warehouse_for_agency(customs) as warehouse:
        (row,) = warehouse.current("inspections").to_pyarrow().to_pylist()
    assert (row["declaration_id"], row["item"], row["result"], row["proof"]) == (
        "D-1",
        1,
        "illegal",
        "laboratory",
    )
    assert Like.objects.get(detector="text_against_code").confirmed == 1
    text = client.get("/findings/?state=all&detector=text_against_code").content.decode()
    assert "1 like this: 1 confirmed, 0 explained, 0 open." in text
    # taken back: the inspection no longer says anything
    client.post(f"/findings/{found.pk}/reopen/", {})
    assert rows(customs)[0]["result"] == "undecided"
    done()
    with warehouse_for_agency(customs) as warehouse:
        assert [r["result"] for r in warehouse.current("inspections").to_pyarrow().to_pylist()] == [
            "undecided"
        ]
    assert Triage.objects.get().state == "new"


def test_an_explanation_goes_back_with_how_long_it_stands(tmp_path):
    customs = agency("Customs")
    kamau = person("Kamau", customs)
    loaded(customs, tmp_path)
    done()
    found = Finding.objects.get(detector="text_against_code")
    said = {"explanation": "A supplier's letter,\nof 2 March", "inspected_on": timezone.localdate(),
            "stands_until": "2030-01-01"}  # fmt: skip
    signed_in(kamau).post(f"/findings/{found.pk}/explain/", said)
    done()
    with warehouse_for_agency(customs) as warehouse:
        (row,) = warehouse.current("inspections").to_pyarrow().to_pylist()
    assert (row["result"], row["explanation"]) == ("compliant", "A supplier's letter, of 2 March")
    assert row["explanation_until"].isoformat() == "2030-01-01"
    # sending again sends nothing new
    count = Batch.objects.count()
    from tradewind_web.findings.tasks import send_outcomes

    send_outcomes({"agency": str(customs.pk)}, lambda share, what: None)
    assert Batch.objects.count() == count


def test_outcomes_reach_nobody_but_their_agency(tmp_path):
    customs, nou = agency("Customs"), agency("NOU")
    kamau = person("Kamau", customs)
    person("Amina", nou)
    loaded(customs, tmp_path, readers=[nou])
    done()
    found = Finding.objects.get(owner=customs, detector="text_against_code")
    said = {"result": "paper_breach", "proof": "document", "inspected_on": timezone.localdate()}
    signed_in(kamau).post(f"/findings/{found.pk}/confirm/", said)
    done()
    with warehouse_for_agency(nou) as warehouse:
        assert "inspections" not in warehouse.tables()
    with Warehouse.open(settings.OFFICE.warehouse_url) as whole:
        assert "inspections" in whole.tables()
