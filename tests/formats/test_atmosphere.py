"""Atmospheric series: one row a substance and period; what was not measured gives no row."""

from datetime import date
from pathlib import Path

import pytest
from reading_files import Read, read

from shared_data import shared
from tradewind.errors import FileRefused

AGAGE = """data created:, 21-Aug-2024
monthly global mean of baseline data from AGAGE GC-MD data
   scale: ---   ---   SIO-05  ---   SIO-16  ---
    unit: ---   ---   ppt     ---   ppb     ---
     time  MM  YYYY   CFC-11  ---   N2O     ---
 1978.542   7  1978   147.067 6.349 299.316 0.823
 1978.625   8  1978   0.000   0.000 299.441 0.561
"""


def row(made: Read, substance: str, first: date) -> dict[str, object]:
    (found,) = [
        r for r in made.rows["atmosphere"] if r["substance"] == substance and r["observed_from"] == first
    ]
    return found


def test_agage_reads_both_instruments_apart() -> None:
    md, ms = (read(shared(f"atmosphere/agage_global_mean_{part}.txt")) for part in ("md", "ms"))
    first = row(md, "R-11", date(1978, 7, 1))
    assert (first["mole_fraction_ppt"], first["uncertainty_ppt"], first["scale"]) == (
        147.067,
        6.349,
        "SIO-05",
    )
    assert (first["observed_to"], first["published_on"]) == (date(1978, 7, 31), date(2024, 8, 21))
    assert {r["source"] for m in (md, ms) for r in m.rows["atmosphere"]} == {
        "agage-gc-md",
        "agage-gcms-medusa",
    }
    assert row(ms, "R-115", date(2023, 6, 1))["mole_fraction_ppt"] == 8.894


def test_a_month_without_data_gives_no_row_and_ppb_become_ppt(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(AGAGE)
    made = read(tmp_path / "a.txt")
    assert [(r["substance"], r["mole_fraction_ppt"]) for r in made.rows["atmosphere"]] == [
        ("R-11", 147.067),
        ("R-744A", pytest.approx(299_316)),
        ("R-744A", pytest.approx(299_441)),
    ]


def test_a_short_line_is_refused_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(AGAGE + " 1978.708   9  1978\n")
    assert [(r.row, "3 figures" in r.reason) for r in read(tmp_path / "a.txt").refused] == [(8, True)]


def test_noaa_reads_two_months_around_each_date_and_drops_nd() -> None:
    made = read(shared("atmosphere/noaa_2024_global_mean_mixing_ratios.csv"))
    first = row(made, "R-22", date(1992, 1, 1))
    assert (first["mole_fraction_ppt"], first["observed_to"]) == (98.1, date(1992, 2, 29))
    assert not [
        r
        for r in made.rows["atmosphere"]
        if r["substance"] == "R-141b" and r["observed_from"] < date(1992, 11, 1)
    ]
    assert {"Halon-1211", "Halon-2402", "Methyl bromide"} <= {r["substance"] for r in made.rows["atmosphere"]}


def test_hfc_23_of_the_box_model_is_named_by_the_preamble() -> None:
    made = read(shared("atmosphere/adam2024_HFC-23_global_annual_mole_fraction.csv"))
    assert len(made.rows["atmosphere"]) == 49
    last = row(made, "R-23", date(2023, 1, 1))
    assert last["mole_fraction_ppt"] == pytest.approx(36.8067, abs=1e-4)
    assert last["published_on"] == date(2024, 2, 12)


def test_a_preamble_without_a_unit_is_refused(tmp_path: Path) -> None:
    text = shared("atmosphere/adam2024_HFC-23_global_annual_mole_fraction.csv").read_text("utf-8")
    (tmp_path / "b.csv").write_text(text.replace("# Units: ppt", "#"))
    with pytest.raises(FileRefused, match="does not tell the substance or the unit"):
        read(tmp_path / "b.csv")


def test_igcc_tells_mole_fractions_from_emissions() -> None:
    fractions = read(shared("atmosphere/igcc_ghg_concentrations.csv"))
    emissions = read(shared("atmosphere/igcc_ghg_equivalent_emissions.csv"))
    assert row(fractions, "R-744", date(1750, 1, 1))["mole_fraction_ppt"] == pytest.approx(
        278.37785700000006e6
    )
    of_134a = row(emissions, "R-134a", date(1750, 1, 1))
    assert (of_134a["emission_kt"], of_134a["mole_fraction_ppt"]) == (0.0, None)
    assert not [r for r in fractions.rows["atmosphere"] if "[" in r["substance"]]


def test_no_two_rows_of_the_real_series_share_a_key() -> None:
    names = ("agage_global_mean_md.txt", "agage_global_mean_ms.txt", "noaa_2024_global_mean_mixing_ratios.csv",
             "adam2024_HFC-23_global_annual_mole_fraction.csv", "igcc_ghg_concentrations.csv",
             "igcc_ghg_equivalent_emissions.csv")  # fmt: skip
    rows = [r for name in names for r in read(shared(f"atmosphere/{name}")).rows["atmosphere"]]
    keys = [(r["source"], r["network"], r["substance"], r["observed_from"], r["observed_to"]) for r in rows]
    assert len(set(keys)) == len(keys)
