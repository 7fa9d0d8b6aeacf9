"""The first page of a real office: behind a code, asked once, and then gone."""

import dataclasses
import re

import pytest
from django.test import Client
from django.urls import reverse

from offices import agency, person, signed_in
from tradewind_web.accounts.models import User
from tradewind_web.agencies.models import Agency, SoleAct
from tradewind_web.audit.models import Event

pytestmark = pytest.mark.django_db

FIRST, SECOND = "grey harbour ladder tin", "nine quiet lamps burning"


def said(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def filled(settings):
    """What a careful person types."""
    return {
        "code": settings.OFFICE.begin_code(), "party": "KEN", "kind": "nou", "name": "Kenya NOU", "language": "en",
        "time_zone": "Africa/Nairobi", "working_days": [0, 1, 2, 3, 4], "opens_at": "08:00", "closes_at": "17:00",
        "quota_year_starts": 1, "fiscal_year_starts": 7, "tariff": "EAC CET 2022", "climate_unit": "t CO2e",
        "idle_minutes": 15, "name1": "Amina A.", "username1": "Amina", "password1": FIRST, "name2": "Bo B.",
        "username2": "bo", "password2": SECOND,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["home", "account_login", "sharing:groups", "agencies:use_slip"])
def test_every_page_of_an_empty_office_leads_to_the_first(name):
    assert Client().get(reverse(name)).url == reverse("agencies:begin")


def test_one_page_begins_the_office_with_two_people_and_signs_the_first_in(filled):
    client = Client()
    assert "Begin your office" in said(client.get(reverse("agencies:begin")))
    assert client.post(reverse("agencies:begin"), filled).url == reverse("agencies:begun")
    page = said(client.get(reverse("agencies:begun")))
    assert "Kenya NOU has begun" in page and "Load what you have" in page
    own = Agency.objects.get()
    assert (own.party, own.weekend, own.fiscal_year_starts, own.time_zone) == (
        "KEN",
        [5, 6],
        7,
        "Africa/Nairobi",
    )
    roles = {u.username: set(u.memberships.values_list("role", flat=True)) for u in User.objects.all()}
    assert roles == {
        "amina": {"officer", "supervisor", "licensing", "administrator"},
        "bo": {"officer", "supervisor", "licensing"},
    }
    assert list(Event.objects.filter(chain=str(own.pk)).order_by("number").values_list("name", flat=True)) == [
        "agencies.founded", "agencies.person_added", "agencies.person_added", "accounts.signed_in"
    ]  # fmt: skip
    assert not SoleAct.objects.exists()


def test_one_alone_may_begin_and_it_stands_on_the_review_list(filled):
    filled |= {"name2": "", "username2": "", "password2": ""}
    assert Client().post(reverse("agencies:begin"), filled).status_code == 302
    assert User.objects.count() == 1
    assert SoleAct.objects.get().event.name == "agencies.founded_alone"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": "0000-0000-0000-0000"}, "This is not the code"),
        ({"code": ""}, "required"),
        ({"party": ""}, "Choose the Party"),
        ({"password2": "short"}, "too short"),
        ({"password1": "Amina A. 2027"}, "too similar"),
        ({"username2": "AMINA"}, "a sign-in name of their own"),
        ({"name2": ""}, "Fill in all three"),
        ({"working_days": []}, "required"),
        ({"time_zone": "Middle/Earth"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_nothing_is_kept(filled, change, why):
    response = Client().post(reverse("agencies:begin"), filled | change)
    assert (response.status_code, why in said(response)) == (422, True)
    assert not Agency.objects.exists() and not User.objects.exists() and not Event.objects.exists()


def test_an_international_body_has_no_party(filled):
    assert (
        Client().post(reverse("agencies:begin"), filled | {"party": "", "kind": "secretariat"}).status_code
        == 302
    )


def test_once_begun_the_page_is_gone(filled):
    agency("Own")
    assert Client().get(reverse("agencies:begin")).status_code == 404
    assert Client().post(reverse("agencies:begin"), filled).status_code == 404
    assert Agency.objects.count() == 1


def test_a_demonstration_is_never_begun(filled, settings):
    settings.OFFICE = dataclasses.replace(settings.OFFICE, demonstration=True)
    assert Client().post(reverse("agencies:begin"), filled).status_code == 404
    assert Client().get(reverse("account_login")).status_code == 200


def test_the_page_after_it_is_for_people_of_an_agency():
    assert signed_in(person("Olu", agency("Own"))).get(reverse("agencies:begun")).status_code == 200


def test_the_first_page_speaks_the_languages_of_the_platform(filled):
    client = Client(headers={"accept-language": "fr"})
    assert "Allemagne" in said(client.get(reverse("agencies:begin")))
