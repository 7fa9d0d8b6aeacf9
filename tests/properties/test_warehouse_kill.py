"""A load that is killed at any moment shows readers one whole generation or the next."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

import pytest
from kill_processes import HALVES, ROWS, load_without_end, read_until

from tradewind.warehouse import Warehouse

KILLS = 10
READERS = 4


@pytest.mark.slow
def test_four_readers_see_whole_generations_while_loads_are_killed(tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    context = multiprocessing.get_context("forkserver")  # a spawned loader would be killed while it imports
    context.set_forkserver_preload(["tradewind.warehouse", "pandas", "ibis.backends.duckdb"])
    stop, answers = context.Event(), context.Queue()
    readers = [context.Process(target=read_until, args=(folder, stop, answers)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    moments = random.Random()
    for _ in range(KILLS):
        ready = context.Event()
        loader = context.Process(target=load_without_end, args=(folder, ready))
        loader.start()
        assert ready.wait(60)
        time.sleep(moments.uniform(0, 1))
        loader.kill()
        loader.join(10)
        assert loader.exitcode == -9, "the loader was to be killed, and ended otherwise"
    stop.set()
    told = [answers.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(20)
    assert [answer[0] for answer in told] == ["whole"] * READERS, told
    _after_the_last_crash(folder)


def _after_the_last_crash(folder: Path) -> None:
    """Orphans are swept by the next writer, and what counts is whole."""
    with Warehouse.writing(folder) as writer:
        writer.publish()
    with Warehouse.open(folder) as warehouse:
        assert warehouse.generation >= KILLS
        named = {b.id for b in warehouse.batches()}
        assert warehouse.history("trade_flows").count().to_pyarrow().as_py() == len(named) * ROWS
        assert len(named) == warehouse.generation * len(HALVES)
    assert {p.name for p in (folder / "batches").iterdir()} == named
    assert list((folder / "staging").iterdir()) == []
