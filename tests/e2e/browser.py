"""What tests of pages do with a browser: open a window, enter, unfold all of a page, ask axe about it."""

from pathlib import Path
from typing import Final

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

#: The width, in CSS pixels, of the narrowest telephone that is promised.
PHONE = 360
#: Rows of one table, or of one list, that axe is asked about: those after them are built alike.
LIKE: Final = 8
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def opened(
    chromium: Browser, width: int = 1280, *, script: bool = True, dark: bool = False
) -> BrowserContext:
    """A window without a network."""
    return chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, offline=True,
        color_scheme="dark" if dark else "light",
    )  # fmt: skip


def address(path: Path) -> str:
    """The file's address, as a double click opens it."""
    return path.resolve().as_uri()


def entered(chromium: Browser, platform: str, name: str, width: int = 1280) -> Page:
    """A window of the demonstration in which this invented person is signed in."""
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    enter(page, platform, name)
    return page


def enter(page: Page, platform: str, name: str) -> None:
    """Sign this invented person in, by one click."""
    page.goto(f"{platform}/sign-in/")
    page.get_by_role("button", name=f"Enter as {name}").click()
    page.wait_for_url(f"{platform}/")


def fits(page: Page) -> bool:
    """Whether nothing runs out of the window sideways."""
    window = page.viewport_size
    assert window is not None
    return bool(page.evaluate("document.documentElement.scrollWidth") <= window["width"])


def flaws(page: Page) -> list[str]:
    """What keeps a page, all of it unfolded, from being sound; it is no longer whole afterwards."""
    all_open(page)
    wide = [] if fits(page) else ["it runs out of the window sideways"]
    return [*wide, *barriers(page)]


def all_open(page: Page) -> None:
    """Chapters behind the switch and tables behind their summaries too."""
    page.evaluate(
        "document.querySelectorAll('.off').forEach((e) => e.classList.remove('off'));"
        "document.querySelectorAll('details').forEach((e) => (e.open = true))"
    )


def barriers(page: Page) -> list[str]:
    """What axe finds against the rules of WCAG 2.2 A and AA and its best practices, each with the first element.

    Of a long table or list the first rows and the last stay: a thousand rows of one kind take axe minutes.
    """
    page.evaluate(
        """most => document.querySelectorAll('tbody, ul, ol').forEach((e) =>
            [...e.children].slice(most, -1).forEach((row) => row.remove()))""",
        LIKE,
    )
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]
