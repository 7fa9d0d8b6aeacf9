"""`tradewind backup DIR`: the whole office into one folder that proves itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("target", type=Path, metavar="DIR", help="a new folder")
    parser.add_argument(
        "--office", type=Path, metavar="DIR", help="the office's folder (or TRADEWIND_OFFICE)"
    )


def run(parsed: Namespace) -> int:
    """Write it; print what it holds."""
    from tradewind_web.running.backup import back_up
    from tradewind_web.running.opening import open_platform

    office = open_platform(parsed.office)
    manifest = back_up(office, parsed.target, output.progress)
    output.progress_done()
    if parsed.json:
        output.document({**manifest, "files": len(manifest["files"])})
        return 0
    output.say(f"{parsed.target} holds {len(manifest['files'])} files; keep it on another machine")
    output.say(f"next, there: tradewind restore {parsed.target} --office FOLDER")
    return 0
