"""What an office with few consignments is told: that its plan does not optimise, and what pooling would teach."""

from __future__ import annotations

from typing import Final

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


def told(frame_lines: int, checks: float, floor_lines: float) -> list[str]:
    """Sentences for an office with that many lines in frame and checks a month, of which the floor has so many."""
    year = _MONTHS * floor_lines
    return [
        f"With {frame_lines:,} lines of gas and equipment and about {checks:.0f} checks this month, this plan does not "
        "pretend to optimise: its order is stated weights of evidence times mass, nobody can tell from so few outcomes "
        "whether it beats your own judgement.",
        f"At this pace the random floor looks at about {year:.0f} lines a year. If none of them had anything illegal, "
        f"up to {upper_share(year):.0%} of such lines still could.",
        f"If {_NEIGHBOURS} offices like this drew their floors in this way and pooled them, the same answer after a "
        f"year would leave {upper_share(_NEIGHBOURS * year):.0%}, as far as their trade is alike.",
    ]
