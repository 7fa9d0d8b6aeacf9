"""The day that docs/tutorials/yearly-report.md tells, walked in a browser on the demonstration."""

import re
from datetime import UTC, datetime

import pytest
from browser import PHONE, entered, flaws
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
YEAR = datetime.now(UTC).year - 1


def _says(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def test_its_pages_are_sound(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Idris", PHONE)
    ways = [f"{YEAR}/", f"{YEAR}/article7/"]
    page.goto(f"{platform}/licences/yearly/{YEAR}/")
    ways.append(
        page.get_by_role("link", name="1.187").get_attribute("href").removeprefix("/licences/yearly/")
    )
    for way in ways:
        page.goto(f"{platform}/licences/yearly/{way}")
        assert not flaws(page), way
    page.context.close()


def test_the_day(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Idris")
    page.goto(f"{platform}/licences/yearly/")
    page.get_by_role("link", name=str(YEAR), exact=True).click()
    year = page.url
    _says(page, "Article 7 report", "country programme report", "Feedstock explains it to the gram")

    # 1. A figure leads to its clearances: a blend is split, and the shares are the figure.
    page.get_by_role("link", name="1.187").first.click()
    _says(page, "1,187,025 g", "of 1,243,550 g of R-410A")
    one = page.context.request.get(page.url + "&as=json").json()
    assert (one["substance"], one["amount"]) == ("R-125", 1_187_025)
    page.goto(year)
    assert page.get_by_role("link", name="0.720").count() == 2, "gas inside equipment stands apart"

    # 2. Nothing is stated over what was cleared; a zero is stated by somebody.
    _go_to(page, year, "R-22", "imports/new")
    _says(page, "Made of these clearances")
    assert not page.get_by_role("button", name="State it").count(), "nothing is stated over a clearance"
    _go_to(page, year, "R-141b", "destruction/destroyed")
    page.get_by_label("There was none: zero").check()
    page.locator("[name=source]").fill("letter of the ministry")
    page.get_by_role("button", name="State it").click()
    _says(page, "letter of the ministry")

    # 3. The declarations are read by a job.
    page.goto(year)
    page.get_by_role("button", name="Read the declarations now").click()
    page.wait_for_load_state()

    # 4. What differs asks for a sentence, which stays with who said it.
    page.goto(year)
    differs = page.locator("#differences li", has_text="imports and their sectors of use").filter(
        has_text="R-32"
    )
    differs.get_by_label("Why these figures differ").fill("sold on; the buyer is asked")
    differs.get_by_role("button", name="Keep").click()
    expect(page.locator("#differences")).to_contain_text("sold on; the buyer is asked")
    _says(page, "the importer sold it on to a shop")

    # 5. Frozen with a digest, filed elsewhere, noted here.
    first = _draw_up(page, year)
    _says(page, "version 1", "draft")
    assert re.search(r"SHA-256 [0-9a-f]{64}", page.locator("main").inner_text())
    _send(page, "ORS-1")

    # 6. Revised with a reason; the first version stays.
    page.goto(year)
    page.locator("details", has_text="Draw up this report").first.click()
    page.get_by_role("button", name="Freeze the figures as a draft").first.click()
    _says(page, "a version was sent already; say why it is revised")
    second = _draw_up(page, year, "a declaration was corrected")
    _says(page, "version 2", "a declaration was corrected")
    _send(page, "ORS-2")
    page.goto(first)
    _says(page, "version 1", "replaced by a later version")
    assert second != first
    page.context.close()


def _go_to(page: Page, year: str, gas: str, place: str) -> None:
    page.goto(f"{year}article7/")
    page.locator("#gas").fill(gas)
    page.locator("#place").select_option(place)
    page.get_by_role("button", name="Go to it").click()


def _draw_up(page: Page, year: str, why: str = "") -> str:
    page.goto(year)
    card = page.locator("section.card", has=page.locator("#h-article7"))
    card.locator("summary").click()
    card.locator("[name=why]").fill(why)
    card.get_by_role("button", name="Freeze the figures as a draft").click()
    expect(page.locator("h1")).to_contain_text("version")
    return page.url


def _send(page: Page, reference: str) -> None:
    page.locator("[name=reference]").fill(reference)
    page.get_by_role("button", name="It was sent").click()
    expect(page.locator("main")).to_contain_text(reference)
