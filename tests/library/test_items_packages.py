"""Packages, masses, prices and charges of items that do not add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from items_seen import seen, signs
from tradewind.detectors.items import disposable_cylinders, equipment_charge, item_price, package_arithmetic
from translated import untranslated

PACKED, DISPOSABLE = package_arithmetic.DETECTOR, disposable_cylinders.DETECTOR
PRICE, CHARGE = item_price.DETECTOR, equipment_charge.DETECTOR
R22 = {"description": "R-22 in cylinders", "hs_code": "290371"}
ONE_TRIP = {"description": "R-22 in disposable cylinders", "hs_code": "290371"}


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ({**R22, "description": "R-22 1150 x 13.6 kg", "net_mass_g": 9_000_000}, "count_times_size"),
        ({**R22, "net_mass_g": 2_000_000, "gross_mass_g": 1_900_000}, "net_above_gross"),
        (
            {**R22, "packages": 100, "net_mass_g": 1_360_000, "gross_mass_g": 1_400_000},
            "tare_unlike_cylinder",
        ),
        (
            {**ONE_TRIP, "packages": 100, "net_mass_g": 1_360_000, "gross_mass_g": 2_600_000},
            "tare_unlike_cylinder",
        ),
        (
            {"description": "plastic toys", "hs_code": "950300", "packages": 400, "net_mass_g": 5_440_000},
            "refrigerant_size",
        ),
        (
            {"description": "air curtains", "hs_code": "841451", "packages": 2278, "net_mass_g": 30_980_800},
            "refrigerant_size",
        ),
        (
            {"hs_code": "950300", "packages": 50, "package_kind": "CY", "net_mass_g": 500_000},
            "refrigerant_size",
        ),
        # The case in Ukraine: 21 cylinders, 23,890 kg of "refrigerant".
        ({**R22, "packages": 21, "net_mass_g": 23_890_000}, "too_heavy_for_cylinder"),
        ({**ONE_TRIP, "packages": 10, "net_mass_g": 300_000}, "too_heavy_for_cylinder"),
    ],
)
def test_masses_that_do_not_fit_their_packages_are_seen(row, sign):
    assert signs(PACKED, **row) == {sign}


@pytest.mark.parametrize(
    "row",
    [
        {**R22, "description": "R-22 1150 x 13.6 kg", "net_mass_g": 15_640_000, "gross_mass_g": 19_550_000},
        {**R22, "description": "R-22 1150 x 13.6 kg", "net_mass_g": 12_000_000, "gross_mass_g": 15_640_000},
        {**ONE_TRIP, "packages": 100, "net_mass_g": 1_360_000, "gross_mass_g": 1_700_000},
        {"description": "R-23 in cylinders", "hs_code": "290341", "packages": 10, "net_mass_g": 300_000,
         "gross_mass_g": 900_000},
        {"description": "R-32 ISO tank", "hs_code": "290342", "packages": 1, "net_mass_g": 18_000_000},
        {"description": "animal feed", "hs_code": "230990", "packages": 400, "net_mass_g": 9_072_000},
        {"description": "flour", "hs_code": "110100", "packages": 400, "net_mass_g": 4_000_000},
        {"description": "toys", "hs_code": "950300", "packages": 3, "net_mass_g": 40_800},
        {"description": "toys", "hs_code": "950300"},
        {**R22, "packages": 20, "net_mass_g": 1_134_000},
        R22,
    ],
)  # fmt: skip
def test_masses_that_fit_and_masses_not_declared_have_no_sign(row):
    assert signs(PACKED, **row) == set()


def test_goods_with_far_more_beside_them_than_their_like_are_seen():
    paper = [
        {"hs_code": "480256", "net_mass_g": 2_000_000 + n, "gross_mass_g": 2_100_000 + 1000 * n}
        for n in range(13)
    ]
    odd = {"hs_code": "480256", "net_mass_g": 2_480_770, "gross_mass_g": 5_569_954}
    assert seen(PACKED, odd, *paper) == {"D1/1": {"heavier_than_its_like"}}
    assert seen(PACKED, odd, *paper[:10]) == {}
    assert seen(PACKED, {**odd, "gross_mass_g": 3_200_000}, *paper) == {}
    assert seen(PACKED, {**odd, "net_mass_g": 20_000, "gross_mass_g": 60_000}, *paper) == {}


def test_an_item_packed_unlike_the_others_of_its_declaration_is_seen():
    sizes = [13_600, 13_600, 13_600, 16_100]
    rows = [
        {**R22, "declaration_id": "D1", "item": n, "packages": 100, "net_mass_g": 100 * each}
        for n, each in enumerate(sizes, 1)
    ]
    assert seen(PACKED, *rows) == {"D1/4": {"unlike_its_neighbours"}}
    # A second usual size is an order of two sizes.
    usual = [*rows[:3], {**rows[3], "net_mass_g": 2_268_000}]
    assert seen(PACKED, *usual) == {}
    assert seen(PACKED, *rows[1:]) == {}


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ({**ONE_TRIP, "destination": "DEU"}, "said_disposable"),
        ({**R22, "destination": "POL", "packages": 100, "net_mass_g": 1_360_000}, "size_of_disposable"),
        ({"description": "empty disposable cylinders", "hs_code": "731100"}, "empty_disposable"),
        (
            {
                "description": "R-22 returnable cylinders",
                "hs_code": "290371",
                "packages": 50,
                "net_mass_g": 680_000,
                "gross_mass_g": 835_000,
            },
            "refillable_too_light",
        ),
    ],
)
def test_cylinders_that_cannot_be_refilled_are_seen_where_forbidden(row, sign):
    assert signs(DISPOSABLE, **row) == {sign}


@pytest.mark.parametrize(
    "row",
    [
        {**ONE_TRIP, "destination": "IND"},
        {**ONE_TRIP},
        {**ONE_TRIP, "destination": "DEU", "regime": "transit"},
        {**ONE_TRIP, "destination": "DEU", "regime": "export"},
        {**R22, "destination": "DEU", "packages": 20, "net_mass_g": 1_134_000},
        {"description": "R-22 in refillable cylinders", "hs_code": "290371", "destination": "DEU", "packages": 100,
         "net_mass_g": 1_360_000, "gross_mass_g": 2_100_000},
        {"description": "disposable gloves", "hs_code": "392620", "destination": "DEU", "packages": 100,
         "net_mass_g": 1_360_000},
    ],
)  # fmt: skip
def test_cylinders_are_no_sign_where_they_are_lawful_or_refillable(row):
    assert signs(DISPOSABLE, **row) == set()


def priced(cents_per_kg: float, kg: float = 1000, **row):
    return {**R22, "net_mass_g": int(kg * 1000), "value_minor": int(cents_per_kg * kg), "currency": "EUR",
            "lodged_on": date(2024, 5, 1), **row}  # fmt: skip


OTHERS = [priced(900 + 20 * n) for n in range(13)]


@pytest.mark.parametrize(("price", "sign"), [(150, "far_cheaper"), (700, "cheaper"), (4000, "far_dearer")])
def test_a_price_far_from_the_same_gas_of_the_year_is_seen(price, sign):
    assert seen(PRICE, priced(price), *OTHERS) == {"D1/1": {sign}}


@pytest.mark.parametrize(
    "row",
    [
        priced(1000), priced(150, kg=5), priced(150, currency="USD"), priced(150, lodged_on=date(2023, 5, 1)),
        priced(150, regime="export"), priced(150, description="R-134a", hs_code="290345"), priced(800),
        priced(150, value_minor=None), priced(150, net_mass_g=None),
    ],
)  # fmt: skip
def test_prices_are_compared_with_their_like_only(row):
    assert seen(PRICE, row, *OTHERS) == {}


def test_few_others_are_no_measure():
    assert seen(PRICE, priced(100), *OTHERS[:11]) == {}


def test_a_price_below_three_quarters_of_the_median_is_cheaper_where_prices_lie_close():
    """The median of OTHERS is 1020, three quarters of it 765, half of it 510; their quartiles, 960 and 1080, lie
    closer than the least scale. The scale of the wide ones is ln(1400 / 800) / 1.349 = 0.415 about 1100, so that
    cheaper begins at 1100 exp(-1.5 x 0.415) = 590."""
    cases = {"AAA": (764, OTHERS), "BBB": (511, OTHERS), "CCC": (766, OTHERS), "DDD": (509, OTHERS)}
    wide = [priced(500 + 100 * n) for n in range(13)]
    cases |= {"EEE": (600, wide), "FFF": (580, wide)}
    judged = [priced(price, currency=name) for name, (price, _) in cases.items()]
    others = [row | {"currency": name} for name, (_, rows) in cases.items() for row in rows]
    made = seen(PRICE, *judged, *others)
    assert [made.get(f"D{n}/1") for n in range(1, 7)] == [
        {"cheaper"}, {"cheaper"}, None, {"far_cheaper"}, None, {"cheaper"},
    ]  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(st.lists(st.floats(800, 1200), min_size=1, max_size=30), st.integers(0, 3))
def test_of_prices_within_a_third_of_each_other_those_below_three_quarters_of_the_median_are_cheaper_alone(
    prices, repeated
):
    prices = [*prices, *[1000] * repeated]
    for name, named in seen(PRICE, *map(priced, prices)).items():
        at = int(name.removeprefix("D").removesuffix("/1")) - 1
        others = sorted(prices[:at] + prices[at + 1 :])
        assert named == {"cheaper"} and prices[at] <= 0.7501 * others[(len(others) + 1) // 2 - 1]


FRIDGES = {"hs_code": "841810", "description": "refrigerators R-134a", "regime": "import"}
ALLOWED = [{"licence_id": "L1", "substance": "R-134a", "licensed_mass_g": 100_000, "source": "test"}]


def test_machines_whose_charge_exceeds_their_licence_are_seen_together():
    row = {**FRIDGES, "licence_id": "L1", "equipment_units": 600, "charge_g": 120}
    assert seen(CHARGE, row, licences=ALLOWED) == {}
    both = {"D1/1": {"charge_over_licence"}, "D2/1": {"charge_over_licence"}}
    assert seen(CHARGE, row, row, licences=ALLOWED) == both
    assert seen(CHARGE, row, row, {**row, "regime": "export"}, licences=ALLOWED) == both
    assert seen(CHARGE, row, {**row, "licence_id": "L2"}, licences=ALLOWED) == {}
    assert seen(CHARGE, row, row) == {}


@pytest.mark.parametrize(
    ("row", "sign"),
    [
        ({"hs_code": "841510", "description": "air conditioners, no gas", "charge_g": 800}, "empty_but_charged"),
        ({"hs_code": "841510", "description": "air conditioners without refrigerant", "un_number": "2857"},
         "empty_but_charged"),
        ({"hs_code": "731100", "description": "disposable cylinders, empty", "packages": 100, "net_mass_g": 1_650_000},
         "empty_weighs_full"),
        ({"hs_code": "841510", "description": "air conditioners R-22"}, "phased_out_gas"),
        ({"hs_code": "841821", "description": "refrigerator R-12"}, "phased_out_gas"),
        ({"hs_code": "841510", "description": "air conditioner R-134a"}, "unlikely_gas"),
    ],
)  # fmt: skip
def test_machines_that_are_not_what_they_are_said_to_be_are_seen(row, sign):
    assert signs(CHARGE, **row) == {sign}


@pytest.mark.parametrize(
    "row",
    [
        {"hs_code": "841510", "description": "air conditioners R-32 charge 0.7 kg"},
        {"hs_code": "841510", "description": "air conditioners, no gas"},
        {"hs_code": "841510", "description": "air conditioners R-22", "regime": "export"},
        {"hs_code": "841520", "description": "car air conditioner R-134a"},
        {
            "hs_code": "731100",
            "description": "disposable cylinders, empty",
            "packages": 100,
            "net_mass_g": 300_000,
        },
        {"hs_code": "841510", "description": "air conditioner, R-22 free"},
        {"hs_code": "841590", "description": "evaporators R-22"},
        {"hs_code": "841510"},
    ],
)
def test_machines_as_usual_have_no_sign(row):
    assert signs(CHARGE, **row) == set()


_CLEAN = st.tuples(
    st.sampled_from(
        [("R-22", "290371", 13.6, 3.1), ("R-410A", "382763", 11.3, 3.1), ("R-32", "290342", 9.0, 2.9)]
    ),
    st.integers(2, 2000),
    st.booleans(),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(_CLEAN, min_size=1, max_size=12))
def test_gas_in_usual_cylinders_that_adds_up_is_never_named(rows):
    lines = [
        {"description": f"{gas} {n} x {kg} kg in cylinders" if spoken else gas, "hs_code": code, "packages": n,
         "net_mass_g": round(n * kg * 1000), "gross_mass_g": round(n * (kg + tare) * 1000), "destination": "KEN",
         "regime": "import"}
        for (gas, code, kg, tare), n, spoken in rows
    ]  # fmt: skip
    assert [seen(detector, *lines) for detector in (PACKED, DISPOSABLE, CHARGE)] == [{}, {}, {}]


@pytest.mark.parametrize("module", (package_arithmetic, disposable_cylinders, item_price, equipment_charge))
def test_every_sentence_is_translated(module):
    assert untranslated([t for s in module.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]) == []
