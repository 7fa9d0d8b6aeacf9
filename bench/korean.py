"""Published imports of Korea, synthetic: three ways to score them, with and without the answer in the question.

    python -m bench korean

The set's label leaks: a row's goods (code, countries, mass, price) were copied together with the label, so that
a dictionary of goods seen in training finds the same goods in the test. The published protocol (train on 2020,
validate on the next quarter, test on the last) is printed with that dictionary beside it; the purged one leaves out
every training row whose goods stand in the test. Needs ../shared/data/customs_declarations; XGBoost from the
dependency group `bench`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "customs_declarations"
LABEL = "Fraud"
SHARES = (0.01, 0.02, 0.05, 0.10)
#: What was copied together with the label.
GOODS = ["HS6 Code", "Country of Departure", "Country of Origin", "Net Mass", "Item Price"]
LEFT_OUT = ["Declaration ID", "Date", LABEL, "Critical Fraud"]
NUMBERS = ["Tax Rate", "Net Mass", "Item Price"]
Fitted = Callable[[pd.DataFrame, pd.Series, pd.DataFrame], np.ndarray]


def main(arguments: Sequence[str]) -> None:
    """Print both protocols."""
    del arguments
    if not FOLDER.is_dir():
        raise SystemExit(f"the published set is not here: no {FOLDER}")
    train, valid, test = (read(name) for name in ("train", "valid", "test"))
    known = pd.concat([train, valid])
    goods = set(keys(test))
    shared = keys(known).isin(goods)
    clean = known[~shared.to_numpy()]
    print(
        f"{len(known):,} rows to train on, {len(test):,} to test, {test[LABEL].mean():.1%} of these fraud; "
        f"{int(shared.sum()):,} training rows have goods that stand in the test\n"
    )
    print(
        "| protocol | scored by | AUC | " + " | ".join(f"frauds in the first {s:.0%}" for s in SHARES) + " |"
    )
    print("|---|---|---:|" + "---:|" * len(SHARES))
    for name, rows in (("as published", known), ("purged", clean)):
        for scorer, fit in SCORERS.items():
            told(name, scorer, test[LABEL].to_numpy(), fit(rows, rows[LABEL], test))


def told(protocol: str, scorer: str, label: np.ndarray, score: np.ndarray) -> None:
    """One row of the table. Equal scores count in the mean over their orders."""
    found = " | ".join(f"{in_first(label, score, share):.3f}" for share in SHARES)
    print(f"| {protocol} | {scorer} | {roc_auc_score(label, score):.3f} | {found} |", flush=True)


def in_first(label: np.ndarray, score: np.ndarray, share: float) -> float:
    """The share of the frauds among the rows of highest score."""
    room = share * len(label)
    values, of = np.unique(-score, return_inverse=True)
    rows, frauds = np.bincount(of, minlength=len(values)), np.bincount(of, label, len(values))
    taken = np.clip((room - np.r_[0, np.cumsum(rows)[:-1]]) / rows, 0, 1)
    return float((taken * frauds).sum() / label.sum())


def read(part: str) -> pd.DataFrame:
    """One of the three files."""
    return pd.read_csv(FOLDER / f"df_syn_{part}_eng.csv", dtype={"HS6 Code": str})


def keys(rows: pd.DataFrame) -> pd.Series:
    """The goods of each row as one text."""
    return rows[GOODS].astype(str).agg("|".join, axis=1)


def lookup(rows: pd.DataFrame, label: pd.Series, test: pd.DataFrame) -> np.ndarray:
    """No model: the mean label of the same goods in training, the base rate where they were not seen."""
    seen = label.groupby(keys(rows).to_numpy()).mean()
    return keys(test).map(seen).fillna(label.mean()).to_numpy()


def columns(rows: pd.DataFrame, test: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numbers as they are, the rest as categories of the training rows."""
    ours, theirs = rows.drop(columns=LEFT_OUT).copy(), test.drop(columns=LEFT_OUT).copy()
    for name in ours.columns.difference(NUMBERS):
        known = {value: n for n, value in enumerate(sorted(set(ours[name].map(str))))}
        for side in (ours, theirs):
            codes = side[name].map(str).map(known).fillna(-1).astype(int)
            side[name] = pd.Categorical.from_codes(codes, categories=range(len(known)))
    return ours, theirs


def boosted(rows: pd.DataFrame, label: pd.Series, test: pd.DataFrame) -> np.ndarray:
    """LightGBM as it comes."""
    ours, theirs = columns(rows, test)
    model = lightgbm.LGBMClassifier(random_state=1, verbosity=-1, n_jobs=1)
    return np.asarray(model.fit(ours, label).predict_proba(theirs))[:, 1]


def extreme(rows: pd.DataFrame, label: pd.Series, test: pd.DataFrame) -> np.ndarray:
    """XGBoost as it comes."""
    ours, theirs = columns(rows, test)
    model = _xgboost().XGBClassifier(random_state=1, enable_categorical=True, n_jobs=1)
    return np.asarray(model.fit(ours, label).predict_proba(theirs))[:, 1]


def _xgboost() -> Any:
    try:
        import xgboost
    except ImportError as error:
        raise SystemExit("XGBoost is not installed: pip install --group bench") from error
    return xgboost


SCORERS: dict[str, Fitted] = {
    "a dictionary of goods": lookup, "LightGBM, defaults": boosted, "XGBoost, defaults": extreme,
}  # fmt: skip

if __name__ == "__main__":
    main(sys.argv[1:])
