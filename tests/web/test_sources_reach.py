"""A batch reaches whom its audience names, in the platform's rows and in the warehouse alike."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from offices import agency, person
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind_web.jobs import queue, worker
from tradewind_web.sharing.audiences import audience_of, everyone, intersection
from tradewind_web.sharing.models import Group, GroupMembership
from tradewind_web.sharing.reach import reach_of
from tradewind_web.sources.actions.arriving import note_batch
from tradewind_web.sources.models import Batch
from tradewind_web.sources.publics import PUBLIC_SOURCES, load_public_facts
from tradewind_web.sources.queries import (
    audience_resting_on,
    audiences_of,
    batches_visible_to,
    warehouse_for,
    warehouse_for_agency,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def loaded(acting, *with_agencies, path, groups=(), since=None):
    """The file loaded by this agency and shared with these."""
    from django.conf import settings

    said = Instructions(steward=str(acting.agency.pk), sender=acting.agency.name)
    report = load([path], settings.OFFICE.warehouse_url, said)
    return [
        note_batch(
            acting=acting, steward=acting.agency, record=b.record, generation=report.generation,
            audience=audience_of(agencies=[acting.agency, *with_agencies], groups=groups),
            audience_since=since or timezone.now(), purpose="risk analysis",
        )
        for b in report.batches
    ]  # fmt: skip


@pytest.fixture
def licences(tmp_path):
    from tradewind.reference.cases import cases_path

    lines = cases_path().read_text().splitlines()[:3]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_warehouse_of_a_viewer_holds_what_reaches_them_and_nothing_else(licences):
    mine, neighbour, stranger = (person(n, agency(n)) for n in ("Amina", "Bo", "Carla"))
    loaded(mine, neighbour.agency, path=licences)
    for viewer, rows in ((mine, 3), (neighbour, 3), (stranger, 0)):
        assert batches_visible_to(viewer).count() == (1 if rows else 0)
        with warehouse_for(viewer) as warehouse:
            assert len({r["case_id"] for r in warehouse.current("seizures").to_pyarrow().to_pylist()}) == rows
        with warehouse_for_agency(viewer.agency) as warehouse:
            assert len(warehouse.batches()) == (1 if rows else 0)


def test_two_agencies_that_load_one_file_have_two_batches_and_do_not_learn_of_each_other(licences):
    mine, other = person("Amina", agency("A")), person("Bo", agency("B"))
    (first,), (second,) = loaded(mine, path=licences), loaded(other, path=licences)
    assert first.library_id != second.library_id
    assert [b.pk for b in batches_visible_to(mine)] == [first.pk]
    assert [b.pk for b in batches_visible_to(other)] == [second.pk]


def test_loading_a_file_again_does_not_widen_whom_it_reaches(licences):
    mine, other = person("Amina", agency("A")), person("Bo", agency("B"))
    (first,) = loaded(mine, path=licences)
    (again,) = loaded(mine, other.agency, path=licences)
    assert again.pk == first.pk and again.audience_id == first.audience_id
    assert not batches_visible_to(other).exists()


def test_an_administrator_reads_no_batch_not_even_a_public_one(licences):
    runs_it = person("Root", agency("A"), "administrator")
    load_public_facts([licences])
    assert not batches_visible_to(runs_it).exists()
    with warehouse_for(runs_it) as warehouse:
        assert warehouse.tables() == ()


def test_public_facts_reach_everyone_are_loaded_once_and_announced(licences):
    seen = []

    @queue.job("tests.follow", after="sources.batch_loaded")
    def follow(arguments, tell):
        seen.append(arguments)
        return ""

    try:
        first = load_public_facts([licences])
        assert load_public_facts([licences]) == []
        worker.run_all()
    finally:
        del queue.KINDS["tests.follow"]
        queue.FOLLOWS["sources.batch_loaded"].remove("tests.follow")
    assert [b.owner.name for b in first] == [PUBLIC_SOURCES]
    assert [a["library_ids"] for a in seen] == [[first[0].library_id]]
    assert batches_visible_to(person("Zoe", agency("Z", "BRA"))).count() == 1


def test_the_register_of_public_cases_is_loaded_by_a_job():
    with transaction.atomic():
        queue.enqueue("sources.load_public_facts")
    worker.run_all()
    assert Batch.objects.get().tables["seizures"] > 100


def test_what_rests_on_an_unknown_batch_reaches_nobody(licences):
    mine = person("Amina", agency("A"))
    (batch,) = loaded(mine, path=licences)
    assert [a.pk for a in audiences_of([batch.library_id])] == [batch.audience_id]
    audience = intersection(audiences_of([batch.library_id, "0123456789abcdef"]))
    assert not reach_of(mine).sees(audience.pk, timezone.now())


def test_what_rests_on_a_batch_does_not_let_a_late_joiner_see_round_the_rule_of_the_group(licences):
    mine, late = person("Amina", agency("A")), person("Bo", agency("B"))
    group = Group.objects.create(name="G", owner=mine.agency)
    now = timezone.now()
    GroupMembership.objects.create(group=group, agency=late.agency, starts_at=now - timedelta(days=1))
    (batch,) = loaded(mine, path=licences, groups=[group], since=now - timedelta(days=2))
    audience, since = audience_resting_on([batch.library_id])
    assert not batches_visible_to(late).exists()
    assert not reach_of(late).sees(audience.pk, since)
    assert reach_of(mine).sees(audience.pk, since)


def test_what_rests_on_public_facts_and_own_ones_reaches_the_owner_alone(licences):
    mine, other = person("Amina", agency("A")), person("Bo", agency("B"))
    (own,) = loaded(mine, path=licences)
    (public,) = load_public_facts([licences])
    assert public.audience_id == everyone().pk
    audience, since = audience_resting_on([own.library_id, public.library_id])
    assert reach_of(mine).sees(audience.pk, since)
    assert not reach_of(other).sees(audience.pk, since)
