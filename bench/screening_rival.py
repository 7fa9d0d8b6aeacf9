"""What a good analyst writes instead: pandas with categorical keys, masks, Parquet and JSON lines."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from tradewind.derivations import derive
from tradewind.findings import digest

KEYS = ["description", "hs_code", "hs_edition"]
WEIGHTS = {
    "gas_under_no_gas_code": 0.2 / 0.004, "packed_gas_under_goods_code": 0.15 / 0.006,
    "gas_under_neighbour_code": 0.15 / 0.015, "gas_under_other_gas_code": 0.2 / 0.015,
    "code_over_other_words": 0.05 / 0.01, "vague_words": 0.15 / 0.05, "refrigerant_under_no_gas_code": 0.08 / 0.01,
}  # fmt: skip


def screened(file: Path, out: Path) -> int:
    """Findings of text_against_code on the file; one row a line as Parquet beside them."""
    lines = pd.read_csv(file, engine="pyarrow", dtype={"hs_code": str, "hs_edition": str})
    for key in KEYS:
        lines[key] = lines[key].astype("category")
    pair = lines.groupby(KEYS, observed=True, sort=False).ngroup()
    distinct = lines[KEYS].assign(pair=pair).drop_duplicates("pair").sort_values("pair")
    said = derive(pa.Table.from_pandas(distinct[KEYS].astype("object"), preserve_index=False)).to_pandas()
    signs = _signs(said.join(distinct[KEYS].reset_index(drop=True)))
    odds = np.where(said.in_frame, 0.01 / 0.99, 0.0005 / 0.9995) * np.exp(signs.weight)
    lines["sign"] = pd.Categorical(signs.sign).take(pair) if len(signs) else None
    lines["score"] = (odds / (1 + odds)).to_numpy()[pair]
    lines["gas"] = (said.gas.fillna(said.code_words)).to_numpy()[pair]
    lines[
        ["declaration_id", "item", "lodged_on", "office", "regime", "hs_code", "gas", "sign", "score"]
    ].to_parquet(out / "rows.parquet")
    return _findings(lines[lines.sign.notna()], out / "findings.jsonl")


def _signs(of: pd.DataFrame) -> pd.DataFrame:
    """The strongest sign of each pair of words and code, and its weight."""
    sure = (of.text_certainty >= 0.8) & (of.text_role == "named") & (of.text_equipment != True)  # noqa: E712
    gas = sure & (of.text_controlled == True)  # noqa: E712
    hidden = gas & (of.fit == "hides")
    empty = of.text_empty == True  # noqa: E712
    vague = of.text_vague.notna() & ~empty
    near = of.code_kind.isin(["gas", "mixture"])
    cylinders = of.text_container.isin(["disposable cylinder", "refillable cylinder", "cylinder", "ISO tank"])
    chapter = of.hs_code.astype(str).str[:2].isin(["27", "28", "29", "38"])
    masks = {
        "gas_under_no_gas_code": hidden & (of.code_kind == "other"),
        "packed_gas_under_goods_code": hidden & of.code_kind.isin(["carrier", "equipment"]) & cylinders & ~empty,
        "gas_under_neighbour_code": hidden & near,
        "gas_under_other_gas_code": gas & (of.fit == "other"),
        "code_over_other_words": sure & (of.text_controlled == False) & (of.code_control == "all")  # noqa: E712
        & of.fit.isin(["other", "unknown"]) & of.hs_edition.notna(),
        "vague_words": vague & near,
        "refrigerant_under_no_gas_code": vague & (of.text_vague == "refrigerant") & (of.code_kind == "other")
        & ~chapter,
    }  # fmt: skip
    weight, sign = np.zeros(len(of)), np.full(len(of), None, dtype=object)
    for name, mask in masks.items():
        each = np.full(len(of), min(math.log(WEIGHTS[name]), math.log(30)))
        if name == "vague_words":
            each = np.where(of.code_control == "all", 0.3, 1.0) * each
        better = mask.to_numpy() & (each > weight)
        weight[better], sign[better] = each[better], name
    return pd.DataFrame({"sign": sign, "weight": weight})


def _findings(found: pd.DataFrame, path: Path) -> int:
    with path.open("w", encoding="utf-8") as stream:
        for row in found.itertuples():
            subject, day = f"{row.declaration_id}/{row.item}", row.lodged_on
            gas = row.gas if isinstance(row.gas, str) else None
            told = {
                "id": digest("text_against_code", "declaration item", subject, gas, day, day, None, None),
                "subject": subject, "substance": gas, "score": round(row.score, 6), "sign": row.sign,
                "text": f"The words name {gas}, the code is {row.hs_code}.",
            }  # fmt: skip
            stream.write(json.dumps(told, ensure_ascii=False) + "\n")
    return len(found)
