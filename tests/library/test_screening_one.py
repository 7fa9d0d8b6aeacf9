"""One item alone is judged as among many: what Python works out of a detector's expression is what the engine does."""

from __future__ import annotations

import random
from typing import Any

import pytest

from screened_lines import screening
from tradewind.detectors.items import (
    ITEM_DETECTORS,
    disposable_cylinders,
    equipment_charge,
    text_against_code,
    un_number,
)
from tradewind.detectors.signs import COLUMNS, LineDetector
from tradewind.screening.answering import answers
from tradewind.screening.in_python import in_python
from tradewind.screening.one import OneByOne
from tradewind.screening.questions import Asked, empty_engine

WORDS = (
    "R-22 refrigerant 20 x 13.6 kg disposable cylinders", "refrigerant", "gas", "toys", "", "R-134a in drums",
    "empty disposable cylinders", "split air conditioners R-410A charge 0.7 kg", "refrigerators with R-12, 12 units",
    "R-404A refillable cylinders 30 x 10.9 kg", "air conditioners R-134a", "empty air conditioner, UN 3358",
    "HFC-32 or R-125 in ISO tank", "recovered R-22", "free of CFC", "R-600a isobutane", "cylinders 13.6 kg, empty",
)  # fmt: skip
CODES = ("950300", "290345", "290371", "382763", "841510", "841821", "731100", "841590", "903281", None)
ALONE = (text_against_code, un_number, disposable_cylinders, equipment_charge)


def line(random_: random.Random) -> dict[str, Any]:
    count = random_.choice((None, 0, 1, 2, 12, 20, 400))
    each = random_.choice((13_600, 10_900, 13_605, 55_000, 700, 1_137))
    net = random_.choice((None, 0, each * (count or 3), each * 7 + 13))
    return {
        "description": random_.choice(WORDS), "hs_code": random_.choice(CODES), "packages": count, "net_mass_g": net,
        "hs_edition": random_.choice(("2022", "2017", None)),
        "un_number": random_.choice((None, "1018", "3159", "1078")),
        "gross_mass_g": random_.choice((None, net, net and net + net // 4, net and net + (count or 1) * 3_333)),
        "destination": random_.choice(("FRA", "KEN", "GBR", None)), "charge_g": random_.choice((None, 700, 0)),
        "regime": random_.choice(("import", "export", "returned", None)), "equipment_units": random_.choice((None, 12)),
        "package_kind": random_.choice((None, "CY", "cylinder", "CT")), "substance": random_.choice((None, "R-22")),
    }  # fmt: skip


def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[c] for c in COLUMNS if c != "rows") for row in rows), key=repr)


@pytest.mark.parametrize("detector", [module.DETECTOR for module in ALONE], ids=lambda d: d.name)
def test_python_says_of_each_line_what_the_engine_says(detector: LineDetector) -> None:
    random_ = random.Random(4)
    held = screening([line(random_) for _ in range(1500)])
    (by_engine,) = answers(held, (detector,))
    with empty_engine(threads=1) as engine:
        ask = in_python(Asked(engine, ()).found(detector))
    by_python = [row for one in held.lines.to_pylist() for row in ask(one)]
    assert told(by_python) == told(by_engine.to_pylist())
    assert len(by_python) > 20


def test_every_detector_that_can_be_asked_of_one_line_is_asked_in_python() -> None:
    ask = OneByOne()
    assert {d.name for d in ITEM_DETECTORS} - set(ask.not_asked) == {module.DETECTOR.name for module in ALONE}
