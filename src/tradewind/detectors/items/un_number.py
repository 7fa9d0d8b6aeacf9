"""Does the UN number of an item agree with its words and its code?

The shipper gives the UN number for the carrier, under the law of dangerous goods; the code is given for the tariff.
A number that names one gas over toys, or over the words of another gas, is a contradiction; the numbers of gases
not otherwise specified name none, and 1078 at least says refrigerant. Methods 1, 4 and 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.lawful import BROKER_ERROR, NATIONAL
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows

_CHECK: Final = "compare the dangerous goods note and the safety data sheet with the declaration"
_OLD_NUMBER: Final = "a number left over from the trader's previous consignment"

#: A wrong code is often chosen for the tariff alone while the carrier is told the truth, and a mistyped number that
#: happens to be that of a controlled gas is rare.
SIGNS: Final = {
    "number_under_no_gas_code": Sign(
        Evidence(0.15, 0.023, MOVED), "UN %(a)s is %(b)s, the code %(c)s (HS %(d)s) holds no controlled gas.",
        (_OLD_NUMBER, NATIONAL, BROKER_ERROR), _CHECK,
    ),
    "number_under_other_gas_code": Sign(
        Evidence(0.15, 0.051, MOVED), "UN %(a)s is %(b)s, the code %(c)s (HS %(d)s) is that of another gas.",
        (_OLD_NUMBER, NATIONAL, BROKER_ERROR), _CHECK,
    ),
    "number_against_words": Sign(
        Evidence(0.15, 0.051, MOVED), "UN %(a)s is %(b)s, the declaration names %(c)s.",
        (_OLD_NUMBER, BROKER_ERROR), _CHECK,
    ),
    "refrigerant_number_under_no_gas_code": Sign(
        Evidence(0.1, 0.008), "UN %(a)s is that of refrigerant gases, the code %(c)s (HS %(d)s) holds none.",
        ("a refrigerant that is not controlled, or a coolant for engines", BROKER_ERROR), _CHECK,
    ),
    "gas_number_under_goods": Sign(
        Evidence(0.05, 0.006),
        "UN %(a)s is of liquefied or compressed gas, the code %(c)s (HS %(d)s) is of other goods.",
        ("goods that carry a gas, such as spray or a spare cartridge", BROKER_ERROR), _CHECK,
    ),
    "machine_number_over_gas": Sign(
        Evidence(0.05, 0.01), "UN %(a)s is that of charged machines, the code %(c)s (HS %(d)s) is that of gas.",
        (_OLD_NUMBER, BROKER_ERROR), _CHECK,
    ),
}  # fmt: skip
#: Chapters in which gases of no interest are filed lawfully.
_OTHER_GASES: Final = ("27", "28", "29", "38")
#: Gas, liquefied or compressed, n.o.s.: the number of blends without one of their own (UN Model Regulations).
_ANY_GAS: Final = ("1956", "3161", "3163")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`least_certainty` of the reading of the words."""

    least_certainty: float = 0.8


def see(lines: ibis.Table, warehouse: Any, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    numbered = lines.filter(lines.un_kind.notnull())
    named = numbered.filter((numbered.un_kind == "named") & numbered.un_controlled)
    nos = numbered.filter(
        (numbered.un_kind == "refrigerant") & (numbered.code_kind == "other") & numbered.hs_code.notnull()
        & ~numbered.hs_code.left(2).isin(_OTHER_GASES)
    )  # fmt: skip
    gases = numbered.filter(
        numbered.un.isin(_ANY_GAS) & (numbered.code_kind == "other") & numbered.hs_code.notnull()
        & ~numbered.hs_code.left(2).isin(_OTHER_GASES)
    )  # fmt: skip
    machines = numbered.filter((numbered.un_kind == "machine") & (numbered.code_control == "all"))
    return ibis.union(
        _rows("number_under_no_gas_code", named.filter((named.un_fit == "hides") & (named.code_kind != "equipment"))),
        _rows("number_under_other_gas_code", named.filter(named.un_fit == "other")),
        _against_words(numbered, parameters.least_certainty),
        _rows("refrigerant_number_under_no_gas_code", nos),
        _rows("gas_number_under_goods", gases),
        _rows("machine_number_over_gas", machines),
    )  # fmt: skip


def _against_words(numbered: ibis.Table, least: float) -> ibis.Table:
    """A number of one gas beside the words, or the column, of another."""
    sure = (numbered.text_certainty >= least) & (numbered.text_role == "named") & ~numbered.text_equipment
    one = ibis.ifelse(sure.fill_null(False), numbered.text_gas, numbered.substance)
    told = numbered.mutate(told=one).filter((numbered.un_kind == "named") & one.notnull())
    # Of several gases in the words one may be that of the number.
    apart = told.filter((told.told != told.un_gas) & ~told.told.contains(" or "))
    # Two gases that are not controlled are nobody's question.
    rows = apart.filter(apart.un_controlled | apart.text_controlled.fill_null(False))
    return sign_rows(rows, "number_against_words", a=rows.un, b=rows.un_gas, c=rows.told)


def _rows(sign: str, rows: ibis.Table) -> ibis.Table:
    return sign_rows(rows, sign, a=rows.un, b=rows.un_gas, c=rows.hs_code, d=rows.hs_edition.fill_null("?"))


DETECTOR: Final = LineDetector(
    name="un_number", version="1.0", question="Does the UN number of an item agree with its words and its code?",
    needs=(("declarations",),), family="description and code", methods=("1", "4", "20"), signs=SIGNS,
    Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
