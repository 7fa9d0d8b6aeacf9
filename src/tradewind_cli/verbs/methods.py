"""`tradewind methods`: which detectors look for each known method of smuggling, or why none can."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tradewind.detectors.methods_seen import methods_seen
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """No options but the common ones."""


def run(parsed: Namespace) -> int:
    """The catalogue as JSON, or as a list with its gaps in words."""
    seen = methods_seen()
    if parsed.json:
        output.document([method.as_dict() for method in seen])
        return 0
    rows = [{"": m.id, "method": m.method, "detectors": ", ".join(m.detectors) or "none"} for m in seen]
    output.table(rows, ("", "method", "detectors"))
    unseen = [m for m in seen if not m.covered]
    output.say(f"\nDetectors look for {len(seen) - len(unseen)} of {len(seen)} methods.")
    for method in unseen:
        output.say(f"\n{method.id}  {method.method}. {method.why_not}")
        output.say(f"   Would show it: {method.would_show}.")
    return 0
