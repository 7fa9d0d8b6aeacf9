"""What a detector is, what it reads, and what an answer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import ibis

from tradewind.findings import Finding


class Holdings(Protocol):
    """What a detector reads: one generation of a warehouse, or anything that answers like one."""

    @property
    def generation(self) -> int: ...

    def tables(self) -> tuple[str, ...]: ...

    def current(self, name: str) -> ibis.Table: ...


class Detector(Protocol):
    """One question. `needs` holds alternatives: of each inner tuple at least one table must have rows.

    `run` gives every finding; `withheld` counts what could not be judged, by reason; `explain` puts one
    finding into a paragraph in a language of `tradewind.languages`.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def question(self) -> str: ...

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]: ...

    @property
    def Parameters(self) -> type[Any]: ...

    def run(self, warehouse: Holdings, parameters: Any) -> list[Finding]: ...

    def withheld(self, warehouse: Holdings, parameters: Any) -> dict[str, int]: ...

    def explain(self, finding: Finding, language: str = "en") -> str: ...


@dataclass(frozen=True, slots=True)
class Answers:
    """Findings strongest first; detectors that could not be asked and why; what was withheld and why."""

    findings: tuple[Finding, ...]
    not_asked: Mapping[str, str] = field(default_factory=dict)
    not_judged: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
