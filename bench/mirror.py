"""Two accounts of one flow: does the `mirror` detector find what was put in, and do its bands hold?

    python -m bench mirror [--seeds 50] [--matrix NAME] [--calibration]

Breaches (imports missing, exports over-declared, relays through a hub, splits over three importers; 30 to 95 %
of the flow) and as many honest disturbances (re-export, New Year, wrong partner, a unit error of 1,000, edition
change) are put into pairs drawn without regard to size, 20 to 60 of each, and every method ranks all pairs of
the last year. Matrices: totals of 2009 from WITS; the panel of GFI on IMF data 2015-2018, with breaches new in
2018 and with breaches in every year; and a matrix of a product's size thinned from WITS: each pair's values
times a share drawn from 10^-3 to 10^-1, its ratio redrawn around its expectation with the scale of its new size
times 1.5 and the standard residual of a real pair.

The expression that ranks is the shipped one. Expectations are fitted anew on every disturbed matrix.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa

from bench.mirror_injection import Injector, Panel
from bench.mirror_rivals import RIVALS, year_on_year
from tradewind.detectors.mirror.judging import judged
from tradewind.detectors.mirror.parameters import Parameters
from tradewind.fits.mirror_bands import HALF_BAND, bands
from tradewind.fits.mirror_expectations import Expectations, expectations
from tradewind.fits.mirror_pairs import Pairs, pairs_from
from tradewind.intake import load
from tradewind.reference.geography import hubs
from tradewind.warehouse import Warehouse

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
TOP = (20, 50, 100)
OURS = {
    "mirror: unusual among pairs": "among_low", "mirror: changed against its past": "changed_low",
    "mirror: the larger of both": "gap_low",
}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """The injection tables and the coverage of the band, or the calibration that ships."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=50)
    asked.add_argument("--matrix", choices=("totals", "panel-new", "panel-persistent", "product"))
    asked.add_argument("--calibration", action="store_true")
    told = asked.parse_args(list(arguments))
    if not SHARED.is_dir():
        print(f"not measured: {SHARED} is absent")
        return
    totals, panel = _panels()
    if told.calibration:
        _calibration(totals)
        return
    coverage("totals 2009 (WITS)", totals)
    coverage("totals 2018 (GFI on IMF)", _year(panel, panel.year.max()))
    trials: dict[str, Callable[[], Trial]] = {
        "totals": lambda: Trial("totals 2009 (WITS)", totals, 1.0),
        "panel-new": lambda: Trial("panel 2015-2018 (GFI), new in 2018", panel, 1.0),
        "panel-persistent": lambda: Trial("panel 2015-2018 (GFI), in every year", panel, 1.0, persistent=True),
        "product": lambda: Trial("a product's size, thinned from WITS", thinned(totals), 1.5, calibrated_on=totals),
    }  # fmt: skip
    for name, trial in trials.items():
        if told.matrix in (None, name):
            trial().run(told.seeds)


def _panels() -> tuple[Panel, Panel]:
    """Two-sided totals as `load` reads them."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        load([SHARED / "comtrade", SHARED / "gfi_dots"], f"duckdb://{folder}/")
        with Warehouse.open(f"duckdb://{folder}/") as warehouse:
            flows, gaps = warehouse.current("trade_flows"), warehouse.current("published_gaps")
            wits = flows.filter((flows.source == "wits") & (flows.hs_code == "TOTAL"))
            sides = [
                wits.filter(wits.flow == flow).select(
                    exporter=who, importer=other, year=wits.period_start.year().cast("int64"),
                    **{column: wits.value_usd_cents / 100},
                )
                for flow, who, other, column in (
                    ("export", wits.reporter, wits.partner, "exported"),
                    ("import", wits.partner, wits.reporter, "imported"),
                )
            ]  # fmt: skip
            both = sides[0].join(sides[1], ["exporter", "importer", "year"])
            dots = gaps.select(
                "exporter", "importer", "year", exported=gaps.value_export_usd_cents / 100,
                imported=gaps.value_import_usd_cents / 100,
            )  # fmt: skip
            return _panel(both.to_pyarrow()), _panel(dots.to_pyarrow())


def _panel(rows: pa.Table) -> Panel:
    frame = {name: rows[name].to_numpy(zero_copy_only=False) for name in rows.column_names}
    good = (frame["imported"] > 0) & (frame["exported"] > 0) & (frame["exporter"] != frame["importer"])
    frame = {name: column[good] for name, column in frame.items()}
    order = np.lexsort((frame["year"], frame["importer"], frame["exporter"]))
    frame = {name: column[order] for name, column in frame.items()}
    places, index = np.unique(
        np.concatenate([frame["exporter"], frame["importer"]]).astype(str), return_inverse=True
    )
    exporter, importer = np.split(index, 2)
    listed = frozenset(n for n, name in enumerate(places.tolist()) if name in hubs())
    return Panel(
        tuple(places.tolist()), exporter, importer, frame["year"].astype(np.int64),
        frame["imported"].astype(float), frame["exported"].astype(float), listed,
    )  # fmt: skip


def _year(panel: Panel, year: int) -> Panel:
    rows = panel.year == year
    return Panel(
        panel.places, panel.exporter[rows], panel.importer[rows], panel.year[rows], panel.imported[rows],
        panel.exported[rows], panel.hubs,
    )  # fmt: skip


def _pairs(panel: Panel) -> Pairs:
    names = np.array(panel.places)
    return pairs_from(
        names[panel.exporter].tolist(), names[panel.importer].tolist(), panel.imported, panel.exported,
        (np.log(panel.imported) + np.log(panel.exported)) / 2,
    )  # fmt: skip


def table_of(panel: Panel) -> pa.Table:
    """A panel as the detector's pairs."""
    names = np.array(panel.places)
    return pa.table(
        {
            "commodity": np.full(len(panel.year), "TOTAL"), "exporter": names[panel.exporter],
            "importer": names[panel.importer], "year": panel.year, "imported": panel.imported,
            "exported": panel.exported, "size": (np.log(panel.imported) + np.log(panel.exported)) / 2,
            "row": np.arange(len(panel.year)),
        }
    )  # fmt: skip


def expected(panel: Panel, calibrated_on: Panel | None = None) -> Expectations:
    """Expectations of a panel's pairs, from its own totals or another's."""
    own = table_of(panel)
    return expectations(
        own if calibrated_on is None else table_of(calibrated_on),
        own.select(["exporter", "importer", "year"]),
    )


def coverage(title: str, panel: Panel) -> None:
    """Share of untouched pairs inside the 90 % band, by decile of size; each judged by the other folds."""
    pairs = _pairs(panel)
    started = time.perf_counter()
    made = bands(pairs)
    seconds = time.perf_counter() - started
    inside = np.abs(made.standard(pairs)) < HALF_BAND
    decile = np.searchsorted(np.quantile(pairs.size, np.linspace(0, 1, 11)[1:-1]), pairs.size, side="right")
    shares = [inside[decile == d].mean() for d in range(10)]
    print(f"\n### Coverage of the 90 % band: {title}, {len(pairs):,} pairs, fitted in {seconds:.1f} s\n")
    print("| decile of size | " + " | ".join(str(d + 1) for d in range(10)) + " |")
    print("|---" * 11 + "|")
    print("| inside, % | " + " | ".join(f"{100 * s:.1f}" for s in shares) + " |")


def thinned(totals: Panel) -> Panel:
    """A matrix of a product's size with real tails: see the head of this file."""
    pairs = _pairs(totals)
    made = bands(pairs)
    chance = np.random.default_rng(2903)
    share = 10 ** chance.uniform(-3, -1, len(pairs))
    small = Pairs(
        pairs.places, pairs.exporter, pairs.importer, pairs.log_ratio, pairs.size + np.log(share), pairs.distance,
        pairs.border, pairs.hub_scatter,
    )  # fmt: skip
    scale = np.empty(len(pairs))
    for fold, judge in enumerate(made.judges):
        own = made.fold == fold
        scale[own] = judge.scale_at(small.size[own]) * np.exp(judge.model.log_scatter(small.take(own)))
    residual = chance.permutation(made.standard(pairs))
    ratio = made.centre + 1.5 * scale * residual
    return Panel(
        totals.places, totals.exporter, totals.importer, totals.year, np.exp(small.size + ratio / 2),
        np.exp(small.size - ratio / 2), totals.hubs,
    )  # fmt: skip


class Trial:
    """One matrix under all seeds."""

    def __init__(
        self,
        title: str,
        panel: Panel,
        factor: float,
        *,
        persistent: bool = False,
        calibrated_on: Panel | None = None,
    ) -> None:
        self.title, self.panel, self.parameters = title, panel, Parameters(product_factor=factor)
        self.calibrated_on = calibrated_on
        self.fixed = expected(panel, calibrated_on) if calibrated_on is not None else None
        self.injector = Injector(panel, persistent=persistent)
        self.found: dict[tuple[str, int], list[tuple[float, ...]]] = {}
        self.named: list[tuple[int, int]] = []
        self.has_past = len(np.unique(panel.year)) > 1
        self.stands = np.zeros(0, dtype=bool)

    def run(self, seeds: int) -> None:
        started = time.perf_counter()
        for seed in range(seeds):
            self._one(seed)
            print(f"{self.title}: {seed + 1} of {seeds}", end="\r", file=sys.stderr)
        self._print(seeds, time.perf_counter() - started)

    def _one(self, seed: int) -> None:
        made = self.injector.draw(seed)
        panel = made.panel
        last = panel.year == panel.year.max()
        scores = self._ours(panel) | self._rivals(panel)
        whole = sum(made.breaches.values())
        for name, score in scores.items():
            ranked = np.argsort(-np.where(last, score, -np.inf), kind="stable")
            for top in TOP:
                chosen = ranked[:top].tolist()
                hits = [r for r in chosen if r in made.breaches]
                honest = sum(r in made.honest for r in chosen)
                value = sum(made.breaches[r] for r in hits) / whole
                self.found.setdefault((name, top), []).append((len(hits), value, honest, 1 - len(hits) / top))
        standing = np.flatnonzero(last & self.stands).tolist()
        self.named.append((len(standing), sum(row in made.breaches for row in standing)))

    def _ours(self, panel: Panel) -> dict[str, np.ndarray]:
        """The low ends of the gap as shipped, and which rows stand out at a false discovery rate of 10 %."""
        fitted = self.fixed or expected(panel)
        tables = (ibis.memtable(t) for t in (table_of(panel), fitted.by_pair, fitted.by_size))
        rows = judged(*tables, self.parameters)
        columns = [c for c in OURS.values() if self.has_past or c == "among_low"]
        answer = (
            rows.filter(rows.missing == "import")
            .select("row", *columns, "false_share", stands="gap_low")
            .to_pyarrow()
        )
        at = answer["row"].to_numpy()
        share = answer["false_share"].to_numpy(zero_copy_only=False).astype(float)
        self.stands = np.zeros(len(panel.year), dtype=bool)
        self.stands[at] = (np.nan_to_num(share, nan=1.0) <= 0.1) & (answer["stands"].to_numpy() > 0)
        scores = {}
        for name, column in OURS.items():
            if column in columns:
                scores[name] = np.full(len(panel.year), -np.inf)
                scores[name][at] = answer[column].to_numpy()
        return scores

    def _rivals(self, panel: Panel) -> dict[str, np.ndarray]:
        pairs = _pairs(panel)
        wanted = {n: r for n, r in RIVALS.items() if self.has_past or r is not year_on_year}
        return {name: rival(panel, pairs) for name, rival in wanted.items()}

    def _print(self, seeds: int, seconds: float) -> None:
        last = self.panel.year == self.panel.year.max()
        print(
            f"\n### Injection: {self.title}; {last.sum():,} pairs, {seeds} seeds, {seconds / seeds:.1f} s a seed\n"
        )
        print("| method | " + " | ".join(f"top {t}: found / value % / honest / false %" for t in TOP) + " |")
        print("|---" * (len(TOP) + 1) + "|")
        for name in dict.fromkeys(n for n, _ in self.found):
            cells = []
            for top in TOP:
                hits, value, honest, false = np.mean(self.found[name, top], axis=0)
                cells.append(f"{hits:.1f} / {100 * value:.0f} / {honest:.1f} / {100 * false:.0f}")
            print(f"| {name} | " + " | ".join(cells) + " |")
        shares = {n: np.mean([v for _, v, *_ in self.found[n, 50]]) for n, top in self.found if top == 50}
        best = max((share, name) for name, share in shares.items() if name not in OURS)
        print(f"\nValue found in the top 50, as a multiple of the best rival's ({best[1]}):")
        print("; ".join(f"{name} {shares[name] / best[0]:.2f}" for name in OURS if name in shares) + ".\n")
        named, right = np.sum(self.named, axis=0)
        print(
            "Something missing at a false discovery rate of 10 %: "
            f"{named / seeds:.2f} a seed, {right} of {named} injected."
        )


def _calibration(totals: Panel) -> None:
    """Rows of reference/data/mirror_calibration.csv."""
    from tradewind.fits.mirror_ratios import fit
    from tradewind.fits.mirror_shipped import EFFECTS, TERMS

    model = fit(_pairs(totals))
    print("name,size,value,source,confidence")
    spreads = (float(model.exporter_effect.std()), float(model.importer_effect.std()))
    for name, value in zip((*TERMS, *EFFECTS), (*model.terms.tolist(), *spreads), strict=True):
        print(f"{name},,{value:.4f},WITS,computed")
    for size in np.arange(6, 26.1):
        print(f"log scale,{size:.1f},{float(model.curve.at(np.array([size]))[0]):.4f},WITS,computed")


if __name__ == "__main__":
    main(sys.argv[1:])
