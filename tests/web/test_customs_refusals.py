"""Every reason for which customs is told no happens in the demonstration, and its page says why the rule is there."""

import html
import re

import pytest

from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.findings.models import Finding
from tradewind_web.jobs import worker
from tradewind_web.licensing.demonstrating import license_some
from tradewind_web.licensing.models import Reservation
from tradewind_web.licensing.models_customs import RefusedClaim
from tradewind_web.licensing.refusals import EXPLAINED, RULES

PAGE = "/licences/customs/refusals/"


def test_every_rule_is_explained():
    assert EXPLAINED.keys() == RULES.keys()


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_refuses_a_declaration_for_each_reason_there_is(django_assert_max_num_queries):
    nou, customs = agency("Ozone unit"), agency("Customs", kind="customs")
    idris = person("Idris", nou, "licensing")
    person("Salma", nou, "supervisor")
    maren = signed_in(person("Maren", customs, "officer"))
    license_some(idris)
    assert set(RefusedClaim.objects.values_list("code", flat=True)) == RULES.keys()
    assert Event.objects.filter(name="licensing.claim_refused").count() == RefusedClaim.objects.count()
    with django_assert_max_num_queries(24):
        page = html.unescape(maren.get(PAGE).content.decode())
    shown = dict(re.findall(r'<li id="(\w+)">.*?<dd dir="auto">“(.+?)”</dd>', page, re.S))
    assert shown.keys() == RULES.keys()
    assert "is not the holder" in shown["wrong_holder"]
    assert "900 kg of R-134a is more than" in shown["mass_over_balance"]
    for code, rule in RULES.items():
        assert str(rule.source) in page, code
        assert str(EXPLAINED[code]) in page, code
    # one was verified and cleared; what passed without the link stands in each state; one licence is overdrawn
    assert Reservation.objects.filter(source="api", state="confirmed").count() == 1
    queue = maren.get("/licences/customs/without-link/").content.decode()
    assert re.findall(r"<strong>(\d+)</strong> (?:wait|reconciled|refused)", queue) == ["1", "1", "1"]
    worker.run_all()
    assert Finding.objects.get(detector="licence_overdrawn").status == "current"
    assert verify().intact
    # who was told nothing sees the rules, and no declaration of another agency
    other = signed_in(person("Sam", agency("Other customs", "UGA", "customs")))
    page = other.get(PAGE).content.decode()
    assert 'id="wrong_holder"' in page
    assert "BROKER-77" not in page
