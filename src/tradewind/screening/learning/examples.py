"""What a model learns from: inspected lines as arrays, one entry a line, and the names of what it may look at.

Nobody's name, nationality, number, origin or route is among them. A trader acts only through what was found at its
lines before (`history`), which is joined by its number and leaves the number behind.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final, get_args

import numpy as np

from tradewind.detectors.signs import Family
from tradewind.errors import RequestError
from tradewind.screening.seeing import Numbers
from tradewind.screening.steady import STEADY_KG

FAMILIES: Final[tuple[str, ...]] = get_args(Family)
#: What a line says beside its signs. `stratum` is 0 gas, 1 equipment and near goods, 2 all other; `unit_value` is
#: ln of its value a kg over the median of its goods in its currency; `finds` and `clean` are outcomes at its trader in
#: the 36 months before; months are 1 to 12; `order_share` is ln of the load over what its trader brought in
#: within a year before; the rest is ln(1 + kg), months, or 0 and 1. NaN is not known.
FACTS: Final = (
    "in_frame", "stratum", "mass", "package", "unit_value", "finds", "clean", "months_since_find", "volume",
    "months_known", "first_year", "month", "in_bulk", "order_share",
)  # fmt: skip
FEATURES: Final = (*FAMILIES, *FACTS)
IN_FRAME: Final = FACTS.index("in_frame")
IN_BULK: Final = FACTS.index("in_bulk")
VOLUME: Final = FACTS.index("volume")


@dataclass(frozen=True, slots=True)
class Features:
    """`families` is (lines, len(FAMILIES)): the weight of the strongest sign of each family, 0 without one. `facts` is
    (lines, len(FACTS)), NaN where a line does not tell."""

    families: Numbers
    facts: Numbers

    def __post_init__(self) -> None:
        _is_shaped(self.families, len(FAMILIES), "families")
        _is_shaped(self.facts, len(FACTS), "facts")
        if len(self.families) != len(self.facts):
            raise RequestError(
                f"{len(self.families)} rows of families stand beside {len(self.facts)} of facts"
            )

    def __len__(self) -> int:
        return len(self.families)

    @property
    def in_frame(self) -> Numbers:
        """Whether each line is in the frame."""
        inside: Numbers = self.facts[:, IN_FRAME] > 0
        return inside

    @property
    def in_bulk(self) -> Numbers:
        """Whether each line is of gas in tanks."""
        bulk: Numbers = self.facts[:, IN_BULK] > 0
        return bulk

    @property
    def in_steady_trade(self) -> Numbers:
        """Whether each line is of a trader in steady trade."""
        steady: Numbers = self.facts[:, VOLUME] >= np.log1p(STEADY_KG)
        return steady

    @property
    def both(self) -> Numbers:
        """All FEATURES side by side."""
        return np.column_stack([self.families, self.facts])

    def take(self, places: Numbers) -> Features:
        """These lines, in this order."""
        return Features(self.families[places], self.facts[places])


@dataclass(frozen=True, slots=True)
class Examples:
    """Inspected lines. `label` is 1 illegal, 0 not, NaN undecided; `weight` is 1 / the probability with which the line
    was chosen, not yet clipped; days are datetime64[D]; `cluster` joins lines that stand or fall together (one
    declaration, trader or lot); `mass_kg` is the gas on the line; `invented` says that the outcome is no real one."""

    features: Features
    label: Numbers
    weight: Numbers
    lodged_on: Numbers
    result_on: Numbers
    cluster: Numbers
    mass_kg: Numbers
    invented: Numbers

    def __post_init__(self) -> None:
        lengths = {f.name: len(getattr(self, f.name)) for f in fields(self)}
        if len(set(lengths.values())) > 1:
            raise RequestError(f"the arrays of the examples differ in length: {lengths}")

    def __len__(self) -> int:
        return len(self.features)

    @property
    def positives(self) -> int:
        """How many were illegal."""
        return int((self.label == 1).sum())

    def take(self, places: Numbers) -> Examples:
        """These examples, in this order; `places` are indices or a mask."""
        at = np.flatnonzero(places) if places.dtype == bool else places
        taken = {f.name: getattr(self, f.name)[at] for f in fields(self) if f.name != "features"}
        return replace(self, features=self.features.take(at), **taken)


def joined(parts: list[Examples]) -> Examples:
    """Examples of several months as one."""
    if not parts:
        return none()
    names = [f.name for f in fields(Examples) if f.name != "features"]
    arrays: dict[str, Any] = {n: np.concatenate([getattr(p, n) for p in parts]) for n in names}
    families = np.concatenate([p.features.families for p in parts])
    return Examples(Features(families, np.concatenate([p.features.facts for p in parts])), **arrays)


def none() -> Examples:
    """No examples."""
    empty, days = np.zeros(0), np.zeros(0, "datetime64[D]")
    features = Features(np.zeros((0, len(FAMILIES))), np.zeros((0, len(FACTS))))
    return Examples(features, empty, empty, days, days, np.zeros(0, np.int64), empty, np.zeros(0, bool))


def _is_shaped(array: Numbers, columns: int, name: str) -> None:
    if array.ndim != 2 or array.shape[1] != columns:
        raise RequestError(f"{name} have the shape {array.shape}; they need {columns} columns")
