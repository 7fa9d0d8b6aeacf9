"""Yearly figures: counted from what customs cleared, traceable, never zero by being blank; reports keep versions."""

import io
import itertools
import json
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from source_office import loaded

from licences_made import licence
from offices import agency, person, signed_in
from tradewind.reporting import Cell
from tradewind.reporting.columns import REPORTS
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.jobs import worker
from tradewind_web.licensing.actions import yearly as acts
from tradewind_web.licensing.models import LicenceLine, Reservation
from tradewind_web.licensing.models_yearly import CustomsYear, YearlyReport, YearlyStatement
from tradewind_web.licensing.templatetags.licensing_figures import REMIND_DAYS
from tradewind_web.licensing.yearly import behind, part_of, year_of
from tradewind_web.licensing.yearly_showing import reminders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
YEAR = 2025
_keys = itertools.count(1)


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"), "officer", "licensing")


def cleared(
    owner, grams, substance="R-22", on=date(YEAR, 3, 4), regime="import", state="confirmed", said=(), **line
):
    """A clearance on a licence of its own."""
    place = next(_keys)
    made = licence(owner, number=f"26X{place}", lines=[{"substance": substance, **line}], **dict(said))
    return Reservation.objects.create(
        line=LicenceLine.objects.get(licence=made), key=f"k{place}", request_digest="0", declaration=f"D{place}",
        regime=regime, mass_g=grams, source="api", state=state, cleared_g=grams, cleared_on=on, asked_by=owner,
    )  # fmt: skip


def url(column, *, report="article7", form="imports", **place):
    query = "&".join(f"{k}={v}" for k, v in place.items())
    return f"{reverse('yearly:figure', args=[YEAR, report, form, column])}?{query}"


def page(acting, name="yearly:year", *args):
    response = signed_in(acting).get(reverse(name, args=args or [YEAR]))
    assert response.status_code == 200
    return response.content.decode()


def test_figures_are_what_was_cleared_in_the_year_and_each_leads_to_its_rows(amina):
    own = amina.agency
    for grams in (1_001, 1_001, 2_003):
        cleared(own, grams, "R-410A", sector="servicing")
    cleared(own, 500, "R-32", sector="foam", said={"partner": "JPN"})
    cleared(own, 9_000, "R-32", on=date(YEAR - 1, 12, 31))  # another year
    cleared(own, 9_000, "R-32", state="held")
    cleared(own, 9_000, "R-32", said={"direction": "transit"})
    cleared(own, 9_000, "R-32", regime="transit")
    cleared(own, 9_000, "R-32", what="equipment")
    cleared(agency("Another NOU", "TZA"), 9_000, "R-32")
    found = year_of(amina, YEAR)
    # Half of 1,001 g is 500 for R-32 (the odd gram goes to R-125), half of 2,003 g is 1,001.
    assert found.cells["article7"][Cell("imports", "R-32", "CHN", "new")] == 500 + 500 + 1_001
    assert found.cells["article7"][Cell("imports", "R-32", "CHN", "in_equipment")] == 9_000
    for name, report in REPORTS.items():
        for cell, amount in found.cells[name].items():
            assert sum(part_of(r, cell.substance) for r in behind(amina, YEAR, report, cell)) == amount, cell
    text = signed_in(amina).get(url("new", substance="R-32")).content.decode()
    assert "2,501 g" in text and "of 1,001 g of R-410A" in text and text.count("declaration D") == 4
    said = signed_in(amina).get(url("new", substance="R-32", partner="JPN") + "&as=json").json()
    assert said["amount"] == 500 and [c["counted_g"] for c in said["clearances"]] == [500]


def test_a_long_list_behind_a_figure_comes_in_pages_at_the_same_cost(amina, django_assert_max_num_queries):
    for day in range(30):
        cleared(amina.agency, 10, on=date(YEAR, 1, 1) + timedelta(days=day))
    client = signed_in(amina)
    with django_assert_max_num_queries(26):
        first = client.get(url("new", substance="R-22") + "&as=json").json()
    second = client.get(url("new", substance="R-22") + f"&as=json&{first['next']}").json()
    assert (len(first["clearances"]), len(second["clearances"]), second["next"]) == (25, 5, None)
    with django_assert_max_num_queries(26):
        client.get(reverse("yearly:year", args=[YEAR]))


def test_blank_is_not_zero_until_an_officer_states_it_with_a_source(amina):
    client, at = signed_in(amina), url("produced", form="production", substance="R-22")
    assert "This figure is blank" in client.get(at).content.decode()
    assert client.post(at, {"source": "no factory here"}).status_code == 409  # neither a mass nor a zero
    assert client.post(at, {"zero": "on", "source": " "}).status_code == 409
    assert not YearlyStatement.objects.exists()
    assert client.post(at, {"zero": "on", "source": "no factory here"}).status_code == 302
    text = client.get(at).content.decode()
    assert "0.000" in text and "no factory here" in text
    assert [f["g"] for f in acts.content_of(amina, year_of(amina, YEAR), "article7")["figures"]] == [0]
    assert client.post(at, {"mass": "1.2 t", "source": "return of the producer"}).status_code == 302
    assert year_of(amina, YEAR).cells["article7"][Cell("production", "R-22", "", "produced")] == 1_200_000
    stated = YearlyStatement.objects.get(withdrawn_at=None)
    assert client.post(reverse("yearly:withdraw_statement", args=[stated.pk])).status_code == 302
    assert "This figure is blank" in client.get(at).content.decode()
    names = list(
        Event.objects.filter(name__startswith="licensing.").order_by("number").values_list("name", flat=True)
    )
    assert names == ["licensing.figure_stated"] * 2 + ["licensing.statement_withdrawn"]
    assert verify().intact


def test_a_zero_cannot_hide_what_was_cleared_before_or_after_it(amina):
    client = signed_in(amina)
    row = cleared(amina.agency, 1_000)
    for place in ({}, {"partner": "CHN"}):
        response = client.post(url("new", substance="R-22", **place), {"zero": "on", "source": "none came"})
        assert response.status_code == 409 and "customs cleared some of it" in response.content.decode()
    assert client.post(url("new", substance="R-12"), {"zero": "on", "source": "none came"}).status_code == 302
    LicenceLine.objects.filter(pk=row.line_id).update(substance="R-12")
    assert year_of(amina, YEAR).cells["article7"][Cell("imports", "R-12", "CHN", "new")] == 1_000
    assert "which no longer count" in page(amina)


def test_a_price_is_in_dollars_and_is_no_mass(amina):
    client, at = signed_in(amina), url("per_kg", report="country_programme", form="prices", substance="R-22")
    assert client.post(at, {"price": "7.50", "source": "survey of three shops"}).status_code == 302
    text = page(amina, "yearly:sheet", YEAR, "country_programme")
    assert "7.50" in text and "7.500" not in text


def test_differences_are_listed_and_an_explanation_is_asked_anew_when_figures_change(amina):
    own = amina.agency
    cleared(own, 5_000, sector="foam", purpose="feedstock")
    cleared(own, 2_000, sector="servicing")
    text = page(amina)
    assert "Feedstock explains it to the gram" in text and "7 kg" in text
    key = year_of(amina, YEAR).differences[0].difference.key
    client = signed_in(amina)
    assert client.post(reverse("yearly:explain", args=[YEAR]), {"key": key, "said": " "}).status_code == 409
    assert client.post(reverse("yearly:explain", args=[YEAR]), {"key": "x", "said": "y"}).status_code == 404
    said = {"key": key, "said": "<b>feedstock</b> of one plant"}
    assert client.post(reverse("yearly:explain", args=[YEAR]), said).status_code == 302
    assert "&lt;b&gt;feedstock&lt;/b&gt; of one plant" in page(amina) and "say it anew" not in page(amina)
    cleared(own, 1, purpose="feedstock")
    assert "say it anew" in page(amina)


def test_customs_declarations_stand_beside_the_figures_and_are_read_by_a_job(amina):
    cleared(amina.agency, 13_600, "R-134a", sector="servicing")
    lines = [
        "declaration_id,item,lodged_on,regime,dispatch,destination,hs_edition,hs_code,description,net_mass_g",
        f"D1,1,{YEAR}-03-04,import,CHN,KEN,2022,290345,R-134a refrigerant gas,13600",
        f"D2,1,{YEAR}-03-05,import,IND,KEN,2022,290345,R-134a refrigerant gas,5000",
        f"D3,1,{YEAR}-03-05,transit,IND,UGA,2022,290345,R-134a refrigerant gas,7000",
        f"D4,1,{YEAR}-03-05,import,IND,KEN,2022,290345,R-134a refrigerant gas,",
    ]
    loaded(signed_in(amina), "declarations.csv", "\n".join(lines) + "\n")
    client = signed_in(amina)
    assert client.post(reverse("yearly:customs", args=[YEAR])).status_code == 302
    worker.run_all()
    kept = CustomsYear.objects.get()
    assert kept.rows == [["imports", "R-134a", "CHN", 13_600], ["imports", "R-134a", "IND", 5_000]]
    assert kept.left_out == {"no_mass": 1}
    text = page(amina)
    assert "India" in text and "5 kg" in text and "blank" in text and "items without a net mass: 1" in text


def test_a_report_is_frozen_sent_revised_with_a_reason_and_superseded(amina):
    cleared(amina.agency, 2_000, sector="servicing")
    client = signed_in(amina)
    at = reverse("yearly:draw_up", args=[YEAR, "article7"])
    assert client.post(at).status_code == 302
    first = YearlyReport.objects.get()
    cleared(amina.agency, 1, sector="servicing")
    assert "have changed since this draft" in page(amina, "yearly:one", first.pk)
    assert client.post(at).status_code == 302 and YearlyReport.objects.get().version == 1
    sent = {"on": timezone.localdate().isoformat(), "reference": "ORS 12"}
    late = {**sent, "on": (timezone.localdate() + timedelta(days=1)).isoformat()}
    one = reverse("yearly:one", args=[first.pk])
    assert client.post(one, late).status_code == 409
    assert client.post(one, sent).status_code == 302
    assert client.post(one, sent).status_code == 409  # sent already
    assert client.post(at).status_code == 409  # no reason
    assert client.post(at, {"why": "a late declaration"}).status_code == 302
    second = YearlyReport.objects.get(version=2)
    assert client.post(reverse("yearly:one", args=[second.pk]), sent).status_code == 302
    first.refresh_from_db()
    assert (first.state, YearlyReport.objects.get(version=2).state) == ("superseded", "submitted")
    said = client.get(one + "?as=json").json()
    assert said["figures"][0]["g"] == 2_001 and said["digest"] == acts.digest_of(first.content)
    assert "a late declaration" in page(amina, "yearly:one", second.pk)


def test_reminders_say_what_is_due_and_on_what_ground(amina):
    programme, article7 = reminders(amina, date(2026, 9, 1))
    assert (programme.days_late, article7.days_left, article7.due.year) == (123, 29, 2025)
    text = signed_in(amina).get(reverse("yearly:years")).content.decode()
    assert "Article 7, paragraph 3" in text and "This day is as of memory" in text
    late = f"country programme report on {timezone.localdate().year - 1}"
    # also on the page of licences, once the day is near
    near = [r for r in reminders(amina) if r.days_left <= REMIND_DAYS]
    listed = signed_in(amina).get(reverse("licensing:list"))
    assert (late in listed.content.decode()) == any(r.due.report == "country_programme" for r in near)


def test_files_hold_both_reports_and_run_no_formula(amina):
    cleared(amina.agency, 1_234_567, sector="servicing")
    cleared(amina.agency, 1_000, purpose="feedstock")
    key = year_of(amina, YEAR).differences[0].difference.key
    acts.explain(acting=amina, year=YEAR, key=key, said="=HYPERLINK(1)")
    client = signed_in(amina)
    response = client.post(reverse("yearly:export", args=[YEAR, "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Article 7 report", "country programme report", "Differences"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells) and "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert 1_235_567 in [cell.value for cell in cells] and 1.236 in [cell.value for cell in cells]
    assert client.post(reverse("yearly:export", args=[YEAR, "exe"])).status_code == 404
    said = json.loads(client.post(reverse("yearly:export", args=[YEAR, "json"])).content)
    assert said["article7"]["figures"][0]["g"] == 1_235_567 and set(said) == set(REPORTS)
    filed = client.post(reverse("yearly:export", args=[YEAR, "secretariat"]))
    rows = openpyxl.load_workbook(io.BytesIO(filed.content))["ImportNew"].iter_rows(values_only=True)
    assert {**dict(zip(next(rows), next(rows), strict=True))}.items() >= {
        ("ImpNew", 1.235567),
        ("ImpFeedstock", 0.001),
    }
    assert "article7-" in filed["Content-Disposition"]
    assert Event.objects.filter(name="licensing.figures_exported").count() == 3


def test_files_out_of_a_demonstration_say_so(amina, settings):
    settings.OFFICE = replace(settings.OFFICE, demonstration=True)
    cleared(amina.agency, 1_000)
    client = signed_in(amina)
    response = client.post(reverse("yearly:export", args=[YEAR, "xlsx"]))
    assert 'filename="demonstration-' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [sheet["A1"].value for sheet in book] == ["Demonstration: everything here is invented"] * 3
    said = json.loads(client.post(reverse("yearly:export", args=[YEAR, "json"])).content)
    assert said["demonstration"] == "Demonstration: everything here is invented"


def test_only_the_licensing_agency_reads_and_only_its_licensing_officers_write(amina):
    cleared(amina.agency, 1_000)
    made = acts.draw_up(acting=amina, year=YEAR, report="article7")
    stated = acts.state_figure(
        acting=amina,
        year=YEAR,
        report="article7",
        cell=Cell("production", "R-22", "", "produced"),
        amount=0,
        source="x",
    )
    officer = signed_in(person("Otieno", amina.agency))
    customs = signed_in(person("Wanjiru", agency("Customs", kind="customs")))
    elsewhere = signed_in(person("Juma", agency("NOU of Tanzania", "TZA"), "officer", "licensing"))
    assert officer.get(reverse("yearly:year", args=[YEAR])).status_code == 200
    assert customs.get(reverse("yearly:year", args=[YEAR])).status_code == 403
    assert "Counted from 0 clearances" in elsewhere.get(reverse("yearly:year", args=[YEAR])).content.decode()
    assert elsewhere.get(reverse("yearly:one", args=[made.pk])).status_code == 404
    assert elsewhere.post(reverse("yearly:withdraw_statement", args=[stated.pk])).status_code == 404
    for name, args in (
        ("yearly:draw_up", [YEAR, "article7"]), ("yearly:customs", [YEAR]), ("yearly:explain", [YEAR]),
        ("yearly:withdraw_statement", [stated.pk]),
    ):  # fmt: skip
        assert officer.post(reverse(name, args=args), {"said": "x", "key": "y"}).status_code == 403, name
    assert officer.post(reverse("yearly:one", args=[made.pk]), {"on": f"{YEAR}-01-01"}).status_code == 403
    for bad in (
        url("nothing", substance="R-22"),
        url("new", substance="R-999"),
        url("new"),
        url("new", report="x"),
    ):
        assert officer.get(bad).status_code == 404
    assert officer.get(reverse("yearly:year", args=[1900])).status_code == 404
