"""An invented world of two accounts for pictures: totals of a few places, HFC flows between them, planted gaps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from held_tables import Held
from mirror_worlds import PLACES, accounts, flow
from tradewind.detectors import coverage, mirror
from tradewind.findings import strongest_first
from tradewind.picture.material import Material
from tradewind.picture.wording import in_language

YEARS = (2020, 2021, 2022, 2023)
#: The exporter and importer between which two thirds of 2023 are missing, and a hub with the same.
EXPORTER, IMPORTER, HUB = PLACES[0], PLACES[1], "SGP"


@cache
def world() -> Held:
    """Four years: honest flows with a few per cent of scatter, one new gap, one at a hub, some too small to judge,
    one reported by one side only."""
    chance = np.random.default_rng(5)
    rows: list[dict[str, Any]] = []
    for n, exporter in enumerate(PLACES[:7]):
        for importer in [*PLACES[7:12], IMPORTER, HUB]:
            if importer == exporter:
                continue
            sent = 3e6 * np.exp(chance.normal(0, 0.4)) if n < 5 else 900.0
            for year in YEARS:
                share = _share(exporter, importer, year)
                grown = sent * (1 + 0.06 * (year - 2020))
                rows += accounts(
                    exporter, importer, grown, grown * share * np.exp(chance.normal(0, 0.03)), year
                )
    rows.append(flow(PLACES[3], "TUV", "export", 5_000, 30_000, 2023))
    return Held(trade_flows=rows, published_gaps=list(_totals()))


def _totals() -> Iterator[dict[str, Any]]:
    """Both accounts of all goods: imports 7 % above exports, and a scatter that falls with size, as it does."""
    chance = np.random.default_rng(1)
    places = [*PLACES, HUB]
    for year in YEARS:
        for exporter in places:
            for importer in places:
                if exporter != importer:
                    sent = np.exp(chance.normal(15.0, 2.5))
                    scatter = 0.08 * (1e7 / sent) ** 0.25
                    got = sent * np.exp(0.07 + scatter * chance.standard_t(3))
                    yield {
                        "exporter": exporter, "importer": importer, "year": year,
                        "value_export_usd_cents": round(sent * 100), "value_import_usd_cents": round(got * 100),
                    }  # fmt: skip


def _share(exporter: str, importer: str, year: int) -> float:
    if year == 2023 and (exporter, importer) in ((EXPORTER, IMPORTER), (PLACES[2], HUB)):
        return 0.3
    return 1.0


def material(language: str = "en", held: Held | None = None, **given: Any) -> Material:
    """What a picture of the world reads: its findings, flows and comparison."""
    of = held or world()
    found = [
        *mirror.run(of, mirror.Parameters()),
        *coverage.run(of, coverage.Parameters()),
    ]
    read: dict[str, Any] = {
        "generation": 1, "cases": (), "findings": tuple(in_language(f, language) for f in strongest_first(found)),
        "not_asked": {}, "not_judged": {}, "discrepancies": (), "flows": (), "statistics": frozenset(),
        "reported": frozenset(), "prices": (), "quotas": (), "batches": (),
        "compared": mirror.remembered(of, mirror.Parameters()),
    }  # fmt: skip
    return Material(**(read | given))
