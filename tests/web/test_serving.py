"""`tradewind serve`: two processes on one address, a worker that does what is queued, and nothing left when it ends."""

import contextlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
#: A kind that no version declares: the worker takes it and says so, which is all that is asked here.
JOB = (
    "INSERT INTO jobs_job (id, kind, arguments, state, run_after, attempts, leased_by, done_share, message, trouble,"
    " created_at) VALUES (?, 'tests.nothing', '{}', 'waiting', '2020-01-01', 0, '', 0, '', '', '2020-01-01')"
)


def children_of(pid: int) -> dict[str, int]:
    """Module -> process id, of what the process began."""
    found = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if parent == pid and b"-m" in words:
                found[words[words.index(b"-m") + 1].decode().rpartition(".")[2]] = int(entry.name)
    return found


def within(seconds: float, what):
    """What it answers, as soon as that is something."""
    until = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < until:
        time.sleep(0.2)
    assert answer
    return answer


def test_pages_outlive_a_process_work_is_done_and_nothing_is_left(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRADEWIND_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "tradewind_cli.main", "serve", "--office", str(tmp_path / "office"),
         "--port", str(port), "--processes", "2"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip

    def answers() -> bool:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/begin/", timeout=5) as page,
        ):
            return page.status == 200
        return False

    try:
        within(90, answers)
        beside = within(
            30, lambda: {"answering", "working"} <= children_of(server.pid).keys() and children_of(server.pid)
        )
        os.kill(beside["answering"], signal.SIGKILL)
        assert all(answers() for _ in range(5))
        again = within(
            30, lambda: children_of(server.pid).get("answering", 0) not in (0, beside["answering"])
        )
        assert again
        with contextlib.closing(
            sqlite3.connect(tmp_path / "office" / "platform.sqlite3", timeout=20)
        ) as held:
            held.execute(JOB, [uuid.uuid4().hex])
            held.commit()
            trouble = within(
                30, lambda: held.execute("SELECT trouble FROM jobs_job WHERE state='gave_up'").fetchone()
            )
        assert "tests.nothing" in trouble[0]
        left = children_of(server.pid)
        server.terminate()
        said = server.communicate(timeout=30)[1].decode()
        assert "Traceback" not in said
        within(15, lambda: not any(Path(f"/proc/{pid}").exists() for pid in left.values()))
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


@pytest.mark.long
def test_behind_tls_the_proxys_word_is_taken(tmp_path):
    """Without it every page would be sent to itself, for ever."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRADEWIND_")} | {
        "TRADEWIND_HTTPS": "1"
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "tradewind_cli.main", "serve", "--office", str(tmp_path / "office"),
         "--port", str(port), "--processes", "1"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def asked(**headers: str) -> str:
        with contextlib.suppress(OSError):
            talk = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            with contextlib.closing(talk):
                talk.request("GET", "/begin/", headers=headers)
                answer = talk.getresponse()
                return f"{answer.status} {answer.headers.get('Location', '')}"
        return ""

    try:
        said = within(90, asked)
        assert said.startswith("301 https://127.0.0.1")
        assert asked(**{"X-Forwarded-Proto": "https"}) == "200 "
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.long
def test_an_address_that_is_taken_is_said(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = subprocess.run(
            [sys.executable, "-m", "tradewind_cli.main", "serve", "--office", str(tmp_path / "office"),
             "--port", str(taken.getsockname()[1])],
            env={k: v for k, v in os.environ.items() if not k.startswith("TRADEWIND_")},
            capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip
    assert told.returncode == 2
    assert "cannot be used" in told.stderr
    assert "Traceback" not in told.stderr
