"""Consignments: told by many, closed by one ledger; contradictions stand until decided, alarms become findings."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from source_office import loaded

from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.consignments.closing import close_of
from tradewind_web.consignments.demonstrating import write_consignments
from tradewind_web.consignments.learning import forget, learn_from
from tradewind_web.consignments.models import Alarm, Closing, Consignment, Join, LegReport, Lying
from tradewind_web.consignments.telling import deliver_ledgers
from tradewind_web.findings.models import Finding
from tradewind_web.jobs import worker
from tradewind_web.jobs.models import Job
from tradewind_web.sharing.actions import share
from tradewind_web.sources.models import Batch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

EXPORT = {"leg": "export", "paper": "CN-1", "substance": "R-22", "net_g": "5000", "country_from": "China",
          "country_to": "Kenya"}  # fmt: skip
ENTRY = {"leg": "free zone", "paper": "CN-1", "substance": "freon 22", "net_g": "5000", "zone": "Tatu City",
         "country_to": "Kenya", "operator": "Zone Stores Ltd"}  # fmt: skip
OUT = {"leg": "re-export", "paper": "RE-1", "substance": "R-22", "net_g": "3200", "zone": "Tatu City",
       "country_to": "Uganda"}  # fmt: skip
THERE = {"leg": "import", "paper": "RE-1", "substance": "R-22", "net_g": "3200", "country_to": "Uganda",
         "said_by": "partner", "partner": "Uganda NEMA"}  # fmt: skip
EMPTY = {"leg": "count", "paper": "COUNT-1", "substance": "R-22", "nothing_there": "on", "zone": "tatu city"}
LATE = OUT | {"paper": "RE-2", "net_g": "1800"}
LATE_THERE = THERE | {"paper": "RE-2", "net_g": "1800"}


def day(ago: int) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


def followed(client: Client, ucr: str = "") -> Consignment:
    response = client.post(reverse("consignments:open"), {"ucr": ucr})
    assert response.status_code == 302
    return Consignment.objects.order_by("-added_at").first()


def told(client: Client, consignment: Consignment, *legs: dict, ago: int = 30, run: bool = True) -> None:
    for n, leg in enumerate(legs):
        said = {"day": day(ago - n), **leg}
        response = client.post(reverse("consignments:tell", args=[consignment.pk]), said)
        assert response.status_code == 302, response.content.decode()[-4000:]
    if run:
        worker.run_all()
    consignment.refresh_from_db()


def page(client: Client, consignment: Consignment) -> str:
    response = client.get(reverse("consignments:one", args=[consignment.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_free_zone_that_does_not_close_raises_a_finding_that_a_late_re_export_message_explains():
    zone_officer = person("Amina", agency("Customs"))
    client = signed_in(zone_officer)
    followed_one = followed(client)
    assert followed_one.ucr.startswith(f"{timezone.localdate().year % 10}KETW")
    told(client, followed_one, EXPORT, ENTRY, OUT, THERE, EMPTY)
    assert (followed_one.state, followed_one.unexplained_g) == ("gap", 1_800_000)
    text = page(client, followed_one)
    assert "1,800 kg of R-22 are missing in Tatu City" in text
    assert "the message is late or was lost" in text.casefold()
    assert followed_one.ucr in client.get(reverse("consignments:board")).content.decode()
    finding = Finding.objects.get()
    assert (finding.detector, finding.subject_id, finding.status) == (
        "consignment_ledger", followed_one.ucr, "current",
    )  # fmt: skip
    shown = client.get(reverse("findings:finding", args=[finding.pk])).content.decode()
    assert "1,800 kg of R-22 are missing in Tatu City" in shown

    told(client, followed_one, LATE, LATE_THERE, ago=28)
    assert (followed_one.state, followed_one.open_g, followed_one.urgency) == ("closed", 0, 0)
    finding.refresh_from_db()
    assert finding.status == "withdrawn" and finding.gone_because == "data"
    alarm = Alarm.objects.get()
    assert alarm.gone_at is not None and alarm.explained_by.paper == "RE-2"
    text = page(client, followed_one)
    assert "What was explained" in text and "It no longer holds since" in text
    assert followed_one.ucr not in client.get(reverse("consignments:board")).content.decode()
    assert followed_one.ucr in client.get(reverse("consignments:board"), {"look": "closed"}).content.decode()
    assert verify().intact


def test_contradicting_reports_stand_side_by_side_until_a_person_decides_and_can_undo_it():
    client = signed_in(person("Amina", agency("Customs")))
    load = followed(client, "6 KEN-abc")
    theirs = ENTRY | {"net_g": "4000", "said_by": "partner", "partner": "Zone Stores Ltd"}
    told(client, load, EXPORT, ENTRY, theirs)
    assert load.ucr == "6KEN-ABC"
    text = page(client, load)
    assert "Reports that contradict each other" in text and "counts now" in text
    assert Closing.objects.get().columns["in_stock_g"] == 5_000_000
    report = LegReport.objects.get(said_by="partner")
    address = reverse("consignments:decide", args=[report.pk])
    assert client.post(address, {"verdict": "stands", "why": " "}).status_code == 409
    assert client.post(address, {"verdict": "stands", "why": "weighed again"}).status_code == 302
    worker.run_all()
    assert Closing.objects.get().columns["in_stock_g"] == 4_000_000
    assert Closing.objects.get().unexplained_g == 1_000_000
    assert client.post(address, {"verdict": "out", "why": "twice"}).status_code == 409
    decision = report.decisions.get()
    undo = reverse("consignments:undo_decision", args=[decision.pk])
    assert client.post(undo, {"why": "wrong scale"}).status_code == 302
    worker.run_all()
    assert Closing.objects.get().columns["in_stock_g"] == 5_000_000
    assert LegReport.objects.count() == 3
    assert "weighed again" not in str(list(Event.objects.values("facts")))


def test_a_split_takes_over_exactly_what_is_given_and_nothing_halfway():
    client = signed_in(person("Amina", agency("Customs")))
    load = followed(client)
    told(client, load, EXPORT, ENTRY)
    given = {"substance": "R-22", "net_g": "1000", "day": day(5), "paper": "SPLIT-1", "zone": "Tatu City"}
    address = reverse("consignments:hand_on", args=[load.pk])
    assert client.post(address, given | {"net_g": ""}).status_code == 409
    assert Consignment.objects.count() == 1
    assert client.post(address, given).status_code == 302
    worker.run_all()
    other = Consignment.objects.exclude(pk=load.pk).get()
    stocks = {c.consignment_id: c.columns["in_stock_g"] for c in Closing.objects.all()}
    assert stocks == {load.pk: 4_000_000, other.pk: 1_000_000}
    merged = {**given, "net_g": "500", "paper": "MERGE-1", "other": str(other.pk)}
    assert client.post(address, merged).status_code == 302
    worker.run_all()
    stocks = {c.consignment_id: c.columns["in_stock_g"] for c in Closing.objects.all()}
    assert stocks == {load.pk: 3_500_000, other.pk: 1_500_000}
    text = client.get(reverse("consignments:zones")).content.decode()
    assert "Tatu City" in text and "Zone Stores Ltd" in text and "3,500" in text
    assert "1,500" in client.get(reverse("consignments:zones"), {"zone": "Tatu City"}).content.decode()


def test_what_is_missing_is_asked_for_in_words_and_the_same_is_not_told_twice():
    client = signed_in(person("Amina", agency("Customs")))
    load = followed(client)
    address = reverse("consignments:tell", args=[load.pk])
    for wrong, words in (
        ({"substance": "unobtainium"}, "is no gas we know"),
        ({"net_g": "much"}, "is no mass"),
        ({"day": day(-3)}, "has not come yet"),
        ({"zone": ""}, "say in which zone"),
        ({"said_by": "partner"}, "say which partner"),
    ):
        response = client.post(address, {"day": day(3), **ENTRY, **wrong})
        assert response.status_code == 409 and words in response.content.decode()
    assert client.post(address, {"day": day(3), **ENTRY}).status_code == 302
    response = client.post(address, {"day": day(3), **ENTRY})
    assert response.status_code == 409 and "exactly this was told already" in response.content.decode()
    assert client.post(reverse("consignments:open"), {"ucr": load.ucr}).status_code == 409


def test_clocks_ring_the_board_and_the_past_starts_none():
    client = signed_in(person("Amina", agency("Customs")))
    late, early = followed(client), followed(client)
    told(client, late, EXPORT, ago=120)
    told(client, early, EXPORT | {"paper": "CN-2"}, ago=10)
    assert (late.overdue_days, early.overdue_days) == (30, 0)
    board = client.get(reverse("consignments:board"), {"look": "late"}).content.decode()
    assert late.ucr in board and early.ucr not in board and "30 days late" in board
    assert "nobody told that they arrived" in page(client, late)
    assert Lying.objects.get(consignment=early).due is not None


def test_another_agencys_consignment_is_not_there_until_it_is_shared():
    maker = person("Amina", agency("Customs"), "officer", "supervisor")
    client, stranger = signed_in(maker), signed_in(person("Okello", agency("NEMA", "UGA")))
    load = followed(client)
    told(client, load, EXPORT, ENTRY)
    pages = ("consignments:one", "consignments:map", "consignments:tell")
    assert all(stranger.get(reverse(name, args=[load.pk])).status_code == 404 for name in pages)
    share(acting=maker, record=load, agencies=[agency("NEMA", "UGA")], reason="they ask")
    assert "5,000" in page(stranger, load)
    assert stranger.get(reverse("consignments:tell", args=[load.pk])).status_code == 403
    assert stranger.get(reverse("consignments:map", args=[load.pk])).status_code in (200, 404)


def test_the_board_and_a_page_cost_the_same_however_many_there_are(django_assert_max_num_queries):
    client = signed_in(person("Amina", agency("Customs")))
    for n in range(3):
        paper = {"paper": f"CN-{n}"}
        told(client, followed(client), EXPORT | paper, ENTRY | paper | {"net_g": "100"}, run=False)
    worker.run_all()
    assert Consignment.objects.filter(state="gap").count() == 3
    with django_assert_max_num_queries(20):
        client.get(reverse("consignments:board"))
    with django_assert_max_num_queries(34):
        page(client, Consignment.objects.first())
    assert Job.objects.filter(state="gave_up").count() == 0
    assert Join.objects.count() == Batch.objects.count() == 0


DECLARED = (
    "declaration_id,item,lodged_on,regime,exporter,importer,dispatch,destination,hs_edition,hs_code,description,"
    "net_mass_g,container,office,previous_document,ucr\n"
    "EX-1,1,{0},export,Acme Gas,Kilima Ltd,CHN,KEN,2022,290371,R-22,5000000,INVU1234565,P1,,\n"
    "FZ-1,1,{1},free zone,Acme Gas,Kilima Ltd,CHN,KEN,2022,290371,R-22,5000000,INVU1234565,ZONE1,EX-1,\n"
    "IM-9,1,{1},import,Acme Gas,Other Ltd,CHN,KEN,2022,290371,R-22,700000,INVU7654321,P1,,\n"
    "TR-1,1,{1},export,Acme Gas,Brill,KEN,UGA,2022,290371,R-22,400000,,P1,,6KENOWN1\n"
)
MOVED = (
    "movement_id,leg,regime,event_on,from_country,to_country,place,substance,net_mass_g,previous_document\n"
    "ZM-1,departure,free zone,{0},KEN,UGA,ZONE1,R-22,3200000,FZ-1\n"
    "ZM-2,discharge,free zone,{1},KEN,KEN,ZONE1,R-22,,FZ-1\n"
)
LATE_MOVED = (
    "movement_id,leg,regime,event_on,from_country,to_country,place,substance,net_mass_g,previous_document\n"
    "ZM-3,departure,free zone,{0},KEN,UGA,ZONE1,R-22,1800000,FZ-1\n"
)


def test_legs_are_learnt_from_what_is_loaded_joined_without_a_reference_and_explained_by_a_late_file():
    client = signed_in(person("Amina", agency("Customs"), "officer", "supervisor"))
    loaded(client, "declarations.csv", DECLARED.format(day(60), day(40)))
    worker.run_all()
    by_paper = {r.paper: r for r in LegReport.objects.select_related("consignment")}
    assert set(by_paper) == {
        "EX-1",
        "FZ-1",
        "TR-1",
    }  # an import of which nothing came before is no leg to follow
    assert by_paper["EX-1"].consignment == by_paper["FZ-1"].consignment
    assert by_paper["TR-1"].consignment.ucr == "6KENOWN1"
    join = Join.objects.get(report=by_paper["FZ-1"])
    assert join.state == "made" and join.certainty >= 950
    loaded(client, "movements.csv", MOVED.format(day(30), day(20)))
    worker.run_all()
    load = Consignment.objects.get(pk=by_paper["EX-1"].consignment_id)
    assert (load.state, load.unexplained_g) == ("gap", 1_800_000)
    finding = Finding.objects.get(detector="consignment_ledger", subject_id=load.ucr)
    assert finding.status == "current" and finding.ground.batches.count() == 2
    assert (
        "FZ-1" in page(client, load)
        and "container agrees: 100 times likelier" in page(client, load).casefold()
    )

    def held():
        learnt = Event.objects.filter(name="consignments.legs_learnt")
        return LegReport.objects.count(), Alarm.objects.count(), learnt.count()

    before = held()
    assert learn_from(str(load.owner_id), [str(b.pk) for b in Batch.objects.all()], lambda *_: None) == []
    assert held() == before

    late = loaded(client, "late-re-export.csv", LATE_MOVED.format(day(25)))
    worker.run_all()
    load.refresh_from_db(), finding.refresh_from_db()
    assert (load.state, load.unexplained_g, finding.status) == ("open", 0, "withdrawn")

    with (
        transaction.atomic()
    ):  # the file counts no more: its legs are taken back, and the ledger is open again
        Batch.objects.filter(pk=late.pk).update(replaced_at=timezone.now())
    changed = learn_from(str(load.owner_id), [], lambda *_: None)
    assert changed == [load.pk]
    close_of(load.owner_id, changed, lambda *_: None)
    deliver_ledgers(load.owner_id)
    load.refresh_from_db(), finding.refresh_from_db()
    assert (load.state, finding.status) == ("gap", "current")


def test_a_person_undoes_a_join_and_the_leg_stands_alone_again():
    client = signed_in(person("Amina", agency("Customs"), "officer", "supervisor"))
    loaded(client, "declarations.csv", DECLARED.format(day(60), day(40)))
    worker.run_all()
    join = Join.objects.get()
    assert "FZ-1" in client.get(reverse("consignments:joins")).content.decode()
    assert client.post(reverse("consignments:undo_join", args=[join.pk]), {"why": " "}).status_code == 409
    assert (
        client.post(reverse("consignments:undo_join", args=[join.pk]), {"why": "another box"}).status_code
        == 302
    )
    worker.run_all()
    export, entry = (LegReport.objects.get(paper=paper) for paper in ("EX-1", "FZ-1"))
    assert entry.consignment != export.consignment
    assert Closing.objects.get(consignment=entry.consignment_id).columns["began_g"] == 5_000_000
    assert Closing.objects.get(consignment=export.consignment_id).columns["on_the_way_g"] == 5_000_000
    assert client.post(reverse("consignments:confirm_join", args=[join.pk])).status_code == 302
    entry.refresh_from_db()
    assert (
        entry.consignment != export.consignment
    )  # a person's word is not overruled by a click on an old page


def test_who_is_named_in_legs_is_forgotten_with_their_batch():
    client = signed_in(person("Amina", agency("Customs"), "officer", "supervisor"))
    batch = loaded(client, "declarations.csv", DECLARED.format(day(60), day(40)))
    worker.run_all()
    assert LegReport.objects.filter(consignee="Kilima Ltd").exists()
    assert forget(str(batch.pk)) == 3
    assert not LegReport.objects.exclude(consignee="", operator="").exists()


def test_the_zone_inspectors_tutorial_is_true(office, tmp_path):
    """docs/tutorials/zone-inspector.md: the demonstration's files, then the late message of examples/."""
    write_consignments(tmp_path / "zone", "BVT", "HMD")
    client = signed_in(person("Maren", agency("Customs of Bouvet", "BVT"), "officer", "analyst"))
    for name in ("zone-declarations.csv", "zone-movements.csv"):
        loaded(client, name, (tmp_path / "zone" / name).read_text("utf-8"))
    worker.run_all()
    board = client.get(reverse("consignments:board")).content.decode()
    assert (
        "stock is missing" in board
        and "arrival overdue" in board
        and "sources contradict each other" in board
    )
    load = LegReport.objects.get(paper="BVT-FZ-0412").consignment
    text = page(client, load)
    assert "1,800 kg of R-22 are missing in BVT FREE ZONE" in text
    columns = Closing.objects.get(consignment=load).columns
    assert (columns["began_g"], columns["arrived_g"]) == (5_000_000, 3_200_000)
    late = (Path(__file__).parents[2] / "examples" / "late-re-export.csv").read_text("utf-8")
    loaded(client, "late-re-export.csv", late)
    worker.run_all()
    load.refresh_from_db()
    assert load.state == "closed" and "It no longer holds since" in page(client, load)
    assert Finding.objects.get(subject_id=load.ucr).status == "withdrawn"


FLOWS = (
    "reporter,partner,flow,period,hs_edition,hs_code,net_mass_g\n"
    "UGA,CHN,import,2024,2022,290345,1000000\nUGA,CHN,import,2024,2022,382761,1000000\n"
)


def test_a_country_that_reports_imports_but_never_of_this_gas_is_told_and_silence_is_not():
    client = signed_in(person("Amina", agency("Customs"), "officer", "supervisor"))
    load = followed(client)
    told(client, load, OUT | {"zone": ""})
    assert load.alarm_codes == []  # Uganda's statistics are not in our copy: nothing is said
    loaded(client, "flows.csv", FLOWS)
    told(client, load, OUT | {"zone": "", "paper": "RE-7", "net_g": "10"}, ago=3)
    assert load.alarm_codes == ["destination_never_imports"]
    assert "R-22 goes to Uganda" in page(client, load)
    told(client, load, {**OUT, "zone": "", "substance": "R-134a", "paper": "RE-8"}, ago=3)
    assert Alarm.objects.filter(code="destination_never_imports", substance="R-134a").count() == 0
