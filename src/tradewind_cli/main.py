"""Entry point: finds the verb, loads only its module, and turns errors into one clear line."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from tradewind import __version__
from tradewind.errors import TradewindError
from tradewind_cli import output

#: verb -> what it does, in one line. Each lives in tradewind_cli/verbs/<verb>.py and is loaded when called.
VERBS: Final = {
    "substance": "what a substance, blend, trade name or CAS number is, and how it is controlled",
    "hs": "what an HS or national code covers, in its edition",
    "classify": "the HS subheading, GWP and ODP of a mixture, from its composition",
    "limit": "a Party's limit for a group and a year",
    "recognise": "which substances a text speaks of, and whether it offers them",
    "identify": "what is in this cylinder, from pressure, identifier, mass and label",
    "sample": "how many cylinders of a load to test, and which",
    "load": "read files into the warehouse",
    "template": "a workbook to fill in, that `load` reads without a mapping",
    "find": "ask the detectors",
    "screen": "which declaration items to look at first, and a sheet for what was found",
    "plan-inspections": "a month's inspections: some lines by chance, the rest by risk, each with its probability",
    "train": "a model of what inspections found, where it beats the stated weights of evidence",
    "burden": "whom inspections burden, and the harm to lawful trade beside what was found",
    "estimate": "how much illegal mass got through unseen, from the lines that chance had inspected",
    "methods": "which detectors look for each known method of smuggling, or why none can",
    "picture": "the picture as HTML, PDF, XLSX and JSON",
    "reserve": "hold on licences what a declaration takes from them, at the office that keeps them",
    "sop": "a standard operating procedure: check it, draw it, compare two",
    "pocket": "one page for a phone without a network, and a card to print",
    "simulate": "an invented month of a small Party, whose truth is known",
    "warehouse": "what is loaded, which generation, what was refused",
    "serve": "an office's platform on this machine: sign in with a browser",
    "demo": "the platform with an invented world, in a folder of its own",
    "translate": "the pages' sentences as a workbook to translate, and back into an office",
    "backup": "the whole office into one folder that proves itself",
    "restore": "an office back from a backup",
    "recover": "a slip for somebody locked out whom no colleague can let in, at the machine",
    "verify-audit": "whether the record of every action holds",
    "check": "what stands in the way of running this office well",
}


class _Parser(argparse.ArgumentParser):
    """Tells a wrong request in one line, as every other error is told; argparse would print its usage first."""

    def error(self, message: str) -> NoReturn:
        output.complain(f"{message}; `{self.prog} --help` shows the form")
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Exit status 0 done, 1 done with refused rows, 2 could not be served (CONTRACT)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verb = next((w for w in words if not w.startswith("-")), None)
    parser = _Parser(
        prog="tradewind",
        description="Where the reported trade in ozone-depleting substances and HFCs does not add up.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="verbs:\n" + "\n".join(f"  {name:<12} {summary}" for name, summary in VERBS.items()),
    )
    parser.add_argument("--version", action="version", version=f"tradewind {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    if verb in VERBS:
        module = importlib.import_module(f"tradewind_cli.verbs.{verb.replace('-', '_')}")
        sub = verbs.add_parser(
            verb, help=VERBS[verb], description=VERBS[verb][0].upper() + VERBS[verb][1:] + "."
        )
        sub.add_argument("--json", action="store_true", help="one JSON document")
        sub.add_argument("--quiet", action="store_true", help="no progress")
        module.arguments(sub)
        parsed, unknown = parser.parse_known_args(words)
        if unknown:
            sub.error(f"there is no option or argument {' '.join(unknown)!r} here")
        return _run(module.run, parsed)
    if verb is not None:
        output.complain(f"there is no verb {verb!r}; `tradewind --help` lists them")
        return 2
    parser.parse_args(words)
    parser.print_help()
    return 0


def _run(run: output.Run, parsed: argparse.Namespace) -> int:
    output.prepare(quiet=parsed.quiet)
    try:
        return run(parsed)
    except TradewindError as error:
        output.complain(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        output.complain("stopped; nothing half-done was kept")
    except (
        PermissionError,
        FileNotFoundError,
        FileExistsError,
        IsADirectoryError,
        NotADirectoryError,
    ) as error:
        output.complain(f"{error.filename}: {(error.strerror or 'cannot be used').lower()}")
    except OSError as error:
        output.complain(f"the machine refused: {error}")
    except Exception as error:
        # A traceback would end with status 1, which tells other programs "done, with refused rows".
        if os.environ.get("TRADEWIND_DEBUG"):
            raise
        output.complain(
            f"this is a fault of Tradewind, not of the request ({type(error).__name__}: {error}); "
            "please report it with what TRADEWIND_DEBUG=1 adds"
        )
    return 2


def warehouse_url(parsed: argparse.Namespace) -> str:
    """The warehouse the person means: --warehouse, TRADEWIND_WAREHOUSE, or a folder under the user's data."""
    stated = parsed.warehouse or os.environ.get("TRADEWIND_WAREHOUSE")
    if stated:
        return str(stated)
    base = os.environ.get("XDG_DATA_HOME")
    root = Path(base) if base else Path.home() / ".local" / "share"
    return f"duckdb://{root / 'tradewind' / 'warehouse'}/"


def add_warehouse_option(parser: argparse.ArgumentParser) -> None:
    """The option every verb over the warehouse takes."""
    parser.add_argument(
        "--warehouse", metavar="URL", help="duckdb:///path/to/folder/ (or TRADEWIND_WAREHOUSE)"
    )


if __name__ == "__main__":
    raise SystemExit(main())
