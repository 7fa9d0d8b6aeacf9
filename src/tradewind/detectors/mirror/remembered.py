"""One comparison a generation: it is fitted once, however many ask for it."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from tradewind.detectors.asking import Holdings
from tradewind.detectors.mirror.comparing import Comparison, compare
from tradewind.detectors.mirror.parameters import Parameters

_HELD: Final[WeakKeyDictionary[Holdings, dict[tuple[int, Parameters], Comparison]]] = WeakKeyDictionary()


def remembered(warehouse: Holdings, parameters: Parameters) -> Comparison:
    """`compare`, kept for as long as the warehouse is open: a generation never changes."""
    held = _HELD.setdefault(warehouse, {})
    key = (warehouse.generation, parameters)
    if key not in held:
        held[key] = compare(warehouse, parameters)
    return held[key]
