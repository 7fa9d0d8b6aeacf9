"""Saturation pressures: the table agrees with where it came from, and what lies between its points is known."""

import csv
from itertools import pairwise

import pytest

from shared_data import shared
from tradewind.identification.candidates import IDEAL_ERROR, Candidate, known
from tradewind.identification.saturation import TEMPERATURES, between, curves
from tradewind.reference import components_of, find


def test_every_gas_of_the_source_is_carried_over_with_its_figures():
    with shared("saturation_pressures.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    seen = set()
    for row in rows:
        name = row["substance"].split(" ")[0] if " " in row["substance"] else row["substance"]
        curve = curves()[find(name).designation]
        place = TEMPERATURES.index(float(row["t_c"]))
        for figure, ours in ((row["p_bubble_bar_abs"], curve.bubble), (row["p_dew_bar_abs"], curve.dew)):
            assert ours[place] == (float(figure) if figure else None), row
        seen.add(curve.designation)
    assert seen == curves().keys() - {"R-718"}


def test_a_point_left_out_is_found_again_within_half_a_per_cent():
    errors = []
    for curve in curves().values():
        for series in {curve.bubble, curve.dew}:
            for place in range(1, len(TEMPERATURES) - 1):
                if None in series[place - 1 : place + 2] or curve.designation == "R-718":
                    continue
                without = [None if i == place else p for i, p in enumerate(series)]
                errors.append(abs(between(without, TEMPERATURES[place]) / series[place] - 1))
    assert len(errors) > 2_000
    assert max(errors) < 0.005
    assert sorted(errors)[len(errors) // 2] < 0.0005


def test_tabulated_temperatures_give_the_tabulated_figure_and_nothing_is_said_beyond_the_table():
    assert curves()["R-134a"].at(25).bubble == 6.654
    assert curves()["R-407C"].at(25).bubble > 1.1 * curves()["R-407C"].at(25).dew
    assert curves()["R-134a"].at(-10.1) is curves()["R-134a"].at(50.1) is None
    assert curves()["R-744"].at(35) is None  # above its critical point


def test_pressure_rises_with_temperature_for_every_candidate():
    for candidate in known().values():
        shown = [s for t in range(-10, 51, 4) if (s := candidate.saturation(float(t)))]
        assert all(a.bubble < b.bubble for a, b in pairwise(shown)), candidate.designation
        assert all(s.dew <= s.bubble and s.slope > 0 for s in shown)


def test_mixing_without_a_model_is_as_wrong_as_it_says():
    """Nine of ten blends of the table lie within IDEAL_ERROR of Raoult's law."""
    wrong = []
    for designation, curve in curves().items():
        parts = components_of(designation)
        if len(parts) < 2 or any(part not in curves() for part, _ in parts):
            continue
        ideal = Candidate("mixed", "as read", "", tuple((p, s * 100, s * 100) for p, s in parts))
        for celsius in (0.0, 25.0, 40.0):
            real, ours = curve.at(celsius), ideal.saturation(celsius)
            if real and ours:
                wrong.append(abs(ours.bubble / real.bubble - 1))
    assert len(wrong) > 300
    assert sum(w <= IDEAL_ERROR for w in wrong) / len(wrong) >= 0.9


@pytest.mark.parametrize(("a", "b"), [("R-134a", "R-12"), ("R-134a", "R-1234yf"), ("R-134a", "R-415B")])
def test_known_lookalikes_are_within_five_per_cent_at_25_c(a, b):
    assert abs(curves()[a].at(25).bubble / curves()[b].at(25).bubble - 1) < 0.05
