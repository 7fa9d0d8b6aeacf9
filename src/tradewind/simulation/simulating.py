"""`simulate`: the whole month, from a seed to files."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.errors import RequestError
from tradewind.simulation.breaches import plant
from tradewind.simulation.disturbances import disturb
from tradewind.simulation.lawful import make
from tradewind.simulation.month import Month
from tradewind.simulation.others import other_lines
from tradewind.simulation.papers import finish
from tradewind.simulation.parameters import Parameters
from tradewind.simulation.writing import frame_table, write, write_truth

#: The fewest declarations in which every kind of breach has room.
LEAST: Final = 200


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was written: files to load, the truth apart from them, rows by table."""

    files: tuple[Path, ...]
    truth: Path
    rows: Mapping[str, int]


def simulate(
    folder: Path,
    seed: int,
    declarations: int,
    parameters: Parameters | None = None,
    truth: Path | None = None,
) -> Simulated:
    """Write an invented month of so many declarations; the same seed gives the same bytes.

    The truth is written beside the folder, as `<folder>.truth.jsonl`, so that loading the folder never reads it.
    RequestError for fewer declarations than hold every kind of breach, or a truth inside the folder.
    """
    if declarations < LEAST:
        raise RequestError(
            f"a month needs at least {LEAST} declarations; ask for --declarations {LEAST} or more"
        )
    beside = truth or folder.resolve().with_name(folder.resolve().name + ".truth.jsonl")
    if folder.resolve() in beside.resolve().parents:
        raise RequestError(f"{beside} lies where detectors would read it; name a file outside {folder}")
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"{folder} is a file; name a folder")
    month = _made(Month(seed, declarations, parameters or Parameters()))
    lines = _in_order(month)
    files, rows = write(month, lines, folder)
    about = {"seed": seed, "declarations": declarations, "parameters": _assumed(month.parameters)}
    write_truth(month, beside, about)
    return Simulated(tuple(files), beside, rows)


def _made(month: Month) -> Month:
    """Everything in frame, with its papers."""
    said = month.parameters
    frame = round(month.declarations * said.frame_share)
    disturbed = round(frame * said.disturbance_share)
    kinds = list(said.lawful)
    for kind in month.random.choices(kinds, [said.lawful[k] for k in kinds], k=frame - disturbed):
        make(month, kind)
    for _ in range(max(disturbed, 1)):
        disturb(month)
    plant(month, frame)
    finish(month)
    return month


def _in_order(month: Month) -> pa.Table:
    """All lines in the order of their numbers, with a letter wrong here and there."""
    lines = pa.concat_tables([frame_table(month.lines), other_lines(month)], promote_options="permissive")
    lines = lines.combine_chunks().sort_by(
        [("lodged_on", "ascending"), ("_number", "ascending"), ("item", "ascending")]
    )
    wrong = month.numbers.random(lines.num_rows) < month.parameters.typing_errors
    names = lines["importer"].combine_chunks()
    known = pc.unique(names).to_pylist()
    slips = pa.array([_mistyped(month.random, name) for name in known])
    typed = slips.take(pc.index_in(names, value_set=pa.array(known)))
    return lines.set_column(
        lines.column_names.index("importer"), "importer", pc.if_else(pa.array(wrong), typed, names)
    )


def _mistyped(random: Random, name: str | None) -> str | None:
    """A name with two letters changed over, or one left out."""
    if name is None:
        return None
    at = random.randrange(1, len(name) - len(" (invented)") - 3)
    left_out = random.random() < 0.5
    return name[:at] + name[at + 1 :] if left_out else name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _assumed(parameters: Parameters) -> dict[str, Any]:
    said = dataclasses.asdict(dataclasses.replace(parameters, lawful={}))
    return said | {"lawful": dict(parameters.lawful)}
