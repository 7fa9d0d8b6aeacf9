"""The customs link: verified and held in one step, never overdrawn, one key one reservation, each no with a code."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from licences_made import licence
from offices import agency, person
from tradewind_web.agencies.tokens import make_token
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.licensing.actions.reserving import lapse_due
from tradewind_web.licensing.models import LicenceLine, LicensingRule, Reservation
from tradewind_web.licensing.models_customs import RefusedClaim
from tradewind_web.licensing.refusals import RULES

pytestmark = pytest.mark.django_db
ASKED = {
    "declaration": "26KE000123", "item": 3, "net_mass_kg": 400, "trader_number": "P051234567X", "regime": "4000",
    "substance": "HFC-134a", "hs_code": "29034500", "hs_edition": "2022", "co2e_t": 572, "partner": "CN",
    "nature": "new", "document_codes": ["Y123", "Y121"],
}  # fmt: skip


class Program:
    """A customs system with a token."""

    def __init__(self, acting, *scopes):
        _token, secret = make_token(
            acting=acting, name="customs", scopes=scopes or ["licensing:read", "licensing:write"],
            life=timedelta(days=1),
        )  # fmt: skip
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(self, path, said=None, key=None, **headers):
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.client.post(
            f"/api/v1/licences/{path}",
            json.dumps(said or {}),
            content_type="application/json",
            headers=headers,
        )

    def reserve(self, key="k1", number="26X123", **said):
        return self.send(f"{number}/reservations", ASKED | said, key)

    def get(self, path):
        return self.client.get(f"/api/v1/licences/{path}")


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def customs():
    return agency("Customs", kind="customs")


@pytest.fixture
def made(nou, customs):
    return licence(nou, customs)


@pytest.fixture
def program(made, customs):
    return Program(person("Cora", customs))


def test_a_mass_is_held_confirmed_and_gone_from_the_balance(program, made):
    held = program.reserve()
    assert held.status_code == 200, held.content
    said = held.json()
    assert (said["state"], said["net_mass_kg"], said["left_kg"], said["substance"]) == (
        "held",
        400,
        600,
        "R-134a",
    )
    path = f"26X123/reservations/{said['id']}"
    assert program.send(f"{path}/adjust", {"net_mass_kg": 410.5}).json()["left_kg"] == 589.5
    done = program.send(f"{path}/confirm", {"net_mass_kg": 409.25}).json()
    assert (done["state"], done["cleared_kg"], done["left_kg"]) == ("confirmed", 409.25, 590.75)
    assert program.send(f"{path}/confirm", {"net_mass_kg": 409.25}).json() == done, (
        "sent twice, confirmed once"
    )
    assert program.get(path).json() == done
    (line,) = program.get("26X123").json()["lines"]
    assert (line["reserved_kg"], line["cleared_kg"], line["left_kg"]) == (0, 409.25, 590.75)
    names = list(
        Event.objects.filter(subject_id=str(made.pk)).order_by("number").values_list("name", flat=True)
    )
    assert names == ["licensing.reserved", "licensing.reservation_adjusted", "licensing.cleared"]
    assert verify().intact


def test_the_same_key_is_the_same_reservation_and_never_another_request(program):
    first = program.reserve("k1").json()
    assert program.reserve("k1").json()["id"] == first["id"]
    assert Reservation.objects.count() == 1
    assert LicenceLine.objects.get().reserved_g == 400_000
    assert program.reserve("k1", net_mass_kg=401).json()["code"] == "key_used"
    assert program.reserve("").json()["code"] == "no_key"


def test_what_is_cancelled_or_lapsed_is_free_again(program):
    held = program.reserve(net_mass_kg=900, co2e_t=None).json()
    assert program.reserve("k2", item=4, net_mass_kg=200, co2e_t=None).json()["code"] == "mass_over_balance"
    # told no twice, kept once, for customs to read why
    assert program.reserve("k2", item=4, net_mass_kg=200, co2e_t=None).json()["code"] == "mass_over_balance"
    assert list(RefusedClaim.objects.values_list("code", "item")) == [("mass_over_balance", 4)]
    path = f"26X123/reservations/{held['id']}/cancel"
    assert program.send(path, {"reason": "withdrawn"}).json()["state"] == "cancelled"
    assert program.send(path).json()["state"] == "cancelled"
    assert program.send(path.replace("cancel", "confirm")).json()["code"] == "settled"
    again = program.reserve("k3", net_mass_kg=900, co2e_t=None).json()
    Reservation.objects.filter(pk=again["id"]).update(lapses_at=timezone.now())
    assert program.send(f"26X123/reservations/{again['id']}/confirm").json()["code"] == "lapsed"
    # who asks next does not wait for the clock's job
    assert program.reserve("k4", item=4, net_mass_kg=1000, co2e_t=None).status_code == 200
    assert Reservation.objects.get(pk=again["id"]).state == "lapsed"
    assert lapse_due() == 0
    assert Event.objects.filter(name="licensing.reservation_lapsed").count() == 1


REFUSED = {
    "unknown_licence": {"number": "26X999"},
    "wrong_holder": {"trader_number": "P0999"},
    "wrong_direction": {"regime": "EX1"},
    "unknown_regime": {"regime": "cake"},
    "wrong_partner": {"partner": "IN"},
    "unknown_substance": {"substance": "unobtainium"},
    "substance_not_on_licence": {"substance": "R-22"},
    "hs_mismatch": {"hs_code": "290371"},
    "purpose_mismatch": {"nature": "reclaimed"},
    "mass_over_balance": {"net_mass_kg": 1000.001, "co2e_t": None},
    "co2e_mismatch": {"co2e_t": 700},
}
STATES = {
    "suspended": {"state": "suspended"},
    "revoked": {"state": "revoked"},
    "expired": {"valid_until": "2020-12-31", "valid_from": "2020-01-01"},
    "not_valid_yet": {"valid_from": "2090-01-01", "valid_until": "2090-12-31"},
    "wrong_office": {"offices": ["KEMBA"]},
    "holder_without_number": {"holder_number": ""},
}


@pytest.mark.parametrize("code", [*REFUSED, *STATES])
def test_every_no_has_a_code_a_sentence_and_its_source(program, made, code):
    for name, value in STATES.get(code, {}).items():
        setattr(made, name, value)
    made.save()
    answer = program.reserve(**({"office": "KENBO"} | REFUSED.get(code, {})))
    assert answer.status_code == RULES[code].status
    said = answer.json()
    assert said["code"] == code
    assert said["detail"]
    assert said["source"]
    assert "%(" not in said["detail"]
    assert not Reservation.objects.exists()
    assert LicenceLine.objects.get().reserved_g == 0


def test_an_item_is_held_or_written_off_once(program):
    held = program.reserve("k1").json()
    assert program.reserve("k2").json()["code"] == "already_reserved"
    program.send(f"26X123/reservations/{held['id']}/confirm")
    assert program.reserve("k3").json()["code"] == "already_written_off"


def test_where_the_ledger_of_customs_leads_ours_holds_nothing(program, nou):
    LicensingRule.objects.create(party="KEN", agency=nou, leads="customs")
    assert program.reserve().json()["code"] == "customs_leads"
    assert program.get("26X123").json()["leads"] == "customs"


def test_a_no_is_said_in_the_language_of_the_caller(program):
    held = program.send(
        "26X123/reservations", ASKED | {"trader_number": "x"}, "k1", **{"Accept-Language": "fr"}
    )
    assert held.json()["code"] == "wrong_holder"
    assert held.headers["Content-Language"] == "fr"


def test_a_licence_reaches_customs_of_its_party_and_who_issued_it_alone(made, nou, customs):
    other = Program(person("Otto", agency("Customs of Uganda", "UGA", kind="customs")))
    for answer in (other.get("26X123"), other.reserve()):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_licence")
    ours = Program(person("Nia", nou, "licensing"))
    assert ours.get("26X123").json()["holder"] == "Mombasa Cooling Ltd"
    held = Program(person("Cora", customs)).reserve().json()
    assert ours.get(f"26X123/reservations/{held['id']}").status_code == 200
    assert ours.send(f"26X123/reservations/{held['id']}/cancel").status_code == 404, (
        "only who asked settles it"
    )
    assert other.get(f"26X123/reservations/{held['id']}").status_code == 404
    assert Program(person("Ana", customs, "analyst")).reserve("k9", item=9).status_code == 403
    assert Program(person("Cora", customs), "licensing:read").reserve("k9", item=9).status_code == 403
    assert Client().get("/api/v1/licences/26X123").status_code == 401


def test_asking_costs_the_same_few_queries_however_long_the_history(program, django_assert_max_num_queries):
    for number in range(3):
        program.reserve(f"k{number}", item=number + 10, net_mass_kg=1, co2e_t=None)
    with django_assert_max_num_queries(22):
        assert program.reserve("last", item=50, net_mass_kg=1, co2e_t=None).status_code == 200
