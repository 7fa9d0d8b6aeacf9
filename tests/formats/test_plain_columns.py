"""Whole columns and single cells are read to the same rows and the same refusals."""

import csv
import io
import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_files import Read, read

CELLS = {
    "declaration_id": ["D1", "D2", " D3 ", "", "00012"],
    "item": ["1", "2", "3", "-1", "1.0", "x"],
    "lodged_on": ["2026-02-27", "2026-02-31", "2026-02", "", "27.02.2026", "-"],
    "regime": ["import", "", "re-export"],
    "hs_code": ["290371", "29037100", "2903.71.00", "2903", "", "abc"],
    "national_code": ["", "2903710000", "29034500"],
    "description": ["R-22", "", " a\nb ", 'say "x", y'],
    "origin": ["CHN", "CN", "China", "Atlantis", ""],
    "substance": ["R-22", "R 134a", "compressors", ""],
    "net_mass_g": ["136000", "136000.4", "99999999999999", "-5", "", "1 t"],
    "gross_mass_kg": ["176", "176.5", "0.0005", "", "heavy"],
    "value_minor": ["90000", "", "9.5"],
    "currency": ["USD", "usd", "", "12"],
    "quantity": ["1", "2.5", "", "two"],
    "documents": ["C514; N935", "", "L100"],
    "published_on": ["2026-03-01", ""],
}
ROW = st.tuples(*(st.sampled_from(v) for v in CELLS.values()))


def read_text(text: str) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.csv"
        path.write_text(text, encoding="utf-8")
        return read(path)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROW, min_size=1, max_size=12))
def test_both_ways_of_reading_give_the_same(rows: list[tuple[str, ...]]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        [list(CELLS), *[[c.replace("\n", " ") for c in r] for r in rows]]
    )
    by_columns = read_text(written.getvalue())
    with patch("tradewind.formats.canonical.can_be_plain", return_value=False):
        by_cells = read_text(written.getvalue())
    assert by_columns.reader.name == by_cells.reader.name == "canonical"
    assert by_columns.rows == by_cells.rows
    assert [(r.row, r.column, r.value, r.reason) for r in by_columns.refused] == [
        (r.row, r.column, r.value, r.reason) for r in by_cells.refused
    ]
    assert sorted(by_columns.notices) == sorted(by_cells.notices)


def test_items_without_a_number_are_counted_after_those_before_them() -> None:
    text = "declaration_id,item,hs_code,description,net_mass_g\nD1,1,290371,a,1\nD1,,290371,b,2\nD1,,290371,c,3\n"
    assert [r["item"] for r in read_text(text).rows["declarations"]] == [1, 2, 3]


def test_a_day_that_can_be_two_days_is_asked_about_before_any_row() -> None:
    text = "declaration_id,item,lodged_on,hs_code,description\nD1,1,2026-01-02,290371,a\nD2,1,01/02/2026,290371,b\n"
    made = read_text(text)
    assert made.rows == {} and "--day-first" in made.refused[0].mend
