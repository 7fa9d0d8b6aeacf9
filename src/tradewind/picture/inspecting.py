"""What inspections tell an office: how much got through unseen, the plan of the newest month, and who bears them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import ibis
import numpy as np

from tradewind.errors import RequestError
from tradewind.estimation.answer import Answer, answer
from tradewind.screening import Screening, screen
from tradewind.screening.learning import Trained, rescored
from tradewind.screening.planning import telling
from tradewind.screening.planning.as_of import AsOf
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.plan import plan
from tradewind.screening.planning.published import Published, published
from tradewind.screening.planning.strata import EQUIPMENT, GAS, STRATA
from tradewind.warehouse import Warehouse

_MONTHS: Final = 12
#: Part of the month's lines of gas and equipment that a plan takes where nothing was inspected yet: assumed.
PART_WITHOUT_PACE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of the newest month in figures: what `summary` of a plan tells, and `expected_kg` by stratum of the
    chosen lines. `is_pace` says whether the budget is the office's own pace, `is_by_model` whether the model that
    `told` names ranked the lines, `is_ranked_only` that its figures only rank: then `expected_kg` mean nothing."""

    first: date
    on: date
    budget: int
    is_pace: bool
    told: Mapping[str, Any]
    expected_kg: Mapping[str, float]
    is_by_model: bool = False
    is_ranked_only: bool = False

    @property
    def in_frame(self) -> int:
        """Open lines of gas, equipment and near goods."""
        return sum(int(self.told["strata"][name]["lines"]) for name in (GAS, EQUIPMENT))


@dataclass(frozen=True, slots=True)
class Inspected:
    """Of the last twelve months that are loaded; `burden` is None where all lines are loaded as the past."""

    first: date
    last: date
    leakage: Answer
    planned: Planned
    burden: Published | None


def inspected(warehouse: Warehouse, today: date, trained: Trained | None = None) -> Inspected | None:
    """What inspections tell of the twelve months up to the last day of lodging that is loaded, at most `today`.

    An adopted model ranks the plan, as in `plan-inspections --trained`. None where no declaration with a day is loaded.
    """
    if "declarations" not in warehouse.tables():
        return None
    rows = warehouse.current("declarations")
    by = rows.filter(rows.lodged_on <= ibis.literal(today))
    span = by.aggregate(first=by.lodged_on.min(), last=by.lodged_on.max()).to_pyarrow().to_pylist()[0]
    if span["last"] is None:
        return None
    last: date = span["last"]
    months = last.year * _MONTHS + last.month - _MONTHS
    first = max(span["first"].replace(day=1), date(months // _MONTHS, months % _MONTHS + 1, 1))
    given = answer(warehouse, first, last)
    try:
        burden = published(warehouse, first, last)
    except RequestError:  # every line of the period is one of the past
        burden = None
    return Inspected(first, last, given, _planned(warehouse, first, last, burden, trained), burden)


def _planned(
    warehouse: Warehouse, first: date, on: date, burden: Published | None, trained: Trained | None
) -> Planned:
    """By the office's own pace; the number of the draw is the month's, so that two pictures of it are the same."""
    screened = screen(Screening({}, AsOf(warehouse, on)), on)
    if trained is not None:
        screened = rescored(screened, trained)
    looked_at = burden.inspected + burden.outside[1] if burden else 0
    months = (on.year - first.year) * _MONTHS + on.month - first.month + 1
    budget = round(looked_at / months) if looked_at else _without_pace(burden, months)
    made = plan(screened, Budget(lines=max(budget, 1)), seed=on.year * 100 + on.month)
    strata = np.asarray(made.stratum.to_pylist(), object)
    expected = {
        name: float(np.sort(made.expected_kg[made.chosen & (strata == name)]).sum()) for name in STRATA
    }
    return Planned(
        on.replace(day=1), on, max(budget, 1), looked_at > 0, telling.summary(made), expected,
        screened.is_by_model, screened.is_ranked_only,
    )  # fmt: skip


def _without_pace(burden: Published | None, months: int) -> int:
    return math.ceil(PART_WITHOUT_PACE * burden.lines / months) if burden else 1
