"""Silence: three kinds that are never one, the mass at stake beside it, and no gap made of it."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from held_tables import Held
from shared_data import shared
from tradewind.detectors import coverage_texts as texts
from tradewind.detectors.coverage import Parameters, explain, run, withheld
from tradewind.findings import Finding
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.picture.sections import coverage as section
from tradewind.warehouse import Warehouse
from translated import untranslated

CODES = [("2022", "290342"), ("2022", "290371"), ("2017", "290339"), ("2017", "382478"), ("2007", "290341")]


def flow(reporter: str, partner: str | None, kind: str = "export", **more: Any) -> dict[str, Any]:
    row = {"reporter": reporter, "partner": partner, "flow": kind, "hs_edition": "2022", "hs_code": "290342"}
    row |= {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31), "net_mass_g": 5_000_000}
    return row | {"value_usd_cents": 2_500_000} | more


def other(reporter: str, kind: str = "import") -> dict[str, Any]:
    """A line of quite different goods, which shows that a reporter's statistics of that side are loaded."""
    return flow(reporter, "FRA", kind, hs_code="010121")


def found(*flows: dict[str, Any], **tables: Any) -> list[Finding]:
    return run(Held(trade_flows=flows, **tables), Parameters())


def kinds(*flows: dict[str, Any]) -> list[str]:
    return [f.facts["kinds"][0] for f in found(*flows)]


def test_a_partner_without_statistics_is_a_silence_with_the_mass_at_stake() -> None:
    (made,) = found(flow("IND", "KEN"))
    assert (made.facts["kinds"], made.tier) == (["no_statistics"], "note")
    assert made.mass_kg is not None and made.mass_kg.mid == 5_000
    assert made.co2e_t is not None and made.co2e_t.mid == pytest.approx(5 * 675)
    assert made.facts["value_usd"] == 25_000
    assert "No trade statistics of Kenya are available for 2023" in explain(made)
    assert "Silence is not zero" in explain(made)


def test_a_partner_whose_statistics_hold_no_such_line_is_reported_by_one_side_only() -> None:
    (made,) = found(flow("IND", "KEN"), other("KEN"))
    assert made.facts["kinds"] == ["one_side_only"]
    assert "which is not a gap" in explain(made)
    for word in ("confidential", "threshold", "change of edition"):
        assert any(word in text for text in made.lawful_explanations)


def test_statistics_of_the_same_side_only_are_no_second_account() -> None:
    assert kinds(flow("IND", "KEN"), other("KEN", "export")) == ["no_statistics"]


def test_two_accounts_are_left_to_other_questions() -> None:
    assert found(flow("IND", "KEN"), flow("KEN", "IND", "import", net_mass_g=1)) == []


@pytest.mark.parametrize(
    ("theirs", "met"),
    [
        ({"hs_edition": "2017", "hs_code": "290339"}, True),
        ({"hs_edition": "2007", "hs_code": "290339"}, True),
        ({"hs_edition": None, "hs_code": "290339"}, True),
        ({"hs_edition": "2017", "hs_code": "290371"}, False),
        ({"partner": "ARE", "partner2": "IND"}, True),
        ({"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}, False),
        ({"flow": "export"}, False),
    ],
)
def test_the_other_account_may_stand_in_another_edition_or_name_a_second_partner(
    theirs: dict[str, Any], met: bool
) -> None:
    lines = [flow("IND", "KEN"), flow("KEN", "IND", "import") | theirs]
    assert ("IND" not in {f.party for f in found(*lines)}) == met


def test_trade_that_its_publisher_converts_to_older_editions_is_listed_once() -> None:
    older = [{"hs_edition": edition, "hs_code": "290339"} for edition in ("2017", "2012")]
    made = found(flow("IND", "KEN"), *(flow("IND", "KEN", **row) for row in older))
    assert [f.facts["hs_edition"] for f in made] == ["2022"]
    assert len(found(flow("IND", "KEN"), flow("IND", "KEN", **older[0], source="own"))) == 2


def test_the_world_as_partner_has_no_other_side_to_look_at() -> None:
    assert kinds(flow("IND", "WLD")) == ["no_statistics_of_anyone"]
    assert kinds(flow("IND", "WLD"), other("KEN")) == ["partner_not_named"]
    assert kinds(flow("IND", "m49:899"), other("KEN")) == ["partner_not_named"]
    (unnamed,) = found(flow("IND", None), other("IND"), other("KEN", "export"))
    assert (unnamed.partner, unnamed.facts["kinds"]) == (None, ["no_statistics_of_anyone"])
    assert len(unnamed.reasons[0].rows) == 1


def test_each_silence_has_its_own_words_and_ends_on_its_own() -> None:
    (nothing,) = found(flow("IND", "KEN"))
    assert nothing.facts["silences"] == [texts.NO_STATISTICS, texts.NO_ARTICLE_7, texts.NO_PROVEN_CASE]
    year = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    (told,) = found(flow("IND", "KEN"), reported_consumption=[{"party": "KEN", **year}])
    assert told.facts["silences"] == [texts.NO_STATISTICS, texts.NO_PROVEN_CASE]
    case = {"case_id": "C", "country": "KEN", "seized_from": date(2023, 5, 1), "seized_to": date(2023, 5, 31)}
    (seen,) = found(flow("IND", "KEN"), seizures=[case])
    assert seen.facts["silences"] == [texts.NO_STATISTICS, texts.NO_ARTICLE_7]
    assert "there is no duty to have one" in explain(nothing)


def test_article_7_silence_names_the_day_of_our_copy() -> None:
    row = {"party": "FRA", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    day = {"published_on": date(2024, 10, 1)}
    (dated,) = found(flow("IND", "KEN"), reported_consumption=[row | day])
    assert "not in our copy of 2024-10-01" in explain(dated)
    (undated,) = found(flow("IND", "KEN"), reported_consumption=[row])
    assert "our copy, which bears no date" in explain(undated)


def test_the_three_silences_have_three_words_and_the_picture_uses_them() -> None:
    words = (texts.NO_STATISTICS, texts.NO_ARTICLE_7, texts.NO_PROVEN_CASE)
    assert {*texts.SILENCES.values()} == set(words) and len(set(words)) == 3
    drawn = section.coverage_section.__globals__
    assert (drawn["NO_STATISTICS"], drawn["NO_ARTICLE_7"], drawn["NO_PROVEN_CASE"]) == words


def test_nobody_is_called_by_what_they_did_not_report_and_nothing_a_gap() -> None:
    said = " ".join(
        [*texts.TEMPLATES.values(), *texts.lawful("one_side_only"), *texts.lawful("no_statistics")]
    )
    assert not re.search(r"non-?report|missing|illegal trade\b|suspicio", said.casefold())
    assert re.findall(r"[^.;:]*\bgap\b", said) == [" reported by one side only, which is not a gap"]


def test_a_basket_reaches_from_nothing_to_the_worst_it_can_hold() -> None:
    (made,) = found(flow("IND", "KEN", hs_edition="2017", hs_code="290339"))
    assert made.co2e_t is not None and made.co2e_t.low == 0 and made.co2e_t.mid is None
    assert made.co2e_t.high > 0


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"net_mass_g": None}, "At stake: 25,000 USD; the mass is not reported."),
        ({"value_usd_cents": None}, "At stake: 5,000 kg; the value is not reported."),
        ({"net_mass_g": None, "value_usd_cents": None}, "Neither mass nor value is reported."),
    ],
)
def test_what_is_not_reported_is_said_and_never_zero(row: dict[str, Any], sentence: str) -> None:
    (made,) = found(flow("IND", "KEN", **row))
    assert sentence in explain(made)
    assert (made.mass_kg is None) == ("net_mass_g" in row)


def test_sources_that_differ_give_a_range() -> None:
    (made,) = found(flow("IND", "KEN"), flow("IND", "KEN", source="own", net_mass_g=4_000_000))
    assert made.mass_kg is not None and (made.mass_kg.low, made.mass_kg.high) == (4_000, 5_000)


def test_no_flow_however_large_is_looked_at_first_or_ranked_above_a_one_sided_one() -> None:
    huge = {"net_mass_g": 10**13}
    (silent,) = found(flow("IND", "KEN", **huge))
    (one_sided,) = found(flow("IND", "KEN", **huge), other("KEN"))
    assert (silent.tier, one_sided.tier) == ("note", "look if time")


@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(1, 10**9), st.integers(1, 10**9), st.sampled_from("AB")),
        min_size=1, max_size=12,
    )
)  # fmt: skip
@examples(4)
def test_trade_told_by_both_sides_is_never_listed_whatever_the_masses(trade: list[Any]) -> None:
    rows = []
    for (edition, code), sent, got, way in trade:
        a, b = ("IND", "KEN") if way == "A" else ("KEN", "IND")
        told = {"hs_edition": edition, "hs_code": code}
        rows += [flow(a, b, **told, net_mass_g=sent), flow(b, a, "import", **told, net_mass_g=got)]
    assert found(*rows) == []


def test_an_unknown_edition_is_counted() -> None:
    held = Held(trade_flows=[flow("IND", "KEN", hs_edition=None)])
    assert run(held, Parameters()) == []
    assert list(withheld(held, Parameters()).values()) == [1]


def test_india_2018_alone_gives_coverage_with_the_mass_at_stake_and_no_gap(tmp_path: Path) -> None:
    path = shared("comtrade/india_exports_hs6_2018_world_comtrade.csv")
    load([str(path)], f"duckdb://{tmp_path}/", Instructions(), progress=lambda text: None)
    with Warehouse.open(tmp_path) as warehouse:
        made = {f.facts["hs_code"]: f for f in run(warehouse, Parameters())}
    assert len(made) == 12
    assert {f.facts["kinds"][0] for f in made.values()} == {"no_statistics_of_anyone"}
    assert {f.tier for f in made.values()} == {"note"}
    hcfc_22, basket = made["290371"], made["290339"]
    assert hcfc_22.mass_kg is not None and hcfc_22.mass_kg.mid == 25_364_300
    assert hcfc_22.odp_t is not None and hcfc_22.odp_t.mid == pytest.approx(25_364.3 * 0.055)
    assert basket.co2e_t is not None and basket.co2e_t.low == 0


def test_every_sentence_is_said_in_six_languages() -> None:
    lawful = [*texts.lawful("one_side_only"), *texts.lawful("no_statistics")]
    checks = [texts.check("one_side_only"), texts.check("no_statistics")]
    assert untranslated([*texts.TEMPLATES.values(), *lawful, *checks]) == []
