"""The register of traders: found across scripts, corrected with what stood before, merged by links, forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind_web.audit.actions import lift_legal_hold, place_legal_hold
from tradewind_web.audit.models import Event, RecordKey
from tradewind_web.audit.receipts import replay_receipts
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.audit.verifying import verify
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.jobs import worker
from tradewind_web.office import Office
from tradewind_web.sharing.actions import share, withdraw
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.actions.arriving import announce_batches, note_batch
from tradewind_web.traders.actions import forgetting, keeping, linking
from tradewind_web.traders.models import Kind, Link, Trader
from tradewind_web.traders.queries import Filters, page
from tradewind_web.traders.searching import is_found, search_key, sort_key
from tradewind_web.traders.values import TraderValues

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.OFFICE = Office(tmp_path / "office", demonstration=False)
    return settings.OFFICE


def added(acting, name="Kilima Cooling Ltd", **values):
    return keeping.add(acting=acting, values=TraderValues(name, **values))


def names(acting, **filters):
    return [row.trader.name for row in page(acting, Filters(**filters)).rows]


TYPED = {
    "name": "Kilima Cooling Ltd",
    "country": "Kenya",
    "kinds": ["importer"],
    "national_number": "P051-234",
}


def test_a_trader_typed_in_stands_in_the_list_and_on_its_page_with_its_history():
    client = signed_in(person("Amina", agency("NOU")))
    response = client.post(reverse("traders:add"), TYPED, follow=True)
    assert response.status_code == 200
    text = response.content.decode()
    assert "Kilima Cooling Ltd" in text and "Kenya" in text and "added this trader to the register" in text
    assert "Kilima Cooling Ltd" in client.get(reverse("traders:list")).content.decode()


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ООО «Холодторг»", "kholodtorg"),
        ("ООО «Холодторг»", "Холодт"),
        ("شركة مومباسا للتبريد", "mombasa"),
        ("浙江巨化股份有限公司", "zhejiang juhua"),
        ("Zhejiang Juhua Co.", "浙江巨化"),
        ("Kholodtorg", "холодторг"),
        ("Mombasa Cold", "مومباسا"),
        ("Societe Refrigeration du Sénégal", "sénégal"),
        ("Kältetechnik Müller", "muller"),
    ],
)
def test_a_name_is_found_typed_in_another_script(written, typed):
    amina = person("Amina", agency("NOU"))
    added(amina, written)
    added(amina, "Unrelated Trading")
    assert names(amina, query=typed) == [written]
    assert is_found(typed, search_key([written]))


def test_the_list_is_in_one_order_for_every_script():
    assert sorted(["Яр", "Bo", "浙江", "Alba"], key=sort_key) == ["Alba", "Bo", "Яр", "浙江"]


def test_what_was_corrected_is_told_with_before_and_after_and_names_are_sealed():
    amina = person("Amina", agency("NOU"))
    trader = added(amina, "Jon Doe", is_person=True)
    client = signed_in(amina)
    data = {**TYPED, "name": "John Doe", "why": "passport seen"}
    assert client.post(reverse("traders:correct", args=[trader.pk]), data).status_code == 302
    event = Event.objects.get(name="traders.corrected")
    assert "Doe" not in str(event.facts) + event.sealed + event.reason
    assert "passport seen" not in str(event.facts)
    page_text = client.get(reverse("traders:one", args=[trader.pk])).content.decode()
    assert "passport seen" in page_text and "John Doe" in page_text


def test_a_correction_needs_a_reason_and_a_change():
    amina = person("Amina", agency("NOU"))
    trader = added(amina)
    with pytest.raises(Refused, match="say why"):
        keeping.correct(acting=amina, trader_id=trader.pk, values=TraderValues("X"), why=" ")
    with pytest.raises(Refused, match="nothing was changed"):
        keeping.correct(acting=amina, trader_id=trader.pk, values=TraderValues("Kilima Cooling Ltd"), why="w")


def test_one_number_is_one_trader_however_it_is_hyphenated():
    amina = person("Amina", agency("NOU"))
    added(amina, "A", national_number="P051-234")
    with pytest.raises(Refused, match="national number"):
        added(amina, "B", national_number="p051 234")
    added(person("Bo", agency("Other")), "B", national_number="P051-234")


def test_another_agencys_trader_does_not_exist_until_it_is_shared_and_is_read_only_then():
    amina, bo = person("Amina", agency("NOU")), person("Bo", agency("Neighbour", "TZA"))
    trader = added(amina)
    client = signed_in(bo)
    for name in ("one", "correct", "link", "forget", "share", "withdraw"):
        assert client.get(reverse(f"traders:{name}", args=[trader.pk])).status_code == 404
    assert client.post(reverse("traders:keep", args=[trader.pk])).status_code == 404
    assert names(bo) == []
    share(acting=amina, record=trader, agencies=[bo.agency], reason="same firm works there")
    assert client.get(reverse("traders:one", args=[trader.pk])).status_code == 200
    assert client.get(reverse("traders:correct", args=[trader.pk])).status_code == 403
    assert names(bo) == ["Kilima Cooling Ltd"]
    with pytest.raises(NotAllowed):
        keeping.correct(acting=bo, trader_id=trader.pk, values=TraderValues("X"), why="w")


def test_a_merge_shows_one_record_and_undoing_it_shows_both_again():
    amina = person("Amina", agency("NOU"))
    one, other = added(amina, "Kilima Cooling"), added(amina, "Kilima Kooling")
    client = signed_in(amina)
    url = reverse("traders:link", args=[one.pk])
    assert "Kilima Kooling" in client.get(url, {"q": "kooling"}).content.decode()
    data = {"other": other.pk, "kind": "same", "why": "one address, one director"}
    assert client.post(url, data).status_code == 302
    assert names(amina) == ["Kilima Cooling"]
    assert names(amina, query="kooling") == ["Kilima Kooling"]  # found by its own name, leading to the other
    assert page(amina, Filters(query="kooling")).rows[0].lead == one
    link = Link.objects.get()
    assert client.post(reverse("traders:undo", args=[link.pk]), {"why": "two firms"}).status_code == 302
    assert names(amina) == ["Kilima Cooling", "Kilima Kooling"]
    text = client.get(reverse("traders:one", args=[one.pk])).content.decode()
    assert "two firms" in text and "one address" in text


def test_a_merge_can_neither_turn_in_a_circle_nor_have_two_leads():
    amina = person("Amina", agency("NOU"))
    a, b, c = (added(amina, n) for n in "ABC")
    linking.link(acting=amina, one_id=a.pk, other_id=b.pk, kind=Link.Kind.SAME, why="w")
    for one, other in ((b, a), (c, b), (b, c), (c, a), (a, a), (a, b)):
        with pytest.raises(Refused):
            linking.link(acting=amina, one_id=one.pk, other_id=other.pk, kind=Link.Kind.SAME, why="w")
    linking.link(acting=amina, one_id=a.pk, other_id=c.pk, kind=Link.Kind.OWNS, why="w")


def test_links_are_an_agencys_own_also_where_it_shares_the_traders():
    amina, bo = person("Amina", agency("NOU")), person("Bo", agency("Neighbour", "TZA"))
    a, b = added(amina, "A firm"), added(amina, "B firm")
    for trader in (a, b):
        share(acting=amina, record=trader, agencies=[bo.agency], reason="r")
    link = linking.link(acting=amina, one_id=a.pk, other_id=b.pk, kind=Link.Kind.SAME, why="informer said so")
    client = signed_in(bo)
    assert "informer" not in client.get(reverse("traders:one", args=[a.pk])).content.decode()
    assert client.get(reverse("traders:undo", args=[link.pk])).status_code == 404
    assert names(bo) == ["A firm", "B firm"]


def test_forgetting_erases_the_person_everywhere_and_leaves_the_chain_whole(office):
    lead = person("Amina", agency("NOU"), "officer", "supervisor")
    trader, other = added(lead, "John Doe", is_person=True, notes="lives there"), added(lead, "Doe Ltd")
    linking.link(
        acting=lead, one_id=trader.pk, other_id=other.pk, kind=Link.Kind.OWNS, why="John Doe owns it"
    )
    client = signed_in(lead)
    url = reverse("traders:forget", args=[trader.pk])
    assert client.post(url, {"why": "asked by the person"}).status_code == 302
    trader.refresh_from_db()
    assert (trader.name, trader.notes, trader.search_key, trader.is_forgotten) == ("", "", "", True)
    assert Link.objects.get().why == ""
    text = client.get(reverse("traders:one", args=[trader.pk])).content.decode()
    assert "John" not in text and "(erased)" in text
    assert verify().intact
    assert len(list(office.receipts.iterdir())) == 1
    assert "John" not in client.get(reverse("traders:list"), {"q": "john"}).content.decode().replace(
        '"john"', ""
    )


def test_an_older_backup_does_not_bring_a_forgotten_trader_back(office):
    lead = person("Amina", agency("NOU"), "supervisor")
    trader = Trader.objects.create(
        owner=lead.agency,
        audience=audience_of(agencies=[lead.agency]),
        **TraderValues("John Doe").as_columns(),
    )
    forgetting.forget(acting=lead, trader_id=trader.pk, reason="r")
    # as the backup had it
    Trader.objects.filter(pk=trader.pk).update(**TraderValues("John Doe").as_columns(), state="kept")
    RecordKey.objects.filter(subject_id=str(trader.pk)).delete()
    RecordKey.objects.create(subject_kind="trader", subject_id=str(trader.pk), key=b"0" * 32)
    assert replay_receipts([office.receipts]) == 1
    assert forgetting.forget_again() == 1
    trader.refresh_from_db()
    assert trader.name == "" and trader.is_forgotten


def test_a_legal_hold_refuses_forgetting_and_only_a_supervisor_of_the_owner_forgets():
    lead, officer = person("Amina", agency("NOU"), "supervisor"), person("Ben", agency("NOU"))
    trader = added(lead, "John Doe")
    place_legal_hold(acting=lead, subject_kind="trader", subject_id=str(trader.pk), reason="case 12")
    with pytest.raises(Refused, match="legal hold"):
        forgetting.forget(acting=lead, trader_id=trader.pk, reason="r")
    trader.refresh_from_db()
    assert trader.name == "John Doe"
    response = signed_in(lead).post(reverse("traders:forget", args=[trader.pk]), {"why": "r"})
    assert response.status_code == 409 and "legal hold" in response.content.decode()
    lift_legal_hold(acting=lead, subject_kind="trader", subject_id=str(trader.pk), reason="closed")
    assert signed_in(officer).get(reverse("traders:forget", args=[trader.pk])).status_code == 403
    assert forgetting.forget(acting=lead, trader_id=trader.pk, reason="r").is_forgotten


def test_a_role_that_keeps_no_register_reads_it():
    amina = person("Amina", agency("NOU"))
    trader = added(amina)
    reader = signed_in(person("Pia", agency("NOU"), "prosecutor"))
    assert reader.get(reverse("traders:one", args=[trader.pk])).status_code == 200
    for url in (reverse("traders:add"), reverse("traders:correct", args=[trader.pk])):
        assert reader.get(url).status_code == 403


# From what was reported -----------------------------------------------------------------------------------------


DECLARATIONS = """
declaration_id,item,lodged_on,importer_id,importer,importer_country,exporter,exporter_country,declarant
D1,1,2026-03-04,P1,Kilima Cooling Ltd,KEN,Zhejiang Juhua,CHN,Fast Brokers
D2,1,2026-03-05,P1,KILIMA COOLING LTD.,KEN,Zhejiang Juhua,CHN,Fast Brokers
D3,1,2026-03-06,,Mama Mboga,KEN,,,
D4,1,2026-03-07,P1,Kilima Cooling Ltd,KEN,,,
""".lstrip()


def loaded(acting, tmp_path, content=DECLARATIONS, with_agencies=()):
    from django.conf import settings

    path = tmp_path / f"{acting.agency.name}.csv"
    path.write_text(content)
    report = load([path], settings.OFFICE.warehouse_url, Instructions(steward=str(acting.agency.pk)))
    batches = [
        note_batch(
            acting=acting, steward=acting.agency, record=b.record, generation=report.generation,
            audience=audience_of(agencies=[acting.agency, *with_agencies]), audience_since=timezone.now(),
            purpose="risk analysis",
        )
        for b in report.batches
    ]  # fmt: skip
    announce_batches(batches, acting.agency)
    return batches


def proposals():
    """Do what a load announces for the register alone: other apps' jobs have tests of their own."""
    from tradewind_web.jobs.models import Job

    Job.objects.exclude(kind="traders.propose").delete()
    return worker.run_all()


def test_a_load_proposes_each_trader_once_under_the_audience_of_its_batch(tmp_path):
    amina, bo, eve = (person(n, agency(n)) for n in ("Amina", "Bo", "Eve"))
    (batch,) = loaded(amina, tmp_path, with_agencies=[bo.agency])
    proposals()
    found = {t.name: t for t in Trader.objects.all()}
    assert set(found) == {"Kilima Cooling Ltd", "Zhejiang Juhua", "Fast Brokers", "Mama Mboga"}
    kilima = Trader.objects.get(national_number="P1")
    assert {kilima.name, *kilima.other_names} == {"Kilima Cooling Ltd", "KILIMA COOLING LTD."}
    assert (kilima.state, kilima.kinds, kilima.owner_id) == ("proposed", [Kind.IMPORTER], amina.agency.pk)
    assert {t.audience_id for t in found.values()} == {batch.audience_id}
    assert found["Fast Brokers"].kinds == [Kind.BROKER] and found["Zhejiang Juhua"].country == "CHN"
    assert len(names(bo)) == 4 and names(eve) == []


def test_a_proposed_trader_stops_reaching_others_with_its_batch_unless_it_was_shared_itself(tmp_path):
    amina, bo = person("Amina", agency("NOU")), person("Bo", agency("Customs", "TZA"))
    (batch,) = loaded(amina, tmp_path, with_agencies=[bo.agency])
    proposals()
    share(
        acting=amina, record=Trader.objects.get(national_number="P1"), agencies=[bo.agency], reason="theirs"
    )
    withdraw(acting=amina, record=batch, reason="sent by mistake")
    assert names(bo) == ["Kilima Cooling Ltd"]
    assert len(names(amina)) == 4


def test_a_second_load_of_the_same_traders_proposes_none_and_changes_none(tmp_path):
    amina = person("Amina", agency("NOU"), "officer", "supervisor")
    loaded(amina, tmp_path)
    proposals()
    kilima = Trader.objects.get(national_number="P1")
    keeping.correct(
        acting=amina,
        trader_id=kilima.pk,
        values=TraderValues("Kilima", national_number="P9"),
        why="new number",
    )
    mama = Trader.objects.get(name="Mama Mboga")
    forgetting.forget(acting=amina, trader_id=mama.pk, reason="r")
    loaded(amina, tmp_path, DECLARATIONS.replace("D", "E"))
    proposals()
    assert Trader.objects.count() == 4
    kilima.refresh_from_db()
    assert kilima.name == "Kilima" and not Trader.objects.filter(name="Mama Mboga").exists()


def test_a_proposed_trader_says_where_it_comes_from_and_is_kept_by_a_person(tmp_path):
    amina = person("Amina", agency("NOU"))
    loaded(amina, tmp_path)
    proposals()
    trader, client = Trader.objects.get(national_number="P1"), signed_in(amina)
    assert "NOU.csv" in client.get(reverse("traders:one", args=[trader.pk])).content.decode()
    assert client.post(reverse("traders:keep", args=[trader.pk])).status_code == 302
    trader.refresh_from_db()
    assert trader.state == "kept"


# Ten thousand ----------------------------------------------------------------------------------------------------


def many(acting, count):
    named = [TraderValues(f"Trader {n:05} of Mombasa", national_number=f"N{n}") for n in range(count)]
    whole = audience_of(agencies=[acting.agency])
    from tradewind_web.sources.models import Batch

    batch = Batch.objects.create(
        owner=acting.agency, audience=whole, library_id="b", file_name="f", format="canonical", sha256="s",
        generation=1, purpose="p",
    )  # fmt: skip
    actor = PlatformFor(str(acting.agency.pk))
    return sum(
        keeping.propose(acting=actor, batch=batch, named=named[start : start + keeping.AT_ONCE])
        for start in range(0, count, keeping.AT_ONCE)
    )


def test_the_list_asks_as_many_questions_for_ten_as_for_many(django_assert_num_queries):
    amina = person("Amina", agency("NOU"))
    client, url = signed_in(amina), reverse("traders:list")
    many(amina, 10)
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(url)
    asked = len(few)
    more = [TraderValues(f"Zed {n}") for n in range(keeping.AT_ONCE)]
    batch = Trader.objects.first().batch
    keeping.propose(acting=PlatformFor(str(amina.agency.pk)), batch=batch, named=more)
    with django_assert_num_queries(asked):
        client.get(url)
    assert asked < 30


def test_ten_thousand_traders_are_paged_to_the_end_and_back_without_loss_or_repeat():
    amina = person("Amina", agency("NOU"))
    assert many(amina, 1000) == 1000
    client, url, seen = signed_in(amina), reverse("traders:list"), []
    cursor = ""
    while True:
        found = page(amina, Filters(), cursor, size=99)
        seen += [r.trader.name for r in found.rows]
        if not found.after:
            break
        cursor = f"after~{found.after}"
    assert len(seen) == len(set(seen)) == 1000 and seen == sorted(seen)
    back = page(amina, Filters(), f"before~{found.before}", size=99)
    assert [r.trader.name for r in back.rows] == seen[-99 - len(found.rows) : -len(found.rows)]
    text = client.get(url, {"q": "00512", "after": "nonsense"}).content.decode()
    assert "Trader 00512" in text and "Trader 00513" not in text
