"""Findings as rows: flat for a spreadsheet, nested for Parquet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from tradewind.findings import Finding
from tradewind.quantities import Interval

_INTERVAL: Final = pa.struct([("low", pa.float64()), ("mid", pa.float64()), ("high", pa.float64())])
_REASON: Final = pa.struct(
    [("code", pa.string()), ("text", pa.string()), ("weight", pa.float64()), ("rows", pa.list_(pa.string()))]
)
#: The keys of `Finding.as_dict`; `facts` as JSON text, because each detector has its own.
ARROW: Final = pa.schema(
    [
        ("id", pa.string()), ("revision", pa.string()), ("status", pa.string()), ("run", pa.string()),
        ("detector", pa.string()), ("version", pa.string()),
        ("subject", pa.struct([("kind", pa.string()), ("id", pa.string())])),
        ("party", pa.string()), ("partner", pa.string()), ("substance", pa.string()),
        ("period", pa.struct([("start", pa.string()), ("end", pa.string())])),
        ("score", pa.float64()), ("tier", pa.string()), ("mass_kg", _INTERVAL), ("co2e_t", _INTERVAL),
        ("odp_t", _INTERVAL), ("reasons", pa.list_(_REASON)), ("lawful_explanations", pa.list_(pa.string())),
        ("cheapest_check", pa.string()), ("facts", pa.string()),
    ]
)  # fmt: skip


def arrow_table(findings: Sequence[Finding]) -> pa.Table:
    """Findings as Arrow, one row each, in the given order."""
    rows = [f.as_dict() for f in findings]
    return pa.Table.from_pylist(
        [{**row, "facts": json.dumps(row["facts"], ensure_ascii=False, default=str)} for row in rows],
        schema=ARROW,
    )


def flat(finding: Finding) -> dict[str, Any]:
    """One finding as cells of a spreadsheet: intervals in three columns, sentences joined."""
    row = finding.as_dict()
    cells: dict[str, Any] = {}
    for key, value in row.items():
        if key in ("mass_kg", "co2e_t", "odp_t"):
            cells |= _ends(key, getattr(finding, key))
        elif key in ("subject", "period"):
            cells |= {f"{key}_{part}": v for part, v in value.items()}
        elif key == "reasons":
            cells["reasons"] = " | ".join(r["text"] for r in value)
            cells["reason_codes"] = " | ".join(dict.fromkeys(r["code"] for r in value))
            cells["rows"] = " | ".join(dict.fromkeys(ref for r in value for ref in r["rows"]))
        elif key == "lawful_explanations":
            cells[key] = " | ".join(value)
        elif key != "facts":
            cells[key] = value
    return cells


def _ends(key: str, quantity: Interval | None) -> dict[str, float | None]:
    ends = quantity.as_dict() if quantity else {"low": None, "mid": None, "high": None}
    return {f"{key}_{end}": value for end, value in ends.items()}
