"""Ways of disposal: a way is lawful only when every condition that binds it is met, and the masses close."""

from hypothesis import given
from hypothesis import strategies as st

from tradewind.ledgers.disposal import CONDITIONS, Goods, assess, closing, known_answers

CODES = sorted({c.code for conditions in CONDITIONS.values() for c in conditions})
ANSWERS = st.fixed_dictionaries({code: st.sampled_from(["met", "not_met", "unknown"]) for code in CODES})


def by_way(answers):
    return {a.way: a for a in assess(answers)}


def test_an_auction_of_non_refillable_cylinders_is_not_lawful_whatever_else_is_met() -> None:
    everything = dict.fromkeys(CODES, "met")
    assert by_way(everything)["auction"].is_lawful is True
    bulgaria = by_way({**everything, **known_answers(Goods(True, is_non_refillable=True))})["auction"]
    assert bulgaria.is_lawful is False and [c.code for c in bulgaria.against] == ["refillable"]
    assert all(condition.source for condition, _answer in bulgaria.answers)


def test_nothing_answered_is_neither_lawful_nor_unlawful() -> None:
    assert {a.is_lawful for a in assess({})} == {None}
    assert known_answers(Goods()) == {}


def test_an_unknown_gas_is_not_returned_sold_or_reclaimed_but_may_be_destroyed() -> None:
    answers = {**dict.fromkeys(CODES, "met"), **known_answers(Goods(is_identified=False))}
    lawful = {way for way, a in by_way(answers).items() if a.is_lawful}
    assert lawful == {"destruction", "storage", "auction"}
    assert by_way({**answers, "tested_to_specification": "not_met"})["auction"].is_lawful is False


def test_what_is_not_placed_on_the_market_is_not_counted() -> None:
    counted = {way: a.article7 for way, a in by_way({}).items()}
    assert counted["destruction"] == counted["return"] == counted["storage"] == "not_counted"
    assert counted["auction"] == counted["reclaim"] == "counted"


@given(ANSWERS)
def test_no_way_is_lawful_with_a_binding_condition_unmet_and_lawful_ones_come_first(answers) -> None:
    ways = assess(answers)
    for a in ways:
        binding = [answers[c.code] for c in CONDITIONS[a.way] if c.binds]
        assert a.is_lawful == (False if "not_met" in binding else None if "unknown" in binding else True)
    ranks = [{True: 0, None: 1, False: 2}[a.is_lawful] for a in ways]
    assert ranks == sorted(ranks)


@given(
    st.dictionaries(st.integers(1, 9), st.integers(0, 10**9)),
    st.dictionaries(st.integers(1, 9), st.integers(0, 10**9)),
)
def test_the_masses_close_only_within_what_the_scales_may_err(held, disposed) -> None:
    found = closing(held, disposed)
    assert found.difference_g == sum(held.values()) - sum(disposed.values())
    assert found.closes == (abs(found.difference_g) <= found.tolerance_g)
