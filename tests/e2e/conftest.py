"""A real browser for tests of pages: the machine's Chromium, or Playwright's own where it has one."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

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
