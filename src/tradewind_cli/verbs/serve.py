"""`tradewind serve`: an office's platform, on this machine, until interrupted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tradewind_cli import output


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--office", type=Path, metavar="DIR", help="the office's folder (or TRADEWIND_OFFICE)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine alone)"
    )
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (default: 8000)")
    parser.add_argument(
        "--processes", type=int, metavar="N", choices=range(1, 33),
        help="processes that answer pages (default: 2; on Windows and on one core 1)",
    )  # fmt: skip


def run(parsed: Namespace) -> int:
    """Serve until interrupted; status 2 when it cannot be begun."""
    from tradewind_web.running.opening import bring_up_to_date, open_platform
    from tradewind_web.running.serving import serve

    office = open_platform(parsed.office, demonstration=False)
    bring_up_to_date(office, output.progress)
    output.progress_done()
    from tradewind_web.agencies.models import Agency

    address = f"http://{'localhost' if parsed.host == '127.0.0.1' else parsed.host}:{parsed.port}/"
    output.say(f"Tradewind serves {office.folder} at {address} (Ctrl-C ends it)")
    if not Agency.objects.exists():
        output.say(f"begin at {address}begin/ with this code: {office.begin_code()}")
    serve(parsed.host, parsed.port, parsed.processes)
    return 0
