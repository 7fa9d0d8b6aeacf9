"""Pages anyone can read: checked by axe against WCAG 2.2 A and AA rules."""

from pathlib import Path

import pytest
from browser import PHONE, address, barriers, opened
from playwright.sync_api import Browser

from tradewind_cli.main import main

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pocket_page_meets_wcag_22_aa(tmp_path: Path, language: str, chromium: Browser) -> None:
    out = tmp_path / "pocket.html"
    empty = f"duckdb://{tmp_path / 'none'}/"
    assert (
        main(["pocket", "--party", "EGY", "--language", language, "--out", str(out), "--warehouse", empty])
        == 0
    )
    with opened(chromium, PHONE) as context:
        page = context.new_page()
        page.goto(address(out))
        page.fill("#q", "r22")
        assert barriers(page) == []
