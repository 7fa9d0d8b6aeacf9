"""The daily list: declaration items to look at first, with what may be honest about each and what would settle it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from tradewind.languages import translator
from tradewind.picture.material import DailyList
from tradewind.picture.model import Column, Kind, Section, Table
from tradewind.picture.setting import Setting
from tradewind.screening import Screening, screen, texts, workbook
from tradewind.screening.daily_list import Entry, daily_list
from tradewind.screening.learning import Trained, rescored
from tradewind.warehouse import Warehouse

#: Columns by attribute of an entry. Names of traders stay in the office's own workbook.
_SHOWN: Final[Mapping[str, Kind]] = {
    "place": "count", "tier": "text", "declaration_id": "text", "item": "count", "substance": "text",
    "mass_kg": "number", "reasons": "text", "lawful": "text", "check": "text", "record": "text",
}  # fmt: skip


def listed(
    warehouse: Warehouse, language: str, today: date, trained: Trained | None = None
) -> DailyList | None:
    """The list of a day from the declarations that are loaded, scored by an adopted model where there is one; None
    where there are none."""
    if "declarations" not in warehouse.tables():
        return None
    answer = screen(Screening({}, warehouse), today)
    if trained is not None:
        answer = rescored(answer, trained)
    return DailyList(tuple(daily_list(answer, language)), tuple(workbook.assumptions(answer, language)))


def daily_section(of_day: DailyList, setting: Setting, place: str) -> Section:
    """The list as one table; what it assumes stands below it."""
    say = translator("screening", setting.language)
    columns = tuple(Column(name, say(texts.HEADINGS[name]), kind) for name, kind in _SHOWN.items())
    rows = tuple(_row(entry, setting) for entry in of_day.entries)
    table = Table(f"daily-{place}", say(texts.PAGE_TITLE), columns, rows, under=of_day.assumptions)
    return Section(
        key=f"daily-{place}", title=say(texts.PAGE_TITLE),
        lead=(say(texts.PAGE_LEAD if rows else texts.PAGE_EMPTY),), tables=(table,) if rows else (),
        sources=(say(texts.PAGE_SOURCE),), caveats=(say(texts.NO_NUMBERS),), open_tables=True,
    )  # fmt: skip


def _row(entry: Entry, setting: Setting) -> dict[str, Any]:
    say = translator("screening", setting.language)
    row = {name: getattr(entry, name) for name in _SHOWN}
    return row | {
        "tier": say(texts.TIER_WORDS[entry.tier]),
        "reasons": " ".join(text for text, _ in entry.reasons),
        "lawful": "; ".join(entry.lawful) or None,
        "record": " ".join((*entry.record, *entry.explanations)) or None,
    }
