"""Derivations and fits of the reconciliation: from distinct values of both files to the small tables it joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import ibis
import pyarrow as pa

from tradewind.derivations.naming import Gas, gas_named
from tradewind.detectors.asking import Holdings
from tradewind.detectors.reconcile import checks, matching
from tradewind.detectors.reconcile.goods import Goods, described_key, fits, goods_rows, understand
from tradewind.detectors.reconcile.numbers import licence_key, link_numbers
from tradewind.detectors.reconcile.parameters import Parameters
from tradewind.detectors.reconcile.traders import Traders, Written, link_traders

_GOODS: Final = pa.schema(
    [
        ("described", pa.string()), ("goods", pa.string()), ("counts", pa.bool_()), ("in_equipment", pa.bool_()),
        ("basis", pa.string()), ("goods_certainty", pa.float64()), ("fit", pa.string()),
        ("other_goods", pa.string()), ("total_g", pa.int64()), ("package_g", pa.int64()),
    ]
)  # fmt: skip
_TRADERS: Final = pa.schema([("written", pa.string()), ("trader", pa.string())])
_HOLDERS: Final = pa.schema([("written", pa.string()), ("key", pa.string())])
_LINKS: Final = pa.schema([("trader", pa.string()), ("holder", pa.string()), ("likeness", pa.float64())])
_AGREEMENTS: Final = pa.schema(
    [("goods", pa.string()), ("licensed", pa.string()), ("agreement", pa.float64())]
)
_NUMBERS: Final = pa.schema(
    [("written", pa.string()), ("key", pa.string()), ("certainty", pa.float64()), ("how", pa.string())]
)
_LICENCE_KEYS: Final = pa.schema([("written", pa.string()), ("key", pa.string())])


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything detection joins. `gases` gives a goods key its gas; `same_number` the
    pairs of trader and holder that one national number links."""

    items: ibis.Table
    lines: ibis.Table
    found: ibis.Table
    agreements: ibis.Table
    quota_agreements: ibis.Table
    quotas: ibis.Table
    nearest: ibis.Table
    gases: Mapping[str, Gas]
    traders: Traders
    same_number: frozenset[tuple[str, str]]
    span: checks.Span


def prepare(warehouse: Holdings, parameters: Parameters) -> Prepared:
    """Derive and fit over one generation. Cost grows with distinct texts, names and numbers, not with rows."""
    declarations = warehouse.current("declarations")
    licences = warehouse.current("licences")
    quotas = warehouse.current("quotas")
    cleared = matching.clearing(declarations)
    goods = _goods(cleared, ("substance", "description"))
    licensed = _goods(licences, ("substance", "substance_text"))
    quota_gas = _quota_goods(quotas)
    traders = _traders(cleared, licences, quotas, parameters)
    number_rows, key_rows = _numbers(cleared, licences)
    goods_table = _memtable(goods_rows(goods), _GOODS)
    trader_table = _memtable(_written_rows(traders.trader_of, "trader"), _TRADERS)
    holder_table = _memtable(_written_rows(traders.holder_of, "key"), _HOLDERS)
    numbers = _memtable(number_rows, _NUMBERS)
    links = _memtable(
        [{"trader": k.trader, "holder": k.holder, "likeness": k.likeness} for k in traders.links], _LINKS
    )
    here, there = _gases(goods), _gases(licensed)
    agreements = _memtable(fits(here.values(), there.values()), _AGREEMENTS)
    lines = matching.licence_lines(
        licences, _memtable(goods_rows(licensed), _GOODS), holder_table, _memtable(key_rows, _LICENCE_KEYS)
    )
    items = matching.clearances(declarations, goods_table, trader_table, numbers)
    # Held once: matching reads each of them several times, and both are small beside the extract.
    lines = _held(lines)
    items = _held(items.filter(items.direction.isin(_directions(licences, quotas))))
    return Prepared(
        items=items,
        lines=lines,
        found=_held(matching.matched(items, lines, agreements, links, numbers, parameters)),
        agreements=agreements,
        quota_agreements=_memtable(fits((here | there).values(), quota_gas.values()), _AGREEMENTS),
        quotas=_quotas(quotas, holder_table),
        nearest=_nearest(traders, parameters),
        gases=here | there | quota_gas,
        traders=traders,
        same_number=frozenset((k.trader, k.holder) for k in traders.links if k.how == "same trader number"),
        span=checks.Span(_days(cleared, "lodged_on", "lodged_on"), _days(lines, "valid_from", "valid_to")),
    )


def in_equipment(warehouse: Holdings) -> int:
    """Clearances of equipment that names a controlled gas: not judged, because equipment has permits of its own."""
    cleared = matching.clearing(warehouse.current("declarations"))
    goods = _memtable(goods_rows(_goods(cleared, ("substance", "description"))), _GOODS)
    rows = cleared.mutate(described=matching.described_key(cleared, cleared.substance, cleared.description))
    return int(rows.join(goods.filter(goods.in_equipment), "described").count().to_pyarrow().as_py())


def _goods(table: ibis.Table, columns: tuple[str, str]) -> dict[Any, Goods]:
    distinct = table.select(*columns, "hs_edition", "hs_code").distinct()
    rows = [tuple(row.values()) for row in distinct.to_pyarrow().to_pylist()]
    return understand(sorted(rows, key=described_key))


def _gases(goods: Mapping[Any, Goods]) -> dict[str, Gas]:
    named = [g for entry in goods.values() for g in (entry.gas, entry.other_gas) if g is not None]
    return {gas.key: gas for gas in named}


def _quota_goods(quotas: ibis.Table) -> dict[str, Gas]:
    written = quotas.select("substance").distinct().to_pyarrow().column("substance").to_pylist()
    named = {text: gas for text in sorted(filter(None, written)) if (gas := gas_named(text)) is not None}
    return {gas.key: gas for gas in named.values()}


def _quotas(quotas: ibis.Table, holders: ibis.Table) -> ibis.Table:
    """One row a holder, gas and year: figures of several sources stand as the highest."""
    written = quotas.select("substance").distinct().to_pyarrow().column("substance").to_pylist()
    keys = [
        {"written": text, "key": gas.key}
        for text in filter(None, written)
        if (gas := gas_named(text)) is not None
    ]
    named = _memtable(keys, _HOLDERS).select(substance="written", quota_goods="key")
    rows = quotas.mutate(written=matching.written_key(quotas.holder_id, quotas.holder))
    rows = rows.join(named, "substance").join(
        holders.select("written", holder_key="key").distinct(), "written"
    )
    return rows.group_by("quota_goods", "year", holder=rows.holder_key).agg(
        quota_g=rows.quota_mass_g.max(),
        quota_co2e_kg=rows.quota_co2e_kg.max(),
        quota_odp_kg=rows.quota_odp_kg.max(),
        party=rows.party.max(),
        quota_ref=rows.row_ref.min(),
    )


def _traders(
    cleared: ibis.Table, licences: ibis.Table, quotas: ibis.Table, parameters: Parameters
) -> Traders:
    return link_traders(
        _distinct(cleared.select(number="trader_id", name="trader_name")),
        _distinct(licences.select(number="holder_id", name="holder")),
        _distinct(quotas.select(number="holder_id", name="holder")),
        parameters.same_trader,
        parameters.perhaps_same,
    )


def _nearest(traders: Traders, parameters: Parameters) -> ibis.Table:
    """Each importer's likeliest holder, for sums by holder; the smallest key where two are equally alike."""
    best: dict[str, tuple[float, str]] = {}
    for link in traders.links:
        known = best.get(link.trader)
        if link.likeness >= parameters.same_trader and (known is None or link.likeness > known[0]):
            best[link.trader] = (link.likeness, link.holder)
    rows = [{"trader": t, "holder": h, "likeness": alike} for t, (alike, h) in best.items()]
    return _memtable(rows, _LINKS)


def _numbers(cleared: ibis.Table, licences: ibis.Table) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    cited = _strings(cleared, "licence_id")
    register = _strings(licences, "licence_id")
    links = [
        {"written": k.written, "key": k.licence_key, "certainty": k.certainty, "how": k.how}
        for k in link_numbers(cited, register)
    ]
    return links, [{"written": text, "key": licence_key(text)} for text in ("", *register)]


def _directions(licences: ibis.Table, quotas: ibis.Table) -> list[str]:
    """Directions the register speaks of: exports are not judged by a register of imports."""
    found = licences.select(direction=licences.direction.fill_null("import")).distinct().to_pyarrow()
    directions = set(found.column("direction").to_pylist())
    if int(quotas.count().to_pyarrow().as_py()):
        directions.add("import")
    return sorted(directions)


def _days(table: ibis.Table, first: str, last: str) -> tuple[date, date] | None:
    """From the first day of the first month to the last day of the last: files are cut at months."""
    ends = list(
        table.agg(first=table[first].min(), last=table[last].max()).to_pyarrow().to_pylist()[0].values()
    )
    if ends[0] is None or ends[1] is None:
        return None
    next_month = (ends[1].replace(day=28) + timedelta(days=4)).replace(day=1)
    return ends[0].replace(day=1), next_month - timedelta(days=1)


def _held(expression: ibis.Table) -> ibis.Table:
    return ibis.memtable(expression.to_pyarrow())


def _distinct(table: ibis.Table) -> list[Written]:
    return [(row["number"], row["name"]) for row in table.distinct().to_pyarrow().to_pylist()]


def _strings(table: ibis.Table, column: str) -> list[str]:
    found = table.select(column).distinct().to_pyarrow().column(column).to_pylist()
    return sorted(text for text in found if text)


def _written_rows(keys: Mapping[Written, str], column: str) -> list[dict[str, Any]]:
    return [{"written": _written(written), column: key} for written, key in keys.items()]


def _written(written: Written) -> str:
    return "\x1f".join(part or "" for part in written)


def _memtable(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> ibis.Table:
    return ibis.memtable(pa.Table.from_pylist([dict(row) for row in rows], schema=schema))
