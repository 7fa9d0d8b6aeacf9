"""Lines in memory and detectors that see what a test writes into the description, to screen with known answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from tradewind.detectors.signs import Depth, Evidence, Family, LineDetector, Sign, sign_rows
from tradewind.screening import Screening
from tradewind.tables import TABLES


@dataclass(frozen=True, slots=True)
class Parameters:
    """None."""


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of a canonical table; columns a row leaves out are null."""
    fields = TABLES[name].arrow
    schema = pa.schema([*(pa.field(f.name, f.type) for f in fields), pa.field("row_ref", pa.string())])
    made = [
        {"source": "test", "batch_id": "test", "row_ref": f"test:{name}::{n}", **row}
        for n, row in enumerate(rows, 1)
    ]
    return pa.Table.from_pylist([{c: row.get(c) for c in schema.names} for row in made], schema=schema)


def screening(lines: Sequence[Mapping[str, Any]], **others: Sequence[Mapping[str, Any]]) -> Screening:
    """A set of lines to screen, with other tables beside it. A line is 100 kg of HFC-32 unless it says else."""
    plain = {"item": 1, "hs_edition": "2022", "hs_code": "290342", "net_mass_g": 100_000, "description": ""}
    named = [{"declaration_id": f"D{n}", **plain, **line} for n, line in enumerate(lines, 1)]
    tables = {name: table(name, rows) for name, rows in others.items()}
    return Screening({"declarations": table("declarations", named), **tables})


def sees(
    name: str, family: Family, *codes: str, weight: float = 2.0, depth: Depth = "papers"
) -> LineDetector:
    """A detector with one sign a code, seen where the description holds the code as a word in brackets."""
    signs = {
        code: Sign(
            Evidence(2.718281828459045**weight * 0.01, 0.01), f"It says {code} %(a)s.", (f"honest {code}",),
            f"check {code}", depth,
        )
        for code in codes
    }  # fmt: skip

    def see(lines: ibis.Table, warehouse: Any, parameters: Any) -> ibis.Table:
        del warehouse, parameters
        found = [
            sign_rows(lines.filter(lines.description.contains(f"[{code}]")), code, a=lines.declaration_id)
            for code in codes
        ]
        return ibis.union(*found, distinct=False) if len(found) > 1 else found[0]

    return LineDetector(name, "1.0", "?", (("declarations",),), family, ("1",), signs, Parameters, see)
