"""Findings as a file: what the queue shows, nothing TLP:RED, nothing that runs, and said to be invented where it is."""

import csv
import dataclasses
import io

import pytest
from django.conf import settings
from openpyxl import load_workbook

from findings_made import answer, batch, delivered, reason
from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.findings.models import Finding
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.markings import Permitted, Tlp

pytestmark = pytest.mark.django_db


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def amina(nou):
    return person("Amina", nou)


def exported(acting, form="csv", **filters):
    response = signed_in(acting).post("/findings/export/", {"form": form, **filters})
    assert response.status_code == 200
    return response


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_file_holds_what_the_filtered_queue_shows(nou, amina):
    delivered(nou, answer("1/1"), answer("2/1", tier="note"))
    note, heading, *lines = rows(exported(amina, tier="3"))
    assert "as NOU sees them" in note[0]
    assert len(lines) == 1
    told = dict(zip(heading, lines[0], strict=True))
    assert (told["Tier"], told["About"], told["Mass at least, kg"]) == ("note", "Declaration 2/1", "900.0")
    assert "TLP:AMBER+STRICT" in told["May travel"]


def test_what_a_spreadsheet_would_run_is_defused(nou, amina):
    delivered(nou, answer(substance="=HYPERLINK(1)", reasons=(reason("@SUM(A1)", "b1:7"),)))
    (line,) = rows(exported(amina))[2:]
    assert not any(cell.startswith(("=", "@", "+", "-")) for cell in line)
    sheet = load_workbook(io.BytesIO(exported(amina, "xlsx").content)).active
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    assert all(c.data_type in ("s", "n") for c in cells)
    assert any(c.value == "=HYPERLINK(1)" and c.data_type == "s" for c in cells)


def test_tlp_red_never_leaves(nou, amina):
    red = audience_of(persons=[(nou, amina.user)], tlp=Tlp.RED, permitted=Permitted.READ)
    delivered(nou, answer("1/1"))
    Finding.objects.update(audience=red)
    assert "1/1" in signed_in(amina).get("/findings/").content.decode()
    assert rows(exported(amina))[2:] == []


def test_nothing_of_another_agency_leaves(nou, amina):
    other = agency("Customs")
    delivered(other, answer("9/1"), batches=[batch(other, "b1")])
    assert rows(exported(amina, state="all"))[2:] == []


def test_what_leaves_is_in_the_audit(nou, amina):
    delivered(nou, answer())
    exported(amina, "xlsx", q="2026")
    event = Event.objects.get(name="findings.exported")
    assert (event.facts["count"], event.facts["form"], event.facts["filters"]) == (1, "xlsx", "q=2026")


def test_a_demonstration_says_so_in_name_and_content(nou, amina, monkeypatch):
    monkeypatch.setattr(settings, "OFFICE", dataclasses.replace(settings.OFFICE, demonstration=True))
    delivered(nou, answer())
    for form in ("csv", "xlsx"):
        response = exported(amina, form)
        assert 'filename="demonstration-findings-' in response["Content-Disposition"]
    assert rows(exported(amina))[0][0].startswith("DEMONSTRATION")
    sheet = load_workbook(io.BytesIO(exported(amina, "xlsx").content)).active
    assert sheet["A1"].value.startswith("DEMONSTRATION")
    assert "DEMONSTRATION" in sheet.oddHeader.center.text


def test_an_unknown_form_is_not_found(amina):
    assert signed_in(amina).post("/findings/export/", {"form": "exe"}).status_code == 404
    assert signed_in(amina).get("/findings/export/").status_code == 405
