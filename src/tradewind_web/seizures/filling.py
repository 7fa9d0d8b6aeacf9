"""What a finding already says of goods that were then seized: a draft begins with it, and the officer corrects it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tradewind_web.errors import Refused
from tradewind_web.findings.models import Finding
from tradewind_web.seizures.naming import designation
from tradewind_web.seizures.values import ItemValues

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


def _place(code: Any) -> str:
    return code if isinstance(code, str) and len(code) == _CODE and code.isalpha() else ""
