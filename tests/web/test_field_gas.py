"""Beside the cylinders: what gas this is and how many to test, on a phone, without keeping anything."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from offices import agency, person, signed_in
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event

pytestmark = pytest.mark.django_db
R22_IN_R134A = {"ask": "1", "label": "Freon 134a", "pressure": "9,4", "temperature": "25"}


@pytest.fixture
def client():
    return signed_in(person("Grace", agency("Kenya Revenue Authority", kind="customs")))


def page(client, query, name="field:gas", **headers):
    response = client.get(reverse(name), query, headers=headers)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_safety_stands_first_then_the_verdict_the_next_step_and_the_list(client):
    text = page(client, R22_IN_R134A)
    places = [
        text.index(words)
        for words in (
            "treat it as flammable and toxic",
            "It is not what the label says",
            "What to do next",
            "<meter",
        )
    ]
    assert places == sorted(places)
    assert "Stop</h2>" in text
    first = re.search(r'<ol class="may-be"><li>.*?<bdi>([^<]+)</bdi>.*?value="([\d.]+)"', text, re.S)
    assert first[1] == "R-22"
    assert float(first[2]) > 0.5


def test_an_identifier_that_reads_the_label_agrees_and_asks_only_care(client):
    query = {
        **R22_IN_R134A,
        "pressure": "81.8",
        "pressure_unit": "psi",
        "temperature": "77",
        "temperature_unit": "F",
    }
    text = page(client, query | {"share_r134a": "100", "share_air": "0"})
    assert "It agrees with the label" in text
    assert "With care</h2>" in text


def test_methyl_chloride_stops_and_a_gas_the_identifier_names_counts(client):
    text = page(client, {"ask": "1", "label": "R-410A", "gas_1": "R-32", "other_1": "60", "share_r40": "40"})
    assert "Methyl chloride (R-40) is read or suspected" in text
    assert "R-32 and R-40" in text
    assert "a fake that was found before" in text


def test_figures_are_read_in_arabic_digits_with_a_comma_or_a_true_minus(client):
    text = page(client, R22_IN_R134A | {"temperature": "٢٥", "pressure": "٩٫٤"})
    assert "It is not what the label says" in text
    assert "This does not decide it" in page(client, R22_IN_R134A | {"temperature": "−5", "pressure": "1,4"})


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "There is nothing to go by yet"), ({"pressure": "9.4"}, "write both, or neither"),
        ({"temperature": "warm"}, "is no number"), ({"temperature": "900"}, "lies between -60 and 90"),
        ({"temperature": "900", "temperature_unit": "F"}, "lies between -76 and 194"),
        ({"pressure": "5000", "pressure_unit": "psi"}, "lies between -14.9 and 4350"),
        ({"pressure": "-2", "temperature": "20"}, "lies between -1.03 and 300"),
        ({"label": "soup"}, "is no gas we know"), ({"label": "R-407"}, "can mean"),
        ({"un": "9999"}, "no UN number of these"),
        ({"gross": "3", "tare": "5"}, "less than the tare"), ({"share_r22": "80", "share_r12": "80"}, "more than 100"),
        ({"gas_1": "R-32"}, "its per cent"), ({"gas_1": "soup", "other_1": "5"}, "is no gas we know"),
        ({"pressure": "nan", "temperature": "25"}, "cannot be right"),
        ({"instrument": "thumb"}, "Select a valid choice"),
        ({"pressure": "290", "temperature": "25"}, "likely"), ({"disposable": "on"}, "nothing to go by"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(client, query, said):
    text = page(client, {"ask": "1", **query})
    assert "This cannot be answered yet" in text
    assert said in text
    assert "<meter" not in text


@pytest.mark.parametrize("typed", [{"gas_1": "R-32"}, {"other_1": "5"}, {"identifier": "modern"}, {}])
def test_what_was_typed_is_not_folded_away(client, typed):
    text = page(client, {"ask": "1", **typed})
    part = "<summary>Other gases it names"
    assert (f"<details open>{part}" in text) is bool(typed)
    assert part in text


def test_nothing_is_kept_and_nobody_has_to_hold_a_role():
    before = Event.objects.count()
    outsider = Client()
    assert outsider.get(reverse("field:gas")).status_code == 302
    administrator = signed_in(person("Ada", agency("Ministry"), Role.ADMINISTRATOR))
    kept = Event.objects.count()
    assert "It is not what" in page(administrator, R22_IN_R134A)
    assert Event.objects.count() == kept >= before
    assert administrator.post(reverse("field:gas"), R22_IN_R134A).status_code == 405


def test_the_page_asks_the_database_only_for_the_cases_to_keep_it_with(client, django_assert_max_num_queries):
    page(client, R22_IN_R134A)
    with django_assert_max_num_queries(9):
        page(client, R22_IN_R134A)


def test_arabic_runs_from_right_to_left_and_no_style_stands_in_the_page(client):
    text = page(client, R22_IN_R134A, **{"Accept-Language": "ar"})
    assert 'dir="rtl"' in text
    assert "style=" not in text
    assert "<script>" not in text


def test_a_load_is_drawn_from_its_seal_over_all_rows(client):
    query = {
        "ask": "1",
        "cylinders": "400",
        "wrong": "5",
        "confidence": "95",
        "sensitivity": "100",
        "seed": "4711",
    }
    text = page(client, query | {"rows": "10", "columns": "8", "layers": "5"}, "field:sample")
    assert "Test 55 of 400" in text
    assert len(re.findall(r"<li><bdi>\d+ / \d+</bdi>", text)) == 55
    assert all(f"Row {row}</strong>" in text for row in range(1, 11))
    drawn = [re.search(r'<p class="drawn">.*?</p>', page(client, query, "field:sample"))[0] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "these hold 100 cylinders, not 400" in page(
        client, query | {"rows": "5", "columns": "5", "layers": "4"}, "field:sample"
    )
    assert "write rows, columns and layers" in page(client, query | {"rows": "5"}, "field:sample")
    assert "write how many" in page(client, query | {"cylinders": ""}, "field:sample")
    assert "No sample can be that sure" in page(
        client, query | {"cylinders": "10", "sensitivity": "75"}, "field:sample"
    )
