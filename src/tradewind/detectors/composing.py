"""A finding from what a detector found out about one subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tradewind.detectors.ranking import score, tier
from tradewind.detectors.sentences import Said, reasons, spoken
from tradewind.detectors.valuing import Valued
from tradewind.findings import Finding
from tradewind.reference.parties import WORLD


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about: the natural key and all else that its id rests on."""

    kind: str
    id: str
    substance: str | None
    start: date | None
    end: date | None
    party: str | None = None
    partner: str | None = None


def about_flow(row: Mapping[str, Any], substance: str, start: date, end: date | None, period: str) -> About:
    """A reported flow: its reporter, direction, partner and code in its edition, over `period`."""
    code = f"{row['hs_code']}-{row['hs_edition']}"
    return About(
        kind="trade flow",
        id=":".join((row["reporter"], row["flow"], row["partner"] or "", code, period)),
        substance=substance,
        start=start,
        end=end,
        party=row["reporter"],
        partner=None if row["partner"] == WORLD else row["partner"],
    )


def about_flow_of_year(row: Mapping[str, Any], substance: str) -> About:
    """A reported flow over its calendar year."""
    year = row["year"]
    return about_flow(row, substance, date(year, 1, 1), date(year, 12, 31), str(year))


def facts_of_flow(row: Mapping[str, Any]) -> dict[str, Any]:
    """What every finding on a reported flow keeps of its row."""
    return {
        "flow": row["flow"],
        "hs_code": row["hs_code"],
        "hs_edition": row["hs_edition"],
        "value_usd": None if row["value"] is None else row["value"] / 100,
        "mass_estimated": bool(row["estimated"]),
    }


def composed(
    detector: tuple[str, str],
    about: About,
    worth: Valued,
    certainty: float,
    said: Sequence[Said],
    templates: Mapping[str, str],
    *,
    lawful: tuple[str, ...],
    check: str,
    facts: Mapping[str, Any],
    ranked_by: Valued | None = None,
) -> Finding:
    """The finding of a detector (name, version): its certainty ranks it by its worth, or by `ranked_by` where that
    is another; what is `said` gives its reasons, in the words of `templates`."""
    size = ranked_by or worth
    scored = score(certainty, size.co2e_t, size.odp_t)
    name, version = detector
    return Finding(
        detector=name,
        version=version,
        subject_kind=about.kind,
        subject_id=about.id,
        party=about.party,
        partner=about.partner,
        substance=about.substance,
        period_start=about.start,
        period_end=about.end,
        score=scored,
        tier=tier(scored),
        mass_kg=worth.mass_kg,
        co2e_t=worth.co2e_t,
        odp_t=worth.odp_t,
        reasons=reasons(said, templates),
        lawful_explanations=lawful,
        cheapest_check=check,
        facts={**facts, "said": spoken(said)},
    )
