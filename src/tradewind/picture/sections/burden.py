"""Whom inspections burden: lawful lines inspected by origin, size, age and office, beside what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tradewind.picture.model import Column, Section, Table
from tradewind.picture.sections.unseen import command, hundred
from tradewind.picture.setting import Setting
from tradewind.screening.planning.burden import ALARM_RATIO, Alarm, Group
from tradewind.screening.planning.groups import FEWEST_LINES
from tradewind.screening.planning.published import Published

#: Fewer inspections than this and an even table proves nothing: assumed, as for the published one.
_FEW: Final = 100


def burden_section(of: Published, setting: Setting) -> Section:
    """A table a dimension and the alarms in words; words alone where nothing was inspected."""
    say = setting.say
    harm = of.harm["all"]
    words = {
        "first": setting.day(of.first), "last": setting.day(of.last), "lines": setting.number(of.lines),
        "inspected": setting.number(of.inspected), "other": setting.number(of.outside[1]),
        "honest": setting.number(harm.honest), "illegal": setting.number(harm.illegal),
        "hours": setting.number(round(harm.hours, 1)), "few": _FEW, "days": setting.number(harm.days_held),
    }  # fmt: skip
    lead = [say("Lines of gas and equipment lodged from %(first)s to %(last)s: %(lines)s; inspected of them:"
                " %(inspected)s, and of other goods: %(other)s.") % words]  # fmt: skip
    is_blank = not harm.inspected
    if is_blank:
        lead.append(say("Nothing was inspected: it burdened nobody, and it taught nothing."))
    else:
        lead.append(say("Inspected lines that were lawful: %(honest)s, at %(hours)s hours of work and %(days)s days to"
                        " the result; found illegal: %(illegal)s.") % words)  # fmt: skip
        lead += [_alarm(alarm, of, setting) for alarm in of.alarms]
        if not of.alarms:
            lead.append(say("No pair of groups is so uneven that chance is ruled out."))
        if not of.alarms and of.inspected < _FEW:
            lead.append(say("Fewer than %(few)s lines were inspected: no alarm proves nothing, and an uneven burden"
                            " would hardly show.") % words)  # fmt: skip
    tables = () if is_blank else tuple(
        _table(name, title, of.groups[name], setting) for name, title in (
            ("origin", say("By country of origin")), ("trader_size", say("By size of the trader")),
            ("first_year", say("By age of the trader")), ("office", say("By office")),
        )
    )  # fmt: skip
    return Section(
        key="burden", title=say("Whom inspections burden"), lead=tuple(lead), tables=tables, open_tables=True,
        sources=(command(f"tradewind burden --from {of.first} --to {of.last}", setting),),
        caveats=(
            say("A line found compliant is lawful; one that was not inspected counts with the probability that it is."),
            say("An alarm: lawful lines of one group are inspected more than %(ratio)s times as often as those of"
                " another, by the lower bound at 95 %%, while as much is found in both. Read it as a question.")
            % {"ratio": setting.number(ALARM_RATIO)},
            say("Origin, size, age and office are measured here; no list is made by them."),
        ),
    )  # fmt: skip


def _alarm(alarm: Alarm, of: Published, setting: Setting) -> str:
    say = setting.say
    told = {
        "more": group_of(alarm.dimension, alarm.group, setting),
        "less": group_of(alarm.dimension, alarm.beside, setting),
        "ratio": setting.number(round(alarm.ratio, 1)), "low": setting.number(round(alarm.low, 1)),
    }  # fmt: skip
    said = [say("Alarm: lawful lines of “%(more)s” are inspected %(ratio)s times as often as those of “%(less)s”, at"
                " least %(low)s times.") % told]  # fmt: skip
    rates = {g.group: g.hit_rate for g in of.groups[alarm.dimension]}
    more, less = rates.get(alarm.group), rates.get(alarm.beside)
    if more is None or less is None:
        said.append(say("Not enough was inspected there to compare what is found."))
    else:
        said.append(say("Something illegal was found in %(one)s and %(other)s of the checks; that does not explain it.")
                    % {"one": setting.percent(more[1]), "other": setting.percent(less[1])})  # fmt: skip
    return setting.together(said)


def _table(name: str, title: str, groups: Sequence[Group], setting: Setting) -> Table:
    """No group of few lines is shown by itself: a row of one line would name its trader."""
    say = setting.say
    columns = (
        Column("group", say("Group")), Column("lines", say("Lines"), "count"),
        Column("inspected", say("Inspected"), "count"), Column("share", say("Lawful lines inspected, %"), "number"),
        Column("hours", say("Hours on lawful lines"), "number"), Column("illegal", say("Found illegal"), "count"),
        Column("hits", say("Hit rate, % (95 % of chance)"), "range"),
    )  # fmt: skip
    few = say("Groups of fewer than %(n)s lines are named and not told.") % {"n": FEWEST_LINES}
    return Table(
        f"burden-{name.replace('_', '-')}", title, columns, tuple(_row(name, g, setting) for g in groups),
        note=few if any(g.lines < FEWEST_LINES for g in groups) else "", absent=say("no figure"),
    )  # fmt: skip


def _row(name: str, group: Group, setting: Setting) -> Mapping[str, Any]:
    label = {"group": group_of(name, group.group, setting)}
    if group.lines < FEWEST_LINES:
        return label | {"lines": setting.say("fewer than %(n)s") % {"n": FEWEST_LINES}}
    share = None if group.share is None else hundred(group.share)
    hits = None
    if group.hit_rate is not None:
        low, middle, high = (setting.number(hundred(x)) for x in group.hit_rate)
        hits = f"{middle} ({low}–{high})"
    return label | {
        "lines": group.lines, "inspected": group.inspected, "share": share, "hours": round(group.hours, 1),
        "illegal": group.illegal, "hits": hits,
    }  # fmt: skip


def group_of(dimension: str, name: str, setting: Setting) -> str:
    """A group in the picture's language: a country by its name, an office as it is written."""
    say = setting.say
    words = {
        "not stated": say("not stated"), "not known": say("not known"), "first year": say("first year"),
        "later": say("later"), "large: 50 lines and more": say("large: 50 lines and more"),
        "medium: 5 to 49 lines": say("medium: 5 to 49 lines"), "small: 1 to 4 lines": say("small: 1 to 4 lines"),
        "others, each under 20 lines": say("others, each under 20 lines"),
    }  # fmt: skip
    if name in words:
        return words[name]
    return setting.place(name) if dimension == "origin" else name
