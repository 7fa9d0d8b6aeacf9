"""Screening of more lines than memory holds: the same answers, with what grows with the lines kept on disk.

Three passes. The lines are derived and written to a folder. The detectors are asked over those files, by an engine
within bounds; what is then held in memory are signs, and the few columns of the lines that have them. Last, the rows
of the answer are made part by part. An adopted model takes two passes more, before the last: what lines say beside each
other is added up on disk, then the lines with signs get the probabilities that put them in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.line_findings import LINE
from tradewind.detectors.signs import LineDetector
from tradewind.screening.answering import asked_of
from tradewind.screening.learning.by_parts import FeaturesByPart
from tradewind.screening.learning.trained import Trained
from tradewind.screening.lines import no_rows
from tradewind.screening.picking import Draw, Picks, draw, picks
from tradewind.screening.questions import EVERY_LINE, LINES
from tradewind.screening.record import Record, lighter, record
from tradewind.screening.scoring import Parameters, Scores, merged, score, with_probability
from tradewind.screening.screened import CAPACITY, Screened, eligible, ranked, seed_of
from tradewind.screening.seeing import Numbers, Seen, askable, gathered, seen_of
from tradewind.screening.spilled import PLACE, Spilled, parts_of
from tradewind.screening.worth import expected_co2e_t
from tradewind.warehouse import Warehouse

#: Rows asked of the warehouse at a time.
_AT_A_TIME: Final = 65_536
#: What the list, the record and the scores need of a line.
_KEPT: Final = tuple(dict.fromkeys((
    *LINE, "office", "description", "consignee_id", "consignee", "exporter_id", "text_gas", "text_package_g",
    "gross_mass_g", "packages", "package_kind", "text_count", "charge_g", "text_charge_g", "equipment_units",
    "code_kind", "in_frame",
    "co2e_low", "co2e_high", "text_controlled", PLACE,
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a set, with the tables that stand beside it."""

    lines: pa.Table
    count: int
    holdings: Holdings

    @property
    def generation(self) -> int:
        """That of the tables beside the lines."""
        return self.holdings.generation

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows."""
        return self.holdings.tables()

    def current(self, name: str) -> ibis.Table:
        """One row a natural key."""
        return self.holdings.current(name) if name in self.tables() else ibis.memtable(no_rows(name))


class LargeScreened:
    """One answer about the many lines of `source`, with the tables of `holdings` beside them. `listed` is that answer
    for the lines with signs, those inspected and those drawn; `parts` are answers about all lines, some at a time, in
    the order of the lines. A model scores as it does in memory (`learning.rescored`)."""

    def __init__(
        self, source: Warehouse, holdings: Holdings, on: date, folder: Path, *, capacity: int = CAPACITY,
        seed: int | None = None, parameters: Parameters | None = None,
        detectors: Sequence[LineDetector] = ITEM_DETECTORS, trained: Trained | None = None,
    ) -> None:  # fmt: skip
        self._holdings, self._on, self._capacity = holdings, on, capacity
        self._parameters = parameters or Parameters()
        self._spilled = Spilled(parts_of(source.stream("declarations", _AT_A_TIME)), folder)
        self.count = self._spilled.count
        self._seen = self._asked(detectors)
        self._spoken = self._spoken_of()
        self._judged(self._places(()))
        self._draw, self._chosen = self._floor(seed_of(on, seed))
        at = self._places(self._chosen)
        part, self._record, self._seen = self._judged(at)
        self._model = trained
        self._features = FeaturesByPart(
            self._spilled, holdings, self._spoken, on, folder, for_rules=self._scoring is None
        )
        self.listed = self._listed(part, at)

    def parts(self) -> Iterator[Screened]:
        """Answers about all lines, some at a time."""
        for first, lines in self._spilled.parts():
            seen = self._seen_within(first, len(lines))
            yield self._answer(Part(lines, len(lines), self._holdings), seen, first, self._ranked)

    def close(self) -> None:
        """Let go of the engine."""
        self._spilled.close()

    def _asked(self, detectors: Sequence[LineDetector]) -> Seen:
        """The signs on all lines; `line` is the place among all."""
        asked, not_asked = askable(self._holdings, detectors)
        engine = self._spilled.engine
        sql = asked_of(engine, Part(pa.table({}), 0, self._holdings), asked)
        kinds, signs = gathered(asked, [self._spilled.arrow(one) for one in sql])
        engine.register("signs", pa.table({"row_ref": pc.unique(signs["row_ref"])}))
        found = self._spilled.arrow(
            f"SELECT row_ref, {PLACE}, coalesce(historical, false) AS past FROM {EVERY_LINE} SEMI JOIN signs "
            "USING (row_ref)"
        )
        at = pc.index_in(signs["row_ref"], value_set=found["row_ref"].cast(pa.string())).combine_chunks()
        line = found[PLACE].take(at).to_numpy()
        return seen_of(kinds, signs, line, found["past"].take(at).to_numpy(), not_asked)

    def _places(self, more: Sequence[int] | Numbers) -> Numbers:
        """Places of the lines with signs, of those that were inspected, and of these."""
        return np.union1d(np.union1d(self._seen.line, np.asarray(more, np.int64)), self._spoken)

    def _spoken_of(self) -> Numbers:
        """Places of the lines of declarations that an inspection speaks of."""
        if "inspections" not in self._holdings.tables():
            return np.zeros(0, np.int64)
        named = self._holdings.current("inspections").select("declaration_id").distinct().to_pyarrow()
        self._spilled.engine.register("inspected", named)
        held = self._spilled.arrow(
            f"SELECT {PLACE} FROM {EVERY_LINE} SEMI JOIN inspected USING (declaration_id) ORDER BY {PLACE}"
        )
        places: Numbers = held[PLACE].to_numpy()
        return places

    def _judged(self, at: Numbers) -> tuple[Part, Record, Seen]:
        """The lines at these places, what the office knows of them, and the signs on them as it weighs them; both by
        the line's place among these."""
        lines = self._spilled.lines_at(at, _KEPT)
        part = Part(lines, len(lines), self._holdings)
        seen = merged(replace(self._seen, line=np.searchsorted(at, self._seen.line)))
        known = record(part, seen, self._on)
        self._inspected = at[np.array(sorted(known.inspected), np.int64)]
        seen = merged(lighter(part, seen, known))
        return part, known, replace(seen, line=at[seen.line])

    def _floor(self, seed: int) -> tuple[Draw, Numbers]:
        """The draw out of all lines in frame that can still be opened, and the places it fell on."""
        self._spilled.engine.register("opened", pa.table({PLACE: self._inspected.astype(np.int64)}))
        frame = (
            f"FROM {LINES} WHERE in_frame AND coalesce(lodged_on <= DATE '{self._on}', true) AND NOT "
            f"coalesce(historical, false) AND {PLACE} NOT IN (SELECT {PLACE} FROM opened)"
        )
        size = self._spilled.arrow(f"SELECT count(*) AS n {frame}")["n"][0].as_py()
        drawing = draw(size, self._capacity, seed)
        self._spilled.engine.register("sample", pa.table({"n": drawing.sample.astype(np.int64)}))
        chosen = self._spilled.arrow(
            f"SELECT {PLACE} FROM (SELECT {PLACE}, row_number() OVER (ORDER BY declaration_id ASC NULLS LAST, "
            f"item ASC NULLS LAST, row_ref ASC NULLS LAST) - 1 AS n {frame}) SEMI JOIN sample USING (n) ORDER BY n"
        )
        return drawing, chosen[PLACE].to_numpy()

    def _listed(self, part: Part, at: Numbers) -> Screened:
        seen = replace(self._seen, line=np.searchsorted(at, self._seen.line))
        worth = expected_co2e_t(part.lines)
        scores = self._scores(at, part.lines, seen, worth, self._probabilities(at))
        open_to = eligible(part, self._record)
        order = ranked(part, scores, open_to)
        self._ranked = at[order]
        frame = np.flatnonzero(_frame_of(part.lines) & open_to)
        drawn = picks(self._draw, order, np.searchsorted(at, self._chosen), frame, len(at), self._capacity)
        told = self._told(part, seen, scores, worth, drawn)
        return replace(told, model_says=self._reasons(at, np.array(drawn.lines, np.int64)))

    def _answer(self, part: Part, seen: Seen, first: int, order: Numbers) -> Screened:
        worth, probability = expected_co2e_t(part.lines), None
        places = np.arange(first, first + part.count)
        if self._scoring is not None:
            probability = self._scoring.predict(self._features.of(places, part.lines, seen))
        scores = self._scores(places, part.lines, seen, worth, probability)
        here = self._inspected[(self._inspected >= first) & (self._inspected < first + part.count)] - first
        open_to = eligible(part, replace(self._record, inspected=frozenset(here.tolist())))
        frame = np.flatnonzero(_frame_of(part.lines) & open_to) + first
        drawn = picks(self._draw, order, self._chosen, frame, part.count, self._capacity, first)
        return self._told(part, seen, scores, worth, drawn)

    def _told(self, part: Part, seen: Seen, scores: Scores, worth: Numbers, drawn: Picks) -> Screened:
        is_by_model = self._scoring is not None
        return Screened(
            part, self._on, self._capacity, self._parameters, seen, self._record, scores, worth, drawn,
            model=self._model.sha256 if self._model else "", is_by_model=is_by_model,
            is_ranked_only=self._scoring is not None and self._scoring.is_invented,
        )  # fmt: skip

    @property
    def _scoring(self) -> Trained | None:
        """The model that scores in the place of the rules."""
        return None if self._model is None or self._model.used_rules_instead else self._model

    def _scores(
        self, at: Numbers, lines: pa.Table, seen: Seen, worth: Numbers, probability: Numbers | None
    ) -> Scores:
        made = score(seen, lines, self._features.brought_kg(at), worth, self._parameters)
        return made if probability is None else with_probability(made, probability, worth, self._parameters)

    def _probabilities(self, at: Numbers) -> Numbers | None:
        """What a model makes of the lines at these places, part by part; None without one."""
        if self._scoring is None:
            return None
        found = [np.zeros(0)]
        for first, lines in self._spilled.parts():
            start, end = np.searchsorted(at, [first, first + len(lines)])
            places = at[start:end]
            own = lines.take(pa.array(places - first))
            found.append(self._scoring.predict(self._features.of(places, own, self._seen_at(places))))
        return np.concatenate(found)

    def _reasons(self, at: Numbers, lines: Numbers) -> dict[int, list[str]]:
        """Why a model scored these lines so, by their place among those at these places."""
        if self._scoring is None:
            return {}
        places = at[np.sort(lines)]
        held = self._spilled.lines_at(places, self._spilled.columns)
        says = self._scoring.reasons(self._features.of(places, held, self._seen_at(places)))
        return dict(zip(np.sort(lines).tolist(), says, strict=True))

    def _seen_at(self, places: Numbers) -> Seen:
        """The signs on the lines at these places, rising, by their place among them."""
        if not len(places):
            return self._seen.take(np.zeros(0, np.int64))
        start, end = np.searchsorted(self._seen.line, [places[0], places[-1] + 1])
        line = self._seen.line[start:end]
        own = np.searchsorted(places, line)
        kept = np.flatnonzero(places[own] == line)
        return replace(self._seen.take(kept + start), line=own[kept])

    def _seen_within(self, first: int, lines: int) -> Seen:
        """The signs on some lines, by their place among those."""
        start, end = np.searchsorted(self._seen.line, [first, first + lines])
        seen = self._seen.take(np.arange(start, end))
        return replace(seen, line=seen.line - first)


def _frame_of(lines: pa.Table) -> Numbers:
    found: Numbers = lines["in_frame"].to_numpy()
    return found
