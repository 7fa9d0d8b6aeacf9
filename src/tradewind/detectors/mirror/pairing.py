"""From reported trade to pairs of accounts: what one side says it sent and what the other says it got.

A pair forms where both report the same goods for the same year: one code, or codes of two editions that are one
to one. Where sources give one account twice, the first in the alphabet stands and the others are named in
`coverage`. Masses that the publisher estimated are made from values, so they never stand as a second account,
and a year of which only some months are loaded never stands beside a whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import ibis
import pyarrow as pa

from tradewind.detectors.asking import Holdings
from tradewind.fits.commodities import commodities
from tradewind.fits.flows import FLOW, is_whole, relevant_flows, with_refs, yearly
from tradewind.fits.mirror_bands import LEAST_PAIRS

Measure = Literal["value", "mass"]
KEY: Final = ("commodity", "exporter", "importer", "year")
#: USD/kg by which a mass has the size of a value where no value is reported: assumed.
USD_PER_KG: Final = 5.0
_NOWHERE: Final = ("WLD",)


def accounts(warehouse: Holdings) -> ibis.Table:
    """One row a pair with both accounts: KEY, and imported_ and exported_
    code, edition, kg, usd, estimated; `historical` where either was loaded as the past; `partial` where either
    reporter's year is not loaded from January to December."""
    flows = warehouse.current("trade_flows")
    lines = yearly(relevant_flows(flows))
    lines = lines.join(commodities(), ["hs_edition", "hs_code"])
    lines = lines.filter(
        ~lines.partner.isin(_NOWHERE) & ~lines.partner.startswith("m49:") & (lines.partner != lines.reporter)
    )
    lines = lines.join(_loaded(flows), ["source", "reporter", "flow", "year"])
    first = ibis.window(
        group_by=["reporter", "partner", "flow", "year", "commodity"],
        order_by=["source", "hs_edition", "hs_code"],
    )
    lines = lines.mutate(nth=ibis.row_number().over(first))
    lines = lines.filter(lines.nth == 0)
    sides = [
        lines.filter(lines.flow == flow).select(
            "commodity", "year", exporter=exporter, importer=importer,
            **{f"{said}_code": lines.hs_code, f"{said}_edition": lines.hs_edition},
            **{f"{said}_kg": lines.net_mass_g / 1000, f"{said}_usd": lines.value_usd_cents / 100},
            **{f"{said}_estimated": lines.estimated, f"{said}_past": lines.historical},
            **{f"{said}_partial": lines.partial},
        )
        for flow, said, exporter, importer in (
            ("import", "imported", lines.partner, lines.reporter),
            ("export", "exported", lines.reporter, lines.partner),
        )
    ]  # fmt: skip
    both = sides[0].join(sides[1], list(KEY))
    return both.mutate(
        historical=both.imported_past | both.exported_past,
        partial=both.imported_partial | both.exported_partial,
    )


def _loaded(flows: ibis.Table) -> ibis.Table:
    """Whether what is loaded of a reporter's year begins in January and ends in December."""
    by = flows.mutate(year=flows.period_start.year().cast("int64")).group_by(
        "source", "reporter", "flow", "year"
    )
    ends = by.agg(first=flows.period_start.month().min(), last=flows.period_end.month().max())
    return ends.select(
        "source", "reporter", "flow", "year", partial=(ends["first"] > 1) | (ends["last"] < 12)
    )


def rows_of(
    warehouse: Holdings, found: Iterable[Mapping[str, Any]]
) -> dict[tuple[Any, ...], tuple[str, ...]]:
    """FLOW of each account of the found pairs -> the rows of `trade_flows` it rests on."""
    lines = [line for pair in found for line in _flows_of(pair)]
    if not lines:
        return {}
    wanted = ibis.memtable(pa.table({name: [line[n] for line in lines] for n, name in enumerate(FLOW)}))
    rows = with_refs(wanted.distinct(), warehouse.current("trade_flows")).to_pyarrow().to_pylist()
    return {tuple(row[name] for name in FLOW): tuple(sorted(row["refs"])) for row in rows}


def refs_of(pair: Mapping[str, Any], rows: Mapping[tuple[Any, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """The rows both accounts of one pair rest on."""
    return tuple(sorted({ref for line in _flows_of(pair) for ref in rows.get(line, ())}))


def _flows_of(pair: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    exporter, importer, year = pair["exporter"], pair["importer"], pair["year"]
    return (
        (importer, exporter, "import", year, pair["imported_edition"], pair["imported_code"]),
        (exporter, importer, "export", year, pair["exported_edition"], pair["exported_code"]),
    )


def measured(both: ibis.Table, measure: Measure) -> ibis.Table:
    """The pairs that both sides give in this measure, as `judging.judged` takes them. The size is in USD: of
    the values, or of the masses at USD_PER_KG."""
    unit = "usd" if measure == "value" else "kg"
    imported, exported = both[f"imported_{unit}"], both[f"exported_{unit}"]
    pairs = both.filter((imported > 0) & (exported > 0) & ~both.partial)
    if measure == "mass":
        pairs = pairs.filter(~(pairs.imported_estimated | pairs.exported_estimated))
    pairs = pairs.select(*KEY, imported=pairs[f"imported_{unit}"], exported=pairs[f"exported_{unit}"])
    size = (pairs.imported.ln() + pairs.exported.ln()) / 2
    return pairs.mutate(size=size if measure == "value" else size + ibis.literal(USD_PER_KG).ln())


def totals(warehouse: Holdings) -> ibis.Table:
    """Two-sided totals over all goods: exporter, importer, year, imported, exported in USD, from trade statistics
    and, for years in which they hold too few, from published gaps, which give both accounts."""
    columns = ("exporter", "importer", "year", "imported", "exported")
    found = _from_statistics(warehouse)
    gaps = warehouse.current("published_gaps")
    gaps = gaps.group_by("exporter", "importer", "year").agg(
        imported=gaps.value_import_usd_cents.max() / 100, exported=gaps.value_export_usd_cents.max() / 100
    )
    many = found.group_by("year").agg(pairs=found.count())
    gaps = gaps.anti_join(many.filter(many.pairs >= LEAST_PAIRS), "year")
    found = found.anti_join(gaps.select("year").distinct(), "year")
    both = found.select(*columns).union(gaps.select(*columns))
    return both.filter((both.imported > 0) & (both.exported > 0) & (both.exporter != both.importer))


def _from_statistics(warehouse: Holdings) -> ibis.Table:
    flows = warehouse.current("trade_flows")
    flows = flows.filter((flows.hs_code == "TOTAL") & ~flows.partner.isin(_NOWHERE))
    whole_year = (flows.period_start.month() == 1) & (flows.period_end.month() == 12)
    flows = flows.filter(is_whole(flows) & whole_year).mutate(year=flows.period_start.year().cast("int64"))
    by = flows.group_by("reporter", "partner", "flow", "year").agg(usd=flows.value_usd_cents.max() / 100)
    exports, imports = (by.filter(by.flow == flow) for flow in ("export", "import"))
    exports = exports.select(exporter="reporter", importer="partner", year="year", exported="usd")
    imports = imports.select(exporter="partner", importer="reporter", year="year", imported="usd")
    return exports.join(imports, ["exporter", "importer", "year"])
