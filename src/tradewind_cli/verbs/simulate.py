"""`tradewind simulate --out DIR --seed N --declarations N [--months M] [--world F.toml]`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind.errors import RequestError
from tradewind.simulation import Simulated, simulate
from tradewind.simulation.world import WorldParameters
from tradewind.simulation.world.writing import simulate_months
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder of the files, for `load`"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="the same number gives the same files"
    )
    parser.add_argument(
        "--declarations",
        type=int,
        default=700,
        metavar="N",
        help="declarations of the month, or of each month (default: 700)",
    )
    parser.add_argument(
        "--months",
        type=int,
        metavar="M",
        help="a world of so many months, in which traders, prices and the illegal trade go on from one to the next; "
        "without it, one month in which a breach of each kind is planted",
    )
    parser.add_argument(
        "--world",
        type=Path,
        metavar="F.toml",
        help="what the world is like, with --months; each world written leaves such a file as DIR.world.toml",
    )
    parser.add_argument(
        "--truth",
        type=Path,
        metavar="F",
        help="what is illegal and why (default: DIR.truth.jsonl, beside DIR; with --months also F.parquet)",
    )


def run(parsed: Namespace) -> int:
    """Write the month or the months; print where they are."""
    made = _months(parsed) if parsed.months is not None else _month(parsed)
    if parsed.json:
        output.document(
            {"files": [str(f) for f in made.files], "truth": str(made.truth), "rows": dict(made.rows)}
        )
        return 0
    for name, count in made.rows.items():
        output.say(f"{count:>9,}  {name}")
    what = "an invented month is" if parsed.months is None else "invented months are"
    output.say(f"{what} in {parsed.out}; what is really in it, in {made.truth}")
    output.say(f"next: tradewind load {parsed.out} --sender invented")
    return 0


def _month(parsed: Namespace) -> Simulated:
    if parsed.world is not None:
        raise RequestError("--world describes a world of months; say how many with --months")
    return simulate(parsed.out, parsed.seed, parsed.declarations, truth=parsed.truth)


def _months(parsed: Namespace) -> Simulated:
    parameters = None
    if parsed.world is not None:
        try:
            text = parsed.world.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RequestError(f"{parsed.world} cannot be read: {error}") from None
        parameters = WorldParameters.from_toml(text)
    made = simulate_months(
        parsed.out,
        parsed.seed,
        parsed.declarations,
        parsed.months,
        parameters,
        parsed.truth,
        lambda lines: output.progress(f"{lines:,} lines written"),
    )
    output.progress_done()
    return made
