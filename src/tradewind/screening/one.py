"""One declaration item at a time, inside a process that stays: for a desk that asks as it types.

A detector that looks at one line alone is asked in Python; one that looks into other tables of the warehouse is asked
by one prepared statement over a table of one line. A sign that needs other lines (sums over permits, first dealings) is
not seen here: screen a set of lines for those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.line_table import derived
from tradewind.detectors.registry import missing
from tradewind.detectors.signs import LineDetector
from tradewind.screening.in_python import NotInPython, Rows, in_python
from tradewind.screening.questions import (
    EVERY_LINE,
    LINES,
    Asked,
    create,
    empty_engine,
    line_schema,
    schema_of,
)
from tradewind.screening.scoring import TIERS, Parameters, Scores, merged, score
from tradewind.screening.seeing import VALUES, Kind, Seen
from tradewind.screening.worth import expected_co2e_t
from tradewind.warehouse import Warehouse

_LINES: Final = "declarations"
_ROW_REF: Final = "one:declarations::1"
_SAID: Final = pa.schema([*((v, pa.string()) for v in VALUES), ("rows", pa.list_(pa.string()))])
_COMPARES: Final = "it compares lines with each other; screen a set of lines for it"


class OneByOne:
    """Screens single items; `not_asked` tells which detectors cannot be asked so, and why."""

    def __init__(
        self,
        warehouse: Warehouse | None = None,
        detectors: Sequence[LineDetector] = ITEM_DETECTORS,
        parameters: Parameters | None = None,
    ) -> None:
        self._parameters = parameters or Parameters()
        self._engine = empty_engine(threads=1)
        stored: list[str] = []
        if warehouse is not None:
            stored = [name for name in warehouse.tables() if name != _LINES]
            for name in stored:
                create(self._engine, name, warehouse.current(name).to_pyarrow())
        self._line = schema_of(_LINES)
        self._insert = f"({', '.join('?' * len(line_schema()))})"
        self._asked = Asked(self._engine, stored)
        self._kinds: list[Kind] = []
        self.not_asked: dict[str, str] = {}
        self._by_python: list[tuple[Mapping[str, int], Rows]] = []
        by_engine = [sql for detector in detectors if (sql := self._prepared(detector))]
        self._by_engine = bool(by_engine)
        if by_engine:
            self._engine.execute(f"PREPARE signs AS {' UNION ALL '.join(by_engine)}")

    def __call__(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Probability, tier and reasons of one item, given as columns of `declarations`."""
        row = {"source": "one", "batch_id": "one", "row_ref": _ROW_REF, **line}
        held = derived(pa.Table.from_pylist([{n: row.get(n) for n in self._line.names}], schema=self._line))
        seen = merged(self._seen(held))
        scores = score(seen, held, np.zeros(1), expected_co2e_t(held), self._parameters)
        return self._answer(seen, scores)

    def _prepared(self, detector: LineDetector) -> str:
        """SQL of a detector's signs, where Python cannot ask it; empty where it can, or nobody can."""
        because = missing(detector, self._asked) or (_COMPARES if self._asked.compares(detector) else "")
        if because:
            self.not_asked[detector.name] = because
            return ""
        places = {code: place for place, code in enumerate(detector.signs, len(self._kinds))}
        self._kinds += [Kind(detector, code, sign) for code, sign in detector.signs.items()]
        try:
            self._by_python.append((places, in_python(self._asked.found(detector))))
        except NotInPython:
            asked = self._asked.question(detector)
            for name, rows in asked.held.items():
                create(self._engine, name, rows)
            return f"SELECT {detector.name!r} AS detector, * FROM ({asked.sql})"
        return ""

    def _seen(self, held: pa.Table) -> Seen:
        """The signs, in the order of their kinds."""
        line = held.to_pylist()[0]
        found = [(places[row["sign"]], row) for places, ask in self._by_python for row in ask(line)]
        if self._by_engine:
            found += self._from_engine(list(line.values()))
        found.sort(key=lambda one: one[0])
        kind = np.array([place for place, _ in found], np.int64)
        base = np.array([k.sign.evidence.weight for k in self._kinds] or [0.0])
        strength = [1.0 if row["strength"] is None else row["strength"] for _, row in found]
        said = pa.Table.from_pylist([{n: row[n] for n in _SAID.names} for _, row in found], schema=_SAID)
        return Seen(tuple(self._kinds), np.zeros(len(kind), np.int64), kind, base[kind] * np.array(strength), said,
                    self.not_asked)  # fmt: skip

    def _from_engine(self, line: list[Any]) -> list[tuple[int, Mapping[str, Any]]]:
        # Values, not a registered table: that would change the catalogue and have every statement planned again.
        for name in (LINES, EVERY_LINE):
            self._engine.execute(f"DELETE FROM {name}")
            self._engine.execute(f"INSERT INTO {name} VALUES {self._insert}", line)
        asked = self._engine.execute("EXECUTE signs")
        names = [column[0] for column in asked.description]
        rows = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
        place = {(k.detector.name, k.code): n for n, k in enumerate(self._kinds)}
        return [(place[row["detector"], row["sign"]], row) for row in rows]

    def _answer(self, seen: Seen, scores: Scores) -> dict[str, Any]:
        reasons = []
        for place, said in enumerate(seen.said.to_pylist()):
            kind = seen.kinds[seen.kind[place]]
            values = {name: said[name] or "" for name in VALUES}
            reasons.append({"code": kind.code, "text": kind.sign.sentence % values, "detector": kind.detector.name,
                            "lawful_explanations": list(kind.sign.lawful)})  # fmt: skip
        cheapest = int(scores.cheapest[0])
        check = seen.kinds[seen.kind[cheapest]].sign.check if cheapest >= 0 else None
        return {
            "score": round(float(scores.probability[0]), 6), "priority": float(scores.priority[0]),
            "tier": TIERS[int(scores.tier[0])], "reasons": reasons, "cheapest_check": check,
        }  # fmt: skip
