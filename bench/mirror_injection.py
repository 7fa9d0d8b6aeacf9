"""Known breaches and as many honest disturbances put into real pairs, for `bench.mirror`.

Every matrix is a panel: commodity TOTAL, exporter and importer as numbers, year, imported, exported in USD.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

#: Below a million dollars nobody would look.
LEAST_USD = 1e6
BREACHES = ("missing import", "over-declared export", "relay through a hub", "split over three importers")
HONEST = ("re-export", "shipment across New Year", "wrong partner", "unit error of 1,000", "edition change")


@dataclass
class Panel:
    """Parallel arrays, one row a pair and year, and whose rows are hubs'."""

    places: tuple[str, ...]
    exporter: np.ndarray
    importer: np.ndarray
    year: np.ndarray
    imported: np.ndarray
    exported: np.ndarray
    hubs: frozenset[int]

    def copy(self) -> Panel:
        return Panel(
            self.places,
            self.exporter,
            self.importer,
            self.year,
            self.imported.copy(),
            self.exported.copy(),
            self.hubs,
        )


@dataclass
class Injected:
    """The disturbed panel; row of the last year -> value missing; rows disturbed honestly."""

    panel: Panel
    breaches: dict[int, float] = field(default_factory=dict)
    honest: set[int] = field(default_factory=set)


class Injector:
    """Puts breaches and honest disturbances into pairs of the last year, or of all years alike."""

    def __init__(self, panel: Panel, *, persistent: bool = False, floor: np.ndarray | None = None) -> None:
        self.panel, self.persistent = panel, persistent
        self.last = panel.year.max()
        self.at = {
            (int(e), int(i), int(y)): n
            for n, (e, i, y) in enumerate(zip(panel.exporter, panel.importer, panel.year, strict=True))
        }
        large = np.minimum(panel.imported, panel.exported) > LEAST_USD
        eligible = (panel.year == self.last) & large & (True if floor is None else floor)
        self.eligible = np.flatnonzero(eligible)

    def draw(self, seed: int) -> Injected:
        """20 to 60 breaches and as many honest disturbances, on rows drawn without regard to their size."""
        chance = np.random.default_rng(seed)
        count = int(chance.integers(20, 61))
        rows = chance.choice(self.eligible, 2 * count, replace=False)
        made = Injected(self.panel.copy())
        for number, row in enumerate(rows[:count]):
            self._breach(made, int(row), BREACHES[number % len(BREACHES)], chance)
        for number, row in enumerate(rows[count:]):
            if int(row) not in made.breaches:
                self._honest(made, int(row), HONEST[number % len(HONEST)], chance)
        made.honest -= set(made.breaches)
        return made

    def _years(self, row: int) -> list[int]:
        """The row itself, and the pair's other years where the breach is persistent."""
        if not self.persistent:
            return [row]
        pair = int(self.panel.exporter[row]), int(self.panel.importer[row])
        return [self.at[(*pair, int(y))] for y in np.unique(self.panel.year) if (*pair, int(y)) in self.at]

    def _breach(self, made: Injected, row: int, kind: str, chance: np.random.Generator) -> None:
        share = float(chance.uniform(0.3, 0.95))
        if kind == "split over three importers":
            same = self.eligible[self.panel.exporter[self.eligible] == self.panel.exporter[row]]
            rows = [row, *(int(r) for r in chance.permutation(same) if int(r) != row)][:3]
        else:
            rows = [row]
        hub = int(chance.choice(sorted(self.panel.hubs)))
        for target in rows:
            if target in made.breaches:
                continue
            for year in self._years(target):
                value = self._apply(made.panel, year, share, kind, hub)
                if year == target:
                    made.breaches[target] = value

    def _apply(self, panel: Panel, row: int, share: float, kind: str, hub: int) -> float:
        """Disturb one row; the value that is missing."""
        if kind == "over-declared export":
            added = panel.exported[row] * share / (1 - share)
            panel.exported[row] += added
            return float(added)
        value = panel.imported[row] * share
        panel.imported[row] -= value
        if kind == "relay through a hub":
            through = self.at.get((hub, int(panel.importer[row]), int(panel.year[row])))
            if through is not None and through != row:
                panel.imported[through] += value
        return float(value)

    def _honest(self, made: Injected, row: int, kind: str, chance: np.random.Generator) -> None:
        panel, share = made.panel, float(chance.uniform(0.3, 0.95))
        exporter, importer, year = int(panel.exporter[row]), int(panel.importer[row]), int(panel.year[row])
        made.honest.add(row)
        if kind == "re-export":
            # Goods of the exporter reach the importer by a hub, which counts them as its own exports.
            value = panel.imported[row] * share
            panel.imported[row] += value
            through = self.at.get((int(chance.choice(sorted(panel.hubs))), importer, year))
            if through is not None and through not in made.breaches:
                panel.exported[through] += value
                made.honest.add(through)
        elif kind == "shipment across New Year":
            late = panel.imported[row] * float(chance.uniform(0.05, 0.25))
            panel.imported[row] -= late
            before = self.at.get((exporter, importer, year - 1))
            if before is not None and chance.random() < 0.5:  # it had left the year before instead
                panel.imported[row] += 2 * late
                panel.imported[before] = max(1.0, panel.imported[before] - late)
        elif kind == "wrong partner":
            others = np.flatnonzero((panel.exporter == exporter) & (panel.year == year))
            other = int(chance.choice(others))
            value = panel.exported[row] * share
            panel.exported[row] -= value
            panel.exported[other] += value
            made.honest |= {other} - set(made.breaches)
        elif kind == "unit error of 1,000":
            if chance.random() < 0.5:
                panel.exported[row] *= 1000
            else:
                panel.imported[row] /= 1000
        else:
            # The importer files part of what it gets under another code, whoever sent it.
            left = 1 - float(chance.uniform(0.1, 0.4))
            rows = np.flatnonzero((panel.importer == importer) & (panel.year == year))
            panel.imported[rows] *= left
            for other in set(rows.tolist()) & set(made.breaches):
                made.breaches[other] *= left
