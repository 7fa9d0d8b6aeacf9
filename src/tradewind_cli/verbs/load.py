"""`tradewind load`: read files into the warehouse."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused, RequestError
from tradewind.formats.mapping_draft import Draft
from tradewind.formats.reading import Instructions
from tradewind.intake import Correction, LoadReport, explain, load, write_corrections
from tradewind.languages import translator
from tradewind.reference.parties import party
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_REASONS_SHOWN: Final = 20
_ROWS_SHOWN: Final = 8
_FILES_SHOWN: Final = 20
#: Readers whose refused rows can be written back as a workbook.
_OWN_FORMATS: Final = frozenset({"template", "mapped"})


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, and folders whose files are read")
    add_warehouse_option(parser)
    new = parser.add_argument_group("a table nobody has described yet")
    new.add_argument(
        "--explain", metavar="FILE", type=Path, help="say what FILE is, or draft a mapping; loads nothing"
    )
    new.add_argument("--mapping-out", metavar="F.toml", type=Path, help="write the drafted mapping there")
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
        "--refused-out",
        metavar="F.xlsx",
        type=Path,
        help="the refused rows as a workbook to correct and load again",
    )
    kept.add_argument(
        "--language", default="en", metavar="L", help="language of its notes: en, fr, es, ru, ar, zh"
    )
    kept.add_argument(
        "--no-originals", action="store_true", help="keep no copy of the files in the warehouse"
    )


def run(parsed: Namespace) -> int:
    """Status 0, or 1 where something was refused; raises where nothing at all could be read."""
    if parsed.explain:
        return _explain(parsed)
    if parsed.refused_out:
        translator("formats", parsed.language)  # a language without texts is said before anything is loaded
    report = load(
        parsed.paths,
        warehouse_url(parsed),
        _instructions(parsed),
        progress=output.progress,
        keep_originals=not parsed.no_originals,
    )
    output.progress_done()
    corrections = _corrections(report, parsed) if parsed.refused_out else []
    if parsed.json:
        told = [{"source": c.source, "path": c.path, "rows": c.rows} for c in corrections]
        output.document({**report.as_dict(), "corrections": told})
    else:
        _tell(report, corrections)
    return 0 if report.is_whole else 1


def _explain(parsed: Namespace) -> int:
    found = explain(parsed.explain, _party(parsed))
    toml = found.draft.toml_text if found.draft else None
    if toml is not None and parsed.mapping_out:
        parsed.mapping_out.write_text(toml, "utf-8")
    if parsed.json:
        output.document(found.as_dict())
    elif found.draft is None or toml is None:
        output.say(f"{found.path} is {found.title}; load reads it without a mapping.")
        output.say(f"Next: tradewind load {found.path}")
    else:
        _tell_draft(found.draft, parsed)
    return 0


def _tell_draft(made: Draft, parsed: Namespace) -> None:
    place = parsed.mapping_out or "F.toml"
    if parsed.mapping_out:
        output.say(f"A first mapping of {parsed.explain} is in {place}. Look it over.")
    else:
        output.say(made.toml_text)
    if made.questions:
        output.say("To settle first:")
    for question in made.questions:
        output.say(f"  {question}")
    if made.sample:
        output.say("The first rows as they would be loaded:")
    for row in made.sample:
        output.say("  " + ", ".join(f"{name}={value}" for name, value in row.items() if value is not None))
    output.say(f"Next: tradewind load {parsed.explain} --mapping {place} --sender NAME")


def _corrections(report: LoadReport, parsed: Namespace) -> list[Correction]:
    return write_corrections(report, warehouse_url(parsed), parsed.refused_out, parsed.language)


def _instructions(parsed: Namespace) -> Instructions:
    return Instructions(
        steward=parsed.steward,
        sender=parsed.sender,
        party=_party(parsed),
        mapping=_mapping(parsed.mapping) if parsed.mapping else None,
        day_first=True if parsed.day_first else False if parsed.month_first else None,
        historical=parsed.historical,
        calendar=parsed.calendar,
    )


def _party(parsed: Namespace) -> str | None:
    return party(parsed.party).iso3 if parsed.party else None


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RequestError(
            f"{path} is no mapping file: {error}; draft one with load --explain FILE"
        ) from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{path} is not in UTF-8; save it as UTF-8 text") from error


def _tell(report: LoadReport, corrections: Sequence[Correction]) -> None:
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
    _tell_corrections(report, corrections)
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
    number = report.refused_total - len(report.files_refused)
    output.say(f"\nCould not be read, and kept apart with the reason: {_rows(number)}")

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


def _tell_corrections(report: LoadReport, corrections: Sequence[Correction]) -> None:
    for c in corrections:
        if c.path is not None:
            output.say(
                f"\n{_rows(c.rows)} of {Path(c.source).name} to correct in {c.path}; then: tradewind load {c.path}"
            )
        else:
            output.say(
                f"\n{Path(c.source).name} is not an office's own table: mend its rows where it came from."
            )
    if not corrections and any(b.record.format in _OWN_FORMATS and b.record.refused for b in report.batches):
        output.say("\nTo correct them in a workbook, load again with --refused-out F.xlsx")


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
