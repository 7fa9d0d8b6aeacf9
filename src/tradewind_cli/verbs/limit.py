"""`tradewind limit --party IND --group C-I --year 2026 [--of consumption|production]`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from tradewind.errors import RequestError
from tradewind.reference.baselines import Baseline, entered, from_rows, hfc_baseline
from tradewind.reference.limits import Limit, group_named, limit
from tradewind.reference.parties import STATUS_AS_OF, Party, party
from tradewind_cli import output
from tradewind_cli.loaded import loaded
from tradewind_cli.main import add_warehouse_option


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--party", required=True, metavar="P", help="ISO3, ISO2 or name of the Party")
    parser.add_argument(
        "--group", required=True, metavar="G", help="annex group: A-I, A-II, B-I ... C-I, E, F"
    )
    parser.add_argument("--year", required=True, metavar="YEAR")
    parser.add_argument("--of", choices=("consumption", "production"), default="consumption")
    parser.add_argument("--baseline", metavar="X", help="the Party's own figure, in the unit of the limit")
    parser.add_argument(
        "--hfc", metavar="YEAR=X,...", help="yearly HFC figures in t CO2e, to compute the HFC baseline"
    )
    parser.add_argument("--hcfc-baseline", metavar="X", help="HCFC baseline in t CO2e, used with --hfc")
    parser.add_argument("--own-limit", metavar="X", help="limit of the Party's own law or agreement")
    parser.add_argument("--own-rule", metavar="TEXT", help="the law or agreement that sets --own-limit")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Answer the limit, what it rests on and what it leaves out."""
    country = party(parsed.party)
    parsed.year = _whole(parsed.year)
    for option in ("baseline", "hcfc_baseline", "own_limit"):
        setattr(parsed, option, _figure(getattr(parsed, option), option))
    group = group_named(parsed.group)
    own = _own_rows(parsed, country, group)
    answer = limit(
        country, group, parsed.year, parsed.of, baseline=_baseline(parsed, country, group), own=own
    )  # fmt: skip
    if parsed.json:
        output.document({**answer.as_dict(), "party_name": country.name, "status_as_of": STATUS_AS_OF})
    else:
        _say(country, answer)
    return 0


def _baseline(parsed: Namespace, country: Party, group: str) -> Baseline | None:
    """What the person enters goes before what is loaded, and that before our copy."""
    if parsed.baseline is not None:
        return entered(parsed.baseline, group)
    if parsed.hfc is not None:
        if group != "F":
            raise RequestError(
                "--hfc computes the baseline of group F only; for another group give --baseline"
            )
        schedule = country.status(parsed.year).kigali_group
        return hfc_baseline(country.iso3, schedule, parsed.of, _yearly(parsed.hfc), parsed.hcfc_baseline)
    status = country.status(parsed.year).party_group
    rows = loaded(parsed, "reported_baselines")
    return from_rows(_spelled(rows, country), country.iso3, group, parsed.of, status)


def _own_rows(parsed: Namespace, country: Party, group: str) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = [r for r in loaded(parsed, "own_limits") if r["party"] == country.iso3]
    if parsed.own_limit is not None:
        rows.append(
            {"party": country.iso3, "annex_group": group, "measure": parsed.of, "year": parsed.year,
             "limit": parsed.own_limit, "rule": parsed.own_rule}
        )  # fmt: skip
    return rows


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise RequestError(f"--year takes a year as 2026, not {text!r}")
    return int(text)


def _figure(text: str | None, option: str) -> float | None:
    """A figure of zero or more, or None where the option is not given."""
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise RequestError(f"--{option.replace('_', '-')} takes a figure of zero or more, not {text!r}")
    return value


def _yearly(text: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for part in text.split(","):
        year, equals, figure = part.partition("=")
        try:
            found[int(year)] = float(figure)
        except ValueError:
            equals = ""
        if not equals:
            raise RequestError(f"--hfc is written 2020=1000,2021=1100,2022=1200 (t CO2e), not {text!r}")
    return found


def _spelled(rows: list[dict[str, Any]], country: Party) -> list[dict[str, Any]]:
    """The Party's rows with annex groups as this reference spells them."""
    mine = [row for row in rows if row["party"] == country.iso3 and row["annex_group"]]
    return [{**row, "annex_group": group_named(str(row["annex_group"]))} for row in mine]


def _say(country: Party, answer: Limit) -> None:
    heading = f"{country.name} ({answer.party_group}), {answer.group}, {answer.year}, {answer.measure}"
    figure = "not known" if answer.limit is None else f"{answer.limit:,.6g} {answer.unit}"
    if answer.max_percent_of_baseline is None and answer.own_limit is None:
        figure = "none yet"
    output.say(f"{heading}: {figure}")
    output.say(answer.rule)
    if answer.baseline.value is not None:
        basis = f"{answer.baseline.basis}; {answer.baseline.reason}"
        output.say(f"Baseline: {answer.baseline.value:,.6g} {answer.baseline.unit} ({basis})")
    if answer.own_limit is not None:
        treaty = "not known" if answer.treaty_limit is None else f"{answer.treaty_limit:,.6g} {answer.unit}"
        output.say(f"Treaty: {treaty}. Own: {answer.own_limit:,.6g} {answer.unit} ({answer.own_rule}).")
        output.say(f"The lower governs: the {answer.governs} limit.")
    for note in answer.notes:
        output.say(f"- {note}")
    output.say(f"- {STATUS_AS_OF}")
