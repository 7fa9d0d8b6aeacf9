"""`tradewind substance NAME`: what it is, how it is controlled, and how sure we are."""

from __future__ import annotations

import argparse
from typing import Any

from tradewind.errors import AmbiguousName
from tradewind.reference import Entry, find
from tradewind.reference.substances import EDITIONS, with_point
from tradewind_cli import output

_SURE = {
    "two sources": "two or more independent sources agree",
    "one source": "one source",
    "computed": "computed from other facts",
    "memory": "from memory: not verified",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """One name, however it is written; unquoted words are one name."""
    parser.add_argument(
        "name",
        nargs="+",
        metavar="NAME",
        help="designation, chemical or trade name, formula, CAS or UN number",
    )


def run(parsed: argparse.Namespace) -> int:
    """The entry as JSON or as a card; an ambiguous name also answers in JSON with its alternatives."""
    try:
        entry = find(" ".join(parsed.name))
    except AmbiguousName as error:
        if parsed.json:
            output.document({"ambiguous": True, "name": error.name, "alternatives": list(error.alternatives)})
        raise
    if parsed.json:
        output.document(_document(entry))
    else:
        for line in _card(entry):
            output.say(line)
    return 0


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "designation": entry.designation,
        "name": entry.name,
        "protocol_name": entry.protocol_name,
        "family": entry.family,
        "kind": entry.kind,
        "formula": entry.formula,
        "cas": entry.cas,
        "annex": entry.annex,
        "group": entry.group,
        "groups": list(entry.groups),
        "covered_by": entry.covered_by,
        "odp": entry.odp,
        "gwp_protocol": entry.gwp_protocol,
        "gwp_ar4": entry.gwp_ar4,
        "gwp_ar5": entry.gwp_ar5,
        "gwp_ar6": entry.gwp_ar6,
        "un_number": entry.un_number,
        "safety_class": entry.safety_class,
        "hs": {edition: [with_point(c) for c in entry.hs.get(edition, ())] for edition in EDITIONS},
        "components": [{"designation": d, "mass_fraction": share} for d, share in entry.components],
        "controlled": entry.controlled,
        "confidence": entry.confidence,
        "sources": list(entry.sources),
        "notes": list(entry.notes),
    }


def _card(entry: Entry) -> list[str]:
    """Plain sentences for a person, the most needed first."""
    said = (entry.designation.casefold(), entry.name.casefold())
    protocol_name = entry.protocol_name or entry.name
    facts = [
        None if protocol_name.casefold() in said else protocol_name,
        entry.formula,
        entry.cas and f"CAS {entry.cas}",
    ]
    lines = [entry.designation, f"  {', '.join([entry.name, *filter(None, facts)])}", ""]
    lines += output.wrapped("", _control(entry))
    if entry.components:
        shares = ", ".join(f"{d} {share * 100:g} %" for d, share in entry.components)
        lines += output.wrapped("", f"Made of {shares} by mass.")
    lines += output.wrapped("", _effects(entry))
    lines += output.wrapped("", f"HS code: {_codes(entry)}.")
    if entry.un_number:
        lines += output.wrapped("", f"UN number: {entry.un_number}.")
    if entry.notes:
        lines.append("Note:")
        for note in entry.notes:
            lines += output.wrapped("  - ", note)
    lines += output.wrapped("", f"How sure: {_SURE[entry.confidence]}. Sources: {'; '.join(entry.sources)}.")
    return lines


def _control(entry: Entry) -> str:
    if not entry.controlled:
        return "Not controlled by the Montreal Protocol."
    groups = " and ".join(entry.groups)
    plural = "s" if len(entry.groups) > 1 else ""
    if entry.kind == "blend":
        return f"Controlled through its components: annex group{plural} {groups}."
    return f"Controlled by the Montreal Protocol: Annex {entry.annex}, group {groups} ({entry.family})."


def _effects(entry: Entry) -> str:
    said = []
    if entry.odp is not None:
        said.append(f"ODP {entry.odp:g} (the Protocol's).")
    protocol = "none" if entry.gwp_protocol is None else f"{entry.gwp_protocol:,.10g}"
    reports = [("AR4", entry.gwp_ar4), ("AR5", entry.gwp_ar5), ("AR6", entry.gwp_ar6)]
    known = ", ".join(f"{value:,.6g} by {report}" for report, value in reports if value is not None)
    said.append(f"GWP over 100 years: {protocol} in the Protocol{'; ' + known if known else ''}.")
    return " ".join(said)


def _codes(entry: Entry) -> str:
    by_codes: dict[tuple[str, ...], list[str]] = {}
    for edition in reversed(EDITIONS):
        if entry.hs.get(edition):
            by_codes.setdefault(entry.hs[edition], []).append(edition)
    said = [
        f"{' or '.join(map(with_point, codes))} in HS {', '.join(sorted(editions))}"
        for codes, editions in by_codes.items()
    ]
    return "; ".join(said) or "not known here"
