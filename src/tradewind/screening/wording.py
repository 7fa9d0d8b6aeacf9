"""Words of an answer: reasons, lawful explanations, checks, the record, in one of our languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from tradewind.languages import Speaker, long_day, translator
from tradewind.screening.record import Like, Stop, explanations
from tradewind.screening.screened import Screened
from tradewind.screening.seeing import VALUES

LIKE: Final = "%(total)s like this: %(confirmed)s confirmed, %(explained)s explained, %(open)s open."
LIKE_ON_PAPER: Final = (
    "%(total)s like this: %(confirmed)s confirmed, %(on_paper)s on paper only, %(explained)s explained, "
    "%(open)s open."
)
NONE_LIKE: Final = "None like this was inspected here yet."
SHARE: Final = "%(share)s %% of the %(settled)s settled were confirmed (%(low)s to %(high)s %%)."
EXPLAINED: Final = "The trader documented on %(day)s: %(text)s. It stands until %(until)s."
EXPLAINED_OPEN: Final = "The trader documented on %(day)s: %(text)s."
EXPLAINED_PAST: Final = "The trader documented on %(day)s: %(text)s. It stood until %(until)s."
AT_RANDOM: Final = "Drawn at random, so that rates can be known; nothing is alleged."
NO_CHECK: Final = "look over the papers"
#: Between the clauses of why a detector could not be asked.
_AND: Final = " and "
SENTENCES: Final = (
    LIKE, LIKE_ON_PAPER, NONE_LIKE, SHARE, EXPLAINED, EXPLAINED_OPEN, EXPLAINED_PAST, AT_RANDOM, NO_CHECK,
)  # fmt: skip


class Wording:
    """The sentences of one answer in one language."""

    def __init__(self, screened: Screened, language: str = "en") -> None:
        self.screened, self.language = screened, language
        self.speaker = Speaker("screening", language)
        self.say = translator("screening", language)
        self._of_detectors = translator("detectors", language)

    def sentences(self, places: Sequence[int] | None = None) -> list[str]:
        """The sentences of these signs, or of all, in their order."""
        seen = self.screened.seen if places is None else self.screened.seen.take(np.array(places, np.int64))
        templates = [self._of_detectors(k.sign.sentence) for k in seen.kinds]
        values = [[v or "" for v in seen.said[name].to_pylist()] for name in VALUES]
        return [
            templates[kind] % {"a": a, "b": b, "c": c, "d": d}
            for kind, a, b, c, d in zip(seen.kind.tolist(), *values, strict=True)
        ]

    def lawful(self, kinds: Sequence[int]) -> list[str]:
        """What may be honest about these kinds of signs, each once."""
        texts = (text for kind in kinds for text in self.screened.seen.kinds[kind].sign.lawful)
        return [self._of_detectors(text) for text in dict.fromkeys(texts)]

    def check(self, line: int) -> str:
        """The cheapest check that would settle a line."""
        place = int(self.screened.scores.cheapest[line])
        if place < 0:
            return self.say(NO_CHECK)
        return self._of_detectors(self.screened.seen.kinds[self.screened.seen.kind[place]].sign.check)

    def not_asked(self) -> dict[str, str]:
        """Why detectors could not be asked, by their names."""
        reasons = self.screened.seen.not_asked
        if self.language == "en":
            return dict(reasons)
        return {
            name: self.speaker.listed(map(self._of_detectors, why.split(_AND)))
            for name, why in reasons.items()
        }

    def like(self, detector: str) -> str:
        """This office's record of like findings; a percentage only once there are enough."""
        found = self.screened.record.like.get(detector, Like())
        if not found.total:
            return self.say(NONE_LIKE)
        counts = {"total": found.total, "confirmed": found.confirmed, "on_paper": found.on_paper,
                  "explained": found.explained, "open": found.open}  # fmt: skip
        told = self.say(LIKE_ON_PAPER if found.on_paper else LIKE) % counts
        if found.share is None:
            return told
        low, share, high = (f"{100 * part:.0f}" for part in found.share)
        return f"{told} " + self.say(SHARE) % {
            "share": share, "settled": found.settled, "low": low, "high": high,
        }  # fmt: skip

    def explained(self, trader: str | None, kinds: Sequence[int]) -> list[str]:
        """What this trader documented about these reasons, latest first."""
        codes = [self.screened.seen.kinds[kind].code for kind in kinds]
        return [self._explanation(stop) for stop in explanations(self.screened.record, trader, codes)]

    def _explanation(self, stop: Stop) -> str:
        values: dict[str, Any] = {
            "day": long_day(stop.day, self.language),
            "text": (stop.explanation or "").rstrip(". "),
        }
        until = stop.explanation_until
        if until is None:
            return self.say(EXPLAINED_OPEN) % values
        values["until"] = long_day(until, self.language)
        return self.say(EXPLAINED if until >= self.screened.on else EXPLAINED_PAST) % values
