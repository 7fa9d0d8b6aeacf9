"""What a finding already says of goods that were then seized: a draft begins with it, and the officer corrects it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from tradewind_web.cases.models import Case
from tradewind_web.errors import Refused
from tradewind_web.findings.models import Finding
from tradewind_web.seizures.naming import designation
from tradewind_web.seizures.values import ItemValues

#: Less than this decides nothing between two gases.
_LIKELY = 0.5
#: A Party's code in a finding (ISO 3166 alpha-3).
_CODE = 3


def said_by(finding: Finding) -> dict[str, Any]:
    """The steps of a draft as far as the finding answers them: the gas without a mass, who and which way.

    What was weighed, where and how it was found nobody knows but who stands before the goods: they stay blank.
    """
    facts = finding.facts
    names = [str(facts[role]) for role in ("importer", "exporter", "holder") if facts.get(role)]
    route = {
        "who": "\n".join(dict.fromkeys(names)), "traders": [],
        "came_from": _place(facts.get("dispatch") or facts.get("origin") or finding.partner), "via": [],
        "going_to": _place(facts.get("destination") or finding.party), "transport": "",
        "documents": finding.subject_id if finding.subject_kind == "declaration item" else "",
    }  # fmt: skip
    said: dict[str, Any] = {"route": route} if any(route.values()) else {}
    try:
        gas = designation(finding.substance) if finding.substance else ""
    except Refused:
        gas = ""  # a basket or a text that names no gas
    if gas:
        said["goods"] = {
            "items": [asdict(ItemValues(gas))], "declared_as": str(facts.get("description") or "")[:500]
        }  # fmt: skip
    return said


@dataclass(frozen=True, slots=True)
class Conflict:
    """A reading kept with the case that does not agree with the gas of the finding."""

    finding_says: str
    reading_says: str
    per_cent: int
    cylinder: str


def conflicts_of(case: Case | None, finding: Finding | None) -> list[Conflict]:
    """Readings kept with a case whose likeliest gas is another than the finding's; none where either names no gas."""
    goods = said_by(finding).get("goods") if finding is not None else None
    if case is None or not goods:
        return []
    gas, found = goods["items"][0]["substance"], []
    for piece in case.evidence.filter(ref__startswith="identification:").exclude(content=""):
        first = next(
            (one for one in json.loads(piece.content).get("candidates", []) if not one["excluded"]), None
        )
        if first is not None and first["likelihood"] >= _LIKELY and first["designation"] != gas:
            found.append(Conflict(gas, first["designation"], round(100 * first["likelihood"]), piece.source))
    return found


def _place(code: Any) -> str:
    return code if isinstance(code, str) and len(code) == _CODE and code.isalpha() else ""
