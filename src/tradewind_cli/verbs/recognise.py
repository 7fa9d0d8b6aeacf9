"""`tradewind recognise TEXT` or `--file F.jsonl --field text --jsonl`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from tradewind.detectors import sentences
from tradewind.errors import FileRefused, RequestError
from tradewind.quantities import kilograms
from tradewind.recognition import Recognition, recognise
from tradewind.recognition.narratives import Narrative, read_narrative
from tradewind_cli import output

#: How many lines that hold no text are told one by one.
_TOLD: Final = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """A text, or a file of JSON lines and the field that holds the text."""
    parser.add_argument("text", nargs="?", help="the text to read")
    parser.add_argument("--file", type=Path, metavar="F.jsonl", help="read one JSON object a line instead")
    parser.add_argument("--field", default="text", help="the field that holds the text (default: text)")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--seizure",
        action="store_true",
        help="read it as a text about a seizure: date, place, mass, cylinders, method",
    )
    parser.add_argument(
        "--published",
        type=_day,
        metavar="YYYY-MM-DD",
        help="the day the text about a seizure was published, so that 'yesterday' is a day",
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no day; write it as 2026-01-31") from None


def run(parsed: argparse.Namespace) -> int:
    """Answer as sentences, as one JSON document or as JSON lines."""
    if (parsed.text is None) == (parsed.file is None):
        raise RequestError("give one text, or a file with --file, and not both")
    if parsed.file is None:
        if parsed.json:
            output.document(_answer(parsed.text, seizure=parsed.seizure, published=parsed.published))
        elif parsed.jsonl:
            output.lines([_answer(parsed.text, seizure=parsed.seizure, published=parsed.published)])
        else:
            _tell(recognise(parsed.text))
            if parsed.seizure:
                for one in read_narrative(parsed.text, parsed.published).seizures:
                    _tell_seizure(one)
        return 0
    left_out: list[FileRefused] = []
    answers = _answers(
        parsed.file, parsed.field, left_out, seizure=parsed.seizure, published=parsed.published
    )
    if parsed.json:
        output.document(list(answers))
    elif parsed.jsonl:
        output.lines(answers)
    else:
        for answer in answers:
            named = ", ".join(dict.fromkeys(m["designation"] for m in answer["mentions"])) or "-"
            output.say(f"{answer.get('id', '')}\t{named}\t{'offer' if answer['is_offer'] else '-'}")
    for line in left_out[:_TOLD]:
        output.complain(str(line))
    if len(left_out) > _TOLD:
        output.complain(f"{parsed.file}: {len(left_out) - _TOLD:,} more lines were left out for like reasons")
    return 1 if left_out else 0


def _answer(text: str, *, seizure: bool, published: date | None) -> dict[str, Any]:
    said = {"seizure": read_narrative(text, published).as_dict()} if seizure else {}
    return recognise(text).as_dict() | said


def _answers(
    path: Path, field: str, left_out: list[FileRefused], *, seizure: bool, published: date | None
) -> Iterator[dict[str, Any]]:
    """One answer a line that has a text; why a line has none goes to `left_out`.

    FileRefused where no line has one: then the file or the field is another than was meant.
    """
    seen: dict[str, dict[str, Any]] = {}
    read = 0
    for number, line in _lines(path):
        try:
            identity, text = _text_of(path, number, line, field)
        except FileRefused as error:
            left_out.append(error)
            continue
        read += 1
        if text not in seen:
            seen[text] = _answer(text, seizure=seizure, published=published)
        yield ({} if identity is None else {"id": identity}) | seen[text]
    if left_out and not read:
        raise left_out[0]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise FileRefused(str(path), "is not UTF-8 text", "save it as UTF-8 JSON lines") from error


def _text_of(path: Path, number: int, line: str, field: str) -> tuple[Any, str]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileRefused(str(path), f"line {number} is not JSON", "give one JSON object a line") from error
    if not isinstance(row, dict) or field not in row:
        raise FileRefused(
            str(path), f"line {number} has no field {field!r}", "name the text's field with --field"
        )
    value = row[field]
    return row.get("id"), value if isinstance(value, str) else "" if value is None else str(value)


def _tell(found: Recognition) -> None:
    if not found.mentions:
        output.say("No substance is named.")
    for m in found.mentions:
        more = f" (could also be {', '.join(m.alternatives)})" if m.alternatives else ""
        role = {"absent": ", said to be absent", "replaced": ", to be replaced", "served": ", what it is for"}
        output.say(f"{m.designation}{more}: {m.text!r} at {m.start}-{m.end}{role.get(m.role, '')}")
    output.say(
        f"An offer of a controlled substance: {'probably' if found.is_offer else 'probably not'} "
        f"({found.offer_probability:.0%})."
    )
    facts = {
        "Quantity": f"{found.quantity_kg:g} kg" if found.quantity_kg is not None else None,
        "Container": found.container,
        "Price": f"{found.price.value:g} {found.price.currency or ''}".strip() if found.price else None,
        "HS codes": ", ".join(found.codes) or None,
        "Worth a look": ", ".join(flag.replace("_", " ") for flag in found.red_flags) or None,
    }
    for name, value in facts.items():
        if value:
            output.say(f"{name}: {value}.")


def _tell_seizure(read: Narrative) -> None:
    """What a person has to confirm before any of it counts."""
    facts = {
        "Date": ", ".join(map(str, read.dates)),
        "Place": ", ".join(place.name for place in read.places),
        "Gas found": ", ".join(read.contents),
        "Mass": ", ".join(
            f"{sentences.number(kilograms(m.grams))} kg{' (computed)' if m.computed else ''}"
            for m in read.masses
        ),
        "Cylinders": ", ".join(f"{c.count:,}" for c in read.containers),
        "Method": ", ".join(method.code.replace("_", " ") for method in read.methods),
    }
    output.say("As a text about a seizure, to be confirmed by a person:")
    for name, value in facts.items():
        output.say(f"  {name}: {value or 'not specified'}")
    for left in read.not_read:
        output.say(f"  Not read: {left.text!r}: {left.reason}; {left.mend}.")
