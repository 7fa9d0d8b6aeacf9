"""Goods of another trade that a dealer in gas brings, in packages of a cylinder's weight."""

from typing import Any

from item_lines import Row, found, line, signs

from tradewind.detectors.items import dealer_other_goods
from tradewind.detectors.items.dealer_other_goods import DETECTOR as OTHER
from translated import untranslated


def own(name: str, **more: Any) -> Row:
    return line(name, **({"importer_id": "T-1", "importer": "Cool Ltd"} | more))


def coffee(name: str, **more: Any) -> Row:
    """100 cartons of 12.5 kg gross."""
    said = {"description": "coffee", "hs_code": "090121", "packages": 100, "package_kind": "CT"}
    return own(name, **(said | {"kg": 1200, "gross_mass_g": 1_250_000} | more))


GAS = [own("G1"), own("G2", day=3)]


def test_goods_of_another_trade_of_a_dealer_in_gas_are_seen() -> None:
    made = found(OTHER, [*GAS, coffee("N", day=5)])
    assert set(made) == {"N"} and signs(made["N"]) == {"goods_of_another_trade"}
    assert made["N"].reasons[0].text == (
        "Cool Ltd deals in gas (2 of its 3 lines held) and brings other goods here, in packages of 12.5 kg."
    )
    assert made["N"].facts["weight_of_evidence"] == 2.485  # ln(0.12 / 0.01)


def each(others: list[dict[str, Any]]) -> set[str]:
    """The numbers of those that are seen, each of a dealer of its own."""
    rows = []
    for n, other in enumerate(others):
        who = {"importer_id": f"T-{n}", "importer": f"Cool {n}"}
        rows += [row | who | {"declaration_id": f"{row['declaration_id']}-{n}"} for row in GAS]
        rows.append(coffee(f"N{n}", **(who | other)))
    return set(found(OTHER, rows))


def test_other_packages_other_importers_and_other_directions_have_no_sign() -> None:
    others: list[dict[str, Any]] = [
        {"packages": 39, "gross_mass_g": 487_500}, {"packages": None}, {"packages": 0},
        {"gross_mass_g": 599_000}, {"gross_mass_g": 7_510_000}, {"gross_mass_g": None, "net_mass_g": None},
        {"regime": "export"}, {"regime": None}, {"historical": True},
        {"importer_id": "C-1", "importer": "Coffee Ltd"}, {"importer_id": None, "importer": None},
        {"hs_code": "290345", "description": "R-134a"},
    ]  # fmt: skip
    assert each(others) == set()


def test_the_bounds_themselves_and_a_net_mass_for_want_of_a_gross_one_have_it() -> None:
    others: list[dict[str, Any]] = [
        {"packages": 40, "gross_mass_g": 500_000}, {"gross_mass_g": 600_000}, {"gross_mass_g": 7_500_000},
        {"gross_mass_g": None}, {"gross_mass_g": 0}, {"regime": "returned"}, {"lodged_on": None},
    ]  # fmt: skip
    assert each(others) == {f"N{n}" for n in range(len(others))}


def test_whoever_has_one_line_of_gas_or_more_of_other_goods_is_no_dealer_in_gas() -> None:
    assert found(OTHER, [GAS[0], coffee("N")]) == {}
    assert set(found(OTHER, [*GAS, coffee("N"), coffee("M")])) == {"N", "M"}
    assert found(OTHER, [*GAS, coffee("N"), coffee("M"), coffee("O")]) == {}
    # Machines are goods of its trade, and are not gas.
    machine = own("M", hs_code="841821", description="refrigerators R-134a")
    assert found(OTHER, [GAS[0], machine, coffee("N")]) == {}


def test_lines_loaded_as_the_past_make_a_dealer_and_exports_do_not() -> None:
    past = [row | {"historical": True} for row in GAS]
    assert set(found(OTHER, [*past, coffee("N")])) == {"N"}
    out = [row | {"regime": "export"} for row in GAS]
    assert found(OTHER, [*out, coffee("N")]) == {}


def test_nobody_is_a_dealer_and_a_name_serves_where_there_is_no_number() -> None:
    unnamed = {"importer_id": None, "importer": None}
    assert found(OTHER, [own("G1", **unnamed), own("G2", **unnamed), coffee("N", **unnamed)]) == {}
    named = {"importer_id": None, "importer": "COOL, LTD."}
    rows = [own("G1", importer_id=None), own("G2", importer_id=None), coffee("N", **named)]
    assert found(OTHER, rows)["N"].reasons[0].text.startswith("COOL, LTD. deals in gas")
    number = {"importer": None}
    rows = [own("G1", **number), own("G2", **number), coffee("N", **number)]
    assert found(OTHER, rows)["N"].reasons[0].text.startswith("T-1 deals in gas")


def test_every_sentence_is_in_every_language() -> None:
    texts = [t for s in dealer_other_goods.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated(texts) == []
