"""Reported trade of the codes that can hold a controlled substance: one line a source, flow and year.

What UN Comtrade gives twice counts once: totals over second partners, procedures and modes of transport before
their parts, a whole year before its months, trade by partner before the same trade with the world, the edition
reported in before the older ones it converts every report to. Re-imports and re-exports are part of its imports
and exports.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tradewind.fits.kindred_codes import kindred_codes
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
    estimated any mass, `historical` where all was loaded as the past."""
    lines = without_repeated_world(rows, ("year",))
    lines = lines.mutate(
        whole=is_whole(lines),
        estimated=lines.net_mass_estimated.fill_null(False),
        historical=lines.historical.fill_null(False),
    )
    period = ["source", *FLOW, "period_start", "period_end"]
    by_period = lines.group_by(period).agg(**_sums(lines))
    by_period = by_period.mutate(whole=_is_year(by_period.period_start, by_period.period_end))
    return _in_newest_edition(by_period.group_by(["source", *FLOW]).agg(**_sums(by_period)))


def with_refs(found: ibis.Table, flows: ibis.Table) -> ibis.Table:
    """Lines by FLOW with `refs`, the rows they rest on: looked up for the few that are found, not kept for all."""
    rows = relevant_flows(flows)
    rows = rows.semi_join(found, _same(rows, found))
    refs = rows.group_by(list(FLOW)).agg(refs=rows.row_ref.collect())
    refs = refs.rename({f"of_{column}": column for column in FLOW})
    return found.join(refs, _same(found, refs, "of_")).drop(*(f"of_{column}" for column in FLOW))


def _same(left: ibis.Table, right: ibis.Table, prefix: str = "") -> list[ir.BooleanValue]:
    """FLOW is the same; a partner who is not reported on both sides is the same too."""
    certain = [left[c] == right[prefix + c] for c in FLOW if c != "partner"]
    return [*certain, left.partner.identical_to(right[f"{prefix}partner"])]


def _sums(rows: ibis.Table) -> dict[str, ir.Value]:
    """Sums over the rows that are `whole` where there are any, else over all."""
    whole = rows.whole
    return {
        "net_mass_g": ibis.coalesce(rows.net_mass_g.sum(where=whole), rows.net_mass_g.sum()),
        "value_usd_cents": ibis.coalesce(rows.value_usd_cents.sum(where=whole), rows.value_usd_cents.sum()),
        "estimated": rows.estimated.any(),
        "historical": rows.historical.all(),
    }


def _is_year(first: ir.DateValue, last: ir.DateValue) -> ir.BooleanValue:
    starts, ends = (first.month() == 1) & (first.day() == 1), (last.month() == 12) & (last.day() == 31)
    return starts & ends & (first.year() == last.year())


def _in_newest_edition(lines: ibis.Table) -> ibis.Table:
    """The lines, without those of an older edition for which the source has the same goods in a later one."""
    trade = ["source", "reporter", "partner", "flow", "year"]
    kin = kindred_codes()
    later = lines.join(kin.filter(kin.later), ["hs_edition", "hs_code"]).select(
        *trade, "hs_edition", "hs_code", "kin_edition", "kin_code"
    )
    told = lines.select(*trade, kin_edition=lines.hs_edition, kin_code=lines.hs_code)
    converted = later.semi_join(told, [*trade, "kin_edition", "kin_code"])
    key = [*trade, "hs_edition", "hs_code"]
    return lines.anti_join(converted.select(key).distinct(), key)


def without_repeated_world(rows: ibis.Table, period: tuple[str, ...]) -> ibis.Table:
    """The rows, without those for the world where the same reporter gives the same trade by partner."""
    named = rows.filter(rows.partner.fill_null("") != _WORLD)
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
