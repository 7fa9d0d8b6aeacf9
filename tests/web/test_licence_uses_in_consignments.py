"""What was cleared under a licence stands beside what others tell of the goods, and each page leads to the other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from source_office import loaded

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.consignments.actions.recording import open_consignment, tell
from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.models import Alarm, Consignment, LegReport
from tradewind_web.jobs import worker
from tradewind_web.licensing import printing
from tradewind_web.licensing.actions.deciding import grant
from tradewind_web.licensing.actions.writing_off import Passed, write_off
from tradewind_web.licensing.models import LicenceLine
from tradewind_web.licensing.words import Came

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
DECLARED = (
    "declaration_id,item,lodged_on,regime,dispatch,destination,hs_edition,hs_code,description,net_mass_g,container\n"
    "KE-7,1,2026-03-02,free zone,CHN,KEN,2022,290371,R-22 gas,900000,INVU4120016\n"
)


@pytest.fixture
def customs():
    return agency("Customs", kind="customs")


@pytest.fixture
def officer(customs):
    return person("Cora", customs, Role.OFFICER)


@pytest.fixture
def line(customs):
    made = licence(agency("NOU"), customs, ucr="6KETWL1", lines=[{"substance": "R-22", "hs_code": "290371"}])
    return LicenceLine.objects.select_related("licence").get(licence=made)


def clear(officer, line, grams, *, declaration="KE-7", item=1):
    write_off(acting=officer, passed=Passed(
        line=line, declaration=declaration, item=item, mass_g=grams, on=timezone.localdate(), source=Came.FALLBACK,
        reason="the link was down",
    ))  # fmt: skip
    worker.run_all()


def use():
    return LegReport.objects.filter(said_by="licence", taken_back_at=None).order_by("-told").first()


def test_a_use_stands_beside_the_declaration_whichever_came_first(officer, line):
    client = signed_in(officer)
    clear(officer, line, 890_000)
    assert use() is None, "an import of which nothing else is known is no way to follow"
    loaded(client, "day.csv", DECLARED)
    load = Consignment.objects.get()
    assert (use().consignment, use().leg, use().net_g, use().licence) == (
        load,
        "free zone",
        890_000,
        "26X123",
    )
    assert not Alarm.objects.exists(), "the scales differ by less than scales do"
    clear(officer, line, 500_000)
    assert use().net_g == 500_000
    assert Alarm.objects.get(gone_at=None).code == "accounts_differ"
    clear(officer, line, 890_000)
    assert not Alarm.objects.filter(gone_at=None).exists(), "a correction is a later word of the same source"
    clear(officer, line, 0)
    assert use().cancelled and use().net_g is None
    assert verify().intact
    told = Event.objects.filter(name="consignments.licence_uses_told")
    assert told.count() == 4
    page = client.get(reverse("consignments:one", args=[load.pk])).content.decode()
    assert reverse("licensing:one", args=[line.licence_id]) in page
    page = client.get(reverse("licensing:one", args=[line.licence_id])).content.decode()
    board = reverse("consignments:board")
    assert f"{board}?look=all&amp;q=26X123" in page
    assert load.ucr in client.get(board, {"look": "all", "q": "26X123"}).content.decode()


def test_items_of_one_declaration_count_together_and_not_before_each_is_settled(officer, line):
    client = signed_in(officer)
    clear(officer, line, 500_000)
    clear(officer, line, 400_000, item=2)
    loaded(client, "day.csv", DECLARED)
    assert use().net_g == 900_000 and not Alarm.objects.exists()


def test_a_use_is_found_by_the_reference_of_the_licence_until_its_declaration_is_known(officer, line):
    load = open_consignment(acting=officer, ucr="6 ketwl1")
    clear(officer, line, 300_000)
    assert (use().consignment, use().leg, use().country_from) == (load, "import", "CHN")
    other = open_consignment(acting=officer)
    tell(acting=officer, consignment_id=other.pk, values=LegValues(
        leg="import", paper="KE-7", substance="R-22", net_g=300_000, day=timezone.localdate() - timedelta(days=1),
    ))  # fmt: skip
    clear(officer, line, 310_000)
    assert use().consignment == other
    assert not LegReport.objects.filter(consignment=load, taken_back_at=None).exists()


def test_a_consignment_does_not_lead_to_a_licence_that_does_not_reach_the_reader(officer):
    hidden = licence(agency("NOU"), number="26X999")
    load = open_consignment(acting=officer)
    tell(acting=officer, consignment_id=load.pk, values=LegValues(
        leg="export", paper="P-1", substance="R-22", net_g=1000, licence="26X999", country_to="UGA",
    ))  # fmt: skip
    page = signed_in(officer).get(reverse("consignments:one", args=[load.pk])).content.decode()
    assert str(hidden.pk) not in page and "Licences its papers name" not in page


def test_a_licence_whose_applicant_gave_no_reference_gets_one_that_its_paper_shows():
    nou = agency("NOU")
    idris = person("Idris", nou, Role.LICENSING)
    asked = licence(nou, state="applied", number=None, code=None)
    made = grant(acting=idris, licence_id=asked.pk)
    year = timezone.localdate().year
    assert made.ucr == f"{year % 10}KETWL{year}00001" and len(made.ucr) <= 35
    page = signed_in(idris).get(reverse("licensing:one", args=[made.pk])).content.decode()
    assert made.ucr in page
    assert ["UCR", made.ucr] in printing._facts(made)


def test_goods_admitted_for_a_time_are_followed_and_asked_about_when_their_day_is_past(officer):
    client = signed_in(officer)
    admitted = DECLARED.replace("container\n", "container,procedure\n").replace("free zone", "import")
    admitted = admitted.replace("INVU4120016", ",5300").replace("2026-03-02", "2023-03-02")
    loaded(client, "year.csv", admitted)
    load = Consignment.objects.get()
    assert load.alarms_text == ",overdue_re_export," and load.overdue_days > 100
    page = client.get(reverse("consignments:one", args=[load.pk])).content.decode()
    assert "had to leave again by 2025-03-02" in page and "for a time" in page
    said = {
        "leg": "re-export", "paper": "RE-9", "day": "2025-02-01", "substance": "R-22", "net_g": "900",
        "country_to": "Uganda",
    }  # fmt: skip
    assert client.post(reverse("consignments:tell", args=[load.pk]), said).status_code == 302
    worker.run_all()
    assert not Alarm.objects.filter(code="overdue_re_export", gone_at=None).exists()
    sent = {"leg": "export", "paper": "EX-1", "day": "2026-01-05", "substance": "R-22", "net_g": "50",
            "country_to": "Uganda", "temporary": "on", "limit_on": "2026-02-01"}  # fmt: skip
    assert client.post(reverse("consignments:tell", args=[load.pk]), sent).status_code == 302
    worker.run_all()
    assert Alarm.objects.filter(code="overdue_returned", gone_at=None).exists()
