"""Does the description of an item say one thing and its code another?

A gas named in words under a code that is no gas's, or that is another gas's, or under an "other" beside the gas's
own code; the reverse, a code of controlled gas over words that name something else; and words that say nothing
("gas", "refrigerant") where the code would let them hide one. Words about machines, tools and parts for a gas,
and "free of", are no gas; neither is a gas in goods that carry it lawfully, unless it is said to be in cylinders.
A code that was the gas's own in an earlier edition is out of date, not a sign. Methods 1, 4 and 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.lawful import BROKER_ERROR, NATIONAL, OLDER_EDITION
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows

_CHECK_INVOICE: Final = "compare the invoice and the safety data sheet with the code"
_ASK_WHICH: Final = "ask the declarant for the trade name and the safety data sheet"

#: Seized goods were mostly declared as something else or vaguely (register of public cases), and a gas named openly
#: under toys is rare on either side; brokers' slips between neighbouring codes are common.
SIGNS: Final = {
    "gas_under_no_gas_code": Sign(
        Evidence(0.2, 0.024, MOVED), "The words name %(a)s, the code %(b)s (HS %(c)s) holds no controlled gas.",
        ("the gas is the charge of a machine or product, which has a code of its own", NATIONAL, BROKER_ERROR),
        _CHECK_INVOICE,
    ),
    "packed_gas_under_goods_code": Sign(
        Evidence(0.15, 0.023, MOVED),
        "The words name %(a)s in cylinders, the code %(b)s (HS %(c)s) is that of goods that only carry a gas.",
        ("cylinders that belong to the machine beside them", BROKER_ERROR), _CHECK_INVOICE,
    ),
    "gas_under_neighbour_code": Sign(
        Evidence(0.15, 0.049, MOVED), "The words name %(a)s, the code %(b)s (HS %(c)s) beside its own holds none.",
        (OLDER_EDITION, NATIONAL, BROKER_ERROR), _CHECK_INVOICE,
    ),
    "gas_under_other_gas_code": Sign(
        Evidence(0.2, 0.064, MOVED), "The words name %(a)s, the code %(b)s (HS %(c)s) is that of %(d)s.",
        ("a blend filed under its main component", OLDER_EDITION, NATIONAL, BROKER_ERROR), _CHECK_INVOICE,
    ),
    "code_over_other_words": Sign(
        Evidence(0.05, 0.037, MOVED), "The code %(b)s (HS %(c)s) is that of %(d)s; the words name %(a)s.",
        ("a product that contains the gas and is filed by it", BROKER_ERROR), _CHECK_INVOICE,
    ),
    "vague_words": Sign(
        Evidence(0.15, 0.093, MOVED), "The words say no more than \"%(a)s\" under the code %(b)s (HS %(c)s).",
        ("the short text is this trader's habit, and the invoice names the gas",), _ASK_WHICH,
    ),
    "refrigerant_under_no_gas_code": Sign(
        Evidence(0.08, 0.01), "The words speak of refrigerant, the code %(b)s (HS %(c)s) holds none.",
        ("a refrigerant that is not controlled, or a coolant for engines", BROKER_ERROR), _ASK_WHICH,
    ),
}  # fmt: skip
#: A reading of the words below this is a hint, not a contradiction.
_SURE: Final = 0.8
_CYLINDERS: Final = ("disposable cylinder", "refillable cylinder", "cylinder", "ISO tank")
_GOODS: Final = ("carrier", "equipment")
#: Chapters in which gases of no interest and coolants are filed lawfully.
_OTHER_GASES: Final = ("27", "28", "29", "38")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`least_certainty` of the reading of the words."""

    least_certainty: float = _SURE


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    coded = lines.filter(lines.hs_code.notnull())
    return ibis.union(*_contradictions(coded, parameters.least_certainty), *_vague(coded))


def _contradictions(coded: ibis.Table, least: float) -> list[ibis.Table]:
    """Words that name a gas, against the code."""
    sure = coded.filter(
        (coded.text_certainty >= least) & (coded.text_role == "named") & ~coded.text_equipment
    )
    gas = sure.filter(sure.text_controlled)
    hidden = gas.filter(gas.fit == "hides")
    packed = hidden.filter(
        hidden.code_kind.isin(_GOODS) & hidden.text_container.isin(_CYLINDERS) & ~hidden.text_empty
    )
    plain = sure.filter(
        ~sure.text_controlled & (sure.code_control == "all") & sure.hs_edition.notnull()
        & sure.fit.isin(("other", "unknown"))
    )  # fmt: skip
    return [
        _rows("gas_under_no_gas_code", hidden.filter(hidden.code_kind == "other")),
        _rows("packed_gas_under_goods_code", packed),
        _rows("gas_under_neighbour_code", hidden.filter(hidden.code_kind.isin(("gas", "mixture")))),
        _rows("gas_under_other_gas_code", gas.filter(gas.fit == "other")),
        _rows("code_over_other_words", plain),
    ]


def _vague(coded: ibis.Table) -> list[ibis.Table]:
    """Words that name nothing, where the code can hold a gas or stands beside one that can."""
    said = coded.filter(coded.text_vague.notnull() & ~coded.text_empty)
    near = said.filter(said.code_kind.isin(("gas", "mixture")))
    # Under a code that holds controlled gas only, the code says what the words leave out.
    weak = near.code_control.fill_null("none") == "all"
    elsewhere = said.filter(
        (said.text_vague == "refrigerant") & (said.code_kind == "other")
        & ~said.hs_code.left(2).isin(_OTHER_GASES)
    )  # fmt: skip
    return [
        sign_rows(near, "vague_words", a=near.text_vague, b=near.hs_code, c=near.hs_edition.fill_null("?"),
                  strength=ibis.ifelse(weak, 0.3, 1.0)),
        _rows("refrigerant_under_no_gas_code", elsewhere),
    ]  # fmt: skip


def _rows(sign: str, rows: ibis.Table) -> ibis.Table:
    return sign_rows(
        rows, sign, a=rows.text_gas, b=rows.hs_code, c=rows.hs_edition.fill_null("?"), d=rows.code_words
    )


DETECTOR: Final = LineDetector(
    name="text_against_code", version="1.0", question="Do the words of an item say one thing and its code another?",
    needs=(("declarations",),), family="description and code", methods=("1", "4", "15"), signs=SIGNS,
    Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
