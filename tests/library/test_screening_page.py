"""The daily list as a page of the picture."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from customs_files import written
from tradewind.languages import LANGUAGES, translator
from tradewind.picture import assemble, html, workbook
from tradewind.picture.material import DailyList
from tradewind.picture.sections.daily import daily_section
from tradewind.picture.setting import Setting
from tradewind.screening import Screening, screen, texts
from tradewind.screening.daily_list import daily_list
from tradewind.screening.workbook import assumptions
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

LINES = (
    "declaration_id,item,lodged_on,regime,hs_edition,hs_code,description,net_mass_g,importer\n"
    "D1,1,2026-02-27,import,2022,950300,toys <b>R-22</b> refrigerant gas 100 x 13.6 kg,1360000,Secret Trading Ltd\n"
    "D2,1,2026-02-28,import,2022,640399,leather shoes,136000,Shoes Ltd\n"
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    store = folder / "warehouse"
    assert main(["load", str(written(folder, LINES, "day.csv")), "--warehouse", str(store)]) == 0
    return store


def test_the_list_comes_first_and_shows_tiers_reasons_and_no_trader(loaded: Path) -> None:
    with Warehouse.open(loaded) as warehouse:
        picture = assemble(warehouse, today=date(2026, 3, 1))
    section = picture.sections[0]
    (row,) = section.tables[0].rows
    assert (section.title, row["declaration_id"], row["tier"]) == ("The daily list", "D1", "look first")
    assert "R-22" in row["reasons"]
    assert row["lawful"]
    page = html.render(picture, None)
    assert "The daily list" in page
    assert "Secret Trading" not in page
    assert workbook.render(picture)


def test_the_page_speaks_six_languages(loaded: Path) -> None:
    today = date(2026, 3, 1)
    with Warehouse.open(loaded) as warehouse:
        answer = screen(Screening({}, warehouse), today)
    for language in sorted(LANGUAGES):
        of_day = DailyList(tuple(daily_list(answer, language)), tuple(assumptions(answer, language)))
        section = daily_section(of_day, Setting(language, "KEN", today), "own")
        say = translator("screening", language)
        assert section.title == say(texts.PAGE_TITLE)
        assert section.tables[0].rows[0]["tier"] == say("look first")
        assert [c.label for c in section.tables[0].columns][6] == say("Why")


def test_without_declarations_there_is_no_list(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "none") as warehouse:
        picture = assemble(warehouse, today=date(2026, 3, 1))
    assert "The daily list" not in [s.title for s in picture.sections]
