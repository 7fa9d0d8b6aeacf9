"""The day that docs/tutorials/customs-desk.md tells, walked in a browser on the demonstration."""

import pytest
from browser import PHONE, entered, flaws
from playwright.sync_api import Browser, Page, expect

from tradewind_web.licensing.refusals import RULES

pytestmark = pytest.mark.browser


def _typed(page: Page, platform: str, line: str, *, declaration: str = "") -> None:
    """A line shown as it was understood."""
    page.goto(f"{platform}/licences/customs/")
    page.get_by_label("Licence, row on its back, mass").fill(line)
    if declaration:
        page.get_by_text("Another day, or the link was down").click()
        page.get_by_label("Declaration:").fill(declaration)
        page.get_by_label("Why it was let through").fill("no network since six")
    page.get_by_role("button", name="Show how it is understood").click()


def test_its_pages_are_sound(chromium: Browser, platform: str):
    for name, ways in (
        ("Maren", ("", "list/", "without-link/", "refusals/", "ledger/")),
        ("Otto", ("systems/",)),
    ):
        page = entered(chromium, platform, name, PHONE)
        for way in ways:
            page.goto(f"{platform}/licences/customs/{way}")
            assert not flaws(page), way
        page.context.close()


def test_the_day(chromium: Browser, platform: str):
    page = entered(chromium, platform, "Maren")
    main = page.locator("main")
    # level 0: the licence by its number, a row written off, corrected, and taken back
    page.goto(f"{platform}/licences/customs/list/")
    number = page.locator("tr", has_text="Northern Cooling").locator("bdi").first.inner_text()
    page.goto(f"{platform}/licences/customs/")
    page.get_by_label("Number or short code").fill(number)
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", name=number)).to_contain_text("Northern Cooling")
    for mass, said in (
        ("1360", "will be left"),
        ("1360", "changes nothing"),
        ("1350", "1,360 kg stand there"),
    ):
        _typed(page, platform, f"{number} 3 {mass}kg")
        expect(main).to_contain_text(said)
        page.get_by_role("button", name="Write it off").click()
        expect(page.locator(".messages, [role=status]").first).to_contain_text("written off")
    _typed(page, platform, f"{number} 3 0kg")
    page.get_by_role("button", name="Write it off").click()
    # the link is down: what passes waits to be compared, and is compared by hand
    waiting = int(page.locator(".tabs .count").first.inner_text())
    _typed(page, platform, f"{number} 1 20kg", declaration="26BV777777")
    page.get_by_role("button", name="Write it off").click()
    expect(page.locator(".tabs .count").first).to_have_text(str(waiting + 1))
    page.get_by_role("link", name="Passed without the link").click()
    page.get_by_label("Choose declaration 26BV777777").check()
    page.get_by_role("button", name="Reconciled").click()
    expect(page.locator(".tabs .count").first).to_have_text(str(waiting))
    # what was told no, and why
    page.get_by_role("link", name="Why a no").click()
    assert page.locator("main .rows > li dd[dir=auto]").count() == len(RULES)
    expect(page.locator("#wrong_holder")).to_contain_text("a licence cannot be lent")
    # the licence that customs overdrew is a finding, with its clearances
    page.goto(f"{platform}/findings/?detector=licence_overdrawn")
    page.get_by_role("link", name="Licence BVT-").first.click()
    expect(main).to_contain_text("more than it allows")
    page.context.close()

    # customs' own system is told when a licence stops to count
    page = entered(chromium, platform, "Otto")
    page.goto(f"{platform}/licences/customs/systems/")
    page.get_by_label("Address of your system").fill("https://customs.example/tradewind")
    page.get_by_role("button", name="Register and show the secret").click()
    expect(page.get_by_role("status")).to_contain_text("shown this once")
    page.get_by_role("button", name="End https://customs.example/tradewind").click()
    expect(page.locator("main")).to_contain_text("ended on")
    page.context.close()
