"""`tradewind screen`: the declaration items to look at first, and a sheet for what was found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.formats.reading import Instructions
from tradewind.intake import FilesRead
from tradewind.languages import LANGUAGES
from tradewind.screening import Screened, large_rows, rows, screen, workbook
from tradewind.screening.daily_list import Entry, daily_list
from tradewind.screening.files import screening_of
from tradewind.screening.large_files import is_large, large_screening
from tradewind.screening.learning import Trained, adopted, rescored
from tradewind.screening.screened import CAPACITY
from tradewind.screening.wording import Wording
from tradewind.warehouse import Warehouse
from tradewind_cli import output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_FORMATS: Final = ("jsonl", "parquet", "xlsx")
_COLUMNS: Final = ("", "tier", "declaration", "item", "gas", "kg", "why")
_IN_WORDS: Final = 3
_WHY_SHOWN: Final = 90


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="declarations to screen; those of the warehouse when left out",
    )
    parser.add_argument(
        "--format", choices=_FORMATS,
        help="xlsx: the list and its outcome sheet; jsonl, parquet: one row a declaration item",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="F", help="write to a file; its ending gives the format")
    parser.add_argument("--findings", type=Path, metavar="F.jsonl", help="also every finding, one a line")
    parser.add_argument(
        "--capacity",
        type=int,
        default=CAPACITY,
        metavar="N",
        help=f"lines you can look at (default: {CAPACITY})",
    )
    parser.add_argument("--on", metavar="DATE", help="day of the list as 2026-06-30 (default: today)")
    parser.add_argument(
        "--seed", type=int, metavar="N", help="of the lines drawn at random (default: the day)"
    )
    parser.add_argument(
        "--trained", type=Path, metavar="MODEL", help="a trained model that your office adopted"
    )
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of sentences and notes")
    parser.add_argument("--sender", metavar="NAME", help="who sent the files; their kept mapping applies")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0, or 1 where rows were refused; raises where nothing at all could be read."""
    form, on = _form(parsed), _day(parsed.on)
    if parsed.capacity < 1:
        raise RequestError("--capacity takes a number of one or more")
    trained = adopted(parsed.trained) if parsed.trained is not None else None
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        output.progress("reading ...")
        if is_large(parsed.files, warehouse):
            found = _run_large(parsed, warehouse, form, on, trained)
        else:
            found, screening = screening_of(parsed.files, Instructions(sender=parsed.sender), warehouse)
            _check(screening.count)
            output.progress(f"screening {screening.count:,} declaration items ...")
            answer = screen(screening, on, capacity=parsed.capacity, seed=parsed.seed)
            if trained is not None:
                output.progress("scoring by the model ...")
                answer = rescored(answer, trained)
            _write(answer, parsed, form)
            _answer(answer, answer.count, parsed, form)
    output.progress_done()
    _tell_refused(found)
    return 0 if found.is_whole else 1


def _run_large(
    parsed: Namespace, warehouse: Warehouse, form: str, on: date, trained: Trained | None
) -> FilesRead:
    """More lines than memory holds."""
    said = Instructions(sender=parsed.sender)
    with large_screening(
        parsed.files, said, warehouse, on, capacity=parsed.capacity, seed=parsed.seed, trained=trained
    ) as (found, answer):
        _check(answer.count)
        output.progress(f"writing {answer.count:,} declaration items ...")
        _make_folders(parsed)
        large_rows.write(
            answer,
            parsed.out if form == "parquet" else None,
            parsed.out if form == "jsonl" else None,
            parsed.findings,
            parsed.language,
        )
        if form == "xlsx":
            _WRITERS[form](answer.listed, parsed.out, parsed.language)
        _answer(answer.listed, answer.count, parsed, form)
    return found


def _check(count: int) -> None:
    if not count:
        raise RequestError(
            "there is no declaration to screen; name files of declarations, or load them first"
        )


def _form(parsed: Namespace) -> str:
    ending = parsed.out.suffix.lower().removeprefix(".") if parsed.out else ""
    form: str = parsed.format or (ending if ending in _FORMATS else "")
    if parsed.out is not None and not form:
        raise RequestError(f"{parsed.out} has no ending we write; add --format {', '.join(_FORMATS)}")
    if parsed.format and parsed.out is None:
        raise RequestError(f"{parsed.format} is written to a file: add --out F.{parsed.format}")
    return form


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError as error:
        raise RequestError(f"--on takes a day as 2026-06-30, not {text!r}") from error


_WRITERS: Final[dict[str, Callable[[Screened, Path, str], None]]] = {
    "jsonl": rows.write_jsonl,
    "parquet": rows.write_parquet,
    "xlsx": lambda answer, path, language: _write_bytes(path, workbook.render(answer, language)),
}


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _write(answer: Screened, parsed: Namespace, form: str) -> None:
    _make_folders(parsed)
    if parsed.findings is not None and form == "parquet":
        rows.write_both(answer, parsed.out, parsed.findings, parsed.language)
        return
    if parsed.findings is not None:
        rows.write_findings(answer, parsed.findings)
    if form:
        _WRITERS[form](answer, parsed.out, parsed.language)


def _make_folders(parsed: Namespace) -> None:
    for path in filter(None, (parsed.out, parsed.findings)):
        path.parent.mkdir(parents=True, exist_ok=True)


def _answer(answer: Screened, count: int, parsed: Namespace, form: str) -> None:
    listed = daily_list(answer, parsed.language)
    if parsed.json:
        output.document(_document(answer, count, listed, parsed))
    elif form:
        _summary(answer.on, count, listed, parsed.out)
    else:
        _tell(answer, listed, parsed.language)


def _document(answer: Screened, count: int, listed: list[Entry], parsed: Namespace) -> dict[str, Any]:
    return {
        "on": answer.on, "screened": count, "capacity": answer.capacity,
        "out": str(parsed.out) if parsed.out else None, "list": [e.as_dict() for e in listed],
        "drawn_at_random": len(answer.picks.floor), "in_frame": answer.picks.in_frame, "seed": answer.picks.seed,
        "model": answer.model or None,
        "not_asked": Wording(answer, parsed.language).not_asked(),
        "assumptions": workbook.assumptions(answer, parsed.language),
    }  # fmt: skip


def _summary(on: date, count: int, listed: list[Entry], out: Path) -> None:
    first = sum(e.tier == "look first" for e in listed)
    output.say(
        f"{count:,} declaration items screened, {len(listed):,} on the list of {on}, {first:,} of them "
        f"to look at first: {out}"
    )
    if out.suffix == ".xlsx":
        output.say(f"Next: fill in the outcome sheet, then tradewind load {out}")


def _tell(answer: Screened, listed: list[Entry], language: str) -> None:
    if listed:
        output.table([_row(e) for e in listed], _COLUMNS)
    for entry in [e for e in listed if e.lawful][:_IN_WORDS]:
        output.say(f"\n{entry.place}  " + " ".join(text for text, _ in entry.reasons))
        output.say(f"   {'; '.join(entry.lawful)}")
        output.say(f"   {entry.check}. {' '.join((*entry.record, *entry.explanations))}")
        if entry.model_says:
            output.say(f"   The model: {'; '.join(entry.model_says)}.")
    output.say()
    for sentence in workbook.assumptions(answer, language):
        output.say(sentence)
    output.say("\nNext: the list and its outcome sheet with --out list.xlsx")


def _row(entry: Entry) -> dict[str, Any]:
    why = " ".join(text for text, _ in entry.reasons)
    return {
        "": entry.place, "tier": entry.tier, "declaration": entry.declaration_id, "item": entry.item,
        "gas": entry.substance, "kg": entry.mass_kg,
        "why": why if len(why) <= _WHY_SHOWN else why[: _WHY_SHOWN - 1] + "…",
    }  # fmt: skip


def _tell_refused(found: FilesRead) -> None:
    if not found.is_whole:
        told = found.refused[0]
        where = f"row {told['row']}" if told["row"] is not None else "the whole file"
        output.complain(
            f"{found.refused_total:,} could not be read; the first is {where} of {told['path']}: {told['reason']}; "
            f"{told['mend']}. tradewind load tells of each"
        )
