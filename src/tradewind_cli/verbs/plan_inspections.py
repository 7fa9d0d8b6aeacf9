"""`tradewind plan-inspections --on DATE (--budget-lines N | --budget-hours H) [--floor 0.15] --seed S --out F.csv`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Any

from tradewind.errors import RequestError
from tradewind.languages import LANGUAGES, Speaker
from tradewind.screening import Screening, screen, workbook
from tradewind.screening.learning import adopted, rescored
from tradewind.screening.planning import telling, texts
from tradewind.screening.planning.as_of import AsOf
from tradewind.screening.planning.budget import Budget
from tradewind.screening.planning.floor import SHARE, check_share
from tradewind.screening.planning.plan import Plan, plan
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--on", required=True, metavar="DATE",
        help="day of the plan as 2026-06-30: all lines lodged in its month up to it and not yet inspected",
    )  # fmt: skip
    parser.add_argument("--budget-lines", metavar="N", help="lines you can inspect in the month")
    parser.add_argument("--budget-hours", metavar="H", help="or hours you have for it, over all offices")
    parser.add_argument(
        "--office", action="append", default=[], metavar="NAME=HOURS",
        help="most of the hours that one office has; once an office",
    )  # fmt: skip
    parser.add_argument(
        "--floor", default=str(SHARE), metavar="SHARE", help=f"part drawn at random (default: {SHARE})"
    )
    parser.add_argument("--seed", required=True, metavar="S", help="of the random floor, a whole number")
    parser.add_argument(
        "--trained", type=Path, metavar="MODEL", help="a trained model that your office adopted"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="F.csv", help="one row a line")
    parser.add_argument(
        "--sheet", type=Path, metavar="F.xlsx",
        help="also the chosen lines as a list with its outcome sheet, which comes back by `load`",
    )  # fmt: skip
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="of sentences and the sheet"
    )
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0; raises where nothing can be planned."""
    on, budget, seed = _day(parsed.on), _budget(parsed), _whole(parsed.seed, "seed")
    share = _figure(parsed.floor, "floor")
    check_share(share)
    trained = adopted(parsed.trained) if parsed.trained is not None else None
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        if "declarations" not in warehouse.tables():
            raise RequestError("there is no declaration in the warehouse; load declarations first")
        output.progress("reading and screening ...")
        screened = screen(Screening({}, AsOf(warehouse, on)), on)
        if trained is not None:
            output.progress("scoring by the model ...")
            screened = rescored(screened, trained)
        output.progress("planning ...")
        made = plan(screened, budget, seed=seed, share=share)
        output.progress("writing ...")
        telling.write_csv(made, parsed.out, parsed.language)
        if parsed.sheet is not None:
            parsed.sheet.parent.mkdir(parents=True, exist_ok=True)
            about = telling.assumptions(made, parsed.language)
            parsed.sheet.write_bytes(workbook.render(made.as_screened(), parsed.language, about))
    output.progress_done()
    told = telling.summary(made, parsed.language)
    if parsed.json:
        sheet = str(parsed.sheet) if parsed.sheet else None
        output.document({**told, "out": str(parsed.out), "sheet": sheet})
    else:
        _tell(made, told, parsed)
    return 0


def _budget(parsed: Namespace) -> Budget:
    lines = None if parsed.budget_lines is None else _whole(parsed.budget_lines, "budget-lines")
    hours = None if parsed.budget_hours is None else _figure(parsed.budget_hours, "budget-hours")
    offices = {}
    for stated in parsed.office:
        name, equals, figure = stated.rpartition("=")
        if not equals or not name:
            raise RequestError(f"--office takes a name and hours as HAM=40, not {stated!r}")
        offices[name] = _figure(figure, "office")
    return Budget(lines, hours, offices)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"--on takes a day as 2026-06-30, not {text!r}") from error


def _whole(text: str, option: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise RequestError(f"--{option} takes a whole number, not {text!r}") from error


def _figure(text: str, option: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise RequestError(f"--{option} takes a figure, not {text!r}") from error


def _tell(made: Plan, told: dict[str, Any], parsed: Namespace) -> None:
    speaker, chosen = Speaker("screening", parsed.language), told["chosen"]
    counts = {
        "lines": told["lines"], "all": chosen["in_all"], "hours": chosen["hours"],
        "risk": chosen["risk"] + chosen["both"], "floor": chosen["floor"] + chosen["both"], "both": chosen["both"],
    }  # fmt: skip
    period = {"first": speaker.day(told["lodged_from"]), "last": speaker.day(told["on"])}
    figures = {name: speaker.figure(f"{number:,.0f}") for name, number in counts.items()}
    output.say(speaker.say(texts.PLANNED, **period, **figures))
    rows = [{"stratum": speaker.say(name), **row} for name, row in told["strata"].items()]
    headings = [speaker.say(heading) for heading in texts.PLAN_HEADINGS]
    output.table(rows, texts.PLAN_HEADINGS, headings, speaker.figure)
    for sentence in (*told["notes"], *told["assumptions"]):
        for line in output.wrapped("- ", sentence):
            output.say(line)
    output.say(speaker.say(texts.WRITTEN, file=parsed.out))
    if parsed.sheet is not None:
        output.say(speaker.say(texts.NEXT_OUTCOMES, file=parsed.sheet))
    elif len(made.places):
        output.say(speaker.say(texts.NEXT_SHEET))
