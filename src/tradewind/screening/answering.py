"""The questions of detectors, answered over one set of lines in an engine of its own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa

from tradewind.detectors.line_table import speaking
from tradewind.detectors.signs import LineDetector
from tradewind.screening.lines import Screening
from tradewind.screening.questions import EVERY_LINE, GAS, LINES, Asked, Question, create, gas_sql, question
from tradewind.tables import TABLES

#: Questions answered at a time: planning one keeps a single core busy.
_AT_ONCE = 2


def answers(screening: Screening, detectors: Sequence[LineDetector]) -> list[pa.Table]:
    """The COLUMNS of the signs of each detector.

    The engine holds the lines that say something of gas. The others stay outside it: few questions look at them.
    """
    held = [name for name in screening.tables() if name in TABLES]
    with duckdb.connect() as engine:
        engine.register(EVERY_LINE, screening.lines)
        create(engine, LINES, screening.lines.filter(speaking(screening.lines)))
        engine.execute(f"CREATE TABLE {GAS} AS {gas_sql()}")
        asked = [question(detector, held) for detector in detectors]
        if any(one.held for one in asked):
            _bring(engine, screening, frozenset(TABLES) - {"declarations"})
            here = Asked(engine, held)
            asked = [here.question(d) if one.held else one for d, one in zip(detectors, asked, strict=True)]
        else:
            used = frozenset().union(*(one.tables for one in asked))
            _bring(engine, screening, used - {EVERY_LINE, LINES, GAS})
        for one in asked:
            for name, rows in one.held.items():
                create(engine, name, rows)

        def answer(one: Question) -> pa.Table:
            with engine.cursor() as cursor:
                cursor.register(EVERY_LINE, screening.lines)
                return cursor.sql(one.sql).to_arrow_table()

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(answer, asked))


def _bring(engine: duckdb.DuckDBPyConnection, screening: Screening, names: frozenset[str]) -> None:
    for name in names:
        create(engine, name, screening.current(name).to_pyarrow())
