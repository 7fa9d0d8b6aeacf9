"""The signs of every detector of items on a set of lines, as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.registry import missing
from tradewind.detectors.signs import LineDetector, Sign
from tradewind.screening.answering import answers
from tradewind.screening.lines import Screening

Numbers = np.ndarray[Any, np.dtype[Any]]
VALUES: Final = ("a", "b", "c", "d")


@dataclass(frozen=True, slots=True)
class Kind:
    """One sign of one detector."""

    detector: LineDetector
    code: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry a sign on a line. `line` is its place among the lines, `kind` its place in `kinds`, `weight` its
    weight of evidence; `said` has the values of its sentence and the other rows it rests on (columns a to d, rows).
    `not_asked` tells which detectors could not be asked, and why."""

    kinds: tuple[Kind, ...]
    line: Numbers
    kind: Numbers
    weight: Numbers
    said: pa.Table
    not_asked: dict[str, str]

    def take(self, places: Numbers) -> Seen:
        """These entries, in this order."""
        return replace(
            self, line=self.line[places], kind=self.kind[places], weight=self.weight[places],
            said=self.said.take(pa.array(places)),
        )  # fmt: skip

    def weighed(self, weight: Numbers) -> Seen:
        """The same entries with other weights."""
        return replace(self, weight=weight)


def see(screening: Screening, detectors: Sequence[LineDetector] = ITEM_DETECTORS) -> Seen:
    """The signs on all lines, those that stand beside the screened ones included; none on lines of the past."""
    asked, not_asked = askable(screening, detectors)
    kinds, signs = gathered(asked, answers(screening, asked))
    line = _lines_of(signs["row_ref"], screening.lines["row_ref"])
    past = pc.fill_null(screening.lines["historical"], False).to_numpy(zero_copy_only=False)
    return seen_of(kinds, signs, line, past[line], not_asked)


def askable(
    holdings: Holdings, detectors: Sequence[LineDetector]
) -> tuple[list[LineDetector], dict[str, str]]:
    """The detectors that can be asked, and why the others cannot."""
    lacking = {detector.name: missing(detector, holdings) for detector in detectors}
    return [d for d in detectors if not lacking[d.name]], {n: why for n, why in lacking.items() if why}


def gathered(
    detectors: Sequence[LineDetector], answered: Sequence[pa.Table]
) -> tuple[tuple[Kind, ...], pa.Table]:
    """The kinds of signs of these detectors, and their answers as one table, each sign with the place of its kind."""
    kinds: list[Kind] = []
    tables = [_SIGNS.empty_table()]
    for detector, found in zip(detectors, answered, strict=True):
        own = [Kind(detector, code, sign) for code, sign in detector.signs.items()]
        tables.append(_placed(found, own, len(kinds)))
        kinds += own
    return tuple(kinds), pa.concat_tables(tables)


def seen_of(
    kinds: tuple[Kind, ...], signs: pa.Table, line: Numbers, past: Numbers, not_asked: dict[str, str]
) -> Seen:
    """The signs by line, heaviest first; `line` is the place of each one's, `past` whether that was loaded as past."""
    kind = signs["kind"].to_numpy()
    base = np.array([k.sign.evidence.weight for k in kinds] or [0.0])
    weight = base[kind] * pc.fill_null(signs["strength"], 1.0).to_numpy()
    seen = Seen(kinds, line, kind, weight, signs.select([*VALUES, "rows"]), not_asked)
    order = np.lexsort((kind, -weight, line))
    return seen.take(order[~past[order]])


_SIGNS: Final = pa.schema(
    [("row_ref", pa.string()), ("kind", pa.int32()), *((v, pa.string()) for v in VALUES),
     ("strength", pa.float64()), ("rows", pa.list_(pa.string()))]
)  # fmt: skip


def _lines_of(signs: pa.ChunkedArray, references: pa.ChunkedArray) -> Numbers:
    """The place of each sign's line. The few references that have signs are looked for among the many."""
    places = pc.indices_nonzero(pc.is_in(references, value_set=pc.unique(signs)))
    found = pc.index_in(signs, value_set=references.take(places))
    line: Numbers = places.take(found.combine_chunks()).to_numpy().astype(np.int64)
    return line


def _placed(found: pa.Table, own: Sequence[Kind], first: int) -> pa.Table:
    """The signs with the place of their kind in the place of its name."""
    codes = pa.array([k.code for k in own], pa.string())
    kind = pc.add(pc.index_in(found["sign"].cast(pa.string()), value_set=codes), first).cast(pa.int32())
    columns = {name: kind if name == "kind" else found[name] for name in _SIGNS.names}
    return pa.table(columns).cast(_SIGNS)
