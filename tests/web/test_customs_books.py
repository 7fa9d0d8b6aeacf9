"""The books of the customs desk: what passed without the link waits for a person; two ledgers stand side by side."""

from datetime import timedelta

import pytest
from django.utils import timezone
from source_office import loaded

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.licensing.models import LicenceLine, LicensingRule, Reservation
from tradewind_web.licensing.models_customs import CustomsFigure, FallbackCheck
from tradewind_web.sources.models import Batch

pytestmark = pytest.mark.django_db(transaction=True)
WRITE, QUEUE = "/licences/customs/write-off/", "/licences/customs/without-link/"
CHECK, LEDGER = QUEUE + "check/", "/licences/customs/ledger/"
DECLARED = "declaration_id,item,lodged_on,office,regime,hs_edition,hs_code,substance,licence_id,net_mass_g\n"
USED = "licence_id,declaration_id,item,used_on,substance,used_mass_g,remaining_mass_g,office\n"


def declared(*rows):
    return DECLARED + "".join(
        f"{d},1,2026-03-01,KEMBA,import,2022,290345,R-134a,{n},{g}\n" for d, n, g in rows
    )


def used(*rows):
    return USED + "".join(f"{n},{d},1,2026-03-01,R-134a,{g},{left},KEMBA\n" for n, d, g, left in rows)


@pytest.fixture
def nou():
    return agency("NOU")


@pytest.fixture
def customs(nou):
    made = agency("Customs", kind="customs")
    licence(nou, made)
    licence(nou, made, number="26Y1")
    return made


@pytest.fixture
def cora(customs):
    return signed_in(person("Cora", customs, "officer", "supervisor"))


@pytest.fixture
def passed(cora):
    """Three clearances that passed without the link."""
    for number in (1, 2, 3):
        cora.post(WRITE, {"line": f"26X123 1 {number}00kg", "declaration": f"KE-{number}", "reason": "no power",
                          "sure": "1"})  # fmt: skip
    return list(Reservation.objects.order_by("declaration"))


def test_what_passed_without_the_link_is_reconciled_by_hand_one_or_many_and_refused_with_a_reason(
    cora, passed, customs, nou, django_assert_max_num_queries
):
    first, second, third = passed
    assert '<span class="count">3</span>' in cora.get("/licences/customs/").content.decode()
    with django_assert_max_num_queries(26):
        page = cora.get(QUEUE).content.decode()
    assert page.count("no power") == 3
    assert cora.post(CHECK, {"do": "reconcile"}).status_code == 409, "nothing is chosen"
    assert cora.post(CHECK, {"do": "refuse", "row": str(third.pk)}).status_code == 409, "no reason"
    assert cora.post(CHECK, {"do": "reconcile", "row": [str(first.pk), str(second.pk)]}).status_code == 302
    assert "KE-1" in cora.get(QUEUE, {"view": "reconciled"}).content.decode()
    assert "KE-1" not in cora.get(QUEUE).content.decode()
    said = {"do": "refuse", "row": str(third.pk), "reason": "it was licence 26Y1"}
    assert cora.post(CHECK, said).status_code == 302
    assert LicenceLine.objects.get(licence__number="26X123").cleared_g == 300_000, (
        "the write-off is taken back"
    )
    assert "it was licence 26Y1" in cora.get(QUEUE, {"view": "refused"}).content.decode()
    assert cora.post(CHECK, said).status_code == 409, "it was taken back already"
    assert Event.objects.filter(name="licensing.fallback_reconciled").count() == 2
    assert Event.objects.get(name="licensing.fallback_refused").reason == "it was licence 26Y1"
    # who only reads does not, and another agency's row is nobody's; who licensed sees it
    assert signed_in(person("Ana", customs, "analyst")).post(CHECK, said).status_code == 403
    nia = signed_in(person("Nia", nou, "licensing"))
    assert nia.post(CHECK, {"do": "reconcile", "row": str(second.pk)}).status_code == 404
    assert "KE-1" in nia.get(QUEUE, {"view": "reconciled"}).content.decode()
    assert verify().intact


def test_the_daily_file_reconciles_what_it_knows_and_another_mass_waits_again(cora, passed, nou):
    LicensingRule.objects.create(party="KEN", agency=nou, level=2)
    loaded(cora, "monday.csv", declared(("KE-1", "26X123", 95_000), ("KE-2", "26X123", 200_000)))
    assert set(FallbackCheck.objects.values_list("reservation__declaration", "mass_g", "by")) == {
        ("KE-1", 95_000, None), ("KE-2", 200_000, None),
    }  # fmt: skip
    assert "by the daily file" in cora.get(QUEUE, {"view": "reconciled"}).content.decode()
    page = cora.get(QUEUE).content.decode()
    assert "KE-3" in page
    assert "KE-2" not in page
    cora.post(WRITE, {"line": "26X123 1 190kg", "declaration": "KE-2", "reason": "read wrongly", "sure": "1"})
    assert "KE-2" in cora.get(QUEUE).content.decode(), "nobody compared this mass"


def test_where_customs_lead_both_ledgers_stand_side_by_side_with_their_age(cora, customs, nou):
    LicensingRule.objects.create(party="KEN", agency=nou, leads="customs")
    assert "Customs has sent nothing yet" in cora.get(LEDGER).content.decode()
    loaded(cora, "declared.csv", declared(("KE-1", "26X123", 300_000), ("KE-2", "26Y1", 50_000)))
    loaded(cora, "ledger.csv", used(("26X123", "KE-1", 280_000, 720_000), ("26Y1", "KE-2", 50_000, 950_000)))
    figure = CustomsFigure.objects.get(licence__number="26X123")
    assert (figure.ours_g, figure.theirs_g, figure.left_g) == (300_000, 280_000, 720_000)
    page = cora.get(LEDGER).content.decode()
    assert "as of today" in page
    assert "26X123" in page
    assert "26Y1" not in page, "where both say the same there is nothing to look at"
    assert "26Y1" in cora.get(LEDGER, {"every": "1"}).content.decode()
    explain = f"{LEDGER}{figure.pk}/explain/"
    assert cora.post(explain, {"explanation": " "}).status_code == 409
    assert cora.post(explain, {"explanation": "=tare of one cylinder"}).status_code == 302
    page = cora.get(LEDGER).content.decode()
    assert "=tare of one cylinder" in page
    assert "Cora" in page
    assert Event.objects.get(name="licensing.difference_explained").reason == "=tare of one cylinder"
    file = b"".join(cora.get(LEDGER + "figures.csv").streaming_content).decode("utf-8-sig")
    assert "26X123,Mombasa Cooling Ltd,R-134a,Customs,300.0,280.0,20.0,720.0" in file
    assert "'=tare" in file, "no cell runs as a formula"
    # another difference is open again, and an old copy says that it is old
    Batch.objects.update(loaded_at=timezone.now() - timedelta(days=6))
    loaded(cora, "newer.csv", declared(("KE-9", "26X123", 5_000)))
    page = cora.get(LEDGER).content.decode()
    assert "as of 6 days ago" in page
    assert "Another difference was explained" in page
    # who licensed reads it too; another agency of the Party finds nothing of it
    assert "26X123" in signed_in(person("Nia", nou, "licensing")).get(LEDGER).content.decode()
    market = signed_in(person("Mo", agency("Market", kind="market_surveillance")))
    assert "26X123" not in market.get(LEDGER).content.decode()
    assert market.post(explain, {"explanation": "x"}).status_code == 404
    assert not Reservation.objects.exists(), "nothing is written off from it"


def test_the_largest_difference_comes_first_page_by_page(cora, customs, nou, django_assert_max_num_queries):
    LicensingRule.objects.create(party="KEN", agency=nou, leads="customs")
    for number in range(30):
        CustomsFigure.objects.create(
            licence=licence(nou, customs, number=f"26Z{number:02}"), substance="R-134a", customs=customs,
            ours_g=number * 1000, theirs_g=0, difference_g=number * 1000, as_of=timezone.now(),
        )  # fmt: skip
    with django_assert_max_num_queries(26):
        page = cora.get(LEDGER).content.decode()
    assert page.index("26Z29") < page.index("26Z28")
    assert "26Z04" not in page
    assert 'rel="next"' in page
