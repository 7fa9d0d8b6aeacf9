"""Reported trade of the codes that can hold a controlled substance: one line a source, flow and year.

What UN Comtrade gives twice counts once: totals over second partners, procedures and modes of transport before
their parts, a whole year before its months, trade by partner before the same trade with the world. Re-imports
and re-exports are part of its imports and exports.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tradewind.reference.hs import relevant_codes

FLOWS: Final = ("import", "export")
#: Which flow a line is about, without who says so.
FLOW: Final = ("reporter", "partner", "flow", "year", "hs_edition", "hs_code")
_WORLD: Final = "WLD"


def relevant_flows(flows: ibis.Table) -> ibis.Table:
    """Rows of `trade_flows` that are imports or exports of a relevant code in a known edition, with `year`."""
    rows = flows.filter(flows.flow.isin(FLOWS) & flows.hs_edition.notnull() & (flows.hs_code.length() == 6))
    rows = rows.semi_join(ibis.memtable(_relevant()), ["hs_edition", "hs_code"])
    return rows.mutate(year=rows.period_start.year().cast("int64"))


def of_unknown_edition(flows: ibis.Table) -> ibis.Table:
    """Imports and exports under digits that some edition has for a relevant code, where the edition is not known."""
    codes = sorted(set(_relevant()["hs_code"].to_pylist()))
    return flows.filter(flows.flow.isin(FLOWS) & flows.hs_edition.isnull() & flows.hs_code.isin(codes))


def yearly(rows: ibis.Table) -> ibis.Table:
    """One line a source and FLOW, of `relevant_flows`: sums of mass and value, `estimated` where a publisher
    estimated any mass, `historical` where all was loaded as the past, and the rows it rests on."""
    lines = without_repeated_world(rows, ("year",))
    period = ["source", *FLOW, "period_start", "period_end"]
    by_period = lines.group_by(period).agg(**_sums(lines, is_whole(lines)))
    full = (
        (by_period.period_start.month() == 1)
        & (by_period.period_start.day() == 1)
        & (by_period.period_end.month() == 12)
        & (by_period.period_end.day() == 31)
        & (by_period.period_end.year() == by_period.year)
    )
    return by_period.group_by(["source", *FLOW]).agg(**_sums(by_period, full))


def _sums(rows: ibis.Table, first: ir.BooleanValue) -> dict[str, ir.Value]:
    """Sums over the rows that count `first` where there are any, else over all."""
    merged = "refs" in rows.columns
    return {
        "net_mass_g": ibis.coalesce(rows.net_mass_g.sum(where=first), rows.net_mass_g.sum()),
        "value_usd_cents": ibis.coalesce(rows.value_usd_cents.sum(where=first), rows.value_usd_cents.sum()),
        "estimated": (rows.estimated if merged else rows.net_mass_estimated.fill_null(False)).any(),
        "historical": rows.historical.fill_null(False).all(),
        "refs": rows.refs.collect().flatten() if merged else rows.row_ref.collect(),
    }


def without_repeated_world(rows: ibis.Table, period: tuple[str, ...]) -> ibis.Table:
    """The rows, without those for the world where the same reporter gives the same trade by partner."""
    named = rows.filter(rows.partner != _WORLD)
    of = ["reporter", "flow", *period, "hs_edition", "hs_code"]
    world = rows.filter(rows.partner == _WORLD).anti_join(named.select(of).distinct(), of)
    return named.union(world)


def is_whole(rows: ibis.Table) -> ir.BooleanValue:
    """The row for all second partners, procedures and modes of transport (UN Comtrade: 0, C00, 0)."""
    return (
        rows.partner2.fill_null(_WORLD).isin((_WORLD, "W00"))
        & rows.customs_procedure.fill_null("C00").isin(("C00",))
        & rows.transport.fill_null("0").isin(("0", "TOTAL"))
    )


@cache
def _relevant() -> pa.Table:
    pairs = [(edition, code) for edition, *codes in relevant_codes() for code in codes]
    return pa.table({"hs_edition": [e for e, _ in pairs], "hs_code": [c for _, c in pairs]})
