"""`tradewind estimate`: how much illegal mass got through unseen, from the lines that chance had inspected."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import Final

from tradewind.errors import RequestError
from tradewind.estimation.answer import Answer, answer, in_words, outlook_sentences, sentence, table_rows
from tradewind.estimation.outlook import over_sensitivity
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_COLUMNS: Final = ("stratum", "lines", "declared kg", "drawn", "finds", "got through, kg", "best figure, kg")


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--from", dest="first", required=True, metavar="D", help="first day, as 2026-01-01")
    parser.add_argument("--to", dest="last", required=True, metavar="D", help="last day, as 2026-06-30")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0; raises where no line was lodged in the period."""
    first, last = _day("--from", parsed.first), _day("--to", parsed.last)
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        output.progress("reading the lines of the period ...")
        given = answer(warehouse, first, last)
    output.progress_done()
    if parsed.json:
        output.document(given.as_dict())
    else:
        _tell(given)
    return 0


def _tell(given: Answer) -> None:
    output.say(f"How much got through unseen, {given.first} to {given.last}\n")
    for line in (*output.wrapped("", given.sentence), ""):
        output.say(line)
    output.table(table_rows((*given.made.strata, given.frame, given.made.all)), _COLUMNS)
    output.say()
    for part in (*given.made.strata, given.frame):
        _prose(f"{part.name}: ", sentence(part))
    output.say()
    for told in outlook_sentences(given):
        _prose("", told)
    if given.made.all.inspected:
        output.say("\nIf inspections find this share of what is there, kg got through where chance looked:")
        for found, kg in over_sensitivity(given.made, given.office.frame):
            output.say(f"  {100 * found:3.0f} %   {in_words(kg)}")
    output.say("\nAssumed:")
    for told in given.assumptions:
        _prose("- ", told)
    output.say("\nNot covered:")
    for told in given.not_covered:
        _prose("- ", told)


def _prose(lead: str, text: str) -> None:
    for line in output.wrapped("- " if lead == "- " else "", text if lead == "- " else lead + text):
        output.say(line)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"{option} takes a day as 2026-06-30, not {text!r}") from error
