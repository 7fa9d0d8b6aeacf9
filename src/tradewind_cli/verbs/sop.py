"""`tradewind sop (check NAME | draw NAME [--out F] | diff A B)`: procedures from the shelf or from files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from tradewind.errors import RequestError
from tradewind.procedures.bpmn import to_bpmn
from tradewind.procedures.changes import diff
from tradewind.procedures.checking import check
from tradewind.procedures.drawing import draw
from tradewind.procedures.reading import NotAProcedure
from tradewind.procedures.shelf import procedure, shipped_names
from tradewind.procedures.sop import SOP
from tradewind.procedures.workbook import from_workbook, to_workbook
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """What is done, and with which procedures."""
    parser.add_argument("does", choices=("check", "draw", "diff"), metavar="check|draw|diff")
    named = ", ".join(shipped_names())
    parser.add_argument("names", nargs="+", metavar="NAME|FILE", help=f"{named}; or a file (TOML, XLSX)")
    parser.add_argument("--out", type=Path, metavar="F", help="draw into a file: .svg, .bpmn or .xlsx")


def run(parsed: Namespace) -> int:
    """Exit status 1 where a procedure has problems or two of them differ."""
    wanted = 2 if parsed.does == "diff" else 1
    if len(parsed.names) != wanted:
        raise RequestError(
            f"`sop {parsed.does}` takes {'two procedures' if wanted == 2 else 'one procedure'}"
        )
    if parsed.does == "check":
        return _check(parsed.names[0], as_json=parsed.json)
    one, *others = (_named(name) for name in parsed.names)
    if others:
        found = diff(one, others[0])
        if parsed.json:
            output.document([asdict(change) for change in found])
        else:
            for line in [str(change) for change in found] or ["they say the same"]:
                output.say(line)
        return 1 if found else 0
    return _draw(one, parsed.out)


def _check(name: str, *, as_json: bool) -> int:
    try:
        sop = _named(name)
        problems, digest = check(sop), sop.digest
    except NotAProcedure as error:
        problems, digest = list(error.problems), ""
    if as_json:
        output.document({"digest": digest or None, "problems": [asdict(problem) for problem in problems]})
        return 1 if problems else 0
    for problem in problems:
        output.say(str(problem))
    if not problems:
        output.say(f"{sop.name}: {len(sop.steps)} steps, no problem; SHA-256 {digest}")
    return 1 if problems else 0


def _draw(sop: SOP, out: Path | None) -> int:
    made = {
        ".svg": lambda: draw(sop, alone=True).encode(),
        ".bpmn": lambda: to_bpmn(sop),
        ".xlsx": lambda: to_workbook(sop),
    }
    if out is None:
        output.say(draw(sop, alone=True))
        return 0
    if out.suffix.lower() not in made:
        raise RequestError(f"--out ends in one of {', '.join(made)}, and {out.name} does not")
    out.write_bytes(made[out.suffix.lower()]())
    output.say(f"{out}: {sop.name}")
    return 0


def _named(name: str) -> SOP:
    path = Path(name)
    return from_workbook(path) if path.suffix.lower() == ".xlsx" and path.is_file() else procedure(name)
