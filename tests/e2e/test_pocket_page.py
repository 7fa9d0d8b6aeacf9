"""The pocket page as a border officer uses it: a phone, 360 px wide, no network."""

import re
from pathlib import Path

import pytest
from browser import PHONE, address, fits, opened
from playwright.sync_api import Browser, Page

from tradewind_cli.main import main

pytestmark = pytest.mark.browser


def pocket(folder: Path, *options: str) -> Path:
    out = folder / "pocket.html"
    empty = f"duckdb://{folder / 'no-warehouse'}/"
    assert main(["pocket", "--out", str(out), "--quiet", "--warehouse", empty, *options]) == 0
    return out


def answer(page: Page, typed: str) -> str:
    page.fill("#q", typed)
    return page.inner_text("#found")


def test_a_label_is_understood_on_a_phone_without_a_network(tmp_path: Path, chromium: Browser) -> None:
    out = pocket(tmp_path, "--party", "KEN", "--contact", "Ozone unit=+254 20 000 0000")
    assert out.stat().st_size < 2_000_000
    with opened(chromium, PHONE) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(address(out))
        assert "R-22" in answer(page, "Freon 22")
        assert "290371" in answer(page, "r22")
        assert "R-22" in answer(page, "UN 1018")
        assert "R-22" in answer(page, "хладон 22")
        assert "R-410A" in answer(page, "r410a")
        assert "known by that name" in answer(page, "zzzz")
        assert fits(page)
        assert "+254 20 000 0000" in page.inner_text("main")
        assert asked == [address(out)]
        assert wrong == []


def test_cylinders_are_added_up_against_net_and_gross(tmp_path: Path, chromium: Browser) -> None:
    out = pocket(tmp_path, "--party", "KEN")
    with opened(chromium, PHONE) as context:
        page = context.new_page()
        page.goto(address(out))
        for field, value in {"n": "1150", "size": "13,6", "net": "15640", "gross": "18860"}.items():
            page.fill(f"#{field}", value)
        said = page.inner_text("#sumsays")
        assert "15640" in said
        assert "Agrees" in said
        assert "2.8 kg" in said
        page.fill("#net", "23890")
        assert "Differs" in page.inner_text("#sumsays")


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", ("1,150", "13.6", "15,640", "18,860.0")),
        ("fr", ("1 150", "13,6", "15 640", "18 860,0")),
        ("es", ("1.150", "13,600", "15.640", "18.860")),
        ("ar", ("١١٥٠", "١٣٫٦", "١٥٬٦٤٠", "١٨٨٦٠")),
    ],
)
def test_numbers_are_understood_as_a_language_writes_them(
    tmp_path: Path, chromium: Browser, language: str, typed: tuple[str, ...]
) -> None:
    out = pocket(tmp_path, "--party", "EGY", "--language", language)
    with opened(chromium, PHONE) as context:
        page = context.new_page()
        page.goto(address(out))
        for field, value in zip(("n", "size", "net", "gross"), typed, strict=True):
            page.fill(f"#{field}", value)
        said = page.inner_text("#sumsays")
        assert "15640" in said
        assert "2.8" in said
        page.fill("#n", "many")
        assert "15640" not in page.inner_text("#sumsays")


def test_a_telephone_number_keeps_its_order_in_a_page_read_from_the_right(
    tmp_path: Path, chromium: Browser
) -> None:
    out = pocket(
        tmp_path, "--party", "EGY", "--language", "ar", "--contact", "وحدة الأوزون=+20 2 000 1111",
        "--contact", "المختبر=ozone@example.org",
    )  # fmt: skip
    with opened(chromium, PHONE) as context:
        page = context.new_page()
        page.goto(address(out))
        link = page.locator("main dd a")
        assert link.get_attribute("href") == "tel:+2020001111"
        # The plus stands left of the last digit, as the number is read everywhere.
        plus, digit = page.evaluate(
            """() => { const t = document.querySelector("main dd a").firstChild, at = i => {
                 const r = document.createRange(); r.setStart(t, i); r.setEnd(t, i + 1);
                 return r.getBoundingClientRect().left };
               return [at(0), at(t.length - 1)] }"""
        )
        assert plus < digit
        assert page.locator("main dd a").count() == 1


def test_the_card_prints_on_two_a4_pages(tmp_path: Path, chromium: Browser) -> None:
    out = pocket(tmp_path, "--party", "KEN")
    with opened(chromium) as context:
        page = context.new_page()
        page.goto(address(out))
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_the_page_speaks_the_officers_language(tmp_path: Path, language: str) -> None:
    text = pocket(tmp_path, "--party", "EGY", "--language", language).read_text("utf-8")
    assert f'lang="{language}"' in text
    assert ('dir="rtl"' in text) == (language == "ar")
    assert "Stop first" not in text


def test_the_list_is_there_without_scripts(tmp_path: Path, chromium: Browser) -> None:
    out = pocket(tmp_path, "--party", "KEN")
    with opened(chromium, script=False) as context:
        page = context.new_page()
        page.goto(address(out))
        assert page.locator("details tbody tr").count() > 200


def test_a_contact_without_a_number_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pocket", "--party", "KEN", "--out", str(tmp_path / "p.html"), "--contact", "Unit"]) == 2
    assert "ROLE=NUMBER" in capsys.readouterr().err
