"""A plan in rows, in figures and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from tradewind.formats.numerals import defuse
from tradewind.screening.planning.budget import FLOOR_HOURS
from tradewind.screening.planning.floor import ALLOCATION, LEAST_OF_MEDIAN
from tradewind.screening.planning.plan import Plan, first_of_month
from tradewind.screening.planning.small import is_small, told
from tradewind.screening.planning.strata import EQUIPMENT, GAS, STRATA
from tradewind.screening.wording import AT_RANDOM, Wording

#: Columns of a plan's file, one row a line that could be chosen.
COLUMNS: Final = (
    "declaration_id", "item", "stratum", "risk_selected", "floor_probability", "floor_selected",
    "inclusion_probability", "expected_kg", "reason",
)  # fmt: skip
_WITHOUT_SIGN: Final = (
    "No sign; chosen because, at the rate assumed for lines like it, its mass outweighs what comes after it."
)
_ALSO_AT_RANDOM: Final = "Also drawn at random."
_NOT_WITH_SIGNS: Final = "Not chosen: it has signs, and the budget ends before it."
_NOT: Final = "Not chosen: no sign, and the draw did not fall on it."
#: Sentences of signs that a reason holds.
_SIGNS_SHOWN: Final = 3
_DECIMALS_KG: Final = 6


def rows(plan: Plan) -> pa.Table:
    """COLUMNS, the chosen lines first: those of the risk list by rank, then those only the floor has, then the rest by
    declaration and item. Lines of every stratum are there, because an estimate needs what could have been drawn."""
    order = np.lexsort((np.where(plan.risk, plan.rank, 0), ~plan.chosen, ~plan.risk))
    lines = plan.lines
    made = pa.table(
        {
            "declaration_id": _defused(lines["declaration_id"]),
            "item": lines["item"],
            "stratum": plan.stratum,
            "risk_selected": plan.risk,
            "floor_probability": plan.floor.probability,
            "floor_selected": plan.floor.selected,
            "inclusion_probability": plan.inclusion,
            "expected_kg": plan.expected_kg.round(_DECIMALS_KG),
            "reason": _defused(reasons(plan)),
        }
    )
    return made.take(pa.array(order))


def write_csv(plan: Plan, path: Path) -> None:
    """The rows as CSV; no cell can run as a formula in a spreadsheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(rows(plan), path)


def reasons(plan: Plan, language: str = "en") -> pa.Array:
    """Why each line was chosen, or was not, in words."""
    wording = Wording(plan.screened, language)
    with_signs = plan.screened.scores.signs[plan.places] > 0
    texts = np.where(with_signs, _NOT_WITH_SIGNS, _NOT).astype(object)
    texts[plan.floor.selected] = wording.say(AT_RANDOM)
    listed = np.flatnonzero(plan.risk)
    signs = [list(plan.screened.signs_on(line))[:_SIGNS_SHOWN] for line in plan.places[listed].tolist()]
    said = iter(wording.sentences([place for places in signs for place in places]))
    for at, places in zip(listed.tolist(), signs, strict=True):
        sentences = [next(said) for _ in places] or [_WITHOUT_SIGN]
        if plan.floor.selected[at]:
            sentences.append(_ALSO_AT_RANDOM)
        texts[at] = " ".join(sentences)
    return pa.array(texts, pa.string())


def summary(plan: Plan) -> dict[str, Any]:
    """Counts by stratum, the budget, the seed, and everything that was assumed."""
    both = plan.risk & plan.floor.selected
    budget = plan.budget
    return {
        "on": plan.screened.on,
        "lodged_from": first_of_month(plan.screened.on),
        "lines": len(plan.places),
        "seed": plan.floor.seed,
        "floor": plan.share,
        "budget": {
            "unit": "hours" if budget.lines is None else "lines", "amount": budget.amount(),
            "offices": dict(budget.offices),
        },
        "chosen": {
            "risk": int((plan.risk & ~both).sum()), "floor": int((plan.floor.selected & ~both).sum()),
            "both": int(both.sum()), "in_all": int(plan.chosen.sum()),
            "hours": round(float(plan.hours[plan.chosen].sum()), 2),
            "expected_kg": round(float(plan.expected_kg[plan.chosen].sum()), 3),
        },
        "strata": {name: _of_stratum(plan, name) for name in STRATA},
        "model": plan.screened.model or None,
        "optimised": not _is_small(plan),
        "notes": notes(plan),
        "assumptions": assumptions(plan),
        "not_asked": plan.screened.seen.not_asked,
    }  # fmt: skip


def _of_stratum(plan: Plan, name: str) -> dict[str, Any]:
    here = pc.equal(plan.stratum, name).to_numpy(zero_copy_only=False)
    chance = plan.floor.probability[here]
    return {
        "lines": int(here.sum()),
        "floor_expected": round(plan.floor.expected[name], 6),
        "floor_drawn": int(plan.floor.selected[here].sum()),
        "risk": int(plan.risk[here].sum()),
        "floor_probability": {"least": float(chance.min()), "most": float(chance.max())}
        if len(chance)
        else None,
    }


def notes(plan: Plan) -> list[str]:
    """What a person must know before acting on the plan."""
    found = []
    drawn, size = int(plan.floor.selected.sum()), sum(plan.floor.expected.values())
    if not len(plan.places):
        month, on = first_of_month(plan.screened.on), plan.screened.on
        return [f"No line lodged from {month} to {on} is still open to inspection: there is nothing to plan."]
    if _is_small(plan):
        found += told(_in_frame(plan), float(plan.chosen.sum()), size)
    if plan.budget.lines is not None and plan.chosen.sum() > plan.budget.lines:
        found.append(
            f"Chance drew {drawn} lines, more than the budget of {plan.budget.lines}. They stay: a floor that is cut "
            "when it is long tells nothing. Over the year it comes to its share."
        )
    found.append(
        f"The floor drew {drawn} lines where {size:.1f} were expected: each is drawn by itself, so the number varies."
    )
    missing = int(pc.sum(pc.is_null(plan.screened.lines["lodged_on"])).as_py() or 0)
    if missing:
        found.append(f"{missing:,} lines have no day of lodging and are in no month's plan: mend them first.")
    return found


def assumptions(plan: Plan) -> list[str]:
    """What the plan rests on."""
    parts = ", ".join(f"{ALLOCATION[name]:.0%} {name}" for name in STRATA)
    unit = "kg illegal" if plan.budget.hours is None else "kg illegal an hour"
    ranked_only = (
        "The model learnt from an invented world: its figures rank lines and are no probabilities or kg."
    )
    return [
        f"The floor takes {plan.share:.0%} of the budget, divided {parts}: assumed. Where a stratum has too few lines, "
        "the others get the rest.",
        "In its stratum a line is drawn with a probability proportional to its declared gross mass, else its net mass, "
        f"else the median; at least {LEAST_OF_MEDIAN:.0%} of the median, so that it is never zero: assumed.",
        f"The risk list goes by expected {unit}: the probability of a breach, by {_scored_by(plan)}, times the kg of "
        "gas that would be illegal; ties by declaration and item.",
        *([ranked_only] if plan.screened.is_ranked_only else []),
        f"A check takes the hours of the cheapest one that would settle the line's signs; {FLOOR_HOURS:g} where it has "
        "none or was drawn at random: assumed.",
        "inclusion_probability is 1 on the risk list, else floor_probability. Lines of the stratum all other are "
        "listed too: without their probabilities nothing can be estimated of what hides among them.",
    ]


def _scored_by(plan: Plan) -> str:
    if not plan.screened.model:
        return "the stated weights of evidence"
    if not plan.screened.is_by_model:
        return "the stated weights of evidence, because the model has not shown that it beats them"
    return f"the model {plan.screened.model[:12]}"


def _in_frame(plan: Plan) -> int:
    return int(pc.sum(pc.is_in(plan.stratum, value_set=pa.array([GAS, EQUIPMENT]))).as_py() or 0)


def _is_small(plan: Plan) -> bool:
    return is_small(_in_frame(plan), float(plan.chosen.sum()))


def _defused(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return pa.array([None if text is None else defuse(text) for text in column.to_pylist()], pa.string())
