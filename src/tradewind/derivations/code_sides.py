"""What the code of an item says of the goods, under its edition or under every edition it could be of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tradewind.derivations.code_fit import covered
from tradewind.reference import treaty_gwp

#: Headings in whose goods gas, its cylinders or its machines cross borders. Steel containers for gas are 7311,
#: aluminium ones 7613; refrigerators 8418, air conditioners 8415, heat pumps 8418.61, foam and aerosols aside.
_KINDS: Final = {
    "2903": "gas", "2711": "gas", "3824": "mixture", "3827": "mixture", "7311": "cylinder", "7613": "cylinder",
    "8415": "equipment", "8418": "equipment", "8424": "equipment", "8451": "equipment", "8476": "equipment",
    "8539": "other", "3813": "mixture",
}  # fmt: skip
#: Chapters of goods that carry gas lawfully, or serve it: inhalers, sprays, polyols and foams, hoses, copper
#: pipe, machines, vehicles, ships, instruments, cold rooms. Chapter 31 to 38 aside, where gas itself is filed.
_CARRIERS: Final = ("30", "33", "34", "39", "40", "74", "84", "85", "86", "87", "88", "89", "90", "94")
_IN_FRAME: Final = ("gas", "mixture", "cylinder", "equipment")


@dataclass(frozen=True, slots=True)
class CodeSide:
    """One code in one edition. `control`: all, some or none of what it can hold is controlled."""

    edition: str | None
    code: str
    control: str | None
    words: str | None
    gas: str | None
    kind: str
    co2e: tuple[float | None, float | None]

    @property
    def in_frame(self) -> bool:
        """A code of gas, of its cylinders or of its machines. 3824 and 2711 only where it can hold a gas."""
        if self.kind in ("gas", "mixture"):
            return self.control in ("all", "some")
        return self.kind in _IN_FRAME

    def columns(self) -> dict[str, Any]:
        """The code_ columns of DERIVED."""
        return {
            "code_control": self.control, "code_words": self.words, "code_gas": self.gas, "code_kind": self.kind
        }  # fmt: skip


@cache
def code_side(key: str) -> CodeSide:
    """The side of `edition/code`; the edition is empty where it is not known."""
    edition, code = key.split("/", 1)
    kind = _KINDS.get(code[:4], "carrier" if code[:2] in _CARRIERS else "other")
    held = covered(edition or None, code)
    if held is None:
        return CodeSide(
            edition or None, code, "none" if len(code) >= 6 else None, None, None, kind, (None, None)
        )
    gwps = [treaty_gwp(d) for d in held.designations]
    low = 0.0 if held.may_be_uncontrolled else min(gwps)
    one = held.designations[0] if len(held.designations) == 1 and not held.may_be_uncontrolled else None
    control = "some" if held.may_be_uncontrolled else "all"
    return CodeSide(edition or None, code, control, held.gas.words, one, kind, (low, max(gwps)))
