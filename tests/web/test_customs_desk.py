"""The customs desk without a link: a line from the back of a paper is shown, taken, corrected, and never hidden."""

import pytest

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.licensing.actions.reserving import reserve
from tradewind_web.licensing.actions.settling import cancel
from tradewind_web.licensing.claims import Claim
from tradewind_web.licensing.models import LicenceLine, LicensingRule, Reservation

pytestmark = pytest.mark.django_db
DESK, WRITE = "/licences/customs/", "/licences/customs/write-off/"


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def customs():
    return agency("Customs", kind="customs")


@pytest.fixture
def made(nou, customs):
    return licence(nou, customs)


@pytest.fixture
def cora(customs, made):
    return signed_in(person("Cora", customs))


def totals():
    line = LicenceLine.objects.get()
    return line.reserved_g, line.cleared_g, line.overdrawn_g


def test_a_licence_is_found_by_number_and_by_its_short_code(cora, made):
    for typed in ("26X123", made.code, made.code.lower()):
        page = cora.get(DESK, {"q": typed}).content.decode()
        assert "Mombasa Cooling Ltd" in page
        assert "1,000" in page
    assert "no licence 26X999" in cora.get(DESK, {"q": "26X999"}).content.decode()


def test_a_line_is_shown_as_understood_before_it_is_taken(cora):
    shown = cora.post(WRITE, {"line": "26X123 3 600 kg"}).content.decode()
    assert "600 kg, row 3" in shown
    assert "400 kg will be left" in shown
    assert totals() == (0, 0, 0)
    assert cora.post(WRITE, {"line": "26X123 3 600 kg", "sure": "1"}).status_code == 302
    assert totals() == (0, 600_000, 0)
    # the same row again changes nothing; with another mass it is corrected
    assert "changes nothing" in cora.post(WRITE, {"line": "26x123 3 600kg".upper()}).content.decode().lower()
    cora.post(WRITE, {"line": "26X123 3 600kg", "sure": "1"})
    assert totals() == (0, 600_000, 0)
    assert "600 kg stand there already" in cora.post(WRITE, {"line": "26X123 3 550kg"}).content.decode()
    cora.post(WRITE, {"line": "26X123 3 550,5 kg", "sure": "1"})
    assert totals() == (0, 550_500, 0)
    assert [e.name for e in Event.objects.filter(name__startswith="licensing.write").order_by("id")] == [
        "licensing.write_off_corrected"
    ]
    assert verify().intact


def test_what_goes_beyond_the_licence_is_written_off_and_said(cora):
    assert "Only 1,000 kg are left" in cora.post(WRITE, {"line": "26X123 1 1.2t"}).content.decode()
    done = cora.post(WRITE, {"line": "26X123 1 1.2t", "sure": "1"}, follow=True).content.decode()
    assert "200 kg of it are beyond the licence" in done
    assert totals() == (0, 1_200_000, 200_000)
    # corrected below the licence, nothing of it stays overdrawn
    cora.post(WRITE, {"line": "26X123 1 900kg", "sure": "1"})
    assert totals() == (0, 900_000, 0)


def test_what_becomes_free_pays_back_first_what_was_overdrawn(cora, customs):
    acting = person("Cora", customs)
    from django.utils import timezone

    claim = Claim(number="26X123", key="k", declaration="D1", mass_g=600_000, on=timezone.localdate())
    held = reserve(acting=acting, claim=claim)
    cora.post(WRITE, {"line": "26X123 1 500kg", "sure": "1"})
    assert totals() == (600_000, 500_000, 100_000)
    cancel(acting=acting, reservation=held)
    assert totals() == (0, 500_000, 0), "or 600 kg could be taken where 500 are left"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "required"), ("26X123", "26X123 3 1360kg"), ("26X123 three 5kg", "comes the row"),
        ("26X123 3 1,360kg", "thousands or thousandths"), ("26X999 3 5kg", "no licence 26X999"),
        ("26X123 3 5kg R-22", "is for R-134a"), ("26X123 3 0kg", "nothing stands at this row"),
        ("26X123\x00 3 5kg", "ull characters"), ("26X123 3 99999999999999t", "more than nothing"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_meant_says_what_to_write(cora, line, said):
    answer = cora.post(WRITE, {"line": line, "sure": "1"})
    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert totals() == (0, 0, 0)


def test_what_passed_while_the_link_was_down_needs_a_reason(cora):
    said = {"line": "26X123 2 100kg", "declaration": "26KE77", "sure": "1"}
    assert cora.post(WRITE, said).status_code == 422
    assert cora.post(WRITE, said | {"reason": "no network since six"}).status_code == 302
    written = Reservation.objects.get()
    assert (written.source, written.declaration, written.item) == ("fallback", "26KE77", 2)
    assert Event.objects.get(name="licensing.written_off").reason == "no network since six"


def test_the_weekly_list_has_what_is_good_today_and_nothing_else(
    cora, nou, customs, django_assert_max_num_queries
):
    for number in range(30):
        licence(nou, customs, number=f"26Y{number}")
    licence(nou, customs, number="26OLD", valid_from="2020-01-01", valid_until="2020-02-01")
    licence(nou, customs, number="26SUS", state="suspended")
    licence(nou, number="26OWN")
    with django_assert_max_num_queries(22):
        page = cora.get("/licences/customs/list/").content.decode()
    assert "26Y29" in page
    assert "26X123" in page
    assert not any(hidden in page for hidden in ("26OLD", "26SUS", "26OWN"))


def test_who_only_reads_writes_nothing_off(made, customs, nou):
    for acting in (person("Ana", customs, "analyst"), person("Olu", nou, "officer")):
        client = signed_in(acting)
        assert client.get(DESK).status_code == 200
        assert client.post(WRITE, {"line": "26X123 3 5kg", "sure": "1"}).status_code == 403
    assert signed_in(person("Nia", nou, "licensing")).post(
        WRITE, {"line": "26X123 3 5kg", "sure": "1"}
    ).status_code == 302  # fmt: skip


def test_where_customs_lead_nothing_is_written_off_here(cora, nou):
    LicensingRule.objects.create(party="KEN", agency=nou, leads="customs")
    assert "is its copy" in cora.post(WRITE, {"line": "26X123 3 5kg", "sure": "1"}).content.decode()
    assert totals() == (0, 0, 0)
