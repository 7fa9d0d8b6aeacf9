"""Lines derived in processes of their own are derived as here, in their order, also where there are no processes."""

from __future__ import annotations

import sys

import pyarrow as pa
import pytest

from tradewind.derivations import derive
from tradewind.derivations.apart import Apart

WORDS = ("R-22 20 x 13.6 kg", "toys", None, "refrigerant", "R-410A lot 7", "фреон R22")
ROWS = pa.table({
    "description": [f"{WORDS[n % 6]} {n // 9}" if WORDS[n % 6] else None for n in range(400)],
    "hs_code": [("290371", "950300", None)[n % 3] for n in range(400)],
    "hs_edition": ["2022"] * 400, "item": list(range(400)),
})  # fmt: skip


@pytest.mark.parametrize(
    "program", [sys.executable, "no-such-program", "true"], ids=["here", "none", "one that ends"]
)
def test_rows_derived_apart_are_as_derived_here(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with Apart(2) as apart:
        for first in range(0, 400, 90):
            apart.put(ROWS.slice(first, 90))
        assert apart.taken().equals(derive(ROWS))
        parts = [ROWS.slice(first, 37) for first in range(0, 400, 37)]
        told = list(apart.each(parts))
    assert [part for part, _ in told] == parts
    assert pa.concat_tables([columns for _, columns in told]).equals(derive(ROWS))
