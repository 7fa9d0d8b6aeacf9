"""How much got through unseen: the estimate from lines that chance had inspected, with what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tradewind.estimation import outlook
from tradewind.estimation.answer import Answer
from tradewind.estimation.leakage import StratumLeakage
from tradewind.estimation.sensitivity import ENOUGH
from tradewind.estimation.texts import NOT_COVERED
from tradewind.estimation.wording import FEW
from tradewind.picture.drawing.scales import ticks
from tradewind.picture.model import Column, Reach, Reaches, ReachKind, Section, Table
from tradewind.picture.setting import Setting
from tradewind.quantities import Interval
from tradewind.screening.planning.strata import EQUIPMENT, GAS, OTHER

#: A best figure that is off by more than this says little more than that it is not zero.
_TOLD: Final = 20
_FIGURES: Final = 3
_SILENCE: Final = "Nothing was inspected by lot, so how much passes is not known. Silence is not zero."


def silence_section(setting: Setting, *, has_inspections: bool) -> Section:
    """The one sentence where no declaration is loaded."""
    say = setting.say
    told = (
        say("Inspections are loaded without the declarations that they were drawn from, so how much passes is not"
            " known. Silence is not zero.")
        if has_inspections else say(_SILENCE)
    )  # fmt: skip
    return Section(key="unseen", title=say("How much got through unseen"), lead=(told,))


def unseen_section(given: Answer, setting: Setting) -> Section:
    """Sentences, an interval a kind of goods, and the tables behind them; one sentence where chance drew nothing."""
    say, made = setting.say, given.made
    period = say("Lines lodged from %(first)s to %(last)s: what the lines that chance drew and that were inspected say"
                 " of those that nobody looked at.") % days(given, setting)  # fmt: skip
    if not made.all.inspected:
        lead = [say(_SILENCE), period, told(given.frame, setting)]
        return Section(key="unseen", title=say("How much got through unseen"), lead=tuple(lead),
                       sources=(_source(given, setting),), caveats=not_covered(given, setting))  # fmt: skip
    parts = [given.frame, *(s for s in made.strata if s.name == OTHER and s.lines)]
    lead = [period, *(told(part, setting) for part in parts), _sensitivity(made.all, setting),
            *_outlook(given, setting)]  # fmt: skip
    strata = [s for s in made.strata if s.lines]
    return Section(
        key="unseen", title=say("How much got through unseen"), lead=tuple(lead), figures=(_figure(strata, setting),),
        tables=(
            _masses([*strata, given.frame, made.all], setting), _shares([*strata, given.frame, made.all], setting),
            _pooled(given, setting), _over_sensitivity(given, setting),
        ),
        sources=(_source(given, setting),), caveats=(*_assumed(given, setting), *not_covered(given, setting)),
        open_tables=True,
    )  # fmt: skip


def kind_of_goods(name: str, setting: Setting) -> str:
    """The name of a stratum, or of several together."""
    say = setting.say
    names = {
        GAS: say("gas"), EQUIPMENT: say("equipment and near goods"), OTHER: say("all other goods"),
        "all": say("all goods"),
    }  # fmt: skip
    return names.get(name) or say("gas, equipment and near goods")


def days(of: Answer, setting: Setting) -> dict[str, str]:
    """The period in the words of the language."""
    return {"first": setting.day(of.first), "last": setting.day(of.last)}


def command(words: str, setting: Setting) -> str:
    """Where figures come from: a command that gives them, which is read from left to right in every language."""
    say = setting.say(
        "%(command)s gives these figures, from the declarations and inspections that are loaded."
    )
    return say % {"command": f"\u2066{words}\u2069" if setting.language == "ar" else words}


def told(part: StratumLeakage, setting: Setting) -> str:
    """What is known of some goods, in plain words."""
    say, kg = setting.say, part.leakage_kg
    words = {
        "what": kind_of_goods(part.name, setting), "low": about(kg.low, setting), "mid": about(kg.mid or 0, setting),
        "high": about(kg.high, setting), "finds": setting.number(part.finds),
        "drawn": setting.number(part.inspected), "unseen": about(part.unseen_kg, setting),
    }  # fmt: skip
    if not part.inspected and not part.unseen_kg:
        return (
            say("For %(what)s: every line was looked at for another reason; nothing was left to chance.")
            % words
        )
    if not part.inspected:
        return say("For %(what)s: no line was drawn by chance and inspected, so nothing bounds what got through: up to"
                   " all of the %(unseen)s that nobody looked at.") % words  # fmt: skip
    open_ = [say("Drawn lines without a result yet: %(n)s; they widen the range.")
             % {"n": setting.number(part.open)}] if part.open else []  # fmt: skip
    if not part.finds:
        nothing = say("For %(what)s: nothing illegal was found on %(drawn)s lines drawn by chance. That is not zero: up"
                      " to %(high)s may have got through (95 %%).") % words  # fmt: skip
        return setting.together([nothing, *open_])
    found = say("For %(what)s: %(low)s to %(high)s got through (95 %%), best figure %(mid)s; lines drawn by chance:"
                " %(drawn)s, finds among them: %(finds)s.") % words  # fmt: skip
    return setting.together([found, *_how_good(part, setting), *open_])


def _how_good(part: StratumLeakage, setting: Setting) -> list[str]:
    say, kg = setting.say, part.leakage_kg
    if part.finds >= FEW or not kg.mid:
        return []
    factor = max(kg.high / kg.mid, kg.mid / kg.low if kg.low else float("inf"))
    if factor > _TOLD:
        return [say("The best figure says little more than that it is not zero.")]
    return [say("The best figure is right within a factor of several, about %(x)s.")
            % {"x": setting.number(round(factor, 1))}]  # fmt: skip


def _sensitivity(part: StratumLeakage, setting: Setting) -> str:
    say, found = setting.say, part.sensitivity
    told = [say("Inspections do not find all that is there: the range takes in that they find %(low)s to %(high)s of"
                " it, %(mid)s in the middle.")
            % {"low": setting.percent(found.low), "mid": setting.percent(found.mid),
               "high": setting.percent(found.high)}]  # fmt: skip
    if "assumed" in found.basis:
        told.append(say("That is assumed by the depth of each inspection; %(n)s loads of known content or blind second"
                        " looks of a depth would take its place.") % {"n": ENOUGH})  # fmt: skip
    else:
        told.append(say("That was counted on loads of known content and blind second looks of this office."))
    return setting.together(told)


def _outlook(given: Answer, setting: Setting) -> list[str]:
    say, made, told = setting.say, given.made, []
    floor = outlook.halving_floor(made)
    if floor is not None:
        told.append(say("A floor of %(floor)s lines drawn by chance instead of %(now)s, split as now, would halve the"
                        " part of the interval that comes from sampling.")
                    % {"floor": setting.number(floor), "now": setting.number(made.all.inspected)})  # fmt: skip
    if made.all.finds < FEW:
        rates = dict(outlook.pooled(made))
        told.append(say("Alone, this floor says that %(alone)s of the declared mass got through; pooled with neighbours"
                        " like this office it would be %(five)s for five together and %(twenty)s for twenty, if they"
                        " find the same.")
                    % {"alone": _percents(rates[1], setting), "five": _percents(rates[5], setting),
                       "twenty": _percents(rates[20], setting)})  # fmt: skip
    return told


def _figure(strata: list[StratumLeakage], setting: Setting) -> Reaches:
    say = setting.say
    most = max(s.rate.high if s.inspected else s.unseen_kg / s.mass_kg if s.mass_kg else 0.0 for s in strata)
    # The whole, and not a mark above it, ends the axis of what can be anything up to all.
    marks = [mark / 100 for mark in ticks(min(100 * most, 100.0) if most < 1.01 else 100 * most, 5)]
    legend: Mapping[ReachKind, str] = {
        "found": say("interval (95 %), with the best figure"),
        "bound": say("nothing was found: at most so much (95 %)"),
        "unknown": say("chance drew nothing here: anything up to what nobody looked at"),
    }
    return Reaches(
        say("Share of the declared mass that got through, by kind of goods"),
        say("An interval a kind of goods; the tables below give each figure."),
        tuple(_reach(s, setting) for s in strata), tuple((m, fine_percent(m, setting)) for m in marks),
        say("share of the declared mass"), legend,
    )  # fmt: skip


def _reach(part: StratumLeakage, setting: Setting) -> Reach:
    say, rate, kg = setting.say, part.rate, part.leakage_kg
    name = kind_of_goods(part.name, setting)
    words = {"low": about(kg.low, setting), "mid": about(kg.mid or 0, setting), "high": about(kg.high, setting),
             "share": fine_percent(rate.high, setting)}  # fmt: skip
    if not part.inspected:
        words["high"] = about(part.unseen_kg, setting)
        share = part.unseen_kg / part.mass_kg if part.mass_kg else 0.0
        return Reach(name, 0.0, None, share, "unknown", say("not known; anything up to %(high)s") % words)
    if not part.finds:
        told = say("nothing found; up to %(high)s, %(share)s of the declared mass") % words
        return Reach(name, 0.0, None, rate.high, "bound", told)
    told = say("%(low)s to %(high)s, best figure %(mid)s") % words
    low, mid, high = (round(x, 6) for x in (rate.low, rate.mid or 0.0, rate.high))
    return Reach(name, low, mid, high, "found", told)


def _masses(parts: list[StratumLeakage], setting: Setting) -> Table:
    say = setting.say
    rows = tuple(
        {"kind": kind_of_goods(p.name, setting), "declared": figures(p.mass_kg), "drawn": p.inspected, "finds": p.finds,
         "low": figures(p.leakage_kg.low) if p.inspected else None,
         "mid": figures(p.leakage_kg.mid or 0) if p.finds else None,
         "high": figures(p.leakage_kg.high if p.inspected else p.unseen_kg)}
        for p in parts
    )  # fmt: skip
    columns = (
        Column("kind", say("Kind of goods")), Column("declared", say("Declared, kg"), "number"),
        Column("drawn", say("Drawn by chance and inspected"), "count"), Column("finds", say("Finds"), "count"),
        Column("low", say("Got through at least, kg"), "number"), Column("mid", say("Best figure, kg"), "number"),
        Column("high", say("At most, kg"), "number"),
    )  # fmt: skip
    return Table("unseen-kg", say("What got through, by kind of goods"), columns, rows,
                 absent=say("none can be named"))  # fmt: skip


def _shares(parts: list[StratumLeakage], setting: Setting) -> Table:
    say = setting.say
    rows = tuple(
        {"kind": kind_of_goods(p.name, setting), "lines": p.lines,
         "low": hundred(p.rate.low) if p.inspected else None, "mid": hundred(p.rate.mid or 0) if p.finds else None,
         "high": hundred(p.rate.high) if p.inspected else None,
         "least": hundred(p.sensitivity.low) if p.inspected else None,
         "most": hundred(p.sensitivity.high) if p.inspected else None}
        for p in parts
    )  # fmt: skip
    columns = (
        Column("kind", say("Kind of goods")), Column("lines", say("Lines"), "count"),
        Column("low", say("Share that got through at least, %"), "number"),
        Column("mid", say("Best figure, %"), "number"), Column("high", say("At most, %"), "number"),
        Column("least", say("Inspections find at least, %"), "number"),
        Column("most", say("Inspections find at most, %"), "number"),
    )  # fmt: skip
    return Table("unseen-shares", say("As a share of the declared mass, and what inspections find"), columns, rows,
                 absent=say("none can be named"))  # fmt: skip


def _pooled(given: Answer, setting: Setting) -> Table:
    say = setting.say
    rows = tuple(
        {
            "offices": offices,
            "low": hundred(rate.low),
            "mid": hundred(rate.mid or 0),
            "high": hundred(rate.high),
        }
        for offices, rate in outlook.pooled(given.made)
    )
    columns = (
        Column("offices", say("Offices like this one, together"), "count"),
        Column("low", say("Share that got through at least, %"), "number"),
        Column("mid", say("Best figure, %"), "number"), Column("high", say("At most, %"), "number"),
    )  # fmt: skip
    note = say(
        "Each is taken to draw as many lines and to find as much; only kinds of goods that chance looked at."
    )
    return Table("unseen-pooled", say("What pooling with neighbours would teach"), columns, rows, note=note)


def _over_sensitivity(given: Answer, setting: Setting) -> Table:
    say = setting.say
    rows = tuple(
        {
            "found": hundred(found),
            "low": figures(kg.low),
            "mid": figures(kg.mid or 0),
            "high": figures(kg.high),
        }
        for found, kg in outlook.over_sensitivity(given.made, given.office.frame)
    )
    columns = (
        Column("found", say("Inspections find, %"), "number"),
        Column("low", say("Got through at least, kg"), "number"), Column("mid", say("Best figure, kg"), "number"),
        Column("high", say("At most, kg"), "number"),
    )  # fmt: skip
    return Table("unseen-sensitivity", say("For whoever knows how much inspections find"), columns, rows)


def not_covered(given: Answer, setting: Setting) -> tuple[str, ...]:
    """What the estimate says nothing of, one line each."""
    say = setting.say
    listed = [say(what) for what in NOT_COVERED]
    unseen = [kind_of_goods(s.name, setting) for s in given.made.strata if s.lines and not s.inspected]
    if unseen:
        listed.append(
            say("kinds of goods of which chance drew no line: %(names)s") % {"names": "; ".join(unseen)}
        )
    if given.office.undated:
        listed.append(say("lines that state no day: %(n)s") % {"n": setting.number(given.office.undated)})
    return tuple(say("Not covered: %(what)s.") % {"what": what} for what in listed)


def _assumed(given: Answer, setting: Setting) -> list[str]:
    say, office = setting.say, given.office
    told = [say("Assumed: each line was drawn with the probability that is written with it, whatever its score, and"
                " inspected as planned; what the risk list or a tip had looked at did not get through; a breach on"
                " paper is no illegal mass.")]  # fmt: skip
    for count, words in (
        (office.mass_unknown, say("Lines without a declared mass, which count with the median of their kind (assumed):"
                                  " %(n)s.")),
        (office.found_unweighed, say("Finds without a mass, which count with the declared one (assumed): %(n)s.")),
        (office.without_probability, say("Lines drawn by chance without a written probability, which stand for no other"
                                         " line: %(n)s.")),
    ):  # fmt: skip
        if count:
            told.append(words % {"n": setting.number(count)})
    return told


def _source(given: Answer, setting: Setting) -> str:
    return command(f"tradewind estimate --from {given.first} --to {given.last}", setting)


def figures(value: float) -> float:
    """Three figures are more than any of these estimates bears; below half a unit it is none.

    >>> figures(1372.4), figures(0.03), figures(3.14159)
    (1370.0, 0.0, 3.14)
    """
    return float(f"{value:.{_FIGURES}g}") if value >= 0.5 else 0.0


def hundred(share: float) -> float:
    """A share in per cent, to three figures, or to two digits behind the point.

    >>> hundred(0.02345), hundred(0.5)
    (2.35, 50.0)
    """
    return round(float(f"{100 * share:.{_FIGURES}g}"), 2)


def about(kg: float, setting: Setting) -> str:
    """A mass to three figures."""
    if 0 < kg < 0.5:
        return setting.say("less than 1 kg")
    return setting.mass(figures(kg))


def fine_percent(share: float, setting: Setting) -> str:
    """A share in per cent, with digits behind the point where it is small."""
    return setting.say("%(x)s %%") % {"x": setting.number(hundred(share))}


def _percents(rate: Interval, setting: Setting) -> str:
    return setting.say("%(low)s to %(high)s %%") % {
        "low": setting.number(hundred(rate.low)), "high": setting.number(hundred(rate.high)),
    }  # fmt: skip
