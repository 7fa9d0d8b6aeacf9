"""Signs on a declaration item: what a detector of lines sees, what it weighs, and what would settle it.

The weight of evidence of a sign is ln P(sign | breach) / P(sign | lawful), capped at ln 30, with what is behind it
in words. A sign whose data are absent weighs nothing: silence is not innocence. Signs belong to families; within a
family the strongest counts, because its signs repeat each other; families add with a shrinkage (`screening.scoring`).

Nobody has counted these shares at a border. Each was assumed first, after public cases and the ways of the trade, and
stays so where its basis is ASSUMED. Where it is MOVED, invented worlds were looked at: two thirds of the way was gone
from the assumed figure to what 94 months of ten sets of parameters showed (`simulation.world`, sets 100 to 112 of
`WorldParameters.varied`; what is measured on worlds uses others). Those worlds are themselves assumed. A share is
therefore the frequency of no real trade: it puts lines in order, and no list for people shows what follows from it as a
probability. An office learns its own from what it finds (`screening.learning`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_findings import Depth, findings_of
from tradewind.detectors.line_table import lines_of
from tradewind.detectors.sentences import explain as put
from tradewind.findings import Finding, strongest_first

Family = Literal[
    "description and code", "packages and mass", "licence and quota", "route and regime", "actor", "price"
]
CAP: Final = math.log(30)
#: What is behind the shares of a sign, in the words of `Evidence.basis`.
ASSUMED: Final = "assumed"
MOVED: Final = "assumed, then moved in view of invented worlds"
#: What a detector's table of signs has: the line (`row_ref`), which sign, up to four values for its sentence as
#: text, `strength` 0..1 by which its weight is multiplied (null is 1), and other rows it rests on.
COLUMNS: Final = ("row_ref", "sign", "a", "b", "c", "d", "strength", "rows")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a sign is seen on breaches and on lawful lines; `basis` says what is behind it: ASSUMED, MOVED, or
    counts, in words."""

    breach: float
    lawful: float
    basis: str = ASSUMED

    @property
    def weight(self) -> float:
        """The weight of evidence, in natural logarithms, at most ln 30.

        >>> round(Evidence(0.3, 0.01).weight, 3), round(Evidence(0.9, 0.001).weight, 3)
        (3.401, 3.401)
        """
        return min(math.log(self.breach / self.lawful), CAP)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its evidence, its sentence (with %(a)s to %(d)s), the lawful explanations that remain, the
    cheapest check that would settle it and how deep that goes."""

    evidence: Evidence
    sentence: str
    lawful: tuple[str, ...]
    check: str
    depth: Depth = "papers"


@dataclass(frozen=True, slots=True)
class LineDetector:
    """A detector of lines. `see` gives the signs (COLUMNS) on `lines` (declarations with their derived columns,
    see `line_table.lines_of`); `methods` are the ids of the methods of smuggling it looks for. `speaking_only` promises
    that a line that says nothing of gas (`line_table.speaking`) changes nothing of what it sees."""

    name: str
    version: str
    question: str
    needs: tuple[tuple[str, ...], ...]
    family: Family
    methods: tuple[str, ...]
    signs: Mapping[str, Sign]
    Parameters: type[Any]
    see: Callable[[ibis.Table, Holdings, Any], ibis.Table]
    speaking_only: bool = False

    def run(self, warehouse: Holdings, parameters: Any) -> list[Finding]:
        """One finding a declaration item that has a sign; none for lines loaded as the past."""
        lines = lines_of(warehouse)
        seen = self.see(lines, warehouse, parameters)
        return strongest_first(findings_of(self, lines, seen))

    def withheld(self, warehouse: Holdings, parameters: Any) -> dict[str, int]:
        """Nothing: a line without the data for a sign has no sign."""
        del warehouse, parameters
        return {}

    def explain(self, finding: Finding, language: str = "en") -> str:
        """The finding as a paragraph."""
        return put(finding, {code: sign.sentence for code, sign in self.signs.items()}, language)


def sign_rows(
    lines: ibis.Table,
    sign: str,
    *,
    a: Any = None,
    b: Any = None,
    c: Any = None,
    d: Any = None,
    strength: Any = None,
    rows: Any = None,
) -> ibis.Table:
    """COLUMNS for every row of `lines`: the sign with the values of its sentence, as text."""

    def text(value: Any) -> Any:
        return ibis.null("string") if value is None else value.cast("string")

    return lines.select(
        row_ref=lines.row_ref, sign=ibis.literal(sign), a=text(a), b=text(b), c=text(c), d=text(d),
        strength=ibis.null("float64") if strength is None else strength.cast("float64"),
        rows=ibis.null("array<string>") if rows is None else rows,
    )  # fmt: skip


def kilograms(grams: Any) -> Any:
    """Grams as the text of whole kilograms, for a sentence."""
    return (grams / 1000).round(0).cast("int64").cast("string")
