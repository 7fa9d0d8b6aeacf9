"""What reached its last day is forgotten: with notice, everywhere, after a crash too, and not while a hold stands."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pyarrow.parquet
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from source_office import loaded, sent

from offices import agency, person, signed_in
from tradewind.warehouse import Warehouse, writing
from tradewind_web.audit.models import Event, RecordKey
from tradewind_web.audit.receipts import replay_receipts
from tradewind_web.audit.verifying import verify
from tradewind_web.findings.models import Finding, Watch
from tradewind_web.findings.watch_actions import watch
from tradewind_web.jobs import queue, worker
from tradewind_web.jobs.models import Job, Schedule
from tradewind_web.sharing.actions import share
from tradewind_web.sources import retiring
from tradewind_web.sources.actions import retiring as acts
from tradewind_web.sources.models import Batch, PersonSearch, RefusedRow, Retirement, Upload
from tradewind_web.traders.actions import keeping
from tradewind_web.traders.models import Trader
from tradewind_web.traders.values import TraderValues

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

HEAD = "declaration_id,item,lodged_on,regime,importer_id,importer,origin,hs_edition,hs_code,description,net_mass_g\n"
FILE = HEAD + (
    "D-1,1,2026-03-01,import,T-77,Jane Roe,CHN,2022,290342,refrigerant gas R-22 for Jane Roe,5000000\n"
    "D-2,1,2026-03-02,import,T-77,Jane Roe,CHN,2022,290342,R-32,800000\n"
    "D-3,1,2026-03-xx,import,T-77,Jane Roe,CHN,2022,290342,R-32,oops\n"
)
NAMES = ("jane roe", "t-77")


@pytest.fixture
def sven():
    return person("Sven", agency("Kenya NOU"), "supervisor", "officer")


@pytest.fixture
def client(sven):
    return signed_in(sven)


def silence(share: float, message: str) -> None: ...


def done() -> None:
    """Every job that is due, and those that wait for a while."""
    Job.objects.filter(state="waiting").update(run_after=timezone.now())
    worker.run_all()
    assert not list(Job.objects.exclude(state="done").values_list("kind", "state", "trouble"))


def over(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(retain_until=timezone.localdate() - timedelta(days=1))


def look(batch: Batch, in_days: int = 0) -> None:
    """The daily schedule comes round on a later day."""
    retiring.forget_due(str(batch.owner_id), silence, today=timezone.localdate() + timedelta(days=in_days))
    done()


def held_in_the_database() -> set[str]:
    """Which of the names stand in which table."""
    found = set()
    for model in apps.get_models():
        text = str(list(model._default_manager.order_by().values())).casefold()
        found |= {f"{name} in {model._meta.label}" for name in NAMES if name in text}
    return found


def held_anywhere(office) -> set[str]:
    """The same, and in which file of the office."""
    found = held_in_the_database()
    for path in (p for p in office.folder.rglob("*") if p.is_file() and "static" not in p.parts):
        said = (
            str(pyarrow.parquet.read_table(path).to_pylist())
            if path.suffix == ".parquet"
            else path.read_bytes().decode("latin-1")
        )
        found |= {f"{name} in {path.name}" for name in NAMES if name in said.casefold()}
    return found


def rows_of(batch: Batch) -> list[dict]:
    from django.conf import settings

    with Warehouse.open(settings.OFFICE.warehouse_url) as warehouse:
        rows = warehouse.current("declarations").to_pyarrow().to_pylist()
    return [r for r in rows if r["batch_id"] == batch.library_id]


def test_what_reached_its_last_day_is_announced_then_forgotten_everywhere_and_its_files_removed(
    client, sven, office
):
    neighbour = person("Bo", agency("Uganda NOU"), "supervisor")
    batch = loaded(client, "imports.csv", FILE, agencies=[neighbour.agency.pk])
    done()
    mend = reverse("sources:refused_row", args=[batch.pk, 0])
    assert client.post(mend, {"cell-2": "2026-03-03", "cell-10": "70"}).status_code == 302
    done()
    client.post(reverse("sources:persons"), {"searched": "jane roe", "reason": "asked"})
    done()
    assert Finding.objects.filter(owner=sven.agency, status="current", search_key__contains="jane").exists()
    assert Trader.objects.filter(state="proposed", name="Jane Roe").exists()
    for one in Batch.objects.filter(owner=sven.agency):
        over(one)
    look(batch)  # notice
    month, page = (
        timezone.localdate() + timedelta(days=30),
        client.get(reverse("sources:keeping")).content.decode(),
    )
    assert Retirement.objects.get(batch=batch).blank_on == month and "imports.csv" in page
    assert rows_of(batch)[0]["importer"] == "Jane Roe"
    look(batch, 29)
    assert rows_of(batch)
    look(batch, 30)  # who is named in it
    retirement = Retirement.objects.get(batch=batch)
    left = retirement.successor
    assert retirement.state == "blanked" and left.retain_until is None and left.audience == batch.audience
    rows = rows_of(left)
    assert [(r["declaration_id"], r["net_mass_g"], r["importer"], r["description"]) for r in rows] == [
        ("D-1", 5_000_000, None, None), ("D-2", 800_000, None, None),
    ]  # fmt: skip
    # Of the platform nothing names anybody any more; the old files still lie in the warehouse.
    assert held_in_the_database() == set() and held_anywhere(office)
    for who in (client, signed_in(neighbour)):
        for finding in Finding.objects.all():
            text = who.get(reverse("findings:finding", args=[finding.pk])).content.decode()
            assert "Jane" not in text
        assert who.get(reverse("sources:batch", args=[left.pk])).status_code == 200
    look(batch, 60)  # its files
    assert Retirement.objects.get(batch=batch).state == "done"
    assert held_anywhere(office) == set() and not list((office.folder / "warehouse" / "originals").iterdir())
    assert "imports.csv" not in client.get(reverse("sources:keeping")).content.decode()
    assert client.get(reverse("sources:batch", args=[batch.pk])).status_code == 200
    assert client.get(reverse("sources:refused", args=[batch.pk])).status_code == 200
    assert verify().intact
    before = [list(m.objects.order_by("pk").values()) for m in (Batch, Retirement, Finding, Event)]
    look(batch, 61)
    assert before == [list(m.objects.order_by("pk").values()) for m in (Batch, Retirement, Finding, Event)]
    # and the file does not come back by being sent again
    again = sent(client, "imports again.csv", FILE)
    assert again.state == "refused" and "was forgotten" in again.trouble
    assert not again.path.exists()


@pytest.mark.parametrize("state", ["noticed", "blanked"])
def test_a_legal_hold_stops_each_step_with_a_sentence(client, state):
    batch = loaded(client, "imports.csv", FILE)
    over(batch)
    look(batch)
    if state == "blanked":
        look(batch, 30)
    hold = reverse("sources:hold", args=[batch.pk])
    client.post(hold, {"reason": "case 7 of the court"})
    response = client.post(reverse("sources:forget", args=[batch.pk]), {"reason": "now"})
    assert response.status_code == 409 and "case 7 of the court" in response.content.decode()
    look(batch, 90)
    retirement = Retirement.objects.get(batch=batch)
    assert retirement.state == state and "case 7 of the court" in retirement.waits_for
    assert "case 7 of the court" in client.get(reverse("sources:keeping")).content.decode()
    client.post(hold, {"reason": "the court is done"})
    look(batch, 120)
    look(batch, 200)
    assert Retirement.objects.get(batch=batch).state == "done"


def test_what_is_held_is_not_even_announced(client):
    batch = loaded(client, "imports.csv", FILE)
    over(batch)
    client.post(reverse("sources:hold", args=[batch.pk]), {"reason": "case 7"})
    look(batch, 90)
    assert not Retirement.objects.exists()


def test_keeping_it_longer_calls_the_announcement_off_and_what_is_forgotten_is_not_kept_longer(client):
    batch = loaded(client, "imports.csv", FILE)
    over(batch)
    look(batch)
    address = reverse("sources:retention", args=[batch.pk])
    assert client.post(address, {"retain_until": "2090-01-01", "reason": "appeal"}).status_code == 302
    look(batch, 90)
    assert not Retirement.objects.exists() and rows_of(batch)
    over(batch)
    look(batch)
    look(batch, 30)
    response = client.post(address, {"retain_until": "2091-01-01", "reason": "too late"})
    assert response.status_code == 409 and "forgotten already" in response.content.decode()


def test_a_supervisor_has_it_forgotten_at_once_only_after_its_last_day(client, sven):
    batch = loaded(client, "imports.csv", FILE, retain_until="2090-01-01")
    address = reverse("sources:forget", args=[batch.pk])
    response = client.post(address, {"reason": "the person asked"})
    assert response.status_code == 409 and "still to come" in response.content.decode()
    over(batch)
    assert "365" not in client.get(address).content.decode()
    assert signed_in(person("Amina", sven.agency)).get(address).status_code == 403
    assert client.post(address, {"reason": "the person asked"}).status_code == 302
    done()
    assert Retirement.objects.get(batch=batch).state == "blanked" and not rows_of(batch)
    assert Event.objects.get(name="sources.retirement_hastened").reason == "the person asked"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (writing, "publish_file"), (retiring.actions, "finish_blanking"), (writing, "remove_forgotten"),
        (retiring, "write_receipts"),
        *(
            pytest.param(*step, marks=pytest.mark.long) for step in (
                (writing, "write_blanked"), (acts, "note_batch"), (acts, "announce"),
                (retiring.actions, "empty_refused_rows"), (retiring.actions, "finish_removal"),
            )
        ),
    ],
)  # fmt: skip
def test_a_crash_at_any_step_is_gone_on_from(client, office, monkeypatch, place, name):
    batch = loaded(client, "imports.csv", FILE)
    over(batch)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    look(batch)
    for days in (30, 60):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, crash)
            with contextlib.suppress(KeyboardInterrupt):
                look(batch, days)
        look(batch, days)
    assert Retirement.objects.get(batch=batch).state == "done"
    assert held_anywhere(office) == set() and verify().intact
    assert Batch.objects.filter(owner=batch.owner, replaced_at__isnull=True).count() == 1


def test_a_receipt_forgets_again_what_an_older_backup_brought_back(client, office):
    batch = loaded(client, "imports.csv", FILE)
    key = RecordKey.objects.filter(subject_id=str(batch.pk))
    over(batch)
    assert not (office.receipts).exists()
    # The receipt of another copy of this office, in which it was forgotten 40 days ago.
    office.receipts.mkdir(parents=True)
    gone = (timezone.now() - timedelta(days=40)).isoformat()
    (office.receipts / "x.json").write_text(
        f'{{"subject_kind": "batch", "subject_id": "{batch.pk}", "destroyed_at": "{gone}"}}'
    )
    assert not key.exists()
    replay_receipts([office.receipts])
    assert [b.pk for b in retiring.retire_again()] == [batch.pk] and retiring.retire_again() == []
    done()
    assert held_anywhere(office) == set() and verify().intact
    assert Retirement.objects.get(batch=batch).state == "done"


def test_workbooks_of_a_search_for_a_person_live_a_short_time(client, office):
    loaded(client, "imports.csv", FILE)
    client.post(reverse("sources:persons"), {"searched": "jane roe", "reason": "asked"})
    done()
    search = PersonSearch.objects.get()
    assert search.path.exists() and search.retain_until == timezone.localdate() + timedelta(days=30)
    retiring.forget_due(str(search.owner_id), silence, today=search.retain_until)
    assert search.path.exists()
    retiring.forget_due(str(search.owner_id), silence, today=search.retain_until + timedelta(days=1))
    search.refresh_from_db()
    assert (search.state, search.searched) == ("removed", "") and not search.path.exists()
    assert RecordKey.objects.get(subject_kind="person_search").key is None and verify().intact
    page = client.get(reverse("sources:persons")).content.decode()
    assert "(erased)" in page and "Jane" not in page
    assert client.get(reverse("sources:person_workbook", args=[search.pk])).status_code == 404


def test_a_file_that_was_never_loaded_is_removed_on_its_last_day(client, sven):
    upload = sent(
        client, "broken.bin", "\x00Jane Roe", retain_until=str(timezone.localdate() + timedelta(days=1))
    )
    assert upload.state == "refused" and upload.path.exists()
    retiring.forget_due(str(sven.agency.pk), silence, today=timezone.localdate() + timedelta(days=1))
    assert not upload.path.exists() and Upload.objects.get(pk=upload.pk).retain_until is None


def test_the_schedule_looks_every_day_once_something_has_a_last_day(client, sven):
    assert not Schedule.objects.filter(kind="sources.forget_due").exists()
    batch = loaded(client, "imports.csv", FILE, retain_until="2090-01-01")
    over(batch)
    assert Schedule.objects.get(kind="sources.forget_due").agency == sven.agency
    queue.enqueue_scheduled()
    done()
    assert Retirement.objects.get(batch=batch).state == "noticed"
    share(acting=sven, record=batch, agencies=[agency("Uganda NOU")], reason="x")
    assert RefusedRow.objects.filter(batch=batch).exclude(value="").exists()


def test_a_legal_hold_on_a_trader_is_put_and_lifted_on_its_page_with_why(client, sven):
    trader = keeping.add(acting=sven, values=TraderValues("Jane Roe"))
    one, hold, forget = (reverse(f"traders:{n}", args=[trader.pk]) for n in ("one", "hold", "forget"))
    assert client.post(hold, {"why": ""}).status_code == 409
    assert client.post(hold, {"why": "case 7 of the court"}).status_code == 302
    assert "case 7 of the court" in client.get(one).content.decode()
    assert client.post(forget, {"why": "asked"}).status_code == 409
    assert signed_in(person("Amina", sven.agency)).get(hold).status_code == 403
    assert client.post(hold, {"why": "the court is done"}).status_code == 302
    assert client.post(forget, {"why": "asked"}).status_code == 302
    assert client.post(hold, {"why": "too late"}).status_code == 409
    told = Event.objects.filter(subject_id=str(trader.pk), name__contains="hold").order_by("id")
    assert [(e.name.rpartition(".")[2], e.reason) for e in told] == [
        ("legal_hold_placed", "case 7 of the court"), ("legal_hold_lifted", "the court is done"),
    ]  # fmt: skip


def test_a_rule_of_the_party_gives_what_is_made_from_then_on_its_last_day(client, sven):
    boss = signed_in(person("Ada", agency("Kenya Customs"), "administrator"))
    address = reverse("sources:rule", args=["batch"])
    said = {"purpose": "customs control", "legal_basis": "EACCMA 235", "days": "1825", "notice_days": "10",
            "grace_days": "20", "reason": "the new act"}  # fmt: skip
    old = loaded(client, "old.csv", FILE, retain_until="2090-01-01")
    assert boss.post(address, {**said, "purpose": " "}).status_code == 409
    assert boss.post(address, {**said, "days": "0"}).status_code == 409
    assert boss.post(address, said).status_code == 302
    day = str(timezone.localdate() + timedelta(days=1825))
    form = client.get(reverse("sources:send")).content.decode()
    assert day in form and "EACCMA 235" in form  # another agency of the Party
    stranger = signed_in(person("Bo", agency("Uganda NOU", "UGA"), "supervisor"))
    assert "EACCMA" not in stranger.get(reverse("sources:send")).content.decode()
    assert "EACCMA 235" in client.get(reverse("sources:rules")).content.decode()
    assert client.get(reverse("sources:rule", args=["nothing"])).status_code == 404
    assert Batch.objects.get(pk=old.pk).retain_until == old.retain_until
    over(old)
    look(old)
    assert Retirement.objects.get().blank_on == timezone.localdate() + timedelta(days=10)
    event = Event.objects.get(name="sources.retention_rule_set")
    assert (event.reason, event.facts["before"]["days"], event.facts["after"]["days"]) == (
        "the new act",
        3650,
        1825,
    )


def test_one_list_shows_what_of_every_kind_is_due_this_year(client, sven, django_assert_max_num_queries):
    batch = loaded(client, "imports.csv", FILE)
    over(batch)
    trader = keeping.add(acting=sven, values=TraderValues("Kilima Ltd"))
    assert trader.retain_until == timezone.localdate() + timedelta(days=3650)
    assert Trader.objects.filter(state="proposed", retain_until__isnull=False).exists()
    today = timezone.localdate()
    Trader.objects.filter(pk=trader.pk).update(retain_until=today)
    watched = watch(acting=sven, what="trader", trader="Mlima Ltd", reason="tip", until=today)
    assert watched.retain_until == today + timedelta(days=365)
    Watch.objects.filter(pk=watched.pk).update(ends_on=today - timedelta(days=9), retain_until=today)
    client.post(reverse("sources:persons"), {"searched": "kilima", "reason": "asked"})
    with django_assert_max_num_queries(30):
        page = client.get(reverse("due")).content.decode()
    for name in ("imports.csv", "Kilima Ltd", "Mlima Ltd"):
        assert name in page
    other = signed_in(person("Bo", agency("Uganda NOU", "UGA"), "supervisor"))
    assert "Kilima" not in other.get(reverse("due")).content.decode()
    look(batch, 1)
    assert not Watch.objects.exists() and Event.objects.filter(name="findings.watches_forgotten").count() == 1
    assert Trader.objects.get(pk=trader.pk).name == "Kilima Ltd"  # a supervisor looks at each
