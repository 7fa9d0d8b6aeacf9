"""Consignments while they are thought of, before papers are written: one numpy array a fact, one place a line.

What is in the load (`gas`, `pack`, `count`, `hidden_*`) and what is said of it (`says_*`) stand side by side; the
papers are written from what is said and from what a scale shows of what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

Draft = dict[str, Any]

#: Kinds of honest trade and of illegal trade's cover; a truth row names the first.
KINDS: Final = (
    "other", "gas", "hfo", "hydrocarbon", "recovered", "feedstock", "equipment", "part", "empties", "transit",
    "free zone", "returned", "re-export", "parcel", "probe",
)  # fmt: skip
KIND: Final = {name: n for n, name in enumerate(KINDS)}
REGIMES: Final = ("import", "export", "transit", "free zone", "returned", "re-export")
REGIME: Final = {name: n for n, name in enumerate(REGIMES)}
PROCEDURES: Final = ("4000", "1000", "8000", "7800", "6110", "3140")
#: How a line is licensed: not at all, by a permit of its own, by a licence of the year, with another's permit, with a
#: number nobody issued, with one that had ended, by a permit for the charge of machines.
LICENCES: Final = ("none", "single", "yearly", "another", "forged", "ended", "charge")
LICENCE: Final = {name: n for n, name in enumerate(LICENCES)}

_FIELDS: Final[dict[str, tuple[Any, Any]]] = {
    "kind": (np.int16, 0), "method": (np.int16, 0), "actor": (np.int64, -1), "lot": (np.int64, -1),
    "trader": (np.int64, -1), "partner": (np.int64, -1), "broker": (np.int64, -1), "day": (np.int64, 0),
    "regime": (np.int16, 0), "gas": (np.int16, -1), "says_gas": (np.int16, -1), "goods": (np.int16, -1),
    "says_goods": (np.int16, -1), "pack": (np.int16, -1), "says_pack": (np.int16, -1), "count": (np.int64, 1),
    "size_g": (np.float64, 0), "hidden_gas": (np.int16, -1), "hidden_count": (np.int64, 0),
    "hidden_size_g": (np.float64, 0), "price": (np.float64, 1), "licence": (np.int16, 0), "licence_of": (np.int64, -1),
    "licence_share": (np.float64, 1), "recovered": (np.bool_, False), "feedstock": (np.bool_, False),
    "empty_said": (np.bool_, False), "by_courier": (np.bool_, False), "is_perfect": (np.bool_, False),
    "is_weighed": (np.bool_, False), "is_bribed": (np.bool_, False), "traces": (np.bool_, True),
    "illegal_g": (np.int64, 0), "origin": (np.int16, -1), "dispatch": (np.int16, -1), "destination": (np.int16, -1),
    "previous": (np.int64, -1), "box": (np.int64, -1), "water_g": (np.float64, 0), "twists": (np.bool_, False),
    "discharged": (np.int16, 0), "missing": (np.float64, 0), "decl": (np.int64, -1), "item": (np.int64, 1),
    "stranger": (np.bool_, False), "code_way": (np.int16, -1), "words_way": (np.int16, -1), "copied": (np.bool_, False),
}  # fmt: skip


def blank(lines: int, **cells: Any) -> Draft:
    """So many lines of which nothing is known but `cells`: a value for all, or an array with one each."""
    made = {name: np.full(lines, value, dtype=kind) for name, (kind, value) in _FIELDS.items()}
    for name, value in cells.items():
        made[name][:] = value
    return made


def joined(parts: Sequence[Draft]) -> Draft:
    """All lines of several drafts, in their order."""
    return {name: np.concatenate([p[name] for p in parts]) for name in _FIELDS} if parts else blank(0)


def taken(draft: Draft, rows: Any) -> Draft:
    """The lines at these places, or where a mask is true."""
    return {name: values[rows] for name, values in draft.items()}


def places(index: Any) -> Any:
    """Positions to take from an Arrow array; negative ones take null."""
    return pa.array(np.maximum(index, 0), pa.int64(), mask=np.asarray(index) < 0)


def size(draft: Draft) -> int:
    """Lines of the draft."""
    return len(draft["kind"])
