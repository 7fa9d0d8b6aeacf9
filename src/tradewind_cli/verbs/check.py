"""`tradewind check`: what stands in the way of running this office well."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--office", type=Path, metavar="DIR", help="the office's folder (or TRADEWIND_OFFICE)"
    )
    parser.add_argument("--mend", action="store_true", help="put back what can be put back safely")


def run(parsed: Namespace) -> int:
    """Status 0 when all is well, 2 with the problems otherwise."""
    from tradewind_web.running.checking import mend, problems
    from tradewind_web.running.opening import open_platform

    office = open_platform(parsed.office)
    mended = mend(office) if parsed.mend else []
    found = problems(office)
    if parsed.json:
        output.document({"ok": not found, "problems": found, "mended": mended})
        return 0 if not found else 2
    for done in mended:
        output.say(done)
    for problem in found:
        output.complain(problem)
    if not found:
        output.say(f"{office.folder}: nothing stands in the way")
    return 0 if not found else 2
