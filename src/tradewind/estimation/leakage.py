"""The illegal mass that passed unseen: in lines that the risk list did not choose and that were released.

With apparent mass U among the lines that nobody looked at (see `share`), mass F that the floor found and stopped, and
the share s of what is there that an inspection finds, (U + F) / s is what there was; F was stopped, the rest passed.
The interval joins the sampling interval of U with the range of s: its ends are taken together, so that it is wide
rather than short. An open result counts as lawful for the low end, as illegal by its whole declared mass for the high
end, and not for the middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tradewind.estimation.adding import added
from tradewind.estimation.frame import Frame
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
    """The answer by stratum and in all. `shares` are what the decided lines say, for what-if questions."""

    strata: tuple[StratumLeakage, ...]
    all: StratumLeakage
    shares: tuple[StratumShare, ...]
    sensitivities: tuple[Sensitivity, ...]


def leakage(frame: Frame, by_depth: Mapping[str, Sensitivity] | None = None) -> Leakage:
    """The leakage of a frame; depths that `by_depth` does not name have their stated range.

    Lines may come in any order. Coverage is measured by `python -m bench leakage`.
    """
    decided = shares(frame)
    has_open = bool(frame.open.any())
    least = shares(frame.settled_as(0.0)) if has_open else decided
    most = shares(frame.settled_as(1.0)) if has_open else decided
    found = of_strata(frame, by_depth or {})
    strata = tuple(
        _together(name, frame, [n], decided, least, most, found) for n, name in enumerate(frame.names)
    )
    whole = _together("all", frame, range(len(frame.names)), decided, least, most, found)
    return Leakage(strata, whole, decided, found)


def some(made: Leakage, frame: Frame, names: Sequence[str], title: str) -> StratumLeakage:
    """Several strata together, by name."""
    chosen = [frame.names.index(name) for name in names]
    has_open = bool(frame.open.any())
    least = shares(frame.settled_as(0.0)) if has_open else made.shares
    most = shares(frame.settled_as(1.0)) if has_open else made.shares
    return _together(title, frame, chosen, made.shares, least, most, made.sensitivities)


def passed(
    strata: Sequence[StratumShare], sensitivities: Sequence[float], floor_times: float = 1.0
) -> Interval:
    """The illegal mass that passed if inspections find these shares of what is there, kg; with `floor_times`, what the
    interval would be had the floor drawn so many times the lines and found the same shares."""
    there = [
        replace(s, undrawn_kg=s.undrawn_kg / found).with_floor_times(floor_times)
        for s, found in zip(strata, sensitivities, strict=True)
    ]
    missed = sum(s.found_kg * (1 / found - 1) for s, found in zip(strata, sensitivities, strict=True))
    apparent = added(there)
    return Interval(apparent.low + missed, (apparent.mid or 0.0) + missed, apparent.high + missed)


def _together(
    name: str,
    frame: Frame,
    places: Sequence[int],
    decided: Sequence[StratumShare],
    least: Sequence[StratumShare],
    most: Sequence[StratumShare],
    found: Sequence[Sensitivity],
) -> StratumLeakage:
    chosen = list(places)

    def at(strata: Sequence[StratumShare], end: str) -> Interval:
        return passed([strata[n] for n in chosen], [getattr(found[n], end) for n in chosen])

    middle = at(decided, "mid")
    here = [frame.stratum == n for n in chosen]
    inspected = sum(decided[n].inspected for n in chosen)
    weights: dict[Sensitivity, float] = {}
    for n in chosen:
        weights[found[n]] = weights.get(found[n], 0.0) + (decided[n].inspected if inspected else 1)
    centre = middle.mid or 0.0
    return StratumLeakage(
        name=name, lines=sum(int(h.sum()) for h in here),
        mass_kg=sum(float(np.sort(frame.mass_kg[h]).sum()) for h in here),
        inspected=inspected, finds=sum(decided[n].finds for n in chosen),
        open=sum(int((frame.open & h).sum()) for h in here), unseen_kg=sum(decided[n].undrawn_kg for n in chosen),
        leakage_kg=Interval(min(at(least, "high").low, centre), centre, max(at(most, "low").high, centre)),
        decided_kg=middle, sensitivity=found[chosen[0]] if len(chosen) == 1 else mixed(weights),
    )  # fmt: skip
