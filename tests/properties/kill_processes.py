"""The processes of test_warehouse_kill: one that loads without end, and one that reads and checks."""

from __future__ import annotations

import hashlib
import time
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradewind.warehouse import Identity, Origin, Warehouse

ROWS = 400
HALVES = ("a", "b")


def load_without_end(folder: Path, ready: Event) -> None:
    """Publish generation after generation, each with two batches more, until someone kills this process.

    `ready` says that the first one is through: a process that is still warming up would be killed for nothing.
    """
    while True:
        with Warehouse.writing(folder) as writer:
            number = Warehouse.open(folder).generation + 1
            for half in HALVES:
                origin = _origin(f"{number}{half}")
                with writer.begin(origin) as draft:
                    draft.append("trade_flows", _flows(origin.name))
                    writer.add(draft, origin)
            writer.publish()
        ready.set()


def read_until(folder: Path, stop: Event, answers: Any) -> None:
    """Open the newest generation again and again; put what was wrong, or how many generations were seen."""
    seen: list[int] = []
    try:
        while not stop.is_set():
            seen.append(_checked(folder, seen[-1] if seen else 0))
        answers.put(("whole", len(seen), len(set(seen))))
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the answer
        answers.put(("broken", repr(error), seen[-3:]))


def _checked(folder: Path, last: int) -> int:
    with Warehouse.open(folder) as warehouse:
        generation = warehouse.generation
        expected = {f"{n}{half}" for n in range(1, generation + 1) for half in HALVES}
        assert generation >= last, "time ran backwards"
        assert {b.name for b in warehouse.batches()} == expected, "other batches than the generation's"
        for _ in range(2):
            rows = warehouse.current("trade_flows")
            found = rows.aggregate(n=rows.count(), grams=rows.net_mass_g.sum()).to_pyarrow().to_pylist()[0]
            assert found["n"] == len(expected) * ROWS, "half a batch"
            assert (found["grams"] or 0) == found["n"], "other rows"
            time.sleep(0.02)
    return generation


def _flows(name: str) -> pa.Table:
    return pa.table(
        {
            "hs_code": [f"{name}-{i}" for i in range(ROWS)],
            "period_start": pa.repeat(date(2018, 1, 1), ROWS),
            "net_mass_g": pa.repeat(1, ROWS),
            "source_row": range(ROWS),
        }
    )


def _origin(name: str) -> Origin:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return Origin(Identity(sha256, "test", "1.0", None, "public"), name, name, 0, ("public",))
