"""The morning that docs/tutorials/zone-inspector.md tells, walked in a browser on the demonstration."""

import time
from pathlib import Path

import pytest
from browser import PHONE, all_open, barriers
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LATE = Path(__file__).parents[2] / "examples" / "late-re-export.csv"


def _is_sound(page: Page, width: int) -> None:
    all_open(page)
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _open(page: Page, platform: str, paper: str) -> str:
    page.goto(f"{platform}/consignments/?q={paper}")
    page.locator("#found h2 a").first.click()
    page.wait_for_load_state()
    return page.url


@pytest.mark.parametrize("width", [PHONE])
def test_its_pages_are_sound(chromium: Browser, platform: str, width: int):
    window = chromium.new_context(viewport={"width": width, "height": 800})
    page = window.new_page()
    page.goto(f"{platform}/sign-in/")
    page.get_by_role("button", name="Enter as Maren").click()
    page.wait_for_url(f"{platform}/")
    for way in ("", "zones/", "joins/", "open/"):
        page.goto(f"{platform}/consignments/{way}")
        _is_sound(page, width)
    one = _open(page, platform, "BVT-FZ-0419")
    _is_sound(page, width)
    for way in ("tell/", "hand-on/"):
        page.goto(one + way)
        _is_sound(page, width)
    window.close()


def test_the_morning(chromium: Browser, platform: str):
    window = chromium.new_context(viewport={"width": PHONE, "height": 800})
    page = window.new_page()
    page.goto(f"{platform}/sign-in/")
    page.get_by_role("button", name="Enter as Maren").click()
    page.wait_for_url(f"{platform}/")
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
    window.close()
