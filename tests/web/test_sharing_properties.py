"""Whatever the graph of agencies, groups, markings and membership changes: nobody outside the audience ever sees."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from offices import agency, person
from tradewind_web.sharing.audiences import audience_of, everyone, intersection
from tradewind_web.sharing.explaining import reached
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sharing.models import Group, GroupMembership
from tradewind_web.sharing.reach import reach_of

START = datetime(2026, 1, 1, tzinfo=UTC)
AGENCIES, GROUPS, DAYS = 5, 3, 12
EVERYTHING = Group.LateJoiner.EVERYTHING


def day(number: int) -> datetime:
    return START + timedelta(days=number)


memberships = st.lists(
    st.tuples(
        st.integers(0, GROUPS - 1),
        st.integers(0, AGENCIES - 1),
        st.integers(0, DAYS),
        st.none() | st.integers(1, DAYS),
    ),
    max_size=12,
)
#: An audience as plain data: agencies, groups (with the day they were given it, or None), persons, marking.
plain = st.fixed_dictionaries(
    {
        "agencies": st.sets(st.integers(0, AGENCIES - 1), max_size=3),
        "groups": st.sets(st.integers(0, GROUPS - 1), max_size=2),
        "persons": st.sets(st.integers(0, AGENCIES - 1), max_size=2),
        "red": st.booleans(),
    }
)


class NobodyOutsideTheAudienceEverSees(TestCase):
    """The reach, which every page, count, search and export begins with, against the rules read one by one."""

    @given(
        rules=st.lists(st.booleans(), min_size=GROUPS, max_size=GROUPS),
        stays=memberships,
        audiences=st.lists(plain, min_size=1, max_size=3),
        together=st.booleans(),
        given_on=st.integers(0, DAYS),
        seen_on=st.integers(0, DAYS),
    )
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_reach_is_what_the_rules_say(self, rules, stays, audiences, together, given_on, seen_on):
        agencies = [agency(f"A{i}") for i in range(AGENCIES)]
        people = [person(f"P{i}", a) for i, a in enumerate(agencies)]
        groups = [
            Group.objects.create(
                name=f"G{i}", owner=agencies[0], late_joiner="everything" if everything else "from_joining"
            )
            for i, everything in enumerate(rules)
        ]
        kept = _stays(groups, agencies, stays)
        made = [_made(a, agencies, groups, people) for a in audiences]
        audience = intersection(made) if together else made[0]
        sets = audiences if together else audiences[:1]
        for i, viewer in enumerate(people):
            expected = all(_sees(a, i, rules, kept, given_on, seen_on) for a in sets)
            found = reach_of(viewer, at=day(seen_on)).sees(audience.pk, day(given_on))
            assert found == expected, (i, sets, kept)
        # "Who can see this" says the same as the reach.
        named = {who for who, _person in reached(audience, day(given_on), day(seen_on))}
        for i, a in enumerate(agencies):
            assert (a.name in named) == all(_sees(s, i, rules, kept, given_on, seen_on) for s in sets)


def _stays(groups, agencies, stays):
    """Stays that the database takes: one open stay of an agency in a group."""
    kept, open_ones = [], set()
    for group, who, start, end in stays:
        if end is not None and end <= start:
            continue
        if end is None and (group, who) in open_ones:
            continue
        if end is None:
            open_ones.add((group, who))
        GroupMembership.objects.create(
            group=groups[group],
            agency=agencies[who],
            starts_at=day(start),
            ends_at=None if end is None else day(end),
        )
        kept.append((group, who, start, end))
    return kept


def _made(a, agencies, groups, people):
    persons = [(agencies[i], people[i].user) for i in a["persons"]]
    if a["red"]:
        return audience_of(persons=persons, tlp=Tlp.RED, permitted=Permitted.READ)
    return audience_of(
        agencies=[agencies[i] for i in a["agencies"]],
        groups=[groups[i] for i in a["groups"]],
        persons=persons,
    )


def _sees(a, who, rules, stays, given_on, seen_on) -> bool:
    if who in a["persons"]:
        return True
    if a["red"]:
        return False
    if who in a["agencies"]:
        return True
    return any(
        group in a["groups"]
        and member == who
        and start <= seen_on
        and (end is None or end > seen_on)
        and (rules[group] or given_on >= start)
        for group, member, start, end in stays
    )


@pytest.mark.django_db
def test_an_empty_audience_reaches_nobody():
    viewer = person("Amina", agency("NOU"), "officer", "supervisor")
    now = datetime.now(UTC)
    for nobody in (audience_of(), intersection([])):
        assert not reach_of(viewer).sees(nobody.pk, now)


@pytest.mark.django_db
def test_an_empty_group_reaches_nobody_not_even_its_owner():
    viewer = person("Amina", agency("NOU"))
    group = Group.objects.create(name="Empty", owner=viewer.agency)
    assert not reach_of(viewer).sees(audience_of(groups=[group]).pk, datetime.now(UTC))


@pytest.mark.django_db
def test_an_administrator_sees_no_content_not_even_what_is_public():
    runs_it = person("Root", agency("NOU"), "administrator")
    own = audience_of(agencies=[runs_it.agency])
    for audience in (own, everyone()):
        assert not reach_of(runs_it).sees(audience.pk, datetime.now(UTC))


@pytest.mark.django_db
def test_equal_audiences_are_one_row():
    a, b = agency("A"), agency("B")
    assert audience_of(agencies=[a, b]).pk == audience_of(agencies=[b, a]).pk
    assert audience_of(agencies=[a]).pk != audience_of(agencies=[a], tlp=Tlp.GREEN).pk
