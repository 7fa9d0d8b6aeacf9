"""Screening a set of lines: signs, this office's record, scores, and what to open on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.signs import LineDetector
from tradewind.screening.collecting import without_collecting
from tradewind.screening.lines import Lines, Screening
from tradewind.screening.picking import Picks, pick
from tradewind.screening.record import Record, lighter, record
from tradewind.screening.scoring import Parameters, Scores, merged, score
from tradewind.screening.seeing import Numbers, Seen, see
from tradewind.screening.steady import brought_kg
from tradewind.screening.worth import expected_co2e_t

#: Lines a small team opens in a day, unless it says otherwise.
CAPACITY = 20


@dataclass(frozen=True, slots=True)
class Screened:
    """One answer about the first `count` lines of `screening`. `seen` holds each reason once a line, weighed as
    this office's record has it; `co2e_t` is what would be illegal on each line if it were. `model` is the SHA-256 of
    an adopted model, empty without one, and `model_says` why it scored the picked lines so; where `is_by_model` is
    false the rules scored. What `is_ranked_only` has no meaning as a probability."""

    screening: Lines
    on: date
    capacity: int
    parameters: Parameters
    seen: Seen
    record: Record
    scores: Scores
    co2e_t: Numbers
    picks: Picks
    model: str = ""
    is_by_model: bool = False
    is_ranked_only: bool = False
    model_says: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many lines were screened."""
        return self.screening.count

    @property
    def lines(self) -> pa.Table:
        """The screened lines with their derived columns."""
        return self.screening.lines.slice(0, self.count)

    def signs_on(self, line: int) -> range:
        """Places of a line's signs, strongest first."""
        first, end = np.searchsorted(self.seen.line, [line, line + 1])
        return range(int(first), int(end))


def screen(
    screening: Screening,
    on: date,
    *,
    capacity: int = CAPACITY,
    parameters: Parameters | None = None,
    seed: int | None = None,
    detectors: Sequence[LineDetector] = ITEM_DETECTORS,
) -> Screened:
    """Screen the lines as of a day. The seed of the random floor is by default the day itself, as 20261129."""
    chosen = parameters or Parameters()
    with without_collecting():
        seen = merged(see(screening, detectors))
    known = record(screening, seen, on)
    seen = merged(lighter(screening, seen, known))
    worth = expected_co2e_t(screening.lines)
    in_frame = screening.lines["in_frame"].to_numpy(zero_copy_only=False)
    scores = score(seen, screening.lines, brought_kg(screening.lines, np.datetime64(on)), worth, chosen)
    drawn = seed_of(on, seed)
    open_to = eligible(screening, known)
    picks = pick(
        ranked(screening, scores, open_to),
        in_order(screening, np.flatnonzero(in_frame[: screening.count] & open_to)),
        screening.count,
        capacity,
        drawn,
    )
    return Screened(screening, on, capacity, chosen, seen, known, scores, worth, picks)


def seed_of(on: date, seed: int | None) -> int:
    """The seed of the random floor: by default the day itself, as 20261129."""
    return int(on.strftime("%Y%m%d")) if seed is None else seed


def eligible(screening: Lines, known: Record) -> Numbers:
    """Lines that can still be opened: lodged by the day, not inspected before, not loaded as the past."""
    lines = screening.lines.slice(0, screening.count)
    lodged = pc.fill_null(pc.less_equal(lines["lodged_on"], pa.scalar(known.on, pa.date32())), True)
    past = pc.fill_null(lines["historical"], False)
    eligible: Numbers = pc.and_not(lodged, past).to_numpy(zero_copy_only=False).copy()
    eligible[[line for line in known.inspected if line < screening.count]] = False
    return eligible


def ranked(screening: Lines, scores: Scores, eligible: Numbers) -> Numbers:
    """Eligible lines with signs by priority, ties by the goods' own number."""
    with_signs = np.flatnonzero((scores.signs[: screening.count] > 0) & eligible)
    ordered = in_order(screening, with_signs)
    best: Numbers = ordered[np.argsort(-scores.priority[ordered], kind="stable")]
    return best


def in_order(screening: Lines, places: Numbers) -> Numbers:
    """Places of lines by declaration and item, an order that a shuffled file does not change."""
    keys = screening.lines.select(["declaration_id", "item", "row_ref"]).take(pa.array(places))
    order = pc.sort_indices(keys, [(name, "ascending") for name in keys.column_names])
    ordered: Numbers = places[order.to_numpy()]
    return ordered
