"""The estimate in words, in one of our languages: sentences for the minister, and rows for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tradewind.estimation import outlook, texts
from tradewind.estimation.leakage import Leakage, StratumLeakage
from tradewind.estimation.office_frame import OfficeFrame
from tradewind.estimation.sensitivity import UNEVENNESS
from tradewind.languages import Speaker
from tradewind.quantities import Interval, rounded

#: Below so many finds the interval spans a factor that people have to be told of: 30 finds leave about a third to each
#: side of a Poisson count (1.96 / sqrt(30)).
FEW: Final = 30
#: Factors up to this are told in figures, greater ones as what they are: ignorance.
_TOLD: Final = 20


class Wording:
    """The sentences of an estimate in one language."""

    def __init__(self, language: str = "en") -> None:
        self.speaker = Speaker("estimation", language)
        self.say = self.speaker.say

    def of(self, part: StratumLeakage, *, is_sentence: bool = True) -> str:
        """What is known of some goods, behind their name; with a capital letter where it begins a sentence."""
        name = self.say(part.name)
        return self.say(texts.OF, what=name.capitalize() if is_sentence else name, told=self.sentence(part))

    def sentence(self, part: StratumLeakage) -> str:
        """What is known of one stratum, or of all, in plain words."""
        if not part.lines:
            return self.say(texts.NO_LINE)
        if not part.inspected and not part.unseen_kg:
            return self.say(texts.ALL_LOOKED_AT)
        if not part.inspected:
            return self.say(texts.NONE_DRAWN, unseen=self.kg(part.unseen_kg))
        told = [self._found(part) if part.finds else self._nothing(part)]
        if part.open:
            told.append(self.speaker.count(texts.OPEN, part.open))
        return self.speaker.together(told)

    def outlook(self, made: Leakage) -> list[str]:
        """What a larger floor, or offices together, would teach."""
        if not made.all.inspected:
            return [self.say(texts.BEGIN)]
        told = []
        is_part = any(s.lines and not s.inspected for s in made.strata)
        floor = outlook.halving_floor(made)
        if floor is not None:
            halving = texts.HALVING_THERE if is_part else texts.HALVING
            told.append(self.speaker.count(halving, floor, now=self._count(made.all.inspected)))
        if made.all.finds < FEW:
            rates = dict(outlook.pooled(made))
            told.append(
                self.say(
                    texts.TOGETHER_THERE if is_part else texts.TOGETHER,
                    alone=self._percents(rates[1]), five=self._percents(rates[5]), twenty=self._percents(rates[20]),
                )
            )  # fmt: skip
        return told

    def assumptions(self, office: OfficeFrame, made: Leakage) -> list[str]:
        """What the estimate rests on."""
        inspected = (s.sensitivity for s in made.strata if s.inspected)
        bases = sorted({basis.said(self.speaker) for one in inspected for basis in one.bases})
        told = [
            *map(self.say, texts.ASSUMED),
            self.say(texts.INSPECTIONS_FIND, bases=self.speaker.series(bases)) if bases
            else self.say(texts.NOTHING_INSPECTED),
            self.say(texts.INTERVALS),
        ]  # fmt: skip
        counts = (
            (made.all.open, texts.OPEN_ENDS), (office.mass_unknown, texts.MASS_UNKNOWN),
            (office.found_unweighed, texts.FOUND_UNWEIGHED),
            (office.without_probability, texts.WITHOUT_PROBABILITY),
        )  # fmt: skip
        return told + [self.speaker.count(sentence, count) for count, sentence in counts if count]

    def not_covered(self, office: OfficeFrame, made: Leakage) -> list[str]:
        """What the estimate says nothing of."""
        told = [self.say(what) for what in texts.NOT_COVERED]
        missing = [self.say(s.name) for s in made.strata if s.lines and not s.inspected]
        if missing:
            told.append(self.say(texts.NO_DRAW_AMONG, strata=self.speaker.listed(missing)))
        if office.undated:
            told.append(self.speaker.count(texts.UNDATED, office.undated))
        return told

    def recapture(self) -> str:
        """What the number of loads from two looks rests on."""
        return self.say(texts.RECAPTURE, times=self.speaker.figure(f"{1 + UNEVENNESS**2:g}"))

    def kg_with_best(self, kg: Interval) -> str:
        """An interval of kg as people read it."""
        return self.say(
            texts.KG_WITH_BEST, low=self.kg(kg.low), high=self.kg(kg.high), mid=self.kg(kg.mid or 0.0)
        )

    def rows(self, parts: Sequence[StratumLeakage]) -> list[dict[str, Any]]:
        """The strata as rows for people, by the headings of the texts; no leakage is named where chance looked at
        nothing."""
        return [
            dict(zip(texts.HEADINGS, (
                self.say(part.name), part.lines, self.kg(part.mass_kg), part.inspected, part.finds,
                self.say(texts.KG, low=self.kg(part.leakage_kg.low), high=self.kg(part.leakage_kg.high)),
                self.kg(part.leakage_kg.mid or 0.0) if part.finds else None,
            ), strict=True))
            for part in parts
        ]  # fmt: skip

    def kg(self, value: float) -> str:
        """Three figures are more than any of these estimates bears."""
        if value < 1:
            return self.speaker.figure(f"{rounded(value):.2g}")
        digits = max(len(str(int(value))) - 3, 0)
        return self.speaker.figure(f"{round(value, -digits):,.0f}")

    def _nothing(self, part: StratumLeakage) -> str:
        high = self.kg(part.leakage_kg.high)
        return self.speaker.count(texts.NOTHING, part.inspected, one=texts.NOTHING_ON_ONE, high=high)

    def _found(self, part: StratumLeakage) -> str:
        kg, factor = part.leakage_kg, _factor(part)
        how_good = "well" if factor is None else "little" if factor > _TOLD else "factor"
        one_on_one, one, several = texts.FOUND[how_good]
        return self.say(
            several if part.finds > 1 else one if part.inspected > 1 else one_on_one,
            low=self.kg(kg.low), high=self.kg(kg.high), mid=self.kg(kg.mid or 0.0), finds=self._count(part.finds),
            drawn=self._count(part.inspected), factor=self.speaker.figure(f"{factor or 0.0:.1f}"),
        )  # fmt: skip

    def _count(self, number: int) -> str:
        return self.speaker.figure(f"{number:,}")

    def _percents(self, rate: Interval) -> str:
        low, high = (self.speaker.figure(f"{100 * end:.2g}") for end in (rate.low, rate.high))
        return self.say(texts.PERCENTS, low=low, high=high)


def _factor(part: StratumLeakage) -> float | None:
    """How far off the best figure can be; None where that need not be told."""
    kg = part.leakage_kg
    if part.finds >= FEW or not kg.mid:
        return None
    return max(kg.high / kg.mid, kg.mid / kg.low if kg.low else float("inf"))
