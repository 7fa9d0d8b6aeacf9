"""What a customs code says about a gas: it fits, it is of another edition, of another gas, or it hides it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from tradewind.derivations.naming import Gas, family, gas_named, gas_of
from tradewind.errors import RequestError
from tradewind.reference.hs import CodeFacts, code_facts, nomenclature

#: `hides`: the code is no gas's, or a basket beside the gas's own code. `older`: the gas's code in another
#: edition. `other`: the code of other gases. `unknown`: no code, or no code known for the gas.
CodeFit = Literal["fits", "older", "other", "hides", "unknown"]
#: Headings of mixtures, of the editions before 2022 and since.
_MIXTURES: Final = ("3824", "3827")


@dataclass(frozen=True, slots=True)
class Covered:
    """What a code can hold, under its edition or under every edition it exists in."""

    gas: Gas
    designations: tuple[str, ...]
    may_be_uncontrolled: bool
    edition_known: bool


@cache
def covered(edition: str | None, code: str | None) -> Covered | None:
    """The controlled gases a code can hold; None where it holds none, as far as the reference goes."""
    readings = _readings(edition, code)
    held = [facts for facts in readings if facts.controlled_substances or facts.groups]
    designations = tuple(dict.fromkeys(d for facts in held for d in _members(facts)))
    if not designations or code is None:
        return None
    loose = len(held) < len(readings) or any(facts.may_be_uncontrolled for facts in held)
    words = held[0].words if edition else f"a gas of {code}, HS edition not known"
    gas = gas_of(designations, words)
    if loose or not edition:
        gas = Gas(words, designations, gas.groups, is_one=False, may_be_uncontrolled=loose)
    return Covered(gas, designations, loose, edition is not None)


@cache
def fit_of(designations: tuple[str, ...], edition: str | None, code: str) -> CodeFit | None:
    """How a code agrees with the gases named beside it: as with the one it agrees with best.

    Several gases under a code of mixtures are taken for the parts of one, which the words do not name.
    """
    gases = [gas for gas in map(gas_named, designations) if gas]
    found = {code_fit(gas, edition, code) for gas in gases}
    if len(gases) > 1 and "fits" not in found and code.startswith(_MIXTURES):
        return "unknown"
    order: tuple[CodeFit, ...] = ("fits", "older", "unknown", "other", "hides")
    return next((fit for fit in order if fit in found), None)


@cache
def code_fit(gas: Gas, edition: str | None, code: str | None) -> CodeFit:
    """How a code agrees with the one gas named beside it; a family of gases fits any code of its members."""
    readings = _readings(edition, code)
    if code is None or (not readings and not _codes_of(gas)):
        return "unknown"
    if any(set(gas.designations) & set(facts.substances) for facts in readings):
        return "fits"
    codes = _codes_of(gas)
    if not codes or (edition and edition not in codes):
        return "unknown"
    if edition and code in {c for e, listed in codes.items() if e != edition for c in listed}:
        return "older"
    hidden = not readings or all(facts.controlled is not True for facts in readings)
    return "hides" if hidden else "other"


def _members(facts: CodeFacts) -> tuple[str, ...]:
    """Controlled gases of a code; of a mixture nobody has named, those of its annex groups."""
    return facts.controlled_substances or tuple(d for g in facts.groups for d in family(g).designations)


@cache
def _codes_of(gas: Gas) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for designation in gas.designations:
        for edition, codes in nomenclature().codes_of(designation).items():
            found.setdefault(edition, set()).update(codes)
    return found


def _readings(edition: str | None, code: str | None) -> list[CodeFacts]:
    """The code's facts under its edition, or under every edition where that is not known."""
    if code is None:
        return []
    try:
        return [code_facts(code, edition)] if edition else list(nomenclature().readings(code).values())
    except RequestError:
        return []
