"""Distances, borders and hubs: symmetric, sourced, and never guessed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.reference.geography import distance_km, hubs, share_border
from tradewind.reference.parties import parties, place
from tradewind.reference.rows import read

CODES = sorted(p.iso3 for p in parties())
codes = st.sampled_from(CODES)


@given(codes, codes, codes)
def test_a_distance_is_the_same_both_ways_and_no_detour_is_shorter(one: str, other: str, third: str) -> None:
    there, back = distance_km(one, other), distance_km(other, one)
    assert there == back
    over, on = distance_km(one, third), distance_km(third, other)
    if there is not None and over is not None and on is not None:
        assert 0 <= there <= math.pi * 6371.01
        assert there <= over + on + 1e-6


@pytest.mark.parametrize(
    ("one", "other", "km"), [("FRA", "GBR", 344), ("JPN", "USA", 10_850), ("KEN", "UGA", 505)]
)
def test_distances_are_those_of_the_main_cities(one: str, other: str, km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, rel=0.03)
    assert distance_km(one, one) == 0


def test_a_place_that_is_not_known_has_no_distance_rather_than_none_at_all() -> None:
    assert distance_km("FRA", "XYZ") is None
    assert distance_km("WLD", "FRA") is None


@given(codes, codes)
def test_a_border_is_shared_by_both_and_neighbours_are_near(one: str, other: str) -> None:
    assert share_border(one, other) == share_border(other, one)
    km = distance_km(one, other)
    if share_border(one, other) and km is not None:
        assert one != other and km < 7_000


def test_borders_and_hubs_are_places_listed_once_with_a_source() -> None:
    known = {row["key"] for row in read("sources")}
    borders = read("land_borders")
    assert len({frozenset((row["first"], row["second"])) for row in borders}) == len(borders) > 300
    for row in borders:
        assert share_border(row["first"], row["second"]) and share_border(row["second"], row["first"])
        assert place(row["first"]) and place(row["second"])
    for code, hub in hubs().items():
        assert place(code).code == code
        assert hub.scatter > 1 and hub.what
        assert set(hub.source.split("; ")) <= known
    assert {"ARE", "HKG", "NLD", "SGP"} <= set(hubs())
