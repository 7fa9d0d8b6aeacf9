"""What an analyst would do instead of the `mirror` detector, each as a score over the rows of a panel.

All look for imports that are missing, as the breaches put in do, and all are given the same floor of size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from bench.mirror_injection import Panel
from tradewind.fits.mirror_pairs import Pairs

#: Floor of a percentage gap and of ratios: a million dollars by either account.
FLOOR_USD = 1e6
CIF = 1.1


def _floored(panel: Panel, score: np.ndarray) -> np.ndarray:
    return np.where(np.maximum(panel.imported, panel.exported) >= FLOOR_USD, score, -np.inf)


def cif_gap(panel: Panel, pairs: Pairs) -> np.ndarray:
    """USD exported beyond the import less 10 % freight, the usual correction (IMF)."""
    return panel.exported - panel.imported / CIF


def percentage_gap(panel: Panel, pairs: Pairs) -> np.ndarray:
    """The same as a share of the export, above a floor of size."""
    return _floored(panel, 1 - panel.imported / CIF / panel.exported)


def plain_z(panel: Panel, pairs: Pairs) -> np.ndarray:
    """How low the log ratio lies among all pairs of the year."""
    ratio = np.log(panel.imported / panel.exported)
    return _floored(panel, -(ratio - ratio.mean()) / ratio.std())


def year_on_year(panel: Panel, pairs: Pairs) -> np.ndarray:
    """USD by which the gap grew on the year before; 0 where there is none."""
    gap = panel.exported - panel.imported / CIF
    pair = panel.exporter.astype(np.int64) * len(panel.places) + panel.importer
    order = np.lexsort((panel.year, pair))
    same = (pair[order][1:] == pair[order][:-1]) & (panel.year[order][1:] == panel.year[order][:-1] + 1)
    change = np.zeros(len(gap))
    change[order[1:][same]] = (gap[order][1:] - gap[order][:-1])[same]
    return change


def baci_residual(panel: Panel, pairs: Pairs) -> np.ndarray:
    """USD below the expectation of a regression on distance, border and country effects, all pairs alike
    (Gaulier and Zignago 2010): no scale that depends on size. Weighted by log size, as BACI weights."""
    last = panel.year == panel.year.max()
    now = pairs.take(last)
    design, places = now.design(freight=True), len(now.places)
    terms = design.shape[1]
    wide = np.zeros((len(now), terms + 2 * places))
    wide[:, :terms] = design
    rows = np.arange(len(now))
    wide[rows, terms + now.exporter] = 1
    wide[rows, terms + places + now.importer] = 1
    weighted = wide * np.maximum(now.size, 1.0)[:, None]
    found = np.linalg.solve(weighted.T @ wide + 1e-3 * np.eye(wide.shape[1]), weighted.T @ now.log_ratio)
    score = np.full(len(pairs), -np.inf)
    score[last] = panel.exported[last] * np.exp(wide @ found) - panel.imported[last]
    return score


RIVALS: Mapping[str, Callable[[Panel, Pairs], np.ndarray]] = {
    "10 % CIF/FOB gap": cif_gap,
    "percentage gap above a floor": percentage_gap,
    "z of the plain log ratio": plain_z,
    "change on the year before": year_on_year,
    "BACI-like residual": baci_residual,
}
