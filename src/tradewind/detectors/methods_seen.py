"""Which methods of smuggling the detectors look for, and what no document shows of the others.

A detector of lines, and every newer one, names its methods itself (`methods`); for the older ones the mapping
stands here. What documents cannot show of a method, and what would, is `data/methods_unseen.csv`: our judgement,
one row a method of `tradewind.reference.methods`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from tradewind.detectors.registry import DETECTORS
from tradewind.reference.methods import methods

#: Detectors that answer about a register, a Party or the world. `coverage` and `discrepancy` judge what is known
#: about reports and cases, not a method.
_OLDER: Final[Mapping[str, tuple[str, ...]]] = {
    "reconcile": ("1", "6", "7", "18"),
    "phase_out": ("23",),
    "mirror": ("9", "16"),
    "unit_value": ("2", "22"),
    "coverage": (),
    "discrepancy": (),
    "atmosphere": ("23",),
}


@dataclass(frozen=True, slots=True)
class MethodSeen:
    """One method of the catalogue: who looks for it with which data, or why nobody can.

    `why_not` is None where a detector looks for it; `not_in_documents` says for every method what papers leave
    unseen, and `would_show` the data that would show it.
    """

    id: str
    method: str
    indicators: tuple[str, ...]
    data_needed: tuple[str, ...]
    detectors: tuple[str, ...]
    covered: bool
    why_not: str | None
    not_in_documents: str
    would_show: str

    def as_dict(self) -> dict[str, Any]:
        """The keys of the `methods` verb (CONTRACT), and more."""
        return asdict(self)


def methods_of(detector: str) -> tuple[str, ...]:
    """Ids of the methods a detector looks for.

    >>> methods_of("unit_value")
    ('2', '22')
    """
    if detector in _OLDER:
        return _OLDER[detector]
    named: tuple[str, ...] = getattr(DETECTORS[detector], "methods", ())
    return named


@cache
def methods_seen() -> tuple[MethodSeen, ...]:
    """The catalogue in its order."""
    unseen = _unseen()
    made = []
    for method in methods():
        looking = tuple(name for name in DETECTORS if method.id in methods_of(name))
        told = unseen[method.id]
        made.append(
            MethodSeen(
                method.id, method.method, method.indicators, method.data_needed, looking, bool(looking),
                None if looking else told["not_in_documents"], told["not_in_documents"], told["would_show"],
            )
        )  # fmt: skip
    return tuple(made)


def _unseen() -> dict[str, dict[str, str]]:
    path = resources.files("tradewind.detectors") / "data" / "methods_unseen.csv"
    return {row["id"]: row for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))}
