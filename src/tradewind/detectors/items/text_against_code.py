"""Does the description of an item say one thing and its code another?

A gas named in words under a code that is no gas's, or that is another gas's, or under an "other" beside the gas's
own code; and the reverse, a code of controlled gas over words that name something else. Words about machines,
tools and parts for a gas, and "free of", are no gas. Method 1 of the catalogue; also 4 and 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.signs import Evidence, LineDetector, Sign, sign_rows

_REFRIGERANT_IN_MACHINE: Final = "the gas is the charge of a machine, which has a code of its own"
_OLDER_EDITION: Final = "the code was right in an earlier edition of the Harmonized System"
_NATIONAL: Final = "the national tariff files this gas under that line"
_BROKER_ERROR: Final = "a mistake of the broker, the same on all of this trader's items"
_CHECK_INVOICE: Final = "compare the invoice and the safety data sheet with the code"

SIGNS: Final = {
    "gas_under_no_gas_code": Sign(
        Evidence(0.3, 0.004), "The words name %(a)s, the code %(b)s (HS %(c)s) holds no controlled gas.",
        (_REFRIGERANT_IN_MACHINE, _NATIONAL, _BROKER_ERROR), _CHECK_INVOICE,
    ),
    "gas_under_other_gas_code": Sign(
        Evidence(0.2, 0.01), "The words name %(a)s, the code %(b)s (HS %(c)s) is that of %(d)s.",
        (_OLDER_EDITION, _NATIONAL, _BROKER_ERROR), _CHECK_INVOICE,
    ),
    "code_over_other_words": Sign(
        Evidence(0.05, 0.01), "The code %(b)s (HS %(c)s) is that of %(d)s; the words name %(a)s.",
        ("a product that contains the gas and is filed by it", _BROKER_ERROR), _CHECK_INVOICE,
    ),
}  # fmt: skip
#: A reading of the words below this is a hint, not a contradiction.
_SURE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Parameters:
    """`least_certainty` of the reading of the words."""

    least_certainty: float = _SURE


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    sure = lines.filter(
        (lines.text_certainty >= parameters.least_certainty) & (lines.text_role == "named") & ~lines.text_equipment
        & lines.hs_code.notnull()
    )  # fmt: skip
    controlled = sure.filter(sure.text_controlled)
    hidden = controlled.filter((controlled.fit == "hides") & (controlled.code_kind != "equipment"))
    other = controlled.filter(controlled.fit == "other")
    plain = sure.filter(~sure.text_controlled & (sure.code_control == "all") & (sure.fit == "other"))
    found = [
        sign_rows(rows, sign, a=rows.text_gas, b=rows.hs_code, c=rows.hs_edition.fill_null("edition not known"),
                  d=rows.code_words.fill_null("no controlled gas"))
        for sign, rows in (
            ("gas_under_no_gas_code", hidden), ("gas_under_other_gas_code", other), ("code_over_other_words", plain)
        )
    ]  # fmt: skip
    return ibis.union(*found)


DETECTOR: Final = LineDetector(
    name="text_against_code", version="1.0", question="Do the words of an item say one thing and its code another?",
    needs=(("declarations",),), family="description and code", methods=("1", "4", "15"), signs=SIGNS,
    Parameters=Parameters, see=see,
)  # fmt: skip
