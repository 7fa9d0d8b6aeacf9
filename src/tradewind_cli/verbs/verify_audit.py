"""`tradewind verify-audit`: whether every chain of the audit holds, and where the first break is."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from tradewind.errors import RequestError
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--office", type=Path, metavar="DIR", help="the office's folder (or TRADEWIND_OFFICE)"
    )
    parser.add_argument(
        "--seal", type=Path, action="append", default=[], metavar="F.json",
        help="a seal exported earlier: shows a cut that covered itself",
    )  # fmt: skip
    parser.add_argument(
        "--export-seal", type=Path, metavar="F.json", help="seal all chains now and write the seal"
    )


def run(parsed: Namespace) -> int:
    """Status 0 when intact, 2 with the first break otherwise."""
    from tradewind_web.running.opening import open_platform, unapplied

    office = open_platform(parsed.office)
    from tradewind_web.audit.actions import seal_chains  # models exist only once the platform is open
    from tradewind_web.audit.verifying import verify

    if unapplied():
        raise RequestError(
            f"{office.folder} holds no office of this version; `tradewind serve` brings it up to date"
        )
    found = verify([_seal(path) for path in parsed.seal])
    if found.intact and parsed.export_seal:
        seal = seal_chains()
        said = {"made_at": seal.made_at.isoformat(), "heads": seal.heads, "digest": seal.digest}
        parsed.export_seal.write_text(json.dumps(said, indent=1), encoding="utf-8")
    if parsed.json:
        output.document(found.as_dict())
    elif found.intact:
        output.say(f"the audit is intact: {found.events} events")
    else:
        output.complain(f"the audit is broken: {found.first_break}")
    return 0 if found.intact else 2


def _seal(path: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"made_at": said["made_at"], "heads": dict(said["heads"])}
    except (ValueError, KeyError, TypeError) as error:
        raise RequestError(f"{path} is no seal that `verify-audit --export-seal` wrote") from error
