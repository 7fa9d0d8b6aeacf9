"""Delivery: what the detectors say is held exactly, each earlier answer kept, and reaches whom its rows reach."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from findings_made import answer, batch, delivered, reason
from offices import agency, person
from tradewind.quantities import Interval
from tradewind_web.audit.models import Event
from tradewind_web.findings.models import EvidenceRow, Finding, Revision
from tradewind_web.findings.queries import evidence_for
from tradewind_web.sharing.actions import add_to_group, make_group, share, withdraw
from tradewind_web.sharing.audiences import audience_of, everyone
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sharing.policy import marking_for

pytestmark = pytest.mark.django_db


def state_of_things():
    return (
        list(
            Finding.objects.order_by("pk").values(
                "pk", "revision", "audience", "status", "rank", "first_seen"
            )
        ),
        list(EvidenceRow.objects.order_by("pk").values()),
        list(Revision.objects.values()),
    )


def test_asking_again_changes_nothing():
    nou = agency("NOU")
    delivered(nou, answer("1/1"), answer("1/2"))
    before = state_of_things()
    run = delivered(nou, answer("1/1"), answer("1/2"))
    assert state_of_things() == before
    assert (run.found, run.new, run.revised, run.withdrawn) == (2, 0, 0, 0)


def test_a_run_is_one_event_however_many_findings_it_gave():
    nou = agency("NOU")
    run = delivered(nou, *(answer(f"{n}/1") for n in range(700)))
    assert (run.new, Finding.objects.count(), EvidenceRow.objects.count()) == (700, 700, 700)
    (event,) = Event.objects.filter(chain=str(nou.pk))
    assert event.facts["found"] == 700
    assert event.facts["digest"] == run.digest


def test_no_transaction_writes_more_than_500_rows(monkeypatch):
    from tradewind_web.findings import delivery

    sizes = []
    write = delivery._write
    monkeypatch.setattr(delivery, "_write", lambda a, chunk, *rest: (
        sizes.append(sum(2 + sum(min(20, len(r.rows)) for r in entry[0].reasons) for entry in chunk)),
        write(a, chunk, *rest),
    ))  # fmt: skip
    rows = [f"b1:{n}" for n in range(30)]
    delivered(agency("NOU"), *(answer(f"{n}/1", reasons=(reason("Many.", *rows),)) for n in range(60)))
    assert len(sizes) > 1
    assert max(sizes) <= 500
    assert (
        EvidenceRow.objects.filter(finding__subject_id="0/1").count() == 20
    )  # of 30: the first twenty are kept


def test_a_changed_answer_keeps_the_earlier_one():
    nou = agency("NOU")
    delivered(nou, answer())
    run = delivered(nou, answer(mass_kg=Interval(1.0, 2.0, 3.0), tier="note", score=0.1))
    finding = Finding.objects.get()
    assert (run.new, run.revised) == (0, 1)
    assert (finding.mass_low_g, finding.mass_mid_g, finding.mass_high_g) == (1000, 2000, 3000)
    (earlier,) = finding.revisions.all()
    assert earlier.answer["mass_mid_g"] == 1_000_000
    assert earlier.answer["tier"] == 1


def test_what_is_no_longer_found_is_withdrawn_with_why_and_comes_back():
    nou = agency("NOU")
    delivered(nou, answer("1/1"), answer("2/1"))
    delivered(nou, answer("2/1"))
    gone = Finding.objects.get(subject_id="1/1")
    assert (gone.status, gone.gone_because) == ("withdrawn", "data")
    delivered(nou, answer("1/1"), answer("2/1"))
    gone.refresh_from_db()
    assert (gone.status, gone.gone_because, gone.revisions.count()) == ("current", "", 2)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"asked": {"text_against_code": "2.0"}}, "version"),
        ({"asked": {"text_against_code": "1.0"}}, "data"),
        ({"not_asked": {"text_against_code": "no customs declarations are loaded"}}, "unasked"),
    ],
)
def test_a_withdrawn_finding_says_why(said, why):
    nou = agency("NOU")
    delivered(nou, answer())
    delivered(nou, **said)
    assert Finding.objects.get().gone_because == why


def test_a_finding_whose_batch_no_longer_counts_says_so():
    nou = agency("NOU")
    delivered(nou, answer())
    delivered(nou, batches=[batch(nou, "b2")], asked={"text_against_code": "1.0"})
    assert Finding.objects.get().gone_because == "rows"


def test_a_finding_reaches_only_whom_every_batch_behind_it_reaches():
    nou, customs, market = agency("NOU"), agency("Customs"), agency("Market", "UGA")
    own = batch(nou, "b1", audience_of(agencies=[nou, market]))
    given = batch(customs, "b2", audience_of(agencies=[customs, nou], tlp=Tlp.AMBER))
    delivered(
        nou, answer("1/1", reasons=(reason("Both.", "b1:1", "b2:2"),)), answer("2/1"), batches=[own, given]
    )
    amina, kamau, okot = person("Amina", nou), person("Kamau", customs), person("Okot", market)
    both = Finding.objects.get(subject_id="1/1")
    assert {b.library_id for b in both.resting_on()} == {"b1", "b2"}
    assert (both.audience.tlp, both.audience.permitted) == ("amber+strict", "use")
    seen = {p.user.display_name: set(Finding.objects.visible_to(p).values_list("subject_id", flat=True))
            for p in (amina, kamau, okot)}  # fmt: skip
    assert seen == {"Amina": {"1/1", "2/1"}, "Kamau": set(), "Okot": {"2/1"}}


def test_a_finding_without_rows_rests_on_all_batches_of_its_tables():
    nou, customs = agency("NOU"), agency("Customs")
    own = batch(nou, "b1", audience_of(agencies=[nou, customs]))
    secret = batch(nou, "b2")
    delivered(nou, answer(reasons=(reason("No rows."),)), batches=[own, secret])
    assert not Finding.objects.visible_to(person("Kamau", customs)).exists()


def test_what_rests_on_public_facts_alone_reaches_everybody_and_binds_nobody():
    nou, public = agency("NOU"), agency("Public sources", "")
    delivered(nou, answer(), batches=[batch(public, "b1", everyone())])
    finding = Finding.objects.visible_to(person("Okot", agency("Market"))).get()
    assert marking_for(person("Okot", nou), finding) is None


def test_a_late_joiner_does_not_see_through_a_finding_what_the_group_was_given_before():
    nou, late = agency("NOU"), agency("Late")
    head = person("Amina", nou, "officer", "supervisor")
    group = make_group(acting=head, name="G", late_joiner="from_joining", reason="r")
    before = datetime(2026, 1, 1, tzinfo=UTC)
    group.memberships.update(starts_at=before)
    given = batch(
        nou, "b1", audience_of(agencies=[nou], groups=[group]), since=datetime(2026, 2, 1, tzinfo=UTC)
    )
    add_to_group(acting=head, group=group, agency=late, reason="r")
    delivered(nou, answer(), batches=[given])
    assert timezone.now() > given.audience_since
    assert not Finding.objects.visible_to(person("Okot", late)).exists()


def test_a_row_of_a_batch_that_does_not_reach_the_reader_names_its_agency_and_shows_nothing():
    nou, customs, market = agency("NOU"), agency("Customs"), agency("Market")
    own = batch(nou, "b1", audience_of(agencies=[nou, market]))
    given = batch(
        customs, "b2", audience_of(agencies=[customs, nou], permitted=Permitted.PASS_ON, tlp=Tlp.GREEN)
    )
    delivered(nou, answer(reasons=(reason("Both.", "b1:1", "b2:2"),)), batches=[own, given])
    amina, okot = person("Amina", nou), person("Okot", market)
    finding = Finding.objects.get()
    share(acting=amina, record=finding, agencies=[market], reason="r")
    assert [bool(e.values) for e in evidence_for(amina, finding)[0]] == [True, True]
    first, second = evidence_for(okot, finding)[0]
    assert (first.values, first.rests_with) == ({"description": "goods b1:declarations::1"}, "")
    assert (second.values, second.rests_with, second.row_ref) == ({}, "Customs", "")


def test_sharing_survives_a_run_and_a_withdrawal_too():
    nou, customs, market = agency("NOU"), agency("Customs"), agency("Market")
    amina, okot = person("Amina", nou), person("Okot", market)
    first = batch(nou, "b1")
    delivered(nou, answer(), batches=[first])
    finding = Finding.objects.get()
    share(acting=amina, record=finding, agencies=[market], reason="r")
    second = batch(nou, "b2", audience_of(agencies=[nou, customs]))
    changed = answer(reasons=(reason("More.", "b1:1", "b2:1"),))
    delivered(nou, changed, batches=[first, second])
    assert Finding.objects.visible_to(okot).exists()  # what a person shared stays shared
    finding.refresh_from_db()
    withdraw(acting=amina, record=finding, reason="r")
    delivered(nou, answer(reasons=(reason("Else.", "b2:1"),)), batches=[first, second])
    assert not Finding.objects.visible_to(okot).exists()
    assert not Finding.objects.visible_to(person("Kamau", customs)).exists()  # withdrawn stays withdrawn
    assert Finding.objects.visible_to(amina).exists()


def test_a_batch_that_narrows_takes_its_findings_along():
    nou, customs = agency("NOU"), agency("Customs")
    wide = batch(nou, "b1", audience_of(agencies=[nou, customs]))
    delivered(nou, answer(), batches=[wide])
    kamau = person("Kamau", customs)
    assert Finding.objects.visible_to(kamau).exists()
    wide.audience = audience_of(agencies=[nou])
    wide.save()
    delivered(nou, answer(), batches=[wide])
    assert not Finding.objects.visible_to(kamau).exists()
