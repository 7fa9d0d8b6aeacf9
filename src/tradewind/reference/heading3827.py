"""The HS subheading of a mixture: the ordered tests of heading 3827 (HS 2022) and of 3824.7 before it.

The tests are read from the top and the first that holds gives the code, as the texts of the subheadings say
("other, not included in the subheadings above"). Sources: texts of HS 2022 heading 38.27 and of HS 2007, 2012
and 2017 subheadings 3824.71 to 3824.79. A mixture without a halogenated derivative of methane, ethane or
propane is not of that heading and falls to 3824.99 (3824.90 before HS 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tradewind.reference.substances import Entry, with_point

#: Stated percentages carry at most a few decimals; sums of them differ by float dust only.
_DUST: Final = 1e-9
_ALKENES: Final = frozenset({"HFO", "HCFO"})
_HALONS: Final = frozenset({"Halon-1211", "Halon-1301", "Halon-2402"})
_NAMED_HFC: Final = frozenset(f"2903{n}" for n in range(41, 49))
_NAMED_HCFC: Final = frozenset(f"2903{n}" for n in range(71, 76))
#: Halogenated derivatives of methane, ethane or propane that are in no family tested before.
_OTHER_ALKANES: Final = frozenset({"chlorinated", "brominated", "iodinated", "halon"})


@dataclass(frozen=True)
class Mixture:
    """A composition by mass as the tests see it: entries of pure substances with their per cent."""

    parts: Mapping[str, float]
    entries: Mapping[str, Entry]

    @cached_property
    def families(self) -> frozenset[str]:
        """Families present."""
        return frozenset(self.entries[d].family for d in self.parts)

    @cached_property
    def codes(self) -> frozenset[str]:
        """HS 2022 codes of the parts, each as a pure substance."""
        return frozenset(code for d in self.parts for code in self.entries[d].hs.get("2022", ()))

    def share(self, designation: str) -> float:
        """Per cent by mass of one substance."""
        return self.parts.get(designation, 0.0)

    def reaches(self, designation: str, per_cent: float) -> bool:
        """Whether a substance makes up that per cent or more."""
        return self.share(designation) >= per_cent - _DUST

    @property
    def has_alkene(self) -> bool:
        """An unsaturated fluorinated derivative of an acyclic hydrocarbon (HFO), as 3827.62 and .64 exclude."""
        return bool(self.families & _ALKENES)

    @property
    def has_hfc(self) -> bool:
        """Any HFC, HFC-23 included, of Annex F or not."""
        return "HFC" in self.families


Test = tuple[str, Callable[[Mixture], bool], Callable[[Mixture], str]]


def _says(text: str) -> Callable[[Mixture], str]:
    return lambda _: text


def _shares(*designations: str, limit: str, more: str = "") -> Callable[[Mixture], str]:
    def sentence(mixture: Mixture) -> str:
        stated = " and ".join(f"HFC-{d[2:]} is {mixture.share(d):g} %" for d in designations)
        return f"{stated}, at least {limit}{more}"

    return sentence


def _other_halogenated(mixture: Mixture) -> bool:
    return bool(mixture.families & _OTHER_ALKANES) and any(
        _is_derivative_of_small_alkane(mixture.entries[d]) for d in mixture.parts
    )


def _is_derivative_of_small_alkane(entry: Entry) -> bool:
    # R-1120, R-1110 and R-1130 derive from ethene, whose HS 2022 codes are those of 2903.2.
    return entry.family in _OTHER_ALKANES and not any(c.startswith("29032") for c in entry.hs.get("2022", ()))


_HS2022: Final[tuple[Test, ...]] = (
    ("382711", lambda m: "CFC" in m.families, _says("contains a CFC")),
    ("382712", lambda m: "HBFC" in m.families, _says("contains an HBFC, no CFC")),
    ("382713", lambda m: "carbon tetrachloride" in m.families, _says("contains carbon tetrachloride")),
    ("382714", lambda m: "methyl chloroform" in m.families, _says("contains 1,1,1-trichloroethane")),
    ("382720", lambda m: bool(_HALONS & set(m.parts)), _says("contains halon-1211, halon-1301 or halon-2402")),
    ("382731", lambda m: "HCFC" in m.families and bool(m.codes & _NAMED_HFC),
     _says("contains an HCFC, no CFC; has a substance of 2903.41 to 2903.48")),
    ("382732", lambda m: "HCFC" in m.families and bool(m.codes & _NAMED_HCFC),
     _says("contains an HCFC, no CFC; no substance of 2903.41 to 2903.48, one of 2903.71 to 2903.75")),
    ("382739", lambda m: "HCFC" in m.families, _says("contains an HCFC of 2903.79, no CFC")),
    ("382740", lambda m: bool({"methyl bromide", "bromochloromethane"} & m.families),
     _says("contains methyl bromide or bromochloromethane")),
    ("382751", lambda m: "R-23" in m.parts, _says("contains HFC-23, no CFC or HCFC")),
    ("382759", lambda m: "PFC" in m.families, _says("contains a PFC, no HFC-23, CFC or HCFC")),
    ("382761", lambda m: m.reaches("R-143a", 15), _shares("R-143a", limit="15 %")),
    ("382762", lambda m: m.reaches("R-125", 55) and not m.has_alkene,
     _shares("R-125", limit="55 %", more=", and there is no HFO")),
    ("382763", lambda m: m.reaches("R-125", 40), _shares("R-125", limit="40 %")),
    ("382764", lambda m: m.reaches("R-134a", 30) and not m.has_alkene,
     _shares("R-134a", limit="30 %", more=", and there is no HFO")),
    ("382765", lambda m: m.reaches("R-32", 20) and m.reaches("R-125", 20),
     _shares("R-32", "R-125", limit="20 % each")),
    ("382768", lambda m: bool(m.codes & _NAMED_HFC), _says("other, with a substance of 2903.41 to 2903.48")),
    ("382769", lambda m: m.has_hfc, _says("other, with an HFC outside 2903.41 to 2903.48")),
    ("382790", _other_halogenated,
     _says("another halogenated derivative of methane, ethane or propane; no CFC, HCFC, HFC or PFC")),
)  # fmt: skip

_HS2017: Final[tuple[Test, ...]] = (
    ("382471", lambda m: "CFC" in m.families, _says("contains a CFC")),
    ("382472", lambda m: bool(_HALONS & set(m.parts)), _says("contains halon-1211, halon-1301 or halon-2402")),
    ("382473", lambda m: "HBFC" in m.families, _says("contains an HBFC")),
    ("382474", lambda m: "HCFC" in m.families, _says("contains an HCFC, no CFC")),
    ("382475", lambda m: "carbon tetrachloride" in m.families, _says("contains carbon tetrachloride")),
    ("382476", lambda m: "methyl chloroform" in m.families, _says("contains 1,1,1-trichloroethane")),
    ("382477", lambda m: bool({"methyl bromide", "bromochloromethane"} & m.families),
     _says("contains methyl bromide or bromochloromethane")),
    ("382478", lambda m: m.has_hfc or "PFC" in m.families, _says("contains a PFC or HFC, no CFC or HCFC")),
    ("382479", _other_halogenated, _says("another halogenated derivative of methane, ethane or propane")),
)  # fmt: skip

_RESIDUAL: Final = {"2022": "382499", "2017": "382499", "2012": "382490", "2007": "382490"}
#: Shares at which the tests of 3827.6 change their answer.
THRESHOLDS: Final = (
    ("R-143a", 15.0), ("R-125", 55.0), ("R-125", 40.0), ("R-134a", 30.0), ("R-32", 20.0), ("R-125", 20.0),
)  # fmt: skip


def subheading(mixture: Mixture, edition: str) -> tuple[str, str]:
    """The code of a mixture (six digits) in an edition, and the test that gave it, as a sentence.

    A "mixture" of one substance has that substance's own code.
    """
    if len(mixture.parts) == 1:
        (designation,) = mixture.parts
        codes = mixture.entries[designation].hs.get(edition, ())
        return (codes[0] if codes else ""), f"pure {designation}: its own code, not that of a mixture"
    for code, holds, reason in _HS2022 if edition == "2022" else _HS2017:
        if holds(mixture):
            return code, reason(mixture)
    residual = _RESIDUAL[edition]
    return residual, (
        "no halogenated derivative of methane, ethane or propane, so not of heading "
        f"{'3827' if edition == '2022' else '3824.7'}: {with_point(residual)}"
    )
