"""A real browser for tests of pages: the machine's Chromium, or Playwright's own where it has one."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tradewind.warehouse.lock import one_writer

_CANDIDATES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip


# Not for the session: while Playwright runs, its event loop runs in the thread of the tests.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless browser, or a skip that says what is missing."""
    found = next((shutil.which(c) for c in _CANDIDATES if shutil.which(c)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        except Error as error:
            pytest.skip(f"no browser on this machine: {str(error).splitlines()[0]}")
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an invented world: made once for all who run tests, then each walks through a copy of its own."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    made = shared / "demonstration"
    with one_writer(shared / "demonstration.lock"):
        if not made.exists():
            building = shared / "demonstration.building"
            words = ["demo", "--office", str(building), "--build-only"]
            done = subprocess.run(
                [sys.executable, "-m", "tradewind_cli.main", *words], capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            building.rename(made)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("walked") / "office"))


@pytest.fixture(scope="module")
def platform(demonstration: Path) -> Iterator[str]:
    """The address of the demonstration, served as `tradewind demo` serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "tradewind_cli.main", "demo", "--office", str(demonstration)]
    begun = subprocess.run([*command, "--background", "--port", port], capture_output=True, text=True)
    assert begun.returncode == 0, begun.stderr
    try:
        yield f"http://localhost:{port}"
    finally:
        subprocess.run([*command, "--stop"], check=True, capture_output=True)
