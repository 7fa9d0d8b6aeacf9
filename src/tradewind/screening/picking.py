"""Which lines are opened: most by priority, some at random, each with the probability it had.

The random floor is drawn from all eligible lines in frame, whatever their score, so that a rate can be estimated
without bias: the sum over drawn lines of (what was found / probability), divided by the number of lines in frame.
Where a share of the capacity is no whole number, chance decides whether the floor gets one more, and the
probabilities take that in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from tradewind.screening.seeing import Numbers

#: Part of the capacity that is drawn at random: assumed; a tenth costs little and is what rates rest on.
FLOOR: Final = 0.1
SelectedBy = Literal["risk", "floor", "both"]


@dataclass(frozen=True, slots=True)
class Picks:
    """`risk` and `floor` are places of lines, in order; the probabilities have one entry a line, 0 where it could not
    be picked. `seed` draws the same lines again; `in_frame` is how many the floor was drawn from."""

    risk: Numbers
    floor: Numbers
    inclusion: Numbers
    floor_probability: Numbers
    seed: int
    in_frame: int

    @property
    def lines(self) -> list[int]:
        """All picked lines, by priority first, then those only the floor has."""
        return list(dict.fromkeys([*self.risk.tolist(), *self.floor.tolist()]))

    def selected_by(self, line: int) -> SelectedBy:
        """How a picked line was chosen."""
        if line in self.risk:
            return "both" if line in self.floor else "risk"
        return "floor"


def pick(
    ranked: Numbers, frame: Numbers, lines: int, capacity: int, seed: int, floor: float = FLOOR
) -> Picks:
    """Picks out of `ranked` (places of lines with signs, best first) and of `frame` (places of lines in frame, in an
    order that does not depend on the file's)."""
    random = np.random.default_rng(seed)
    fewest = int(capacity * floor)
    share = capacity * floor - fewest
    drawn = min(fewest + int(random.random() < share), len(frame))
    sample = np.sort(random.choice(len(frame), drawn, replace=False)) if drawn else np.zeros(0, np.int64)
    cases = [(1 - share, min(fewest, len(frame))), (share, min(fewest + 1, len(frame)))]
    inclusion, floor_probability = np.zeros(lines), np.zeros(lines)
    for chance, count in cases:
        each = count / len(frame) if len(frame) else 0.0
        here = np.zeros(lines)
        here[frame] = each
        here[ranked[: max(capacity - count, 0)]] = 1.0
        inclusion += chance * here
        floor_probability[frame] += chance * each
    return Picks(
        ranked[: max(capacity - drawn, 0)], frame[sample], inclusion, floor_probability, seed, len(frame)
    )
