"""The picture in a real browser: offline, at phone width, by keyboard, without JavaScript, in Arabic."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from browser import PHONE, address, all_open, barriers, fits, opened
from playwright.sync_api import Browser

import inspected_office
from picture_worlds import material
from tradewind.picture import compose, html
from tradewind.picture.setting import Setting
from tradewind.reference.cases import cases_path
from tradewind_cli.main import main

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The picture of the shipped register, with and without an own Party, in English and Arabic; and that of an office
    which inspects."""
    folder = tmp_path_factory.mktemp("pages")
    url = f"duckdb://{folder / 'warehouse'}/"
    assert main(["load", str(cases_path()), "--quiet", "--warehouse", url]) in (0, 1)
    made = {}
    for name, words in {
        "own": ["--party", "ROU"], "world": [], "arabic": ["--party", "IND", "--language", "ar"],
        "no-map": ["--no-map"],
    }.items():  # fmt: skip
        out = folder / name
        assert main(["picture", "--out", str(out), "--formats", "html", *words, "--warehouse", url]) == 0
        made[name] = out / "picture.html"
    office = inspected_office.material(inspected_office.told())
    for language in ("en", "ar"):
        drawn = compose(office, Setting(language, None, inspected_office.TODAY), {}, "", with_map=False)
        made[f"office-{language}"] = folder / f"office-{language}.html"
        made[f"office-{language}"].write_text(html.render(drawn, None), encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("name", "dark"),
    [
        ("own", False),
        ("own", True),
        ("arabic", False),
        ("no-map", False),
        ("office-en", False),
        ("office-en", True),
    ],
)
def test_axe_finds_nothing_against_wcag_2_2_aa(
    name: str, dark: bool, pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium, dark=dark) as context:
        page = context.new_page()
        page.goto(address(pages[name]))
        all_open(page)
        assert barriers(page) == []


@pytest.mark.parametrize("name", ["own", "world", "arabic", "no-map", "office-en", "office-ar"])
@pytest.mark.parametrize("width", [PHONE, 1280])
def test_nothing_is_fetched_nothing_complains_and_the_page_does_not_scroll_sideways(
    name: str, width: int, pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium, width) as context:
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address(pages[name]))
        all_open(page)
        assert requests == [address(pages[name])]
        assert complaints == []
        assert fits(page)
        if name.startswith("office"):
            drawn = page.locator(f"#unseen .{'narrow' if width == PHONE else 'broad'} svg")
            assert drawn.is_visible()
            assert (
                page.locator("#t-burden-origin").is_visible() and page.locator("#t-plan-strata").is_visible()
            )


def test_without_javascript_every_chapter_is_read_in_sequence(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium, script=False) as context:
        page = context.new_page()
        page.goto(address(pages["own"]))
        for chapter in ("own", "world", "data"):
            assert page.locator(f"#{chapter}").is_visible()
        assert page.locator("#world-map svg").first.is_visible()
        page.locator("#world-timeline summary").first.click()
        assert page.locator("#t-world-by-year").is_visible()


def test_the_first_findings_are_shown_and_the_others_unfold_without_javascript_and_in_print(
    tmp_path: Path, chromium: Browser
) -> None:
    held = material("en")
    many = tuple(replace(held.findings[0], subject_id=f"{n}") for n in range(html.MOST_FINDINGS + 5))
    made = compose(
        replace(held, findings=many), Setting("en", None, date(2026, 11, 28)), {}, "", with_map=False
    )
    (tmp_path / "many.html").write_text(html.render(made, None), encoding="utf-8")
    with opened(chromium, PHONE, script=False) as context:
        page = context.new_page()
        page.goto(address(tmp_path / "many.html"))
        cards = page.locator("#world-findings .finding")
        shown = page.locator("#world-findings .finding:visible")
        assert (cards.count(), shown.count()) == (html.MOST_FINDINGS, html.FIRST_FINDINGS)
        page.locator("#world-findings .more > summary").click()
        assert shown.count() == html.MOST_FINDINGS
        assert "5 more findings stand in the table" in page.locator("#world-findings").inner_text()
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(tmp_path / "many.html"))
        page.emulate_media(media="print")
        assert page.locator("#world-findings .finding:visible").count() == html.MOST_FINDINGS


def test_the_own_party_is_shown_first_and_the_world_is_a_choice(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["own"]))
        assert page.locator("#own").is_visible() and not page.locator("#world").is_visible()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("#world").wait_for(state="visible")
        assert not page.locator("#own").is_visible()
        assert page.locator(".chapters a[aria-current]").get_attribute("href") == "#world"


def test_a_table_is_filtered_as_one_types_and_the_map_is_enlarged_by_keyboard(
    pages: dict[str, Path], chromium: Browser
) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["world"]))
        page.locator("#q-world-register").fill("romania R-22")
        shown = page.locator("#t-world-register tbody tr:visible")
        assert 0 < shown.count() < 20
        before = page.locator("#world-map-f1-map svg").get_attribute("viewBox")
        page.locator("#world-map [data-does=in]").focus()
        page.keyboard.press("Enter")
        assert page.locator("#world-map-f1-map svg").get_attribute("viewBox") != before


def test_the_arabic_page_runs_from_right_to_left(pages: dict[str, Path], chromium: Browser) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["arabic"]))
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        heading = page.locator("h1").bounding_box()
        assert heading and heading["x"] + heading["width"] > 1100


def test_print_shows_every_chapter(pages: dict[str, Path], chromium: Browser) -> None:
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(pages["own"]))
        page.emulate_media(media="print")
        assert page.locator("#world").is_visible() and page.locator("#data").is_visible()
        assert not page.locator(".chapters").is_visible()
