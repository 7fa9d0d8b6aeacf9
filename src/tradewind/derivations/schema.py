"""The columns of the derivation of declaration items."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

DERIVED: Final = pa.schema(
    [
        # From the description
        ("text_gas", pa.string()),  # designation of the one gas named, or several joined by " or "
        ("text_controlled", pa.bool_()),  # names at least one controlled gas; null where there is no text
        ("text_certainty", pa.float64()),
        ("text_role", pa.string()),  # named, served, replaced, absent: of the surest mention
        ("text_un", pa.string()),  # four digits of a UN number written in the description
        ("text_total_g", pa.int64()),  # mass the words state in all: "40 x 13.6 kg", "500 kg"
        ("text_package_g", pa.int64()),  # size of one package where the words state one
        ("text_count", pa.int64()),  # packages the words count
        ("text_container", pa.string()),  # disposable cylinder, refillable cylinder, cylinder, ISO tank, drum, can ...
        ("text_charge_g", pa.int64()),  # charge of one machine where the words state it
        ("text_equipment", pa.bool_()),  # speaks of a machine, a tool or a part beside a gas or refrigerant
        ("text_empty", pa.bool_()),  # says empty, without gas, not charged
        ("text_recovered", pa.bool_()),  # recovered, recycled or reclaimed
        ("text_hfo", pa.bool_()),  # names an HFO or a blend of mostly HFO
        ("text_vague", pa.string()),  # refrigerant, gas, chemical: all the words say where they name no gas
        # From the UN number declared, else written in the description
        ("un", pa.string()),
        ("un_kind", pa.string()),  # named, refrigerant (n.o.s.), machine, other gas; null where not one of ours
        ("un_gas", pa.string()),  # designation where the number names one gas
        ("un_controlled", pa.bool_()),
        # From the code
        ("code_control", pa.string()),  # all, some, none; null where the code or its edition is not known
        ("code_words", pa.string()),  # what it covers in words, where it can hold a controlled gas
        ("code_gas", pa.string()),  # designation where it holds exactly one controlled gas
        ("code_kind", pa.string()),  # gas, mixture, cylinder, equipment, carrier, other: by heading
        # Of two: fits, hides (under another "other"), other, older (an older edition's code), unknown; or null
        ("fit", pa.string()),  # the gas of the words and the code
        ("un_fit", pa.string()),  # the gas of the UN number and the code
        ("gas", pa.string()),  # the gas to count with: of the words where sure, else of the code
        ("co2e_low", pa.float64()),  # kg CO2e of a kg, Protocol GWPs
        ("co2e_high", pa.float64()),
        ("in_frame", pa.bool_()),  # touches controlled gas by words, code, UN number, cylinder or machine
    ]
)  # fmt: skip


def _named(prefix: str) -> tuple[str, ...]:
    return tuple(name for name in DERIVED.names if name.startswith(prefix))


#: Names of the columns by what they are read from.
TEXT: Final = _named("text_")
UN: Final = ("un", "un_kind", "un_gas", "un_controlled")
CODE: Final = _named("code_")
