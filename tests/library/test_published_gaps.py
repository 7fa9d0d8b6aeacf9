"""Gaps that others published: computed again, both figures shown, the unexplained rest never explained away."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held_tables import Held
from shared_data import shared
from tradewind.fits.published import LACKING, beside
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

HEADER = "ctycode_m,ctyname_m,ctycode_x,ctyname_x,year_m,value_m,value_x,impmisbilat,expmisbilat"
AGREES = "534,India,111,United States,2017,1100.50,1000.25,100.25,100.25"
DIFFERS = "534,India,924,China,2016,1100.00,1000.00,40.00,35.00"


def rows(*gaps: dict[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = (
        beside(Held(published_gaps=gaps).current("published_gaps")).to_pyarrow().to_pylist()
    )
    return made


@pytest.fixture
def loaded(tmp_path: Path) -> str:
    """A warehouse of two published gaps, of which one disagrees with the values it stands beside."""
    source, warehouse = tmp_path / "DOTS.csv", f"duckdb://{tmp_path / 'w'}/"
    source.write_text("\n".join([HEADER, AGREES, DIFFERS]) + "\n", encoding="utf-8")
    assert main(["load", str(source), "--warehouse", warehouse, "--quiet"]) == 0
    return warehouse


def test_a_published_figure_that_disagrees_is_shown_beside_the_recomputed_one(
    loaded: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["find", "--published-gaps", "--json", "--warehouse", loaded]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["exporter"], first["published_import_usd"], first["published_export_usd"]) == (
        "CHN",
        40.0,
        35.0,
    )
    assert (first["recomputed_usd"], first["difference_usd"], first["reproduced"]) == (100.0, 65.0, False)
    assert first["lacking"] == LACKING
    assert (second["exporter"], second["reproduced"], second["lacking"]) == ("USA", True, None)
    assert main(["find", "--published-gaps", "--warehouse", loaded]) == 0
    told = capsys.readouterr().out
    assert "2 pairs and years, 1 equal to the recomputed figure" in told
    assert "Hong Kong" in told


def test_the_published_gaps_are_chosen_by_party_and_year_and_written_as_csv(
    loaded: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "gaps.csv"
    asked = ["find", "--published-gaps", "--party", "US", "--year", "2017", "--out", str(out)]
    assert main([*asked, "--warehouse", loaded]) == 0
    assert [r["exporter"] for r in csv.DictReader(out.read_text("utf-8").splitlines())] == ["USA"]
    capsys.readouterr()
    assert main(["find", "--published-gaps", "--warehouse", f"duckdb://{tmp_path / 'none'}/"]) == 2
    assert "none are loaded" in capsys.readouterr().err


@given(st.integers(0, 10**14), st.integers(0, 10**14))
def test_a_gap_of_two_values_is_always_reproduced_to_the_cent(imports: int, exports: int) -> None:
    published = abs(imports - exports) / 100
    (made,) = rows(
        {"value_import_usd_cents": imports, "value_export_usd_cents": exports,
         "gap_import_usd": published, "gap_export_usd": published}
    )  # fmt: skip
    assert made["reproduced"]
    assert made["recomputed_usd"] == pytest.approx(published, abs=0.02)


def test_a_value_that_is_not_reported_is_neither_equal_nor_lacking_a_term() -> None:
    (made,) = rows({"value_import_usd_cents": 100, "gap_import_usd": 1.0, "gap_export_usd": 1.0})
    assert (made["recomputed_usd"], made["reproduced"], made["lacking"]) == (None, None, None)


def test_gfis_own_file_is_reproduced_but_for_the_years_of_the_unpublished_input(tmp_path: Path) -> None:
    source, warehouse = shared("gfi_dots/DOTS_trdmisin_15_16.csv.zip"), tmp_path / "w"
    assert main(["load", str(source), "--warehouse", f"duckdb://{warehouse}/", "--quiet"]) == 0
    with Warehouse.open(warehouse) as held:
        made = beside(held.history("published_gaps"))
        by_year = made.group_by("year").agg(rows=made.count(), equal=made.reproduced.sum())
        counted = {r["year"]: (r["equal"], r["rows"]) for r in by_year.to_pyarrow().to_pylist()}
    assert sum(n for _, n in counted.values()) == 92_100
    assert sum(equal for equal, _ in counted.values()) == 80_491
    assert counted[2017] == (23_138, 23_138) and counted[2018] == (23_341, 23_341)
