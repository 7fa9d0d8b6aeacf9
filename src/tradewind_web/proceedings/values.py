"""What the forms give the actions: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Opening:
    """A proceeding as it is opened."""

    track: str
    about: str
    against: str
    jurisdiction: str
    act_on: date
    acts: int = 1
    trader_id: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A provision as somebody read it. Amounts are minor units, or per cent where the measure is the value."""

    jurisdiction: str
    track: str
    citation: str
    says: str
    measure: str
    minimum: int | None
    maximum: int | None
    currency: str
    in_force_from: date
    source: str
    read_on: date
    grade: str
    in_force_until: date | None = None
    repeat_percent: int = 100
    repeat_years: int | None = None
    factors: tuple[str, ...] = ()
    limitation_years: int = 0
    limitation_months: int = 0
    longest_years: int | None = None
    counts_first_day: bool = False


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a person enters in a worksheet. Nothing of it has a default."""

    provision_id: object
    amount: int
    currency: str
    reasons: str
    law_read_on: date
    net_g: int | None = None
    co2e_g: int | None = None
    value_minor: int | None = None
    value_source: str = ""
    is_repeat: bool = False
    factors: Mapping[str, str] = field(default_factory=dict)
    gap_low: int | None = None
    gap_high: int | None = None
    gap_source: str = ""
    comparables: tuple[str, ...] = ()
    outside: str = ""
    outside_why: str = ""


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision as it was given."""

    verdict: str
    decided_on: date
    text: str
    amount: int | None = None
    currency: str = ""
    worksheet: int | None = None
    appeal_until: date | None = None
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Noting:
    """Something that happened or is due."""

    kind: str
    on: date
    until: date | None = None
    amount: int | None = None
    currency: str = ""
    note: str = ""
