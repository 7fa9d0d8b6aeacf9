"""A plan in rows, in figures and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from tradewind.formats.numerals import defuse
from tradewind.languages import Speaker
from tradewind.screening.planning import texts
from tradewind.screening.planning.budget import FLOOR_HOURS
from tradewind.screening.planning.floor import ALLOCATION, LEAST_OF_MEDIAN
from tradewind.screening.planning.plan import Plan, first_of_month
from tradewind.screening.planning.small import is_small, told
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER, STRATA
from tradewind.screening.wording import AT_RANDOM, Wording

#: Columns of a plan's file, one row a line that could be chosen.
COLUMNS: Final = (
    "declaration_id", "item", "stratum", "risk_selected", "floor_probability", "floor_selected",
    "inclusion_probability", "expected_kg", "reason",
)  # fmt: skip
#: Sentences of signs that a reason holds.
_SIGNS_SHOWN: Final = 3
_DECIMALS_KG: Final = 6
#: Digits of a model's SHA-256 that name it in a sentence.
_NAMED_BY: Final = 12


def rows(plan: Plan, language: str = "en") -> pa.Table:
    """COLUMNS, the reasons in the language. The chosen lines come first: those of the risk list by rank, then those
    only the floor has, then the rest by declaration and item. Lines of every stratum are there, because an estimate
    needs what could have been drawn."""
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
            "reason": _defused(reasons(plan, language)),
        }
    )
    return made.take(pa.array(order))


def write_csv(plan: Plan, path: Path, language: str = "en") -> None:
    """The rows as CSV; no cell can run as a formula in a spreadsheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(rows(plan, language), path)


def reasons(plan: Plan, language: str = "en") -> pa.Array:
    """Why each line was chosen, or was not, in words."""
    wording = Wording(plan.screened, language)
    say = wording.say
    with_signs = plan.screened.scores.signs[plan.places] > 0
    told = np.where(with_signs, say(texts.NOT_WITH_SIGNS), say(texts.NOT)).astype(object)
    told[plan.floor.selected] = say(AT_RANDOM)
    listed = np.flatnonzero(plan.risk)
    signs = [list(plan.screened.signs_on(line))[:_SIGNS_SHOWN] for line in plan.places[listed].tolist()]
    said = iter(wording.sentences([place for places in signs for place in places]))
    for at, places in zip(listed.tolist(), signs, strict=True):
        sentences = [next(said) for _ in places] or [say(texts.WITHOUT_SIGN)]
        if plan.floor.selected[at]:
            sentences.append(say(texts.ALSO_AT_RANDOM))
        told[at] = wording.speaker.together(sentences)
    return pa.array(told, pa.string())


def summary(plan: Plan, language: str = "en") -> dict[str, Any]:
    """Counts by stratum, the budget, the seed, and everything that was assumed, in sentences of the language."""
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
        "notes": notes(plan, language),
        "assumptions": assumptions(plan, language),
        "not_asked": Wording(plan.screened, language).not_asked(),
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


def notes(plan: Plan, language: str = "en") -> list[str]:
    """What a person must know before acting on the plan."""
    speaker = Speaker("screening", language)
    if not len(plan.places):
        on = plan.screened.on
        period = {"first": speaker.day(first_of_month(on)), "last": speaker.day(on)}
        return [speaker.say(texts.NOTHING_TO_PLAN, **period)]
    found = []
    drawn, size = int(plan.floor.selected.sum()), sum(plan.floor.expected.values())
    if _is_small(plan):
        found += told(_in_frame(plan), float(plan.chosen.sum()), size, language)
    if plan.budget.lines is not None and plan.chosen.sum() > plan.budget.lines:
        found.append(speaker.count(texts.LONG_FLOOR, drawn, n=str(drawn), budget=str(plan.budget.lines)))
    found.append(speaker.count(texts.DRAWN, drawn, n=str(drawn), expected=speaker.figure(f"{size:.1f}")))
    missing = int(pc.sum(pc.is_null(plan.screened.lines["lodged_on"])).as_py() or 0)
    if missing:
        found.append(speaker.count(texts.WITHOUT_DAY, missing))
    return found


def assumptions(plan: Plan, language: str = "en") -> list[str]:
    """What the plan rests on."""
    speaker = Speaker("screening", language)
    parts = {"gas": ALLOCATION[GAS], "near": ALLOCATION[EQUIPMENT], "other": ALLOCATION[OTHER]}
    divided = {name: f"{100 * part:.0f}" for name, part in parts.items()}
    return [
        speaker.say(texts.FLOOR_TAKES, share=f"{100 * plan.share:.0f}", **divided),
        speaker.say(texts.BY_MASS, least=f"{100 * LEAST_OF_MEDIAN:.0f}"),
        speaker.say(_risk_list(plan), model=plan.screened.model[:_NAMED_BY]),
        *([speaker.say(texts.RANKED_ONLY)] if plan.screened.is_ranked_only else []),
        speaker.say(texts.HOURS, hours=speaker.figure(f"{FLOOR_HOURS:g}")),
        speaker.say(texts.INCLUSION),
    ]


def _risk_list(plan: Plan) -> str:
    """The sentence of what the list goes by."""
    is_of_lines = plan.budget.hours is None
    if not plan.screened.model:
        return texts.BY_WEIGHTS if is_of_lines else texts.BY_WEIGHTS_AN_HOUR
    if not plan.screened.is_by_model:
        return texts.BY_WEIGHTS_STILL if is_of_lines else texts.BY_WEIGHTS_STILL_AN_HOUR
    return texts.BY_MODEL if is_of_lines else texts.BY_MODEL_AN_HOUR


def _in_frame(plan: Plan) -> int:
    return int(pc.sum(pc.is_in(plan.stratum, value_set=pa.array([GAS, EQUIPMENT]))).as_py() or 0)


def _is_small(plan: Plan) -> bool:
    return is_small(_in_frame(plan), float(plan.chosen.sum()))


def _defused(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return pa.array([None if text is None else defuse(text) for text in column.to_pylist()], pa.string())
