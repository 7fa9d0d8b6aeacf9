"""Yearly figures: what is counted where, worked by hand, and that no gram is made or lost."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.reference import all_blends
from tradewind.reporting import (
    ARTICLE_7,
    COUNTRY_PROGRAMME,
    Book,
    Cell,
    Cleared,
    Difference,
    Sheet,
    add_stated,
    between_reports,
    cells_of,
    due_in,
    render,
    split,
    tonnes,
    total,
    with_customs,
)
from tradewind.reporting.columns import SECTORS

#: A year of a small country.
YEAR = [
    Cleared("import", "R-22", 1_360_800, "CHN", sector="servicing"),
    Cleared("import", "R-22", 500_000, "IND", nature="reclaimed", sector="servicing"),
    Cleared("import", "R-22", 2_000_000, "CHN", purpose="feedstock"),
    Cleared("import", "R-410A", 1_001, "CHN", sector="air_conditioning", count=3),
    Cleared("import", "R-404A", 100_000, "CHN"),
    Cleared("import", "Methyl bromide", 40_000, "ISR", purpose="qps"),
    Cleared("import", "R-134a", 9_000, "JPN", what="equipment"),
    Cleared("import", "R-141b", 7_000, "DEU", what="polyol"),
    Cleared("transit", "R-22", 9_999_999, "UGA"),
    Cleared("import", "R-22", 8_888_888, "UGA", regime="transit"),
    Cleared("export", "R-22", 60_000, "UGA", regime="re-export"),
]


def test_article_7_counts_new_for_all_uses_and_says_which_part_is_no_consumption() -> None:
    cells = cells_of(ARTICLE_7, YEAR)
    assert cells[Cell("imports", "R-22", "CHN", "new")] == 3_360_800
    assert cells[Cell("imports", "R-22", "CHN", "feedstock")] == 2_000_000
    assert cells[Cell("imports", "R-22", "IND", "recovered")] == 500_000
    assert Cell("imports", "R-22", "IND", "new") not in cells
    assert cells[Cell("imports", "Methyl bromide", "ISR", "qps")] == 40_000
    # R-410A is half and half: 1,001 g three times are 501 + 500; of R-404A (44/52/4) 44,000, 52,000 and 4,000 g.
    assert cells[Cell("imports", "R-125", "CHN", "new")] == 3 * 501 + 44_000
    assert cells[Cell("imports", "R-32", "CHN", "new")] == 3 * 500
    assert cells[Cell("imports", "R-143a", "CHN", "new")] == 52_000
    assert cells[Cell("imports", "R-134a", "CHN", "new")] == 4_000


def test_transit_counts_nowhere_and_a_re_export_is_an_export_of_its_own() -> None:
    for report in (ARTICLE_7, COUNTRY_PROGRAMME):
        assert not [
            cell for cell in cells_of(report, YEAR) if cell.form == "imports" and cell.partner == "UGA"
        ]
    cells = cells_of(ARTICLE_7, YEAR)
    assert (
        cells[Cell("exports", "R-22", "UGA", "new")]
        == cells[Cell("exports", "R-22", "UGA", "re_exported")]
        == 60_000
    )


def test_gas_in_equipment_and_polyol_stands_apart_and_is_added_to_nothing() -> None:
    for report in (ARTICLE_7, COUNTRY_PROGRAMME):
        cells = cells_of(report, YEAR)
        assert cells[Cell("imports", "R-134a", "JPN", "in_equipment")] == 9_000
        assert cells[Cell("imports", "R-141b", "DEU", "in_polyol")] == 7_000
        assert total(cells, "imports", "R-141b", "new", "recovered", "all") is None
        assert report.column("imports", "in_polyol").counts == "apart"


def test_country_programme_counts_by_sector_and_leaves_feedstock_apart() -> None:
    cells = cells_of(COUNTRY_PROGRAMME, YEAR)
    assert total(cells, "imports", "R-22", "servicing") == total(cells, "imports", "R-22", "all") == 1_860_800
    assert total(cells, "imports", "R-22", "feedstock") == 2_000_000
    assert total(cells, "imports", "R-143a", "sector_unknown") == 52_000
    assert total(cells, "imports", "R-143a", "servicing") is None


def test_differences_between_the_reports_are_listed_and_what_explains_one_is_named() -> None:
    found = between_reports(cells_of(ARTICLE_7, YEAR), cells_of(COUNTRY_PROGRAMME, YEAR))
    assert Difference("reports", "imports", "R-22", "", 3_860_800, 1_860_800, "feedstock") in found
    assert Difference("sectors", "imports", "R-143a", "", 52_000, 0) in found
    assert {d.substance for d in found} == {"R-22", "R-143a", "R-125", "R-134a"}


def test_customs_records_are_compared_by_partner_and_a_blank_is_not_zero() -> None:
    ours = cells_of(ARTICLE_7, [Cleared("import", "R-22", 1_000, "CHN"), Cleared("import", "R-32", 5, "CHN")])
    declared = {("imports", "R-22", "CHN"): 900, ("imports", "R-32", "CHN"): 5, ("imports", "R-22", "IND"): 0}
    assert with_customs(ours, declared) == [
        Difference("customs", "imports", "R-22", "CHN", 1_000, 900),
        Difference("customs", "imports", "R-22", "IND", None, 0),
    ]


def test_a_stated_zero_is_zero_and_never_hides_what_was_cleared() -> None:
    cells = cells_of(ARTICLE_7, [Cleared("import", "R-22", 1_000, "CHN")])
    none, zero = Cell("production", "R-22", "", "produced"), Cell("imports", "R-22", "CHN", "new")
    assert total(cells, "production", "R-22", "produced") is None
    of_all = zero._replace(partner="")
    both, against = add_stated(cells, {none: 0, zero: 0, of_all: 0})
    assert (both, against) == ({none: 0, zero: 1_000}, [zero, of_all])


def test_rounding_stands_beside_the_grams_and_days_have_their_ground() -> None:
    assert (tonnes(1_234_500, 3), tonnes(1_234_499, 3), tonnes(5_000, 2)) == (
        Decimal("1.235"), Decimal("1.234"), Decimal("0.01"),
    )  # fmt: skip
    programme, article7 = due_in(2027, article_5=True)
    assert (article7.on, programme.on) == (date(2027, 9, 30), date(2027, 5, 1))
    assert article7.source and not programme.source
    assert [d.report for d in due_in(2027, article_5=False)] == ["article7"]


def test_a_workbook_keeps_blank_and_zero_apart_and_runs_no_formula() -> None:
    made = render(
        Book(
            [Sheet("Imports", ["=1+1"], ["@who", "t"], [["=cmd", None], ["-x", Decimal("0.000")], ["y", 7]])]
        )
    )
    page = openpyxl.load_workbook(io.BytesIO(made))["Imports"]
    texts = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and cell.value[0] not in "=@-+" for cell in texts)
    assert [row[1].value for row in page.iter_rows(min_row=3)] == [None, 0, 7]


_NAMES = [b.designation for b in all_blends()] + ["R-22", "R-134a", "Methyl bromide"]
_ROWS = st.builds(
    Cleared, st.sampled_from(["import", "export"]), st.sampled_from(_NAMES), st.integers(1, 10**9),
    st.sampled_from(["CHN", "IND"]), st.sampled_from(["new", "recovered", "recycled", "reclaimed"]),
    st.sampled_from(["ordinary", "feedstock", "process_agent", "qps", "laboratory", "critical", "other_exempt"]),
    st.sampled_from(["bulk", "equipment", "polyol"]),
    st.sampled_from([*SECTORS[:-1], ""]), st.sampled_from(["", "re-export"]), st.integers(1, 3),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(_ROWS, max_size=6))
def test_splitting_and_summing_never_makes_or_loses_a_gram(rows: list[Cleared]) -> None:
    whole = sum(row.mass_g * row.count for row in rows)
    for row in rows:
        assert sum(grams for _name, grams in split(row.substance, row.mass_g)) == row.mass_g
    for report in (ARTICLE_7, COUNTRY_PROGRAMME):
        cells = cells_of(report, rows)
        counted = [
            amount for cell, amount in cells.items()
            if report.column(cell.form, cell.column).counts in ("total", "apart")
        ]  # fmt: skip
        assert sum(counted) == whole
    programme = cells_of(COUNTRY_PROGRAMME, rows)
    parts = sum(
        amount for cell, amount in programme.items()
        if cell.form == "imports" and COUNTRY_PROGRAMME.column(cell.form, cell.column).counts == "of which"
    )  # fmt: skip
    assert parts == sum(
        amount for cell, amount in programme.items() if cell[0] == "imports" and cell.column == "all"
    )
