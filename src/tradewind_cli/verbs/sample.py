"""`tradewind sample --cylinders 1150 --wrong 5% --confidence 0.95`: how many to test, and which."""

from __future__ import annotations

import argparse
import secrets

from tradewind.errors import RequestError
from tradewind.identification import SamplingPlan, parse_layout, sampling_plan
from tradewind_cli import output


def arguments(parser: argparse.ArgumentParser) -> None:
    """The load, what must be found, and how sure."""
    parser.add_argument("--cylinders", required=True, metavar="N", help="how many there are")
    parser.add_argument(
        "--wrong",
        required=True,
        metavar="D",
        help="find it out if so many or more are wrong: a count, or 5%%",
    )
    parser.add_argument("--confidence", default="0.95", metavar="C", help="how sure (default 0.95)")
    parser.add_argument(
        "--sensitivity",
        default="1",
        metavar="S",
        help="how often the field test shows a wrong one (default 1: always)",
    )
    parser.add_argument("--accept", default="0", metavar="A", help="wrong ones that still pass (default 0)")
    parser.add_argument("--layout", metavar="RxCxL", help="rows x columns x layers, as 10x8x5")
    parser.add_argument("--seed", metavar="TEXT", help="what the draw follows from; kept with the result")


def run(parsed: argparse.Namespace) -> int:
    """The plan as JSON or in sentences."""
    plan = sampling_plan(
        _whole("--cylinders", parsed.cylinders), _wrong(parsed.wrong), _share("--confidence", parsed.confidence),
        sensitivity=_share("--sensitivity", parsed.sensitivity), accept=_whole("--accept", parsed.accept),
        seed=parsed.seed or secrets.token_hex(8), layout=parse_layout(parsed.layout) if parsed.layout else None,
    )  # fmt: skip
    if parsed.json:
        output.document(plan.as_dict())
    else:
        _tell(plan)
    return 0


def _tell(plan: SamplingPlan) -> None:
    _line(
        f"Test {plan.sample} of {plan.cylinders}, drawn at random: if {plan.wrong} or more are wrong, more than "
        f"{plan.accept} of the sample shows it with a chance of {plan.detection:.1%}."
    )
    _line(f"Hold the load when more than {plan.accept} of the sample is wrong.")
    _line("Weigh all of them: it is quick, and finds cylinders filled with water, half empty or overfull.")
    if plan.in_front is not None:
        _line(
            "Tests of the front row alone find nothing where the wrong ones stand behind: take those drawn here."
        )
    _line(f"Drawn from the seed {plan.seed!r}; the same seed draws the same ones:")
    if plan.layout is None:
        _line("  " + ", ".join(str(p) for p in plan.positions))
    else:
        places = (plan.layout.where(p) for p in plan.positions)
        rows = [dict(zip(("row", "column", "layer"), place, strict=True)) for place in places]
        output.table(rows, ["row", "column", "layer"])


def _line(text: str) -> None:
    for line in output.wrapped("", text):
        output.say(line)


def _whole(option: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise RequestError(f"{option} takes a whole number, not {text!r}")
    return int(text)


def _share(option: str, text: str) -> float:
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise RequestError(f"{option} takes a share as 0.95 or 95%, not {text!r}") from None


def _wrong(text: str) -> float:
    return _share("--wrong", text) if "%" in text or "." in text else _whole("--wrong", text)
