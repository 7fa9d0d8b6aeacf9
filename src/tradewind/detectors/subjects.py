"""Signs on what is no declaration item: a movement, the stock of a zone, a corridor.

The same evidence, families and sentences as `signs`; `see` names the subject itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.composing import About, composed
from tradewind.detectors.line_findings import DEPTHS, probability, weight_of
from tradewind.detectors.sentences import Said
from tradewind.detectors.sentences import explain as put
from tradewind.detectors.signs import Family, Sign
from tradewind.detectors.valuing import factors_named, mass_of_grams, valued
from tradewind.findings import Finding, strongest_first

#: What `see` gives: the subject (its natural key, Parties, substance as written, days and mass), which sign, up to
#: four values for its sentence as text, `strength` 0..1 (null is 1), the rows it rests on.
COLUMNS: Final = (
    "subject_id", "party", "partner", "substance", "period_start", "period_end", "mass_low_g", "mass_high_g",
    "sign", "a", "b", "c", "d", "strength", "rows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SubjectDetector:
    """A detector whose findings are about `subject_kind`; `methods` are the ids of the methods it looks for."""

    name: str
    version: str
    question: str
    needs: tuple[tuple[str, ...], ...]
    family: Family
    methods: tuple[str, ...]
    subject_kind: str
    signs: Mapping[str, Sign]
    Parameters: type[Any]
    see: Callable[[Holdings, Any], ibis.Table]

    def run(self, warehouse: Holdings, parameters: Any) -> list[Finding]:
        """One finding a subject that has a sign."""
        by_subject: dict[str, list[Mapping[str, Any]]] = {}
        seen = self.see(warehouse, parameters).to_pyarrow().to_pylist()
        for row in sorted(seen, key=lambda r: (r["subject_id"], r["sign"], str(r["a"]))):
            by_subject.setdefault(row["subject_id"], []).append(row)
        return strongest_first([self._finding(rows) for rows in by_subject.values()])

    def withheld(self, warehouse: Holdings, parameters: Any) -> dict[str, int]:
        """Nothing: a subject without the data for a sign has no sign."""
        del warehouse, parameters
        return {}

    def explain(self, finding: Finding, language: str = "en") -> str:
        """The finding as a paragraph."""
        return put(finding, {code: sign.sentence for code, sign in self.signs.items()}, language)

    def _finding(self, seen: Sequence[Mapping[str, Any]]) -> Finding:
        about = seen[0]
        strongest = max(weight_of(self.signs, row) for row in seen)
        worth = valued(
            mass_of_grams(about["mass_low_g"], about["mass_high_g"]), factors_named(about["substance"])
        )
        said = [
            Said(
                row["sign"], round(probability(weight_of(self.signs, row)), 6),
                {key: row[key] or "" for key in ("a", "b", "c", "d")}, tuple(sorted(set(row["rows"] or ()))),
            )
            for row in seen
        ]  # fmt: skip
        signs = [self.signs[row["sign"]] for row in seen]
        subject = About(
            self.subject_kind, about["subject_id"], about["substance"], about["period_start"],
            about["period_end"], about["party"], about["partner"],
        )  # fmt: skip
        return composed(
            (self.name, self.version), subject, worth, probability(strongest), said,
            {code: sign.sentence for code, sign in self.signs.items()},
            lawful=tuple(dict.fromkeys(text for sign in signs for text in sign.lawful)),
            check=min(signs, key=lambda s: DEPTHS.index(s.depth)).check,
            facts={
                "family": self.family, "weight_of_evidence": round(strongest, 3),
                "basis": sorted({sign.evidence.basis for sign in signs}),
            },
        )  # fmt: skip


def sign_on(
    rows: ibis.Table, sign: str, *, a: Any, b: Any = None, c: Any = None, d: Any = None, strength: Any = None
) -> ibis.Table:
    """COLUMNS for every row of `rows`, which holds the subject's columns and `rows`."""

    def text(value: Any) -> Any:
        return ibis.null("string") if value is None else value.cast("string")

    return rows.select(
        *COLUMNS[:8], sign=ibis.literal(sign), a=text(a), b=text(b), c=text(c), d=text(d),
        strength=ibis.null("float64") if strength is None else strength.cast("float64"), rows=rows.rows,
    )  # fmt: skip
