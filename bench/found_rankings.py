"""Orders in which the lines of a month might be opened: simple rivals, ours, and the visible ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import lightgbm
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.found_worlds import Judged, Numbers
from tradewind.detectors.items import ITEM_DETECTORS

#: What a line says, as numbers or as codes: what somebody without a detector would learn from.
_NUMBERS: Final = (
    "net_mass_g", "gross_mass_g", "packages", "value_minor", "equipment_units", "charge_g", "quantity", "item",
)  # fmt: skip
_CODES: Final = (
    "regime", "procedure", "origin", "dispatch", "destination", "hs_code", "package_kind", "un_number", "office",
    "transport_mode", "currency", "quantity_unit", "gas", "text_gas", "text_role", "code_kind", "code_control",
)  # fmt: skip
_PRESENT: Final = (
    "licence_id",
    "previous_document",
    "container",
    "ucr",
    "importer_id",
    "consignee",
    "importer_address",
)
_SETTINGS: Final = {
    "objective": "regression", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 10, "verbosity": -1,
    "num_threads": 1, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 7,
    "deterministic": True,
}  # fmt: skip
_ROUNDS: Final = 250
_SIGNS: Final = {
    at: n
    for n, at in enumerate((detector.name, code) for detector in ITEM_DETECTORS for code in detector.signs)
}


def at_random(month: Judged, seed: int) -> Numbers:
    """By lot, among lines in frame."""
    return np.random.default_rng([seed, month.number]).random(month.count) * month.in_frame


def by_mass(month: Judged) -> Numbers:
    """The heaviest declared net mass, frame first: what has no gas about it is not opened for its weight."""
    heaviest: Numbers = np.where(month.in_frame, _net(month), 0.0)
    return heaviest


def by_code_and_mass(month: Judged) -> Numbers:
    """Lines whose code holds controlled gas, heaviest first, then the rest of the frame."""
    control = month.screened.lines["code_control"].slice(0, month.count)
    holds = pc.fill_null(pc.is_in(control, value_set=pa.array(["all", "some"])), False).to_numpy(
        zero_copy_only=False
    )
    return by_mass(month) + np.where(holds & month.in_frame, 1e9, 0.0)


def by_rules_fired(month: Judged) -> Numbers:
    """How many rules fired, the heavier first of equals."""
    signs = month.screened.scores.signs[: month.count].astype(float)
    return signs + by_mass(month) / 1e9


def ours(month: Judged, probability: Numbers | None = None) -> Numbers:
    """Probability times the kg that would be illegal."""
    return (month.rules if probability is None else probability) * month.kg


def ours_by_co2e(month: Judged, probability: Numbers | None = None) -> Numbers:
    """Probability times the t CO2e that would be illegal."""
    return (month.rules if probability is None else probability) * month.co2e_t


class Ceiling:
    """LightGBM on raw columns and our own indicators, trained on the full truth of other worlds of the same parameters.

    The best that could be learnt from what is visible, by somebody who knew the truth of twenty other countries.
    Two models: whether a line is illegal, and how many kg if it is; their product ranks.
    """

    def __init__(self, months: Sequence[Judged]) -> None:
        self._codes = _vocabulary(months)
        table = np.concatenate([self._features(m) for m in months])
        illegal = np.concatenate([m.illegal_kg for m in months])
        names = [f"f{n}" for n in range(table.shape[1])]
        self._categories = list(range(len(_CODES)))
        either = {**_SETTINGS, "objective": "binary"}
        self._is_illegal = lightgbm.train(either, self._data(table, illegal > 0, names), _ROUNDS)
        caught = illegal > 0
        self._share = float(np.median(illegal[caught])) if caught.any() else 0.0
        self._mass = (
            lightgbm.train(_SETTINGS, self._data(table[caught], np.log1p(illegal[caught]), names), _ROUNDS)
            if caught.sum() >= 100 else None
        )  # fmt: skip

    def __call__(self, month: Judged) -> Numbers:
        table = self._features(month)
        chance: Numbers = np.asarray(self._is_illegal.predict(table))
        if self._mass is None:
            return chance * month.kg
        kg: Numbers = np.expm1(np.asarray(self._mass.predict(table)))
        return chance * kg

    def _data(self, table: Numbers, label: Numbers, names: list[str]) -> Any:
        return lightgbm.Dataset(
            table, label.astype(float), feature_name=names, categorical_feature=self._categories
        )

    def _features(self, month: Judged) -> Numbers:
        lines = month.screened.lines.slice(0, month.count)
        coded = [_placed(lines[name], self._codes[name]) for name in _CODES]
        numbers = [_double(lines[name]) for name in _NUMBERS]
        net, gross, packages, value = (_double(lines[n]) for n in _NUMBERS[:4])
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = [net / packages, gross / net, value / net, (gross - net) / packages]
        present = [pc.is_valid(lines[name]).to_numpy(zero_copy_only=False).astype(float) for name in _PRESENT]
        words = [pc.utf8_length(pc.fill_null(lines["description"], "")).to_numpy().astype(float)]
        signs = _signs(month)
        return np.column_stack(
            [*coded, *numbers, *ratios, *present, *words, month.features.both, signs, month.kg]
        )


def _signs(month: Judged) -> Numbers:
    """One column a sign of any detector, whether or not it could be asked in that month."""
    seen = month.screened.seen
    at = np.array([_SIGNS[k.detector.name, k.code] for k in seen.kinds] or [0])
    table = np.zeros((month.count, len(_SIGNS)))
    here = seen.line < month.count
    table[seen.line[here], at[seen.kind[here]]] = 1.0
    return table


def _vocabulary(months: Sequence[Judged]) -> dict[str, pa.Array]:
    held = {}
    for name in _CODES:
        columns = [
            m.screened.lines[name].slice(0, m.count).cast(pa.string()).combine_chunks() for m in months
        ]
        held[name] = pc.drop_null(pc.unique(pa.chunked_array(columns)))
    return held


def _placed(column: pa.ChunkedArray, codes: pa.Array) -> Numbers:
    at = pc.fill_null(pc.index_in(column.cast(pa.string()), value_set=codes), -1)
    places: Numbers = at.to_numpy().astype(float)
    return np.where(places < 0, np.nan, places)


def _double(column: pa.ChunkedArray) -> Numbers:
    values: Numbers = column.cast(pa.float64()).to_numpy()
    return values


def _net(month: Judged) -> Numbers:
    return np.nan_to_num(_double(month.screened.lines["net_mass_g"].slice(0, month.count)))


def top(order: Numbers, count: int, tie: Numbers) -> Numbers:
    """Places of the first lines; `tie` decides between equals."""
    places: Numbers = np.lexsort((tie, -order))[:count]
    return places
