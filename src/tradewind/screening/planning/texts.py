"""Texts of a plan and of the burden: English, with their translations in `screening/locale/`.

Sentences that count stand as (one, several), which English often says alike; `n` is the number they count.
"""

from __future__ import annotations

from typing import Final

from tradewind.languages import Speaker
from tradewind.screening.planning.groups import FIRST_YEAR, LATER, NOT_KNOWN, NOT_STATED, SIZES, TOGETHER
from tradewind.screening.planning.strata import STRATA

# Why a line was chosen, or was not.
WITHOUT_SIGN: Final = (
    "No sign; chosen because, at the rate assumed for lines like it, its mass outweighs what comes after it."
)
ALSO_AT_RANDOM: Final = "Also drawn at random."
NOT_WITH_SIGNS: Final = "Not chosen: it has signs, and the budget ends before it."
NOT: Final = "Not chosen: no sign, and the draw did not fall on it."

# What a person must know before acting on a plan.
NOTHING_TO_PLAN: Final = (
    "No line lodged from %(first)s to %(last)s is still open to inspection: there is nothing to plan."
)
LONG_FLOOR: Final = (
    "Chance drew %(n)s lines, more than the budget of %(budget)s. They stay: a floor that is cut when it is long tells "
    "nothing. Over the year it comes to its share."
)
DRAWN: Final = (
    "The floor drew %(n)s lines where %(expected)s were expected: each is drawn by itself, so the number "
    "varies."
)
WITHOUT_DAY: Final = "%(n)s lines have no day of lodging and are in no month's plan: mend them first."
SMALL: Final = (
    "With %(lines)s lines of gas and equipment and about %(checks)s checks this month, this plan does not pretend to "
    "optimise: its order is stated weights of evidence times mass, nobody can tell from so few outcomes whether it "
    "beats your own judgement."
)
AT_THIS_PACE: Final = (
    "At this pace the random floor looks at about %(n)s lines a year. If none of them had anything illegal, up to "
    "%(share)s%% of such lines still could."
)
NEIGHBOURS: Final = (
    "If %(offices)s offices like this drew their floors in this way and pooled them, the same answer after a year "
    "would leave %(share)s%%, as far as their trade is alike."
)

# What a plan rests on.
FLOOR_TAKES: Final = (
    "The floor takes %(share)s%% of the budget, divided %(gas)s%% gas, %(near)s%% equipment and near goods, "
    "%(other)s%% all other: assumed. Where a stratum has too few lines, the others get the rest."
)
BY_MASS: Final = (
    "In its stratum a line is drawn with a probability proportional to its declared gross mass, else its net mass, "
    "else the median; at least %(least)s%% of the median, so that it is never zero: assumed."
)
BY_WEIGHTS: Final = (
    "The risk list goes by expected kg illegal: the probability of a breach, by the stated weights of evidence, times "
    "the kg of gas that would be illegal; ties by declaration and item."
)
BY_WEIGHTS_STILL: Final = (
    "The risk list goes by expected kg illegal: the probability of a breach, by the stated weights of evidence, "
    "because the model has not shown that it beats them, times the kg of gas that would be illegal; ties by "
    "declaration and item."
)
BY_MODEL: Final = (
    "The risk list goes by expected kg illegal: the probability of a breach, by the model %(model)s, times the kg of "
    "gas that would be illegal; ties by declaration and item."
)
BY_WEIGHTS_AN_HOUR: Final = (
    "The risk list goes by expected kg illegal an hour: the probability of a breach, by the stated weights of "
    "evidence, times the kg of gas that would be illegal; ties by declaration and item."
)
BY_WEIGHTS_STILL_AN_HOUR: Final = (
    "The risk list goes by expected kg illegal an hour: the probability of a breach, by the stated weights of "
    "evidence, because the model has not shown that it beats them, times the kg of gas that would be illegal; ties by "
    "declaration and item."
)
BY_MODEL_AN_HOUR: Final = (
    "The risk list goes by expected kg illegal an hour: the probability of a breach, by the model %(model)s, times the "
    "kg of gas that would be illegal; ties by declaration and item."
)
RANKED_ONLY: Final = (
    "The model learnt from an invented world: its figures rank lines and are no probabilities or kg."
)
HOURS: Final = (
    "A check takes the hours of the cheapest one that would settle the line's signs; %(hours)s where it has none or "
    "was drawn at random: assumed."
)
INCLUSION: Final = (
    "inclusion_probability is 1 on the risk list, else floor_probability. Lines of the stratum all other are listed "
    "too: without their probabilities nothing can be estimated of what hides among them."
)

# A plan at a terminal.
PLANNED: Final = (
    "%(lines)s lines lodged from %(first)s to %(last)s are open; %(all)s are to be inspected, about %(hours)s hours: "
    "%(risk)s by risk, %(floor)s by chance, %(both)s of them by both."
)
WRITTEN: Final = "The plan: %(file)s"
NEXT_OUTCOMES: Final = "Next: fill in the outcome sheet, then tradewind load %(file)s"
NEXT_SHEET: Final = "Next: the chosen lines and their outcome sheet with --sheet plan.xlsx"
#: Headings by key of a stratum's row; the keys are the headings in English.
PLAN_HEADINGS: Final = ("stratum", "lines", "risk", "floor_expected", "floor_drawn")

# The burden.
UNEVEN: Final = (
    "Lawful lines of %(dimension)s %(more)s are inspected %(ratio)s times as often as those of %(less)s (at least "
    "%(low)s times), while %(one)s%% and %(other)s%% of the checks found something."
)
UNEVEN_UNKNOWN: Final = (
    "Lawful lines of %(dimension)s %(more)s are inspected %(ratio)s times as often as those of %(less)s (at least "
    "%(low)s times); not enough was inspected there to compare what is found."
)
FEW_INSPECTED: Final = (
    "Only %(n)s lines were inspected: no alarm proves nothing, and an uneven burden would hardly show."
)
NO_ALARM: Final = "No pair of groups is so uneven that chance is ruled out."
OTHER_NAMES: Final = (
    "With every trader under another name, number and nationality, %(n)s lines get another probability."
)
WHAT_COUNTS: Final = (
    "Lines count that were lodged in the period and are of gas or equipment. A line found compliant is lawful; one "
    "that was not inspected counts with the probability that it is, by the stated weights of evidence as they were at "
    "the start of the period."
)
WHAT_ALARMS: Final = (
    "An alarm: lawful lines of one group are inspected more than %(ratio)s times as often as those of another, by the "
    "lower bound at %(confidence)s%% shared among all pairs of a dimension, and hit rates do not differ."
)
GROUPS_ASSUMED: Final = (
    "Groups under %(fewest)s lines stand together. Size of a trader, by its lines in the period, and hours that a "
    "check does not state: assumed."
)
NO_FEATURES: Final = (
    "Origin, size, age and office are measured here and are no features: no list is made by them."
)
LODGED: Final = (
    "%(lines)s lines of gas and equipment lodged from %(first)s to %(last)s; %(inspected)s of them inspected, and "
    "%(outside)s of %(others)s others."
)
#: Above the table of a dimension.
BY: Final = {
    "origin": "By country of origin:", "trader_size": "By size of the trader:", "first_year": "By age of the trader:",
    "office": "By office:",
}  # fmt: skip
HARM: Final = "Harm beside the gain, by how lines were chosen and by depth:"
BURDEN_HEADINGS: Final = (
    "group", "lines", "inspected", "of lawful", "hours", "illegal", "expected", "hit rate",
)  # fmt: skip
HARM_HEADINGS: Final = (
    "chosen", "inspected", "illegal", "honest", "honest_per_illegal", "hours", "days_held", "again",
)  # fmt: skip
#: How inspected lines were chosen, and how deep they were looked at.
CHOSEN: Final = ("all", "risk", "chance", "otherwise", "papers", "weighed", "opened", "analysed")

_GROUPS: Final = (NOT_STATED, NOT_KNOWN, FIRST_YEAR, LATER, TOGETHER, *(words for _, words in SIZES))
SENTENCES: Final = (
    WITHOUT_SIGN, ALSO_AT_RANDOM, NOT_WITH_SIGNS, NOT, NOTHING_TO_PLAN, SMALL, NEIGHBOURS, FLOOR_TAKES, BY_MASS,
    BY_WEIGHTS, BY_WEIGHTS_STILL, BY_MODEL, BY_WEIGHTS_AN_HOUR, BY_WEIGHTS_STILL_AN_HOUR, BY_MODEL_AN_HOUR,
    RANKED_ONLY, HOURS, INCLUSION, PLANNED, WRITTEN, NEXT_OUTCOMES, NEXT_SHEET, *PLAN_HEADINGS, UNEVEN, UNEVEN_UNKNOWN,
    NO_ALARM, WHAT_COUNTS, WHAT_ALARMS, GROUPS_ASSUMED, NO_FEATURES, LODGED, *BY, *BY.values(), HARM,
    *BURDEN_HEADINGS, *HARM_HEADINGS, *CHOSEN, *STRATA, *_GROUPS,
)  # fmt: skip
#: Sentences that have a form for each number that a language tells apart.
COUNTED: Final = (LONG_FLOOR, DRAWN, WITHOUT_DAY, AT_THIS_PACE, FEW_INSPECTED, OTHER_NAMES)


def group_in_words(speaker: Speaker, name: str) -> str:
    """A group by its words; a country and an office stay as they are written."""
    return speaker.say(name) if name in _GROUPS else name
