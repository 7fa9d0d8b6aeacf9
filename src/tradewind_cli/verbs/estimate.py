"""`tradewind estimate`: how much illegal mass got through unseen, from the lines that chance had inspected."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from tradewind.errors import RequestError
from tradewind.estimation import texts
from tradewind.estimation.answer import Answer, answer
from tradewind.estimation.outlook import over_sensitivity
from tradewind.languages import LANGUAGES
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--from", dest="first", required=True, metavar="D", help="first day, as 2026-01-01")
    parser.add_argument("--to", dest="last", required=True, metavar="D", help="last day, as 2026-06-30")
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of sentences")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0; raises where no line was lodged in the period."""
    first, last = _day("--from", parsed.first), _day("--to", parsed.last)
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        output.progress("reading the lines of the period ...")
        given = answer(warehouse, first, last, parsed.language)
    output.progress_done()
    if parsed.json:
        output.document(given.as_dict())
    else:
        _tell(given)
    return 0


def _tell(given: Answer) -> None:
    wording, made = given.wording, given.made
    day, say = wording.speaker.day, wording.say
    output.say(say(texts.TITLE, first=day(given.first), last=day(given.last)) + "\n")
    for line in (*output.wrapped("", given.sentence), ""):
        output.say(line)
    headings = [say(heading) for heading in texts.HEADINGS]
    rows = wording.rows((*made.strata, given.frame, made.all))
    output.table(rows, texts.HEADINGS, headings, wording.speaker.figure)
    output.say()
    for part in (*made.strata, given.frame):
        _prose(wording.of(part, is_sentence=False))
    output.say()
    for told in wording.outlook(made):
        _prose(told)
    if made.all.inspected:
        output.say("\n" + say(texts.IF_FOUND))
        for found, kg in over_sensitivity(made, given.office.frame):
            output.say(f"  {100 * found:3.0f} %   {wording.kg_with_best(kg)}")
    output.say("\n" + say(texts.ASSUMED_TITLE))
    for told in given.assumptions:
        _prose(told, "- ")
    output.say("\n" + say(texts.NOT_COVERED_TITLE))
    for told in given.not_covered:
        _prose(told, "- ")


def _prose(text: str, lead: str = "") -> None:
    for line in output.wrapped(lead, text):
        output.say(line)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"{option} takes a day as 2026-06-30, not {text!r}") from error
