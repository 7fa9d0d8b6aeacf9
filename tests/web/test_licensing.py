"""Licences from application to paper: checks that advise, quotas that hold, decisions with reasons."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions import allotting, applying, deciding, quota_moves, standing
from tradewind_web.licensing.actions.allotting import Allotment
from tradewind_web.licensing.models import Draw, Licence, LicenceLine, LicensingRule, Quota, QuotaEntry
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.licensing.words import Entry
from tradewind_web.traders.actions import keeping, linking
from tradewind_web.traders.models import Link
from tradewind_web.traders.values import TraderValues

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
TODAY = timezone.localdate()
YEAR = TODAY.year
KG = 1_000_000  # milligrams


@pytest.fixture
def nou():
    agency("Customs", kind="customs")
    agency("Customs of another", "TZA", kind="customs")
    return agency("NOU")


@pytest.fixture
def lena(nou):
    return person("Lena", nou, "licensing")


@pytest.fixture
def salma(nou):
    return person("Salma", nou, "supervisor")


def holder(acting, name="Cool Air Ltd", number="P-100"):
    return keeping.add(acting=acting, values=TraderValues(name, national_number=number, country="KEN"))


def values(*lines, **said):
    standing_for = {"direction": "import", "partner": "CHN", "valid_from": date(YEAR, 1, 1),
                    "valid_until": date(YEAR, 12, 31)}  # fmt: skip
    return LicenceValues(**{**standing_for, **said}, lines=lines or (LineValues("R-22", 1_000_000),))


def applied(acting, trader, *lines, **said):
    made = applying.enter(acting=acting, holder_id=trader.pk, values=values(*lines, **said))
    return applying.take_in(acting=acting, licence_id=made.pk)


def quota(acting, trader, kg, group="C-I", unit="kg"):
    return allotting.allot(
        acting=acting, reason="decision 1",
        allotment=Allotment(group, YEAR, unit, kg * KG, trader.pk if trader else None),
    )  # fmt: skip


def typed(**said):
    return {
        "direction": "import", "partner": "China", "valid_from": f"{YEAR}-01-01", "valid_until": f"{YEAR}-12-31",
        "line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "line-0-substance": "freon 22",
        "line-0-allowed_g": "1000", "line-0-nature": "new", "line-0-purpose": "ordinary", "line-0-what": "bulk",
        "then": "take_in", **said,
    }  # fmt: skip


def refused(acting, *needles, **call):
    with pytest.raises(Refused) as caught:
        call["run"](acting)
    assert all(n in str(caught.value) for n in needles), str(caught.value)


def test_an_application_is_typed_in_and_its_checks_are_shown_with_their_sources(lena):
    trader = holder(lena)
    quota(lena, trader, 800)
    browser = signed_in(lena)
    assert "Cool Air" in browser.get(reverse("licensing:begin"), {"q": "cool"}).content.decode()
    response = browser.post(reverse("licensing:new", args=[trader.pk]), typed(), follow=True)
    page = response.content.decode()
    licence = Licence.objects.get()
    assert (licence.state, licence.holder_number, licence.substances_text) == ("applied", "P-100", ",R-22,")
    assert "this would draw 1,000 kg, left are 800 kg" in page
    assert "in the way" in page
    assert "Article 4B of the Protocol" in page
    assert "trade in ozone-depleting substances with it is open to licences" in page
    line = LicenceLine.objects.get()
    assert (line.allowed_g, line.nature) == (1_000_000, "new")


def test_bad_input_is_answered_with_a_sentence_beside_the_field(lena):
    trader = holder(lena)
    browser, url = signed_in(lena), reverse("licensing:new", args=[trader.pk])
    for wrong, sentence in (
        ({"line-0-substance": "no such gas 9"}, "is no gas we know"),
        ({"line-0-allowed_g": "many"}, "is no mass"),
        ({"line-0-allowed_g": ""}, "write the mass"),
        ({"valid_until": f"{YEAR - 1}-01-01"}, "it ends before it begins"),
        ({"partner": "Atlantis"}, "is no country we know"),
        ({"line-0-substance": "", "line-0-allowed_g": ""}, "name at least one gas"),
    ):
        response = browser.post(url, typed(**wrong))
        assert response.status_code == 409, wrong
        assert sentence in response.content.decode(), wrong
    assert not Licence.objects.exists()
    more = browser.post(url, typed(then="more"))
    assert more.status_code == 200
    assert 'name="line-1-substance"' in more.content.decode()


def test_a_grant_draws_on_the_quota_and_over_quota_needs_a_supervisor_with_a_reason(lena, salma):
    trader = holder(lena)
    held = quota(lena, trader, 1500)
    first, second = applied(lena, trader), applied(lena, trader)
    browser = signed_in(lena)
    act = reverse("licensing:act", args=[first.pk, "grant"])
    assert browser.post(act, {"conditions": "Port of Mombasa only"}).status_code == 302
    first.refresh_from_db()
    assert first.state == "granted"
    assert first.number == f"KEN-{YEAR}-00001"
    held.refresh_from_db()
    assert (held.committed_mg, held.left_mg) == (1000 * KG, 500 * KG)
    act = reverse("licensing:act", args=[second.pk, "grant"])
    answer = browser.post(act, {"beyond_quota": "because"})
    assert answer.status_code == 409
    assert "a supervisor may let it go beyond" in answer.content.decode()
    assert signed_in(salma).post(act, {"beyond_quota": "agreed by the minister"}).status_code == 302
    held.refresh_from_db()
    assert (held.committed_mg, held.overrun_mg) == (2000 * KG, 500 * KG)
    assert held.entries.filter(kind=Entry.OVERRUN).get().reason == "agreed by the minister"
    told = Event.objects.filter(name="licensing.granted").last()
    assert told.facts["beyond_quota"] == "agreed by the minister"
    assert verify().intact


def test_a_holder_behind_several_names_counts_once_when_the_link_is_known(lena):
    person("Lena", lena.agency, "officer", "licensing")
    one, other = holder(lena), holder(lena, "Cool Air Trading", "P-200")
    quota(lena, one, 600)
    quota(lena, other, 600)
    licence = applied(lena, other)
    refused(lena, "600 kg", run=lambda a: deciding.grant(acting=a, licence_id=licence.pk))
    linking.link(acting=lena, one_id=one.pk, other_id=other.pk, kind=Link.Kind.SAME, why="one director")
    deciding.grant(acting=lena, licence_id=licence.pk)
    drawn = list(Draw.objects.order_by("committed_mg").values_list("committed_mg", flat=True))
    assert drawn == [400 * KG, 600 * KG]


def test_a_blend_draws_by_its_controlled_parts_and_partial_clearings_sum_to_the_whole(lena):
    trader = holder(lena)
    held = quota(lena, trader, 3_000_000, "F", "co2e_kg")
    licence = deciding.grant(
        acting=lena, licence_id=applied(lena, trader, LineValues("R-410A", 1_000_003)).pk
    )  # fmt: skip
    line, rule = licence.lines.get(), LicensingRule(party="KEN")
    held.refresh_from_db()
    whole = held.committed_mg
    assert whole == 1_000_003 * 2_087_500
    with transaction.atomic():
        for before, after in ((0, 333_333), (333_333, 700_001), (700_001, 1_000_003)):
            quota_moves.follow_clearing(line, before_g=before, after_g=after, rule=rule, by=None)
    held.refresh_from_db()
    assert (held.committed_mg, held.cleared_mg, held.overrun_mg) == (0, whole, 0)
    with transaction.atomic():  # customs cleared more than was licensed: written, never hidden
        quota_moves.follow_clearing(line, before_g=1_000_003, after_g=1_500_003, rule=rule, by=None)
        quota_moves.follow_clearing(line, before_g=1_500_003, after_g=1_000_003, rule=rule, by=None)
    held.refresh_from_db()
    assert (held.committed_mg, held.cleared_mg, held.overrun_mg) == (0, whole, 0)
    for row in ("committed_mg", "cleared_mg"):
        assert getattr(held, row) == getattr(Draw.objects.get(), row)


def test_what_the_protocol_does_not_count_draws_on_no_quota(lena):
    trader = holder(lena)
    held = quota(lena, trader, 10)
    for line in (
        LineValues("R-22", 9_000_000, nature="reclaimed", source="Plant 4"),
        LineValues("R-22", 9_000_000, purpose="feedstock"),
        LineValues("R-22", 9_000_000, what="equipment", units=9000, charge_g=1000),
    ):
        deciding.grant(acting=lena, licence_id=applied(lena, trader, line).pk)
    deciding.grant(acting=lena, licence_id=applied(lena, trader, direction="export", partner="UGA").pk)
    held.refresh_from_db()
    assert held.committed_mg == 0


def test_the_database_itself_refuses_to_overdraw(lena):
    trader = holder(lena)
    held = quota(lena, trader, 1000)
    licence = deciding.grant(acting=lena, licence_id=applied(lena, trader).pk)
    for rows, wrong in (
        (LicenceLine.objects.filter(licence=licence), {"reserved_g": 1_000_001}),
        (LicenceLine.objects.filter(licence=licence), {"cleared_g": -1}),
        (Quota.objects.filter(pk=held.pk), {"committed_mg": 1000 * KG + 1}),
        (Quota.objects.filter(pk=held.pk), {"allotted_mg": 999 * KG}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(TypeError):
        QuotaEntry.objects.first().delete()


def test_amending_suspending_revoking_and_an_appeal_are_told_with_their_reasons(lena):
    trader = holder(lena)
    held = quota(lena, trader, 1000)
    licence = deciding.grant(acting=lena, licence_id=applied(lena, trader).pk)
    browser = signed_in(lena)
    change = reverse("licensing:change", args=[licence.pk])
    assert (
        browser.post(change, typed(**{"line-0-allowed_g": "1200"}, reasons="larger ship")).status_code == 409
    )
    assert (
        browser.post(change, typed(**{"line-0-allowed_g": "600"}, reasons="smaller ship")).status_code == 302
    )
    held.refresh_from_db()
    assert held.committed_mg == 600 * KG
    LicenceLine.objects.filter(licence=licence).update(cleared_g=200_000)
    line = licence.lines.get()
    with transaction.atomic():
        quota_moves.follow_clearing(
            line, before_g=0, after_g=200_000, rule=LicensingRule(party="KEN"), by=None
        )
    assert browser.post(change, typed(**{"line-0-allowed_g": "100"}, reasons="less")).status_code == 409
    for name, said, state in (
        ("suspend", {"reasons": "papers doubtful"}, "suspended"),
        ("resume", {"reasons": "papers good"}, "granted"),
        ("revoke", {"reasons": "false invoice"}, "revoked"),
    ):
        url = reverse("licensing:act", args=[licence.pk, name])
        assert browser.post(url, {"reasons": ""}).status_code == 409
        assert browser.post(url, said).status_code == 302
        licence.refresh_from_db()
        assert licence.state == state
    held.refresh_from_db()
    assert (held.committed_mg, held.cleared_mg) == (0, 200 * KG)
    appeal = reverse("licensing:act", args=[licence.pk, "appeal"])
    assert browser.post(appeal, {"lodged_on": TODAY, "reasons": "invoice was genuine"}).status_code == 302
    decided = reverse("licensing:act", args=[licence.pk, "decide-appeal"])
    assert browser.post(decided, {"outcome": "overturned", "reasons": "it was"}).status_code == 302
    licence.refresh_from_db()
    held.refresh_from_db()
    assert (licence.state, held.committed_mg) == ("suspended", 400 * KG)
    page = browser.get(reverse("licensing:one", args=[licence.pk])).content.decode()
    assert all(
        words in page for words in ("smaller ship", "false invoice", "invoice was genuine", "set aside")
    )
    assert licence.versions.count() == licence.version
    assert verify().intact


def test_two_people_decide_where_the_rule_asks_and_one_alone_stands_on_the_review_list(lena, salma):
    trader = holder(lena)
    LicensingRule.objects.create(party="KEN", agency=lena.agency, two_people=True, tolerance_per_mille=50)
    licence = applied(lena, trader)
    browser = signed_in(lena)
    browser.post(reverse("licensing:act", args=[licence.pk, "grant"]), {"reasons": "in order"})
    licence.refresh_from_db()
    assert (licence.state, licence.proposed["state"]) == ("applied", "granted")
    confirm = reverse("licensing:act", args=[licence.pk, "confirm"])
    assert browser.post(confirm).status_code == 403
    assert signed_in(salma).post(confirm).status_code == 302
    licence.refresh_from_db()
    assert (licence.state, licence.lines.get().tolerance_g) == ("granted", 50_000)
    salma.user.is_active = False
    salma.user.save()
    alone = deciding.refuse(acting=lena, licence_id=applied(lena, trader).pk, reasons="no quota")
    assert alone.state == "refused"
    assert lena.agency.sole_acts.count() == 1


def test_customs_of_the_party_see_it_from_the_start_and_change_nothing_and_others_see_nothing(lena, nou):
    licence = applied(lena, holder(lena))
    officer = signed_in(person("Otto", agency("Customs"), "officer", "licensing"))
    page = officer.get(reverse("licensing:one", args=[licence.pk]))
    assert page.status_code == 200
    assert "What was asked" not in page.content.decode()
    assert officer.get(reverse("licensing:act", args=[licence.pk, "grant"])).status_code == 403
    assert officer.get(reverse("licensing:change", args=[licence.pk])).status_code == 403
    stranger = signed_in(person("Sue", agency("Customs of another"), "officer", "licensing"))
    for name in ("one", "change", "print"):
        assert stranger.get(reverse(f"licensing:{name}", args=[licence.pk])).status_code == 404
    assert "P-100" not in stranger.get(reverse("licensing:list")).content.decode()


def test_supporting_documents_are_kept_byte_for_byte_for_who_decides(lena):
    licence = applied(lena, holder(lena))
    browser, url = signed_in(lena), reverse("licensing:papers", args=[licence.pk])
    answer = browser.post(url, {"papers": SimpleUploadedFile("a.exe", b"MZ nothing")}, follow=True)
    assert "is no PDF, JPEG or PNG" in answer.content.decode()
    browser.post(url, {"papers": SimpleUploadedFile("invoice.pdf", b"%PDF-1.4 invoice")})
    paper = licence.papers.get()
    link = reverse("licensing:paper", args=[licence.pk, paper.pk])
    assert b"".join(browser.get(link).streaming_content) == b"%PDF-1.4 invoice"
    assert signed_in(person("Otto", agency("Customs"))).get(link).status_code == 403


def test_anyone_verifies_a_paper_and_learns_no_more_than_stands_on_it(lena):
    trader = holder(lena)
    licence = deciding.grant(acting=lena, licence_id=applied(lena, trader).pk)
    LicenceLine.objects.filter(licence=licence).update(cleared_g=123_000)
    anyone, url = Client(), reverse("licensing:verify")
    said = {"number": licence.number.lower(), "code": licence.code.replace("-", " ").lower()}
    page = anyone.get(url, said).content.decode()
    assert all(words in page for words in ("Cool Air Ltd", "R-22", "1,000 kg", "valid"))
    assert "877" not in page
    assert "123" not in page
    standing.suspend(acting=lena, licence_id=licence.pk, reason="doubt")
    page = anyone.get(url, said).content.decode()
    assert "suspended" in page
    assert "doubt" not in page
    wrong = anyone.get(url, {**said, "code": "ABCD-EFGH-JKMN"}).content.decode()
    assert "No licence has this number and this code" in wrong
    assert "Cool Air" not in wrong
    for _n in range(20):
        anyone.get(url, {**said, "code": "ABCD-EFGH-JKMN"})
    assert anyone.get(url, said).status_code == 429


def test_the_printed_licence_is_a_pdf_in_the_readers_language(lena):
    licence = deciding.grant(acting=lena, licence_id=applied(lena, holder(lena)).pk)
    answer = signed_in(lena).get(
        reverse("licensing:print", args=[licence.pk]), headers={"accept-language": "ar"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert Event.objects.filter(name="licensing.printed").count() == 1


def test_a_paper_out_of_a_demonstration_says_so_on_it_and_in_its_name(lena, settings, monkeypatch):
    given = []  # what the typesetter is given: no reader of PDF is at hand here

    def typeset(path, **_how):
        given.append((json.loads(Path(path).with_name("data.json").read_text()), Path(path).read_text()))
        return b"%PDF-"

    licence = deciding.grant(acting=lena, licence_id=applied(lena, holder(lena)).pk)
    monkeypatch.setattr("typst.compile", typeset)
    signed_in(lena).get(reverse("licensing:print", args=[licence.pk]))
    settings.OFFICE = replace(settings.OFFICE, demonstration=True)
    answer = signed_in(lena).get(reverse("licensing:print", args=[licence.pk]))
    assert f'filename="demonstration-{licence.number}.pdf"' in answer["Content-Disposition"]
    (real, _), (invented, template) = given
    assert real["invented"] == "" and invented["invented"] == "Demonstration: everything here is invented"
    assert "d.invented" in template


def test_quota_moves_are_entries_of_a_ledger_that_sums_to_the_quota(lena):
    one, other = holder(lena), holder(lena, "Other", "P-9")
    browser = signed_in(lena)
    url = reverse("licensing:allot") + f"?holder={one.pk}"
    said = {"pool": "holder", "group": "c1", "year": YEAR, "unit": "kg", "amount": "1000", "holder": one.pk}
    assert browser.post(url, said).status_code == 302
    assert browser.post(url, {**said, "unit": "odp_kg"}).status_code == 409
    assert browser.post(url, {**said, "amount": "900"}).status_code == 409  # a correction needs its reason
    held, target = Quota.objects.get(), quota(lena, other, 0)
    reserve = allotting.allot(
        acting=lena, reason="", allotment=Allotment("C-I", YEAR, "kg", 50 * KG, pool="reserve")
    )
    move = reverse("licensing:quota", args=[held.pk])
    assert (
        browser.post(
            move, {"what": "transfer", "to": target.pk, "amount": "300", "reason": "sold"}
        ).status_code
        == 302
    )
    assert (
        browser.post(move, {"what": "transfer", "to": reserve.pk, "amount": "1", "reason": "law"}).status_code
        == 302
    )
    assert browser.post(move, {"what": "penalty", "amount": "99", "reason": "excess"}).status_code == 302
    assert browser.post(move, {"what": "return", "amount": "9999", "reason": "unused"}).status_code == 409
    for row in Quota.objects.all():
        assert row.allotted_mg == sum(e.amount_mg for e in row.entries.all())
    held.refresh_from_db()
    assert held.allotted_mg == 600 * KG
    page = browser.get(move).content.decode()
    assert all(words in page for words in ("sold", "excess", "given by transfer", "put into the reserve"))
    assert "600 kg" in browser.get(reverse("licensing:quotas")).content.decode()


def test_pages_ask_as_often_for_many_as_for_few(lena):
    trader = holder(lena)
    applied(lena, trader)
    browser, url = signed_in(lena), reverse("licensing:list") + "?view=waiting"
    browser.get(url)
    few = asked(browser, url)
    for _n in range(29):
        applied(lena, trader, LineValues("R-22", 5), LineValues("R-410A", 5))
    browser.get(url)  # counts are kept until the next write
    assert asked(browser, url) == few
    page = browser.get(url).content
    assert page.decode().count("Cool Air Ltd") == 25
    assert len(page) < 150_000
    one = [
        reverse("licensing:one", args=[x.pk])
        for x in (Licence.objects.earliest("entered_at"), Licence.objects.latest("entered_at"))
    ]
    assert asked(browser, one[1]) <= asked(browser, one[0]) + 6  # the checks of one more annex group
    for year in range(2000, 2030):
        allotting.allot(
            acting=lena, reason="", allotment=Allotment("F", YEAR, "kg", year, holder(lena, f"H{year}", f"N{year}").pk)
        )  # fmt: skip
    assert asked(browser, reverse("licensing:quotas")) <= 30


def asked(browser, url):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def test_rules_are_set_by_a_supervisor_with_the_law_cited(lena, salma):
    url = reverse("licensing:rules")
    said = {
        "level": "0", "leads": "ours", "counts_at": "grant", "span": "period", "tolerance_per_mille": "50",
        "tolerance_basis": "", "reservation_hours": "240", "penalty_per_mille": "2000", "penalty_basis": "Act 4",
        "reason": "new act",
    }  # fmt: skip
    assert signed_in(lena).get(url).status_code == 200
    assert signed_in(lena).post(url, said).status_code == 403
    browser = signed_in(salma)
    assert "cite the law" in browser.post(url, said).content.decode()
    assert browser.post(url, {**said, "tolerance_basis": "Act 4, section 2"}).status_code == 302
    assert LicensingRule.objects.get().tolerance_per_mille == 50


def test_a_licence_that_ended_or_is_used_up_says_so(lena):
    trader = holder(lena)
    licence = deciding.grant(acting=lena, licence_id=applied(lena, trader).pk)
    assert licence.standing(TODAY) == "valid"
    assert licence.standing(TODAY, left_g=0) == "used_up"
    assert licence.standing(date(YEAR, 12, 31) + timedelta(days=1)) == "expired"
    assert licence.standing(date(YEAR, 1, 1) - timedelta(days=1)) == "not_yet"
