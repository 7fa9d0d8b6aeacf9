"""The illegal mass that passed unseen: in lines that the risk list did not choose and that were released.

`share` has the estimate of a stratum at one sensitivity of inspections. Here its interval is taken at the ends of the
range of the sensitivity, together, so that it is wide rather than short. An open result counts as lawful for the low
end, as illegal by its whole declared mass for the high end, and not for the middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.estimation.adding import added
from tradewind.estimation.frame import Frame, Numbers
from tradewind.estimation.sensitivity import Sensitivity, mixed, of_strata
from tradewind.estimation.share import StratumShare, shares
from tradewind.quantities import Interval


@dataclass(frozen=True, slots=True)
class StratumLeakage:
    """One stratum, or several together. `leakage_kg` is the answer; `decided_kg` leaves open results out and takes
    the middle of the sensitivity; `finds` are lines, `unseen_kg` the declared mass nobody looked at."""

    name: str
    lines: int
    mass_kg: float
    inspected: int
    finds: int
    open: int
    unseen_kg: float
    leakage_kg: Interval
    decided_kg: Interval
    sensitivity: Sensitivity

    @property
    def rate(self) -> Interval:
        """The leakage as a share of the declared mass of all lines of the frame."""
        return self.leakage_kg.times(1 / self.mass_kg) if self.mass_kg else Interval.exactly(0.0)


@dataclass(frozen=True, slots=True)
class Leakage:
    """The answer by stratum and in all; `shares` are what the decided lines say at the middle of the sensitivity."""

    strata: tuple[StratumLeakage, ...]
    all: StratumLeakage
    shares: tuple[StratumShare, ...]
    sensitivities: tuple[Sensitivity, ...]


def leakage(frame: Frame, by_depth: Mapping[str, Sensitivity] | None = None) -> Leakage:
    """The leakage of a frame; depths that `by_depth` does not name have their stated range.

    Lines may come in any order. Coverage is measured by `python -m bench leakage`.
    """
    found = of_strata(frame, by_depth or {})
    ends = _Ends.of(frame, found)
    strata = tuple(_together(name, frame, [n], ends, found) for n, name in enumerate(frame.names))
    return Leakage(strata, _together("all", frame, range(len(frame.names)), ends, found), ends.decided, found)


def some(made: Leakage, frame: Frame, names: Sequence[str], title: str) -> StratumLeakage:
    """Several strata together, by name."""
    chosen = [frame.names.index(name) for name in names]
    return _together(title, frame, chosen, _Ends.of(frame, made.sensitivities), made.sensitivities)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Shares of the strata where everything is for the low end, at the middle, and for the high end."""

    least: tuple[StratumShare, ...]
    decided: tuple[StratumShare, ...]
    most: tuple[StratumShare, ...]

    @classmethod
    def of(cls, frame: Frame, found: Sequence[Sensitivity]) -> _Ends:
        has_open = bool(frame.open.any())
        lawful, illegal = (frame.settled_as(r) if has_open else frame for r in (0.0, 1.0))
        return cls(
            shares(lawful, [s.high for s in found]),
            shares(frame, [s.mid for s in found]),
            shares(illegal, [s.low for s in found]),
        )


def _together(
    name: str, frame: Frame, places: Sequence[int], ends: _Ends, found: Sequence[Sensitivity]
) -> StratumLeakage:
    chosen = list(places)
    least, middle, most = (
        added([strata[n] for n in chosen]) for strata in (ends.least, ends.decided, ends.most)
    )
    here = [frame.stratum == n for n in chosen]
    decided = [ends.decided[n] for n in chosen]
    inspected = sum(s.inspected for s in decided)
    weights: dict[Sensitivity, float] = {}
    for n in chosen:
        weights[found[n]] = weights.get(found[n], 0.0) + (ends.decided[n].inspected if inspected else 1)
    centre = middle.mid or 0.0
    undrawn = [h & frame.unseen & ~frame.drawn for h in here]
    return StratumLeakage(
        name=name, lines=sum(int(h.sum()) for h in here), mass_kg=sum(_sum(frame.mass_kg[h]) for h in here),
        inspected=inspected, finds=sum(s.finds for s in decided),
        open=sum(int((frame.open & h).sum()) for h in here),
        unseen_kg=sum(_sum(frame.mass_kg[h]) for h in undrawn),
        leakage_kg=Interval(min(least.low, centre), centre, max(most.high, centre)),
        decided_kg=middle, sensitivity=found[chosen[0]] if len(chosen) == 1 else mixed(weights),
    )  # fmt: skip


def _sum(mass: Numbers) -> float:
    """The same for any order of lines."""
    return float(np.sort(mass).sum())
