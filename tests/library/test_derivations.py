"""What words, codes and UN numbers of declaration items say, derived once for whole columns."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.derivations import DERIVED, derive


def said(**row: Any) -> dict[str, Any]:
    """The derived columns of one row."""
    schema = pa.schema([(name, pa.string()) for name in row])
    return derive(pa.Table.from_pylist([row], schema=schema)).to_pylist()[0]


def of_text(description: str) -> dict[str, Any]:
    return said(description=description)


@pytest.mark.parametrize(
    ("text", "total", "package", "count"),
    [
        ("R-22 1150 x 13.6 kg", 15_640_000, 13_600, 1150),
        ("R-22, 1,150 cylinders of 13.6 kg", 15_640_000, 13_600, 1150),
        ("R404A 10,9 kg x 240", 2_616_000, 10_900, 240),
        ("制冷剂 R22 13.6公斤*1150", 15_640_000, 13_600, 1150),
        ("хладон 22 в баллонах 13,6 кг", None, 13_600, None),
        ("30 lb R134a refrigerant", None, 13_608, None),
        ("HFC-134a 500 kg", 500_000, None, None),
        ("R134a 10 x 13.6 kg, R404A 5 x 10.9 kg", 190_500, None, 15),
        ("R-134a", None, None, None),
    ],
)
def test_masses_and_packages_are_read_as_people_write_them(text, total, package, count):
    row = of_text(text)
    assert (row["text_total_g"], row["text_package_g"], row["text_count"]) == (total, package, count)


@pytest.mark.parametrize(
    ("text", "charge"),
    [("split air conditioner R32 charge 0.7 kg", 700), ("fridge, refrigerant R134a 120 g", 120),
     ("chiller R134a, weight 900 kg", None), ("R-134a 13.6 kg", None)],
)  # fmt: skip
def test_the_charge_of_a_machine_is_not_its_weight(text, charge):
    assert of_text(text)["text_charge_g"] == charge


@pytest.mark.parametrize(
    "text",
    [
        "R-22 free foam panels",
        "expansion valve for R410A",
        "POE oil for R134a compressors",
        "R22-36/38",
        "flour",
    ],
)
def test_what_is_free_of_a_gas_or_serves_it_is_not_that_gas(text):
    row = said(description=text, hs_code="950300", hs_edition="2022")
    assert (row["gas"], row["fit"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "vague"),
    [("refrigerant in cylinders", "refrigerant"), ("Industrial gases", "gas"), ("газ", "gas"),
     ("productos químicos", "chemical"), ("gas cooker", None), ("R-134a refrigerant", None),
     ("refrigerant leak detector", None), ("chemical resistant gloves", None)],
)  # fmt: skip
def test_a_vague_word_counts_only_where_it_is_all_that_is_said(text, vague):
    assert of_text(text)["text_vague"] == vague


@pytest.mark.parametrize(
    "text", ["air conditioners without refrigerant", "empty cylinders", "sans gaz", "пустые баллоны", "空瓶"]
)
def test_goods_said_to_be_empty_are_seen(text):
    assert of_text(text)["text_empty"]


def test_disposable_gloves_are_no_disposable_cylinders():
    assert of_text("disposable gloves 2 kg")["text_container"] is None
    assert of_text("disposable cylinders 13.6 kg")["text_container"] == "disposable cylinder"


@pytest.mark.parametrize(
    ("text", "edition", "code", "fit"),
    [
        ("R-134a", "2022", "290345", "fits"),
        ("R-22", "2022", "950300", "hides"),
        ("R-22", "2022", "290345", "other"),
        ("R-134a", "2022", "290339", "older"),
        ("R-410A", "2022", "290342", "other"),
        ("R-134a", None, "290339", "fits"),
        ("R-22 or R-134a", "2022", "290345", "fits"),
        ("R-22 and R-134a", "2022", "950300", "hides"),
        ("mixture of R-32 and R-125", "2022", "382763", "unknown"),
        ("plastic toys", "2022", "290345", None),
    ],
)
def test_words_are_compared_with_the_code_of_the_edition(text, edition, code, fit):
    assert said(description=text, hs_edition=edition, hs_code=code)["fit"] == fit


def test_a_declared_un_number_goes_before_a_written_one():
    row = said(description="gas UN 3159", un_number="UN1018", hs_edition="2022", hs_code="950300")
    assert (row["text_un"], row["un"], row["un_gas"], row["un_fit"]) == ("3159", "1018", "R-22", "hides")
    assert said(un_number="1078")["un_kind"] == "refrigerant"
    assert said(un_number="1203")["un_kind"] is None


def test_rows_without_text_code_or_number_say_nothing():
    row = said(description=None, hs_code=None)
    assert {name for name, value in row.items() if value not in (None, False)} == set()
    assert row["text_controlled"] is None
    assert derive(pa.table({"description": pa.array([], pa.string())})).schema == DERIVED


_TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["R-22", "R134a 13.6 kg x 40", "flour", "gas", "UN 1018", "фреон 22", "\x7f", "空调 R32"]
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_TEXTS, st.sampled_from(["290371", "950300", "841510", None])), max_size=12))
def test_a_row_says_the_same_alone_and_among_others(rows):
    schema = pa.schema([("description", pa.string()), ("hs_code", pa.string())])
    table = pa.Table.from_pylist([{"description": d, "hs_code": c} for d, c in rows], schema=schema)
    together = derive(table).to_pylist()
    assert together == [said(description=d, hs_code=c) for d, c in rows]
