"""`tradewind translate`: the pages' sentences as a workbook to translate, and back into an office."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind.errors import RequestError
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "workbook", nargs="?", type=Path, metavar="F.xlsx", help="a translated workbook to bring in"
    )
    parser.add_argument("--language", metavar="L", help="language to write a workbook for: fr, sw, pt-br ...")
    parser.add_argument("--out", type=Path, metavar="F.xlsx", help="where to write it")
    parser.add_argument(
        "--office", type=Path, metavar="DIR", help="the office's folder (or TRADEWIND_OFFICE)"
    )


def run(parsed: Namespace) -> int:
    """Status 0; 1 when some translations were refused."""
    from tradewind_web.office import folder_from_environment, open_office
    from tradewind_web.translating import read_workbook, write_workbook

    office = open_office(parsed.office or folder_from_environment())
    if parsed.workbook is None:
        if not parsed.language or not parsed.out:
            raise RequestError("name a language and a file: tradewind translate --language sw --out sw.xlsx")
        count = write_workbook(parsed.language, parsed.out, office.languages)
        output.say(
            f"{parsed.out} holds {count} sentences; fill in the last columns and leave the first row as it is"
        )
        output.say(f"then: tradewind translate {parsed.out}")
        return 0
    brought = read_workbook(parsed.workbook, office.languages)
    if parsed.json:
        output.document({
            "language": brought.language, "translated": brought.translated, "refused": list(brought.refused),
            "lacking": brought.lacking,
        })  # fmt: skip
    else:
        output.say(
            f"{brought.language}: {brought.translated} sentences translated, {brought.lacking} stay in English"
        )
        for line in brought.refused:
            output.complain(line)
        output.say("start `tradewind serve` again to offer the language")
    return 1 if brought.refused else 0
