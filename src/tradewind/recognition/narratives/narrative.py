"""A text about a seizure, read into what a person then confirms. Nothing of it counts until somebody does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final, TypeVar

from tradewind.quantities import kilograms
from tradewind.recognition.folding import Folded, fold
from tradewind.recognition.language import language_of
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.mentions import read_mentions
from tradewind.recognition.narratives.amounts import amounts_in
from tradewind.recognition.narratives.dates import dates_in
from tradewind.recognition.narratives.methods import methods_in
from tradewind.recognition.narratives.parts import parts_of
from tradewind.recognition.narratives.phrases import SENTENCE_ENDS, pattern
from tradewind.recognition.narratives.places import places_in
from tradewind.recognition.narratives.said import (
    CountSaid,
    DateSaid,
    MassSaid,
    MethodSaid,
    NotRead,
    PlaceSaid,
    Span,
    SubstanceSaid,
)
from tradewind.recognition.narratives.scope import denial_of, elsewhere_in, outside

#: "carried the R-134a label".
_IS_LABEL: Final = re.compile(r"[^\w]{1,2}(?:labels?|stickers?|markings?|boxes|cartons)(?!\w)")
_Said = TypeVar("_Said", MassSaid, CountSaid, SubstanceSaid)
_Any = TypeVar("_Any", DateSaid, PlaceSaid, SubstanceSaid, MassSaid, CountSaid, NotRead)
#: How far before a gas the words are looked for that say whether it is a claim.
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a text says of one seizure or several: lists in the order of the text, each with where it stands."""

    text: str
    language: str | None
    dates: tuple[DateSaid, ...]
    places: tuple[PlaceSaid, ...]
    substances: tuple[SubstanceSaid, ...]
    masses: tuple[MassSaid, ...]
    containers: tuple[CountSaid, ...]
    methods: tuple[MethodSaid, ...]
    not_read: tuple[NotRead, ...]

    @property
    def contents(self) -> tuple[str, ...]:
        """What the goods were, each once; what only a label or a paper claims is left out where another was found."""
        return tuple(dict.fromkeys(s.designation for s in self.substances if not s.claimed))

    @property
    def may_be_several(self) -> bool:
        """Whether it seems to tell of more than one seizure: then each is typed in by itself."""
        days = {(d.year, d.month, d.day) for d in self.dates if d.day}
        return len(days) > 1 or len(self.places) > 2 or len(self.seizures) > 1

    @property
    def seizures(self) -> tuple[Narrative, ...]:
        """One reading for each seizure where the text tells them clearly apart, and otherwise itself alone."""
        goods: list[MassSaid | CountSaid | SubstanceSaid] = [*self.masses, *self.containers, *self.substances]
        parts = parts_of(self.text, self.dates, self.places, goods)
        return tuple(self._of(part) for part in parts) if len(parts) > 1 else (self,)

    def _of(self, part: Span) -> Narrative:
        """What stands in a part of the text, told in positions of the whole."""
        substances, counts = _within(self.substances, part), _within(self.containers, part)
        methods = methods_in(
            fold(self.text[part.start : part.end]),
            [replace(s, at=Span(s.at.start - part.start, s.at.end - part.start)) for s in substances],
            counted=bool(counts),
        )
        return replace(
            self, dates=_within(self.dates, part), places=_within(self.places, part), substances=substances,
            masses=_within(self.masses, part), containers=counts, not_read=_within(self.not_read, part),
            methods=tuple(
                replace(m, at=Span(m.at.start + part.start, m.at.end + part.start)) for m in methods
            ),
        )  # fmt: skip

    def as_dict(self) -> dict[str, object]:
        """Keys as the command's JSON has them; masses in kilograms, every value with `start` and `end`."""
        return {
            "dates": [{"date": str(d), "precision": d.precision, **_at(d.at)} for d in self.dates],
            "places": [{"name": p.name, **_at(p.at)} for p in self.places],
            "substances": [
                {"designation": s.designation, "claimed": s.claimed, **_at(s.at)} for s in self.substances
            ],
            "masses": [
                {"kg": kilograms(m.grams), "hedge": m.hedge, "computed": m.computed, **_at(m.at)}
                for m in self.masses
            ],
            "cylinders": [{"count": c.count, "hedge": c.hedge, **_at(c.at)} for c in self.containers],
            "methods": [{"code": m.code, **_at(m.at)} for m in self.methods],
            "not_read": [
                {"text": n.text, "reason": n.reason, "mend": n.mend, **_at(n.at)} for n in self.not_read
            ],
            "may_be_several": self.may_be_several,
            "seizures": len(self.seizures),
        }


def _within(said: tuple[_Any, ...], part: Span) -> tuple[_Any, ...]:
    return tuple(one for one in said if part.start <= one.at.start < part.end)


def _at(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def read_narrative(text: str, published_on: date | None = None) -> Narrative:
    """What a text about a seizure says; with the day it was published, "yesterday" is a date too.

    >>> read = read_narrative("On 3 July 2019 customs at Karachi seized 1,150 cylinders of R-22, 13.6 kg each.")
    >>> [str(d) for d in read.dates], [p.name for p in read.places], read.contents
    (['2019-07-03'], ['Karachi'], ('R-22',))
    >>> [c.count for c in read.containers], [m.grams for m in read.masses]
    ([1150], [15640000])
    """
    shape = fold(text)
    dates, refused = dates_in(shape, published_on)
    masses, counts = amounts_in(shape)
    substances = _substances(_without_traps(text) if masses or counts else text, shape)
    aside = elsewhere_in(shape)
    masses, counts, substances = _of_it(masses, aside), _of_it(counts, aside), _of_it(substances, aside)
    events = [*(d.at for d in dates), *(m.at for m in masses), *(c.at for c in counts)]
    places = places_in(text, [s.at for s in substances], events)
    return Narrative(
        text, language_of(text), tuple(dates), tuple(places), tuple(substances), tuple(masses), tuple(counts),
        tuple(methods_in(shape, substances, counted=bool(counts))), tuple(refused),
    )  # fmt: skip


def _of_it(said: list[_Said], aside: list[Span]) -> list[_Said]:
    """Without what stands in sentences about something else, unless nothing else is said."""
    return [one for one in said if outside(aside, one.at)] or said


def _without_traps(text: str) -> str:
    """The text with the words blanked that elsewhere say that "R22" is a car, a tyre or a road.

    Who counts cylinders tells of a gas, and of the van, the tyres and the motorway that it was found in, behind and on.
    """
    return _traps().sub(lambda found: " " * len(found.group()), text)


@cache
def _traps() -> re.Pattern[str]:
    words = {word.rstrip("$") for row in data_rows("traps.csv") for word in row["cues"].split(";")}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)), re.IGNORECASE)


def _substances(text: str, shape: Folded) -> list[SubstanceSaid]:
    """Mentions, each content or claim. A claim is one behind a word for labels or papers, before another was found."""
    # What an advert denies or replaces is no offer; of a seizure the words beside the gas say it more closely.
    mentions = [m for m in read_mentions(text).mentions if m.role in ("named", "absent", "replaced")]
    found: list[SubstanceSaid] = []
    papers: list[SubstanceSaid] = []
    for mention in mentions:
        end = shape.place(mention.start)
        match denial_of(shape.text, end, shape.place(mention.end)):
            case "absent":
                continue
            case "instead":
                papers.append(
                    SubstanceSaid(mention.designation, Span(mention.start, mention.end), claimed=True)
                )
                continue
        first = max(0, end - _LONGEST)
        sentence = max(first, *(shape.text.rfind(mark, first, end) + 1 for mark in SENTENCE_ENDS))
        claims = [m.end() for m in pattern("claimed").finditer(shape.text, sentence, end)]
        facts = [m.end() for m in pattern("actual").finditer(shape.text, sentence, end)]
        claimed = bool(claims) and max(claims) > max(facts, default=-1)
        claimed = claimed or bool(_IS_LABEL.match(shape.text, shape.place(mention.end)))
        found.append(SubstanceSaid(mention.designation, Span(mention.start, mention.end), claimed))
    contents = {s.designation for s in found if not s.claimed}
    if not contents:  # only labels speak: then they are what is known
        return [SubstanceSaid(s.designation, s.at) for s in found]
    return sorted([*found, *papers], key=lambda s: s.at.start)
