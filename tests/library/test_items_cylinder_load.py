"""Loads of cylinders: those that weigh as single-trip ones, and those that fill a good part of a container."""

from typing import Any

from item_lines import Row, found, line, signs

from held_tables import Held
from tradewind.detectors.items import cylinder_load
from tradewind.detectors.items.cylinder_load import DETECTOR as LOAD
from translated import untranslated


def load(
    name: str, count: int, each_kg: float = 13.6, tare_kg: float = 6.5, day: int = 0, **more: Any
) -> Row:
    """So many cylinders in one line, of a tare of refillable ones unless said else."""
    net, gross = count * each_kg, count * (each_kg + tare_kg)
    own: Row = {
        "packages": count,
        "package_kind": "CY",
        "gross_mass_g": round(gross * 1000),
        "importer_id": "T-1",
    }
    return line(name, kg=net, day=day, **(own | {"importer": "Cool Ltd"} | more))


def test_a_tare_of_three_kilograms_is_that_of_a_single_trip_cylinder() -> None:
    made = found(LOAD, [load("N", 30, tare_kg=3)])
    assert signs(made["N"]) == {"weighs_as_single_trip"}
    assert made["N"].reasons[0].text.startswith("30 packages of 13.6 kg net would weigh 3.0 kg empty")


def test_a_usual_tare_few_packages_and_words_that_say_more_have_no_sign_of_it() -> None:
    others: list[dict[str, Any]] = [
        {"count": 19}, {"tare_kg": 1.9}, {"tare_kg": 5.6}, {"each_kg": 7.9}, {"each_kg": 16.1},
        {"gross_mass_g": None}, {"gross_mass_g": 0}, {"net_mass_g": None}, {"packages": None}, {"packages": 0},
        {"regime": "export"}, {"regime": None}, {"historical": True}, {"hs_code": "841821"},
        {"description": "R-134a in disposable cylinders"}, {"description": "R-134a in refillable cylinders"},
        {"description": "R-134a in cans"}, {"package_kind": "TK"}, {"package_kind": None},
        {"hs_code": "950300", "description": "toys"},
    ]  # fmt: skip
    rows = [load(f"N{n}", **({"count": 30, "tare_kg": 3} | other)) for n, other in enumerate(others)]
    assert found(LOAD, rows) == {}


def test_cartons_are_the_boxes_of_single_trip_cylinders() -> None:
    kinds = ("CT", "carton", "GB", "cylinders")
    assert set(found(LOAD, [load(kind, 30, tare_kg=2, package_kind=kind) for kind in kinds])) == set(kinds)


def test_two_hundred_cylinders_fill_a_good_part_of_a_container() -> None:
    made = found(LOAD, [load("N", 200), load("S", 199, importer_id="T-2")])
    assert set(made) == {"N"} and signs(made["N"]) == {"fills_a_container"}
    assert made["N"].reasons[0].text.startswith("200 cylinders of 13.6 kg in one line, 2720 kg in all")


def test_small_packages_and_drums_fill_none() -> None:
    sizes = (0.34, 3.9, 4, 99.9, 100)
    assert set(found(LOAD, [load(str(kg), 400, kg, day=n) for n, kg in enumerate(sizes)])) == {"4", "99.9"}


def test_a_load_counts_half_where_its_importer_ordered_half_of_it_on_a_day_before() -> None:
    """Weight ln(0.3 / 0.072) = 1.427, half of it 0.714."""
    past = {"historical": True}
    before: dict[str, list[Row]] = {
        "none": [], "half": [load("D", 150)], "less": [load("D", 149)], "loaded as past": [load("D", 150, **past)],
        "largest": [load("D", 150), load("E", 30, day=3)], "that day": [load("D", 150, day=9)],
        "later": [load("D", 150, day=10)], "no day": [load("D", 150, lodged_on=None)],
    }  # fmt: skip
    rows = []
    for name, orders in before.items():
        # One number in two writings.
        rows += [row | {"importer_id": name.upper()} for row in orders]
        rows.append(load(name, 300, day=9, importer_id=name.replace(" ", "-")))
    nobody: dict[str, Any] = {"importer_id": None, "importer": None}
    rows += [load("D", 150, **nobody), load("nobody", 300, day=9, **nobody)]
    made = found(LOAD, rows)
    halved = {name for name, finding in made.items() if finding.facts["weight_of_evidence"] == 0.714}
    assert halved == {"half", "loaded as past", "largest"}
    assert {name for name in made if made[name].facts["weight_of_evidence"] == 1.427} == {
        "none", "less", "that day", "later", "no day", "nobody"
    }  # fmt: skip


def test_a_load_of_no_day_has_the_sign_in_full() -> None:
    made = found(LOAD, [load("D", 150), load("N", 300, lodged_on=None)])
    assert made["N"].facts["weight_of_evidence"] == 1.427


def test_each_of_two_items_alike_has_its_sign_once() -> None:
    held = Held(declarations=[load("D", 300, day=1), load("N", 300, day=9), load("N", 300, day=9, item=2)])
    made = LOAD.run(held, LOAD.Parameters())
    assert sorted(f.subject_id for f in made) == ["D/1", "N/1", "N/2"]
    assert [len(f.reasons) for f in made] == [1, 1, 1]


def test_every_sentence_is_in_every_language() -> None:
    texts = [t for s in cylinder_load.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated(texts) == []
