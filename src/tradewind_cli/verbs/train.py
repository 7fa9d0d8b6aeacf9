"""`tradewind train`: learn from what inspections found, where there is enough to beat the rules."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from tradewind.errors import RequestError
from tradewind.languages import LANGUAGES, Speaker
from tradewind.screening.learning import Trained, adopted, fit, gathered, in_language, in_words, save, texts
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--until", metavar="DATE", help="only outcomes known before this day count, as 2026-06-30"
    )
    parser.add_argument(
        "--out", type=Path, metavar="MODEL",
        help="file of the model; in a folder that is there, it is named by its SHA-256",
    )  # fmt: skip
    parser.add_argument("--show", type=Path, metavar="MODEL", help="train nothing: what a model is, in words")
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of sentences")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0, also where the rules do better: then the file says so and scores as they do."""
    if parsed.show is not None:
        _tell(adopted(parsed.show), parsed.show, parsed)
        return 0
    if parsed.until is None or parsed.out is None:
        raise RequestError("train needs --until DATE and --out MODEL; or --show MODEL")
    until = _day(parsed.until)
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        found = gathered(warehouse, until, output.progress)
        generation = warehouse.generation
    output.progress("fitting ...")
    made = fit(found.examples, until, about={**found.about, "generation": generation})
    place, named = save(made, parsed.out)
    output.progress_done()
    _tell(named, place, parsed)
    return 0


def _tell(trained: Trained, place: Path, parsed: Namespace) -> None:
    card, language = trained.card, parsed.language
    if parsed.json:
        first = ("outcomes_used", "positives", "used_rules_instead", "calibration")
        told = {"model": str(place), **{n: card.get(n) for n in first}, "sha256": trained.sha256}
        output.document({**told, "card": card if language == "en" else in_language(card, language)})
        return
    for sentence in in_words(card, language):
        for line in output.wrapped("", sentence):
            output.say(line)
    output.say(f"\n{place}  SHA-256 {trained.sha256}")
    output.say(Speaker("screening", language).say(texts.NEXT, file=place))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"--until takes a day as 2026-06-30, not {text!r}") from error
