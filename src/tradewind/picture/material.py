"""Everything a picture reads, read once from one generation of the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import ibis
import pyarrow as pa

from tradewind.detectors import mirror
from tradewind.detectors.discrepancy import Discrepancy, discrepancies
from tradewind.detectors.reconcile import QuotaLine, quota_table
from tradewind.detectors.registry import ask
from tradewind.errors import UnknownName
from tradewind.findings import Finding
from tradewind.fits.flows import is_whole
from tradewind.picture.cases import Case, from_rows
from tradewind.picture.inspecting import Inspected
from tradewind.picture.wording import in_language
from tradewind.reference.hs import relevant_codes
from tradewind.screening.daily_list import Entry
from tradewind.warehouse import BatchRecord, Warehouse

Row = Mapping[str, Any]


def nothing_compared() -> mirror.Comparison:
    """Two accounts of no flow at all."""
    return mirror.Comparison(pa.table({}), ())


@dataclass(frozen=True, slots=True)
class DailyList:
    """Declaration items to look at on the day of the picture, and what that rests on, in the picture's language."""

    entries: tuple[Entry, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Rows of the picture. `flows` are sums by reporter, partner, flow, year, edition and code, of codes that
    can hold a controlled substance; `reported` are (party, year) pairs of Article 7 data in our copy;
    `statistics` are (reporter, year) pairs for which trade statistics by subheading are loaded; totals over
    all goods cannot show a controlled substance. `compared` holds every pair of accounts, judged or not.
    """

    generation: int
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]
    not_asked: Mapping[str, str]
    not_judged: Mapping[str, Mapping[str, int]]
    discrepancies: tuple[Discrepancy, ...]
    flows: tuple[Row, ...]
    statistics: frozenset[tuple[str, int]]
    reported: frozenset[tuple[str, int]]
    prices: tuple[Row, ...]
    quotas: tuple[QuotaLine, ...]
    batches: tuple[BatchRecord, ...]
    compared: mirror.Comparison = field(default_factory=nothing_compared)
    daily: DailyList | None = None
    inspected: Inspected | None = None
    #: Whether inspections are loaded, with or without the declarations they belong to.
    has_inspections: bool = False


def gather(warehouse: Warehouse, hidden: Mapping[str, str], language: str = "en") -> Material:
    """Read it all; cases of `hidden` are left out of every figure, finding and table.

    UnknownName for a hidden case that is not on file: a slip in its name would leave the case shown.
    """
    cases = from_rows(_rows(warehouse, "seizures"))
    known = [case.id for case in cases]
    for name in hidden:
        if name not in known:
            raise UnknownName("case on file", name, get_close_matches(name, known))
    answers = ask(warehouse)
    return Material(
        generation=warehouse.generation,
        cases=tuple(c for c in cases if c.id not in hidden),
        findings=tuple(in_language(f, language) for f in answers.findings if f.subject_id not in hidden),
        not_asked=dict(answers.not_asked),
        not_judged=dict(answers.not_judged),
        discrepancies=tuple(d for d in discrepancies(warehouse) if d.case not in hidden),
        flows=_flows(warehouse),
        statistics=_pairs(warehouse, "trade_flows", "reporter", lambda t: t.hs_code.length() == 6),
        reported=_pairs(warehouse, "reported_consumption", "party"),
        prices=tuple(_rows(warehouse, "prices")),
        quotas=_quotas(warehouse),
        batches=warehouse.batches(),
        compared=_compared(warehouse),
        has_inspections="inspections" in warehouse.tables(),
    )


def _rows(warehouse: Warehouse, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = warehouse.current(name).to_pyarrow().to_pylist()
    return rows


def _flows(warehouse: Warehouse) -> tuple[Row, ...]:
    """Sums over the codes that can hold a controlled substance, in the edition the rows are in; rows whose
    edition is not known count where any edition's code fits."""
    if "trade_flows" not in warehouse.tables():
        return ()
    table = warehouse.current("trade_flows")
    by_edition = {edition: list(codes) for edition, *codes in relevant_codes()}
    any_edition = sorted({code for codes in by_edition.values() for code in codes})
    fits = [(table.hs_edition == e) & table.hs_code.isin(codes) for e, codes in by_edition.items()]
    fits.append(table.hs_edition.isnull() & table.hs_code.isin(any_edition))
    wanted = table.filter(ibis.or_(*fits))
    wanted = wanted.mutate(year=wanted.period_start.year(), whole=is_whole(wanted))
    of = ["reporter", "partner", "flow", "year", "hs_edition", "hs_code", "source"]
    periods = _summed(wanted, [*of, "period_start", "period_end"])
    months = periods.period_end.month() - periods.period_start.month()
    years = _summed(periods.mutate(whole=(months == 11).fill_null(False)), of)
    return tuple(years.order_by(of).to_pyarrow().to_pylist())


def _summed(rows: ibis.Table, of: list[str]) -> ibis.Table:
    """Sums of the rows that are `whole`, or of all where none is: a total and its parts are one trade, and so
    are a year and its months."""
    figures = ("net_mass_g", "value_usd_cents")
    sums = {name: ibis.coalesce(rows[name].sum(where=rows.whole), rows[name].sum()) for name in figures}
    return rows.group_by(of).agg(**sums)


def _pairs(
    warehouse: Warehouse, name: str, party: str, wanted: Callable[[ibis.Table], Any] | None = None
) -> frozenset[tuple[str, int]]:
    """(party, year) pairs that have rows, or rows that are wanted."""
    if name not in warehouse.tables():
        return frozenset()
    table = warehouse.current(name)
    table = table.filter(wanted(table)) if wanted else table
    pairs = (
        table.select(party=table[party], year=table.period_start.year()).distinct().to_pyarrow().to_pylist()
    )
    return frozenset((p["party"], p["year"]) for p in pairs if p["party"] and p["year"])


def _compared(warehouse: Warehouse) -> mirror.Comparison:
    if "trade_flows" not in warehouse.tables():
        return nothing_compared()
    return mirror.remembered(warehouse, mirror.Parameters())


def _quotas(warehouse: Warehouse) -> tuple[QuotaLine, ...]:
    if not {"licences", "quotas"} & set(warehouse.tables()):
        return ()
    return tuple(quota_table(warehouse))
