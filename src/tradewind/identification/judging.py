"""How well one reading fits one candidate: a weight from 0 to 1, whether it stands, and why not.

A figure within its tolerance stands; far beyond it, it contradicts; between the two it decides nothing. Weights fall
as a bell whose two standard deviations are the tolerance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tradewind.identification.candidates import Candidate, molar_mass
from tradewind.identification.evidence import AIR, HYDROCARBONS, UNKNOWN, Evidence
from tradewind.identification.instruments import gauge, identifier
from tradewind.identification.sentences import Sentence, say
from tradewind.reference import substance
from tradewind.reference.rows import read

#: Tolerances beyond which a figure contradicts: a pressure, whose tolerances are added up as if all were off one way,
#: and a display, where the worst of several shares counts (bench/identification.py: a true label is then contradicted
#: in fewer than one of two hundred).
_FAR_PRESSURE, _FAR_SHARE = 1.5, 2.0
#: Per cent within which of none or all a share is "near pure" or a trace.
_TRACE: Final = 10.0
#: No reading makes a gas impossible: a hose leaks, a display is misread (assumed).
_LEAST: Final = 1e-6
#: How many cylinders hold air that shows on a gauge, and over how many bar that gets rarer by e (assumed; AHRI 700
#: allows 1.5 % by volume in the vapour, which no field gauge shows).
_AIR_SHARE, _AIR_BAR = 0.02, 1.0
#: Where the identifier itself read air.
_AIR_READ_SHARE, _AIR_READ_BAR = 0.5, 3.0
#: Weight of a pressure below saturation where nobody looked for liquid, and where it is known that none is left.
_PERHAPS_EMPTY, _EMPTY = 0.05, 0.5
#: Weight where the pressure of a candidate at this temperature is not known (assumed).
_NOT_KNOWN: Final = 0.1
#: An overfull cylinder is rarer than one filled as it should be (assumed).
_OVERFULL: Final = 0.1
#: Where a unit shows a gas that it does not know, and how often (assumed; R-40 was seen as air: MACS-NEUTRONICS).
_SHOWN_AS: Final = ((UNKNOWN, 1.0), (HYDROCARBONS, 0.5), (AIR, 0.3), ("dropped", 0.05))
#: A unit for pure gases that shows a blend as some other mixture (assumed).
_MISREAD: Final = 1e-3
_GAS_CONSTANT: Final = 0.0831446  # l bar / (mol K)


@dataclass(frozen=True, slots=True)
class Fit:
    """How one reading fits: `stands` True within its tolerance, False against, None undecided; `why` where not True."""

    about: str
    weight: float
    stands: bool | None
    why: Sentence | None = None


def by_pressure(candidate: Candidate, evidence: Evidence) -> Fit | None:
    """Against the gauge; None where nothing was measured."""
    pressure, celsius = evidence.pressure_bar_abs, evidence.temperature_c
    if pressure is None or celsius is None:
        return None
    saturation, name = candidate.saturation(celsius), candidate.designation
    if saturation is None:
        return Fit("pressure", _NOT_KNOWN, None, say("no_curve", gas=name, temperature=f"{celsius:g}"))
    instrument = gauge(evidence.instrument)
    tolerance = instrument.pressure_bar + saturation.slope * instrument.temperature_c + saturation.error
    # A cylinder filled with water to pass the scales has the air of the day above the water.
    high = saturation.bubble + (evidence.ambient_bar if name == "R-718" else 0.0)
    values: dict[str, object] = {"pressure": pressure, "gas": name, "temperature": f"{celsius:g}"}
    if pressure > high:
        return _above(pressure - high, tolerance, evidence, {**values, "high": high})
    if evidence.liquid is False:
        return Fit("pressure", _EMPTY, None)
    below = saturation.dew - pressure
    if below <= 0:
        return Fit("pressure", 1.0, True)
    weight = _bell(below / tolerance)
    if below <= tolerance:
        return Fit("pressure", weight, True)
    if below <= _FAR_PRESSURE * tolerance:
        return Fit("pressure", weight, None, say("edge", **values))
    if has_liquid(candidate, evidence):
        return Fit("pressure", max(weight, _LEAST), False, say("below_liquid", low=saturation.dew, **values))
    return Fit("pressure", max(weight, _PERHAPS_EMPTY), None, say("below", low=saturation.dew, **values))


def _above(over: float, tolerance: float, evidence: Evidence, values: Mapping[str, object]) -> Fit:
    weight = _bell(over / tolerance)
    if over <= tolerance:
        return Fit("pressure", weight, True)
    if (evidence.reading or {}).get(AIR, 0) > 0:
        weight = max(weight, _AIR_READ_SHARE * math.exp(-over / _AIR_READ_BAR), _LEAST)
        return Fit("pressure", weight, None, say("above_air", **values))
    weight = max(weight, _AIR_SHARE * math.exp(-over / _AIR_BAR), _LEAST)
    if over <= _FAR_PRESSURE * tolerance:
        return Fit("pressure", weight, None, say("edge", **values))
    return Fit("pressure", weight, False, say("above", **values))


def has_liquid(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether liquid is known to be inside: said so, or more mass than the vapour of this gas could have."""
    if evidence.liquid is not None:
        return evidence.liquid
    mass, litres, celsius = evidence.content_kg, evidence.water_l, evidence.temperature_c
    if mass is None or litres is None or celsius is None:
        return False
    saturation = candidate.saturation(celsius)
    weights = [m for part, _, _ in candidate.parts if (m := molar_mass(part)) is not None]
    if saturation is None or not weights:
        return False
    # Twice the ideal vapour: near the critical point real vapour is denser than ideal, nowhere here by more.
    vapour = saturation.bubble * max(weights) / (_GAS_CONSTANT * (celsius + 273.15)) / 1000
    return mass / litres > 2 * vapour


@dataclass(frozen=True, slots=True)
class Display:
    """What an identifier shows, by category: with its air, without it, and in words."""

    shown: Mapping[str, float]
    without_air: Mapping[str, float]
    words: str
    seen: frozenset[str]
    near_pure: float
    in_mixture: float
    is_legacy: bool
    purest: float


def display_of(evidence: Evidence) -> Display | None:
    """None where there is no reading, or hardly anything but air in it."""
    reading = evidence.reading
    if reading is None or reading.get(AIR, 0) > 95:
        return None
    unit, shown = identifier(evidence.identifier_kind), by_category(reading)
    words = ", ".join(f"{p} {s:g} %" for p, s in sorted(reading.items(), key=lambda part: -part[1]) if s > 0)
    return Display(
        shown, _without_air(shown), words, unit.knows | frozenset(shown), unit.near_pure, unit.in_mixture,
        evidence.identifier_kind == "legacy", max((s for c, s in shown.items() if c != UNKNOWN), default=0.0),
    )  # fmt: skip


def by_reading(candidate: Candidate, display: Display | None) -> Fit | None:
    """Against the identifier; None where there is no reading."""
    if display is None:
        return None
    best, nearest, expected = _LEAST, math.inf, ""
    unseen = _unseen(candidate, display.seen)
    for place, rarity in _SHOWN_AS:
        spans, is_hidden, words = _expected(candidate, display.seen, place)
        if is_hidden and place == AIR and "R-40" not in {part for part, _, _ in candidate.parts}:
            continue
        observed = display.shown if is_hidden and place == AIR else display.without_air
        far = _distance(spans, observed, display.near_pure, display.in_mixture)
        if not is_hidden:
            rarity = 1.0
        elif place == "dropped":  # the more it would have to leave out, the less it does
            rarity *= 1 - unseen / 100
        best = max(best, rarity * _bell(far))
        if (place != "dropped" or not is_hidden) and far < nearest:
            nearest, expected = far, words
        if not is_hidden:
            break
    is_misread = display.is_legacy and candidate.kind == "blend" and unseen > 10 and display.purest < 90
    if is_misread:
        best = max(best, _MISREAD)
    if nearest <= 1:
        return Fit("reading", best, True if unseen <= 10 else None)
    why = say("read_other", shown=display.words, gas=candidate.designation, expected=expected)
    return Fit("reading", best, None if nearest <= _FAR_SHARE or is_misread else False, why)


def by_mass(candidate: Candidate, evidence: Evidence) -> Fit | None:
    """Against the scales: what cannot be inside as liquid, and what would leave no room for vapour."""
    mass, litres = evidence.content_kg, evidence.water_l
    if mass is None or litres is None:
        return None
    densities = _densities().get(candidate.designation)
    if not densities:
        return None
    values = {"mass": f"{mass:.2f}", "gas": candidate.designation, "litres": f"{litres:g}"}
    celsius = evidence.temperature_c if evidence.temperature_c is not None else 25.0
    # The densest figure at or below the temperature bounds what fits; a figure for warmer liquid would be too low.
    colder = [kg_l for t, kg_l in densities if t <= celsius]
    if colder and mass > litres * colder[-1] * 1.02:
        return Fit("mass", _LEAST, False, say("too_dense", most=f"{litres * colder[-1]:.2f}", **values))
    most = litres * min(densities[-1][1], _legal().get(candidate.designation, math.inf))
    if mass > most * 1.01:
        return Fit("mass", _OVERFULL, None, say("overfull", most=f"{most:.2f}", **values))
    return Fit("mass", 1.0, True)


@cache
def category(part: str) -> str:
    """Where an identifier shows a pure substance: hydrocarbons together, the others by name."""
    if part in {AIR, UNKNOWN, HYDROCARBONS}:
        return part
    return HYDROCARBONS if substance(part).family == "hydrocarbon" else part


def by_category(reading: Mapping[str, float]) -> dict[str, float]:
    """A reading with its hydrocarbons together."""
    found: dict[str, float] = {}
    for part, share in reading.items():
        found[category(part)] = found.get(category(part), 0.0) + share
    return found


@lru_cache(maxsize=10_000)
def _expected(
    candidate: Candidate, seen: frozenset[str], place: str
) -> tuple[Mapping[str, tuple[float, float]], bool, str]:
    """Lowest and highest share a unit would show in each category, whether a part is hidden from it, and in words."""
    spans: dict[str, tuple[float, float]] = {}
    hidden = False
    for part, low, high in candidate.parts:
        where = category(part)
        if where not in seen:
            hidden, where = True, place
        before = spans.get(where, (0.0, 0.0))
        spans[where] = before[0] + low, min(before[1] + high, 100.0)
    if hidden and place == "dropped":
        low, high = spans.pop("dropped")
        # What is left is shown as if it were all; by the middle of the hidden span.
        scale = 100 / max(100 - (low + high) / 2, 1e-9)
        spans = {w: (min(a * scale, 100.0), min(b * scale, 100.0)) for w, (a, b) in spans.items()}
    return spans, hidden, _worded(spans)


@lru_cache(maxsize=10_000)
def _unseen(candidate: Candidate, seen: frozenset[str]) -> float:
    return sum(share for part, share in candidate.shares.items() if category(part) not in seen)


def _distance(
    spans: Mapping[str, tuple[float, float]],
    observed: Mapping[str, float],
    near_pure: float,
    in_mixture: float,
) -> float:
    """The worst share off its span, in tolerances."""
    worst = 0.0
    for where, (low, high) in spans.items():
        share = observed.get(where, 0.0)
        meant = min(max(share, low), high)
        is_pure = min(meant, 100 - meant) <= _TRACE
        worst = max(worst, abs(share - meant) / (near_pure if is_pure else in_mixture))
    for where, share in observed.items():
        if where not in spans:
            worst = max(worst, share / near_pure)
    return worst


def _without_air(shown: Mapping[str, float]) -> dict[str, float]:
    rest = {where: share for where, share in shown.items() if where != AIR}
    total = sum(rest.values())
    return {where: share * 100 / total for where, share in rest.items()} if total > 0 else rest


def _worded(spans: Mapping[str, tuple[float, float]]) -> str:
    return ", ".join(
        f"{where} {low:.0f} %" if round(low) == round(high) else f"{where} {low:.0f}-{high:.0f} %"
        for where, (low, high) in spans.items()
    )


def _bell(tolerances: float) -> float:
    return math.exp(-0.5 * (2 * tolerances) ** 2)


@cache
def _densities() -> Mapping[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for row in read("liquid_densities"):
        found.setdefault(row["designation"], []).append((float(row["t_c"]), float(row["kg_l"])))
    return {designation: sorted(rows) for designation, rows in found.items()}


@cache
def _legal() -> Mapping[str, float]:
    return {row["designation"]: float(row["pct_of_water"]) / 100 for row in read("filling_limits")}
