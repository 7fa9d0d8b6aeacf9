"""`tradewind burden --from D --to D`: whom inspections burden, and the harm to lawful trade beside what was found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.languages import LANGUAGES, Speaker
from tradewind.screening.planning import texts
from tradewind.screening.planning.published import Published, assumptions, published
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

#: Rows of a dimension that a terminal shows; all are in --json.
_SHOWN: Final = 12


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--from", dest="first", required=True, metavar="D", help="first day, as 2026-06-01")
    parser.add_argument("--to", dest="last", required=True, metavar="D", help="last day of lodging")
    parser.add_argument(
        "--names", action="store_true",
        help="also screen with every trader under another name, number and nationality: nothing may change",
    )  # fmt: skip
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of sentences")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0; raises where the period has no line."""
    first, last = _day(parsed.first, "from"), _day(parsed.last, "to")
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        if "declarations" not in warehouse.tables():
            raise RequestError("there is no declaration in the warehouse; load declarations first")
        output.progress("reading and screening ...")
        found = published(warehouse, first, last, names=parsed.names, language=parsed.language)
    output.progress_done()
    if parsed.json:
        output.document(found.as_dict())
    else:
        _tell(found)
    return 0


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"--{option} takes a day as 2026-06-30, not {text!r}") from error


def _tell(found: Published) -> None:
    speaker = Speaker("screening", found.language)
    counts = (found.lines, found.inspected, found.outside[1], found.outside[0])
    figures = (speaker.figure(f"{number:,}") for number in counts)
    told = dict(zip(("lines", "inspected", "outside", "others"), figures, strict=True))
    output.say(
        speaker.say(texts.LODGED, first=speaker.day(found.first), last=speaker.day(found.last), **told)
    )
    for name, title in texts.BY.items():
        output.say("\n" + speaker.say(title))
        rows = [_row(g.as_dict(), speaker) for g in found.groups[name][:_SHOWN]]
        output.table(
            rows, texts.BURDEN_HEADINGS, [speaker.say(h) for h in texts.BURDEN_HEADINGS], speaker.figure
        )
    output.say("\n" + speaker.say(texts.HARM))
    harm = [{"chosen": speaker.say(n), **h.as_dict()} for n, h in found.harm.items() if h.inspected]
    output.table(harm, texts.HARM_HEADINGS, [speaker.say(h) for h in texts.HARM_HEADINGS], speaker.figure)
    output.say()
    for sentence in (*(a.text for a in found.alarms), *found.notes(), *assumptions(found.language)):
        for line in output.wrapped("- ", sentence):
            output.say(line)


def _row(group: dict[str, Any], speaker: Speaker) -> dict[str, Any]:
    rate = group["hit_rate"]
    return group | {
        "group": texts.group_in_words(speaker, group["group"]), "of lawful": speaker.figure(_percent(group["share"])),
        "hit rate": speaker.figure(_percent(rate["mid"] if rate else None)),
    }  # fmt: skip


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
