"""Pairs of accounts as parallel arrays, with what the reference says of each pair of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tradewind.reference import geography

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two-sided pairs of one year as parallel arrays.

    `exporter` and `importer` index `places`; `size` is the mean of the two logarithms; `distance` is ln km less
    its usual 8.5; `hub_scatter` has one figure a place, 1 where it is no hub.
    """

    places: tuple[str, ...]
    exporter: Whole
    importer: Whole
    log_ratio: Floats
    size: Floats
    distance: Floats
    border: Floats
    hub_scatter: Floats

    def __len__(self) -> int:
        return len(self.log_ratio)

    def take(self, chosen: npt.NDArray[Any]) -> Pairs:
        """The pairs of a mask or of indices."""
        return Pairs(
            self.places, self.exporter[chosen], self.importer[chosen], self.log_ratio[chosen], self.size[chosen],
            self.distance[chosen], self.border[chosen], self.hub_scatter,
        )  # fmt: skip

    def responding(self, response: Floats) -> Pairs:
        """The same pairs with another response, as the change against the past."""
        return replace(self, log_ratio=response)

    def design(self, freight: bool) -> Floats:
        """Columns of the terms that are not shrunk."""
        hub = (self.hub_scatter > 1).astype(float)
        columns = [np.ones(len(self)), hub[self.exporter], hub[self.importer]]
        if freight:
            columns += [self.distance, self.border]
        return np.column_stack(columns)


def pairs_from(
    exporters: Sequence[str], importers: Sequence[str], imports: Floats, exports: Floats, size: Floats
) -> Pairs:
    """Pairs of places by ISO3 with two positive figures each and their size, ln USD; places without a centre
    lie at the mean distance."""
    places = _Places(exporters, importers)
    return Pairs(
        places.names, places.exporter, places.importer, np.log(imports) - np.log(exports), size,
        places.distance(), places.border(), places.hub_scatter(),
    )  # fmt: skip


class _Places:
    """Index of the places of two columns, and what the reference says of each pair."""

    def __init__(self, exporters: Sequence[str], importers: Sequence[str]) -> None:
        names, index = np.unique(
            np.array([*exporters, *importers], dtype=object).astype(str), return_inverse=True
        )
        self.names: tuple[str, ...] = tuple(names.tolist())
        self.exporter, self.importer = (part.astype(np.int64) for part in np.split(index, [len(exporters)]))
        both = self.exporter * len(self.names) + self.importer
        self._unique, self._which = np.unique(both, return_inverse=True)

    def distance(self) -> Floats:
        """ln km less 8.5 of each pair."""
        known = [geography.distance_km(a, b) for a, b in self._pairs()]
        logs = np.array([np.nan if km is None else np.log(max(km, 50.0)) - 8.5 for km in known])
        logs[np.isnan(logs)] = np.nanmean(logs) if not np.isnan(logs).all() else 0.0
        spread: Floats = logs[self._which]
        return spread

    def border(self) -> Floats:
        """1 for neighbours by land."""
        return np.array([float(geography.share_border(a, b)) for a, b in self._pairs()])[self._which]

    def hub_scatter(self) -> Floats:
        """The listed scatter of hubs, 1 of other places."""
        listed: Any = geography.hubs()
        return np.array([listed[n].scatter if n in listed else 1.0 for n in self.names])

    def _pairs(self) -> list[tuple[str, str]]:
        first, second = np.divmod(self._unique, len(self.names))
        return [(self.names[a], self.names[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
