"""How far the unit values of one code spread: quartiles of ln(USD/kg) by flow, edition, code and year.

Imports and exports are fitted apart, so that freight stands on one side only and no trade votes twice. Every
flow has one vote: votes by mass would let the largest exporter set the middle it is measured by. A flow below
the least mass does not vote (statistics are in whole kilograms, and a sample is not traded at a price of the
market), nor does one whose mass the publisher estimated, since such masses are made from unit values.

The judged flow must not vote on itself. The table holds each order statistic of the n - 1 others twice: as it
is when the one left out lies above it, and as it is when it lies at or below it. That is exact, and small.

Method: quartiles as a robust spread, interquartile range / 1.349 for the standard deviation of a normal
distribution (Rousseeuw and Croux 1993, J. Am. Stat. Assoc. 88, 1273); its standard error is 1.16 / sqrt(n) of
itself (asymptotic efficiency 37 %), by which it is widened.
"""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

GROUP: Final = ("flow", "hs_edition", "hs_code", "year")
#: Interquartile range of a normal distribution in standard deviations.
_IQR: Final = 1.349
_STANDARD_ERROR: Final = 1.16
#: No spread is believed to be narrower than a quarter: freight, exchange rates and the mean of a year are in it.
_NARROWEST: Final = 0.223
_STATISTICS: Final = ("first", "below", "above", "third")


def spread(votes: ibis.Table) -> ibis.Table:
    """One row a GROUP: `votes`, `reporters`, and every order statistic as `first_0` (left out above it) and
    `first_1` (left out at or below it).

    `votes` has GROUP, reporter, partner and log_value; (reporter, partner) is unique in a group.
    """
    window = ibis.window(group_by=list(GROUP), order_by=["log_value", "reporter", "partner"])
    ranked = votes.mutate(rank=ibis.row_number().over(window))
    ranked = ranked.mutate(votes=ranked.count().over(ibis.window(group_by=list(GROUP))))
    ranks = _ranks(ranked.votes)
    at = {
        f"{name}_{step}": ranked.log_value.max(where=ranked["rank"] == ranks[name] + step)
        for name in _STATISTICS
        for step in (0, 1)
    }
    found = ranked.group_by(list(GROUP)).agg(votes=ranked.count(), reporters=ranked.reporter.nunique(), **at)
    return found.filter(found.votes > 1)


def against_others(judged: ibis.Table) -> ibis.Table:
    """Flows joined to their group's `spread`, with `others`, the `middle` and quartiles of ln(USD/kg) among the
    others and their `scale`.

    `judged` has log_value and the claim `voted`. One that did not vote has all n votes for others; its order
    statistics are those of the n - 1 lowest, less than one rank away.
    """
    rest = {name: _rest(judged, name) for name in _STATISTICS}
    made = judged.mutate(others=judged.votes - judged.voted.cast("int64"), **rest)
    made = made.mutate(
        middle=(made.below + made.above) / 2,
        scale=ibis.greatest(
            (made.third - made.first) / _IQR * (1 + _STANDARD_ERROR / made.others.sqrt()), _NARROWEST
        ),
    )
    return made.drop(*(f"{name}_{step}" for name in _STATISTICS for step in (0, 1)))


def _ranks(votes: ir.IntegerValue) -> dict[str, ir.IntegerValue]:
    """Ranks from 0 of the quartiles and the two middle ones among all but one of the votes."""
    last = votes - 2
    quarter, half = (last / 4).floor().cast("int64"), (last / 2).floor().cast("int64")
    return {"first": quarter, "below": half, "above": last - half, "third": last - quarter}


def _rest(judged: ibis.Table, name: str) -> ir.FloatingValue:
    at_or_below = judged.voted & (judged.log_value <= judged[f"{name}_0"])
    return ibis.ifelse(at_or_below, judged[f"{name}_1"], judged[f"{name}_0"])
