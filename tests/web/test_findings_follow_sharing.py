"""Findings follow what they rest on, at once: whatever is shared, withdrawn, joined and left, nobody outside sees."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from examples import examples
from findings_made import answer, batch, delivered, reason
from offices import agency, person, signed_in
from tradewind_web.errors import PlatformError
from tradewind_web.findings.filtering import Filters
from tradewind_web.findings.following import follow_batches
from tradewind_web.findings.grounds import Ground, ground_name
from tradewind_web.findings.models import Finding, Run
from tradewind_web.findings.queries import tiers_of
from tradewind_web.jobs.models import Job
from tradewind_web.sharing.actions import add_to_group, make_group, remove_from_group, share, withdraw
from tradewind_web.sharing.audiences import audience_of, everyone
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sharing.models import Group
from tradewind_web.sharing.showing import shown
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_of_agency

AGENCIES, BATCHES, GROUPS = 4, 3, 2
PARTIES = ("KEN", "KEN", "UGA", "UGA")
MARKER = re.compile(r"secret of ([b0-3+]+) by (\d)")
ROW = re.compile(r"goods (b\d):")
who = st.integers(0, AGENCIES - 1)
which = st.integers(0, BATCHES - 1)
group = st.integers(0, GROUPS - 1)
whom = who | group.map(lambda g: f"g{g}")
step = st.one_of(
    st.tuples(st.just("share own batch"), which, whom, st.booleans()),
    st.tuples(st.just("share batch"), who, which, whom, st.booleans()),
    st.tuples(st.just("withdraw batch"), which),
    st.tuples(st.just("share own finding"), st.integers(0, 20), whom),
    st.tuples(st.just("share finding"), who, st.integers(0, 20), whom),
    st.tuples(st.just("withdraw finding"), who, st.integers(0, 20)),
    st.tuples(st.just("join"), group, who),
    st.tuples(st.just("leave"), group, who),
    st.tuples(st.just("ask"), who),
    st.tuples(st.just("follow")),
)


@dataclass
class World:
    """What happened, kept as plainly as the rules are said."""

    members: dict = field(default_factory=dict)  # (group, agency) -> when it joined
    given: dict = field(default_factory=dict)  # batch -> [(agency or "g0", when)]
    passable: dict = field(default_factory=dict)  # batch -> bool
    widened: dict = field(default_factory=dict)  # (owner, subject) -> [(by, to, when)]
    now: int = 0

    def belongs(self, to, when, viewer) -> bool:
        """Whether what was given to an agency or group at that moment reaches the viewer."""
        if not isinstance(to, str):
            return to == viewer
        joined = self.members.get((int(to[1]), viewer))
        return joined is not None and (int(to[1]) == 1 or when >= joined)

    def reaches(self, b, viewer) -> bool:
        return any(self.belongs(to, when, viewer) for to, when in self.given[b])

    def may_see(self, owner, subject, ground, viewer) -> bool:
        """Every batch reaches the viewer, or somebody who may has given the finding to them."""
        return all(
            self.reaches(b, viewer)
            or any(
                self.belongs(to, when, viewer) and (by == b or (self.passable[b] and self.reaches(b, by)))
                for by, to, when in self.widened.get((owner, subject), ())
            )
            for b in ground
        )


def names(ground) -> str:
    return "+".join(f"b{b}" for b in sorted(ground))


class NobodyOutsideEverSeesAFinding(TestCase):
    """Batch n belongs to agency n. Group 0 shows what was shared after joining, group 1 everything."""

    @given(
        given_to=st.lists(
            st.tuples(st.sets(who, max_size=2), st.sets(group, max_size=1), st.booleans()),
            min_size=BATCHES,
            max_size=BATCHES,
        ),
        members=st.sets(st.tuples(group, who), max_size=4),
        steps=st.lists(step, min_size=3, max_size=16),
    )
    @examples(3, suppress_health_check=list(HealthCheck))
    def test_whatever_is_shared_withdrawn_joined_and_left(self, given_to, members, steps):
        self.world = World()
        self.agencies = [agency(f"A{n}", PARTIES[n]) for n in range(AGENCIES)]
        self.people = [person(f"P{n}", a, "officer", "supervisor") for n, a in enumerate(self.agencies)]
        self.groups = [
            make_group(acting=self.people[n], name=f"G{n}", late_joiner=rule, reason="r")
            for n, rule in enumerate(("from_joining", "everything"))
        ]
        self.world.members = {(0, 0): 0, (1, 1): 0}
        for g, member in sorted(members):
            self.join(g, member)
        self.world.now += 1
        for n, (agencies, groups, open_) in enumerate(given_to):
            marking = {"tlp": Tlp.GREEN, "permitted": Permitted.PASS_ON} if open_ else {"tlp": Tlp.GREEN}
            reached = [self.agencies[a] for a in {n, *agencies}]
            given_groups = [self.groups[g] for g in groups]
            batch(self.agencies[n], f"b{n}", audience_of(agencies=reached, groups=given_groups, **marking))
            self.world.given[n] = [(to, self.world.now) for to in (n, *agencies, *(f"g{g}" for g in groups))]
            self.world.passable[n] = open_
        for n in range(AGENCIES):
            self.ask(n)
        for name, *said in steps:
            self.world.now += 1
            try:
                getattr(self, name.replace(" ", "_"))(*said)
            except (Http404, PlatformError):
                continue
            self.check_rows()
        self.check_pages()
        follow_batches(timezone.now())
        for n in range(AGENCIES):
            self.ask(n)
        self.check_rows()
        self.check_owners_see_their_own()

    def share_own_batch(self, b, to, passable):
        self.share_batch(b, b, to, passable)

    def share_own_finding(self, place, to):
        self.share_finding(self.key(self.finding(place))[0], place, to)

    def share_batch(self, by, b, to, passable):
        row = Batch.objects.get(library_id=f"b{b}")
        permitted = Permitted.PASS_ON if passable else Permitted.USE
        after = share(
            acting=self.people[by], record=row, **self.named(to), tlp=Tlp.GREEN, permitted=permitted,
            reason="r",
        )  # fmt: skip
        self.world.given[b].append((to, self.world.now))
        self.world.passable[b] = after.permitted == Permitted.PASS_ON

    def withdraw_batch(self, b):
        withdraw(acting=self.people[b], record=Batch.objects.get(library_id=f"b{b}"), reason="r")
        self.world.given[b], self.world.passable[b] = [(b, self.world.now)], False

    def share_finding(self, by, place, to):
        found = self.finding(place)
        share(
            acting=self.people[by], record=found, **self.named(to), tlp=Tlp.GREEN,
            permitted=Permitted.USE, reason="r",
        )  # fmt: skip
        self.world.widened.setdefault(self.key(found), []).append((by, to, self.world.now))

    def withdraw_finding(self, by, place):
        found = self.finding(place)
        withdraw(acting=self.people[by], record=found, reason="r")
        self.world.widened.pop(self.key(found), None)

    def join(self, g, who):
        add_to_group(acting=self.people[g], group=self.groups[g], agency=self.agencies[who], reason="r")
        self.world.members.setdefault((g, who), self.world.now)

    def leave(self, g, who):
        remove_from_group(
            acting=self.people[who], group=self.groups[g], agency=self.agencies[who], reason="r"
        )
        self.world.members.pop((g, who), None)

    def ask(self, who):
        """The detectors find something in each batch that reaches the agency, in each two, and in all."""
        rows = {int(b.library_id[1]): b for b in batches_of_agency(self.agencies[who])}
        grounds = [g for size in (1, 2) for g in itertools.combinations(sorted(rows), size)]
        made = [self.said(f"{names(g)}/1", g, who) for g in grounds]
        if rows:
            made.append(self.said("all/1", sorted(rows), who))  # the same question, on other ground each time
        delivered(self.agencies[who], *made, batches=list(rows.values()))

    def follow(self):
        follow_batches(timezone.now())

    def said(self, subject, ground, by):
        text = f"secret of {names(ground)} by {by}"
        return answer(subject, reasons=(reason(text, *(f"b{b}:1" for b in ground)),))

    def named(self, to):
        if isinstance(to, str):
            return {"groups": [self.groups[int(to[1])]]}
        return {"agencies": [self.agencies[to]]}

    def finding(self, place):
        rows = list(Finding.objects.order_by("owner__name", "subject_id"))
        if not rows:
            raise Http404
        return rows[place % len(rows)]

    def key(self, found):
        return int(found.owner.name[1]), found.subject_id

    def allowed(self, found, viewer):
        ground = [int(b.library_id[1]) for b in found.ground.batches.all()]
        return self.world.may_see(*self.key(found), ground, viewer)

    def check_rows(self):
        found = list(Finding.objects.select_related("owner", "ground"))
        for n, viewer in enumerate(self.people):
            may = {f.pk for f in found if self.allowed(f, n)}
            seen = set(Finding.objects.visible_to(viewer).values_list("pk", flat=True))
            assert seen <= may, (n, [f.subject_id for f in found if f.pk in seen - may])

    def check_pages(self):
        """What comes over the wire: pages, counts, search, files, the API."""
        found = list(Finding.objects.select_related("owner", "ground"))
        for n, viewer in enumerate(self.people):
            client = signed_in(viewer)
            may = {str(f.pk) for f in found if self.allowed(f, n)}
            listed = client.get("/api/v1/findings?state=all&limit=100").json()["items"]
            assert {f["id"] for f in listed} <= may
            questions = {f.library_id for f in found if str(f.pk) in may}
            assert sum(count for _tier, count in tiers_of(viewer, Filters(state="all"))) <= len(questions)
            texts = [
                client.get("/findings/?state=all").content.decode(),
                client.get("/findings/?state=all&q=secret").content.decode(),
                client.post("/findings/export/", {"form": "csv", "state": "all"}).content.decode(),
            ]
            for f in found:
                paged = client.get(f"/findings/{f.pk}/")
                served = client.get(f"/api/v1/findings/{f.pk}")
                assert paged.status_code == served.status_code
                if str(f.pk) not in may:
                    assert paged.status_code == 404
                    continue
                texts += [paged.content.decode(), served.content.decode()]
            for text in texts:
                for ground, owner in MARKER.findall(text):
                    behind = [int(name[1]) for name in ground.split("+")]
                    subjects = (f"{ground}/1", "all/1")
                    assert any(self.world.may_see(int(owner), s, behind, n) for s in subjects), (n, ground)
                for row in ROW.findall(text):
                    assert self.world.reaches(int(row[1]), n), (n, row)

    def check_owners_see_their_own(self):
        """Nothing is hidden that should be seen: who was just asked for sees what was found."""
        for n, viewer in enumerate(self.people):
            own = Finding.objects.filter(owner=viewer.agency, status="current")
            assert set(own) == set(Finding.objects.visible_to(viewer) & own), n
            for f in own:
                named = {seer.who for seer in shown(viewer, f).seers}
                sees = {
                    a.name
                    for a, p in zip(self.agencies, self.people, strict=True)
                    if Finding.objects.visible_to(p).filter(pk=f.pk).exists()
                }
                assert named == sees, (n, f.subject_id)


pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    """Customs gave the ozone unit a batch; the unit found something in it that market surveillance was given too."""
    customs, nou = agency("Customs"), agency("NOU")
    head, amina = person("Kamau", customs, "officer", "supervisor"), person("Amina", nou)
    given_to = batch(customs, "b1", audience_of(agencies=[customs, nou]))
    delivered(nou, answer(), batches=[given_to])
    return head, amina, given_to, Finding.objects.get()


def test_a_withdrawn_batch_takes_the_findings_of_others_along_at_once(shared):
    head, amina, given_to, found = shared
    assert signed_in(amina).get(f"/findings/{found.pk}/").status_code == 200
    withdraw(acting=head, record=given_to, reason="r")
    client = signed_in(amina)
    for address in (f"/findings/{found.pk}/", f"/findings/{found.pk}/share/", f"/api/v1/findings/{found.pk}"):
        assert client.get(address).status_code == 404
    assert client.post(f"/findings/{found.pk}/snooze/", {"until": "2027-01-01"}).status_code == 404
    assert client.get("/api/v1/findings?state=all").json()["items"] == []
    assert "Mombasa Cooling" not in client.get("/findings/?state=all&q=Mombasa").content.decode()
    assert client.get("/findings/asked/").content.decode().count("They have not been asked yet") == 1


def test_who_can_see_this_says_the_same(shared):
    head, amina, given_to, found = shared
    assert {s.who for s in shown(amina, found).seers} == {"Customs", "NOU"}
    withdraw(acting=head, record=given_to, reason="r")
    assert {s.who for s in shown(head, Finding.objects.get()).seers} == {"Customs"}


def test_what_is_shared_again_is_seen_again_without_asking(shared):
    head, amina, given_to, found = shared
    withdraw(acting=head, record=given_to, reason="r")
    share(acting=head, record=given_to, agencies=[amina.agency], reason="r")
    assert Finding.objects.visible_to(amina).get() == found


def test_a_finding_that_its_steward_shared_itself_is_seen_without_the_batch(shared):
    head, _amina, given_to, _found = shared
    delivered(head.agency, answer(), batches=[given_to])
    market = person("Okot", agency("Market"))
    own = Finding.objects.get(owner=head.agency)
    share(acting=head, record=own, agencies=[market.agency], reason="r")
    assert Finding.objects.visible_to(market).get() == own
    withdraw(acting=head, record=given_to, reason="r")
    assert Finding.objects.visible_to(market).exists()  # it was given by itself, and is withdrawn by itself
    withdraw(acting=head, record=own, reason="r")
    assert not Finding.objects.visible_to(market).exists()


def test_what_was_passed_on_ends_when_the_one_who_passed_it_on_sees_it_no_more():
    customs, nou = agency("Customs"), agency("NOU")
    head, amina = person("Kamau", customs, "officer", "supervisor"), person("Amina", nou)
    market = person("Okot", agency("Market"))
    marking = {"tlp": Tlp.AMBER, "permitted": Permitted.PASS_ON}
    given_to = batch(customs, "b1", audience_of(agencies=[customs, nou], **marking))
    delivered(nou, answer(), batches=[given_to])
    share(acting=amina, record=Finding.objects.get(), agencies=[market.agency], reason="r", tlp=Tlp.AMBER)
    assert Finding.objects.visible_to(market).exists()
    withdraw(acting=head, record=given_to, reason="r")
    assert not Finding.objects.visible_to(market).exists()


def test_an_earlier_answer_is_not_read_by_whom_its_batches_do_not_reach():
    customs, nou = agency("Customs"), agency("NOU")
    head, amina = person("Kamau", customs, "officer", "supervisor"), person("Amina", nou)
    theirs = batch(customs, "b1", audience_of(agencies=[customs, nou]))
    own = batch(nou, "b2")
    delivered(nou, answer(reasons=(reason("A word of Customs.", "b1:1"),)), batches=[theirs, own])
    delivered(nou, answer(tier="note", reasons=(reason("Ours.", "b2:1"),)), batches=[theirs, own])
    address = f"/findings/{Finding.objects.get().pk}/"
    assert "A word of Customs." in signed_in(amina).get(address).content.decode()
    withdraw(acting=head, record=theirs, reason="r")
    text = signed_in(amina).get(address).content.decode()
    assert "A word of Customs." not in text and "Ours." in text


def test_a_finding_joined_to_one_that_was_withdrawn_does_not_name_it(shared):
    head, amina, given_to, found = shared
    own = batch(amina.agency, "b2")
    other = answer("2026-9/1", reasons=(reason("Ours.", "b2:1"),))
    delivered(amina.agency, answer(), other, batches=[given_to, own])
    mine = Finding.objects.get(subject_id="2026-9/1")
    signed_in(amina).post(f"/findings/{mine.pk}/join/", {"into": found.pk})
    withdraw(acting=head, record=given_to, reason="r")
    text = signed_in(amina).get(f"/findings/{mine.pk}/").content.decode()
    assert "does not reach you now" in text and f"/findings/{found.pk}/" not in text


def test_a_replaced_batch_reaches_others_only_while_a_reading_of_the_same_file_does(shared):
    head, amina, given_to, found = shared
    Batch.objects.filter(pk=given_to.pk).update(replaced_at=timezone.now(), sha256="1" * 64)
    assert not Finding.objects.visible_to(amina).exists()
    later = batch(head.agency, "b9", given_to.audience)
    Batch.objects.filter(pk=later.pk).update(sha256="1" * 64)
    assert Finding.objects.visible_to(amina).get() == found
    withdraw(acting=head, record=later, reason="r")
    assert not Finding.objects.visible_to(amina).exists()


def test_after_an_upgrade_findings_rest_on_what_their_rows_name_and_others_wait(shared):
    _head, amina, given_to, found = shared
    delivered(amina.agency, answer(), answer("no-rows/1", reasons=(reason("None."),)), batches=[given_to])
    Finding.objects.update(ground=None)
    Run.objects.update(ground=None)
    Ground.objects.all().delete()
    Job.objects.all().delete()
    assert not Finding.objects.visible_to(amina).exists()
    import_module("tradewind_web.findings.migrations.0003_what_findings_rest_on").fill(apps, None)
    assert Finding.objects.visible_to(amina).get() == found
    assert found.pk and Ground.objects.get().digest == ground_name([given_to.pk])
    assert [j.kind for j in Job.objects.all()] == ["findings.find"]


def test_those_whom_a_batch_newly_reaches_are_asked_for(shared):
    head, _amina, given_to, _found = shared
    market = person("Okot", agency("Market"))
    delivered(head.agency, answer(), batches=[given_to])
    Job.objects.all().delete()
    share(acting=head, record=given_to, agencies=[market.agency], reason="r")
    assert asked_for() == {"Market"}
    withdraw(acting=head, record=given_to, reason="r")
    assert asked_for() == {"NOU"}  # Market was never asked for, and nothing reaches it now


def test_who_joins_or_leaves_a_group_is_asked_for(shared):
    head, _amina, given_to, _found = shared
    delivered(head.agency, answer(), batches=[given_to])
    market = person("Okot", agency("Market"))
    within = make_group(acting=head, name="G", late_joiner="everything", reason="r")
    share(acting=head, record=given_to, groups=[within], reason="r")
    assert asked_for() == set()
    add_to_group(acting=head, group=within, agency=market.agency, reason="r")
    assert asked_for() == {"Market"}
    delivered(market.agency, answer(), batches=[given_to])
    remove_from_group(acting=head, group=within, agency=market.agency, reason="r")
    assert asked_for() == {"Market"}


def asked_for() -> set[str]:
    """Names of the agencies for which the detectors are to be asked once the waiting work that spreads is done."""
    from tradewind_web.findings.rounds import spread

    assert Job.objects.filter(kind="findings.spread", state="waiting").exists()
    spread()
    waiting = Job.objects.filter(kind="findings.find", state="waiting")
    found = set(waiting.values_list("agency__name", flat=True))
    Job.objects.all().delete()
    return found


def test_seeing_costs_the_same_however_many_findings_and_grounds(shared):
    head, _amina, _given_to, _found = shared
    market = person("Okot", agency("Market"))
    asked = []
    for count in (2, 40):
        rows = [batch(head.agency, f"c{count}-{n}") for n in range(count)]
        made = [answer(f"{b.library_id}/1", reasons=(reason("x", f"{b.library_id}:1"),)) for b in rows]
        delivered(head.agency, *made, batches=rows)
        for f in Finding.objects.filter(owner=head.agency, status="current"):
            share(acting=head, record=f, agencies=[market.agency], reason="r")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(Finding.objects.visible_to(market)) >= count
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_sets_of_batches_that_nothing_rests_on_are_forgotten():
    nou = agency("NOU")
    for n in range(4):
        delivered(nou, answer(), batches=[batch(nou, f"b{n}")])
    assert Run.objects.filter(ground__isnull=False).count() == 1
    assert Ground.objects.count() <= 5  # the newest run's, and those of the earlier answers


def test_public_findings_follow_nobody():
    public, okot = agency("Public sources", ""), person("Okot", agency("Market"))
    delivered(agency("NOU"), answer(), batches=[batch(public, "b1", everyone())])
    assert Finding.objects.visible_to(okot).exists()
    assert Group.objects.count() == 0
