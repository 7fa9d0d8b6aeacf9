"""What `make run` does: draw the picture of the register of public cases, then open the platform on localhost.

    python run.py [OUT]

The picture's warehouse and the demonstration's folder lie under OUT and are never what an office keeps its own files
in. The platform goes on in the background: `make stop` ends it.
"""

import os
import sys
from pathlib import Path

from tradewind.reference.cases import cases_path
from tradewind_cli.main import main


def run(out: Path) -> int:
    """Exit status of the first verb that failed, or 0."""
    warehouse = f"duckdb://{(out / 'warehouse').resolve()}/"
    steps = [
        ["load", str(cases_path()), "--warehouse", warehouse],
        ["picture", "--out", str(out), "--warehouse", warehouse],
    ]
    for step in steps:
        status = main(step)
        if status > 1:
            return status
    sys.stdout.write(
        f"The picture of {cases_path().name}, a register of public cases, is in {out / 'picture.html'}.\n\n"
    )
    sys.stdout.write("Inventing a world of three Parties for the platform (once, about a minute) ...\n")
    sys.stdout.flush()
    port = os.environ.get("TRADEWIND_DEMO_PORT", "8001")
    status = main(["demo", "--background", "--office", str(out / "demonstration"), "--port", port])
    if status > 1:
        return status
    example = Path("examples") / "register"
    sys.stdout.write(f"""Choose an account on the page to sign in; all of it is invented. `make stop` ends it.
A day on it: docs/tutorials/platform-day.md. Your own office: .venv/bin/tradewind serve

Your own files, in a warehouse of your own:
  .venv/bin/tradewind template licence --language en --out licences.xlsx     a workbook to fill in
  .venv/bin/tradewind load licences.xlsx clearances.xlsx comtrade.csv        read them
  .venv/bin/tradewind find --detector reconcile                              who imported without, beyond, other
  .venv/bin/tradewind picture --party KEN --out my-picture                   the picture, your Party first
  .venv/bin/tradewind pocket --party KEN --language en --out pocket.html     a page for a phone without a network

Try it on the invented register in {example}: see docs/tutorials/ozone-officer.md
""")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(Path(sys.argv[1] if len(sys.argv) > 1 else "tradewind-out")))
