"""The shipped facts agree with the files they were taken from, and each leads to its source."""

import json
import subprocess
import sys
from datetime import date

import pytest

from shared_data import shared
from tradewind.reference import substance
from tradewind.reference.baselines import shipped
from tradewind.reference.limits import limit, steps
from tradewind.reference.parties import parties, party
from tradewind.reference.rows import read, sources

GROUPS = {
    1: "A-I",
    2: "A-II",
    3: "B-I",
    4: "B-II",
    5: "B-III",
    6: "C-I",
    7: "C-II",
    8: "C-III",
    9: "E",
    10: "F",
}
SCHEDULES = {1: ("A5", "A5 group 1"), 2: ("A5", "A5 group 1"), 3: ("A5", "A5 group 2"), 4: ("non-A5", "non-A5"),
             5: ("non-A5", "non-A5"), 6: ("non-A5", "non-A5 special schedule")}  # fmt: skip
#: Errors of the Secretariat's copy, each corrected with a note on our row: (group, party type, first day).
KNOWN_ERRORS = {("A-I", 1, "1999-01-07"), ("C-III", 1, "1996-01-01")}
OURS = [
    "parties", "party_status", "places", "place_names", "place_names_six", "country_centres", "hs_editions",
    "hs_codes", "hs_correlations", "hs_members", "schedules", "baselines", "methods", "case_codes", "prices",
    "sanctions", "cylinders", "colours", "un_numbers", "secretariat_numbers",
]  # fmt: skip


def fixture(name):
    return [
        (e["pk"], e["fields"])
        for e in json.loads(shared(f"ozone_secretariat/{name}.json").read_text("utf-8"))
    ]


@pytest.mark.parametrize("table", OURS)
def test_every_source_word_is_a_known_work(table):
    for row in read(table):
        assert all(work.citation != work.key for work in sources(row["source"])), row


def test_parties_are_those_of_the_secretariats_list():
    theirs = {f["iso_alpha3_code"]: f["name"] for _, f in fixture("parties")}
    for ours in parties():
        if ours.iso3 in ("EUE", "TUR"):
            continue
        assert theirs[ours.iso3] == ours.name


def test_status_by_year_is_that_of_the_secretariat():
    iso3 = {pk: "EUE" if f["abbr"] == "EU" else f["iso_alpha3_code"] for pk, f in fixture("parties")}
    years = {pk: f["name"] for pk, f in fixture("reportingperiods")}
    known = {p.iso3: p for p in parties()}
    for _, f in fixture("partieshistory"):
        name, year = iso3[f["party"]], years[f["reporting_period"]]
        if name not in known or not year.isdigit():
            continue
        status = known[name].status(int(year))
        assert status.article5 == f["is_article5"], (name, year)
        if int(year) >= 2019 and f["party_type"] != 4:
            assert status.kigali_group == SCHEDULES[f["party_type"]][1], (name, year)


def test_every_measure_of_the_secretariat_is_in_our_schedules_but_for_its_known_errors():
    differing = set()
    for _, f in fixture("control_measures"):
        group, kind, start = GROUPS[f["group"]], f["party_type"], f["start_date"]
        measure = {"BDN": "basic domestic needs"}.get(f["limit_type"], f["limit_type"].lower())
        schedule = SCHEDULES[kind][1 if group == "F" else 0]
        day = date.fromisoformat(start)
        past = [s for s in steps(group, schedule, measure) if s.first_day <= day]
        if not past or past[-1].max_percent != pytest.approx(float(f["allowed"]) * 100):
            differing.add((group, kind, start, measure))
    assert {d[:3] for d in differing} <= KNOWN_ERRORS, differing


def test_the_gap_of_2024_in_the_special_schedule_is_95_percent():
    assert limit("RUS", "F", 2024).max_percent_of_baseline == 95


def test_every_baseline_of_the_secretariat_is_ours():
    iso3 = {pk: "EUE" if f["abbr"] == "EU" else f["iso_alpha3_code"] for pk, f in fixture("parties")}
    kinds = {pk: f["name"] for pk, f in fixture("baseline_types")}
    compared = 0
    for _, f in fixture("baselines"):
        kind, group = kinds[f["baseline_type"]], GROUPS[f["group"]]
        if group == "F" and not kind.endswith("GWP"):
            continue
        measure = "production" if "Prod" in kind else "consumption"
        if kind.startswith("BDN"):
            measure = "basic domestic needs"
        unit = "t CO2e" if kind.endswith("GWP") else "ODP t"
        status = "A5" if kind.startswith("A5") else "non-A5"
        ours = shipped(iso3[f["party"]], group, measure, status, unit)
        assert ours.value == pytest.approx(float(f["baseline"]), abs=1e-5)
        compared += 1
    assert compared == len(read("baselines"))


def test_kigali_binds_90_days_after_the_instrument_and_never_before_2019():
    for row in read("parties"):
        if not row["kigali_instrument"]:
            assert party(row["iso3"]).kigali_in_force is None
            continue
        instrument = date.fromisoformat(row["kigali_instrument"])
        in_force = date.fromisoformat(row["kigali_in_force"])
        assert in_force >= date(2019, 1, 1)
        assert in_force == date(2019, 1, 1) or abs((in_force - instrument).days - 90) <= 2


def test_what_is_from_memory_is_graded_so():
    graded = {row["confidence"] for table in OURS for row in read(table) if row["source"] == "MEMORY"}
    assert graded == {"memory"}


def test_reference_facts_load_without_the_engines():
    modules = "hs, limits, baselines, tariffs, parties, cases, methods, packages, rows"
    check = (
        "import sys; from tradewind.reference import " + modules + "; "
        "print([m for m in ('pyarrow', 'duckdb', 'ibis', 'pandas', 'numpy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_designation_in_our_tables_is_a_substance_of_the_reference():
    named = {row["designation"] for row in read("hs_members")}
    for table in ("cylinders", "un_numbers"):
        named |= {d for row in read(table) for d in row["designations"].split("|") if d}
    named |= {row["of"] for row in read("colours") if row["kind"] == "designation"}
    assert all(substance(designation).designation == designation for designation in named)
