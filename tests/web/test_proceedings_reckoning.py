"""The law's arithmetic: the last day of a limitation, the range of an amount, an outcome per kilogram."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind_web.proceedings import money
from tradewind_web.proceedings.limitation import Period, Suspension, clock
from tradewind_web.proceedings.ranges import Figures, Range, Rule, gain, legal_range, per_unit
from tradewind_web.proceedings.showing import tonnes_text

D = date
START = D(2026, 1, 10)
DAYS = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
SPANS = st.lists(
    st.tuples(DAYS, st.integers(0, 60)).map(lambda p: Suspension(p[0], p[0] + timedelta(days=p[1]))),
    max_size=4,
)


@pytest.mark.parametrize(("period", "start", "first_counts", "last"), [
    (Period(years=3), D(2020, 1, 10), False, D(2023, 1, 10)),
    (Period(years=3), D(2020, 1, 10), True, D(2023, 1, 9)),  # codes that count the day of the act
    (Period(years=1), D(2024, 2, 29), False, D(2025, 2, 28)),
    (Period(months=1), D(2026, 1, 31), False, D(2026, 2, 28)),
    (Period(days=30), D(2026, 1, 31), False, D(2026, 3, 2)),
    (Period(years=5, months=6), D(2019, 8, 31), False, D(2025, 2, 28)),
])  # fmt: skip
def test_a_period_ends_on_the_day_the_law_counts(period, start, first_counts, last):
    assert clock(period, start, counts_first_day=first_counts).last_day == last


def test_an_interruption_begins_it_anew_and_a_longest_period_holds_against_all():
    found = clock(Period(years=3), D(2020, 1, 10), interruptions=[D(2022, 6, 1), D(2025, 5, 31)])
    assert found.last_day == D(2028, 5, 31)
    capped = clock(
        Period(years=3),
        D(2020, 1, 10),
        interruptions=[D(2022, 6, 1), D(2025, 5, 31)],
        longest=Period(years=6),
    )
    assert capped.last_day == D(2026, 1, 10) and capped.stages[-1].what == "longest"


def test_an_interruption_that_comes_too_late_changes_nothing():
    assert clock(Period(years=3), D(2020, 1, 10), interruptions=[D(2023, 1, 10)]).last_day == D(2026, 1, 10)
    late = clock(Period(years=3), D(2020, 1, 10), interruptions=[D(2023, 1, 11)])
    assert late.last_day == D(2023, 1, 10) and late.stages[-1].what == "too_late"
    early = clock(Period(years=3), D(2020, 1, 10), interruptions=[D(2019, 1, 1)])
    assert early.last_day == D(2023, 1, 10) and early.stages[-1].what == "before"


def test_days_on_which_time_stands_still_are_added_once():
    march = Suspension(D(2021, 3, 1), D(2021, 3, 31))
    assert clock(Period(years=3), D(2020, 1, 10), suspensions=[march]).last_day == D(2023, 2, 10)
    overlapping = [march, Suspension(D(2021, 3, 15), D(2021, 4, 4))]
    assert clock(Period(years=3), D(2020, 1, 10), suspensions=overlapping).last_day == D(2023, 2, 14)
    after = Suspension(D(2023, 1, 11), D(2024, 1, 1))
    assert clock(Period(years=3), D(2020, 1, 10), suspensions=[after]).last_day == D(2023, 1, 10)
    assert (
        clock(Period(years=3), D(2020, 1, 10), suspensions=[Suspension(D(2022, 1, 1), None)]).last_day is None
    )
    with pytest.raises(ValueError):
        clock(Period(years=3), START, suspensions=[Suspension(D(2022, 1, 2), D(2022, 1, 1))])


def day_by_day(days, interruptions, suspensions):
    """The same by counting days off one after the other."""
    left, day = days, START
    while left:
        day += timedelta(days=1)
        if day in interruptions:
            left = days
        elif not any(s.start <= day <= s.end for s in suspensions):
            left -= 1
    return day


@given(st.integers(1, 300), st.sets(DAYS, max_size=4), SPANS)
@settings(max_examples=30)
def test_the_clock_is_what_counting_days_gives(days, interruptions, suspensions):
    found = clock(Period(days=days), START, interruptions=interruptions, suspensions=suspensions).last_day
    assert found == day_by_day(days, interruptions, suspensions)


@given(st.integers(1, 300), st.sets(DAYS, max_size=4), SPANS, st.integers(1, 600), st.randoms())
@settings(max_examples=30)
def test_order_does_not_matter_and_nothing_added_brings_the_day_nearer(
    days, interruptions, suspensions, longest, chance
):
    def last(**changed):
        said = {
            "interruptions": interruptions,
            "suspensions": suspensions,
            "longest": Period(days=longest),
            **changed,
        }
        return clock(Period(days=days), START, **said).last_day

    mixed = chance.sample(suspensions, len(suspensions))
    assert last(suspensions=mixed, interruptions=sorted(interruptions, reverse=True)) == last()
    assert START <= last(suspensions=[]) <= last()
    assert last(interruptions=()) <= last()
    assert last() <= clock(Period(days=longest), START, suspensions=suspensions).last_day


@pytest.mark.parametrize(("rule", "figures", "repeat", "found"), [
    (Rule("act", 310_000, 620_000), Figures(), False, Range(310_000, 620_000)),  # Romania, a company
    (Rule("act", 10_000, 5_000_000), Figures(acts=3), False, Range(30_000, 15_000_000)),
    (Rule("value", 500, None, 160), Figures(value_minor=100_001), False, Range(500_005, None)),
    (Rule("value", 500, None, 160), Figures(value_minor=100_001), True, Range(800_008, None)),  # five times, then eight
    (Rule("tonne_co2e", 1, 1000), Figures(co2e_g=1_500_001), False, Range(2, 1500)),
    (Rule("kg", 500, None), Figures(), False, Range(None, None, "net_g")),
    (Rule("act", None, 12_127_500), Figures(), False, Range(None, 12_127_500)),
])  # fmt: skip
def test_the_range_is_what_the_provision_says(rule, figures, repeat, found):
    assert legal_range(rule, figures, is_repeat=repeat) == found


@given(st.sampled_from(["act", "kg", "tonne_co2e", "value"]), st.integers(0, 10**9), st.integers(0, 10**9),
       st.integers(0, 10**9), st.integers(100, 300))  # fmt: skip
@settings(max_examples=30)
def test_no_rounding_steps_out_of_the_law(measure, one, other, figure, percent):
    least, most = sorted((one, other))
    figures = Figures(figure, figure, figure, acts=figure)
    found = legal_range(Rule(measure, least, most, percent), figures, is_repeat=True)
    of = {"act": 1, "kg": 1000, "tonne_co2e": 10**6, "value": 100}[measure] * 100
    assert 0 <= found.minimum * of - least * figure * percent < of
    assert 0 <= most * figure * percent - found.maximum * of < of
    for amount in (found.minimum - 1, found.maximum + 1):
        assert not found.holds(amount)
    assert not Range(None, None, "net_g").holds(5)


def test_the_gain_avoided_is_an_interval():
    assert gain(10_000_000, 3_700, 3_800) == (37_000_000, 38_000_000)  # 10 t, Poland beside Ukraine in 2019
    assert gain(1, 1, 1) == (0, 1)


def test_outcomes_compare_by_kilogram_and_by_tonne():
    assert str(per_unit(2_300_000, 182_900_000, 1000)) == "12.58"  # India 2013: USD 0.13 a kg
    assert per_unit(1, None, 1000) is None and per_unit(1, 0, 1000) is None


def test_money_is_rounded_and_never_cut():
    assert money.figure(Decimal("3982.84"), "EUR", 2) == "39.83"
    assert money.shown(500, "JPY") == "500 JPY" and money.shown(123_456, "KWD") == "123.456 KWD"
    assert tonnes_text(295_392_000) == "295.4"
