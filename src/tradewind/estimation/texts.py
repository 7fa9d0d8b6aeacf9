"""Texts of the estimate: English, with their translations in `locale/`.

In sentences of COUNTED `n` is the number they count; English often says one and several alike.
"""

from __future__ import annotations

from typing import Final

from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER

FRAME: Final = "gas, equipment and near goods"
ALL: Final = "all"

# What is known of some goods.
OF: Final = "%(what)s: %(told)s"
NO_LINE: Final = "No line of this kind was lodged."
ALL_LOOKED_AT: Final = "Every line was looked at for another reason; nothing was left to chance."
NONE_DRAWN: Final = (
    "No line was drawn at random and inspected, so nothing bounds what got through: it can be anything up to all of "
    "the %(unseen)s kg that nobody looked at. Silence is not zero."
)
NOTHING_ON_ONE: Final = (
    "Nothing illegal was found on %(n)s line drawn at random. That is not zero: up to %(high)s kg may have got through "
    "(95 %%)."
)
NOTHING: Final = (
    "Nothing illegal was found on %(n)s lines drawn at random. That is not zero: up to %(high)s kg may have got "
    "through (95 %%)."
)
_GOT_THROUGH: Final = "Between %(low)s and %(high)s kg got through (95 %%), best figure %(mid)s kg, from "
_LITTLE: Final = ": the best figure says little more than that it is not zero."
_FACTOR: Final = ": right within a factor of several, about %(factor)s."
_ONE_ON_ONE: Final = "%(finds)s find on %(drawn)s line drawn at random"
_ONE: Final = "%(finds)s find on %(drawn)s lines drawn at random"
_SEVERAL: Final = "%(finds)s finds on %(drawn)s lines drawn at random"
#: By how good the best figure is (well told, little told, within a factor), then: one find on one line, one find,
#: several finds.
FOUND: Final = {
    "well": tuple(_GOT_THROUGH + finds + "." for finds in (_ONE_ON_ONE, _ONE, _SEVERAL)),
    "little": tuple(_GOT_THROUGH + finds + _LITTLE for finds in (_ONE_ON_ONE, _ONE, _SEVERAL)),
    "factor": tuple(_GOT_THROUGH + finds + _FACTOR for finds in (_ONE_ON_ONE, _ONE, _SEVERAL)),
}
OPEN: Final = "%(n)s of the drawn lines have no result yet and widen the range."

# What more chance would teach.
BEGIN: Final = "A floor of even a few lines a month, drawn by chance, would begin to bound it."
HALVING: Final = (
    "A floor of %(n)s lines instead of %(now)s, split as now, would halve the interval that comes from "
    "sampling."
)
HALVING_THERE: Final = (
    "A floor of %(n)s lines instead of %(now)s, split as now, would halve the interval that comes from sampling where "
    "chance looked."
)
TOGETHER: Final = (
    "Alone, the floor bounds the share of declared mass that got through by %(alone)s; with offices like this one "
    "together it would be %(five)s for five and %(twenty)s for twenty, if they find the same."
)
TOGETHER_THERE: Final = (
    "Alone, the floor bounds the share of declared mass that got through where chance looked by %(alone)s; with "
    "offices like this one together it would be %(five)s for five and %(twenty)s for twenty, if they find the same."
)
PERCENTS: Final = "%(low)s to %(high)s %%"

# What the estimate rests on.
ASSUMED: Final = (
    "each line of the floor was drawn by itself with the probability that is written with it, whatever its score, and "
    "was inspected as the plan said",
    "what an inspection reports as illegal is illegal; a breach on paper counts as no illegal mass",
    "lines that the risk list or a tip had looked at did not get through",
)
INSPECTIONS_FIND: Final = "share of what is there that inspections find: %(bases)s"
NOTHING_INSPECTED: Final = "share of what is there that inspections find: nothing was inspected"
INTERVALS: Final = (
    "intervals hold at 95 %% for what chance decides; the ends of the sensitivity are taken on top of it"
)
OPEN_ENDS: Final = (
    "%(n)s drawn lines without a result count as lawful for the low end and as wholly illegal for the high "
    "end"
)
MASS_UNKNOWN: Final = "%(n)s lines declare no mass and count with the median of their stratum (assumed)"
FOUND_UNWEIGHED: Final = "%(n)s finds state no mass and count with the declared one (assumed)"
WITHOUT_PROBABILITY: Final = (
    "%(n)s lines drawn by chance have no probability written with them: they count as looked at and stand for no other "
    "line"
)

# What it says nothing of.
NOT_COVERED: Final = (
    "goods that were never declared: vans, cars, coaches, parcels below the radar",
    "methods that an inspection of this depth cannot see, such as double walls or perfect papers, beyond the stated "
    "share that inspections find",
    "what inspections of lines on the risk list missed",
    "lines that were not lodged in this period, or that the warehouse does not hold",
    "gas that was declared in full and diverted after its release",
)
NO_DRAW_AMONG: Final = "no line was drawn at random among: %(strata)s"
UNDATED: Final = "%(n)s lines of the warehouse that state no day"

# Where the share that inspections find comes from.
PERFECT: Final = "every inspection finds all that is there"
#: By the depth of an inspection; empty where nobody wrote it.
BY_DEPTH: Final = {
    "papers": "assumed for depth papers", "opened": "assumed for depth opened", "weighed": "assumed for depth weighed",
    "analysed": "assumed for depth analysed", "": "assumed for depth not recorded",
}  # fmt: skip
PLANTED: Final = "%(found)s of %(known)s planted loads found"
SECOND_LOOKS: Final = "%(found)s of %(known)s loads that a second look found found"
RECAPTURE: Final = (
    "Chapman and Chao for loads found alike; up to %(times)s times that where some are much harder to find than others "
    "(assumed)"
)

# The answer at a terminal.
TITLE: Final = "How much got through unseen, %(first)s to %(last)s"
KG_WITH_BEST: Final = "%(low)s to %(high)s, best figure %(mid)s"
KG: Final = "%(low)s to %(high)s"
IF_FOUND: Final = "If inspections find this share of what is there, kg got through where chance looked:"
ASSUMED_TITLE: Final = "Assumed:"
NOT_COVERED_TITLE: Final = "Not covered:"
HEADINGS: Final = ("stratum", "lines", "declared kg", "drawn", "finds", "got through, kg", "best figure, kg")

SENTENCES: Final = (
    FRAME, ALL, GAS, EQUIPMENT, OTHER, OF, NO_LINE, ALL_LOOKED_AT, NONE_DRAWN,
    *(told for of in FOUND.values() for told in of), BEGIN, TOGETHER, TOGETHER_THERE, PERCENTS, *ASSUMED,
    INSPECTIONS_FIND, NOTHING_INSPECTED, INTERVALS, *NOT_COVERED, NO_DRAW_AMONG, PERFECT, *BY_DEPTH.values(), PLANTED,
    SECOND_LOOKS, RECAPTURE, TITLE, KG_WITH_BEST, KG, IF_FOUND, ASSUMED_TITLE, NOT_COVERED_TITLE, *HEADINGS,
)  # fmt: skip
#: Sentences that have a form for each number that a language tells apart.
COUNTED: Final = (
    NOTHING, OPEN, HALVING, HALVING_THERE, OPEN_ENDS, MASS_UNKNOWN, FOUND_UNWEIGHED, WITHOUT_PROBABILITY, UNDATED,
)  # fmt: skip
