"""What an invented world is like: every figure with its source, or the word "assumed".

Keys in capitals are those of the sources of this product's facts (`reference/data/sources.csv` where they are
there); "reference data: cylinders" is `reference/data/cylinders.csv`. What is assumed is a round figure that an office
would believe; no figure was fitted to a detector.
"""

# ruff: noqa: RUF009 - `stated` makes the field of a dataclass
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tradewind.simulation.world import stated as s
from tradewind.simulation.world.stated import stated


@dataclass(frozen=True, slots=True)
class Traffic:
    """What passes in a month."""

    first: date = stated(date(2026, 3, 1), "first day of the first month")
    home: str = stated("BVT", "ISO3 that stands for the Party: an island nobody lives on")
    frame_share: float = stated(
        0.08, "declarations of gas, of what holds it or goes with it, of all", low=0.04, high=0.12
    )
    lawful: dict[str, float] = stated(
        {
            "gas": 0.36,
            "hfo": 0.06,
            "hydrocarbon": 0.10,
            "recovered": 0.03,
            "feedstock": 0.01,
            "equipment": 0.19,
            "part": 0.12,
            "empties": 0.02,
            "transit": 0.05,
            "free zone": 0.03,
            "returned": 0.015,
            "re-export": 0.015,
        },
        "lawful declarations in frame by what they are of",
        spread=0.2,
    )
    near_goods: float = stated(
        0.012, "lines of all other goods that are gases, solvents or aerosols", low=0.006, high=0.02
    )
    parcels: float = stated(0.06, "declarations of all other goods that come by courier", low=0.03, high=0.12)
    messages: float = stated(
        0.02,
        "declarations that an office sends as ASYCUDA XML, at most 400 a month; the others come as a table",
    )
    exports: float = stated(0.12, "declarations of all other goods that are exports")
    season: float = stated(
        0.25, "how far demand for cooling rises above its mean in the warm months", low=0.1, high=0.4
    )
    second_item: float = stated(0.12, "declarations of gas that have a second item, of parts or other goods")


@dataclass(frozen=True, slots=True)
class Packing:
    """Cylinders x fill x tare."""

    disposable_g: dict[str, float] = stated(
        {
            "R-22": 13600,
            "R-134a": 13600,
            "R-410A": 11300,
            "R-404A": 10900,
            "R-407C": 11300,
            "R-507A": 11300,
            "R-32": 9500,
        },
        "net grams of a disposable cylinder by gas",
        "reference data: cylinders",
    )
    load_low: int = stated(
        1000,
        "fewest disposable cylinders of a 20-foot load",
        "OLAF-14, DK-1150: a load of 14 t; range assumed",
    )
    load_high: int = stated(
        1200, "most disposable cylinders of a 20-foot load", "OLAF-14, DK-1150: a load of 14 t; range assumed"
    )
    tank_low_kg: float = stated(14000.0, "least net kg of an ISO tank", "reference data: cylinders")
    tank_high_kg: float = stated(21000.0, "greatest net kg of an ISO tank", "reference data: cylinders")
    order: float = stated(30.0, "median number of cylinders of an ordinary order", low=20, high=45)
    order_spread: float = stated(1.0, "standard deviation of its natural logarithm", low=0.8, high=1.2)
    bulk: float = stated(0.06, "lawful imports of gas in ISO tanks", low=0.03, high=0.09)
    full: float = stated(
        0.05, "lawful imports of gas that fill a container with cylinders", low=0.02, high=0.08
    )
    tons: float = stated(0.05, "lawful imports of gas in tanks of about a tonne", low=0.03, high=0.08)
    machines: float = stated(
        0.2, "lawful consignments of machines that fill a container, 5 to 16 t", low=0.1, high=0.3
    )
    cans: float = stated(0.05, "lawful imports of gas in small cans by the carton")
    disposables: float = stated(
        0.06,
        "lawful imports of controlled gas in disposable cylinders, by exemption or left from before the ban",
        low=0.03,
        high=0.12,
    )
    fill_error: float = stated(0.006, "standard deviation of the fill of a lot", low=0.003, high=0.012)
    tare_error: float = stated(0.05, "standard deviation of the tare of a maker's lot", low=0.03, high=0.08)
    scale_error: float = stated(0.004, "standard deviation of a weighbridge", low=0.002, high=0.01)


@dataclass(frozen=True, slots=True)
class Market:
    """Prices, the gap between markets, what a quota and a tax are worth."""

    drift: float = stated(
        0.025, "monthly standard deviation of the natural logarithm of a price", low=0.01, high=0.05
    )
    margin: float = stated(
        0.14, "standard deviation of the logarithm of what one seller asks", low=0.1, high=0.22
    )
    related: float = stated(0.08, "importers that buy within their own group, at 0.55 to 0.9 of the price")
    samples: float = stated(0.015, "lawful consignments that are samples or gifts at a token price")
    gap: dict[str, float] = stated(
        {"R-22": 2.6, "R-134a": 2.0, "R-410A": 2.2, "R-404A": 2.8, "R-407C": 1.8, "R-507A": 2.4, "R-32": 1.4},
        "price inside the Party over the price abroad, by gas",
        "PROZON 5-6, RHQ about 3, RI-HART about 2; by gas assumed",
        spread=0.2,
    )
    quota_usd_t: float = stated(
        9.0, "price of a quota, USD a t CO2e", "CP-20: 0.6-3; RI-Q424: 13-20", low=1, high=18
    )
    tax_usd_t: float = stated(
        0.0, "tax, USD a t CO2e", "ES-TAX: 15; CPT: about 45; none in most places", low=0, high=15
    )
    mirror_spread: float = stated(
        0.878,
        "standard deviation of the log of partner's exports over own imports: 57 % lie within 0.5 to 2",
        "published mirror ratios; (ln 2) / 0.789",
    )


@dataclass(frozen=True, slots=True)
class People:
    """Who trades."""

    lines_a_dealer: float = stated(
        2.2, "declarations in frame a month for each dealer in gas", low=1.5, high=3.5
    )
    concentration: float = stated(
        1.1, "shape of the Pareto law of the dealers' sizes; smaller is more unequal"
    )
    new_dealers: float = stated(0.012, "dealers a month that are new", low=0.006, high=0.03)
    new_traders: float = stated(0.006, "importers of all other goods a month that are new")
    shared_addresses: float = stated(0.05, "lawful companies that sit at a centre with many others")
    unlisted: float = stated(0.01, "lawful importers of gas that the register of traders does not have yet")
    hub: float = stated(
        0.09, "lawful consignments that come by way of a port of re-export", low=0.04, high=0.15
    )
    broker_change: float = stated(0.06, "lawful consignments declared by a broker other than the usual one")


@dataclass(frozen=True, slots=True)
class Papers:
    """Honest noise on the way from the goods to the declaration."""

    weighed: float = stated(
        0.5,
        "declarations whose gross mass comes from a scale; others add up a list",
        "assumed; containers are weighed before a voyage (SOLAS VI/2)",
        low=0.35,
        high=0.7,
    )
    rule_of_thumb: float = stated(0.06, "lines whose gross mass is the net mass and a tenth")
    same_mass: float = stated(0.03, "lines whose gross mass is written as the net mass as well")
    rounded: float = stated(0.15, "lines whose net mass is rounded to full ten or hundred kg")
    wrong_unit: float = stated(0.004, "lines with kg and g or t confused", low=0.002, high=0.008)
    mistyped: float = stated(
        0.012, "lines with a letter wrong in a name or in the description", low=0.005, high=0.03
    )
    digits: float = stated(0.006, "lines with two digits of a mass or value changed over")
    older_code: float = stated(0.06, "lines of gas under the code of an older edition", low=0.02, high=0.12)
    basket_code: float = stated(0.035, "lines of gas under the code of its kindred", low=0.015, high=0.06)
    foreign_code: float = stated(0.012, "lines of gas under a wrong but innocent code", low=0.005, high=0.025)
    vague_words: float = stated(0.1, "lines of gas whose words name no gas", low=0.05, high=0.2)
    un_left_out: float = stated(0.2, "lines of dangerous goods without UN number")
    un_wrong: float = stated(0.015, "lines of gas with the UN number of other gas or of the item above")
    ucr_missing: float = stated(0.4, "declarations without unique consignment reference", low=0.2, high=0.7)
    licence_left_out: float = stated(
        0.03, "licensed lines whose licence is not written down", low=0.01, high=0.06
    )
    licence_respelled: float = stated(0.025, "licensed lines whose licence is written in another way")
    licence_mistaken: float = stated(0.006, "licensed lines with the number of the broker's other client")
    licence_late: float = stated(
        0.025, "licensed lines whose licence was issued after the declaration, or had just ended"
    )
    uses_seen: float = stated(
        0.75, "uses of licences that the register has; it lags behind", low=0.6, high=0.95
    )
    quota_late: float = stated(0.1, "transfers of quota that reach the register a month late")
    discharge_late: float = stated(
        0.07, "lawful transits written off after their time, because an office was closed"
    )
    discharge_lost: float = stated(0.015, "lawful transits whose last message was lost")
    zone_error: float = stated(0.05, "lawful stocks in a zone that do not close, by a leak or a count")


@dataclass(frozen=True, slots=True)
class Illegal:
    """How much is illegal, and by which method."""

    prevalence: float = stated(
        0.04, "illegal consignments for each declaration in frame", low=0.015, high=0.07
    )
    methods: dict[str, float] = stated(
        {
            "1": 15,
            "2": 6,
            "3": 5,
            "4": 7,
            "5": 6,
            "6": 6,
            "7": 6,
            "8": 5,
            "9": 3,
            "10": 4,
            "11": 2,
            "12": 3,
            "13": 2,
            "14": 7,
            "15": 7,
            "16": 4,
            "17": 5,
            "18": 3,
            "19": 2,
            "20": 4,
            "21": 6,
            "22": 4,
            "23": 1,
            "24": 2,
            "25": 2,
            "26": 3,
            "27": 2,
        },
        "how often each method of modus_operandi.csv is chosen before its gain counts; nobody knows",
        spread=0.5,
    )
    full_load: float = stated(
        0.32,
        "illegal consignments of gas that fill a container",
        "CP-TOYS, OLAF-14: loads seized; share assumed",
        low=0.2,
        high=0.45,
    )
    order: float = stated(90.0, "median cylinders of the others", low=50, high=160)
    tanks: float = stated(0.1, "illegal consignments that keep the tank in which their company buys lawfully")
    order_spread: float = stated(0.9, "standard deviation of its natural logarithm")
    perfect: float = stated(0.2, "illegal consignments whose papers fit in every figure", low=0.1, high=0.35)
    greed: float = stated(1.5, "power of the gain a kg by which the gas is chosen", low=1, high=2.5)
    honest_beside: float = stated(0.75, "illegal actors that trade lawfully beside", low=0.5, high=0.9)
    van_kg: float = stated(
        250.0, "median kg of an undeclared van or coach", "CP-RO; PROZON: seizures", low=100, high=600
    )


@dataclass(frozen=True, slots=True)
class Adversary:
    """How the illegal actors answer detection."""

    on: bool = stated(True, "whether they react at all")
    speed: float = stated(0.5, "probability with which a detected actor changes something", low=0.2, high=0.8)
    memory: float = stated(0.6, "how much of a method's lost share comes back each month")
    probe: float = stated(0.3, "new firms that first send a small lawful load", low=0.1, high=0.5)
    copying: float = stated(
        0.25, "reactions that copy the commonest lawful line of the month", low=0.1, high=0.4
    )


@dataclass(frozen=True, slots=True)
class Office:
    """What an inspection sees."""

    papers: float = stated(0.9, "that a look at papers finds a breach of papers", low=0.8, high=0.97)
    papers_hidden: float = stated(0.05, "that a look at papers finds what is in the goods")
    opened: float = stated(0.72, "that opening finds wrong goods", low=0.55, high=0.85)
    weighed: float = stated(0.8, "that opening and weighing finds them", low=0.65, high=0.9)
    analysed: float = stated(0.95, "that an analysis finds a wrong gas", low=0.88, high=0.99)
    hard: float = stated(
        0.35, "by how much double walls and wrong labels lessen the first two", low=0.2, high=0.6
    )
    undecided: float = stated(0.05, "analyses that decide nothing", low=0.02, high=0.1)
    laboratory_days: float = stated(12.0, "median days of a laboratory", low=5, high=25)
    false_alarm: float = stated(0.004, "lawful lines written up as a breach of papers")
    paper_fault: float = stated(0.35, "honest faults of papers that are written up as a breach of papers")
    routine: float = stated(0.03, "lines in frame that the office looks at by lot, as its routine")


@dataclass(frozen=True, slots=True)
class WorldParameters:
    """The parameters of a world, by group. `WorldParameters()` is the usual world."""

    traffic: Traffic = field(default_factory=Traffic)
    packing: Packing = field(default_factory=Packing)
    market: Market = field(default_factory=Market)
    people: People = field(default_factory=People)
    papers: Papers = field(default_factory=Papers)
    illegal: Illegal = field(default_factory=Illegal)
    adversary: Adversary = field(default_factory=Adversary)
    office: Office = field(default_factory=Office)

    @classmethod
    def varied(cls, seed: int) -> WorldParameters:
        """Another plausible world: every parameter with a range is drawn from it, the same for the same seed."""
        return s.varied(cls(), np.random.default_rng([seed, 8]))

    @classmethod
    def from_toml(cls, text: str) -> WorldParameters:
        """The world that a TOML text describes; RequestError says what in it is wrong."""
        return s.from_toml(cls, text)

    def as_toml(self) -> str:
        """The parameters as TOML, each with its meaning and source."""
        return s.as_toml(self)
