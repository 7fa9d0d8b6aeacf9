"""The checks: each one expression over matched clearances and licence lines; a null certainty means no finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tradewind.detectors.reconcile.parameters import Parameters

#: Certainty of each check before the certainty of the match and of the gas; our judgement, in one place.
WITHOUT, UNKNOWN_NUMBER, REVOKED = 0.9, 0.35, 0.6
OTHER_HOLDER, PERHAPS_OTHER_HOLDER = 0.85, 0.4
OTHER_GAS, OTHER_CODE, OTHER_IN_TEXT, OLDER_CODE = 0.9, 0.7, 0.6, 0.3
OUT_OF_DATE, HIDDEN = 0.9, 0.85
MORE_THAN_LICENSED, MORE_IN_POOL, OVER_QUOTA = 0.95, 0.65, 0.9
NEVER_USED, NEVER_USED_SAID_USED = 0.2, 0.45

#: Certainty column -> the kind it stands for, in the words of the issue; several columns may share a kind.
ITEM_CHECKS = {
    "without": "cleared_without_licence",
    "unknown_number": "cleared_without_licence",
    "revoked_licence": "cleared_without_licence",
    "other_holder": "cleared_by_another_holder",
    "perhaps_other_holder": "cleared_by_another_holder",
    "other_gas": "another_substance_or_code",
    "other_code": "another_substance_or_code",
    "other_in_text": "another_substance_or_code",
    "older_code": "another_substance_or_code",
    "after_expiry": "after_expiry",
    "before_validity": "after_expiry",
    "hidden": "cleared_under_code_that_hides_gas",
}

#: An extract can cover days before its first clearance: a quarter without one is nothing unusual.
_BEFORE_FIRST_CLEARANCE = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Span:
    """What two files cover: days of the extract, days of the register; None where a file has no dates."""

    extract: tuple[date, date] | None
    register: tuple[date, date] | None


def item_findings(found: ibis.Table, span: Span, parameters: Parameters) -> ibis.Table:
    """Items for which at least one check answers, one column of certainty a check."""
    columns = _of_licence(found, span, parameters) | _of_goods(found)
    checked = found.mutate(
        **{
            name: ibis.ifelse(
                holds.fill_null(False) & (sure >= parameters.least_certainty), sure, ibis.null("float64")
            )
            for name, (holds, sure) in columns.items()
        }
    )
    return checked.filter(ibis.or_(*(checked[name].notnull() for name in columns)))


#: Check -> whether it holds, and how sure it is.
_Checks = dict[str, tuple[ir.BooleanValue, ir.Value]]


def _of_licence(found: ibis.Table, span: Span, parameters: Parameters) -> _Checks:
    """The licence against the clearance: is there one, whose, and when was it valid."""
    by_number = found.how.isin(("number", "compact number", "number misread"))
    someone = ibis.ifelse(found.trader_name.notnull(), 1.0, 0.6)
    likeness = found.likeness.fill_null(0)
    known_pair = by_number & found.trader_name.notnull() & (found.holder != "")
    perhaps = (likeness >= parameters.perhaps_same) & (likeness < parameters.same_trader)
    unmatched = found.how.isnull() & _within(found.lodged_on, span.register) & (found.goods != "?")
    another_number = (found.how == "trader, gas and date") & found.licence_id.notnull()
    return {
        "without": (unmatched, WITHOUT * found.goods_certainty * someone),
        "unknown_number": (another_number, UNKNOWN_NUMBER * found.goods_certainty),
        "revoked_licence": (by_number & found.revoked, REVOKED * found.certainty),
        "other_holder": (known_pair & (likeness < parameters.perhaps_same), OTHER_HOLDER * found.certainty),
        "perhaps_other_holder": (known_pair & perhaps, PERHAPS_OTHER_HOLDER * found.certainty),
        "other_gas": (
            by_number & found.agreement.isnull() & (found.licensed != "?") & (found.goods != "?"),
            OTHER_GAS * found.certainty * found.goods_certainty,
        ),
        "after_expiry": (found.days_late > 0, OUT_OF_DATE * found.certainty),
        "before_validity": (found.days_early > 0, OUT_OF_DATE * found.certainty),
    }


def _of_goods(found: ibis.Table) -> _Checks:
    """The goods against their own code and description."""
    return {
        "other_code": (found.fit == "other", OTHER_CODE * found.goods_certainty),
        "other_in_text": (found.other_goods.notnull(), ibis.literal(OTHER_IN_TEXT)),
        "older_code": (found.fit == "older", OLDER_CODE * found.goods_certainty),
        "hidden": (found.fit == "hides", HIDDEN * found.goods_certainty),
    }


def licence_findings(found: ibis.Table, lines: ibis.Table, span: Span, parameters: Parameters) -> ibis.Table:
    """Lines on which more was cleared than licensed, citing the licence; and lines never used.

    Never used is said only of a line whose whole validity the extract covers.
    """
    held = found.filter(found.line.notnull())
    by_number = held.how != "trader, gas and date"
    used = held.group_by("line").agg(
        any_items=held.count(),
        cleared_low_g=held.mass_low_g.sum(where=by_number),
        cleared_high_g=held.mass_high_g.sum(where=by_number),
        no_mass=held.item_key.count(where=by_number & held.mass_low_g.isnull()),
        match_certainty=held.certainty.min(where=by_number),
        refs=held.ref.collect(where=by_number),
    )
    rows = lines.left_join(used, "line").drop("line_right")
    more = rows.cleared_low_g > rows.licensed_g + _tolerance_g(rows.licensed_g, parameters)
    unused = rows.any_items.isnull() & ~rows.revoked & ~rows.historical & _covers(rows, span)
    never = ibis.ifelse(rows.said_used, NEVER_USED_SAID_USED, NEVER_USED)
    rows = rows.mutate(
        more=ibis.ifelse(
            more.fill_null(False), MORE_THAN_LICENSED * rows.match_certainty, ibis.null("float64")
        ),
        never=ibis.ifelse(unused.fill_null(False), never, ibis.null("float64")),
    )
    return rows.filter(rows.more.notnull() | rows.never.notnull())


def pool_findings(found: ibis.Table, lines: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Holder, gas and year where clearances that cite no licence take the sum above all licences together."""
    keys = ("holder", "licensed", "year", "direction")
    standing, held = lines.filter(~lines.revoked), found.filter(found.line.notnull())
    licensed = standing.group_by(keys).agg(
        licensed_g=standing.licensed_g.sum(),
        complete=standing.licensed_g.count() == standing.count(),
        licences=standing.licence.collect(),
    )
    cleared = held.group_by(keys).agg(
        cleared_low_g=held.mass_low_g.sum(),
        cleared_high_g=held.mass_high_g.sum(),
        uncited=held.item_key.count(where=held.how == "trader, gas and date"),
        match_certainty=held.certainty.min(),
        refs=held.ref.collect(),
    )
    rows = licensed.join(cleared, list(keys))
    limit = rows.licensed_g + _tolerance_g(rows.licensed_g, parameters)
    rows = rows.filter(rows.complete & (rows.uncited > 0) & (rows.cleared_low_g > limit))
    return rows.mutate(more=MORE_IN_POOL * rows.match_certainty)


def _tolerance_g(licensed_g: ir.Value, parameters: Parameters) -> ir.Value:
    return ibis.greatest(licensed_g * parameters.tolerance_share, parameters.tolerance_kg * 1000)


def _within(day: ir.Value, span: tuple[date, date] | None) -> ir.Value:
    """Within the days the register covers; an undated clearance is, so that it is not lost."""
    if span is None:
        return ibis.literal(True)
    return (day.isnull() | day.between(ibis.literal(span[0]), ibis.literal(span[1]))).fill_null(True)


def _covers(rows: ibis.Table, span: Span) -> ir.Value:
    if span.extract is None:
        return ibis.literal(False)
    first, last = span.extract[0] - _BEFORE_FIRST_CLEARANCE, span.extract[1]
    return (rows.valid_from >= ibis.literal(first)) & (rows.valid_to <= ibis.literal(last))
