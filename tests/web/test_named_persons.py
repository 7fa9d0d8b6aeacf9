"""TLP:RED: the persons named see a record and nobody else, in lists, counts, search, files and the API."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from findings_made import finding
from offices import agency, person, signed_in
from tradewind_web.agencies.tokens import make_token
from tradewind_web.audit.models import Event
from tradewind_web.sharing.actions import share
from tradewind_web.sharing.markings import Tlp
from tradewind_web.sources.models import Batch
from tradewind_web.traders.actions import keeping
from tradewind_web.traders.models import Trader
from tradewind_web.traders.values import TraderValues

pytestmark = pytest.mark.django_db


def said(**more: object) -> dict[str, object]:
    return {"tlp": "red", "permitted": "use", "reason": "an informant", **more}


def test_the_form_leaves_a_record_to_named_persons_of_any_agency():
    customs, nou = agency("Customs"), agency("NOU", "UGA")
    kamau, tess = person("Kamau", customs, "officer", "supervisor"), person("Tess", customs, "supervisor")
    amina, baraka = person("Amina", nou), person("Baraka", nou)
    found = finding(customs)
    for batch in Batch.objects.all():
        share(acting=kamau, record=batch, agencies=[nou], reason="r")
    address = reverse("findings:share", args=[found.pk])
    client = signed_in(kamau)
    assert 'value="red"' in client.get(address).content.decode()
    for wrong in (said(), said(persons="nobody-of-this-name"), said(persons="amina", agencies=[nou.pk]),
                  said(persons="amina", permitted="pass_on")):  # fmt: skip
        assert client.post(address, wrong).status_code == 409
    assert client.post(address, said(persons="Amina")).status_code == 302
    one = reverse("findings:finding", args=[found.pk])
    for who, sees in ((kamau, True), (amina, True), (tess, False), (baraka, False)):
        browser = signed_in(who)
        assert browser.get(one).status_code == (200 if sees else 404)
        assert (found.subject_id in browser.get(reverse("findings:queue")).content.decode()) == sees
        _token, secret = make_token(acting=who, name="t", scopes=["findings:read"], life=timedelta(days=1))
        said_by_api = browser.get(
            reverse("api:findings"), headers={"Authorization": f"Bearer {secret}"}
        ).content.decode()
        assert (found.subject_id in said_by_api) == sees
    event = Event.objects.filter(name="sharing.record_shared", subject_id=str(found.pk)).get()
    assert event.facts["tlp"] == "red" and event.reason == "an informant"
    # Whom it reached in person is named on the page; withdrawing gives it back to the agency.
    assert "Amina" in client.get(one).content.decode()
    assert client.post(reverse("findings:withdraw", args=[found.pk]), {"reason": "over"}).status_code == 302
    assert signed_in(tess).get(one).status_code == 200 and signed_in(amina).get(one).status_code == 404


def test_what_another_agency_answers_for_is_not_left_to_persons():
    kamau = person("Kamau", agency("Customs"), "officer", "supervisor")
    amina = person("Amina", agency("NOU", "UGA"), "supervisor")
    trader = keeping.add(acting=kamau, values=TraderValues("Kilima Ltd"))
    share(acting=kamau, record=trader, agencies=[amina.agency], reason="r")
    response = signed_in(amina).post(reverse("traders:share", args=[trader.pk]), said(persons="amina"))
    assert response.status_code == 409
    assert signed_in(kamau).get(reverse("traders:one", args=[trader.pk])).status_code == 200


_counter = itertools.count()


class NamedPersons(TestCase):
    """Whatever is shared before and after, nobody but the persons named sees what is TLP:RED."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        before=st.lists(st.integers(1, 2), max_size=2),
        named=st.lists(st.sets(st.integers(0, 5), min_size=1, max_size=3), min_size=1, max_size=3),
    )
    def test_nobody_else_sees_it(self, before, named):
        run = next(_counter)
        agencies = [agency(f"A{i} {run}", "KEN") for i in range(3)]
        people = [person(f"P{i}r{run}", agencies[i // 2], "officer", "supervisor") for i in range(6)]
        trader = keeping.add(acting=people[0], values=TraderValues(f"Kilima {run} Ltd"))
        for i in before:
            share(acting=people[0], record=trader, agencies=[agencies[i]], reason="r")
        seeing = {0}
        for whom in named:
            persons = [(people[i].agency, people[i].user) for i in sorted(whom)]
            share(acting=people[0], record=trader, persons=persons, tlp=Tlp.RED, reason="r")
            seeing |= whom
            for i, viewer in enumerate(people):
                rows = Trader.objects.visible_to(viewer).filter(pk=trader.pk)
                assert rows.count() == (i in seeing)
                leaves = Trader.objects.exportable_by(viewer).filter(pk=trader.pk).exists()
                assert not leaves or (
                    i < 2 and i in seeing
                )  # in a file for the agency that answers for it alone
