"""Asking the library: every detector over what reaches an agency, declaration items as the daily list weighs them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

import ibis
import numpy as np
import pyarrow as pa

from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.registry import DETECTORS, ask, missing, run_of
from tradewind.findings import Finding, Tier
from tradewind.quantities import rounded_within
from tradewind.screening import Screened, Screening, screen
from tradewind.screening.record import Like
from tradewind.screening.rows import findings as findings_on
from tradewind.screening.scoring import TIERS
from tradewind.tables import PROVENANCE, TABLES
from tradewind.warehouse import Warehouse

#: Told how far the asking is, 0..1, and what is asked.
Progress = Callable[[float, str], None]
ON_ITEMS: Final = frozenset(d.name for d in ITEM_DETECTORS)
_LONGEST_VALUE: Final = 500
_NEVER_SHOWN: Final = frozenset(c.name for c in PROVENANCE) | {"row_ref", "load_order", "position"}


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What the detectors said. `asked` is detector -> version; `like` how inspections of each ended."""

    generation: int
    findings: tuple[Finding, ...]
    asked: Mapping[str, str]
    not_asked: Mapping[str, str]
    not_judged: Mapping[str, Mapping[str, int]]
    like: Mapping[str, Like]


def ask_all(warehouse: Warehouse, on: date, tell: Progress) -> Told:
    """Every detector's answer over the warehouse; what could not be asked is said, never silently nothing."""
    found: list[Finding] = []
    not_asked: dict[str, str] = {}
    not_judged: dict[str, Mapping[str, int]] = {}
    like: Mapping[str, Like] = {}
    others = [name for name in DETECTORS if name not in ON_ITEMS]
    for done, name in enumerate(others):
        tell(done / (len(others) + 4), name)
        answers = ask(warehouse, [name])
        found += answers.findings
        not_asked |= answers.not_asked
        not_judged |= answers.not_judged
    lacking = {d.name: missing(d, warehouse) for d in ITEM_DETECTORS}
    not_asked |= {name: because for name, because in lacking.items() if because}
    if ON_ITEMS - not_asked.keys():
        tell(len(others) / (len(others) + 4), "declarations")
        screened = screen(Screening({}, warehouse), on)
        found += _on_items(screened, warehouse)
        like = screened.record.like
    asked = {name: d.version for name, d in DETECTORS.items() if name not in not_asked}
    return Told(warehouse.generation, tuple(found), asked, not_asked, not_judged, like)


def _on_items(screened: Screened, warehouse: Warehouse) -> Iterator[Finding]:
    """Findings on items, in the tier of their line: an officer looks at a line, not at one of its signs."""
    last = int(np.searchsorted(screened.seen.line, screened.count))
    places = np.unique(screened.seen.line[:last])
    keys = screened.lines.select(["declaration_id", "item", "row_ref"]).take(places).to_pylist()
    tiers: dict[str, Tier] = {
        f"{key['declaration_id'] or key['row_ref']}/{key['item'] or 1}": TIERS[
            int(screened.scores.tier[place])
        ]
        for key, place in zip(keys, places.tolist(), strict=True)
    }
    runs = {name: run_of(DETECTORS[name], DETECTORS[name].Parameters(), warehouse) for name in ON_ITEMS}
    for finding in findings_on(screened):
        yield dataclasses.replace(
            finding, tier=tiers.get(finding.subject_id, finding.tier), run=runs[finding.detector]
        )


def values_of(warehouse: Warehouse, refs: Collection[str]) -> dict[str, dict[str, Any]]:
    """Row reference -> what the row says, in canonical columns; a reference that leads nowhere is left out."""
    by_table: dict[str, list[str]] = {}
    for ref in refs:
        parts = ref.split(":")
        if len(parts) > 2 and parts[1] in TABLES:
            by_table.setdefault(parts[1], []).append(ref)
    found: dict[str, dict[str, Any]] = {}
    for name, wanted in by_table.items():
        rows = warehouse.history(name)
        chosen = rows.semi_join(ibis.memtable(pa.table({"row_ref": sorted(wanted)})), "row_ref")
        for row in chosen.to_pyarrow().to_pylist():
            found[row["row_ref"]] = {
                column: _plain(value)
                for column, value in row.items()
                if value is not None and value != [] and column not in _NEVER_SHOWN
            }
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value[:_LONGEST_VALUE].replace("\x00", "\ufffd")  # PostgreSQL refuses the null character
    return rounded_within(value)
