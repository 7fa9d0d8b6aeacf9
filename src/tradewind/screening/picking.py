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


@dataclass(frozen=True, slots=True)
class Draw:
    """The random floor before it meets the lines: `sample` are places among the lines in frame; `cases` are (chance,
    how many lines the floor gets); `drawn` how many it got."""

    sample: Numbers
    cases: tuple[tuple[float, int], ...]
    drawn: int
    seed: int
    in_frame: int


def draw(in_frame: int, capacity: int, seed: int, floor: float = FLOOR) -> Draw:
    """The floor's draw out of that many lines in frame."""
    random = np.random.default_rng(seed)
    fewest = int(capacity * floor)
    share = capacity * floor - fewest
    drawn = min(fewest + int(random.random() < share), in_frame)
    sample = np.sort(random.choice(in_frame, drawn, replace=False)) if drawn else np.zeros(0, np.int64)
    cases = ((1 - share, min(fewest, in_frame)), (share, min(fewest + 1, in_frame)))
    return Draw(sample, cases, drawn, seed, in_frame)


def picks(
    drawing: Draw, ranked: Numbers, chosen: Numbers, frame: Numbers, lines: int, capacity: int, first: int = 0
) -> Picks:
    """Picks among `lines` lines of which the first is that of place `first`, out of `ranked` (places of lines with
    signs, best first), `chosen` (places the floor drew) and `frame` (places of these lines that are in frame)."""
    inclusion, floor_probability = np.zeros(lines), np.zeros(lines)
    here = frame - first
    for chance, count in drawing.cases:
        each = count / drawing.in_frame if drawing.in_frame else 0.0
        sure = np.zeros(lines)
        sure[here] = each
        sure[_within(ranked[: max(capacity - count, 0)], first, lines)] = 1.0
        inclusion += chance * sure
        floor_probability[here] += chance * each
    risk = ranked[: max(capacity - drawing.drawn, 0)]
    return Picks(
        _within(risk, first, lines), _within(chosen, first, lines), inclusion, floor_probability, drawing.seed,
        drawing.in_frame,
    )  # fmt: skip


def pick(
    ranked: Numbers, frame: Numbers, lines: int, capacity: int, seed: int, floor: float = FLOOR
) -> Picks:
    """Picks out of `ranked` (places of lines with signs, best first) and of `frame` (places of lines in frame, in an
    order that does not depend on the file's)."""
    drawing = draw(len(frame), capacity, seed, floor)
    return picks(drawing, ranked, frame[drawing.sample], frame, lines, capacity)


def _within(places: Numbers, first: int, lines: int) -> Numbers:
    return places[(places >= first) & (places < first + lines)] - first
