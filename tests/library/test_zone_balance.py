"""Stock of free zones: what is missing, too much, renamed or opened otherwise; silent where the books close."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import Row, signs

from examples import examples
from held_tables import Held
from tradewind.detectors.zone_balance import DETECTOR as ZONE
from tradewind.detectors.zone_balance import SIGNS
from tradewind.findings import Finding
from translated import untranslated


def count(gas: str, opening: int, came: int, went: int, closing: int, **more: Any) -> Row:
    row: Row = {"zone": "North Zone", "holder": "Holder", "substance": gas, "period_start": date(2025, 1, 1)}
    row |= {"period_end": date(2025, 3, 31), "loss_g": 0, "opening_g": opening * 1000, "in_g": came * 1000}
    return row | {"out_g": went * 1000, "closing_g": closing * 1000} | more


def found(*rows: Row) -> dict[str, Finding]:
    return {str(f.substance): f for f in ZONE.run(Held(zone_stock=rows), ZONE.Parameters())}


def test_what_is_missing_is_the_mass_of_the_finding() -> None:
    made = found(count("R-22", 1000, 4000, 2000, 1000))["R-22"]
    assert signs(made) == {"missing"} and "40 % of what there was" in made.reasons[0].text
    assert made.mass_kg is not None and made.mass_kg.mid == 2000
    assert made.odp_t is not None and made.odp_t.mid is not None and abs(made.odp_t.mid - 0.11) < 1e-9
    assert made.subject_id == "North Zone:HOLDER:R-22:2025-03-31"


def test_more_out_than_in_is_found() -> None:
    made = found(count("R-134a", 1000, 1000, 3000, 500))["R-134a"]
    assert signs(made) == {"more_than_came"} and made.mass_kg is not None and made.mass_kg.mid == 1500


def test_a_gas_missing_beside_as_much_too_much_of_another_was_renamed() -> None:
    made = found(count("R-22", 1000, 4000, 2000, 1000), count("R-134a", 0, 1000, 2950, 0))
    assert signs(made["R-22"]) == {"missing", "turned_into_another"}
    apart = found(count("R-22", 1000, 4000, 2000, 1000), count("R-134a", 0, 1000, 9000, 0))
    assert signs(apart["R-22"]) == {"missing"}


def test_a_recorded_loss_and_small_differences_raise_nothing() -> None:
    assert found(count("R-22", 1000, 4000, 2000, 1000, loss_g=2_000_000)) == {}
    assert found(count("R-22", 1000, 4000, 2000, 2910)) == {}
    assert found(count("R-22", 1000, 4000, 2000, 2800, loss_g=None)) == {}
    assert set(found(count("R-22", 1000, 4000, 2000, 2800))) == {"R-22"}


def test_a_count_that_lacks_a_figure_or_is_of_the_past_raises_nothing() -> None:
    for lacking in ("opening_g", "in_g", "out_g", "closing_g"):
        assert found(count("R-22", 1000, 4000, 2000, 1000) | {lacking: None}) == {}
    assert found(count("R-22", 1000, 4000, 2000, 1000, historical=True)) == {}


def test_a_period_begins_with_what_the_one_before_ended_with() -> None:
    first = count("R-32", 1000, 0, 0, 1000)
    second = count("R-32", 600, 0, 0, 600, period_start=date(2025, 4, 1), period_end=date(2025, 6, 30))
    made = found(first, second)["R-32"]
    assert signs(made) == {"opening_differs"} and made.reasons[0].rows == (
        "test:zone_stock::1",
        "test:zone_stock::2",
    )
    assert found(first, second | {"period_start": date(2025, 5, 1)}) == {}


@given(st.lists(st.tuples(*[st.integers(0, 9000)] * 3, st.floats(0, 1)), min_size=1, max_size=8))
@examples(4)
def test_books_that_close_are_never_found(entries: list[tuple[int, int, int, float]]) -> None:
    rows = []
    for n, (opening, came, lost, share) in enumerate(entries):
        lost = min(lost, opening + came)
        went = int((opening + came - lost) * share)
        row = count("R-22", opening, came, went, opening + came - lost - went, loss_g=lost * 1000)
        rows.append(row | {"holder": f"Holder {n}"})
    assert found(*rows) == {}


def test_every_sentence_is_in_every_language() -> None:
    assert untranslated([t for s in SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
