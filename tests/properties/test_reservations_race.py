"""Sixty-four customs systems ask while servers are killed: never overdrawn, nothing acknowledged lost, none twice.

bench/reservations.py runs the same for longer and prints how many a second.
"""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

BENCH = Path(__file__).parents[2] / "bench"
SERVE = "from tradewind_cli.main import main; import sys; sys.exit(main())"
SECONDS = 4
ALLOWED_KG = 9_000


@pytest.fixture
def environment(tmp_path):
    """An office of its own, on the database that this run of the suite is about."""
    told = {**os.environ, "TRADEWIND_OFFICE": str(tmp_path / "office"), "TRADEWIND_HOSTS": "localhost"}
    if os.environ.get("TRADEWIND_TEST_DATABASE") == "postgresql":
        import psycopg

        name = f"race_{os.getpid()}"
        with psycopg.connect(os.environ["TRADEWIND_DATABASE"], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        told["TRADEWIND_DATABASE"] = urlunsplit(
            urlsplit(os.environ["TRADEWIND_DATABASE"])._replace(path=f"/{name}")
        )
    return told


def script(name, *arguments, environment):
    done = subprocess.run(
        [sys.executable, "-P", str(BENCH / name), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def served(port, environment):
    """`tradewind serve`, answering."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "--port", str(port)], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _attempt in range(300):
        assert server.poll() is None, "the server ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return server
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


def answering(server):
    """The processes that answer beside it."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [int(c) for c in children if b"answering" in Path(f"/proc/{c}/cmdline").read_bytes()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the processes to kill in /proc")
def test_sixty_four_clients_and_killed_servers_never_overdraw_nor_lose(tmp_path, environment):
    secret = script("reservation_office.py", "make", "26RACE", ALLOWED_KG, environment=environment).strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    plan = {
        "port": port, "secret": secret, "number": "26RACE", "clients": 64, "seconds": SECONDS, "kg": [1, 30],
        "confirming": 0.5,
    }  # fmt: skip
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    server = served(port, environment)
    chance = random.Random(7)
    try:
        clients = subprocess.Popen(
            [sys.executable, "-P", str(BENCH / "reservation_clients.py"), str(tmp_path / "plan.json")],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0.5, 1.0))
        for child in answering(server):
            os.kill(child, signal.SIGKILL)
        time.sleep(chance.uniform(0.5, 1.5))
        server.kill()
        server.wait()
        server = served(port, environment)
        out, errors = clients.communicate(timeout=150)
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert clients.returncode == 0, errors[-2000:]
    told = json.loads(out)
    ledger = json.loads(script("reservation_office.py", "count", "26RACE", environment=environment))
    rows = ledger["rows"]
    assert ledger["intact"]
    assert not told["strange"], told["strange"][:5]
    assert told["repeated"], "no client met a killed server"
    # never overdrawn, to the gram, and the totals are what the rows sum to
    assert ledger["reserved_g"] + ledger["cleared_g"] <= ledger["allowed_g"]
    assert (ledger["reserved_g"], ledger["cleared_g"]) == (ledger["held_g"], ledger["confirmed_g"])
    # nothing acknowledged lost, and nothing held twice
    assert len(told["held"]) >= plan["clients"], "a busy machine answers each client once at least"
    for key, name, kg in told["held"]:
        assert rows[key][:2] == [name, kg * 1000]
    assert {pk for pk, _g, state in rows.values() if state == "confirmed"} == set(told["confirmed"])
    assert len(rows) == ledger["items"] == ledger["events"]
