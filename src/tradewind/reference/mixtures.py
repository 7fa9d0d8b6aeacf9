"""The law of mixtures: from a composition to its code, ODP, GWP and the known blends it could be."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.reference.blends import all_blends, components_of, figures
from tradewind.reference.finding import find
from tradewind.reference.heading3827 import THRESHOLDS, Mixture, subheading
from tradewind.reference.substances import pure, with_point

#: How far the stated parts may sum from 100: labels and certificates round.
TOLERANCE: Final = 0.5
#: A blend is recognised when each part is within one point: inside the composition tolerances of ASHRAE
#: Standard 34, which are 0.5 to 2 points for most components.
_BLEND_TOLERANCE: Final = 1.0
#: A part this small beside one substance may be an impurity of it rather than a mixture.
_IMPURITY: Final = 0.5
_SHARE: Final = r"[-+]?\d+(?:\.\d+)?"
#: NAME=PER CENT up to a comma; the commas of "1,1,1-trichloroethane" stand before its "=".
_PART: Final = re.compile(rf"\s*(?P<name>[^=]+?)\s*=\s*(?P<share>{_SHARE})\s*%?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Classification:
    """What a composition is. Codes are six digits without a point; shares are per cent by mass as stated."""

    hs2022: str
    hs2017: str
    hs2012: str
    hs2007: str
    reason: str
    reason2017: str
    gwp_protocol: float | None
    odp: float | None
    gwp_ar4: float | None
    gwp_ar5: float | None
    gwp_ar6: float | None
    components: tuple[tuple[str, float], ...]
    controlled_components: tuple[str, ...]
    groups: tuple[str, ...]
    matches: tuple[str, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The keys of the `classify` verb (CONTRACT), and more; codes with their point."""
        return {
            "hs2022": with_point(self.hs2022) or None,
            "hs2017": with_point(self.hs2017) or None,
            "hs2012": with_point(self.hs2012) or None,
            "hs2007": with_point(self.hs2007) or None,
            "reason": self.reason,
            "reason2017": self.reason2017,
            "gwp_protocol": self.gwp_protocol,
            "odp": self.odp,
            "gwp_ar4": self.gwp_ar4,
            "gwp_ar5": self.gwp_ar5,
            "gwp_ar6": self.gwp_ar6,
            "controlled_components": list(self.controlled_components),
            "components": [{"designation": d, "mass_pct": share} for d, share in self.components],
            "groups": list(self.groups),
            "matches": list(self.matches),
            "notes": list(self.notes),
        }


def parse_composition(text: str) -> dict[str, float]:
    """Names and per cents of "R-32=50, R-125=50"; a decimal comma needs semicolons between the parts.

    Raises RequestError for a part that is not NAME=PER CENT, or a name given twice.
    """
    found: dict[str, float] = {}
    for piece in _pieces(text):
        at = 0
        while piece[at:].strip():
            match = _PART.match(piece, at)
            if match is None:
                raise RequestError(
                    f"{piece[at:].strip()!r} is not NAME=PER CENT; write for example R-32=50,R-125=50 "
                    "(with a decimal comma: R-32=50,5;R-125=49,5)"
                )
            if match["name"] in found:
                raise RequestError(
                    f"{match['name']!r} stands twice in the composition; add its parts together"
                )
            found[match["name"]] = float(match["share"])
            at = match.end()
    if not found:
        raise RequestError("the composition is empty; write for example R-32=50,R-125=50")
    return found


def _pieces(text: str) -> list[str]:
    """The text as one piece; with semicolons, each part, its decimal comma made a point."""
    if ";" not in text:
        return [text]
    return [re.sub(r"(=\s*[-+]?\d+),(\d+\s*%?\s*)$", r"\1.\2", piece) for piece in text.split(";")]


def classify(composition: Mapping[str, float]) -> Classification:
    """The code, ODP, GWP and likeness of a mixture, from names and their per cent by mass.

    Names are found as people write them; a blend stands for its components. Parts may also be mass fractions
    that sum to 1. RequestError where they sum to neither, or one is negative; UnknownName, AmbiguousName.

    >>> classify({"R-125": 44, "R-143a": 52, "R-134a": 4}).hs2022
    '382761'
    """
    parts = _pure_parts(_per_cent(composition))
    mixture = Mixture(parts, pure())
    hs2022, reason = subheading(mixture, "2022")
    hs2017, reason2017 = subheading(mixture, "2017")
    found = figures(parts)
    return Classification(
        hs2022=hs2022,
        hs2017=hs2017,
        hs2012=subheading(mixture, "2012")[0],
        hs2007=subheading(mixture, "2007")[0],
        reason=reason,
        reason2017=reason2017,
        gwp_protocol=found.gwp_protocol,
        odp=found.odp,
        gwp_ar4=found.gwp_ar4,
        gwp_ar5=found.gwp_ar5,
        gwp_ar6=found.gwp_ar6,
        components=tuple(parts.items()),
        controlled_components=found.controlled,
        groups=found.groups,
        matches=_matches(parts),
        notes=(*_notes(mixture, hs2022), *found.notes),
    )


def _per_cent(composition: Mapping[str, float]) -> dict[str, float]:
    for name, share in composition.items():
        if not math.isfinite(share) or share < 0:
            raise RequestError(f"the part of {name} is {share:g}: it must be a per cent from 0 to 100")
    total = math.fsum(composition.values())
    if abs(total - 100) <= TOLERANCE + 1e-9:
        scale = 1.0
    elif abs(total - 1) <= (TOLERANCE + 1e-9) / 100:
        scale = 100.0
    else:
        missing = f"{100 - total:g} are missing" if total < 100 else f"{total - 100:g} are too many"
        raise RequestError(
            f"the parts sum to {total:g} %, not 100: {missing}; correct a part, or name what is not listed"
        )
    # Percentages of a label have at most a few decimals; rounding takes away what binary fractions add.
    return {name: round(share * scale, 6) for name, share in composition.items()}


def _pure_parts(named: Mapping[str, float]) -> dict[str, float]:
    """By designation of pure substances, largest first, so that the order of writing changes nothing."""
    shares: dict[str, list[float]] = {}
    for name, share in named.items():
        for designation, fraction in components_of(find(name).designation):
            if share * fraction > 0:
                shares.setdefault(designation, []).append(share * fraction)
    parts = {d: round(math.fsum(sorted(values)), 6) for d, values in shares.items()}
    return dict(sorted(parts.items(), key=lambda part: (-part[1], part[0])))


def _matches(parts: Mapping[str, float]) -> tuple[str, ...]:
    """Known blends of the same components within a point each, the nearest first."""
    near = []
    for blend in all_blends():
        theirs = {d: fraction * 100 for d, fraction in blend.components}
        if theirs.keys() == parts.keys():
            far = max(abs(theirs[d] - parts[d]) for d in theirs)
            if far <= _BLEND_TOLERANCE + 1e-9:
                near.append((round(far, 6), blend.designation))
    return tuple(designation for _, designation in sorted(near))


def _notes(mixture: Mixture, code: str) -> list[str]:
    notes = []
    largest = next(iter(mixture.parts))
    if len(mixture.parts) > 1 and 100 - mixture.share(largest) <= _IMPURITY + 1e-9:
        own = with_point(next(iter(mixture.entries[largest].hs.get("2022", ("",)))))
        notes.append(f"the other parts may be impurities of {largest}; it is then pure {largest}, {own}")
    notes += _at_limits(mixture, code)
    if code == "382499" and mixture.families <= {"hydrocarbon"}:
        notes.append("hydrocarbons alone, liquefied, are usually of heading 2711 (2711.19)")
    if code == "382740":
        notes.append("put up as a fumigant or other pesticide it is of heading 3808")
    if code in {"382720", "382731", "382732", "382739"}:
        notes.append("put up as a charge or preparation for fire extinguishers it is of heading 3813")
    return notes


def _at_limits(mixture: Mixture, code: str) -> list[str]:
    """Where a share so near a limit that an analysis could fall on its other side would change the code."""
    notes = []
    for designation, limit in THRESHOLDS:
        share = mixture.share(designation)
        if not share or abs(share - limit) > TOLERANCE:
            continue
        beyond = limit - TOLERANCE if share >= limit else limit
        other = subheading(Mixture({**mixture.parts, designation: beyond}, mixture.entries), "2022")[0]
        if other != code:
            notes.append(
                f"{designation} is {share:g} %, at the limit of {limit:g} %: on its other side the code is "
                f"{with_point(other)}, so an analysis must settle it"
            )
    return notes
