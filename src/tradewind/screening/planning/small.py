"""What an office with few consignments is told: that its plan does not optimise, and what pooling would teach."""

from __future__ import annotations

from typing import Final

from tradewind.languages import Speaker
from tradewind.screening.planning import texts

#: With fewer lines in frame, or fewer checks, in a month the order of a plan is not told from chance: assumed.
FEW_LINES: Final = 100
FEW_CHECKS: Final = 10
_MONTHS: Final = 12
#: Offices that pool their floors in the sentence about neighbours.
_NEIGHBOURS: Final = 5


def is_small(frame_lines: int, checks: float) -> bool:
    """Whether there is too little to optimise."""
    return frame_lines < FEW_LINES or checks < FEW_CHECKS


def upper_share(checked: float) -> float:
    """The largest share that is still plausible, at 95 %, when that many lines drawn at random had nothing: from
    (1 - share)^n = 0.05, which is the exact bound of Clopper and Pearson with no find.

    >>> round(upper_share(7), 2), round(upper_share(300), 3)
    (0.35, 0.01)
    """
    return float(1 - 0.05 ** (1 / checked)) if checked > 0 else 1.0


def told(frame_lines: int, checks: float, floor_lines: float, language: str = "en") -> list[str]:
    """Sentences for an office with that many lines in frame and checks a month, of which the floor has so many."""
    speaker, year = Speaker("screening", language), _MONTHS * floor_lines
    return [
        speaker.say(texts.SMALL, lines=speaker.figure(f"{frame_lines:,}"), checks=f"{checks:.0f}"),
        speaker.count(texts.AT_THIS_PACE, round(year), n=f"{year:.0f}", share=_percent(upper_share(year))),
        speaker.say(texts.NEIGHBOURS, offices=_NEIGHBOURS, share=_percent(upper_share(_NEIGHBOURS * year))),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
