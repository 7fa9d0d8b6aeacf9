"""What the UN number of a consignment says of the goods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tradewind.derivations.naming import Gas, gas_named
from tradewind.errors import UnknownName
from tradewind.reference.packages import un_number

#: Entries for whole machines, and for refrigerants not named otherwise (UN model regulations).
_MACHINES: Final = ("2857", "3358")
_REFRIGERANT_NOS: Final = "1078"


@dataclass(frozen=True, slots=True)
class UnSide:
    """One UN number. `kind`: named (one gas), refrigerant (not otherwise specified), machine, other gas;
    None for a number we do not hold."""

    number: str
    kind: str | None
    gas: Gas | None

    @property
    def in_frame(self) -> bool:
        """A number of a controlled gas, of refrigerants not named otherwise, or of machines that hold one."""
        return self.kind in ("refrigerant", "machine") or bool(self.gas and self.gas.controlled)

    def columns(self) -> dict[str, Any]:
        """The un_ columns of DERIVED."""
        return {
            "un": self.number, "un_kind": self.kind, "un_gas": self.gas.key if self.gas else None,
            "un_controlled": self.gas.controlled if self.gas else None,
        }  # fmt: skip


@cache
def un_side(number: str) -> UnSide:
    """The side of a number of four digits."""
    try:
        entry = un_number(number)
    except UnknownName:
        return UnSide(number, None, None)
    if entry.named and entry.designations:
        return UnSide(number, "named", gas_named(entry.designations[0]))
    if number in _MACHINES:
        return UnSide(number, "machine", None)
    return UnSide(number, "refrigerant" if number == _REFRIGERANT_NOS else "other gas", None)
