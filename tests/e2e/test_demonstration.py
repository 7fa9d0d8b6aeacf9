"""The demonstration as a newcomer begins it: by the command, in a folder of its own, answering in a browser."""

import json
import socket
import subprocess
import sys
import urllib.request

import pytest

COMMAND = [sys.executable, "-m", "tradewind_cli.main"]


def ran(*words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True)
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    return done


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_answers_in_the_background_and_ends_when_told(demonstration):
    port = str(free_port())
    ran("demo", "--office", str(demonstration), "--background", "--port", port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/") as answer:
            page = answer.read().decode()
            policy = answer.headers["Content-Security-Policy"]
    finally:
        assert "stopped" in ran("demo", "--office", str(demonstration), "--stop").stdout
    assert "Everything here is invented" in page
    assert "Customs of Bouvet" in page
    assert "default-src 'none'" in policy
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=2)


@pytest.mark.long
def test_making_it_again_changes_nothing(demonstration):
    before = json.loads(ran("verify-audit", "--office", str(demonstration), "--json").stdout)
    ran("demo", "--office", str(demonstration), "--build-only")
    assert json.loads(ran("verify-audit", "--office", str(demonstration), "--json").stdout) == before
    assert before["intact"]


def test_serve_refuses_to_open_it(demonstration):
    assert (
        "holds a demonstration"
        in ran("serve", "--office", str(demonstration), "--port", "1", expect=2).stderr
    )


@pytest.mark.long
def test_a_port_in_use_is_said_in_one_line(demonstration):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = ran("demo", "--office", str(demonstration), "--background", "--port", port, expect=2).stderr
    assert f"port {port}" in said
    assert "--port" in said
