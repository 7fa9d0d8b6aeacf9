"""Who comes in, by which door, and for which agency: an account is kept, a colleague is told, the audit has it."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from offices import PASSWORD, agency, person, signed_in
from tradewind_cli.main import main
from tradewind_web.accounts.models import User
from tradewind_web.agencies import slips
from tradewind_web.agencies.acting import agencies_of
from tradewind_web.agencies.models import Slip
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.reading import line
from tradewind_web.errors import Refused

pytestmark = pytest.mark.django_db
SLIP = "/slip/"


@pytest.fixture
def offices():
    """Olu works for Customs; Sara and Adam for the Unit, which wants Olu too."""
    unit, customs = agency("Unit"), agency("Customs")
    return person("Sara", unit, Role.SUPERVISOR), person("Adam", unit), person("Olu", customs)


def prove(client: Client, **typed: str):
    asked = client.get(SLIP)
    assert asked.status_code == 302
    return client.post(asked.headers["Location"], typed)


def join(client: Client, code: str, witness: str = "Adam"):
    return client.post(SLIP, {"slip": code, "witness": witness, "witness_password": PASSWORD})


def names(chain: str) -> list[str]:
    return list(Event.objects.filter(chain=chain).order_by("number").values_list("name", flat=True))


def test_somebody_with_an_account_joins_a_second_agency_with_it(offices):
    sara, _adam, olu = offices
    slip, code = slips.invite(acting=sara, display_name="Olu", username="OLU", roles=["officer"])
    assert slip.person == olu.user
    client = signed_in(olu)
    assert prove(client, password=PASSWORD).headers["Location"] == SLIP
    assert join(client, code).headers["Location"] == "/"
    assert User.objects.filter(username="olu").count() == 1
    assert [a.name for a in agencies_of(olu.user)] == ["Customs", "Unit"]
    page = client.get(reverse("home")).content.decode()
    assert "You work for Unit too" in page and "one of your 2 agencies" in page
    told = Event.objects.get(name="agencies.person_joined")
    assert told.chain_id == sara.chain and "Olu, who works for this agency too as officer" in line(told).text
    assert Event.objects.get(name="agencies.works_elsewhere_too").chain_id == olu.chain
    assert join(client, code).status_code == 422  # once


def test_joining_asks_the_second_factor_again_of_who_has_one(offices):
    sara, _adam, olu = offices
    secret = generate_totp_secret()
    TOTP.activate(olu.user, secret)
    client = signed_in(olu)
    assert client.get(SLIP).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(f"{reverse('account_reauthenticate')}?next={SLIP}", {"password": PASSWORD})
    assert client.get(SLIP).status_code == 302  # the password alone is not enough
    counter = int(time.time()) // 30
    assert prove(client, code=format_hotp_value(hotp_value(secret, counter))).headers["Location"] == SLIP
    _slip, code = slips.invite(acting=sara, display_name="Olu Banda", username="olu.banda", roles=["officer"])
    assert join(client, code).status_code == 302  # named anew by who printed it; the account is the one held
    assert not User.objects.filter(username="olu.banda").exists()


def test_a_slip_for_an_account_lets_nobody_else_in_and_makes_no_second_account(offices):
    sara, _adam, _olu = offices
    _slip, code = slips.invite(acting=sara, display_name="Olu", username="olu", roles=["officer"])
    stranger = signed_in(person("Foe", agency("Foreign")))
    prove(stranger, password=PASSWORD)
    assert "is for “olu”" in join(stranger, code).content.decode()
    new = "another correct horse battery"
    typed = {
        "slip": code,
        "password1": new,
        "password2": new,
        "witness": "Adam",
        "witness_password": PASSWORD,
    }
    refused = Client().post(SLIP, typed)
    assert "has an account already" in refused.content.decode()
    assert not User.objects.get(username="olu").check_password(new)
    with pytest.raises(Refused, match="taken"):
        slips.invite(acting=sara, display_name="Adam", username="adam", roles=["officer"])


def test_the_machine_prints_a_slip_for_a_sole_administrator_and_colleagues_are_told(offices, capsys):
    sara, adam, olu = offices
    office = ["--office", str(settings.OFFICE.folder)]
    assert main(["recover", "sara", "--reason", "phone and password lost", *office]) == 0
    printed = capsys.readouterr().out
    slip = Slip.objects.get()
    assert slip.made_by is None and "72 hours" in printed and "/slip/" in printed
    told = Event.objects.get(name="agencies.slip_made")
    assert (told.chain_id, told.actor, told.reason) == (sara.chain, None, "phone and password lost")
    notice = "a slip was printed at the server"
    assert notice in signed_in(adam).get(reverse("home")).content.decode()
    assert notice not in signed_in(olu).get(reverse("home")).content.decode()
    assert main(["recover", "sara", "--reason", "the first was lost", *office]) == 0
    slip.refresh_from_db()
    assert slip.withdrawn_at is not None  # a slip printed before stops working
    person("Sven", sara.agency, Role.ADMINISTRATOR)
    assert main(["recover", "sara", "--reason", "again", *office]) == 2  # a colleague can print it now
    assert "a colleague" in capsys.readouterr().err


def test_signing_in_and_out_stands_in_the_chain_of_the_agency_acted_for(offices):
    _sara, _adam, olu = offices
    client = Client()
    client.post(reverse("account_login"), {"login": "Olu", "password": PASSWORD})
    second = person("Olu", agency("Unit"))
    client.post(reverse("act_for"), {"agency": str(second.agency.pk)})
    client.post(reverse("account_logout"))
    assert names(olu.chain) == ["accounts.signed_in"]
    assert names(second.chain) == ["agencies.acts_for", "accounts.signed_out"]
    client.post(reverse("act_for"), {"agency": str(agency("Foreign").pk)})
    assert names(str(agency("Foreign").pk)) == []


def test_a_lock_out_is_told_once_and_a_name_nobody_bears_is_not_kept(offices):
    _sara, adam, _olu = offices
    for typed in ("Adam", "hunter2-my-password"):
        for _try in range(settings.AXES_FAILURE_LIMIT + 3):
            Client().post(reverse("account_login"), {"login": typed, "password": "wrong"})
    told = Event.objects.get(name="accounts.locked_out")
    assert told.chain_id == adam.chain and "locked Adam out" in line(told).text
    unknown = Event.objects.get(name="accounts.unknown_name_locked_out")
    assert unknown.chain_id == "platform" and "hunter2" not in str(unknown.facts) + unknown.sealed
