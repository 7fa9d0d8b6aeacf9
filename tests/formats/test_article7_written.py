"""The Secretariat's workbook as we write it: what is read back is what was written, to the gram."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_files import read

from tradewind.formats.article7_writer import Figure, write

_COLUMNS = {
    "imports": ("new", "recovered", "feedstock", "exempted", "qps"),
    "exports": ("new", "recovered", "feedstock", "exempted", "qps"),
    "production": ("produced", "feedstock", "exempted", "qps"),
    "destruction": ("destroyed",),
}
_FIGURES = st.builds(
    lambda form, gas, partner, at, grams: Figure(
        form, gas, partner if form in ("imports", "exports") else "", _COLUMNS[form][at % len(_COLUMNS[form])], grams
    ),
    st.sampled_from(sorted(_COLUMNS)), st.sampled_from(["R-22", "R-123a", "R-32", "Halon-1301"]),
    st.sampled_from(["CHN", "IND", ""]), st.integers(0, 4), st.integers(0, 10**12),
)  # fmt: skip


def _read_back(folder: Path, content: bytes) -> list[Figure]:
    path = folder / "article7.xlsx"
    path.write_bytes(content)
    made = read(path)
    assert made.refused == [] and made.notices == []
    return [
        Figure(row["form"], row["substance"], row["partner"] or "", column, row[f"{column}_g"])
        for row in made.rows["reported_consumption"]
        for column in _COLUMNS[row["form"]]
        if row[f"{column}_g"] is not None
    ]


@given(st.lists(_FIGURES, min_size=1, max_size=12, unique_by=lambda f: f[:4]))
@settings(max_examples=25)
def test_the_workbook_reads_back_to_the_gram_and_a_blank_stays_blank(
    tmp_path_factory: pytest.TempPathFactory, figures: list[Figure]
) -> None:
    folder = tmp_path_factory.mktemp("written")
    assert sorted(_read_back(folder, write("KEN", 2025, figures))) == sorted(figures)


def test_the_file_says_who_reports_when_and_writes_the_same_bytes_again(tmp_path: Path) -> None:
    figures = [
        Figure("imports", "R-22", "CHN", "new", 1_234_567),
        Figure("imports", "R-22", "", "in_polyol", 8_000_000),
    ]
    content = write("KEN", 2025, figures, reported_on=date(2026, 9, 30), remark="=1+1")
    assert content == write("KEN", 2025, figures, reported_on=date(2026, 9, 30), remark="=1+1")
    path = tmp_path / "article7.xlsx"
    path.write_bytes(content)
    rows = read(path).rows["reported_consumption"]
    assert {(r["party"], str(r["period_start"]), str(r["published_on"])) for r in rows} == {
        ("KEN", "2025-01-01", "2026-09-30")
    }
    assert {r["remark"] for r in rows if r["partner"] is None} == {"ImpPolyol 8 t"}
