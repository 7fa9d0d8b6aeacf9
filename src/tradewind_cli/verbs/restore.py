"""`tradewind restore DIR`: an office back from a backup; what stood there is moved aside."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("backup", type=Path, metavar="DIR", help="what `tradewind backup` wrote")
    parser.add_argument("--office", type=Path, metavar="DIR", help="where to (or TRADEWIND_OFFICE)")
    parser.add_argument(
        "--receipts", type=Path, action="append", default=[], metavar="DIR",
        help="receipts of what was erased after the backup, from the office's receipts/ folder",
    )  # fmt: skip


def run(parsed: Namespace) -> int:
    """Restore; print what was done. Nothing is deleted."""
    from tradewind_web.office import folder_from_environment
    from tradewind_web.running.opening import open_platform
    from tradewind_web.running.restoring import finish, lay_down

    folder = (parsed.office or folder_from_environment()).resolve()
    manifest, former = lay_down(parsed.backup, folder, output.progress)
    office = open_platform(folder)
    done = finish(manifest, parsed.backup, office, former, parsed.receipts, output.progress)
    output.progress_done()
    if parsed.json:
        output.document({
            "office": str(folder), "files": done.files, "former": str(done.former) if done.former else None,
            "forgotten_again": done.forgotten_again,
        })  # fmt: skip
        return 0
    output.say(f"{folder} is restored from {parsed.backup}; its audit is intact")
    if done.former:
        output.say(f"what stood there before is in {done.former}")
    if done.forgotten_again:
        output.say(f"{done.forgotten_again} records erased after the backup were erased again")
    return 0
