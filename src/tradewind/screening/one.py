"""One declaration item at a time, inside a process that stays: for a desk that asks as it types.

What the detectors ask is compiled once, into one statement over a table of one line; the other tables of the
warehouse are held in memory. A sign that needs other lines (sums over permits, first dealings) is not seen here:
screen a set of lines for those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.operations import Aggregate, DatabaseTable, InMemoryTable, JoinChain, WindowFunction

from tradewind.detectors.items import ITEM_DETECTORS
from tradewind.detectors.line_table import derived
from tradewind.detectors.registry import missing
from tradewind.detectors.signs import COLUMNS, LineDetector
from tradewind.screening.scoring import TIERS, Parameters, Scores, merged, score
from tradewind.screening.seeing import VALUES, Kind, Seen
from tradewind.screening.worth import expected_co2e_t
from tradewind.tables import TABLES, table
from tradewind.warehouse import Warehouse

_LINES: Final = "declarations"
_ROW_REF: Final = "one:declarations::1"
_FOUND: Final = pa.schema(
    [("kind", pa.int32()), *((v, pa.string()) for v in VALUES), ("strength", pa.float64()),
     ("rows", pa.list_(pa.string()))]
)  # fmt: skip


class OneByOne:
    """Screens single items; `not_asked` tells which detectors cannot be asked so, and why."""

    def __init__(
        self,
        warehouse: Warehouse | None = None,
        detectors: Sequence[LineDetector] = ITEM_DETECTORS,
        parameters: Parameters | None = None,
    ) -> None:
        self._engine = duckdb.connect(config={"threads": 1})
        self._parameters = parameters or Parameters()
        self._held = _Held(self._engine, warehouse)
        self._line = pa.schema([*table(_LINES).arrow, pa.field("row_ref", pa.string())])
        self._engine.register("empty", derived(self._line.empty_table()))
        self._engine.execute("CREATE TABLE line AS SELECT * FROM empty")
        # Values, not a registered table: that would change the catalogue and have every statement planned again.
        self._insert = (
            f"INSERT INTO line VALUES ({', '.join('?' * len(derived(self._line.empty_table()).schema))})"
        )
        self._kinds: list[Kind] = []
        self.not_asked: dict[str, str] = {}
        asked = [sql for detector in detectors if (sql := self._asked(detector))]
        self._statement = " UNION ALL ".join(asked)
        if asked:
            self._engine.execute(f"PREPARE signs AS {self._statement}")

    def __call__(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Probability, tier and reasons of one item, given as columns of `declarations`."""
        row = {"source": "one", "batch_id": "one", "row_ref": _ROW_REF, **line}
        held = derived(pa.Table.from_pylist([{n: row.get(n) for n in self._line.names}], schema=self._line))
        seen = merged(self._seen(held))
        in_frame = held["in_frame"].to_numpy(zero_copy_only=False)
        scores = score(seen, in_frame, expected_co2e_t(held), self._parameters)
        return self._answer(seen, scores)

    def _asked(self, detector: LineDetector) -> str:
        """SQL of a detector's signs over the table `line`; empty where it cannot be asked."""
        because = missing(detector, self._held)
        if because:
            self.not_asked[detector.name] = because
            return ""
        lines = self._held.backend.table("line")
        found = detector.see(lines, self._held, detector.Parameters()).select(*COLUMNS)
        if _needs_others(found):
            self.not_asked[detector.name] = "it compares lines with each other; screen a set of lines for it"
            return ""
        for facts in found.op().find(InMemoryTable):
            self._held.keep(facts.name, facts.data.to_pyarrow(facts.schema))
        first = len(self._kinds)
        codes = list(detector.signs)
        self._kinds += [Kind(detector, code, sign) for code, sign in detector.signs.items()]
        place = f"{first - 1} + list_position({codes!r}, sign)"
        said = ", ".join((*VALUES, "strength"))
        return f"SELECT CAST({place} AS INTEGER) AS kind, {said}, rows FROM ({ibis.to_sql(found, 'duckdb')})"

    def _seen(self, held: pa.Table) -> Seen:
        self._engine.execute("DELETE FROM line")
        self._engine.execute(self._insert, list(held.to_pylist()[0].values()))
        rows = self._engine.execute("EXECUTE signs").fetchall() if self._kinds else []
        found = pa.Table.from_pylist(
            [dict(zip(_FOUND.names, row, strict=True)) for row in rows], schema=_FOUND
        )
        kind = found["kind"].to_numpy()
        base = np.array([k.sign.evidence.weight for k in self._kinds])
        weight = base[kind] * pc.fill_null(found["strength"], 1.0).to_numpy()
        line = np.zeros(len(kind), np.int64)
        return Seen(tuple(self._kinds), line, kind, weight, found.select([*VALUES, "rows"]), self.not_asked)

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


class _Held:
    """The tables of a warehouse beside the line, copied into the engine."""

    generation = 0

    def __init__(self, engine: duckdb.DuckDBPyConnection, warehouse: Warehouse | None) -> None:
        self._engine = engine
        self.backend = ibis.duckdb.from_connection(engine)
        self._stored = tuple(n for n in (warehouse.tables() if warehouse else ()) if n != _LINES)
        for name in TABLES:
            schema = pa.schema([*table(name).arrow, pa.field("row_ref", pa.string())])
            held = warehouse is not None and name in self._stored
            rows = warehouse.current(name).to_pyarrow() if warehouse and held else schema.empty_table()
            self.keep(name, rows)

    def keep(self, name: str, rows: pa.Table) -> None:
        """Hold rows as a table of the engine."""
        self._engine.register("incoming", rows)
        self._engine.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM incoming")
        self._engine.unregister("incoming")

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows; the line is one of declarations."""
        return (*self._stored, _LINES)

    def current(self, name: str) -> ibis.Table:
        """One row a natural key."""
        return self.backend.table(name)


def _needs_others(found: ibis.Table) -> bool:
    """Whether the signs of a line depend on other lines: a sum, a rank or a join over them."""

    def lines_in(node: Any) -> int:
        return sum(relation.name == "line" for relation in node.find(DatabaseTable))

    op = found.op()
    if op.find(WindowFunction) or any(lines_in(node) for node in op.find(Aggregate)):
        return True
    return any(sum(bool(lines_in(part)) for part in (j.first, *(link.table for link in j.rest))) > 1
               for j in op.find(JoinChain))  # fmt: skip
