"""Mentions of substances in a text: found by the automaton, weighed by what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tradewind.recognition.candidates import Candidate, candidates_in
from tradewind.recognition.cues import Spans, cues_in
from tradewind.recognition.folding import Folded, fold
from tradewind.recognition.roles import role_of
from tradewind.recognition.weighing import weigh, without_components, without_overlaps


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. `start:end` index the original text and give `text`.

    `kind`: number, name, trade, formula, abbreviation, family, cas, un. `role`: named (spoken of), absent
    ("R-22 free"), replaced ("replacement for R-22"), served ("gauge for R-134a").
    """

    designation: str
    text: str
    start: int
    end: int
    confidence: float
    ambiguous: bool = False
    alternatives: tuple[str, ...] = ()
    kind: str = "number"
    role: str = "named"

    def as_dict(self) -> dict[str, object]:
        """Keys as the command's JSON has them."""
        return {
            "designation": self.designation,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "confidence": round(self.confidence, 3),
            "ambiguous": self.ambiguous,
            "alternatives": list(self.alternatives),
            "kind": self.kind,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's mentions with what was needed to find them, so that later questions need not look again."""

    folded: str
    mentions: tuple[Mention, ...]
    cues: Spans


#: What a text says that names nothing.
NOTHING: Final = Reading("", (), {})


def read_mentions(text: str) -> Reading:
    """The mentions of a text in order, without overlaps."""
    shape = fold(text)
    candidates = candidates_in(shape.text)
    if not candidates:
        return NOTHING
    cues = cues_in(shape.text)
    weighed = weigh(shape.text, candidates, cues)
    chosen = without_components(shape.text, without_overlaps(weighed))
    for candidate in chosen:
        candidate.role = role_of(shape.text, candidate, cues)
    return Reading(shape.text, tuple(_mention(text, shape, c) for c in chosen), cues)


def _mention(text: str, shape: Folded, found: Candidate) -> Mention:
    start, end = shape.span(found.start, found.end)
    ambiguous = bool(found.alternatives) and found.certainty < 0.95
    return Mention(
        found.designation,
        text[start:end],
        start,
        end,
        found.certainty,
        ambiguous,
        found.alternatives if ambiguous else (),
        found.kind,
        found.role,
    )


def mentions_many(texts: Sequence[str]) -> list[tuple[Mention, ...]]:
    """Mentions of each text; a text that comes again is read once."""
    seen: dict[str, tuple[Mention, ...]] = {}
    found = []
    for text in texts:
        mentions = seen.get(text)
        if mentions is None:
            mentions = seen[text] = read_mentions(text).mentions
        found.append(mentions)
    return found
