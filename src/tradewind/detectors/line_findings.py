"""From signs on declaration items to findings: one an item and detector."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Protocol

import ibis

from tradewind.detectors.ranking import score, tier
from tradewind.detectors.sentences import Said, reasons, spoken
from tradewind.detectors.valuing import factors_of, factors_of_code, mass_of_grams, valued
from tradewind.errors import TradewindError
from tradewind.findings import Finding

#: How deep a check goes, cheapest first; opening goods comes last.
Depth = Literal["papers", "call", "weigh", "open"]
DEPTHS: Final[tuple[Depth, ...]] = ("papers", "call", "weigh", "open")
#: One line in a hundred in frame is a breach: assumed, until an office's own outcomes tell.
PRIOR: Final = 0.01
#: Columns of a line that a finding is made of.
LINE: Final = (
    "row_ref", "declaration_id", "item", "lodged_on", "regime", "importer", "importer_id", "exporter", "origin",
    "dispatch", "destination", "hs_edition", "hs_code", "code_words", "gas", "net_mass_g", "text_total_g",
    "historical",
)  # fmt: skip


class Asked(Protocol):
    """What a finding takes from the detector that saw its signs."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def family(self) -> str: ...

    @property
    def signs(self) -> Mapping[str, Any]: ...


def findings_of(detector: Asked, lines: ibis.Table, seen: ibis.Table) -> list[Finding]:
    """One finding an item that has signs of this detector; none for lines loaded as the past."""
    about = lines.select(*LINE)
    rows = seen.join(about, "row_ref").to_pyarrow().to_pylist()
    by_line: dict[str, list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda r: (r["row_ref"], r["sign"], str(r["a"]))):
        if not row["historical"]:
            by_line.setdefault(row["row_ref"], []).append(row)
    return [finding_of(detector, signs) for signs in by_line.values()]


def probability(weight: float, prior: float = PRIOR) -> float:
    """The probability of a breach after this weight of evidence.

    >>> round(probability(math.log(30)), 3)
    0.233
    """
    odds = prior / (1 - prior) * math.exp(weight)
    return odds / (1 + odds)


def finding_of(detector: Asked, seen: Sequence[Mapping[str, Any]]) -> Finding:
    """The finding of the signs of one item: each has LINE and the columns of its sign."""
    line = seen[0]
    strongest = max(weight_of(detector.signs, row) for row in seen)
    grams = line["net_mass_g"] if line["net_mass_g"] is not None else line["text_total_g"]
    worth = valued(mass_of_grams(grams, grams), _factors(line))
    scored = score(probability(strongest), worth.co2e_t, worth.odp_t)
    said = [
        Said(
            row["sign"], round(probability(weight_of(detector.signs, row)), 6),
            {key: row[key] or "" for key in ("a", "b", "c", "d")}, (line["row_ref"], *(row["rows"] or ())),
        )
        for row in seen
    ]  # fmt: skip
    signs = [detector.signs[row["sign"]] for row in seen]
    cheapest = min(signs, key=lambda s: DEPTHS.index(s.depth))
    return Finding(
        detector=detector.name, version=detector.version, subject_kind="declaration item",
        subject_id=f"{line['declaration_id'] or line['row_ref']}/{line['item'] or 1}",
        party=None, partner=None, substance=line["gas"] or line["code_words"],
        period_start=line["lodged_on"], period_end=line["lodged_on"], score=scored, tier=tier(scored),
        mass_kg=worth.mass_kg, co2e_t=worth.co2e_t, odp_t=worth.odp_t,
        reasons=reasons(said, {code: sign.sentence for code, sign in detector.signs.items()}),
        lawful_explanations=tuple(dict.fromkeys(text for sign in signs for text in sign.lawful)),
        cheapest_check=cheapest.check,
        facts={
            "family": detector.family, "weight_of_evidence": round(strongest, 3),
            "basis": sorted({sign.evidence.basis for sign in signs}), "importer": line["importer"],
            "regime": line["regime"], "hs_code": line["hs_code"], "hs_edition": line["hs_edition"],
            "said": spoken(said),
        },
    )  # fmt: skip


def weight_of(signs: Mapping[str, Any], row: Mapping[str, Any]) -> float:
    """The weight of evidence of one seen sign: its own times its strength, which is 1 where none is given."""
    strength = 1.0 if row["strength"] is None else float(row["strength"])
    weight: float = signs[row["sign"]].evidence.weight * strength
    return weight


def _factors(line: Mapping[str, Any]) -> Any:
    """By the gas where it is known, else by all the code can hold."""
    try:
        if line["gas"] and " or " not in line["gas"]:
            return factors_of([line["gas"]])
        if line["code_words"] and line["hs_code"] and line["hs_edition"]:
            return factors_of_code(line["hs_code"], line["hs_edition"])
    except TradewindError:
        return None
    return None
