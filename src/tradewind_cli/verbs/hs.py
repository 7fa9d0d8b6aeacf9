"""`tradewind hs CODE (--edition 2022 | --party P --on DATE)`; `tradewind hs --party P --hidden`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tradewind.errors import RequestError
from tradewind.reference.hs import NOT_HELD, CodeFacts, digits, nomenclature
from tradewind.reference.parties import party
from tradewind.reference.tariffs import (
    ADOPTION_LAGS,
    HiddenLine,
    Line,
    Resolution,
    hidden_codes,
    hidden_lines,
    lines,
    narrow,
    read_csv,
    resolve,
)
from tradewind_cli import output
from tradewind_cli.loaded import loaded
from tradewind_cli.main import add_warehouse_option


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="6 to 12 digits, points allowed")
    parser.add_argument("--edition", metavar="YEAR", help="edition of the HS: 2007, 2012, 2017, 2022")
    parser.add_argument("--party", metavar="P", help="ISO3, ISO2 or name: the edition of its tariff in force")
    parser.add_argument("--on", metavar="DATE", help="day the code was used, as 2018-06-30 (default: today)")
    parser.add_argument("--tariff", type=Path, metavar="F.csv", help="tariff lines, instead of those loaded")
    parser.add_argument(
        "--hidden", action="store_true", help="lines of --party that hide a controlled substance"
    )
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Answer what a code covers, or which lines of a Party hide a controlled substance."""
    country = party(parsed.party).iso3 if parsed.party else None
    if parsed.hidden:
        return _hidden(parsed, country)
    if not parsed.code:
        raise RequestError("give a code of 6 to 12 digits, or --party P --hidden")
    found = _resolved(parsed, country)
    answer = _known(found) if found.edition else _unknown(found)
    if parsed.json:
        output.document(answer)
    else:
        _say(answer)
    return 0


def _resolved(parsed: Namespace, country: str | None) -> Resolution:
    full = digits(parsed.code)
    if parsed.edition:
        edition = nomenclature().edition(parsed.edition)
        return Resolution(full[:6], full if len(full) > 6 else None, edition, False, None, ())
    day = _day(parsed.on) or (datetime.now(UTC).date() if country else None)
    return resolve(full, country=country, on=day, tariff=_tariff(parsed, country))


def _tariff(parsed: Namespace, country: str | None) -> list[Line]:
    if country is None:
        return []
    if parsed.tariff:
        return read_csv(parsed.tariff, country)
    return lines(row for row in loaded(parsed, "national_tariffs") if row["party"] == country)


def _known(found: Resolution) -> dict[str, Any]:
    """The answer in one edition; a line of the Party's tariff narrows it."""
    facts = nomenclature().facts(found.code, str(found.edition))
    answer = {
        "code": facts.code,
        "national_code": found.national_code,
        "edition": facts.edition,
        "edition_inferred": found.inferred,
        **_facts(facts),
        "notes": [n for n in (facts.note, *found.notes) if n],
    }
    if found.line is not None and found.line.substances:
        narrowed = narrow(facts, found.line.substances)
        answer |= {
            "description": found.line.description or facts.description,
            "words": ", ".join(narrowed.substances),
            "controlled": narrowed.controlled,
            "substances": list(narrowed.substances),
            "controlled_substances": list(narrowed.controlled_substances),
            "groups": list(narrowed.groups),
            "may_be_uncontrolled": narrowed.may_be_uncontrolled,
            "co2e_per_kg": narrowed.co2e_per_kg.as_dict(),
            "odp_per_kg": narrowed.odp_per_kg.as_dict(),
            "source": found.line.basis,
        }
        answer["notes"] = [
            *found.notes,
            f"the line of the tariff names less than {_pointed(facts.code)} can hold",
        ]
    return answer


def _unknown(found: Resolution) -> dict[str, Any]:
    """The answer under every edition the code could be of; only the substance is withheld."""
    readings = nomenclature().readings(found.code)
    verdicts = {str(f.controlled): f.controlled for f in readings.values()}
    return {
        "code": found.code,
        "national_code": found.national_code,
        "edition": None,
        "edition_inferred": False,
        "description": None,
        "controlled": next(iter(verdicts.values())) if len(verdicts) == 1 else "some",
        "substances": [],
        "successors": [],
        "predecessors": [],
        "substances_withheld": "edition not known",
        "readings": {edition: _facts(facts) for edition, facts in readings.items()},
        "notes": [*found.notes, "give --edition, or --party and --on"],
    }


def _facts(facts: CodeFacts) -> dict[str, Any]:
    return {
        "description": facts.description,
        "words": facts.words,
        "controlled": facts.controlled,
        "substances": list(facts.substances),
        "controlled_substances": list(facts.controlled_substances),
        "groups": list(facts.groups),
        "may_be_uncontrolled": facts.may_be_uncontrolled,
        "co2e_per_kg": facts.co2e_per_kg.as_dict(),
        "odp_per_kg": facts.odp_per_kg.as_dict(),
        "predecessors": list(facts.predecessors),
        "predecessor_edition": facts.predecessor_edition,
        "successors": list(facts.successors),
        "successor_edition": facts.successor_edition,
        "known": facts.known,
        "source": facts.source,
        "confidence": facts.confidence,
    }


def _say(answer: dict[str, Any]) -> None:
    code = _pointed(answer["code"])
    if answer["edition"] is None:
        shown = answer["readings"]
        held = any(facts["known"] for facts in shown.values())
        output.say(
            f"{code}: edition not known." + (" What it covers depends on the edition:" if held else "")
        )
        if not held:
            output.say(f"In every edition: {NOT_HELD}.")
        for edition, facts in shown.items() if held else ():
            output.say(f"  HS {edition}: {facts['words']} (controlled: {_verdict(facts['controlled'])})")
    else:
        inferred = ", inferred" if answer["edition_inferred"] else ""
        output.say(f"{code} in HS {answer['edition']}{inferred}: {answer['words']}.")
        if answer["description"]:
            output.say(f"Text: {answer['description']}")
        output.say(f"Controlled: {_verdict(answer['controlled'])}.{_groups(answer['groups'])}")
        if answer["known"] and answer["groups"]:
            output.say(f"A kilogram is {_range(answer['co2e_per_kg'])} kg CO2e (Protocol GWP)"
                       f" and {_range(answer['odp_per_kg'])} ODP kg.")  # fmt: skip
        for word, key in (("Before", "predecessor"), ("After", "successor")):
            if answer[f"{key}s"]:
                codes = ", ".join(map(_pointed, answer[f"{key}s"]))
                output.say(f"{word}: {codes} in HS {answer[f'{key}_edition']}.")
        if answer["confidence"] == "memory":
            output.say("- this row is from memory of the nomenclature: check it before you rely on it")
    for note in answer["notes"]:
        output.say(f"- {note}")


def _hidden(parsed: Namespace, country: str | None) -> int:
    if country is None:
        raise RequestError("--hidden needs --party P")
    day = _day(parsed.on) or datetime.now(UTC).date()
    tariff = _tariff(parsed, country)
    found = hidden_lines(tariff, country, day) if tariff else []
    if not tariff:
        return _hidden_in_general(parsed, country, day)
    if parsed.json:
        output.document(
            {"party": country, "on": day, "tariff_loaded": True, "lines": [_line(h) for h in found]}
        )
        return 0
    output.say(
        f"{len(found)} lines of {country} in force on {day} hide a controlled substance (decision XXXIV/8):"
    )
    for hidden in found:
        output.say(f"{hidden.line.national_code}  {hidden.line.description}")
        output.say(
            f"  can hold {', '.join(hidden.substances[:8])}{' ...' if len(hidden.substances) > 8 else ''}"
        )
        output.say(f"  advice: {hidden.advice}")
    return 0


def _hidden_in_general(parsed: Namespace, country: str, day: date) -> int:
    """Without a tariff: the subheadings of the edition that hide something, saying that lines are not known."""
    edition = parsed.edition or nomenclature().edition_on(day)
    found = hidden_codes(edition)
    because = f"no tariff of {country} is loaded: these are subheadings of HS {edition}, not national lines"
    if parsed.json:
        codes = [{"code": f.code, "edition": f.edition, "words": f.words, "substances": list(f.controlled_substances)}
                 for f in found]  # fmt: skip
        output.document({"party": country, "on": day, "tariff_loaded": False, "codes": codes,
                         "notes": [because, ADOPTION_LAGS]})  # fmt: skip
        return 0
    output.say(because[0].upper() + because[1:] + ".")
    for facts in found:
        output.say(f"{_pointed(facts.code)}  {facts.words}")
    output.say("Load the tariff book (tradewind load), or give it with --tariff F.csv.")
    return 0


def _line(hidden: HiddenLine) -> dict[str, Any]:
    return {
        "national_code": hidden.line.national_code,
        "description": hidden.line.description,
        "edition": hidden.edition,
        "substances": list(hidden.substances),
        "words": hidden.facts.words,
        "advice": hidden.advice,
        "basis": hidden.line.basis,
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RequestError(f"--on takes a day as 2018-06-30, not {text!r}") from None


def _pointed(code: str) -> str:
    return f"{code[:4]}.{code[4:]}"


def _verdict(controlled: bool | str) -> str:
    return {True: "yes", False: "no", "some": "some of what it covers"}[controlled]


def _groups(groups: list[str]) -> str:
    return f" Annex groups: {', '.join(groups)}." if groups else ""


def _range(interval: dict[str, float | None]) -> str:
    low, high = interval["low"], interval["high"]
    return f"{low:,g}" if low == high else f"{low:,g} to {high:,g}"
