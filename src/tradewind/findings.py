"""What a detector says: values only, with stable ids.

`id` names the question asked of one subject, so that triage and cases survive reloads and new versions of a
detector; `revision` changes when the answer does; `run` names everything the answer rests on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tradewind.quantities import Interval, rounded_within

Tier = Literal["look first", "look if time", "note"]


def digest(*parts: Any) -> str:
    """A short stable name (16 hex digits) for the given JSON-able parts."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a finding: a code, a sentence, the rows it rests on (`batch:table:row`), its weight 0..1."""

    code: str
    text: str
    weight: float
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one detector about one subject. Masses in kg, climate in t CO2e, ozone in ODP t.

    `subject` is a natural key (kind, id), never a cluster id. `substance` is a designation, or the words for
    a basket ("HFCs, HFOs or methyl bromide of 2903.39"), never one member of a basket.
    """

    detector: str
    version: str
    subject_kind: str
    subject_id: str
    party: str | None
    partner: str | None
    substance: str | None
    period_start: date | None
    period_end: date | None
    score: float
    tier: Tier
    mass_kg: Interval | None
    co2e_t: Interval | None
    odp_t: Interval | None
    reasons: tuple[Reason, ...]
    lawful_explanations: tuple[str, ...]
    cheapest_check: str
    run: str = ""
    status: Literal["current", "withdrawn"] = "current"
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same question, whatever the answer."""
        return digest(
            self.detector, self.subject_kind, self.subject_id, self.substance,
            self.period_start, self.period_end, self.party, self.partner,
        )  # fmt: skip

    @property
    def revision(self) -> str:
        """Changes when the rounded answer changes."""
        return digest(
            [_rounded(q) for q in (self.mass_kg, self.co2e_t, self.odp_t)],
            round(self.score, 6), self.status, [[r.code, r.text] for r in self.reasons],
            list(self.lawful_explanations),
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """The keys of the `find` verb (CONTRACT), and more."""
        return {
            "id": self.id,
            "revision": self.revision,
            "status": self.status,
            "run": self.run,
            "detector": self.detector,
            "version": self.version,
            "subject": {"kind": self.subject_kind, "id": self.subject_id},
            "party": self.party,
            "partner": self.partner,
            "substance": self.substance,
            "period": {
                "start": self.period_start.isoformat() if self.period_start else None,
                "end": self.period_end.isoformat() if self.period_end else None,
            },
            "score": self.score,
            "tier": self.tier,
            "mass_kg": self.mass_kg.as_dict() if self.mass_kg else None,
            "co2e_t": self.co2e_t.as_dict() if self.co2e_t else None,
            "odp_t": self.odp_t.as_dict() if self.odp_t else None,
            "reasons": [
                {"code": r.code, "text": r.text, "weight": r.weight, "rows": list(r.rows)}
                for r in self.reasons
            ],
            "lawful_explanations": list(self.lawful_explanations),
            "cheapest_check": self.cheapest_check,
            "facts": rounded_within(self.facts),
        }


def strongest_first(findings: Sequence[Finding]) -> list[Finding]:
    """Findings by score, ties broken on id, so that two runs list them alike."""
    return sorted(findings, key=lambda f: (-f.score, f.id))


def _rounded(quantity: Interval | None) -> list[float | None] | None:
    if quantity is None:
        return None
    return [None if v is None else round(v, 3) for v in (quantity.low, quantity.mid, quantity.high)]
