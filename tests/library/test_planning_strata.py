"""Every line is in one stratum, and the frame is the first two."""

import pytest

from screened_lines import screening
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER, stratum_of


@pytest.mark.parametrize(
    ("code", "words", "stratum"),
    [
        ("290342", "", GAS),
        ("382764", "mixture", GAS),
        ("950300", "R-22 refrigerant gas 100 x 13.6 kg", GAS),
        ("841510", "split air conditioners charged with R-32", EQUIPMENT),
        ("731100", "empty steel cylinders for R-134a", EQUIPMENT),
        ("731100", "R-134a 13.6 kg", GAS),
        ("640399", "shoes", OTHER),
        ("640399", None, OTHER),
        (None, None, OTHER),
    ],
)
def test_a_line_is_gas_by_code_or_words_else_near_it_else_other(
    code: str | None, words: str | None, stratum: str
) -> None:
    lines = screening([{"hs_code": code, "description": words}]).lines
    assert stratum_of(lines).to_pylist() == [stratum]
    assert lines["in_frame"].to_pylist() == [stratum != OTHER]


@pytest.mark.parametrize(
    ("number", "stratum"), [("3159", GAS), ("1078", GAS), ("2857", EQUIPMENT), ("1203", OTHER)]
)
def test_a_number_of_gas_is_enough_to_be_in_frame(number: str, stratum: str) -> None:
    lines = screening([{"hs_code": "640399", "description": "goods", "un_number": number}]).lines
    assert (stratum_of(lines).to_pylist(), lines["in_frame"].to_pylist()) == ([stratum], [stratum != OTHER])
