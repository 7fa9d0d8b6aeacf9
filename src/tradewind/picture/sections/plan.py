"""The plan of the newest month in figures. The lines themselves stand in the file that the command writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tradewind.languages import translator
from tradewind.picture.inspecting import Planned
from tradewind.picture.model import Column, Section, Table
from tradewind.picture.sections.unseen import about, command, figures, kind_of_goods
from tradewind.picture.setting import Setting
from tradewind.screening import texts
from tradewind.screening.planning.floor import SHARE
from tradewind.screening.planning.small import upper_share
from tradewind.screening.planning.strata import STRATA

_MONTHS: Final = 12
#: Digits of a model's SHA-256 that name it in a sentence.
_NAMED_BY: Final = 12
#: Offices of the sentence about neighbours.
_OFFICES: Final = 5


def plan_section(of: Planned, setting: Setting) -> Section:
    """Counts by kind of goods, what a plan's probabilities are, and what so small an office should know."""
    say, told = setting.say, of.told
    seed = told["seed"]
    period = {"first": setting.day(of.first), "last": setting.day(of.on)}
    source = command(f"tradewind plan-inspections --on {of.on} --budget-lines {of.budget} --seed {seed}"
                     f"{' --trained MODEL' if told['model'] else ''} --out plan.csv", setting)  # fmt: skip
    title = say("The plan of the newest month")
    if not told["lines"]:
        empty = say(
            "No line lodged from %(first)s to %(last)s is still open to inspection: there is nothing to plan."
        )
        return Section(key="plan", title=title, lead=(empty % period,), sources=(source,))
    chosen = told["chosen"]
    counts = {
        "lines": told["lines"], "budget": of.budget, "all": chosen["in_all"], "risk": chosen["risk"] + chosen["both"],
        "floor": chosen["floor"] + chosen["both"], "both": chosen["both"],
    }  # fmt: skip
    lead = [
        say("Lines lodged from %(first)s to %(last)s and still open: %(lines)s. With a budget of %(budget)s,"
            " %(all)s would be inspected: %(risk)s by the list, %(floor)s drawn by chance, %(both)s of them both.")
        % {**period, **{name: setting.number(n) for name, n in counts.items()}},
        say("The budget is this office's own pace, lines inspected in a month of the period.") if of.is_pace
        else say("Nothing was inspected yet, so no pace is known: a budget of one line in twenty of gas and equipment"
                 " is assumed."),
        *_ranking(of, setting),
        say("Chance draws first, in each kind of goods in proportion to the declared mass; no line's probability is"
            " zero, and nobody can take one out. A line on the list is inspected for certain, with probability 1. Each"
            " probability is kept: without them nothing could be estimated later."),
    ]  # fmt: skip
    if not told["optimised"]:
        lead += _small(of, setting)
    return Section(
        key="plan", title=title, lead=tuple(lead), tables=(_table(of, setting),), sources=(source,), caveats=(
            say("No trader and no declaration is named here: the lines stand in the file that the command writes, for"
                " those who inspect."),
            say("The floor takes %(share)s of the budget; that, and its division over the kinds of goods, is assumed.")
            % {"share": setting.percent(SHARE)},
            say("This page draws with the open number %(seed)s, as an example. The draw that counts takes a number that"
                " nobody outside the office knows.") % {"seed": str(seed)},
        ), open_tables=True,
    )  # fmt: skip


def _ranking(of: Planned, setting: Setting) -> list[str]:
    """What ranked the list, and what it expects to find."""
    say, model = setting.say, {"model": (of.told["model"] or "")[:_NAMED_BY]}
    beside = translator("screening", setting.language)
    expected = say("In the chosen lines %(kg)s illegal are expected: the probability of each, times the gas that it"
                   " would be. That ranks lines; it is no finding.")  # fmt: skip
    expected %= {"kg": about(of.told["chosen"]["expected_kg"], setting)}
    if not of.told["model"]:
        return [say("The list is ranked by the stated weights of evidence; no trained model was named for this"
                    " picture."), expected]  # fmt: skip
    if not of.is_by_model:
        return [beside(texts.MODEL_OF_RULES) % model, expected]
    by_model = say("The list is ranked by the trained model %(model)s that this office adopted.") % model
    return [by_model, beside(texts.RANKED_ONLY) if of.is_ranked_only else expected]


def _small(of: Planned, setting: Setting) -> list[str]:
    """An office with few consignments: what its plan is not, and what pooling with neighbours would teach."""
    say, chosen = setting.say, of.told["chosen"]
    year = _MONTHS * sum(stratum["floor_expected"] for stratum in of.told["strata"].values())
    return [
        say("With %(lines)s open lines of gas and equipment and %(checks)s checks in the month, this plan does not"
            " pretend to optimise: nobody can tell from so few outcomes whether it beats your own judgement.")
        % {"lines": setting.number(of.in_frame), "checks": setting.number(chosen["in_all"])},
        say("At this pace chance looks at about %(year)s lines a year. If none held anything illegal, up to %(alone)s"
            " of such lines still could; if %(k)s offices like this one pooled their draws, up to %(pooled)s, as far as"
            " their trade is alike.")
        % {"year": setting.number(round(year)), "alone": setting.percent(upper_share(year)), "k": _OFFICES,
           "pooled": setting.percent(upper_share(_OFFICES * year))},
    ]  # fmt: skip


def _table(of: Planned, setting: Setting) -> Table:
    say = setting.say
    rows = tuple(_row(name, of.told["strata"][name], of, setting) for name in STRATA)
    columns = (
        Column("kind", say("Kind of goods")), Column("lines", say("Open lines"), "count"),
        Column("risk", say("By the list"), "count"), Column("expected", say("By chance, expected"), "number"),
        Column("drawn", say("By chance, drawn"), "count"),
        Column("probability", say("Drawn by chance: one line in"), "range"),
        Column("kg", say("Expected in the chosen lines, kg illegal"), "number"),
    )  # fmt: skip
    return Table("plan-strata", say("The plan by kind of goods"), columns, rows, absent=say("no open line"))


def _row(name: str, stratum: Mapping[str, Any], of: Planned, setting: Setting) -> dict[str, Any]:
    drawn = stratum["floor_probability"]
    return {
        "kind": kind_of_goods(name, setting), "lines": stratum["lines"], "risk": stratum["risk"],
        "expected": round(stratum["floor_expected"], 2), "drawn": stratum["floor_drawn"],
        "probability": drawn and _one_in(drawn, setting),
        "kg": None if of.is_ranked_only else figures(of.expected_kg[name]),
    }  # fmt: skip


def _one_in(drawn: Mapping[str, float], setting: Setting) -> str:
    """The probabilities of a draw, greatest to least, as one line in so many."""
    ends = (setting.number(round(1 / drawn[end])) for end in ("most", "least"))
    return "–".join(dict.fromkeys(ends))
