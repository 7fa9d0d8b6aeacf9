"""Packages these gases travel in: usual net masses, former colours, UN numbers.

Trade habit, not law: a size or colour that is not here proves nothing, one that is here identifies
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tradewind.errors import UnknownName
from tradewind.reference.rows import read


@dataclass(frozen=True, slots=True)
class Package:
    """A usual package and its net mass in kg; `designations` it usually holds, empty for any."""

    package: str
    net_kg: float
    designations: tuple[str, ...]
    specification: str
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Colour:
    """A former cylinder colour; `of` is a designation, or words where `kind` is `rule`."""

    of: str
    kind: str
    colour: str
    confidence: str


@dataclass(frozen=True, slots=True)
class UnNumber:
    """A UN number; an entry that is not `named` (n.o.s., machines) covers many gases and identifies none."""

    number: str
    name: str
    un_class: str
    designations: tuple[str, ...]
    named: bool
    note: str
    confidence: str


@cache
def cylinders() -> tuple[Package, ...]:
    """Usual packages, in the order of the table."""
    return tuple(
        Package(
            row["package"], float(row["net_kg"]), _parts(row["designations"]), row["specification"],
            row["note"], row["source"], row["confidence"],
        )
        for row in read("cylinders")
    )  # fmt: skip


@cache
def colours() -> tuple[Colour, ...]:
    """Former colours of cylinders."""
    return tuple(Colour(r["of"], r["kind"], r["colour"], r["confidence"]) for r in read("colours"))


def un_number(number: str) -> UnNumber:
    """The entry of a UN number, with or without `UN` before it; UnknownName where we hold none.

    >>> un_number("UN 1018").designations
    ('R-22',)
    """
    digits = number.upper().replace("UN", "").strip()
    found = _un_numbers().get(digits)
    if found is None:
        raise UnknownName("UN number of these gases", number)
    return found


def un_numbers() -> tuple[UnNumber, ...]:
    """Every UN number we hold."""
    return tuple(_un_numbers().values())


@cache
def _un_numbers() -> dict[str, UnNumber]:
    return {
        row["un_number"]: UnNumber(
            row["un_number"], row["name"], row["un_class"], _parts(row["designations"]),
            row["named"] == "yes", row["note"], row["confidence"],
        )
        for row in read("un_numbers")
    }  # fmt: skip


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
