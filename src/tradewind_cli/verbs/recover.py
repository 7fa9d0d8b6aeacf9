"""`tradewind recover NAME`: a slip at the machine itself, for somebody whom no colleague can let in again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind.errors import RequestError
from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("username", metavar="NAME", help="their sign-in name")
    parser.add_argument(
        "--reason", required=True, metavar="WHY", help="who asked and why; it stands in the audit"
    )
    parser.add_argument(
        "--office", type=Path, metavar="DIR", help="the office's folder (or TRADEWIND_OFFICE)"
    )


def run(parsed: Namespace) -> int:
    """Print the slip; its code is told only here."""
    from tradewind_web.running.opening import open_platform, unapplied

    office = open_platform(parsed.office)
    from tradewind_web.agencies.slips import recover_at_the_machine  # models exist once the platform is open

    if unapplied():
        raise RequestError(
            f"{office.folder} holds no office of this version; `tradewind serve` brings it up to date"
        )
    slip, code = recover_at_the_machine(username=parsed.username, reason=parsed.reason)
    if parsed.json:
        output.document({
            "code": code, "username": slip.username, "agency": slip.agency.name,
            "expires_at": slip.expires_at.isoformat(),
        })  # fmt: skip
        return 0
    output.say(f"a new password for {slip.display_name}, {slip.agency.name}")
    output.say()
    output.say(f"    {code}")
    output.say()
    output.say("1. open the platform in a browser, and there the page /slip/")
    output.say("2. type the code and choose a password; it works once, for 72 hours")
    output.say("3. a colleague of the agency stands beside and types their own name and password;")
    output.say("   where there is nobody else, tick that")
    output.say(f"4. sign in as {slip.username}; apps, passkeys and printed codes of before no longer work")
    output.say()
    output.say(
        "It stands in the agency's audit, and its people see a notice for two weeks. Destroy this afterwards."
    )
    return 0
