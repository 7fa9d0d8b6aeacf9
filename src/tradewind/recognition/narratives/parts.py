"""A text that tells of several seizures, cut where each begins with a day and a place of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tradewind.recognition.narratives.said import (
    CountSaid,
    DateSaid,
    MassSaid,
    PlaceSaid,
    Span,
    SubstanceSaid,
)

#: A full stop behind a day ("2. Juni"), in a figure or before a small letter ends no sentence; one behind "R-22" does.
_SENTENCE: Final = re.compile(
    r"(?:[^.!?。\n]|\.(?=\d)|(?<=\d)\.(?=\s?[a-zа-яёіїєґß])|(?<=\s\d)\.|(?<=\s\d\d)\.|(?<= [гr])\.)+[.!?。\n]*"
)


def parts_of(
    text: str,
    dates: Sequence[DateSaid],
    places: Sequence[PlaceSaid],
    goods: Sequence[MassSaid | CountSaid | SubstanceSaid],
) -> list[Span]:
    """Where each seizure stands in the text; one span for all of it where they cannot be told apart.

    A part begins with a sentence that has a new day or month and a new place. It counts only where it says what was
    taken too; where one part does not, nothing is cut and a person makes the drafts.
    """
    whole = [Span(0, len(text))]
    starts: list[int] = []
    seen_places: set[str] = set()
    seen_dates: set[str] = set()
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        days = {str(d) for d in dates if d.month and start <= d.at.start < end}
        towns = {p.name for p in places if start <= p.at.start < end}
        if len(days) > 1 and len(towns) > 1:
            return whole  # two in one sentence
        if days - seen_dates and towns - seen_places:
            starts.append(start)
        seen_dates |= days
        seen_places |= towns
    if len(starts) < 2:
        return whole
    found = [Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    told = all(any(part.start <= g.at.start < part.end for g in goods) for part in found)
    return found if told else whole
