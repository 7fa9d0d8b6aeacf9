"""Two accounts of one flow against their expectation, as one expression over pairs and two fitted tables.

Low, middle and high of a gap are what is missing when the true ratio is the 5, 50 or 95 % point of the
expectation. Two scores, never mixed: *unusual among pairs*, and *changed against its own past*. What the years
beside a year show too much is taken off first (shipments across New Year), and a ratio off by a thousand is
read as a unit error: then nothing need be missing.
"""

from __future__ import annotations

import math
from typing import Final

import ibis
import ibis.expr.types as ir

from tradewind.detectors.mirror.parameters import Parameters
from tradewind.fits.mirror_bands import FOLDS, HALF_BAND
from tradewind.fits.mirror_expectations import FIRST_STEP, LAST_STEP, STEPS_PER_UNIT

#: Which pair a row is about, without its year.
PAIR: Final = ("commodity", "exporter", "importer")
_THOUSAND: Final = math.log(1000)
_ROOT_THREE: Final = math.sqrt(3)


def judged(pairs: ibis.Table, by_pair: ibis.Table, by_size: ibis.Table, parameters: Parameters) -> ibis.Table:
    """One row a pair and year with its expectation, gap and the chance of it among honest pairs.

    `pairs` has commodity, exporter, importer, year, imported, exported (positive, in the measure's own unit) and
    size (ln USD), unique by PAIR and year, and may have `pair`, a number in place of PAIR; `by_pair` and `by_size`
    are `Expectations`. Rows whose 90 % band spans more than `parameters.widest_band` have `judgeable` false and
    no gap.
    """
    rows = expected(pairs, by_pair, by_size, parameters)
    rows = _against_own_past(rows, parameters)
    rows = _gaps(rows, parameters)
    rows = with_chances(rows)
    return rows.drop("step", "year_before", "year_after", "past_apart", "middle_apart")


def expected(
    pairs: ibis.Table, by_pair: ibis.Table, by_size: ibis.Table, parameters: Parameters
) -> ibis.Table:
    """The expectation of each pair: its centre, its scale, and how many scales `away` the pair lies."""
    step = (pairs.size * STEPS_PER_UNIT).floor().cast("int64")
    rows = pairs.mutate(step=ibis.least(ibis.greatest(step, FIRST_STEP), LAST_STEP))
    rows = rows.join(by_pair, ["exporter", "importer", "year"])
    # One key, so that an engine cannot join the two fitted tables first: by year and fold alone they multiply.
    rows = rows.mutate(at=_place(rows)).join(
        by_size.select("log_scale", "change_log_scale", at=_place(by_size)), "at"
    )
    rows = rows.drop("at")
    scale = (rows.log_scale + rows.log_scatter).exp() * parameters.product_factor
    changed = (rows.change_log_scale + rows.change_log_scatter).exp() * parameters.product_factor
    rows = rows.mutate(
        log_ratio=rows.imported.ln() - rows.exported.ln(),
        scale=scale,
        change_scale=ibis.coalesce(changed, scale),
    )
    return rows.mutate(
        away=(rows.log_ratio - rows.centre) / rows.scale,
        judgeable=2 * HALF_BAND * rows.scale <= math.log(parameters.widest_band),
        unit_error=((rows.log_ratio - rows.centre).abs() - _THOUSAND).abs() < HALF_BAND * rows.scale,
    )


def _place(rows: ibis.Table) -> ir.IntegerValue:
    """Year, fold and step of size as one number."""
    steps = LAST_STEP - FIRST_STEP + 1
    return (rows.year * FOLDS + rows.fold) * steps + (rows.step - FIRST_STEP)


def _against_own_past(rows: ibis.Table, parameters: Parameters) -> ibis.Table:
    """How a year's residual lies against the mean of the years before it that are held.

    A year with a unit error is no past, and moves nothing across New Year. `past_apart` leaves the year before
    out: what that year shows too much is either usual or a shipment across New Year, never both.
    """
    rows = rows.mutate(residual=rows.log_ratio - rows.centre)
    told = ibis.ifelse(rows.unit_error, ibis.null("float64"), rows.residual)
    # One number sorts quicker than three names.
    pair = ["pair"] if "pair" in rows.columns else list(PAIR)
    before = ibis.window(group_by=pair, order_by="year", preceding=(parameters.past_years, 1))
    apart = ibis.window(group_by=pair, order_by="year", preceding=(parameters.past_years, 2))
    beside = ibis.window(group_by=pair, order_by="year")
    rows = rows.mutate(
        years_past=told.count().over(before),
        past=told.mean().over(before),
        past_apart=told.mean().over(apart),
        year_before=rows.year.lag().over(beside), year_after=rows.year.lead().over(beside),
        excess=ibis.ifelse(rows.unit_error, 0.0, rows.imported - rows.exported * rows.centre.exp()),
    )  # fmt: skip
    more = (1 + 1 / rows.years_past.nullif(0)).sqrt()
    usual = rows.change_centre.fill_null(0.0) * more
    rows = rows.mutate(
        change_middle=rows.past + usual,
        middle_apart=rows.past_apart + usual,
        change_scale=rows.change_scale * more,
    )
    return rows.mutate(
        changed_away=(rows.residual - rows.change_middle) / rows.change_scale,
        excess_before=ibis.ifelse(rows.year_before == rows.year - 1, rows.excess.lag().over(beside), 0.0),
        excess_after=ibis.ifelse(rows.year_after == rows.year + 1, rows.excess.lead().over(beside), 0.0),
    )


def _gaps(rows: ibis.Table, parameters: Parameters) -> ibis.Table:
    """What is missing on the side that reports less than expected: low, middle and high, by both scores."""
    rows = rows.mutate(missing=ibis.ifelse(rows.away < 0, "import", "export"))
    rows = rows.mutate(
        timing=ibis.greatest(
            0.0, _on_missing_side(rows, rows.excess_before), _on_missing_side(rows, rows.excess_after)
        ),
        **{
            f"among_{end}": _gap(rows, rows.centre, rows.scale, turn, parameters)
            for end, turn in _ENDS.items()
        },
    )
    rows = rows.mutate(change_middle=_own_middle(rows))
    own = rows.centre + rows.change_middle
    rows = rows.mutate(
        **{
            f"changed_{end}": _gap(rows, own, rows.change_scale, turn, parameters)
            for end, turn in _ENDS.items()
        }
    )
    nothing = ~rows.judgeable | rows.unit_error
    low = {
        name: ibis.ifelse(nothing, 0.0, ibis.greatest(0.0, rows[f"{name}_low"].fill_null(0.0) - rows.timing))
        for name in ("among", "changed")
    }
    rows = rows.mutate(among_low=low["among"], changed_low=low["changed"])
    rows = rows.mutate(by_change=rows.changed_low > rows.among_low)
    return rows.mutate(
        gap_low=ibis.greatest(rows.among_low, rows.changed_low),
        gap_mid=ibis.ifelse(rows.by_change, rows.changed_mid, rows.among_mid),
        gap_high=ibis.ifelse(rows.by_change, rows.changed_high, rows.among_high),
    )


def _own_middle(rows: ibis.Table) -> ir.FloatingValue:
    """What the own past lets expect: by the reading that lacks less where the year before shows too much."""
    least = ibis.ifelse(
        rows.missing == "import",
        ibis.least(rows.change_middle, rows.middle_apart),
        ibis.greatest(rows.change_middle, rows.middle_apart),
    )
    apart = ibis.ifelse(rows.middle_apart.isnull(), ibis.null("float64"), least)
    return ibis.ifelse(_on_missing_side(rows, rows.excess_before) > 0, apart, rows.change_middle)


#: Towards which end of the band the true ratio lies, seen from the side that reports too little.
_ENDS: Final = {"low": -1, "mid": 0, "high": 1}


def _gap(
    rows: ibis.Table, middle: ir.FloatingValue, scale: ir.FloatingValue, turn: int, parameters: Parameters
) -> ir.FloatingValue:
    """What is missing if the true ratio is this end of its band, and never more than the other side reports."""
    most = rows.exported * (1 + parameters.most_freight)
    of_import = ibis.least(most, rows.exported * (middle + turn * HALF_BAND * scale).exp()) - rows.imported
    of_export = (
        ibis.least(rows.imported, rows.imported * (turn * HALF_BAND * scale - middle).exp()) - rows.exported
    )
    gap = ibis.greatest(0.0, ibis.ifelse(rows.missing == "import", of_import, of_export))
    # least and greatest pass over nulls, and without a middle nothing can be said.
    return ibis.ifelse(middle.isnull(), ibis.null("float64"), gap)


def _on_missing_side(rows: ibis.Table, excess: ir.FloatingValue) -> ir.FloatingValue:
    """What a neighbouring year shows beyond its expectation on the side that is missing here."""
    return ibis.ifelse(rows.missing == "import", excess, -excess / rows.centre.exp()).fill_null(0.0)


def with_chances(rows: ibis.Table) -> ibis.Table:
    """How often an honest pair lies as far out, and the share of chance among all that lie so far out.

    `rows` has how many scales each pair is `away` and `changed_away`, and whether it is `judgeable`. `false_share`
    is the adjusted value over all judgeable rows (Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289): naming
    every row with 0.1 or less keeps the expected share of honest ones among them to a tenth.
    """
    rows = rows.mutate(chance=tail(rows.away), changed_chance=tail(rows.changed_away))
    # Which of two equal chances comes first changes no share: the later place gives both the smaller one.
    among = ibis.window(group_by="judgeable", order_by="chance")
    rows = rows.mutate(
        place=ibis.row_number().over(among), many=rows.chance.count().over(ibis.window(group_by="judgeable"))
    )
    rows = rows.mutate(share=rows.chance * rows.many / (rows.place + 1))
    further = ibis.window(group_by="judgeable", order_by="place", preceding=0, following=None)
    least = ibis.least(1.0, rows.share.min().over(further))
    rows = rows.mutate(false_share=ibis.ifelse(rows.judgeable, least, ibis.null("float64")))
    return rows.drop("place", "many", "share")


def tail(away: ir.FloatingValue) -> ir.FloatingValue:
    """Two-sided tail of Student-t, in closed form for three degrees of freedom."""
    ratio = away.abs() / _ROOT_THREE
    left = 1 - 2 / math.pi * (ratio / (1 + ratio * ratio) + ratio.atan())
    # Far out this rounds to a little less than nothing.
    return ibis.ifelse(left < 0, 0.0, left)
