"""The demonstration served by a process that goes on after the command has ended; its number stands in the folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from tradewind.errors import RequestError

_NUMBER: Final = "serving.pid"
_LOG: Final = "serving.log"
_PATIENCE_SECONDS: Final = 60.0


def start(folder: Path, host: str, port: int) -> None:
    """Serve the demonstration of this folder and wait until it answers.

    Raises:
        RequestError: it ended before it answered; its last words say why.
    """
    log = folder / _LOG
    words = ["demo", "--office", str(folder), "--host", host, "--port", str(port)]
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "tradewind_cli.main", *words], stdin=subprocess.DEVNULL, stdout=written,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    (folder / _NUMBER).write_text(str(process.pid))
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            said = log.read_text(errors="replace").strip().splitlines()
            raise RequestError(
                said[-1].removeprefix("tradewind: ") if said else "the server ended without a word"
            )
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/sign-in/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RequestError(f"the server does not answer; what it said stands in {log}")


def stop(folder: Path) -> bool:
    """End the process that `start` began; whether there was one."""
    path = folder / _NUMBER
    try:
        number = int(path.read_text())
    except (OSError, ValueError):
        return False
    path.unlink(missing_ok=True)
    try:
        os.kill(number, signal.SIGINT)
    except OSError:
        return False
    for _ in range(100):
        try:
            os.kill(number, 0)
        except OSError:
            return True
        time.sleep(0.1)
    os.kill(number, signal.SIGTERM)
    return True
