"""`tradewind classify --composition "R-32=50,R-125=50"`: the code, ODP and GWP of a mixture."""

from __future__ import annotations

import argparse

from tradewind.reference.mixtures import classify, parse_composition
from tradewind_cli import output


def arguments(parser: argparse.ArgumentParser) -> None:
    """The composition by mass."""
    parser.add_argument(
        "--composition", required=True, metavar="PARTS", help='per cent by mass, as "R-32=50,R-125=50"'
    )


def run(parsed: argparse.Namespace) -> int:
    """The classification as JSON or in sentences."""
    found = classify(parse_composition(parsed.composition))
    answer = found.as_dict()
    if parsed.json:
        output.document(answer)
        return 0
    shares = ", ".join(f"{designation} {share:g} %" for designation, share in found.components)
    output.say(f"{shares} by mass")
    if found.matches:
        output.say(f"Within a point of the composition of {', '.join(found.matches)}.")
    output.say(f"HS 2022: {answer['hs2022'] or 'not known here'}, because it: {found.reason}.")
    output.say(f"HS 2017: {answer['hs2017'] or 'not known here'}; HS 2012: {answer['hs2012'] or 'not known here'}; "
               f"HS 2007: {answer['hs2007'] or 'not known here'}.")  # fmt: skip
    controlled = ", ".join(found.controlled_components) or "none"
    output.say(f"Controlled components: {controlled}.")
    gwp = "none" if found.gwp_protocol is None else f"{found.gwp_protocol:,g}"
    odp = "none" if found.odp is None else f"{found.odp:g}"
    output.say(f"By the Protocol's figures, for the controlled components only: ODP {odp}, GWP {gwp}.")
    for note in found.notes:
        output.say(f"  - {note}")
    return 0
