"""Transits not written off and stocks of zones that do not close: found on the line, silent where they end in time."""

from datetime import date, timedelta
from typing import Any

from item_lines import FIRST, Row, found, line, signs

from held_tables import Held
from tradewind.detectors import registry
from tradewind.detectors.items import journey_open
from tradewind.detectors.items.journey_open import DETECTOR as OPEN
from translated import untranslated

LIMIT = FIRST + timedelta(8)


def transit(**more: Any) -> Row:
    return line("T1", "transit", 5000, **more)


def leg(kind: str = "departure", day: int = 0, **more: Any) -> Row:
    row: Row = {"movement_id": "M1", "declaration_id": "T1", "leg": kind, "event_on": FIRST + timedelta(day)}
    return row | {"limit_on": LIMIT} | more


def ended(day: int, **more: Any) -> Row:
    return leg("discharge", day, **({"limit_on": None, "declaration_id": None} | more))


def later(day: int, **more: Any) -> Row:
    """Another movement, whose day tells how far the source has come."""
    return leg(day=day, **({"movement_id": "M9", "declaration_id": "T9"} | more))


def test_a_transit_that_nobody_wrote_off_is_found_with_the_days_since_its_limit() -> None:
    made = found(OPEN, [transit()], movements=[leg(), later(28)])["T1"]
    assert signs(made) == {"not_discharged"} and made.reasons[0].rows[1:] == ("test:movements::1",)
    assert "transit M1 of 5000 kg was to end by 2025-01-09" in made.reasons[0].text
    assert "20 days later" in made.reasons[0].text
    told = [leg(published_on=FIRST + timedelta(28))]
    assert signs(found(OPEN, [transit()], movements=told)["T1"]) == {"not_discharged"}


def test_a_transit_that_ended_after_its_time_is_found_as_such() -> None:
    made = found(OPEN, [transit()], movements=[leg(), ended(13), later(40)])["T1"]
    assert signs(made) == {"discharged_late"} and "ended 5 days later" in made.reasons[0].text


LAWFUL = (
    [leg(), leg("border", 9)], [leg(), ended(8)], [leg(), ended(10)], [leg(), ended(0, discharged_on=LIMIT)],
    [leg(), ended(7, source="office abroad")], [leg(limit_on=None)], [leg(), leg("cancelled", 3)],
    [leg(regime="import")], [leg(source="another office")], [leg(declaration_id="T2")],
)  # fmt: skip


def test_one_that_ends_in_time_is_not_over_or_not_told_of_raises_nothing() -> None:
    lines, legs = [], [later(40)]
    for n, case in enumerate(LAWFUL[1:]):
        lines.append(transit() | {"declaration_id": f"T1-{n}"})
        own = [row | {"movement_id": f"M{n}-"} for row in case]
        legs += [
            row | {"declaration_id": row["declaration_id"] and f"{row['declaration_id']}-{n}"} for row in own
        ]
    assert found(OPEN, lines, movements=legs) == {}
    assert found(OPEN, [transit()], movements=LAWFUL[0]) == {}


def test_a_movement_that_bears_the_number_of_the_declaration_is_its_own_and_the_past_raises_nothing() -> None:
    legs = [leg(movement_id="T1", declaration_id=None), later(40)]
    assert set(found(OPEN, [transit()], movements=legs)) == {"T1"}
    assert found(OPEN, [transit(historical=True)], movements=legs) == {}
    assert found(OPEN, [line("T1", "import", 5000)], movements=legs) == {}


def test_of_two_movements_of_a_declaration_the_open_one_speaks() -> None:
    legs = [leg(), ended(20), leg(movement_id="M2"), later(12)]
    made = found(OPEN, [transit()], movements=legs)["T1"]
    assert [r.code for r in made.reasons] == ["not_discharged"] and "transit M2" in made.reasons[0].text


def into_zone(**more: Any) -> Row:
    return line("Z1", "free zone", 4000, 5) | {"importer": "Zone Traders", "importer_id": "Z-1"} | more


def stock(missing_kg: float, **more: Any) -> Row:
    row: Row = {"zone": "Port Zone", "holder_id": "Z-1", "holder": "Zone Traders", "substance": "R-134a",
                "period_start": FIRST, "period_end": date(2025, 1, 31), "opening_g": 1_000_000, "in_g": 4_000_000,
                "out_g": 2_000_000, "loss_g": None, "closing_g": round(3_000_000 - missing_kg * 1000)}  # fmt: skip
    return row | more


def test_a_stock_that_misses_gas_is_found_on_the_line_that_brought_it() -> None:
    made = found(OPEN, [into_zone()], zone_stock=[stock(500)])["Z1"]
    assert signs(made) == {"missing_in_zone"}
    assert "into Port Zone its holder misses 500 kg, 10 % of what there was" in made.reasons[0].text
    others = ({"importer_id": None}, {"regime": "warehouse"}, {"importer": "Owner", "importer_id": None,
                                                               "consignee": "ZONE TRADERS"})  # fmt: skip
    rows = [into_zone(declaration_id=f"Z{n}", **other) for n, other in enumerate(others)]
    all_ = found(OPEN, rows, zone_stock=[stock(500), stock(900, zone="Hill Zone")])
    assert set(all_) == {"Z0", "Z1", "Z2"} and "Hill Zone" in all_["Z0"].reasons[0].text


def test_a_stock_that_closes_or_is_another_s_raises_nothing() -> None:
    february = {"period_start": date(2025, 2, 1), "period_end": date(2025, 2, 28)}
    rows = [
        stock(0), stock(-500), stock(90), stock(500, loss_g=500_000), stock(500, closing_g=None),
        stock(500, out_g=None), stock(500, holder_id="Z-2", holder="Others"), stock(500, substance="R-32"),
        stock(500, **february),
    ]  # fmt: skip
    assert found(OPEN, [into_zone()], zone_stock=rows) == {}


def test_without_movements_and_zones_nothing_is_asked() -> None:
    answers = registry.ask(Held(declarations=[transit()]), ["journey_open"])
    assert answers.findings == ()
    assert answers.not_asked == {
        "journey_open": "neither movements of goods nor a stock of free zones is loaded"
    }


def test_every_sentence_is_in_every_language() -> None:
    texts = [t for s in journey_open.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated(texts) == []
