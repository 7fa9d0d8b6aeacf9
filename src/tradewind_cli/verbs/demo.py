"""`tradewind demo`: the platform with an invented world, in a folder and at an address of its own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--office",
        type=Path,
        metavar="DIR",
        help="the demonstration's folder (default: a folder under your data)",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine alone)"
    )
    parser.add_argument("--port", type=int, default=8001, metavar="N", help="port (default: 8001)")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--background", action="store_true", help="go on after the command ends; --stop ends it"
    )
    ways.add_argument("--stop", action="store_true", help="end what --background began")
    ways.add_argument("--build-only", action="store_true", help="make the world and do not serve it")


def run(parsed: Namespace) -> int:
    """Serve until interrupted, or in the background; status 2 when it cannot be begun."""
    from tradewind_web.office import default_folder
    from tradewind_web.running import background

    folder = (parsed.office or default_folder("demonstration")).resolve()
    if parsed.stop:
        output.say("stopped" if background.stop(folder) else "nothing was running")
        return 0
    _made(folder)
    address = f"http://{'localhost' if parsed.host == '127.0.0.1' else parsed.host}:{parsed.port}/"
    if parsed.build_only:
        output.say(f"the demonstration is in {folder}")
        return 0
    if parsed.background:
        background.stop(folder)
        background.start(folder, parsed.host, parsed.port)
        output.say(
            f"the demonstration stands at {address} (`tradewind demo --stop --office {folder}` ends it)"
        )
        return 0
    from tradewind_web.running.serving import serve

    output.say(f"the demonstration stands at {address}; everything in it is invented (Ctrl-C ends it)")
    serve(parsed.host, parsed.port)
    return 0


def _made(folder: Path) -> None:
    from tradewind_web.running.opening import bring_up_to_date, open_platform

    office = open_platform(folder, demonstration=True)
    bring_up_to_date(office, output.progress)
    from tradewind_web.running import demonstration

    if not demonstration.is_made(office):
        demonstration.make(office, output.progress)
    output.progress_done()
