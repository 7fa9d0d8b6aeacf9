"""The daily file of customs: written off once, corrected when amended, beyond the licence said and never hidden."""

import pytest
from source_office import loaded

from licences_made import licence
from offices import agency, person, signed_in
from tradewind_web.audit.models import Event
from tradewind_web.audit.verifying import verify
from tradewind_web.licensing.actions.reserving import reserve
from tradewind_web.licensing.claims import Claim
from tradewind_web.licensing.daily import write_off_daily
from tradewind_web.licensing.models import LicenceLine, LicensingRule, Reservation

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "declaration_id,item,lodged_on,office,regime,hs_edition,hs_code,substance,licence_id,net_mass_g\n"


def file(*rows):
    return HEAD + "".join(
        f"{d},{i},2026-03-01,KEMBA,{regime},2022,290345,R-134a,{n},{g}\n" for d, i, regime, n, g in rows
    )


def totals():
    line = LicenceLine.objects.get(licence__number="26X123")
    return line.cleared_g, line.overdrawn_g


@pytest.fixture
def customs():
    made = agency("Customs", kind="customs")
    nou = agency("NOU")
    licence(nou, made)
    licence(nou, made, number="26Y1")
    LicensingRule.objects.create(party="KEN", agency=nou, level=1)
    return made


@pytest.fixture
def cora(customs):
    return signed_in(person("Cora", customs, "officer", "supervisor"))


def test_the_daily_file_is_written_off_once_and_follows_what_is_amended(cora, customs):
    first = file(
        ("D1", 1, "import", "26X123", 600_000), ("D2", 1, "import", "26X123", 500_000),
        ("D3", 1, "export", "26X123", 7_000), ("D4", 1, "import", "26UNKNOWN", 9_000),
    )  # fmt: skip
    loaded(cora, "monday.csv", first)
    assert totals() == (1_100_000, 100_000), "what passed beyond the licence is said, not hidden"
    assert Reservation.objects.get(declaration="D2").beyond_g == 100_000
    events = Event.objects.count()
    write_off_daily(str(customs.pk), lambda share, what: None)
    assert (Event.objects.count(), Reservation.objects.count()) == (events, 2), (
        "running it again changes nothing"
    )
    # amended: D1 weighs less; D2 was cleared on another licence after all
    loaded(cora, "tuesday.csv", file(
        ("D1", 1, "import", "26X123", 450_000), ("D2", 1, "import", "26Y1", 500_000),
    ))  # fmt: skip
    assert totals() == (450_000, 0)
    assert LicenceLine.objects.get(licence__number="26Y1").cleared_g == 500_000
    assert Event.objects.filter(name="licensing.write_off_corrected").count() == 2
    assert verify().intact


def test_what_was_entered_while_the_link_was_down_is_corrected_by_the_file(cora, customs):
    LicensingRule.objects.update(level=2)
    cora.post("/licences/customs/write-off/", {
        "line": "26X123 1 100kg", "declaration": "D9", "reason": "no network", "sure": "1",
    })  # fmt: skip
    from django.utils import timezone

    claim = Claim(number="26X123", key="k", declaration="D8", mass_g=50_000, on=timezone.localdate())
    reserve(acting=person("Cora", customs), claim=claim)
    loaded(cora, "wednesday.csv", file(
        ("D8", 1, "import", "26X123", 50_000), ("D9", 1, "import", "26X123", 95_500),
    ))  # fmt: skip
    assert totals() == (95_500, 0)
    assert Reservation.objects.get(declaration="D8").state == "held", "what the link holds is the link's"


def test_at_level_0_and_where_customs_lead_the_file_writes_nothing_off(cora):
    for said in ({"level": 0}, {"level": 1, "leads": "customs"}):
        LicensingRule.objects.update(**said)
        loaded(cora, f"{said['level']}.csv", file(("D1", 1, "import", "26X123", 1000 + said["level"])))
    assert totals() == (0, 0)
