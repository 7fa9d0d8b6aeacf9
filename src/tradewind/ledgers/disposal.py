"""How seized gas may be disposed of: which conditions each way must meet, what it does, and whether the masses close.

A condition is met, not met or not known; a way is lawful only when every condition that binds it is met. Ratings are
ordinal and stand beside their reasons: they rank ways for a person who decides, they decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

Way = Literal["return", "destruction", "storage", "auction", "reclaim"]
Answer = Literal["met", "not_met", "unknown"]
Article7 = Literal["not_counted", "counted"]
Axis = Literal["legality", "identity", "cost", "emissions", "re_entry", "article7", "revenue"]

#: Days within which the exporting Party's ozone unit confirms that what was returned arrived; sea freight takes up to
#: two months. Assumed, as in `clocks`.
ARRIVAL_DAYS: Final = 90
#: What a scale of a store may err by where nobody said (g, of each exhibit).
SCALE_G: Final = 500


@dataclass(frozen=True, slots=True)
class Condition:
    """Something a way must meet. `binds`: without it the way is not lawful; otherwise it is only worse."""

    code: str
    source: str
    binds: bool = True


#: UNEP, checklist for auctions (Europe and Central Asia network), with the European Commission's advice to Member
#: States; options for seized goods (UNEP OzonAction). The law of the country stands above each.
_AUCTION: Final = "UNEP OzonAction, ECA network: checklist for auctions of seized substances"
_OPTIONS: Final = "UNEP OzonAction: options for the disposal of seized substances"
CONDITIONS: Final[Mapping[Way, tuple[Condition, ...]]] = {
    "return": (
        Condition("identity_known", _OPTIONS),
        Condition("exporter_agrees", "Decision XIX/12; informal prior informed consent (iPIC)"),
        Condition("may_be_moved", "National rules on dangerous goods; ADR"),
        Condition("arrival_confirmed", _OPTIONS, binds=False),
    ),
    "destruction": (
        Condition("facility_approved", "Montreal Protocol, approved destruction processes (decision XXX/6 and later)"),
        Condition("may_be_moved", "National rules on dangerous goods; ADR"),
        Condition("basel_notified", "Basel Convention, where it is destroyed abroad"),
        Condition("identity_known", _OPTIONS, binds=False),
    ),
    "storage": (
        Condition("site_ventilated", "Manufacturers' safety sheets; national rules on pressurised gas"),
        Condition("end_named", _OPTIONS, binds=False),
    ),
    "auction": (
        Condition("legal_to_use", _AUCTION),
        Condition("buyer_licensed", _AUCTION),
        Condition("tested_to_specification", _AUCTION),
        Condition("labelled", _AUCTION),
        Condition("not_counterfeit", _AUCTION),
        Condition("refillable", _AUCTION),
        Condition("circulation_stated", _AUCTION),
        Condition("not_in_transit", "Inferred: sold under transit (T1) it may be diverted again", binds=False),
    ),
    "reclaim": (
        Condition("legal_to_use", _OPTIONS),
        Condition("identity_known", _OPTIONS),
        Condition("facility_approved", "National rules on reclaim facilities"),
        Condition("tested_to_specification", "AHRI Standard 700"),
        Condition("buyer_licensed", _OPTIONS),
    ),
}  # fmt: skip
#: Ratings from 0 (worst) to 3 (best), assumed. Emissions: destroyed to 99.99 %; stored gas leaks; what is sold or
#: returned is let out in the end. Re-entry: what was sent back has come again; what is sold under transit too.
RATINGS: Final[Mapping[Way, Mapping[Axis, int]]] = {
    "return": {"cost": 2, "emissions": 0, "re_entry": 0, "article7": 3, "revenue": 0},
    "destruction": {"cost": 0, "emissions": 3, "re_entry": 3, "article7": 3, "revenue": 0},
    "storage": {"cost": 1, "emissions": 1, "re_entry": 2, "article7": 3, "revenue": 0},
    "auction": {"cost": 3, "emissions": 0, "re_entry": 1, "article7": 0, "revenue": 3},
    "reclaim": {"cost": 2, "emissions": 1, "re_entry": 2, "article7": 0, "revenue": 2},
}
#: Decision XIV/7, paragraph 7, and the recital of decision XXXIV/8: what is not placed on the Party's own market is not
#: counted as its consumption.
ARTICLE7: Final[Mapping[Way, Article7]] = {
    "return": "not_counted", "destruction": "not_counted", "storage": "not_counted", "auction": "counted",
    "reclaim": "counted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goods:
    """What decides about the ways, as far as it is known."""

    is_identified: bool | None = None
    is_non_refillable: bool | None = None
    is_ventilated: bool | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """One way with what was answered to each of its conditions."""

    way: Way
    answers: tuple[tuple[Condition, Answer], ...]
    ratings: Mapping[Axis, int]
    article7: Article7

    @property
    def against(self) -> list[Condition]:
        """Binding conditions that are not met: the way is not lawful."""
        return [c for c, answer in self.answers if c.binds and answer == "not_met"]

    @property
    def open(self) -> list[Condition]:
        """Binding conditions that nobody answered."""
        return [c for c, answer in self.answers if c.binds and answer == "unknown"]

    @property
    def is_lawful(self) -> bool | None:
        """Whether every binding condition is met; None while one is not known."""
        if self.against:
            return False
        return None if self.open else True

    @property
    def score(self) -> int:
        """The sum of the ratings, each weighing alike."""
        return sum(self.ratings.values())


def known_answers(goods: Goods) -> dict[str, Answer]:
    """Condition -> what the records of the goods already answer."""
    found: dict[str, Answer] = {}
    for code, fact, good in (
        ("identity_known", goods.is_identified, True), ("refillable", goods.is_non_refillable, False),
        ("site_ventilated", goods.is_ventilated, True),
    ):  # fmt: skip
        if fact is not None:
            found[code] = "met" if fact is good else "not_met"
    return found


def assess(answers: Mapping[str, Answer]) -> list[Assessed]:
    """Every way, the lawful ones first, then those not known, each by its score.

    >>> answers = {"refillable": "not_met", "facility_approved": "met", "may_be_moved": "met", "basel_notified": "met"}
    >>> [(a.way, a.is_lawful) for a in assess(answers)][0]
    ('destruction', True)
    >>> [a.way for a in assess(answers) if a.is_lawful is False]
    ['auction']
    """
    legality = {True: 3, None: 1, False: 0}
    identified = {"met": 3, "unknown": 1, "not_met": 0}[answers.get("identity_known", "unknown")]
    found = []
    for way, conditions in CONDITIONS.items():
        told = tuple((c, answers.get(c.code, "unknown")) for c in conditions)
        bare = Assessed(way, told, RATINGS[way], ARTICLE7[way])
        # Only destruction and storage do without knowing what it is.
        identity = 3 if way in ("destruction", "storage") else identified
        rated: dict[Axis, int] = {"legality": legality[bare.is_lawful], "identity": identity}
        found.append(replace(bare, ratings={**rated, **bare.ratings}))
    return sorted(found, key=lambda a: (-a.ratings["legality"], -a.score, a.way))


@dataclass(frozen=True, slots=True)
class Closing:
    """What was held against what was disposed of, over the exhibits whose mass is known."""

    held_g: int
    disposed_g: int
    tolerance_g: int
    unknown: tuple[int, ...]

    @property
    def difference_g(self) -> int:
        """Above zero is missing, below is too much."""
        return self.held_g - self.disposed_g

    @property
    def closes(self) -> bool | None:
        """Whether the scales alone explain the difference; None where a mass is not known."""
        if abs(self.difference_g) > self.tolerance_g:
            return False
        return None if self.unknown else True


def closing(held: Mapping[int, int | None], disposed: Mapping[int, int], scale_g: int = SCALE_G) -> Closing:
    """Exhibit -> grams held and grams disposed of, closed to the gram.

    >>> closing({1: 650_000, 2: 13_600}, {1: 648_000, 2: 13_600}).difference_g
    2000
    >>> closing({1: 650_000}, {1: 649_600}).closes, closing({1: None}, {1: 5}).closes
    (True, None)
    """
    known = {number: mass for number, mass in held.items() if mass is not None}
    unknown = tuple(sorted(set(held) - set(known)))
    told = sum(mass for number, mass in disposed.items() if number not in unknown)
    return Closing(
        sum(known.values()), told, scale_g * len(set(known) | (set(disposed) - set(unknown))), unknown
    )
