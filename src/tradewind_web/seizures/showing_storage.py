"""The ways of disposal as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tradewind.ledgers.disposal import Assessed
from tradewind_web.phrasing import listed
from tradewind_web.seizures.words_custody import AXIS_WORDS, CONDITION_WORDS, WAY_NOTES, Answer, Way


@dataclass(frozen=True, slots=True)
class ShownWay:
    """One way with why it is lawful or not, its ratings and what it does to the yearly figures."""

    way: str
    name: str
    is_lawful: bool | None
    why: str
    ratings: list[tuple[str, int]]
    score: int
    article7: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition with its answer, on what it rests, and who asks for it."""

    words: str
    answer: str
    answer_words: str
    rests_on: str
    source: str
    binds: bool


def shown_ways(ways: Sequence[Assessed]) -> list[ShownWay]:
    """The ways in their order."""
    return [
        ShownWay(
            way.way, str(Way(way.way).label), way.is_lawful, _why(way),
            [(str(AXIS_WORDS[axis]), rating) for axis, rating in way.ratings.items()], way.score, article7_text(way),
            str(WAY_NOTES[way.way]),
        )
        for way in ways
    ]  # fmt: skip


def shown_conditions(way: Assessed, answers: Mapping[str, Sequence[str]]) -> list[ShownCondition]:
    """The conditions of one way."""
    return [
        ShownCondition(
            str(CONDITION_WORDS[c.code]), answer, str(Answer(answer).label), (answers.get(c.code) or ("", ""))[1],
            c.source, c.binds,
        )
        for c, answer in way.answers
    ]  # fmt: skip


def article7_text(way: Assessed) -> str:
    """What it does to the yearly figures, by decision XIV/7."""
    if way.article7 == "counted":
        return _("placed on the market: counts as an import and as consumption")
    return _("not placed on the market: not counted as consumption (decision XIV/7)")


def _why(way: Assessed) -> str:
    told = way.against or way.open
    return listed(str(CONDITION_WORDS[c.code]) for c in told)
