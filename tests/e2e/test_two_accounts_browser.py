"""Two accounts of one flow in a real browser: at phone width, in print, in Arabic, by keyboard, without JavaScript."""

from datetime import date
from pathlib import Path

import pytest
from browser import PHONE, address, all_open, barriers, fits, opened
from playwright.sync_api import Browser

from picture_worlds import EXPORTER, material
from tradewind.picture import compose, html, shipped
from tradewind.picture.setting import Setting

pytestmark = pytest.mark.browser

SECTIONS = ("own-accounts", "world-accounts", "world-flow-pairs", "calibration")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The picture of an invented world with planted gaps, in English, Arabic and Chinese."""
    folder, boundaries = tmp_path_factory.mktemp("accounts"), shipped()
    made = {}
    for language in ("en", "ar", "zh"):
        setting = Setting(language, EXPORTER, date(2026, 11, 28))
        picture = compose(material(language), setting, {}, "test", with_map=boundaries is not None)
        made[language] = folder / f"{language}.html"
        made[language].write_text(html.render(picture, boundaries), encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [
        pytest.param("en", 1280, False, marks=pytest.mark.long),
        ("en", PHONE, True),
        ("ar", PHONE, False),
    ],
)
def test_axe_finds_nothing_against_wcag_2_2_aa(
    language: str, width: int, dark: bool, pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium, width, dark=dark) as context:
        page = context.new_page()
        page.goto(address(pages[language]))
        all_open(page)
        assert barriers(page) == []


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_telephone_reads_the_figures_whole_and_in_letters_that_can_be_read(
    language: str, pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium, PHONE) as context:
        page = context.new_page()
        page.goto(address(pages[language]))
        all_open(page)
        assert fits(page)
        drawings = page.locator("#own-accounts .narrow svg")
        assert drawings.count() == 2 and not page.locator("#own-accounts .broad").first.is_visible()
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('#own-accounts .narrow text, #calibration .narrow text')]"
            ".map((t) => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))"
        )
        assert smallest >= 11
        outside = page.evaluate(
            "[...document.querySelectorAll('#own-accounts .narrow text, #calibration .narrow text')].filter((t) => {"
            " const [a, b] = [t.getBoundingClientRect(), t.ownerSVGElement.getBoundingClientRect()];"
            " return a.left < b.left - 1 || a.right > b.right + 1 }).map((t) => t.textContent)"
        )
        assert outside == []


def test_a_figure_and_its_table_are_reached_by_keyboard_alone(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["en"]))
        figure = page.locator("#own-accounts figure .wide").first
        figure.focus()
        assert figure.evaluate("(e) => e === document.activeElement && !!e.getAttribute('aria-label')")
        page.locator("#own-accounts summary").first.focus()
        page.keyboard.press("Enter")
        table = page.locator("#own-accounts details[open] table").first
        assert table.is_visible()
        assert "Gap at least, kg" in table.inner_text()
        assert "exp(c" in page.locator("#own-accounts .formula").first.inner_text()


def test_without_javascript_both_accounts_the_gap_and_the_explanations_are_read(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium, script=False) as context:
        page = context.new_page()
        page.goto(address(pages["en"]))
        for key in SECTIONS:
            assert page.locator(f"#{key}").is_visible()
            assert page.locator(f"#{key} svg").first.is_visible()
        assert page.locator("#own-accounts .part li").count() >= 6
        assert "too small to judge" in page.locator("#world-flow-pairs").inner_text()


def test_the_arabic_pair_reads_from_the_right_and_its_formula_from_the_left(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["ar"]))
        title = page.locator("#own-accounts h4")
        assert title.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
        assert title.inner_text().startswith("أفغانستان ←")
        page.locator("#own-accounts summary").first.click()
        places = page.locator("#own-accounts .formula").first.evaluate(
            "(e) => { const node = e.firstChild; const at = (text) => { const range = document.createRange();"
            " const start = node.data.indexOf(text); range.setStart(node, start); range.setEnd(node, start + 1);"
            " return range.getBoundingClientRect().left }; return [at('from'), at('exp(c')] }"
        )
        assert places[0] < places[1]


def test_print_keeps_each_figure_on_one_page_and_shows_the_wide_one(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["en"]))
        page.emulate_media(media="print")
        assert page.locator("#own-accounts .broad svg").first.is_visible()
        assert not page.locator("#own-accounts .narrow").first.is_visible()
        inside = page.locator("#own-accounts figure").first.evaluate("(e) => getComputedStyle(e).breakInside")
        assert inside == "avoid"
