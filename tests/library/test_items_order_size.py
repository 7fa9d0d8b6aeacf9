"""Orders beyond an importer's own, and large first ones: found where they stand out, silent on trade as it grows."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from item_lines import Row, found, line, signs

from examples import examples
from tradewind.detectors.items import order_size
from tradewind.detectors.items.order_size import DETECTOR as SIZE
from translated import untranslated

few = examples(4)


def order(name: str, kg: float, day: int, **more: Any) -> Row:
    return line(name, kg=kg, day=day, **({"importer_id": "T-1", "importer": "Cool Ltd"} | more))


PAST = [order("D1", 300, 0), order("D2", 400, 20)]


def test_a_line_of_several_times_the_largest_before_is_found() -> None:
    made = found(SIZE, [*PAST, order("N", 2000, 40)])
    assert set(made) == {"N"} and signs(made["N"]) == {"larger_than_ever"}
    assert (
        "Cool Ltd brings 2000 kg of gas, 5 times the largest of its 2 lines before"
        in made["N"].reasons[0].text
    )


def test_little_growth_few_lines_and_what_was_not_ordered_raise_nothing() -> None:
    rows = []
    for n, other in enumerate(({"kg": 1100}, {"day": 20}, {"regime": "returned"}, {"regime": "export"},
                               {"historical": True})):  # fmt: skip
        said = {"kg": 2000, "day": 40, "regime": "import"} | other
        own = {"importer_id": f"T-{n}", "importer": f"Cool {n}"}
        rows += [row | own | {"declaration_id": f"{n}-{row['declaration_id']}"} for row in PAST]
        rows.append(order(f"N{n}", **said, **own))
    small = {"importer_id": "S-1", "importer": "Small"}
    rows += [order("D8", 10, 0, **small), order("D9", 10, 20, **small), order("N8", 450, 40, **small)]
    rows += [order("D7", 300, 0, importer_id="O-1"), order("N7", 2000, 40, importer_id="O-1")]
    assert found(SIZE, [*rows, order("N9", 2000, 40, importer_id=None, importer=None)]) == {}


def test_a_past_loaded_as_such_counts_and_a_mass_in_a_wrong_unit_does_not() -> None:
    old = [row | {"historical": True} for row in PAST]
    assert set(found(SIZE, [*old, order("N", 2000, 40)])) == {"N"}
    slip = order("S", 400_000, 30, gross_mass_g=480_000)
    assert set(found(SIZE, [*PAST, slip, order("N", 2000, 40)])) == {"N"}
    assert set(found(SIZE, [*PAST, slip | {"gross_mass_g": 0}])) == {"S"}


def test_items_of_one_day_are_one_order() -> None:
    made = found(SIZE, [*PAST, order("N", 300, 40), order("N", 2000, 40, item=2), order("M", 2000, 40)])
    assert set(made) == {"N", "M"} and made["N"].subject_id == "N/2"


def test_a_large_first_line_is_found_where_lines_of_months_lie_before() -> None:
    others = [order(f"D{n}", 3000, n * 30, importer_id="T-9", importer="Others") for n in range(3)]
    made = found(SIZE, [*others, order("N", 9000, 60)])
    assert set(made) == {"N"} and signs(made["N"]) == {"first_and_large"}
    assert "Cool Ltd brings 9000 kg of R-134a; no line" in made["N"].reasons[0].text
    assert "of the 60 days before" in made["N"].reasons[0].text
    half, small, early = ({"importer_id": f"T-{n}", "importer": f"Cool {n}"} for n in (2, 3, 4))
    rows = [order("H", 4500, 60, **half), order("S", 2900, 60, **small), order("E", 9000, 44, **early)]
    again = found(SIZE, [*others, order("N", 9000, 60), order("M", 9000, 70), *rows])
    assert set(again) == {"N", "H"} and again["H"].reasons[0].weight < again["N"].reasons[0].weight


def test_a_name_that_stood_before_without_its_number_is_no_first() -> None:
    before = [order("D1", 3000, 0, importer_id=None, importer="COOL LTD.")]
    assert found(SIZE, [*before, order("N", 9000, 60)]) == {}


@given(st.lists(st.integers(100, 20000), min_size=1, max_size=8), st.floats(1.0, 2.9))
@few
def test_trade_that_grows_by_less_than_three_times_is_never_found(masses: list[int], growth: float) -> None:
    steady = [min(masses) * growth ** (n % 2) for n in range(len(masses))]
    assert found(SIZE, [order(f"D{n}", kg, n * 20) for n, kg in enumerate(steady)]) == {}


def test_every_sentence_is_in_every_language() -> None:
    texts = [t for s in order_size.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated(texts) == []
