"""`tradewind simulate --out DIR --seed N --declarations N`"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind.simulation import simulate
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
        "--declarations", type=int, default=700, metavar="N", help="declarations of the month (default: 700)"
    )
    parser.add_argument(
        "--truth",
        type=Path,
        metavar="F.jsonl",
        help="what is illegal and why (default: DIR.truth.jsonl, beside DIR)",
    )


def run(parsed: Namespace) -> int:
    """Write the month; print where it is."""
    made = simulate(parsed.out, parsed.seed, parsed.declarations, truth=parsed.truth)
    if parsed.json:
        output.document(
            {"files": [str(f) for f in made.files], "truth": str(made.truth), "rows": dict(made.rows)}
        )
        return 0
    for name, count in made.rows.items():
        output.say(f"{count:>9,}  {name}")
    output.say(f"an invented month is in {parsed.out}; what is really in it, in {made.truth}")
    output.say(f"next: tradewind load {parsed.out} --sender invented")
    return 0
