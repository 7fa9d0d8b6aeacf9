"""What the code of an item says of the goods, under its edition or under every edition it could be of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tradewind.derivations.code_fit import CodeFit, code_fit, covered
from tradewind.derivations.naming import gas_named
from tradewind.derivations.words import Words
from tradewind.reference import treaty_gwp

#: Headings in whose goods gas, its cylinders or its machines cross borders. Steel containers for gas are 7311,
#: aluminium ones 7613; refrigerators 8418, air conditioners 8415, heat pumps 8418.61, foam and aerosols aside.
_KINDS: Final = {
    "2903": "gas", "2711": "gas", "3824": "mixture", "3827": "mixture", "7311": "cylinder", "7613": "cylinder",
    "8415": "equipment", "8418": "equipment", "8424": "equipment", "8451": "equipment", "8476": "equipment",
    "8539": "other", "3813": "mixture",
}  # fmt: skip
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

    def fit(self, words: Words) -> CodeFit | None:
        """How the code agrees with the one gas the words name; None where they name none or several."""
        if not words.sure:
            return None
        gas = gas_named(words.designations[0])
        return code_fit(gas, self.edition, self.code) if gas else None


@cache
def code_side(key: str) -> CodeSide:
    """The side of `edition/code`; the edition is empty where it is not known."""
    edition, code = key.split("/", 1)
    kind = _KINDS.get(code[:4], "other")
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
