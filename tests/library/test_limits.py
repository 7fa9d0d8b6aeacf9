"""A limit follows from baseline and schedule; what is not known is said with the way to mend it."""

import json
from datetime import date

import pytest

from tradewind.errors import RequestError, UnknownName
from tradewind.reference.baselines import entered, from_rows, hfc_baseline
from tradewind.reference.limits import GROUPS, group_named, limit, phase_out_date, steps
from tradewind.reference.parties import parties
from tradewind_cli.main import main


def answer(capsys, *words):
    assert main(["limit", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def no_warehouse(monkeypatch, tmp_path):
    monkeypatch.setenv("TRADEWIND_WAREHOUSE", f"duckdb://{tmp_path}/none/")


def test_india_hcfc_2026(capsys):
    found = answer(capsys, "--party", "IND", "--group", "C-I", "--year", "2026")
    assert (found["party"], found["party_group"], found["group"], found["year"]) == ("IND", "A5", "C-I", 2026)
    assert (found["max_percent_of_baseline"], found["baseline"], found["unit"]) == (32.5, 1608.2, "ODP t")
    assert found["limit"] == pytest.approx(522.665)
    text = " ".join(found["notes"])
    assert "production plus imports minus exports" in text and "feedstock" in text and "as a whole" in text


@pytest.mark.parametrize(
    ("party", "year", "percent", "group"),
    [("USA", 2024, 60, "non-A5"), ("RUS", 2024, 95, "non-A5 special schedule"), ("RUS", 2025, 65, "non-A5 special"
      " schedule"), ("CHN", 2024, 100, "A5 group 1"), ("CHN", 2029, 90, "A5 group 1"), ("IND", 2032, 90,
      "A5 group 2")],
)  # fmt: skip
def test_hfc_steps(party, year, percent, group):
    found = limit(party, "F", year)
    assert (found.max_percent_of_baseline, found.party_group, found.unit) == (percent, group, "t CO2e")


def test_a_missing_baseline_is_null_with_reason_formula_and_the_way_to_enter_it(capsys):
    found = answer(capsys, "--party", "CN", "--group", "F", "--year", "2024")
    assert found["baseline"] is None and found["limit"] is None
    text = " ".join(found["notes"])
    assert "not in our copy" in text and "2020-2022 plus 65 %" in text and "--baseline" in text


def test_no_article_5_hfc_baseline_is_invented():
    assert all(limit(p, "F", 2030).baseline.value is None for p in parties() if p.article5)


def test_a_baseline_entered_is_used(capsys):
    found = answer(capsys, "--party", "CHN", "--group", "F", "--year", "2030", "--baseline", "1000")
    assert (found["limit"], found["baseline_basis"]) == (900, "entered")


def test_a_baseline_computed_is_marked_computed_here(capsys):
    found = answer(capsys, "--party", "CHN", "--group", "F", "--year", "2024",
                   "--hfc", "2020=100,2021=200,2022=300", "--hcfc-baseline", "1000")  # fmt: skip
    assert found["baseline"] == 200 + 0.65 * 1000
    assert found["baseline_basis"] == "computed here"


def test_group_2_averages_other_years():
    figures = {2024: 1.0, 2025: 2.0, 2026: 3.0}
    assert hfc_baseline("IND", "A5 group 2", "consumption", figures, 0.0).value == 2
    with pytest.raises(RequestError, match="2020"):
        hfc_baseline("IND", "A5 group 1", "consumption", figures)


def test_the_hcfc_part_comes_from_our_copy_where_it_is_not_entered():
    found = hfc_baseline("IND", "A5 group 2", "consumption", {2024: 0.0, 2025: 0.0, 2026: 0.0})
    assert found.value == pytest.approx(0.65 * 30296696)


def test_the_freeze_of_1999_starts_on_the_first_of_july():
    found = limit("IND", "A-I", 1999)
    assert found.max_percent_of_baseline == 100
    assert any("1 July 1999" in note for note in found.notes)
    assert steps("A-I", "A5", "consumption")[0].first_day == date(1999, 7, 1)


def test_years_with_an_average_say_so():
    found = limit("IND", "C-I", 2035)
    assert found.max_percent_of_baseline == 2.5
    assert "annual average over 2030-2039" in found.rule


def test_the_servicing_tail_says_what_it_is_for():
    assert any("servicing" in note for note in limit("USA", "C-I", 2025).notes)


def test_before_the_first_measure_there_is_no_limit_yet():
    found = limit("IND", "F", 2024)
    assert found.max_percent_of_baseline is None and found.limit is None
    assert "no limit yet in 2024; the first starts on 2028-01-01" in found.rule


def test_a_party_outside_kigali_is_told_not_refused():
    found = limit("ARE", "F", 2029)
    assert found.rule.startswith("not bound in 2029")
    assert found.max_percent_of_baseline == 100
    assert any("2033" in note for note in found.notes)


def test_members_of_the_union_are_counted_together():
    assert any("European Union" in note for note in limit("DEU", "C-I", 2025).notes)
    assert limit("EU", "F", 2024).baseline.value == 184220322


def test_production_has_its_own_freeze_and_allowance():
    assert limit("USA", "C-I", 2000).max_percent_of_baseline == 100
    assert limit("USA", "C-I", 2000, "production").max_percent_of_baseline is None
    assert limit("USA", "C-I", 2004, "production").max_percent_of_baseline == 100
    assert any("basic domestic needs" in n for n in limit("FRA", "A-I", 2001, "production").notes)


@pytest.mark.parametrize("own", [500.0, 600.0])
def test_the_lower_of_treaty_and_own_limit_governs_and_both_are_shown(capsys, own):
    found = answer(capsys, "--party", "IND", "--group", "C-I", "--year", "2026",
                   "--own-limit", str(own), "--own-rule", "agreement with the Multilateral Fund")  # fmt: skip
    assert found["treaty_limit"] == pytest.approx(522.665) and found["own_limit"] == own
    assert found["limit"] == pytest.approx(min(own, 522.665))
    assert found["governs"] == ("own" if own < 522 else "treaty")
    assert found["own_rule"] == "agreement with the Multilateral Fund"


def test_own_limits_of_other_years_and_parties_do_not_count_and_units_must_fit():
    rows = [{"party": p, "annex_group": "C-I", "measure": "consumption", "year": y, "limit": 1.0, "unit": "ODP t"}
            for p, y in (("IND", 2025), ("PAK", 2026))]  # fmt: skip
    assert limit("IND", "C-I", 2026, own=rows).own_limit is None
    with pytest.raises(RequestError, match="ODP t"):
        limit("IND", "C-I", 2026, own=[{**rows[0], "year": 2026, "unit": "t CO2e"}])


def test_a_loaded_baseline_of_the_party_goes_before_a_copy_of_the_secretariats():
    rows = [
        {"party": "CHN", "annex_group": "F", "measure": "consumption", "baseline": 5.0, "unit": "t CO2e",
         "baseline_kind": "national", "source": "NOU"},
        {"party": "CHN", "annex_group": "F", "measure": "consumption", "baseline": 7.0, "unit": "t CO2e",
         "baseline_kind": "A5ConsGWP", "source": "ozone-secretariat"},
    ]  # fmt: skip
    assert from_rows(rows, "CHN", "F", "consumption", "A5").value == 5
    assert from_rows(rows[1:], "CHN", "F", "consumption", "A5").value == 7
    assert from_rows(rows[1:], "CHN", "F", "consumption", "non-A5") is None


@pytest.mark.parametrize(
    ("text", "group"),
    [("F-I", "F"), ("F", "F"), ("FII", "F"), ("E-I", "E"), ("e", "E"), ("C-1", "C-I"), ("CI", "C-I"),
     ("Annex C, Group I", "C-I"), ("B/III", "B-III"), ("a2", "A-II")],
)  # fmt: skip
def test_groups_are_named_as_people_write_them(text, group):
    assert group_named(text) == group


@pytest.mark.parametrize("text", ["Z", "", "A", "D-I", "C-IV", "E-II"])
def test_a_group_that_is_none_is_refused(text):
    with pytest.raises(UnknownName):
        group_named(text)


@pytest.mark.parametrize(
    ("group", "party", "year", "day"),
    [("A-II", "IND", 2018, date(2010, 1, 1)), ("A-II", "USA", 2018, date(1994, 1, 1)),
     ("A-I", "ROU", 2018, date(1996, 1, 1)), ("A-I", "ROU", 2005, date(2010, 1, 1)), ("C-I", "IND", 2018,
      date(2040, 1, 1)), ("C-III", "IND", 2018, date(2002, 1, 1)), ("F", "IND", 2018, None),
     ("A-I", "HKG", 2018, None), ("A-I", "WLD", 2018, None)],
)  # fmt: skip
def test_the_day_from_which_new_consumption_is_no_longer_allowed(group, party, year, day):
    assert phase_out_date(group, party, year) == day


def test_every_party_and_group_has_an_answer_in_every_year():
    for country in parties():
        for group in GROUPS:
            for year in (1990, 2005, 2024, 2045):
                for measure in ("consumption", "production"):
                    found = limit(country, group, year, measure)
                    assert found.limit is None or found.limit >= 0
                    assert found.rule and found.notes


@pytest.mark.parametrize(
    "words",
    [("--party", "Indai", "--group", "C-I", "--year", "2026"), ("--party", "IND", "--group", "X", "--year", "2026"),
     ("--party", "IND", "--group", "F", "--year", "3000"), ("--party", "IND", "--group", "F", "--year", "x"),
     ("--party", "IND", "--group", "F", "--year", "2030", "--hfc", "2024"),
     ("--party", "IND", "--group", "C-I", "--year", "2030", "--hfc", "2024=1"),
     ("--party", "IND", "--group", "F", "--year", "2030", "--baseline", "-1")],
)  # fmt: skip
def test_what_cannot_be_served_is_one_clear_line(capsys, words):
    assert main(["limit", *words]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_an_entered_baseline_below_zero_is_refused():
    with pytest.raises(RequestError):
        entered(-1.0, "F")


def test_a_person_reads_what_the_limit_rests_on(capsys):
    assert main(["limit", "--party", "India", "--group", "CI", "--year", "2026"]) == 0
    text = capsys.readouterr().out
    assert "522.665 ODP t" in text and "32.5 %" in text and "1,608.2" in text
