"""What only one side reports, and what else is silent about it: kinds of silence, each in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tradewind.detectors.coverage_texts import NO_ARTICLE_7, NO_PROVEN_CASE, NO_STATISTICS
from tradewind.findings import Finding
from tradewind.picture.model import Column, Table
from tradewind.picture.setting import Setting

#: Silences about the partner that may lie over a flow beside the kind of its one-sidedness.
_BESIDE: Final = (NO_ARTICLE_7, NO_PROVEN_CASE)


def onesided_table(findings: Sequence[Finding], setting: Setting, key: str) -> Table | None:
    """How many flows one side alone reports, by the kind of silence on the other, and the mass at stake."""
    say = setting.say
    own = setting.party if key == "own" else None
    found = [f for f in findings if f.detector == "coverage" and (own is None or own in (f.party, f.partner))]
    words = {
        "no_statistics": say(NO_STATISTICS), "one_side_only": say("the other side's statistics are loaded without it"),
        "partner_not_named": say("the partner is not named"),
        "no_statistics_of_anyone": say("the partner is not named, and nobody else's statistics of the year are loaded"),
    }  # fmt: skip
    groups = [(words[kind], [f for f in found if kind in f.facts["kinds"]]) for kind in words]
    groups += [(say(silence), [f for f in found if silence in f.facts["silences"]]) for silence in _BESIDE]
    rows = tuple(
        {"silence": silence, "flows": len(of), "low": _sum(of, "low"), "high": _sum(of, "high"),
         "unknown": sum(f.mass_kg is None for f in of)}
        for silence, of in groups if of
    )  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("silence", say("What is silent")), Column("flows", say("Flows"), "count"),
        Column("low", say("Mass at stake at least, kg"), "number"),
        Column("high", say("Mass at stake at most, kg"), "number"), Column("unknown", say("Flows without"
                                                                                          " a mass"), "count"),
    )  # fmt: skip
    note = say(
        "One account is not a gap and silence is not zero. A flow may stand in several rows, which are not added."
    )
    return Table(f"{key}-onesided", say("Flows that one side alone reports"), columns, rows, note=note)


def _sum(found: Sequence[Finding], end: str) -> float | None:
    weighed = [f.mass_kg.low if end == "low" else f.mass_kg.high for f in found if f.mass_kg]
    return sum(weighed) if weighed else None
