"""The licence or quota register against the customs extract: who cleared without, beyond or other than a licence.

Which clearances count: imports (exports only where the register has export licences) of a controlled gas in
bulk, known by the substance column, else by the description, else by the code in its edition; rows loaded as
the past, transit and other regimes, and gas inside equipment do not. A clearance is matched to a licence by
its number (case, separators and leading zeros aside), else by trader, gas, date and mass; the match and its
certainty stand in reasons and facts.

Kinds: cleared_without_licence, cleared_by_another_holder, more_than_licensed, another_substance_or_code,
after_expiry (or before validity), licensed_never_used, cleared_under_code_that_hides_gas, over_quota. One
finding a subject (declaration item; licence; holder, substance and year), with a reason for every kind.

Certainty of a reason = certainty of the check (`checks`) x certainty of the match x certainty of the gas.
Several reasons combine as independent witnesses, 1 - (1 - a)(1 - b). Score and tier: see `ranking`.
"""

from __future__ import annotations

from typing import Final

from tradewind.detectors.asking import Holdings
from tradewind.detectors.reconcile import checks, findings, texts
from tradewind.detectors.reconcile.balances import over_quota
from tradewind.detectors.reconcile.parameters import Parameters
from tradewind.detectors.reconcile.preparing import in_equipment, prepare
from tradewind.detectors.reconcile.quota import QuotaLine, quota_table
from tradewind.detectors.sentences import explain as put
from tradewind.findings import Finding, strongest_first

__all__ = [
    "Parameters", "QuotaLine", "explain", "name", "needs", "question", "quota_table", "run", "version", "withheld",
]  # fmt: skip

name: Final = findings.NAME
version: Final = findings.VERSION
question: Final = "Who cleared without, beyond or other than the licence?"
needs: Final = (("declarations",), ("licences", "quotas"))


def run(warehouse: Holdings, parameters: Parameters) -> list[Finding]:
    """Findings over every clearance and every licence of the generation, strongest first."""
    prepared = prepare(warehouse, parameters)
    found, lines = prepared.found, prepared.lines
    held = {"licences"} & set(warehouse.tables())
    made: list[Finding] = []
    if held:
        items = checks.item_findings(found, prepared.span, parameters).to_pyarrow().to_pylist()
        made += [findings.of_item(row, prepared) for row in items]
        used = checks.licence_findings(found, lines, prepared.span, parameters).to_pyarrow().to_pylist()
        made += [findings.of_licence(row, prepared) for row in used]
    pools = checks.pool_findings(found, lines, parameters).to_pyarrow().to_pylist()
    exceeded = over_quota(prepared, parameters).to_pyarrow().to_pylist()
    made += findings.of_holders(pools, exceeded, prepared)
    return strongest_first(made)


def withheld(warehouse: Holdings, parameters: Parameters) -> dict[str, int]:
    """Clearances of equipment that names a controlled gas."""
    del parameters
    count = in_equipment(warehouse)
    return {"clearances of equipment that names a controlled gas": count} if count else {}


def explain(finding: Finding, language: str = "en") -> str:
    """The finding as a paragraph."""
    return put(finding, texts.TEMPLATES, language)
