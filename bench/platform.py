"""Twenty people at the pages of a large office, by `tradewind serve` and over the wire.

    python -m bench platform [FOLDER [SECONDS [PORT [PROCESSES]]]]

The office (bench/platform_office.py) is built once in FOLDER. Then `tradewind serve` is begun over it as its own
process, twenty people are signed in, and each walks through the pages by lot: with a second of pause between two
pages, and with none, which asks for as much as the machine gives. Meanwhile somebody takes a finding in hand every
other second (bench/platform_writer.py), so that what pages keep between writes is counted anew. The walkers are a
process of their own; what they take of the processor stands beside the server's.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench import platform_walkers

SECONDS, PORT = 60, 8105
PAUSES: Final = (1.0, 0.0)
#: Name of a page -> how often it is opened, out of all.
WEIGHTS: Final = {
    "home": 2, "findings": 3, "findings, narrowed": 2, "findings, searched": 2, "findings, a later page": 2,
    "one finding": 4, "traders": 1, "traders, searched": 2, "one trader": 2, "sources": 1, "one batch": 1,
    "the picture": 1, "a section of it": 1, "seizures": 1, "one seizure": 1,
}  # fmt: skip
WORDS: Final = ("Trading Company 00042", "HCFC-22", "26customs000", "cylinders", "phase-out")
NAMES: Final = ("invented", "cooling gas", "холод", "P00000", "summit")


def main(arguments: Sequence[str]) -> None:
    """Build, serve, walk, print."""
    folder = Path(arguments[0]) if arguments else Path(tempfile.gettempdir()) / "tradewind-bench-platform"
    seconds = int(arguments[1]) if len(arguments) > 1 else SECONDS
    port = int(arguments[2]) if len(arguments) > 2 else PORT
    folder.mkdir(parents=True, exist_ok=True)
    # Built in a process of its own: the one that plans and counts must not hold a warehouse.
    subprocess.run(
        [sys.executable, "-c", "import sys; from pathlib import Path; from bench.platform_office import build; "
         "build(Path(sys.argv[1]))", str(folder)],
        check=True,
    )  # fmt: skip
    plan = folder / "walk.json"
    plan.write_text(json.dumps(_planned(folder)))
    with _served(folder, port, arguments[3:]) as server:
        for pause in PAUSES:
            _walk(folder, plan, port, seconds, pause, server)


def _planned(folder: Path) -> list[dict[str, Any]]:
    """For each person the cookies of a session, the language, and the addresses of each page."""
    from tradewind_web.running.opening import open_platform

    open_platform(folder, demonstration=False)
    from django.conf import settings
    from django.test import Client

    from tradewind_web.accounts.models import User
    from tradewind_web.agencies.acting import acting_for
    from tradewind_web.agencies.models import Agency

    plan = []
    for number, user in enumerate(User.objects.order_by("pk")):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        agency = Agency.objects.filter(memberships__user=user).distinct().get()
        acting = acting_for(user, agency)
        plan.append({
            "cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
            "language": ("en", "en", "fr", "ar")[number % 4],
            "addresses": _addresses(acting, random.Random(number)), "weights": WEIGHTS,
        })  # fmt: skip
    return plan


def _addresses(acting: Any, chance: random.Random) -> dict[str, list[str]]:
    from urllib.parse import quote, urlencode

    from tradewind_web.desk.pictures import drawn_for
    from tradewind_web.findings.filtering import Filters
    from tradewind_web.findings.queries import choices, queue_page, seen_by
    from tradewind_web.seizures.models import Seizure
    from tradewind_web.sources.queries import batches_visible_to
    from tradewind_web.traders.queries import seen_by as traders_of

    cursors = []
    cursor = ""
    for _ in range(12):
        cursor = queue_page(acting, Filters(), cursor).after
        cursors.append(cursor)
    offered = choices(acting)
    drawn = drawn_for(acting.agency, "en")
    narrowed = [
        *({"detector": name} for name in offered["detector"]),
        *({"substance": name, "tier": "1"} for name in offered["substance"][:5]),
        {"state": "all"}, {"state": "snoozed"}, {"assignee": "me"}, {"watch": "any"},
    ]  # fmt: skip

    def some(rows: Any, of: str) -> list[str]:
        keys = list(rows.values_list("pk", flat=True))
        return [f"/{of}/{key}/" for key in chance.sample(keys, min(60, len(keys)))]

    return {
        "home": ["/"], "findings": ["/findings/"],
        "findings, narrowed": [f"/findings/?{urlencode(asked)}" for asked in narrowed],
        "findings, searched": [f"/findings/?{urlencode({'q': word})}" for word in WORDS],
        "findings, a later page": [f"/findings/?at={quote(c)}" for c in cursors],
        "one finding": some(seen_by(acting), "findings"), "traders": ["/traders/"],
        "traders, searched": [f"/traders/?{urlencode({'q': name})}" for name in NAMES],
        "one trader": some(traders_of(acting), "traders"), "sources": ["/sources/"],
        "one batch": some(batches_visible_to(acting), "sources/batches"), "the picture": ["/picture/"],
        "a section of it": [f"/picture/{key}/" for key in (drawn.pieces if drawn else ())] or ["/picture/"],
        "seizures": ["/seizures/"], "one seizure": some(Seizure.objects.visible_to(acting), "seizures"),
    }  # fmt: skip


@contextlib.contextmanager
def _served(folder: Path, port: int, processes: Sequence[str]) -> Iterator[int]:
    """`tradewind serve` over the office; its process id."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise SystemExit(f"something answers on port {port} already")
    command = [
        sys.executable, "-m", "tradewind_cli.main", "serve", "--office", str(folder), "--port", str(port),
        *(f"--processes={count}" for count in processes),
    ]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).close()
                break
            time.sleep(0.2)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _walk(folder: Path, plan: Path, port: int, seconds: int, pause: float, server: int) -> None:
    """One walk, and its table."""
    _round(plan, port, 5, 0.0)  # what is compiled and cached at first is not the office's day
    before, started = _processor_s(server), time.perf_counter()
    with _written(folder, seconds):
        told = _round(plan, port, seconds, pause)
    taken, used = time.perf_counter() - started, _processor_s(server) - before
    by_page: dict[str, list[float]] = defaultdict(list)
    for page, spent in told["answers"]:
        by_page[page].append(spent)
    everything = [spent for spents in by_page.values() for spent in spents]
    print(f"\n20 people, {pause:g} s between pages, {seconds} s; load of the machine {os.getloadavg()[0]:.1f} on "
          f"{os.cpu_count()} cores. {len(everything) / taken:.1f} pages a second; of processor the server took "
          f"{used / taken:.2f} cores, the walkers {told['processor_s'] / taken:.2f}; memory of the server "
          f"{_memory_mb(server):.0f} MB; {told['failed']} answers were no page.\n")  # fmt: skip
    print("| page | opened | median, ms | 95th percentile | 99th |\n|---|---:|---:|---:|---:|")
    for page, spents in [*((p, by_page[p]) for p in WEIGHTS), ("**all**", everything)]:
        if spents:
            median, high, highest = 1000 * np.percentile(spents, [50, 95, 99])
            print(f"| {page} | {len(spents):,} | {median:.0f} | {high:.0f} | {highest:.0f} |", flush=True)


@contextlib.contextmanager
def _written(folder: Path, seconds: float) -> Iterator[None]:
    writer = subprocess.Popen([sys.executable, "-m", "bench.platform_writer", str(folder), str(seconds)])
    try:
        yield
    finally:
        if writer.wait(timeout=60):
            raise SystemExit("the writer failed; see what it said above")


def _round(plan: Path, port: int, seconds: float, pause: float) -> dict[str, Any]:
    command = [sys.executable, platform_walkers.__file__, str(plan), str(port), str(seconds), str(pause)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def _family(pid: int) -> list[int]:
    """The process and those it began, whatever they are called."""
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                children[int(_stat(int(entry.name))[1])].append(int(entry.name))
    found = [pid]
    for one in found:
        found += children[one]
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _processor_s(pid: int) -> float:
    return sum(sum(map(int, _stat(p)[11:13])) for p in _family(pid)) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    """What the family holds, pages they share counted once (PSS)."""
    total = 0
    for one in _family(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
