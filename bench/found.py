"""The share of illegal mass that a list finds, on invented worlds nothing was tuned on, beside what else could rank.

    python -m bench found [WORLDS] [MONTHS] [DECLARATIONS] [OTHERS]

Each world has parameters and a seed of its own, none of which weights, thresholds or models were tuned on. Every month
is screened on its last day; an office opens 5 % of the frame by a plan with a floor (the rules' list until a model that
learnt from its own outcomes beats them), the inspections miss what they miss, and what was found is learnt from. At
months 0, 1, 3, 6 and 12 every order is asked what its first 1, 2, 5 and 10 % of the frame would find, of all illegal
mass on declared lines, whether or not it leaves a trace.

    rivals    by lot; declared mass; controlled code, then mass; number of rules fired
    rules     expected kg = probability by the stated weights of evidence x kg that would be illegal
    learnt    the same by the model of that month, where it replaced the rules
    ceiling   LightGBM on raw columns and our own indicators, trained on the whole truth of OTHERS other worlds of the
              same parameters: what could be learnt from what is visible by who knew the truth elsewhere
    skill     (ours - best rival) / (ceiling - best rival), of means over worlds; its interval by bootstrap over worlds

The frame is lines whose code, words, number or packages can concern controlled gas or its equipment.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from bench import found_rankings as orders
from bench.found_worlds import Judged, Numbers, Office
from tradewind.screening.learning import fit
from tradewind.screening.learning.examples import Examples, joined
from tradewind.screening.learning.trained import Trained
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.plan import plan
from tradewind.simulation.world import WorldParameters
from tradewind.simulation.world.world import with_parameters

WORLDS, MONTHS, DECLARATIONS, OTHERS = 20, 13, 4000, 20
AT: Final = (0, 1, 3, 6, 12)
SHARES: Final = (0.01, 0.02, 0.05, 0.10)
OPENED: Final = 0.05
RIVALS: Final = ("by lot", "declared mass", "controlled code, then mass", "rules fired")
NAMES: Final = (*RIVALS, "rules", "rules and learning", "rules by CO2e", "ceiling")
#: Parameters and seeds of the worlds measured; 100 to 199 were tuned on.
FIRST: Final = 5_000
_FRAME: Final = 0.15
_OTHERS_FROM: Final = 500_000
_MONTH_OF_OTHERS: Final = 2


@dataclass(frozen=True)
class Setting:
    """What differs from the worlds as they are drawn."""

    name: str
    prevalence: float = 1.0
    adversary: bool = False
    permuted: bool = False
    at: tuple[int, ...] = AT


SETTINGS: Final = (
    Setting("as drawn"),
    Setting("illegal trade that adapts", adversary=True, at=(0, 6, 12)),
    Setting("prevalence x 1/5", prevalence=0.2, at=(0, 6)),
    Setting("prevalence x 5", prevalence=5.0, at=(0, 6)),
    Setting("permuted outcomes", permuted=True, at=(6,)),
    Setting("nothing illegal", prevalence=0.0, at=(0,)),
)


def main(arguments: Sequence[str]) -> None:
    """Run every setting, the first on all worlds and the others on a third of them; print the tables."""
    worlds, months, declarations, others = [int(a) for a in arguments[:4]] + [
        WORLDS,
        MONTHS,
        DECLARATIONS,
        OTHERS,
    ][len(arguments) :]
    kept = Path(arguments[4]) if len(arguments) > 4 else None
    for n, setting in enumerate(SETTINGS):
        count = worlds if n == 0 else max(worlds // 3, 2)
        last = min(months, max(setting.at) + 1)
        tasks = [(setting, w, last, declarations, others if n == 0 else others // 2) for w in range(count)]
        with ProcessPoolExecutor(2) as pool:
            rows = [row for found in pool.map(_world, tasks) for row in found]
        if kept:
            kept.with_name(f"{kept.name}.{n}.json").write_text(json.dumps(rows))
        _print(setting, rows, count, others if n == 0 else others // 2)
        sys.stdout.flush()


def parameters_of(world: int, setting: Setting) -> WorldParameters:
    """Those of a world that is measured."""
    drawn = with_parameters(WorldParameters().varied(FIRST + world), "traffic", frame_share=_FRAME)
    drawn = with_parameters(drawn, "adversary", on=setting.adversary)
    return with_parameters(drawn, "illegal", prevalence=drawn.illegal.prevalence * setting.prevalence)


def _world(task: tuple[Setting, int, int, int, int]) -> list[dict[str, Any]]:
    setting, world, months, declarations, others = task
    parameters = parameters_of(world, setting)
    ceiling = _ceiling(parameters, world, declarations, others) if setting.prevalence else None
    office, learner = Office(parameters, FIRST + world, declarations), Learner(setting.permuted)
    rows = []
    for number in range(months):
        month = office.next()
        model = learner.model(month)
        chance = month.rules if model is None else model.predict(month.features)
        if number in setting.at:
            ranked = {
                "by lot": orders.at_random(month, world), "declared mass": orders.by_mass(month),
                "controlled code, then mass": orders.by_code_and_mass(month),
                "rules fired": orders.by_rules_fired(month),
                "rules": orders.ours(month), "rules and learning": orders.ours(month, chance),
                "rules by CO2e": orders.ours_by_co2e(month),
            }  # fmt: skip
            if ceiling is not None:
                ranked["ceiling"] = ceiling(month)
            rows.append(_row(world, month, ranked, model, chance, learner.finds))
        if number + 1 < months:
            learner.learn(month, office, chance)
    return rows


def _ceiling(parameters: WorldParameters, world: int, declarations: int, others: int) -> orders.Ceiling:
    months = []
    for n in range(others):
        office = Office(parameters, _OTHERS_FROM + 1000 * world + n, declarations)
        office.skip(_MONTH_OF_OTHERS)
        months.append(office.next())
    return orders.Ceiling(months)


class Learner:
    """What an office finds by its own plans, and the model of each month."""

    def __init__(self, permuted: bool) -> None:
        self._examples: list[Examples] = []
        self._permuted = permuted
        self.finds = 0

    def model(self, month: Judged) -> Trained | None:
        """The model that replaced the rules by the outcomes known on the day of the list; None where none did."""
        if not self._examples:
            return None
        known = joined(self._examples)
        if self._permuted:
            mixed = np.random.default_rng(len(known)).permutation(known.label)
            known = replace(known, label=mixed)
        trained = fit(known, month.last)
        return None if trained.used_rules_instead else trained

    def learn(self, month: Judged, office: Office, chance: Numbers) -> None:
        """Open what the plan chooses, write down what was found."""
        lines = max(2, round(OPENED * int(month.in_frame.sum())))
        probability = np.zeros(month.screened.count)
        probability[: month.count] = chance
        made = plan(month.screened, Budget(lines=lines), seed=month.number, probability=probability)
        at = made.places[made.chosen]
        chosen = made.chosen
        risk, floor = made.risk[chosen], made.floor.selected[chosen]
        keys = month.screened.lines.select(["declaration_id", "item"]).take(pa.array(at))
        said = {
            "chosen_by": np.select([risk & floor, risk], ["both", "risk"], "floor").tolist(),
            "chosen_probability": made.inclusion[chosen].tolist(),
            "floor_probability": made.floor.probability[chosen].tolist(), "depth": "opened",
        }  # fmt: skip
        rows = office.world.inspect(keys, month.last + timedelta(days=1), seed=month.number, chosen=said)
        office.write_down(rows)
        result = np.array(rows["result"].to_pylist(), object)
        label = np.where(result == "undecided", np.nan, (result == "illegal").astype(float))
        self.finds += int((label == 1).sum())
        known = np.asarray(rows["result_on"].to_numpy(), "datetime64[D]")
        codes = {d: n for n, d in enumerate(dict.fromkeys(keys["declaration_id"].to_pylist()))}
        self._examples.append(Examples(
            month.features.take(at), label, 1 / made.inclusion[chosen], np.asarray(keys_days(month, at)), known,
            np.array([codes[d] for d in keys["declaration_id"].to_pylist()]) + 100_000 * month.number, month.kg[at],
            np.ones(len(at), bool),
        ))  # fmt: skip


def keys_days(month: Judged, at: Numbers) -> Numbers:
    """Days the lines were lodged."""
    return np.asarray(month.screened.lines["lodged_on"].take(pa.array(at)).to_numpy(), "datetime64[D]")


def _row(
    world: int,
    month: Judged,
    ranked: Mapping[str, Numbers],
    model: Trained | None,
    chance: Numbers,
    finds: int,
) -> dict[str, Any]:
    frame, illegal = int(month.in_frame.sum()), month.illegal_kg
    some = illegal[illegal > 0]
    capped = np.minimum(illegal, np.quantile(some, 0.99)) if len(some) else illegal
    tie = np.arange(month.count)
    found, of_capped, by_method = {}, {}, {}
    for name, order in ranked.items():
        first = [orders.top(order, int(np.ceil(share * frame)), tie) for share in SHARES]
        found[name] = [float(illegal[at].sum()) for at in first]
        of_capped[name] = float(capped[first[2]].sum())
        if name in ("rules", "rules and learning", "ceiling"):
            methods = np.bincount(month.method[first[2]], weights=illegal[first[2]], minlength=28)
            by_method[name] = methods.tolist()
    label = (illegal > 0)[month.in_frame]
    p = np.clip(chance[month.in_frame], 1e-6, 1 - 1e-6)
    return {
        "world": world, "month": month.number, "frame": frame, "lines": month.count, "finds_before": finds,
        "illegal_lines": int((illegal > 0).sum()), "illegal_kg": float(illegal.sum()), "capped_kg": float(capped.sum()),
        "untraced_kg": float(illegal[~month.leaves_trace].sum()), "undeclared_kg": month.undeclared_kg,
        "learnt": model is not None, "found": found, "found_capped": of_capped, "by_method": by_method,
        "method_kg": np.bincount(month.method, weights=illegal, minlength=28).tolist(),
        "fired": int((month.screened.scores.signs[: month.count] > 0).sum()),
        "fired_honest": int(((month.screened.scores.signs[: month.count] > 0) & (illegal == 0)).sum()),
        "review": float((chance[month.in_frame] > 0.5).mean()),
        "brier": float(((p - label) ** 2).mean()), "brier_base": float(label.mean() * (1 - label.mean())),
        "logit": np.log(p / (1 - p)).round(4).tolist() if model is not None else [],
        "label": label.astype(int).tolist() if model is not None else [],
    }  # fmt: skip


_ABOUT: Final = (
    "frame", "lines", "illegal_lines", "illegal_kg", "untraced_kg", "undeclared_kg", "fired", "fired_honest",
)  # fmt: skip


def _print(setting: Setting, rows: list[dict[str, Any]], worlds: int, others: int) -> None:
    print(f"\n### {setting.name}: {worlds} worlds\n")
    if not rows:
        print("No month was asked.")
        return
    if setting.prevalence == 0:
        print(f"{np.mean([r['review'] for r in rows]):.2%} of frame lines above a probability of one half.")
        return
    mean = {name: float(np.mean([r[name] for r in rows])) for name in _ABOUT}
    print(
        f"Frame {mean['frame']:,.0f} of {mean['lines']:,.0f} lines a month; illegal {mean['illegal_lines']:.1f} lines "
        f"({mean['illegal_lines'] / mean['frame']:.1%} of the frame), {mean['illegal_kg'] / 1000:,.1f} t a month; "
        f"{mean['untraced_kg'] / mean['illegal_kg']:.0%} of that mass leaves no trace on its line, and "
        f"{mean['undeclared_kg'] / 1000:,.1f} t a month is on no declaration (not counted); "
        f"{mean['fired_honest'] / max(mean['fired'], 1):.0%} of lines on which a rule fires are honest. "
        f"Ceiling from {others} other worlds.\n"
    )
    by_month = defaultdict(list)
    for row in rows:
        by_month[row["month"]].append(row)
    names = NAMES
    print("| after months | opened | " + " | ".join(names) + " | skill of rules | skill with learning |")
    print("|---:|---:|" + "---:|" * (len(names) + 2))
    for number, held in sorted(by_month.items()):
        for n, share in enumerate(SHARES):
            table = np.array(
                [[r["found"][name][n] / max(r["illegal_kg"], 1) for name in names] for r in held]
            )
            cells = [f"{x:.1%}" for x in table.mean(0)]
            print(
                f"| {number} | {share:.0%} | "
                + " | ".join(cells)
                + f" | {_skill(table, 4)} | {_skill(table, 5)} |"
            )
    for number, held in sorted(by_month.items()):
        scatter = np.array([r["found"]["rules and learning"][2] / max(r["illegal_kg"], 1) for r in held])
        capped = {
            n: np.mean([r["found_capped"][n] / max(r["capped_kg"], 1) for r in held]) for n in names[4:6]
        }
        low, mid, high = np.quantile(scatter, [0.05, 0.5, 0.95])
        replaced, finds = sum(r["learnt"] for r in held), np.mean([r["finds_before"] for r in held])
        print(
            f"\nAfter {number} months at 5 %: single worlds {mid:.0%} (5 to 95 %: {low:.0%} to {high:.0%}); with mass "
            f"capped at its 99th percentile rules {capped['rules']:.1%}, with learning "
            f"{capped['rules and learning']:.1%}; a model had replaced the rules in {replaced} of {len(held)} worlds, "
            f"after {finds:.0f} finds on average."
        )
    _calibration([r for r in rows if r["learnt"]])
    if setting.name == SETTINGS[0].name:
        _methods(rows)


def _skill(table: Numbers, ours: int) -> str:
    """Of means over worlds, with the 5 and 95 % of a bootstrap over them."""

    def skill(held: Numbers) -> float:
        means = held.mean(0)
        best = means[: len(RIVALS)].max()
        return float((means[ours] - best) / (means[-1] - best)) if means[-1] > best else float("nan")

    random = np.random.default_rng(1)
    drawn = [skill(table[random.integers(0, len(table), len(table))]) for _ in range(1000)]
    low, high = np.nanquantile(drawn, [0.05, 0.95])
    return f"{skill(table):.2f} ({low:.2f} to {high:.2f})"


def _calibration(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    from sklearn.linear_model import LogisticRegression

    logit = np.concatenate([r["logit"] for r in rows])[:, None]
    label = np.concatenate([r["label"] for r in rows])
    line = LogisticRegression(C=1e6).fit(logit, label)
    brier, base = (
        np.average([r[k] for r in rows], weights=[r["frame"] for r in rows]) for k in ("brier", "brier_base")
    )
    print(
        f"\nCalibration of the models over {len(rows)} months of worlds, frame lines against the whole truth: slope "
        f"{line.coef_[0, 0]:.2f}, Brier {brier:.4f} against {base:.4f} of the base rate."
    )


def _methods(rows: list[dict[str, Any]]) -> None:
    kg = np.sum([r["method_kg"] for r in rows], 0)
    names = ("rules", "rules and learning", "ceiling")
    found = {n: np.sum([r["by_method"][n] for r in rows], 0) for n in names}
    print("\n| method | illegal t, all months asked | " + " | ".join(f"{n} at 5 %" for n in names) + " |")
    print("|---:|---:|" + "---:|" * len(names))
    for method in np.flatnonzero(kg > 0):
        cells = [f"{found[n][method] / kg[method]:.0%}" for n in names]
        print(f"| {method} | {kg[method] / 1000:,.1f} | " + " | ".join(cells) + " |")
