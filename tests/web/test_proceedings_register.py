"""Proceedings: elements of proof, the law of the day of the act, an amount with reasons, days and decisions."""

import subprocess
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from photographs import jpeg
from proceedings_made import LAW, OPENING, law, opened, weighed
from seizures_typed import recorded
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.proceedings.actions.law import enter
from tradewind_web.proceedings.models import Decision, Element, Evidence, Proceeding, Provision, Worksheet
from tradewind_web.proceedings.values import Law
from tradewind_web.seizures.actions.using import put_in_case
from tradewind_web.seizures.models import Photo
from tradewind_web.seizures.models_storage import Site, Stay
from tradewind_web.sharing.actions import share

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def vera():
    return person("Vera", agency("Prosecutor", kind="prosecutor"), "prosecutor", "officer")


def page(acting, proceeding, name="one", *more):
    response = signed_in(acting).get(reverse(f"proceedings:{name}", args=[proceeding.pk, *more]))
    assert response.status_code == 200
    return response.content.decode()


def post(acting, proceeding, name, data=None, *more):
    return signed_in(acting).post(reverse(f"proceedings:{name}", args=[proceeding.pk, *more]), data or {})


# Opening, elements -----------------------------------------------------------------------------------------------


def test_a_proceeding_opened_from_a_seizure_asks_what_has_to_be_proved(vera):
    seizure = recorded(vera)
    form = signed_in(vera).get(reverse("proceedings:open"), {"seizure": str(seizure.pk)}).content.decode()
    assert 'value="2026-03-04"' in form and 'value="Kenya"' in form
    proceeding = opened(vera, seizure)
    text = page(vera, proceeding)
    assert proceeding.number == f"{timezone.localdate().year}-0001"
    for said in (
        "who did it",
        "which gas it is",
        "0 of 6 elements proved",
        "1,564 kg net",
        "Tern Refrigeration",
    ):
        assert said in text
    assert opened(vera, seizure, against="The carrier").number.endswith(
        "-0002"
    )  # a carrier beside the sender
    event = Event.objects.filter(name="proceedings.opened").first()
    assert "Tern" not in str(event.facts) and verify().intact


def test_a_proceeding_belongs_to_the_case_of_its_seizure_or_to_the_one_it_is_opened_from(vera):
    seizure = recorded(vera)
    case = open_case(acting=vera, title="Tern and others", origin="control")
    put_in_case(acting=vera, seizure_id=seizure.pk, case_id=case.pk)
    assert "Tern and others" in page(vera, opened(vera, seizure))
    other = open_case(acting=vera, title="Another matter", origin="control")
    form = signed_in(vera).get(reverse("proceedings:open"), {"case": str(other.pk)}).content.decode()
    assert 'value="Another matter"' in form and str(other.pk) in form
    assert opened(vera, case=str(other.pk)).case == other
    strange = open_case(acting=person("Bo", agency("Neighbour")), title="Theirs", origin="control")
    response = signed_in(vera).post(reverse("proceedings:open"), {**OPENING, "case": str(strange.pk)})
    assert response.status_code == 404


def test_an_element_is_proved_only_where_something_speaks_for_it(vera):
    proceeding = opened(vera)
    element = proceeding.elements.get(part="gas")
    response = post(vera, proceeding, "proof", {"proof": "proved"}, element.pk)
    assert response.status_code == 409 and "nothing speaks for it yet" in response.content.decode()
    for side, text in (("for", "Laboratory: R-22, 99.8 %"), ("against", "The second sample was R-134a")):
        assert post(vera, proceeding, "evidence", {"side": side, "text": text}, element.pk).status_code == 302
    assert post(vera, proceeding, "proof", {"proof": "contested"}, element.pk).status_code == 302
    text = page(vera, proceeding)
    assert "0 of 6 elements proved, 1 contested" in text and "speaks against it, so for the accused" in text
    assert "The second sample" in text and "second" not in str(
        Event.objects.filter(name__endswith="evidence_added")[1].facts
    )


def test_another_element_is_added_and_a_strange_one_is_not_found(vera):
    proceeding = opened(vera)
    assert post(vera, proceeding, "element", {"words": "that the label was false"}).status_code == 302
    assert "that the label was false" in page(vera, proceeding)
    other = opened(vera, about="Another").elements.first()
    assert post(vera, proceeding, "proof", {"proof": "contested"}, other.pk).status_code == 404
    assert post(vera, proceeding, "evidence", {"side": "for", "text": "x"}, other.pk).status_code == 404
    assert not Evidence.objects.exists()


def test_a_photograph_of_the_seizure_is_evidence_and_no_other_is(vera):
    seizure = recorded(vera)
    proceeding = opened(vera, seizure)
    photo = Photo.objects.create(
        agency=vera.agency, seizure=seizure, name="a.jpg", media_type="image/jpeg", size=len(jpeg()), sha256="a" * 64,
        added_by=vera.user,
    )  # fmt: skip
    stray = Photo.objects.create(
        agency=vera.agency, name="b.jpg", media_type="image/jpeg", size=1, sha256="b" * 64, added_by=vera.user
    )
    element = proceeding.elements.first()
    for pk, status in ((photo.pk, 302), (stray.pk, 404), ("x", 404)):
        data = {"side": "for", "text": "The cage", "photo": str(pk)}
        assert post(vera, proceeding, "evidence", data, element.pk).status_code == status
    assert Evidence.objects.get().photo == photo


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"act_on": "2999-01-01"}, "has not come yet"),
    ({"jurisdiction": "Nowhereland"}, "is no country we know"),
    ({"acts": "0"}, "greater than or equal to 1"),
    ({"track": ""}, "This field is required"),
])  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_opened(vera, changed, sentence):
    response = signed_in(vera).post(reverse("proceedings:open"), {**OPENING, **changed})
    assert response.status_code == 409 and sentence in response.content.decode()
    assert not Proceeding.objects.exists()


# The law ---------------------------------------------------------------------------------------------------------


def test_a_provision_is_never_edited_and_another_takes_its_place_from_a_day(vera):
    old = law(vera)
    new = law(vera, replaces=str(old.pk), in_force_from="2026-06-01", minimum="5000", maximum="500000")
    assert new.replaces == old and (old.minimum, new.minimum) == (100_000, 500_000)
    text = signed_in(vera).get(reverse("proceedings:provision", args=[old.pk])).content.decode()
    assert "From 1 June 2026 another stands in its place" in text
    again = signed_in(vera).post(
        reverse("proceedings:enter_provision"),
        {**LAW, "replaces": str(old.pk), "in_force_from": "2027-01-01"},
    )
    assert again.status_code == 409 and "another took its place already" in again.content.decode()
    assert "replaced" in signed_in(vera).get(reverse("proceedings:provisions")).content.decode()


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"minimum": "", "maximum": ""}, "write the least or the most"),
    ({"minimum": "60000"}, "the least is more than the most"),
    ({"currency": ""}, "write the currency"),
    ({"currency": "EUX"}, "is no currency"),
    ({"minimum": "10.0055"}, "no such small coin"),
    ({"minimum": "1.234"}, "can be read in two ways"),
    ({"measure": "value", "minimum": "500.5", "maximum": ""}, "whole per cent"),
    ({"read_on": "2999-01-01"}, "has not come yet"),
    ({"in_force_until": "2024-01-01"}, "it ends before it is in force"),
])  # fmt: skip
def test_a_provision_that_cannot_be_is_refused(vera, changed, sentence):
    response = signed_in(vera).post(reverse("proceedings:enter_provision"), {**LAW, **changed})
    assert response.status_code == 409 and sentence in response.content.decode()
    assert not Provision.objects.exists()


def test_what_was_seen_elsewhere_is_graded_and_fills_nothing_in(vera):
    text = signed_in(vera).get(reverse("proceedings:provisions")).content.decode()
    assert "never a range to use" in text and "3,100-6,200 EUR" in text and "one source" in text
    form = signed_in(vera).get(reverse("proceedings:enter_provision"), {"from": "0"}).content.decode()
    assert "Seen elsewhere: Romania" in form and 'name="minimum" value' not in form


# The amount ------------------------------------------------------------------------------------------------------


def test_nothing_is_filled_in_and_the_range_is_that_of_the_day_of_the_act(vera):
    old = law(vera)
    law(vera, replaces=str(old.pk), in_force_from="2026-06-01", minimum="5000", maximum="500000")
    proceeding = opened(vera, recorded(vera))
    text = page(vera, proceeding, "weigh")
    assert 'name="amount"' in text and 'name="amount" value' not in text
    assert "1,000.00 EUR to 50,000.00 EUR" in text and "In force now, from 1 June 2026" in text
    response = weighed(vera, proceeding, old)
    assert response.status_code == 302, response.content.decode()
    sheet = Worksheet.objects.get()
    assert (sheet.minimum, sheet.maximum) == (100_000, 5_000_000)
    assert (sheet.minimum_now, sheet.maximum_now, sheet.amount) == (500_000, 50_000_000, 1_450_000)
    assert sheet.gap["gain"] == [1_251_200, 1_798_600]
    text = page(vera, proceeding, "worksheet", 1)
    for said in (
        "14,500.00 EUR",
        "5,000.00 EUR to 500,000.00 EUR",
        "12,512.00 EUR to 17,986.00 EUR",
        "2,830.8 t",
    ):
        assert said in text


def test_a_later_law_by_a_figure_that_nobody_entered_is_not_known_and_begins_another_as_it_says(vera):
    old = law(vera)
    later = {
        "replaces": str(old.pk),
        "in_force_from": "2026-06-01",
        "measure": "value",
        "minimum": "500",
        "maximum": "",
    }
    now, proceeding = law(vera, **later), opened(vera)
    assert weighed(vera, proceeding, old).status_code == 302
    text = page(vera, proceeding, "worksheet", 1)
    assert "not known" in text and "any amount" not in text
    url = reverse("proceedings:enter_provision")
    form = signed_in(vera).get(url, {"replaces": str(now.pk)}).content.decode()
    assert 'name="minimum" value="500"' in form  # per cent, not cents


def test_the_range_of_a_later_law_stands_in_its_own_currency(vera):
    old = law(vera)
    law(vera, replaces=str(old.pk), in_force_from="2026-06-01", currency="USD")
    proceeding = opened(vera)
    assert weighed(vera, proceeding, old).status_code == 302
    assert "1,000.00 USD to 50,000.00 USD" in page(vera, proceeding, "worksheet", 1)


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"amount": "999.99"}, "the law lets it be 1,000.00 EUR to 50,000.00 EUR"),
    ({"amount": "50000.01"}, "name the rule that allows it"),
    ({"amount": "60000", "outside": "repeat"}, "name the rule that allows it"),
    ({"amount": ""}, "This field is required"),
    ({"currency": "USD"}, "no rate of exchange is assumed"),
    ({"reasons": " "}, "This field is required"),
    ({"factor_means": ""}, "the law names this factor: the means of the accused"),
    ({"gap_source": ""}, "say where both prices are from"),
    ({"gap_high": ""}, "from the least to the most"),
    ({"law_read_on": "2999-01-01"}, "has not come yet"),
    ({"is_repeat": "on"}, "which earlier infringement"),
])  # fmt: skip
def test_an_amount_that_the_law_or_reason_does_not_carry_is_refused(vera, changed, sentence):
    provision, proceeding = law(vera), opened(vera)
    response = weighed(vera, proceeding, provision, **changed)
    assert response.status_code == 409 and sentence in response.content.decode()
    assert not Worksheet.objects.exists()


def test_an_amount_outside_the_range_names_its_ground(vera):
    provision, proceeding = law(vera), opened(vera)
    ground = {"outside": "several", "outside_why": "Section 44: two acts are added up", "amount": "60000"}
    assert weighed(vera, proceeding, provision, **ground).status_code == 302
    assert "Section 44" in page(vera, proceeding, "worksheet", 1)
    repeat = {"is_repeat": "on", "factor_repeat": "2026-0001 of 2025-05-01", "amount": "99000"}
    assert weighed(vera, proceeding, provision, **repeat).status_code == 302  # twice the range of the law
    assert Worksheet.objects.first().maximum == 10_000_000


def test_without_a_provision_of_that_day_there_is_no_range(vera):
    later = law(vera, in_force_from="2026-05-01")
    proceeding = opened(vera)
    assert "No provision is entered that was in force on 4 March 2026" in page(vera, proceeding, "weigh")
    assert weighed(vera, proceeding, later).status_code == 409


def test_the_draft_decision_says_what_was_read_on_which_day(vera, tmp_path):
    provision, proceeding = law(vera), opened(vera, recorded(vera))
    weighed(vera, proceeding, provision, comparables=["sanction-2"])
    response = post(vera, proceeding, "draft", None, 1)
    assert response["Content-Type"] == "application/pdf"
    (tmp_path / "d.pdf").write_bytes(response.content)
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "d.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    for text in (
        "DRAFT",
        "Invented Gazette 7",
        "20 March 2026",
        "14,500.00 EUR",
        "Gain avoided, first time.",
        "6 months",
    ):
        assert text in said
    assert Event.objects.filter(name="proceedings.draft_printed").exists()


# Days and decisions ----------------------------------------------------------------------------------------------


def test_the_limitation_is_watched_and_each_step_is_shown(vera):
    proceeding = opened(vera)
    assert "Nothing is watched until one is." in page(vera, proceeding)
    law(vera)
    proceeding.refresh_from_db()
    assert (proceeding.due_on, proceeding.due_what) == (date(2029, 3, 4), "limitation")
    post(vera, proceeding, "step", {"kind": "interruption", "on": "2026-05-01", "note": "order of search"})
    post(vera, proceeding, "step", {"kind": "suspension", "on": "2026-06-01", "until": "2026-06-30"})
    text = page(vera, proceeding)
    assert (
        "Last day: 31 May 2029" in text
        and "It was interrupted on 1 May 2026" in text
        and "stood still" in text
    )


def test_what_is_due_first_stands_first_and_is_ticked_off(vera):
    law(vera)
    far, near = opened(vera, about="Far"), opened(vera, about="Near")
    post(vera, near, "step", {"kind": "hearing", "on": "2026-12-24"})
    listed = signed_in(vera).get(reverse("proceedings:list")).content.decode()
    assert listed.index(">Near<") < listed.index(">Far<") and "24 December 2026: hearing" in listed
    assert post(vera, near, "tick", None, near.steps.get().pk).status_code == 302
    near.refresh_from_db()
    assert near.due_what == "limitation" and far.due_on == near.due_on


def test_a_provision_asks_as_many_questions_for_two_proceedings_as_for_six(vera, django_assert_num_queries):
    def entered():
        return enter(acting=vera, values=Law(
            "KEN", "administrative", "Section 40", "It says", "act", 1, 2, "EUR", date(2025, 1, 1), "Gazette",
            date(2026, 1, 1), "read", limitation_years=3,
        ))  # fmt: skip

    two = [opened(vera) for _ in range(2)]
    with CaptureQueriesContext(connection) as few:
        entered()
    asked = len(few)
    six = [*two, *(opened(vera) for _ in range(4))]
    with django_assert_num_queries(asked):
        entered()
    assert {found.due_what for found in Proceeding.objects.filter(pk__in=[p.pk for p in six])} == {
        "limitation"
    }


@pytest.mark.parametrize(("data", "sentence"), [
    ({"kind": "interruption", "on": "2999-01-01"}, "note it once it happened"),
    ({"kind": "hearing", "on": "2026-01-01", "until": "2026-02-01"}, "belongs to a suspension alone"),
    ({"kind": "costs", "on": "2026-01-01"}, "write the amount and its currency"),
    ({"kind": "hearing", "on": "2026-01-01", "amount": "5", "currency": "EUR"}, "an amount belongs to costs"),
    ({"kind": "appeal", "on": "2026-01-01"}, "an appeal follows a decision"),
])  # fmt: skip
def test_a_day_that_cannot_be_is_refused(vera, data, sentence):
    proceeding = opened(vera)
    response = post(vera, proceeding, "step", data)
    assert response.status_code == 409 and sentence in response.content.decode()
    assert not proceeding.steps.exists()


def test_what_keeping_the_goods_costs_stands_beside_what_was_paid_back(vera):
    seizure = recorded(vera)
    proceeding = opened(vera, seizure)
    site = Site.objects.create(agency=vera.agency, name="Shed", added_by=vera.user)
    Stay.objects.create(
        site=site, seizure=seizure, since=date(2026, 3, 4), until=date(2026, 3, 13), daily_minor=2_000, currency="EUR",
        begun_by=vera.user,
    )  # fmt: skip
    post(vera, proceeding, "step", {"kind": "costs", "on": "2026-04-01", "amount": "150", "currency": "EUR"})
    text = page(vera, proceeding)
    assert "Keeping the goods has cost" in text and "200.00 EUR" in text and "150.00 EUR" in text


def test_an_outcome_stands_by_kilogram_and_tonne_and_the_next_worksheet_finds_it(vera):
    provision, proceeding = law(vera), opened(vera, recorded(vera))
    weighed(vera, proceeding, provision)
    decision = {
        "verdict": "fine", "decided_on": "2026-04-20", "amount": "14500", "currency": "EUR", "worksheet": "1",
        "text": "Pays 14,500 euro.", "appeal_until": "2026-05-20",
    }  # fmt: skip
    assert post(vera, proceeding, "decide", {**decision, "amount": ""}).status_code == 409
    assert post(vera, proceeding, "decide", {**decision, "verdict": "acquitted"}).status_code == 409
    assert post(vera, proceeding, "decide", {**decision, "decided_on": "2026-01-01"}).status_code == 409
    assert post(vera, proceeding, "decide", decision).status_code == 302
    text = page(vera, proceeding)
    assert "9.27 EUR" in text and "5.12 EUR" in text and "20 May 2026: the time to appeal ends" in text
    other = opened(vera, recorded(vera), about="The next")
    offered = page(vera, other, "weigh")
    assert proceeding.number in offered and "9.27 EUR a kilogram" in offered and "Romania" in offered
    again = opened(vera, about="Again", act_on="2026-06-01")
    assert "Decided before this act against the same name" in page(vera, again, "weigh")
    assert post(vera, proceeding, "step", {"kind": "appeal", "on": "2026-05-10"}).status_code == 302
    assert (
        post(
            vera,
            proceeding,
            "decide",
            {**decision, "verdict": "acquitted", "amount": "", "currency": "", "is_final": "on"},
        ).status_code
        == 302
    )
    proceeding.refresh_from_db()
    assert proceeding.state == "final" and Decision.objects.count() == 2
    assert post(vera, proceeding, "decide", decision).status_code == 409


def test_the_day_to_appeal_is_that_of_the_newest_decision(vera):
    proceeding = opened(vera)
    decision = {
        "verdict": "warning",
        "decided_on": "2026-04-20",
        "text": "Warned.",
        "appeal_until": "2026-05-20",
    }
    assert post(vera, proceeding, "decide", decision).status_code == 302
    assert "the time to appeal ends" in page(vera, proceeding)
    assert post(vera, proceeding, "step", {"kind": "appeal", "on": "2026-05-10"}).status_code == 302
    assert post(vera, proceeding, "decide", {**decision, "appeal_until": ""}).status_code == 302
    assert "the time to appeal ends" not in page(vera, proceeding)


# Who sees it -----------------------------------------------------------------------------------------------------


def test_another_agency_finds_nothing_and_a_reached_one_reads_without_the_worksheets(vera):
    provision, proceeding = law(vera), opened(vera)
    weighed(vera, proceeding, provision)
    bo = person("Bo", agency("Neighbour"), "officer", "supervisor")
    client = signed_in(bo)
    assert client.get(reverse("proceedings:one", args=[proceeding.pk])).status_code == 404
    assert client.get(reverse("proceedings:provision", args=[provision.pk])).status_code == 404
    share(acting=vera, record=proceeding, agencies=[bo.agency], reason="r")
    assert "14,500" not in page(bo, proceeding)
    for name, more, status in (
        ("weigh", [], 403),
        ("worksheet", [1], 403),
        ("decide", [], 403),
        ("court", [], 403),
    ):
        assert client.get(reverse(f"proceedings:{name}", args=[proceeding.pk, *more])).status_code == status
    assert post(bo, proceeding, "step", {"kind": "hearing", "on": "2026-12-24"}).status_code == 403


def test_a_role_that_conducts_nothing_reads(vera):
    proceeding = opened(vera)
    ann = person("Ann", vera.agency, "analyst")
    assert "Open a proceeding" not in signed_in(ann).get(reverse("proceedings:list")).content.decode()
    page(ann, proceeding)
    assert signed_in(ann).get(reverse("proceedings:open")).status_code == 403
    assert post(ann, proceeding, "element", {"words": "x"}).status_code == 403
    assert Element.objects.filter(proceeding=proceeding).count() == 6


def test_lists_ask_as_many_questions_for_two_as_for_twelve(vera, django_assert_num_queries):
    client, url = signed_in(vera), reverse("proceedings:list")
    for _ in range(2):
        opened(vera)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    asked = len(few)
    for _ in range(10):
        opened(vera)
    with django_assert_num_queries(asked):
        client.get(url)
    assert asked < 25
