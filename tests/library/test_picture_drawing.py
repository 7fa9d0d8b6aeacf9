"""Drawings keep their words whole and on the side they are read from."""

import re
from dataclasses import replace
from itertools import pairwise

from tradewind.languages import translator
from tradewind.picture import shipped
from tradewind.picture.drawing import bars, worldmap
from tradewind.picture.model import Bar, Bars, WorldMap


def lying(*labels: str) -> str:
    ranking = tuple(Bar(label, (("route", 3 - at),)) for at, label in enumerate(labels))
    return str(bars.draw("k", Bars("Legs", "", ranking, (("route", "route"),), "cases", upright=False)))


def test_a_long_name_beside_a_bar_keeps_both_its_ends() -> None:
    route = "United Kingdom of Great Britain and Northern Ireland → Ghana"
    drawn = lying(route, "China → India")
    names = re.findall(r'class="c-name c-end"[^>]*>([^<]*)<', drawn)
    assert " ".join(names) == f"{route} China → India"
    assert "…" not in drawn
    # The second bar stands below the second line of the first name.
    ys = [float(y) for y in re.findall(r'class="c-name c-end" x="[^"]*" y="([^"]*)"', drawn)]
    assert ys == sorted(ys)
    assert min(b - a for a, b in pairwise(ys)) >= 14


def test_a_telephone_reads_each_name_above_its_bar_and_a_time_line_stays_one() -> None:
    ranking = Bars(
        "Legs", "", (Bar("China → India", (("route", 6),)),), (("route", "route"),), "cases", False
    )
    drawn = str(bars.draw_narrow("k", ranking))
    assert 'viewBox="0 0 320 ' in drawn
    assert re.search(r'class="c-name" x="0"[^>]*>China → India<', drawn)
    assert bars.draw_narrow("k", replace(ranking, upright=True)) == ""


def test_the_disclaimer_of_a_map_read_from_the_right_begins_at_the_right() -> None:
    empty = WorldMap("", "", (), (), None)
    for text, anchored in (("لا تعني الحدود والأسماء إقرارا", True), ("The boundaries shown", False)):
        drawn = str(worldmap.draw("k", empty, shipped(), text, translator("picture", "en")))
        fine = re.search(r'<text class="(m-fine[^"]*)"', drawn)
        assert fine is not None
        assert ("c-end" in fine[1]) is anchored
