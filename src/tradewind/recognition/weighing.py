"""Which candidates are believed, by what stands around them, and which belong to another's composition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import Final

from tradewind.recognition.candidates import Candidate
from tradewind.recognition.codes import composition
from tradewind.recognition.cues import Spans, traps, traps_in
from tradewind.recognition.folding import fold_word

#: Below this a candidate is more likely something else.
KEPT: Final = 0.5
#: How far a trap's word reaches, in characters.
_NEAR: Final = 32


def weigh(folded: str, candidates: list[Candidate], cues: Spans) -> list[Candidate]:
    speaks_of_gas = "gas" in cues or any(c.plain and c.certainty >= 0.8 for c in candidates)
    traps_here = traps_in(folded)
    kept = []
    for candidate in candidates:
        if (candidate.kind == "number" and not candidate.plain) or candidate.kind == "abbreviation":
            candidate.certainty = _in_context(candidate, cues, speaks_of_gas, traps_here)
        if candidate.certainty >= KEPT:
            kept.append(candidate)
    return kept


def _in_context(candidate: Candidate, cues: Spans, speaks_of_gas: bool, traps_here: Spans) -> float:
    certainty = candidate.certainty
    for name, spans in traps_here.items():
        trap = traps()[name]
        if trap.numbers and candidate.key not in trap.numbers:
            continue
        near = any(s - _NEAR < candidate.end and candidate.start < e + _NEAR for s, e in spans)
        if (near and not _gas_nearer(candidate, spans, cues)) or (not trap.near and not speaks_of_gas):
            return 0.1
    if speaks_of_gas:
        return min(0.98, certainty + 0.25)
    if "weakgas" in cues or "vessel" in cues:
        return min(0.95, certainty + 0.12)
    return certainty


def _gas_nearer(candidate: Candidate, spans: list[tuple[int, int]], cues: Spans) -> bool:
    def gap(span: tuple[int, int]) -> int:
        return max(span[0] - candidate.end, candidate.start - span[1], 0)

    gas = min((gap(s) for s in cues.get("gas", ())), default=99)
    return gas <= min(map(gap, spans)) and gas < 12


def without_overlaps(candidates: list[Candidate]) -> list[Candidate]:
    chosen = _longest_apart(candidates)
    named = {c.designation for c in chosen}
    if named & {"Halon-1211", "Halon-1301", "Halon-2402"}:
        chosen = [c for c in chosen if c.designation != "Halon"]
    # "GAS-R134 ... R134a": the full name elsewhere in the text settles the short one.
    times = Counter(c.designation for c in chosen)
    plain = {c.designation for c in chosen if not c.alternatives}
    for candidate in (c for c in chosen if c.alternatives):
        settled = [a for a in candidate.alternatives if a in named and times[candidate.designation] == 1]
        if candidate.designation in plain:
            candidate.alternatives, candidate.certainty = (), 0.95
        elif len(settled) == 1:
            times[candidate.designation] -= 1
            times[settled[0]] += 1
            candidate.designation, candidate.alternatives, candidate.certainty = settled[0], (), 0.9
        else:
            continue
        plain.add(candidate.designation)
    return chosen


def _longest_apart(candidates: list[Candidate]) -> list[Candidate]:
    """The longest candidates of which no two overlap, in the order of the text."""
    chosen: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, -c.certainty)):
        at = bisect_left(chosen, candidate.start, key=lambda c: c.start)
        after = at == len(chosen) or candidate.end <= chosen[at].start
        before = at == 0 or chosen[at - 1].end <= candidate.start
        if before and after:
            chosen.insert(at, candidate)
    return chosen


_COMPOSES: Final = re.compile(
    fold_word(r"[(:=\[]|blend|mixture|mix|смес|混合|%|mezcla|melange|gemisch|mistura|miscela")
)


def without_components(folded: str, chosen: list[Candidate]) -> list[Candidate]:
    """Without the components that a named blend's composition lists: they say what it is made of."""
    blends = {c.designation: c for c in reversed(chosen) if composition(c.designation)}
    if not blends or len(chosen) < 3:
        return chosen
    dropped: set[int] = set()
    for blend, first in blends.items():
        parts = [c for c in chosen if c.designation in composition(blend)]
        if {c.designation for c in parts} != composition(blend):
            continue
        start, end = min(c.start for c in parts), max(c.end for c in parts)
        lead = folded[min(first.end, start) : max(first.end, start)] + folded[end : end + 3]
        together = not any(start < c.start < end for c in chosen if c not in parts)
        if together and _COMPOSES.search(lead + folded[start:end]):
            dropped |= {id(c) for c in parts}
    return [c for c in chosen if id(c) not in dropped]
