"""The day that docs/tutorials/platform-day.md tells, walked in a browser: found, judged, shared, and unseen."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import PHONE, barriers, enter, fits
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

#: A file of customs, as somebody would send it: a gas in the words, toys in the code.
SENT = """declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,packages,net_mass_g,importer_id,origin
26X0001,1,2026-03-02,import,2022,950300,"toys; R-22 refrigerant gas 100 x 13.6 kg",100,1360000,T1,CHN
26X0002,1,2026-03-02,import,2022,640399,leather shoes,40,800000,T2,ITA
26X0003,1,2026-03-xx,import,2022,640399,leather shoes,40,800000,T2,ITA
"""


@contextmanager
def signed_in(chromium: Browser, platform: str, name: str, width: int = 1280) -> Iterator[Page]:
    """A window in which this invented person is signed in by one click; it must not complain on its console."""
    window = chromium.new_context(viewport={"width": width, "height": 800})
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    enter(page, platform, name)
    try:
        yield page
    finally:
        window.close()
    assert not [c for c in complaints if "404" not in c and "403" not in c]


def test_the_day(chromium: Browser, platform: str, tmp_path: Path, demonstration: Path):
    sent = tmp_path / "monday.csv"
    sent.write_text(SENT)
    with signed_in(chromium, platform, "Maren") as maren:
        _sends(maren, platform, sent)
        address = _finds(maren, platform)
        _judges_and_shares(maren, address)
    with signed_in(chromium, platform, "Kofi") as kofi:
        kofi.goto(f"{platform}/findings/?q=26X0001")
        kofi.get_by_role("link", name="26X0001").first.click()
        assert "Customs of Bouvet" in kofi.locator("main").inner_text()
        assert "toys; R-22" not in kofi.locator(".reasons").inner_text() or "rests with" in kofi.content()
        assert (
            kofi.get_by_text("it concerns your exporter").count() == 0
        )  # another agency's chain is not read
    with signed_in(chromium, platform, "Noor") as noor:
        assert noor.goto(address).status == 404
        assert "There is nothing here" in noor.locator("main").inner_text()
        noor.goto(f"{platform}/findings/?q=26X0001")
        assert noor.get_by_role("link", name="26X0001").count() == 0
        answer = noor.request.get(f"{platform}/api/v1/findings?q=26X0001")
        assert "26X0001" not in answer.text()
    command = [
        sys.executable,
        "-m",
        "tradewind_cli.main",
        "verify-audit",
        "--json",
        "--office",
        str(demonstration),
    ]
    assert json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["intact"]


def _sends(page: Page, platform: str, sent: Path) -> None:
    page.goto(f"{platform}/sources/send/")
    page.set_input_files("input[type=file]", str(sent))
    page.get_by_role("button", name="Send").click()
    page.wait_for_load_state()
    _until(page, lambda: "monday.csv" in page.content() and page.get_by_text("1 refused").count() >= 0)
    _until(page, lambda: _reads(page, f"{platform}/sources/", "monday.csv"))


def _reads(page: Page, address: str, text: str) -> bool:
    page.goto(address)
    return page.get_by_role("link", name=text).count() > 0


def _finds(page: Page, platform: str) -> str:
    """Findings arrive by themselves; the address of the one about the toys."""
    where = f"{platform}/findings/?q=26X0001"
    _until(page, lambda: _reads(page, where, "26X0001"), seconds=120)
    page.get_by_role("link", name="26X0001").first.click()
    page.wait_for_load_state()
    assert "Lawful explanations to rule out" in page.locator("main").inner_text()
    return page.url


def _judges_and_shares(page: Page, address: str) -> None:
    first = page.locator(".ticklist form").first
    first.locator("input:not([type=hidden])").fill("the invoice says gas")
    first.get_by_role("button").click()
    page.wait_for_load_state()
    assert page.locator(".ticklist .out").count() == 1
    page.goto(address)
    page.get_by_role("link", name="Share").click()
    page.get_by_label("Ozone unit of Heard").check()
    page.get_by_label("Why it is shared").fill("it concerns your exporter")
    page.get_by_role("button", name="Share").click()
    page.wait_for_load_state()
    page.goto(address)
    told = page.locator("main").inner_text()
    assert "Ozone unit of Heard" in told
    assert "it concerns your exporter" in told


def _until(page: Page, holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, page.locator("main").inner_text()[:1500]
        page.wait_for_timeout(700)


#: Each role's rooms: who, and where their day takes them.
DAYS = {
    "Maren": ("/", "/findings/", "/sources/", "/sources/send/", "/traders/", "/seizures/", "/groups/"),
    "Idris": ("/", "/findings/", "/findings/asked/", "/findings/watch/"),
    "Jun": ("/", "/findings/", "/agency/", "/agency/invite/"),
    "Vera": ("/", "/findings/", "/agency/settings/"),
    "Ana": ("/", "/findings/", "/picture/"),
    "Dev": ("/", "/agency/", "/work/", "/patterns/"),
}


@pytest.mark.parametrize("name", DAYS)
def test_each_role_meets_no_barrier(chromium: Browser, platform: str, name: str):
    with signed_in(chromium, platform, name) as page:
        for place in DAYS[name]:
            assert page.goto(f"{platform}{place}").status == 200, place
            assert barriers(page) == [], place


def test_pages_fit_a_telephone_in_arabic_too(chromium: Browser, platform: str):
    with signed_in(chromium, platform, "Maren", width=PHONE) as page:
        for language in ("en", "ar"):
            page.goto(f"{platform}/")
            page.locator("footer select").select_option(language)
            page.locator("footer button").click()
            page.wait_for_load_state()
            assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
            for place in DAYS["Maren"]:
                page.goto(f"{platform}{place}")
                assert fits(page), (language, place)


def test_reading_needs_no_script(chromium: Browser, platform: str):
    window = chromium.new_context(java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{platform}/sign-in/")
    page.get_by_role("button", name="Enter as Maren").click()
    page.goto(f"{platform}/findings/")
    page.locator(".finding h2 a").first.click()
    assert "Lawful explanations to rule out" in page.locator("main").inner_text()
    window.close()
