"""A licence on which customs cleared more than it allows is a finding, which follows the excess and goes with it."""

import pytest
from source_office import loaded

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web.findings.delivery import Brought
from tradewind_web.findings.models import Finding, Revision
from tradewind_web.jobs import worker
from tradewind_web.licensing.actions.standing import amend
from tradewind_web.licensing.models import Licence, LicensingRule
from tradewind_web.licensing.overdrafts import deliver_overdrafts
from tradewind_web.licensing.values import LicenceValues, LineValues

pytestmark = pytest.mark.django_db(transaction=True)
WRITE = "/licences/customs/write-off/"
HEAD = "declaration_id,item,lodged_on,office,regime,hs_edition,hs_code,substance,licence_id,net_mass_g\n"


def file(*rows):
    return HEAD + "".join(f"{d},1,2026-03-01,KEMBA,import,2022,290345,R-134a,26X123,{g}\n" for d, g in rows)


def told():
    return Finding.objects.get(detector="licence_overdrawn")


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def customs(nou):
    made = agency("Customs", kind="customs")
    licence(nou, made)
    LicensingRule.objects.create(party="KEN", agency=nou, level=1)
    return made


@pytest.fixture
def cora(customs):
    return signed_in(person("Cora", customs, "officer", "supervisor"))


def test_what_the_daily_file_cleared_beyond_a_licence_is_a_finding_and_goes_when_it_is_taken_back(
    cora, nou, customs
):
    loaded(cora, "monday.csv", file(("D1", 600_000), ("D2", 500_000)))
    found = told()
    assert (found.owner, found.subject_kind, found.subject_id) == (nou, "licence", "26X123")
    assert (found.mass_mid_g, found.co2e_mid_kg, found.odp_mid_g) == (100_000, 143_000, 0)
    assert {r["code"] for r in found.reasons} == {"cleared_beyond", "declared_beyond"}
    assert len(found.lawful_explanations) == 5
    # it reaches who licensed and who cleared, with the clearances as rows, and nobody else
    for acting in (person("Nia", nou), person("Cora", customs)):
        page = signed_in(acting).get(f"/findings/{found.pk}/").content.decode()
        assert "100 kg more than it allows" in page
        assert "D1" in page
        assert "amendment was approved" in page
    stranger = signed_in(person("Sam", agency("Market", kind="market_surveillance")))
    assert stranger.get(f"/findings/{found.pk}/").status_code == 404
    # told again it changes nothing; another excess revises it; none withdraws it
    assert deliver_overdrafts(nou.pk) == Brought(0, 0, 0)
    assert not Revision.objects.exists()
    loaded(cora, "tuesday.csv", file(("D1", 600_000), ("D2", 700_000)))
    assert (told().mass_mid_g, Revision.objects.count()) == (300_000, 1)
    loaded(cora, "wednesday.csv", file(("D1", 600_000), ("D2", 300_000)))
    assert (told().status, told().gone_because) == ("withdrawn", "data")


def test_what_was_typed_in_later_is_told_so_and_an_amendment_takes_it_back(cora, nou):
    cora.post(WRITE, {"line": "26X123 1 1.2t", "sure": "1"})
    worker.run_all()
    found = told()
    assert found.mass_mid_g == 200_000
    assert "typed_beyond" in {r["code"] for r in found.reasons}
    assert found.facts["licence"] == "26X123"
    made = Licence.objects.get()
    more = (LineValues("R-134a", 1_500_000, hs_edition="2022", hs_code="290345"),)
    values = LicenceValues("import", "CHN", made.valid_from, made.valid_until, more)
    amend(acting=person("Nia", nou, "licensing"), licence_id=made.pk, values=values, reason="approved in May")
    worker.run_all()
    assert told().status == "withdrawn"
