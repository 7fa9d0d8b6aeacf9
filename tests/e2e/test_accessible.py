"""Pages anyone can read: checked by axe against WCAG 2.2 A and AA rules."""

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from browser import address, browser

from tradewind_cli.main import main

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pocket_page_meets_wcag_22_aa(tmp_path: Path, language: str) -> None:
    out = tmp_path / "pocket.html"
    empty = f"duckdb://{tmp_path / 'none'}/"
    assert (
        main(["pocket", "--party", "EGY", "--language", language, "--out", str(out), "--warehouse", empty])
        == 0
    )
    with browser() as opened:
        page = opened.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True).new_page()
        page.goto(address(out))
        page.fill("#q", "r22")
        broken = Axe().run(page, options=RULES)["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in broken] == []
