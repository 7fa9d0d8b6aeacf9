"""Reports about a seizure: looked at, filed with a number, revised, recalled, and due to somebody."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from offices import agency, person, signed_in
from seizures_typed import correction, recorded
from tradewind.reporting.cases import ENGLISH, FORMS, case_of, is_chain
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_reports import CaseFiling, ReportTerm
from tradewind_web.seizures.report_words import TEXTS
from tradewind_web.sharing.actions import share
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.markings import Permitted, Tlp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SAID = {"is_proven": "yes", "is_on_market": "no", "details": "behind furniture", "causes": "shortage"}


@pytest.fixture
def amina():
    return person("Amina", agency("NOU"))


@pytest.fixture
def seizure(amina):
    return recorded(amina)


def filled(client, seizure, form, then="file", to="", **said):
    url = reverse("reports:report", args=[seizure.pk, form]) + (f"?to={to}" if to else "")
    return client.post(url, {**SAID, **({"to": to} if to else {}), **said, "then": then})


def taken(client, filing, kind, language="en"):
    response = client.post(reverse("reports:take", args=[filing.pk]), {"kind": kind, "language": language})
    assert response.status_code == 200, response
    return response.content


def test_a_form_is_looked_at_before_it_is_filed_with_a_number(amina, seizure):
    client = signed_in(amina)
    assert "Form 1" in client.get(reverse("reports:list", args=[seizure.pk])).content.decode()
    looked = filled(client, seizure, "form1", "look")
    assert looked.status_code == 200 and not CaseFiling.objects.exists()
    text = looked.content.decode()
    assert "behind furniture" in text and "R-22" in text and "2,830.84" in text  # 1564 kg x 1810
    assert filled(client, seizure, "form1").status_code == 302
    made = CaseFiling.objects.get()
    assert str(made) == f"R{made.filed_at.year}-0001-1"
    assert made.filing.report.is_on_market is False
    press = client.get(reverse("reports:report", args=[seizure.pk, "press"])).content.decode()
    assert (
        "Is it proven?" in press and "behind furniture" not in press
    )  # asked once, and only where it is told
    page = client.get(reverse("reports:filing", args=[made.pk])).content.decode()
    assert made.digest in page and "Jane Doe" not in page
    assert Event.objects.filter(name="seizures.report_filed").count() == 1


def test_every_form_is_filed_and_taken_in_every_format_and_names_nobody(amina, seizure):
    client = signed_in(amina)
    for name, form in FORMS.items():
        assert filled(client, seizure, name, to="TZA" if form.to == "party" else "").status_code == 302, name
        made = CaseFiling.objects.get(form=name)
        for kind in form.formats:
            content = taken(client, made, kind)
            assert b"Jane Doe" not in content
        assert client.get(reverse("reports:filing", args=[made.pk])).status_code == 200
    book = load_workbook(io.BytesIO(taken(client, CaseFiling.objects.get(form="columns"), "xlsx")))
    rows = [row for row in book.active.iter_rows(values_only=True) if row[-1]]
    assert case_of(dict(zip(rows[0], rows[1], strict=True))).case == seizure.number
    assert taken(client, CaseFiling.objects.get(form="form1"), "pdf", "ar").startswith(b"%PDF")
    assert CaseFiling.objects.values("number").distinct().count() == len(FORMS)


def test_a_revision_gives_a_reason_and_a_recall_is_a_report_too(amina, seizure):
    client = signed_in(amina)
    filled(client, seizure, "form1")
    assert filled(client, seizure, "form1", why="again").status_code == 409  # nothing changed
    assert "filed" in client.get(reverse("reports:list", args=[seizure.pk])).content.decode()
    correction(
        amina,
        seizure,
        goods={"substance": "R-22", "mass_g": "1500", "basis": "net", "item": "0", "then": "next"},
    )
    assert "was corrected since" in client.get(reverse("reports:calendar")).content.decode()
    assert filled(client, seizure, "form1").status_code == 409  # no reason
    assert filled(client, seizure, "form1", why="weighed again").status_code == 302
    second = CaseFiling.objects.get(revision=2)
    first_page = client.get(reverse("reports:filing", args=[CaseFiling.objects.get(revision=1).pk]))
    assert "earlier revision" in first_page.content.decode()
    url = reverse("reports:recall", args=[second.pk])
    assert client.post(url, {"why": " "}).status_code == 302 and CaseFiling.objects.count() == 2
    client.post(url, {"why": "another consignment"})
    third = CaseFiling.objects.get(is_recall=True)
    client.post(url, {"why": "twice"})
    assert CaseFiling.objects.count() == 3
    assert is_chain([f.filing for f in CaseFiling.objects.order_by("revision")])
    assert json.loads(taken(client, third, "json"))["recalled"]
    assert filled(client, seizure, "form1").status_code == 302  # a new report, of a new number
    assert CaseFiling.objects.filter(revision=1).count() == 2


def test_reports_are_the_agencys_own_and_nothing_marked_red_leaves(amina, seizure):
    client = signed_in(amina)
    filled(client, seizure, "form1")
    made = CaseFiling.objects.get()
    bo, eve = person("Bo", agency("Neighbour")), person("Eve", agency("Third"))
    share(acting=amina, record=seizure, agencies=[bo.agency], reason="r")
    for url in (reverse("reports:list", args=[seizure.pk]), reverse("reports:filing", args=[made.pk])):
        assert signed_in(bo).get(url).status_code == 403
        assert signed_in(eve).get(url).status_code == 404
    prosecutor = signed_in(person("Pia", amina.agency, Role.PROSECUTOR))
    assert prosecutor.get(reverse("reports:filing", args=[made.pk])).status_code == 200
    assert prosecutor.post(reverse("reports:recall", args=[made.pk]), {"why": "x"}).status_code == 403
    assert filled(prosecutor, seizure, "form2").status_code == 403
    red = audience_of(persons=[(amina.agency, amina.user)], tlp=Tlp.RED, permitted=Permitted.READ)
    Seizure.objects.filter(pk=seizure.pk).update(audience=red)
    assert filled(client, seizure, "form2").status_code == 409
    assert (
        client.post(reverse("reports:take", args=[made.pk]), {"kind": "pdf", "language": "en"}).status_code
        == 302
    )


def test_the_calendar_tells_the_days_of_the_protocol_from_those_of_ones_own_rule(
    amina, seizure, django_assert_max_num_queries
):
    client = signed_in(amina)
    for _ in range(3):
        recorded(amina)
    client.get(reverse("reports:calendar"))
    with django_assert_max_num_queries(15):
        page = client.get(reverse("reports:calendar")).content.decode()
    assert (
        "30 September 2027" in page and "no day is set" in page and "Your agency&#x27;s own days" not in page
    )
    assert client.post(reverse("reports:calendar"), {"form": "form1", "days": "10"}).status_code == 403
    boss = signed_in(person("Boss", amina.agency, Role.SUPERVISOR))
    assert boss.post(reverse("reports:calendar"), {"form": "form1", "days": "-1"}).status_code == 409
    assert boss.post(reverse("reports:calendar"), {"form": "form1", "days": "10"}).status_code == 302
    assert "a day your agency set" in client.get(reverse("reports:calendar")).content.decode()
    boss.post(reverse("reports:calendar"), {"form": "form1", "days": ""})
    assert not ReportTerm.objects.exists()


def test_the_statistic_withholds_small_counts_on_the_page_and_in_the_file(amina):
    client = signed_in(amina)
    for _ in range(4):
        recorded(amina)
    recorded(amina, goods={"substance": "R-410A"})
    page = client.get(reverse("reports:statistic")).content.decode()
    assert "withheld" in page and "HFC" in page and "blend" not in page
    content = client.post(reverse("reports:statistic")).content
    cells = [c for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for c in row]
    assert "withheld" in cells and 1 not in cells


def test_the_forms_texts_are_all_translatable():
    assert {key: str(text) for key, text in TEXTS.items()} == dict(ENGLISH)
