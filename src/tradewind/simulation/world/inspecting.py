"""An inspection as a real office writes it down: it finds what is there as far as its depth reaches, and days later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from tradewind.errors import RequestError
from tradewind.simulation.world.catalogue import GASES
from tradewind.simulation.world.parameters import Office

DEPTHS: Final = ("papers", "opened", "weighed", "analysed")
#: Hours of a look (assumed: shortest and longest).
_HOURS: Final = {"papers": (0.5, 1.5), "opened": (2.0, 4.0), "weighed": (2.5, 5.0), "analysed": (4.0, 7.0)}
#: What shows a method: papers against registers, goods once opened, a gas once analysed; others show at no inspection
#: of the goods.
_BY_PAPERS: Final = (6, 7, 11, 16, 17, 18, 21, 22)
_BY_GOODS: Final = (1, 4, 9, 13, 14, 20, 25)
_HARD: Final = (2, 3, 10, 15, 26)
_ELSEWHERE: Final = 0.15
_HIGHEST: Final = 28


def sensitivity(office: Office) -> Any:
    """Probability that an inspection finds an illegal line: an array by method (row) and depth (column)."""
    made = np.full((_HIGHEST, len(DEPTHS)), office.papers * _ELSEWHERE)
    opened, weighed, analysed = office.opened, office.weighed, office.analysed
    made[list(_BY_PAPERS)] = [office.papers] * 4
    made[list(_BY_GOODS)] = [office.papers_hidden, opened, weighed, max(weighed, analysed)]
    made[list(_HARD)] = [office.papers_hidden, opened * office.hard, weighed * office.hard, analysed]
    return made


def inspected(
    office: Office, random: np.random.Generator, secret: Mapping[str, Any], on: Any, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Columns of outcome for lines whose truth is `secret` (method, illegal_g, holds, is_bribed, fault), inspected on
    days `on` at the depths of `facts`."""
    count = len(secret["method"])
    depth = np.array([DEPTHS.index(d) for d in facts["depth"]], dtype=np.int64)
    method = secret["method"]
    found = random.random(count) < sensitivity(office)[method, depth] * ~secret["is_bribed"]
    found &= (method > 0) & (secret["illegal_g"] > 0)
    lists = random.random(count) < np.where(secret["fault"], office.paper_fault, office.false_alarm)
    analysed = depth == DEPTHS.index("analysed")
    undecided = analysed & (random.random(count) < office.undecided)
    results = np.where(found, "illegal", np.where(lists, "paper_breach", "compliant"))
    results = np.where(undecided, "undecided", results)
    is_found = found & ~undecided
    days = np.where(
        analysed,
        np.exp(random.normal(np.log(office.laboratory_days), 0.5, count)),
        random.integers(0, 3, count),
    )
    scale = random.normal(1, 0.01, count)
    mass = np.maximum(secret["illegal_g"] * scale, 1).astype(np.int64)
    named = is_found & (secret["holds"] >= 0) & (analysed | (random.random(count) < 0.9))
    hours = np.array([random.uniform(*_HOURS[d]) for d in facts["depth"]]) if count else np.zeros(0)
    result_on = on + days.astype(np.int64).astype("timedelta64[D]")
    proof = np.where(analysed, "laboratory", np.where(depth == 0, "document", "field instrument"))
    return {
        "result": pa.array(results.tolist(), pa.string()),
        "proof": pa.array(proof.tolist(), pa.string(), mask=~is_found),
        "substance_found": pa.array(GASES).take(pa.array(np.where(named, secret["holds"], 0), mask=~named)),
        "mass_found_g": pa.array(mass, mask=~is_found), "hours": pa.array(np.round(hours * 4) / 4),
        "result_on": pa.array(result_on), "inspected_on": pa.array(on),
    }  # fmt: skip


def facts_of(keys: pa.Table, chosen: Any, on: Any) -> tuple[dict[str, Any], Any]:
    """How each line was chosen and how deep it is looked at, by columns of `keys`, else by `chosen`; and the days."""
    count = keys.num_rows
    said: dict[str, Any] = {
        "chosen_by": "routine",
        "chosen_probability": None,
        "floor_probability": None,
        "depth": "opened",
    }
    if isinstance(chosen, str):
        said["chosen_by"] = chosen
    elif isinstance(chosen, Mapping):
        unknown = set(chosen) - set(said)
        if unknown:
            raise RequestError(
                f"an inspection is not chosen with {', '.join(sorted(unknown))}; there are {', '.join(said)}"
            )
        said |= chosen
    for name in said:
        if name in keys.column_names:
            said[name] = keys[name].to_pylist()
        elif said[name] is None or isinstance(said[name], str | float | int):
            said[name] = [said[name]] * count
        else:
            said[name] = list(said[name])
        if len(said[name]) != count:
            raise RequestError(f"{name} has {len(said[name])} values for {count} lines")
    wrong = set(said["depth"]) - set(DEPTHS)
    if wrong:
        raise RequestError(
            f"an inspection is not as deep as {', '.join(map(str, wrong))}; there are {', '.join(DEPTHS)}"
        )
    days = (
        np.full(count, np.datetime64(on), dtype="datetime64[D]")
        if isinstance(on, date)
        else np.asarray(on, "datetime64[D]")
    )
    return said, days
