"""What was kept in workbooks so far: taken over with what does not add up said first; and a holder's own page."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices import agency, person, signed_in
from tradewind_web.audit.verifying import verify
from tradewind_web.jobs import worker
from tradewind_web.licensing.actions import allotting, deciding
from tradewind_web.licensing.actions.allotting import Allotment
from tradewind_web.licensing.actions.applying import enter, take_in
from tradewind_web.licensing.models import Licence, LicenceLine, Quota
from tradewind_web.licensing.models_register import HolderSlip, Register
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.traders.actions import keeping, linking
from tradewind_web.traders.models import Link, Trader
from tradewind_web.traders.values import TraderValues

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
YEAR = timezone.localdate().year
LICENCES = (
    "licence_id", "holder_id", "holder", "direction", "substance", "partner", "licensed_mass_kg", "quota_year",
    "valid_from", "valid_to", "status",
)  # fmt: skip
USES = ("licence_id", "declaration_id", "item", "used_on", "holder_id", "substance", "used_mass_kg", "office")
BACKWARDS = (f"{YEAR}-06-01", f"{YEAR}-01-01", "issued")
DAYS = (f"{YEAR}-01-05", f"{YEAR}-12-31", "issued")


@pytest.fixture
def lena():
    agency("Customs", kind="customs")
    return person("Lena", agency("NOU"), "licensing", "officer")


def sheet(name, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile(name, written.getvalue())


def register():
    return sheet(
        "register.xlsx",
        licences=[
            LICENCES,
            ("L-1", "P-100", "Cool Air Ltd", "import", "R-22", "CHN", 1000, YEAR, *DAYS),
            ("L-2", "P-200", "Frost Ltd", "import", "R-134a", "CHN", 500, YEAR, *DAYS),
            ("L-2", "P-200", "Frost Ltd", "import", "R-410A", "CHN", 250, YEAR, *DAYS),
            ("L-3", "P-300", "Odd Ltd", "import", "Wondergas", "CHN", 250, YEAR, *DAYS),
            ("L-4", "P-100", "Cool Air Ltd", "import", "R-22", "CHN", 10, YEAR, *BACKWARDS),
        ],
        uses=[
            USES,
            ("L-1", "D-1", 1, f"{YEAR}-02-01", "P-100", "R-22", 700, "MBA"),
            ("L-1", "D-2", 1, f"{YEAR}-03-01", "P-100", "R-22", 500, "MBA"),
            ("L-2", "D-3", 1, f"{YEAR - 1}-03-01", "P-999", "R-134a", 5, "MBA"),
            ("L-9", "D-4", 1, f"{YEAR}-03-01", "P-100", "R-22", 5, "MBA"),
        ],
    )  # fmt: skip


def test_a_register_is_read_for_what_does_not_add_up_and_then_taken_over_once(lena):
    trader = keeping.add(acting=lena, values=TraderValues("Cool Air Ltd", national_number="P-100"))
    allotting.allot(acting=lena, reason="", allotment=Allotment("C-I", YEAR, "kg", 900_000_000, trader.pk))
    browser = signed_in(lena)
    assert browser.post(reverse("licensing:import_register"), {}).status_code == 409
    answer = browser.post(reverse("licensing:import_register"), {"file": register()})
    assert answer.status_code == 302
    assert not Licence.objects.exists()
    worker.run_all()
    page = browser.get(answer.url).content.decode()
    for words in (
        "names “Wondergas”", "L-1, R-22: 1,200 kg used of 1,000 kg", "declaration D-4 names L-9", "L-2 of Frost Ltd",
        "Licences that end before they begin", "Uses outside the days of the licence", "Uses by another holder",
        "Cool Air Ltd", "licences for 1,010 kg, quota 900 kg",
    ):  # fmt: skip
        assert words in page, words
    assert browser.post(answer.url).status_code == 302
    assert browser.post(answer.url).status_code == 409
    worker.run_all()
    assert sorted(Licence.objects.values_list("number", flat=True)) == ["L-1", "L-2"]
    line = LicenceLine.objects.get(licence__number="L-1")
    assert (line.cleared_g, line.overdrawn_g) == (1_200_000, 200_000)
    held = Quota.objects.get()
    assert (held.committed_mg, held.cleared_mg, held.overrun_mg) == (0, 1_200_000_000, 300_000_000)
    assert Trader.objects.get(national_number="P-200").name == "Frost Ltd"
    assert Register.objects.get().counts["entered"] == 2
    again = browser.post(reverse("licensing:import_register"), {"file": register()})
    worker.run_all()
    assert "stand in your register already" in browser.get(again.url).content.decode()
    assert verify().intact


def test_a_register_with_headings_of_its_own_is_read_as_they_suggest_and_each_guess_is_told(lena):
    browser = signed_in(lena)
    file = SimpleUploadedFile("licences.xlsx", Path("examples/register/licences.xlsx").read_bytes())
    answer = browser.post(reverse("licensing:import_register"), {"file": file})
    worker.run_all()
    page = browser.get(answer.url).content.decode()
    assert "“Licence / Licence No.” is read as licence_id" in page
    assert browser.post(answer.url).status_code == 302
    worker.run_all()
    made = Register.objects.get()
    assert made.state == "entered"
    assert Licence.objects.count() == made.counts["good"] > 20
    names = Trader.objects.values_list("name", flat=True)
    assert len(set(names)) == len(names)


def test_a_file_that_is_no_register_says_so(lena):
    browser = signed_in(lena)
    file = SimpleUploadedFile("a.xlsx", b"nothing that anybody can read")
    answer = browser.post(reverse("licensing:import_register"), {"file": file})
    worker.run_all()
    assert "cannot be read" in browser.get(answer.url).content.decode()
    assert browser.post(answer.url).status_code == 409


def test_quotas_come_from_a_workbook_all_or_none_with_a_sentence_for_each_wrong_row(lena):
    keeping.add(acting=lena, values=TraderValues("Cool Air Ltd", national_number="P-100"))
    heads = ("Holder number", "Group", "Year", "Unit", "Amount")
    browser, url = signed_in(lena), reverse("licensing:import_quotas")
    bad = sheet(
        "q.xlsx",
        q=[
            heads,
            ("P-100", "F", YEAR, "kg CO2e", 5),
            ("P-9", "F", YEAR, "kg CO2e", 5),
            ("P-100", "X", YEAR, "t", ""),
        ],
    )
    page = browser.post(url, {"file": bad}).content.decode()
    assert "row 3: no trader of your register has the number" in page
    assert "row 4:" in page
    assert not Quota.objects.exists()
    good = sheet(
        "q.xlsx",
        q=[heads, ("p 100", "Annex F", YEAR, "kg CO2e", 1500), ("reserve", "C1", YEAR, "kg ODP", 2.5)],
    )
    assert browser.post(url, {"file": good}).status_code == 302
    assert sorted(Quota.objects.values_list("group", "allotted_mg")) == [
        ("C-I", 2_500_000),
        ("F", 1_500_000_000),
    ]
    assert "1,500 kg CO2e" in browser.get(reverse("licensing:quotas")).content.decode()
    for nothing in (SimpleUploadedFile("a.xlsx", b"x"), sheet("b.xlsx", q=[("a", "b")])):
        assert browser.post(url, {"file": nothing}).status_code == 409


def test_a_holder_reads_its_own_with_a_slip_and_nobody_elses(lena):
    trader = keeping.add(acting=lena, values=TraderValues("Cool Air Ltd", national_number="P-100"))
    twin = keeping.add(acting=lena, values=TraderValues("Cool Air Trading"))
    other = keeping.add(acting=lena, values=TraderValues("Frost Ltd"))
    linking.link(acting=lena, one_id=trader.pk, other_id=twin.pk, kind=Link.Kind.SAME, why="one director")
    days = timezone.localdate(), timezone.localdate() + timedelta(days=90)
    made = {}
    for who in (trader, twin, other):
        values = LicenceValues("import", "CHN", *days, (LineValues("R-22", 1_000_000),))
        licence = take_in(acting=lena, licence_id=enter(acting=lena, holder_id=who.pk, values=values).pk)
        made[who.name] = deciding.grant(acting=lena, licence_id=licence.pk)
    LicenceLine.objects.filter(licence=made["Cool Air Ltd"]).update(cleared_g=400_000)
    slip = signed_in(lena).post(reverse("licensing:slip", args=[trader.pk])).content.decode()
    code = slip.partition('class="slip-code" dir="ltr">')[2].partition("<")[0]
    anyone, url = Client(), reverse("licensing:holder")
    page = anyone.post(url, {"code": code.lower()}).content.decode()
    assert "600 kg left of 1,000 kg" in page
    assert made["Cool Air Trading"].number in page
    assert made["Frost Ltd"].number not in page
    assert anyone.post(url, {"code": "ABCD-ABCD-ABCD-ABCD"}).status_code == 409
    signed_in(lena).post(reverse("licensing:slip", args=[trader.pk]))
    assert anyone.post(url, {"code": code}).status_code == 409  # an earlier slip is no longer good
    assert HolderSlip.objects.filter(code_hash__contains=code).count() == 0
