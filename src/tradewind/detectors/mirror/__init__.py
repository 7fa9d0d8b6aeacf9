"""Two accounts of one flow: what one side says it sent against what the other says it got.

Values and net masses are two models, never mixed. What the ratio should be, and how far honest ones scatter, is
fitted on totals over all goods (`fits.mirror_ratios`); the judged pair takes no part in its own expectation. A
gap is what must be missing, at least (5 %), middling (50 %) and at most (95 % of the expectation); it is never
called illegal. A pair whose band spans more than a factor of ten is too small to judge and is never scored.
Equations and sources: docs/explanation/mirror-statistics.md.
"""

from __future__ import annotations

from typing import Final

import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.detectors.mirror import findings as _findings
from tradewind.detectors.mirror import texts
from tradewind.detectors.mirror.comparing import Comparison, Measured, compare
from tradewind.detectors.mirror.parameters import Parameters
from tradewind.detectors.mirror.remembered import remembered
from tradewind.detectors.sentences import explain as _put
from tradewind.findings import Finding, strongest_first

__all__ = ["Comparison", "Measured", "Parameters", "compare", "explain", "name", "needs", "question",
           "remembered", "run", "version", "withheld"]  # fmt: skip

name: Final = "mirror"
version: Final = "1.0"
question: Final = "Does one side report less than the other, beyond what honest accounts differ by?"
needs: Final = (("trade_flows",),)


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """One finding a pair of accounts and year of which something must be missing."""
    return strongest_first(_findings.findings(warehouse, remembered(warehouse, parameters), name, version))


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Pairs that were not judged, by reason."""
    compared = remembered(warehouse, parameters)
    counts = {_unjudged(m): m.too_small for m in compared.measures}
    if compared.measures:
        partial = compared.accounts["partial"]
        counts["pairs of accounts of which only part of a year is loaded"] = int(pc.sum(partial).as_py() or 0)
        either = pc.or_(compared.accounts["imported_estimated"], compared.accounts["exported_estimated"])
        counts["pairs of accounts whose mass the publisher estimated"] = int(pc.sum(either).as_py() or 0)
    return {words: count for words, count in counts.items() if count}


def _unjudged(measured: Measured) -> str:
    if measured.basis == "shipped":
        return f"pairs of accounts that cannot be judged by {measured.measure} without totals of all goods"
    return f"pairs of accounts too small to judge by {measured.measure}"


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return _put(finding, texts.TEMPLATES, language)
