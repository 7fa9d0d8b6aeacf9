"""Small promises of the pages: what is at hand is offered, what is marked is true, and text runs its own way."""

import dataclasses

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from findings_made import answer, delivered
from offices import agency, person, signed_in
from tradewind_web.agencies.roles import Role
from tradewind_web.desk import views
from tradewind_web.desk.navigation import rooms_for
from tradewind_web.findings.models import Finding, Triage
from tradewind_web.seizures.models import Draft
from tradewind_web.seizures.showing import mass_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("Amina", agency("Ozone unit"), Role.OFFICER)


def test_today_is_marked_on_its_own_page_alone(officer):
    def here(path):
        return [str(room.label) for room in rooms_for(officer, path) if room.here]

    assert here("/") == ["Today"] and here("/findings/") == ["Findings"] and here("/account/ways/") == []


def test_one_of_a_kind_is_one_on_the_first_page(officer, monkeypatch):
    delivered(officer.agency, answer())
    monkeypatch.setattr(views, "marks_waiting", lambda acting: 1)
    monkeypatch.setattr(views, "cases_waiting", lambda acting: {"mine": 1, "due": 2})
    page = signed_in(officer).get("/").content.decode()
    assert "<strong>1</strong> case in your hands" in page
    assert "<strong>2</strong> cases due or in danger" in page
    assert "<strong>1</strong> seizure whose custody asks for a look" in page


def test_what_is_refused_is_what_the_page_says(officer, settings):
    client = signed_in(officer)
    assert "Your roles do not open this page" in client.get(reverse("due")).content.decode()
    officer.user.set_unusable_password()
    officer.user.save()
    client.force_login(officer.user)
    for demonstration, said in (
        (False, "recovery slip"),
        (True, "people of a demonstration have no password"),
    ):
        settings.OFFICE = dataclasses.replace(settings.OFFICE, demonstration=demonstration)
        for asked in ("agencies:use_slip", "mfa_activate_totp", "mfa_add_webauthn"):
            answered = client.get(reverse(asked), follow=True)
            page = answered.content.decode()
            assert answered.status_code == 403 and said in page, asked
            assert "your account has none" in page and "Your roles" not in page


def test_a_holder_is_called_by_name_where_one_is_known_for_the_number(officer):
    about = {"subject_kind": "holder, substance and year", "substance": "HFC-134a"}
    delivered(
        officer.agency,
        answer("no. INVT00024/HFC-134a/2025", **about, facts={"holder": "Mombasa Cooling Ltd"}),
        answer("no. INVT00025/HFC-134a/2025", **about, facts={}),
    )  # fmt: skip
    page = signed_in(officer).get(reverse("findings:queue")).content.decode()
    assert (
        "HFC-134a cleared in 2025 by Mombasa Cooling Ltd" in page
        and "INVT00024" not in page.split("<main")[1]
    )
    assert "HFC-134a cleared in 2025 by no. INVT00025" in page


def test_a_seizure_begins_with_what_its_finding_says(officer):
    delivered(officer.agency, answer(party="KEN", partner="CHN"))
    finding = Finding.objects.get()
    client = signed_in(officer)
    page = client.get(reverse("findings:finding", args=[finding.pk])).content.decode()
    assert "Record a seizure" in page
    client.post(reverse("seizures:begin"), {"finding": str(finding.pk)})
    draft = Draft.objects.get()
    assert draft.finding_id == finding.pk
    assert [item["substance"] for item in draft.said["goods"]["items"]] == ["R-22"]
    assert draft.said["goods"]["items"][0]["mass_g"] is None
    assert draft.said["route"]["came_from"] == "CHN" and draft.said["route"]["going_to"] == "KEN"
    assert "Mombasa Cooling" in draft.said["route"]["who"] and "happened" not in draft.said
    assert client.get(reverse("seizures:step", args=[draft.pk, "goods"])).status_code == 200


@pytest.mark.parametrize(
    ("act", "said", "state"),
    [
        ("confirm", {"result": "illegal", "proof": "document", "inspected_on": "2026-03-06"}, "confirmed"),
        ("explain", {"explanation": "A return.", "inspected_on": "2026-03-06"}, "explained"),
    ],
)
def test_many_findings_are_judged_at_once_with_all_the_fields_a_judgement_has(officer, act, said, state):
    delivered(officer.agency, answer("2026-1/1"), answer("2026-1/2"))
    client = signed_in(officer)
    page = client.get(reverse("findings:queue")).content.decode()
    assert f'name="{act}-inspected_on"' in page
    sent = {f"{act}-{name}": value for name, value in said.items()}
    ids = [str(f.pk) for f in Finding.objects.all()]
    assert len(ids) == 2
    refused = client.post(reverse("findings:bulk"), {"act": act, "finding": ids}, follow=True)
    assert "error" in refused.content.decode() and not Triage.objects.filter(state=state).exists()
    client.post(reverse("findings:bulk"), {"act": act, "finding": ids, **sent})
    assert Triage.objects.filter(state=state).count() == 2


def test_no_block_of_a_page_turns_its_text_to_the_other_side(officer):
    delivered(officer.agency, answer())
    finding = Finding.objects.get()
    client = signed_in(officer)
    client.cookies["tradewind-language"] = "ar"
    with translation.override("ar"):
        page = client.get(reverse("findings:finding", args=[finding.pk])).content.decode()
    for block in ("p", "dd", "li", "h1", "h2", "td"):
        assert f'<{block} dir="auto"' not in page


@pytest.mark.parametrize(("language", "name"), [("ar", "\u2068Polar Kft.\u2069"), ("fr", "Polar Kft.")])
def test_a_name_within_a_sentence_keeps_its_own_direction(language, name):
    text = "{% load i18n %}{% blocktranslate with name=told %}Not {{ name }}?{% endblocktranslate %}"
    with translation.override(language):
        written = Template(text).render(Context({"told": "Polar Kft."}))
        assert name in written and "Not" not in written
        assert "&lt;b&gt;" in Template(text).render(Context({"told": "<b>"}))


def test_values_side_by_side_have_the_comma_of_the_language_between():
    text = Template("{% load strung %}{{ one }}{% comma %}{{ two }}")
    for language, written in (("ar", "a، b"), ("en", "a, b")):
        with translation.override(language):
            assert text.render(Context({"one": "a", "two": "b"})) == written


def test_kilograms_are_net_and_not_a_mass_in_french():
    with translation.override("fr"):
        assert mass_text(652_800, "net") == "652,8 kg net"
    assert mass_text(652_800, "net") == "652.8 kg net"
