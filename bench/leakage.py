"""Whether the leakage interval holds what it promises, on invented floors whose truth is known.

    python -m bench leakage [WORLDS]    (a quarter of them where the way is not the plan's)

Each world has three strata of lines with lognormal masses, in declarations of uneven traders; a fifth of the traders
smuggle in some of their declarations; what is on an illegal line is its declared mass (60 %), a part of it (24 %) or
up to three times it (16 %). A risk list takes the 5 % of lines that look worst. The floor is drawn by Poisson sampling
with probability proportional to declared mass, 70 / 20 / 10 % of it in the three strata, never below a fifth of the
stratum's mean probability. All figures of the worlds are assumed. Three ways: drawn line by line, as plans do; whole
declarations, the harder case; and line by line where inspections find seven loads in ten, which is known.

Truth: the illegal mass in lines that the risk list did not take and the floor did not stop. Beside the interval, on the
same draws: Horvitz and Thompson's estimate plus and minus 1.96 standard errors. Width beside that of Clopper and
Pearson's interval for one binomial of the same effective sample size and share.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tradewind.estimation import Frame, leakage, share_interval
from tradewind.estimation.frame import Claims, Numbers
from tradewind.estimation.outlook import halving_floor
from tradewind.estimation.sensitivity import PERFECT, Basis, Sensitivity, assumed

WORLDS = 1000
PARTLY, SEEN = "line by line, 7 of 10 seen", 0.7
WAYS = ("line by line", "by declaration", PARTLY)
FINDS = (3, 10, 30, 100)
SPREADS = (0.8, 2.0)
NAMES = ("gas", "equipment and near goods", "all other")
LINES = (4000, 6000, 20000)
#: Illegal share of the lines of each stratum, and of the floor drawn there.
PREVALENCE = (0.06, 0.04, 0.01)
ALLOCATION = (0.7, 0.2, 0.1)
#: Part of the illegal lines that the risk list leaves to chance; follows from how it is made below.
SPARED = 0.63
HEAD = (
    "| drawn | mass sigma | expected finds | found (median) | covered % | missed below / above % | gas alone % "
    "| width / binomial | factor | HT +- 1.96 s.e. covered % | missed below / above % |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One world: where truth lay against each interval (-1 below it, 0 inside, 1 above), and how wide it was."""

    finds: int
    all: int
    gas: int
    straight: int
    width: float
    factor: float


def main(arguments: Sequence[str]) -> None:
    """Print coverage by setting, then what a small office can know."""
    worlds = int(arguments[0]) if arguments else WORLDS
    started = time.perf_counter()
    print(HEAD)
    for way in WAYS:
        for spread in SPREADS if way != PARTLY else SPREADS[1:]:
            for finds in FINDS:
                print(_row(way, spread, finds, worlds if way == WAYS[0] else worlds // 4), flush=True)
    took = time.perf_counter() - started
    print(f"\n{worlds:,} worlds a row line by line, {worlds // 4:,} in the others, {took:.0f} s on one core.")
    _small_office()
    _worked_example()


def _row(way: str, spread: float, finds: int, worlds: int) -> str:
    trials = [
        _trial(np.random.default_rng([n, finds, int(10 * spread)]), way, spread, finds) for n in range(worlds)
    ]
    widths = [t.width for t in trials]
    factors = [t.factor for t in trials if not np.isnan(t.factor)]
    cells = [
        way, f"{spread:g}", str(finds), f"{np.median([t.finds for t in trials]):.0f}",
        *_missed([t.all for t in trials]), _missed([t.gas for t in trials])[0],
        f"{np.median(widths):.2f}", f"{np.median(factors):.1f}", *_missed([t.straight for t in trials]),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _missed(sides: Sequence[int]) -> tuple[str, str]:
    where = np.array(sides)
    return (
        f"{100 * (where == 0).mean():.1f}",
        f"{100 * (where < 0).mean():.1f} / {100 * (where > 0).mean():.1f}",
    )


def _trial(random: np.random.Generator, way: str, spread: float, finds: int) -> Trial:
    frame, illegal = world(random, way, spread, finds)
    seen = SEEN if way == PARTLY else 1.0
    if seen < 1:
        frame = replace(
            frame, found_kg=np.where(random.random(len(illegal)) < seen, frame.found_kg, frame.found_kg * 0)
        )
    made = leakage(frame, {"": Sensitivity(seen, seen, seen, (Basis("known"),))})
    free = frame.unseen & ~(frame.drawn & (frame.found_kg > 0))
    truth = float(illegal[free].sum())
    at = made.all.leakage_kg
    taken = frame.sample
    p = frame.probability[taken] * seen
    straight = float(((1 - p) / p * frame.found_kg[taken]).sum())
    error = float(np.sqrt(((1 - p) / p**2 * frame.found_kg[taken] ** 2).sum()))
    gas = made.strata[0].leakage_kg
    # one binomial of the same effective size: the strata's effective lines with the weight each stands for
    each = [(s.unseen_kg / s.effective, s.effective) for s in made.shares if s.effective]
    whole = sum(s.unseen_kg for s in made.shares if s.effective)
    trials = whole**2 / sum(weight**2 * n for weight, n in each)
    low, high = share_interval(min(trials * (at.mid or 0.0) / whole, trials), trials)
    return Trial(
        made.all.finds, _side(truth, at.low, at.high),
        _side(float(illegal[free & (frame.stratum == 0)].sum()), gas.low, gas.high),
        _side(truth, straight - 1.96 * error, straight + 1.96 * error),
        (at.high - at.low) / ((high - low) * whole), at.high / at.mid if at.mid else np.nan,
    )  # fmt: skip


def _side(truth: float, low: float, high: float) -> int:
    return -1 if truth < low else 1 if truth > high else 0


def world(random: np.random.Generator, way: str, spread: float, finds: int) -> tuple[Frame, Numbers]:
    """A frame with its floor drawn, and the illegal mass of every line, kg."""
    budget = finds / (SPARED * float(np.dot(ALLOCATION, PREVALENCE)))
    parts = [
        _stratum(random, way, spread, LINES[n], PREVALENCE[n], ALLOCATION[n] * budget)
        for n in range(len(NAMES))
    ]
    mass, illegal, p, drawn, chosen = (np.concatenate([part[k] for part in parts]) for k in range(5))
    offset = 10**6
    declaration, trader = (
        np.concatenate([part[k].astype(np.int64) + n * offset for n, part in enumerate(parts)])
        for k in (5, 6)
    )
    stratum = np.repeat(np.arange(len(NAMES)), LINES)
    frame = Frame(
        NAMES, stratum, mass, drawn.astype(bool), p, chosen.astype(bool), np.where(drawn, illegal, np.nan),
        (declaration, trader), np.zeros(len(mass), np.int64),
    )  # fmt: skip
    return frame, illegal


def _stratum(
    random: np.random.Generator, way: str, spread: float, lines: int, prevalence: float, drawn: float
) -> tuple[Numbers, ...]:
    """Mass, illegal mass, probability, whether drawn, whether on the risk list, declaration, trader of each line."""
    declarations, traders = lines // 2, lines // 20
    mass = 1000 * np.exp(random.normal(0, spread, lines))
    declaration = random.integers(0, declarations, lines)
    sizes = 1 / np.arange(1, traders + 1) ** 0.8
    trader = random.choice(traders, declarations, p=sizes / sizes.sum())
    smuggles = random.random(traders) < 0.2
    bad = random.random(declarations) < np.where(smuggles[trader], 2 * prevalence / 0.2, 0)
    illegal = bad[declaration] & (random.random(lines) < 0.5)
    kind = random.random(lines)
    share = np.where(
        kind < 0.6, 1, np.where(kind < 0.84, random.uniform(0.1, 1, lines), random.uniform(1, 3, lines))
    )
    looks = random.normal(0, 1, lines) + 1.5 * illegal
    chosen = looks > np.quantile(looks, 0.95)
    if way != "by declaration":
        p = proportional(mass, drawn)
        floor = random.random(lines) < p
    else:
        there, place, items = np.unique(declaration, return_inverse=True, return_counts=True)
        of_each = proportional(np.bincount(place, mass), drawn * len(there) / lines)
        of_each = np.minimum(of_each * drawn / float((of_each * items).sum()), 1)
        p, floor = of_each[place], (random.random(len(there)) < of_each)[place]
    return mass, illegal * share * mass, p, floor, chosen, declaration, trader[declaration]


def proportional(mass: Numbers, expected: float, least: float = 0.2) -> Numbers:
    """Probabilities that add up to `expected`, in proportion to mass between a share of their mean and 1."""
    lowest = least * expected / len(mass)
    factor = expected / mass.sum()
    for _ in range(50):
        p = np.clip(factor * mass, lowest, 1)
        free: Claims = (p > lowest) & (p < 1)
        if abs(p.sum() - expected) < 1e-6 * expected or not free.any():
            break
        factor *= max((expected - p[~free].sum()) / p[free].sum(), 0.01)
    return p


def _small_office() -> None:
    """60 controlled consignments a month, 4 inspections of them all drawn by chance."""
    random = np.random.default_rng(7)
    print("\n### 60 controlled consignments and 4 inspections a month\n")
    print(
        "| months together | inspected | found | rate: low, middle, high | floor that halves the interval |"
    )
    print("|---:|---:|---:|---|---:|")
    for months, bad in ((1, 0), (12, 0), (12, 2), (60, 0), (60, 10)):
        lines = 60 * months
        mass = 1000 * np.exp(random.normal(0, 0.8, lines))
        p = np.full(lines, 4 / 60)
        drawn = np.arange(lines) % 15 == 0
        found = np.where(drawn, 0.0, np.nan)
        found[np.flatnonzero(drawn)[:bad]] = mass[np.flatnonzero(drawn)[:bad]]
        own = np.arange(lines)
        frame = Frame(
            ("gas",), np.zeros(lines, np.int64), mass, drawn, p, np.zeros(lines, bool), found, (own,),
            np.zeros(lines, np.int64),
        )  # fmt: skip
        made = leakage(frame, {"": PERFECT})
        rate = made.all.rate
        print(
            f"| {months} | {made.all.inspected} | {bad} | {100 * rate.low:.1f}, {100 * (rate.mid or 0):.1f}, "
            f"{100 * rate.high:.1f} % | {halving_floor(made)} |"
        )


def _worked_example() -> None:
    """100 consignments of a tonne: 20 on the risk list, 16 of the others drawn, two or none of them illegal."""
    print("\n### The example of docs/explanation/leakage.md\n")
    print(
        "| finds | inspections find | got through, t: low, best, high | floor that halves it |\n|---:|---|---|---:|"
    )
    for bad in (2, 0):
        places = np.arange(100)
        drawn, nothing = places < 16, np.zeros(100, np.int64)
        frame = Frame(
            ("gas",), nothing, np.full(100, 1000.0), drawn, np.full(100, 0.2), places >= 80,
            np.where(drawn, np.where(places < bad, 1000.0, 0.0), np.nan), (places,), nothing,
        )  # fmt: skip
        for words, sensitivity in (("all", PERFECT), ("30 to 90 %, likely 60 %", assumed("opened"))):
            made = leakage(frame, {"": sensitivity})
            kg = made.all.leakage_kg
            tonnes = ", ".join(f"{value / 1000:.1f}" for value in (kg.low, kg.mid or 0.0, kg.high))
            print(f"| {bad} | {words} | {tonnes} | {halving_floor(made)} |")


if __name__ == "__main__":
    main([])
