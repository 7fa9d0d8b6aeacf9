"""`tradewind identify --temperature-c 25 --pressure-bar-gauge 9.4 --label R-134a`: what is in this cylinder?"""

from __future__ import annotations

import argparse
from typing import Final

from tradewind.errors import RequestError
from tradewind.identification import Evidence, Identification, Ranked, identify, label_named, parse_reading
from tradewind_cli import output

_MOST_SHOWN: Final = 8
#: A candidate below this is not worth a line for a person.
_LEAST_SHOWN: Final = 0.005
_NUMBERS: Final = (
    ("--temperature-c", "T", "temperature of the cylinder in C"),
    ("--pressure-bar-gauge", "P", "pressure on the gauge in bar"),
    ("--gross-kg", "KG", "mass of the cylinder with its content"),
    ("--tare-kg", "KG", "mass of the empty cylinder, as stamped on it"),
    ("--net-kg", "KG", "net mass, where it was not weighed"),
    ("--water-l", "L", "water capacity stamped on the cylinder"),
    ("--ambient-bar", "BAR", "pressure of the air, less on a mountain (default 1.013)"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What was measured and read; everything may be left out but not all of it."""
    for option, mark, meaning in _NUMBERS:
        parser.add_argument(option, metavar=mark, help=meaning)
    parser.add_argument(
        "--instrument", default="digital", metavar="KIND", help="digital (default) or analogue gauge"
    )
    parser.add_argument("--label", metavar="NAME", help="what the label says")
    parser.add_argument("--reading", metavar="SHARES", help='an identifier\'s display: "R-22=62,R-134a=38"')
    parser.add_argument(
        "--identifier", metavar="KIND", help="legacy (R-12, R-22, R-134a, hydrocarbons) or modern"
    )
    parser.add_argument("--liquid", metavar="yes|no", help="whether liquid is known to be inside")
    parser.add_argument("--disposable", action="store_true", help="a cylinder that cannot be refilled")
    parser.add_argument("--un", metavar="NUMBER", help="UN number on the cylinder or its papers")
    parser.add_argument("--colour", metavar="WORD", help="colour of the cylinder: it never decides")
    parser.add_argument("--code-text", metavar="TEXT", help="what a barcode or QR code on it says")


def run(parsed: argparse.Namespace) -> int:
    """The identification as JSON or in sentences, safety first."""
    found = identify(_evidence(parsed))
    if parsed.json:
        output.document(found.as_dict())
    else:
        _tell(found)
    return 0


def _evidence(parsed: argparse.Namespace) -> Evidence:
    number = {
        option: _number(option, getattr(parsed, option[2:].replace("-", "_"))) for option, _, _ in _NUMBERS
    }
    ambient = number["--ambient-bar"]
    return Evidence(
        temperature_c=number["--temperature-c"],
        pressure_bar_gauge=number["--pressure-bar-gauge"],
        instrument=parsed.instrument,
        label=label_named(parsed.label) if parsed.label else None,
        reading=parse_reading(parsed.reading) if parsed.reading is not None else None,
        identifier=parsed.identifier,
        liquid=_yes_or_no(parsed.liquid),
        gross_kg=number["--gross-kg"],
        tare_kg=number["--tare-kg"],
        net_kg=number["--net-kg"],
        water_l=number["--water-l"],
        disposable=parsed.disposable or None,
        un_number=parsed.un,
        colour=parsed.colour,
        code_text=parsed.code_text,
        **({} if ambient is None else {"ambient_bar": ambient}),
    )


def _tell(found: Identification) -> None:
    output.say("STOP" if found.must_stop else "With care")
    for word in found.safety:
        _line("  - ", word.text())
    output.say()
    _line("", " ".join(sentence.text() for sentence in found.why))
    output.say()
    shown = [
        r
        for r in found.shown(_MOST_SHOWN)
        if r.likelihood >= _LEAST_SHOWN or r.candidate.designation == found.evidence.label
    ]
    output.table(
        [
            {
                "what it may be": r.candidate.designation, "likelihood": f"{r.likelihood:.0%}",
                "bar absolute": _pressure(r),
                "against it": ", ".join(fit.about for fit in r.fits if fit.why is not None),
            }
            for r in shown
        ],
        ["what it may be", "likelihood", "bar absolute", "against it"],
    )  # fmt: skip
    output.say()
    for sentence in found.next_steps:
        _line("Next: ", sentence.text())
    if found.verdict == "contradicted":
        _line("How many more, and which: ", "tradewind sample --cylinders N --wrong 5%")
    for note in found.notes:
        _line("  - ", note.text())


def _pressure(ranked: Ranked) -> str | None:
    """One figure, or the span from the last drop to a full cylinder where they differ."""
    shown = ranked.saturation
    if shown is None:
        return None
    same = shown.bubble - shown.dew < 0.02 * shown.bubble
    return f"{shown.bubble:.2f}" if same else f"{shown.dew:.2f} to {shown.bubble:.2f}"


def _line(lead: str, text: str) -> None:
    for line in output.wrapped(lead, text):
        output.say(line)


def _number(option: str, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise RequestError(f"{option} takes a figure as 25 or 9.4, not {text!r}") from None


def _yes_or_no(text: str | None) -> bool | None:
    if text is None:
        return None
    if text.casefold() not in {"yes", "no"}:
        raise RequestError(f"--liquid is yes or no, not {text!r}")
    return text.casefold() == "yes"
