"""`tradewind burden --from D --to D`: whom inspections burden, and the harm to lawful trade beside what was found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.screening.planning.published import Published, assumptions, published
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_DIMENSIONS: Final = {
    "origin": "country of origin", "trader_size": "size of the trader", "first_year": "age of the trader",
    "office": "office",
}  # fmt: skip
_COLUMNS: Final = ("group", "lines", "inspected", "of lawful", "hours", "illegal", "expected", "hit rate")
_HARM: Final = (
    "chosen",
    "inspected",
    "illegal",
    "honest",
    "honest_per_illegal",
    "hours",
    "days_held",
    "again",
)
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
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0; raises where the period has no line."""
    first, last = _day(parsed.first, "from"), _day(parsed.last, "to")
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        if "declarations" not in warehouse.tables():
            raise RequestError("there is no declaration in the warehouse; load declarations first")
        output.progress("reading and screening ...")
        found = published(warehouse, first, last, names=parsed.names)
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
    output.say(
        f"{found.lines:,} lines of gas and equipment lodged from {found.first} to {found.last}; {found.inspected:,} of "
        f"them inspected, and {found.outside[1]:,} of {found.outside[0]:,} others."
    )
    for name, words in _DIMENSIONS.items():
        output.say(f"\nBy {words}:")
        output.table([_row(g.as_dict()) for g in found.groups[name][:_SHOWN]], _COLUMNS)
    output.say("\nHarm beside the gain, by how lines were chosen and by depth:")
    output.table([{"chosen": name, **h.as_dict()} for name, h in found.harm.items() if h.inspected], _HARM)
    output.say()
    for sentence in (*(a.text for a in found.alarms), *found.notes(), *assumptions()):
        for line in output.wrapped("- ", sentence):
            output.say(line)


def _row(group: dict[str, Any]) -> dict[str, Any]:
    rate = group["hit_rate"]
    return group | {
        "of lawful": _percent(group["share"]), "hit rate": _percent(rate["mid"] if rate else None),
    }  # fmt: skip


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
