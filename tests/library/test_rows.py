"""Every reference fact has a source and a grade, and its table is as its schema says."""

import pytest

from tradewind.errors import UnknownName
from tradewind.reference import rows


def test_every_table_is_as_its_schema_says():
    assert rows.check_all() == []


def test_no_row_stands_without_source_and_confidence():
    for name in rows.tables():
        assert all(row["source"].strip() and row["confidence"].strip() for row in rows.read(name)), name


def test_an_unknown_table_is_named_with_those_that_exist():
    with pytest.raises(UnknownName) as caught:
        rows.read("partys")
    assert "parties" in caught.value.suggestions


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"code": "29037", "source": "X", "confidence": "memory"}, "code is '29037'"),
        ({"code": "290371", "source": "", "confidence": "memory"}, "source is ''"),
        ({"code": "290371", "source": "X", "confidence": "surely"}, "confidence is 'surely'"),
    ],
)
def test_a_row_against_its_schema_is_named_by_line_and_column(row, problem):
    schema = rows.Schema(
        "codes", "codes", {"code": r"\d{6}", "source": ".+", "confidence": "|".join(rows.GRADES)}, ("code",)
    )
    assert [p for p in schema.problems(row, [row]) if problem in p and "line 2" in p]


def test_two_rows_of_one_key_are_a_problem():
    schema = rows.Schema("codes", "codes", {"code": ".+", "source": ".+", "confidence": ".+"}, ("code",))
    row = {"code": "290371", "source": "X", "confidence": "memory"}
    assert any("the same code as line 2" in p for p in schema.problems(row, [row, dict(row)]))


def test_a_missing_or_an_unknown_column_is_a_problem():
    schema = rows.Schema("codes", "codes", {"code": ".+", "source": ".+"}, ())
    assert len(schema.problems(("code", "colour"), [])) == 2


def test_a_source_key_leads_to_a_citation_and_an_address():
    work = rows.sources("CP-TOYS")[0]
    assert work.address.startswith("https://www.coolingpost.com/")
    assert [s.key for s in rows.sources("OLAF-76; OLAF-37")] == ["OLAF-76", "OLAF-37"]
