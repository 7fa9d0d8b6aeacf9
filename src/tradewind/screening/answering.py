"""The questions of detectors, answered over one set of lines in an engine of its own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_table import speaking
from tradewind.detectors.signs import LineDetector
from tradewind.screening.lines import Screening
from tradewind.screening.questions import EVERY_LINE, GAS, LINES, Asked, create, gas_sql, question
from tradewind.tables import TABLES

#: Questions answered at a time: planning one keeps a single core busy.
_AT_ONCE = 2


def answers(screening: Screening, detectors: Sequence[LineDetector]) -> list[pa.Table]:
    """The COLUMNS of the signs of each detector.

    The engine holds the lines that say something of gas. The others stay outside it: few questions look at them.
    """
    with duckdb.connect() as engine:
        engine.register(EVERY_LINE, screening.lines)
        create(engine, LINES, screening.lines.filter(speaking(screening.lines)))
        asked = asked_of(engine, screening, detectors)

        def answer(sql: str) -> pa.Table:
            with engine.cursor() as cursor:
                cursor.register(EVERY_LINE, screening.lines)
                return cursor.sql(sql).to_arrow_table()

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(answer, asked))


def asked_of(
    engine: duckdb.DuckDBPyConnection, holdings: Holdings, detectors: Sequence[LineDetector]
) -> list[str]:
    """SQL of the signs of each detector over an engine that has `every_line` and `lines`; the lines of gas and the
    tables that are asked for are put beside them."""
    engine.execute(f"CREATE TABLE {GAS} AS {gas_sql()}")
    held = [name for name in holdings.tables() if name in TABLES]
    asked = [question(detector, held) for detector in detectors]
    if any(one.held for one in asked):
        _bring(engine, holdings, frozenset(TABLES) - {"declarations"})
        here = Asked(engine, held)
        asked = [here.question(d) if one.held else one for d, one in zip(detectors, asked, strict=True)]
    else:
        used = frozenset(name for one in asked for name in one.tables)
        _bring(engine, holdings, used - {EVERY_LINE, LINES, GAS})
    for one in asked:
        for name, rows in one.held.items():
            create(engine, name, rows)
    return [one.sql for one in asked]


def _bring(engine: duckdb.DuckDBPyConnection, holdings: Holdings, names: frozenset[str]) -> None:
    for name in names:
        create(engine, name, holdings.current(name).to_pyarrow())
