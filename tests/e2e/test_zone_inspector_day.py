"""The morning that docs/tutorials/zone-inspector.md tells, walked in a browser on the demonstration."""

import time
from pathlib import Path

import pytest
from browser import PHONE, entered, flaws
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LATE = Path(__file__).parents[2] / "examples" / "late-re-export.csv"


def _open(page: Page, platform: str, paper: str) -> str:
    page.goto(f"{platform}/consignments/?q={paper}")
    page.locator("#found h2 a").first.click()
    page.wait_for_load_state()
    return page.url


def test_its_pages_are_sound(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Maren", PHONE)
    for way in ("", "zones/", "joins/", "open/"):
        page.goto(f"{platform}/consignments/{way}")
        assert not flaws(page), way
    one = _open(page, platform, "BVT-FZ-0419")
    assert not flaws(page), one
    for way in ("tell/", "hand-on/"):
        page.goto(one + way)
        assert not flaws(page), way
    page.context.close()


def test_the_morning(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Maren", PHONE)
    one = _open(page, platform, "BVT-FZ-0412")
    assert "1,800 kg of R-22 are missing in BVT FREE ZONE" in page.locator("main").inner_text()
    page.goto(f"{platform}/sources/send/")
    page.set_input_files("input[type=file]", str(LATE))
    page.get_by_role("button", name="Send").click()
    end = time.monotonic() + 120
    while page.goto(one) and page.get_by_text("What was explained").count() == 0:
        assert time.monotonic() < end, page.locator("main").inner_text()
        page.wait_for_timeout(700)
    assert page.locator(".state").inner_text() == "closes"
    _open(page, platform, "BVT-FZ-0419")
    page.get_by_role("link", name="This one stands").last.click()
    page.get_by_label("Why").fill("weighed again")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_load_state()
    assert "weighed again" in page.locator("main").inner_text()
    page.context.close()
