"""Every detector in a fixed order, and asking them."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from tradewind.detectors import (
    atmosphere,
    corridor,
    coverage,
    discrepancy,
    mirror,
    phase_out,
    reconcile,
    transit,
    unit_value,
    zone_balance,
)
from tradewind.detectors.asking import Answers, Detector, Holdings
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.errors import UnknownName
from tradewind.findings import Finding, digest, strongest_first

#: The ozone officer's question first.
_IN_ORDER: Final[tuple[Detector, ...]] = (
    reconcile, *ITEM_DETECTORS, transit.DETECTOR, zone_balance.DETECTOR, phase_out, mirror, unit_value,
    corridor.DETECTOR, coverage, discrepancy, atmosphere,
)  # fmt: skip
DETECTORS: Final[Mapping[str, Detector]] = {d.name: d for d in _IN_ORDER}

_LACKING: Final = {
    ("declarations",): "no customs declarations are loaded",
    ("licences",): "no licence register is loaded",
    ("licences", "quotas"): "neither a licence register nor a quota register is loaded",
    ("movements",): "no movements of goods are loaded",
    ("movements", "zone_stock"): "neither movements of goods nor a stock of free zones is loaded",
    ("zone_stock",): "no stock of free zones is loaded",
    ("inspections",): "no inspections are loaded",
    ("prices",): "no prices are loaded",
    ("trade_flows",): "no trade statistics are loaded",
    ("seizures",): "no register of seizures is loaded",
    ("atmosphere",): "no atmospheric series are loaded",
    ("reported_consumption",): "no Article 7 data are loaded",
}


def ask(
    warehouse: Holdings,
    names: Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    party: str | None = None,
) -> Answers:
    """Answers of the named detectors, or of all, over one generation.

    `parameters` holds a detector's own `Parameters` by its name. `party` (ISO3) keeps findings that name the
    Party on either side, and those that name none. A detector whose tables are empty is in `not_asked` with
    the reason, never silently without findings. UnknownName for a detector there is not.
    """
    found: list[Finding] = []
    not_asked: dict[str, str] = {}
    not_judged: dict[str, Mapping[str, int]] = {}
    for detector in _chosen(names):
        because = missing(detector, warehouse)
        if because:
            not_asked[detector.name] = because
            continue
        chosen = (parameters or {}).get(detector.name) or detector.Parameters()
        run = run_of(detector, chosen, warehouse)
        found += [dataclasses.replace(f, run=run) for f in detector.run(warehouse, chosen)]
        withheld = detector.withheld(warehouse, chosen)
        if withheld:
            not_judged[detector.name] = withheld
    kept = [
        f for f in found if party is None or party in (f.party, f.partner) or f.party is f.partner is None
    ]
    return Answers(tuple(strongest_first(kept)), not_asked, not_judged)


def explain(finding: Finding, language: str = "en") -> str:
    """A finding of any detector as a paragraph in one of our languages."""
    return _chosen([finding.detector])[0].explain(finding, language)


def missing(detector: Detector, warehouse: Holdings) -> str:
    """What is not loaded that the detector needs, as a clause; empty when it can be asked."""
    held = set(warehouse.tables())
    return " and ".join(_LACKING[needed] for needed in detector.needs if not held & set(needed))


def run_of(detector: Detector, parameters: Any, warehouse: Holdings) -> str:
    """The name of a run: the same detector, parameters, generation and reference give the same."""
    return digest(
        detector.name,
        detector.version,
        dataclasses.asdict(parameters),
        warehouse.generation,
        reference_version(),
    )


@cache
def reference_version() -> str:
    """A digest of the shipped facts that findings rest on."""
    folder = resources.files("tradewind.reference") / "data"
    files = sorted((f for f in folder.iterdir() if f.is_file()), key=lambda f: f.name)
    return digest([[f.name, digest(f.read_text(encoding="utf-8"))] for f in files])


def _chosen(names: Sequence[str] | None) -> list[Detector]:
    for name in names or ():
        if name not in DETECTORS:
            near = difflib.get_close_matches(name, DETECTORS, cutoff=0.4)
            raise UnknownName("detector", name, near or tuple(DETECTORS))
    return [d for d in DETECTORS.values() if not names or d.name in names]
