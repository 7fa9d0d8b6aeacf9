"""`tradewind load`: read files into the warehouse."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused, RequestError
from tradewind.formats.reading import Instructions
from tradewind.intake import LoadReport, load
from tradewind.reference.parties import party
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_REASONS_SHOWN: Final = 20
_ROWS_SHOWN: Final = 8
_FILES_SHOWN: Final = 20


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, and folders whose files are read")
    add_warehouse_option(parser)
    said = parser.add_argument_group("what a file cannot tell")
    said.add_argument("--sender", metavar="NAME", help="who sent it; rows carry the name as their source")
    said.add_argument("--party", metavar="P", help="the Party whose data it is, as ISO code or name")
    said.add_argument("--mapping", metavar="F.toml", type=Path, help="which column is what (see --explain)")
    order = said.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", default=None, help="03/04/2024 is 3 April")
    order.add_argument("--month-first", action="store_true", default=None, help="03/04/2024 is 4 March")
    said.add_argument(
        "--calendar",
        choices=("gregorian", "buddhist", "solar-hijri", "ethiopian"),
        help="the calendar of its dates",
    )
    said.add_argument(
        "--historical", action="store_true", help="the past: starts no clock and raises no alarm"
    )
    said.add_argument("--steward", default="public", metavar="NAME", help="who answers for the data")
    kept = parser.add_argument_group("what is kept and written")
    kept.add_argument(
        "--no-originals", action="store_true", help="keep no copy of the files in the warehouse"
    )


def run(parsed: Namespace) -> int:
    """Status 0, or 1 where something was refused; raises where nothing at all could be read."""
    report = load(
        parsed.paths,
        warehouse_url(parsed),
        _instructions(parsed),
        progress=output.progress,
        keep_originals=not parsed.no_originals,
    )
    output.progress_done()
    if parsed.json:
        output.document(report.as_dict())
    else:
        _tell(report)
    return 0 if report.is_whole else 1


def _instructions(parsed: Namespace) -> Instructions:
    return Instructions(
        steward=parsed.steward,
        sender=parsed.sender,
        party=party(parsed.party).iso3 if parsed.party else None,
        mapping=_mapping(parsed.mapping) if parsed.mapping else None,
        day_first=True if parsed.day_first else False if parsed.month_first else None,
        historical=parsed.historical,
        calendar=parsed.calendar,
    )


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RequestError(
            f"{path} is no mapping file: {error}; draft one with load --explain FILE"
        ) from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not in UTF-8; save it as UTF-8 text") from error


def _tell(report: LoadReport) -> None:
    """What was read, what was not and how to mend it, what to do next."""
    rows = [
        {
            "file": Path(b.path).name,
            "format": b.record.format,
            "rows": b.record.rows,
            "refused": b.record.refused,
            "": "loaded before" if b.already_loaded else "",
        }
        for b in report.batches
    ]
    output.table(rows, ("file", "format", "rows", "refused", ""))
    for batch in report.batches:
        for notice in () if batch.already_loaded else batch.record.notices:
            output.say(f"  {Path(batch.path).name}: {notice}")
    _tell_unread(report.files_refused)
    _tell_refused(report)
    changed = any(not b.already_loaded for b in report.batches)
    output.say(
        f"\nGeneration {report.generation} now counts."
        if changed
        else f"\nNothing new: generation {report.generation} holds all of it already."
    )
    output.say("Next: tradewind find, or tradewind picture --out DIR")


def _tell_unread(files: Sequence[FileRefused]) -> None:
    """Whole files that could not be read, those of one reason together."""

    def reason(error: FileRefused) -> tuple[str, str]:
        return (error.reason, error.mend)

    for (why, mend), errors in groupby(sorted(files, key=reason), key=reason):
        found = list(errors)
        output.say(f"\nNot read: {why}; {mend}")
        for error in found[:_FILES_SHOWN]:
            output.say(f"  {error.path}")
        if len(found) > _FILES_SHOWN:
            output.say(f"  and {len(found) - _FILES_SHOWN} more files")


def _tell_refused(report: LoadReport) -> None:
    rows = [r for r in report.refused if r["row"] is not None or r["column"] is not None]
    if not rows:
        return
    output.say(
        f"\n{_rows(report.refused_total - len(report.files_refused))} could not be read and are kept apart:"
    )

    def reason(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
        return (row["path"], row["column"] or "", row["reason"], row["mend"])

    groups = [(key, list(found)) for key, found in groupby(sorted(rows, key=reason), key=reason)]
    for (path, column, why, mend), found in groups[:_REASONS_SHOWN]:
        where = ", ".join(str(r["row"]) for r in found[:_ROWS_SHOWN]) + (
            " ..." if len(found) > _ROWS_SHOWN else ""
        )
        what = f", column {column}" if column else ""
        output.say(f"  {Path(path).name}{what}: {why} ({_rows(len(found))}: {where})")
        output.say(f"    {mend}")
    if len(groups) > _REASONS_SHOWN:
        output.say(
            f"  and {len(groups) - _REASONS_SHOWN} more reasons; tradewind warehouse --refused lists all"
        )


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
