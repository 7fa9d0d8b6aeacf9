"""Methods of smuggling, prices, sanctions, as public cases and pages show them, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tradewind.reference.rows import Row, Source, read, sources


@dataclass(frozen=True, slots=True)
class Method:
    """One way of smuggling: what gives it away, what data would show it, a case, its codes there."""

    id: str
    method: str
    indicators: tuple[str, ...]
    data_needed: tuple[str, ...]
    example: str
    case_codes: tuple[str, ...]
    sources: tuple[Source, ...]
    confidence: str


@cache
def methods() -> tuple[Method, ...]:
    """The catalogue, in its order."""
    return tuple(
        Method(
            row["id"], row["method"], _parts(row["indicators"]), _parts(row["data_needed"]), row["example"],
            _parts(row["case_codes"]), sources(row["source"]), row["confidence"],
        )
        for row in read("methods")
    )  # fmt: skip


def prices() -> tuple[Row, ...]:
    """Prices, taxes and price ratios as published (columns of data/prices.csv)."""
    return read("prices")


def sanctions() -> tuple[Row, ...]:
    """Sanctions in law and in cases (columns of data/sanctions.csv)."""
    return read("sanctions")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
