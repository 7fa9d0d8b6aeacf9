"""The day that docs/tutorials/licensing-officer.md tells, walked in a browser on the demonstration."""

import re

import pytest
from browser import PHONE, entered, fits, flaws
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_its_pages_are_sound(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Idris", PHONE)
    ways = ["", "?view=waiting", "begin/?q=cooling", "quotas/", "quotas/enter/", "quotas/import/", "import/",
            "rules/", "verify/", "holder/"]  # fmt: skip
    for view in ("waiting", "valid"):
        page.goto(f"{platform}/licences/?view={view}")
        ways.append(page.locator("#found h2 a").first.get_attribute("href").removeprefix("/licences/"))
        ways.append(ways[-1] + "change/")
    ways.append(ways[-4] + "do/grant/")
    page.goto(f"{platform}/licences/quotas/")
    ways.append(
        page.locator("tbody th a[href*='/quotas/']").first.get_attribute("href").removeprefix("/licences/")
    )
    for way in ways:
        page.goto(f"{platform}/licences/{way}")
        assert not flaws(page), way
    page.context.close()


def test_the_day(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Idris")
    page.goto(f"{platform}/licences/begin/?q=Northern")
    page.get_by_role("link", name="Northern Cooling").click()
    page.get_by_label("Other country:", exact=True).fill("China")
    page.get_by_label("Gas:", exact=True).fill("R-134a")
    page.get_by_label("Mass in kg").fill("9000")
    page.get_by_role("button", name="Save and see the checks").click()
    expect(page.locator("main")).to_contain_text("this would draw 12,870,000 kg CO2e")
    page.set_input_files(
        "#id_papers", files=[{"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("main")).to_contain_text("invoice.pdf")
    one = page.url
    page.get_by_role("link", name="Grant").click()
    page.get_by_role("button", name="Grant").click()
    expect(page.locator("main")).to_contain_text("a supervisor may let it go beyond")
    page.context.close()

    page = entered(chromium, platform, "Salma")
    page.goto(one)
    page.get_by_role("link", name="Grant").click()
    page.get_by_label("Why it may go beyond the quota").fill("agreed with the ministry")
    page.get_by_role("button", name="Grant").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"BVT-\d{4}-\d{5}"))
    number = re.search(r"BVT-\d{4}-\d{5}", page.locator("h1").inner_text())[0]
    paper = page.context.request.get(
        platform + page.get_by_role("link", name="Print the licence").get_attribute("href")
    )
    assert paper.body().startswith(b"%PDF-")
    page.set_viewport_size({"width": PHONE, "height": 800})  # its history names a document by all 64 signs
    assert fits(page)
    page.context.close()

    anyone = chromium.new_context().new_page()
    anyone.goto(f"{platform}/licences/verify/?number={number}&code=AAAA-BBBB-CCCC")
    expect(anyone.locator("main")).to_contain_text("No licence has this number and this code")
    anyone.context.close()
