"""The daily list as a workbook: the list, the outcome sheet that comes back by `tradewind load`, how it is made.

Every text is written as text and defused, so that nothing a trader declared can run as a formula. The outcome
sheet's headings are canonical in every language; its notes and drop-downs say what they mean.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import xlsxwriter

from tradewind.formats.numerals import defuse
from tradewind.languages import RIGHT_TO_LEFT, long_day, translator
from tradewind.reference import all_blends, all_substances
from tradewind.screening import texts
from tradewind.screening.daily_list import Entry, daily_list
from tradewind.screening.record import ENOUGH
from tradewind.screening.screened import Screened
from tradewind.screening.steady import STEADY_KG
from tradewind.screening.wording import Wording

_WIDTHS: Final = {
    "description": 34, "reasons": 60, "rows": 24, "lawful": 44, "check": 34, "record": 34, "explanations": 34,
    "importer": 22, "exporter": 22, "substance": 16, "declaration_id": 20,
}  # fmt: skip
_CHOICES: Final = {
    "selected_by": ("risk", "floor", "both", "tip", "other"),
    "depth": ("papers", "opened", "weighed", "analysed"),
    "result": ("compliant", "paper_breach", "illegal", "undecided"),
}
_DAYS: Final = frozenset({"inspected_on", "result_on", "explanation_until"})
_HEAD_ROW: Final = 3
#: Rows with drop-downs below those of the list, for inspections that were not on it.
_SPARE_ROWS: Final = 500
_LISTS: Final = "lists"
#: Digits of a model's SHA-256 that name it in a sentence.
_NAMED_BY: Final = 12


def render(screened: Screened, language: str = "en", about: Sequence[str] | None = None) -> bytes:
    """The workbook's bytes; `about` are the sentences of how it is made, where it is no daily list."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _Book(book, screened, language, about).write()
    return out.getvalue()


class _Book:
    def __init__(self, book: Any, screened: Screened, language: str, about: Sequence[str] | None) -> None:
        self.book, self.screened, self.language = book, screened, language
        self.about = assumptions(screened, language) if about is None else about
        self.say = translator("screening", language)
        self.entries = daily_list(screened, language)
        self.day_words = long_day(screened.on, language)
        add = book.add_format
        self.title = add({"bold": True, "font_size": 14})
        self.note = add({"italic": True})
        self.head = add(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "border": 1}
        )
        self.cell = add({"text_wrap": True, "valign": "top"})
        self.day = add({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.first = add({"text_wrap": True, "valign": "top", "bold": True})

    def write(self) -> None:
        """The three sheets, and a hidden one with the gases of a drop-down."""
        self._list()
        self._outcomes()
        self._about()

    def _sheet(self, name: str, title: str, note: str) -> Any:
        sheet = self.book.add_worksheet(self.say(name))
        if self.language in RIGHT_TO_LEFT:
            sheet.right_to_left()
        sheet.write_string(0, 0, self.say(title) % {"day": self.day_words}, self.title)
        sheet.write_string(1, 0, self.say(note), self.note)
        return sheet

    def _list(self) -> None:
        sheet = self._sheet(texts.LIST, texts.LIST_TITLE, texts.NO_NUMBERS)
        for column, (name, heading) in enumerate(texts.HEADINGS.items()):
            sheet.write_string(_HEAD_ROW, column, self.say(heading), self.head)
            sheet.set_column(column, column, _WIDTHS.get(name, 12))
        sheet.freeze_panes(_HEAD_ROW + 1, 3)
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(len(self.entries), 1), len(texts.HEADINGS) - 1)
        for row, entry in enumerate(self.entries, _HEAD_ROW + 1):
            for column, value in enumerate(self._cells(entry)):
                self._put(sheet, row, column, value, self.first if entry.tier == "look first" else self.cell)

    def _cells(self, entry: Entry) -> list[Any]:
        shown = {
            "tier": self.say(texts.TIER_WORDS[entry.tier]),
            "reasons": _listed([text for text, _ in entry.reasons]),
            "rows": "\n".join(dict.fromkeys(ref for _, rows in entry.reasons for ref in rows)),
            "lawful": _listed(entry.lawful),
            "record": _listed(entry.record),
            "explanations": _listed(entry.explanations),
            "selected_by": self.say(texts.CHOSEN[entry.selected_by]),
        }
        return [shown.get(name, getattr(entry, name, None)) for name in texts.HEADINGS]

    def _outcomes(self) -> None:
        sheet = self._sheet(texts.OUTCOMES, texts.OUTCOMES_TITLE, texts.OUTCOMES_HOW)
        for column, (name, note) in enumerate(texts.NOTES.items()):
            sheet.write_string(_HEAD_ROW, column, name, self.head)
            sheet.write_comment(_HEAD_ROW, column, self.say(note), {"x_scale": 2})
            sheet.set_column(column, column, max(14, len(name) + 2), self.day if name in _DAYS else None)
            self._drop_down(sheet, name, column)
        sheet.freeze_panes(_HEAD_ROW + 1, 2)
        for row, entry in enumerate(self.entries, _HEAD_ROW + 1):
            for column, name in enumerate(texts.NOTES):
                value = getattr(entry, name, None) if name in _GIVEN else None
                self._put(sheet, row, column, value, None, exact=True)

    def _drop_down(self, sheet: Any, name: str, column: int) -> None:
        source: Any = list(_CHOICES.get(name, ()))
        if name == "found_substance":
            source = self._gases()
        if not source:
            return
        strict = name in _CHOICES
        last = _HEAD_ROW + len(self.entries) + _SPARE_ROWS
        sheet.data_validation(
            _HEAD_ROW + 1, column, last, column,
            {"validate": "list", "source": source, "ignore_blank": True, "show_error": strict,
             "error_type": "stop" if strict else "information"},
        )  # fmt: skip

    def _gases(self) -> str:
        names = [e.designation for e in (*all_substances(), *all_blends())]
        sheet = self.book.add_worksheet(_LISTS)
        sheet.hide()
        for row, name in enumerate(names):
            sheet.write_string(row, 0, name)
        return f"={_LISTS}!$A$1:$A${len(names)}"

    def _about(self) -> None:
        sheet = self._sheet(texts.ABOUT, texts.LIST_TITLE, texts.NO_NUMBERS)
        sheet.set_column(0, 0, 120, self.cell)
        for row, sentence in enumerate(self.about, _HEAD_ROW):
            sheet.write_string(row, 0, sentence, self.cell)

    def _put(self, sheet: Any, row: int, column: int, value: Any, form: Any, *, exact: bool = False) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, form)
        elif value is not None:
            sheet.write_string(row, column, str(value) if exact else defuse(str(value)), form)


#: Columns of the outcome sheet that the list fills in.
_GIVEN: Final = ("declaration_id", "item", "selected_by", "inclusion_probability", "floor_probability")


def assumptions(screened: Screened, language: str = "en") -> list[str]:
    """What the list rests on, in sentences: every assumed figure, the draw, and what could not be asked."""
    say, chosen, picks = translator("screening", language), screened.parameters, screened.picks
    values: dict[str, object] = {
        "prior": f"{100 * chosen.prior:g}", "further": chosen.further_family,
        "bulk": chosen.odds_in_bulk, "trade": chosen.odds_in_steady_trade, "tonnes": f"{STEADY_KG / 1000:g}",
        "first": f"{chosen.look_first:g}", "time": f"{chosen.look_if_time:g}", "drawn": len(picks.floor),
        "frame": picks.in_frame, "seed": picks.seed, "enough": ENOUGH,
    }  # fmt: skip
    values |= {depth: f"{hours:g}" for depth, hours in chosen.hours.items()}
    told = [say(sentence) % values for sentence in texts.ASSUMED]
    if screened.model:
        scored = texts.MODEL if screened.is_by_model else texts.MODEL_OF_RULES
        told.append(say(scored) % {"model": screened.model[:_NAMED_BY]})
    if screened.is_ranked_only:
        told.append(say(texts.RANKED_ONLY))
    missing = Wording(screened, language).not_asked().items()
    return told + [say(texts.NOT_ASKED) % {"name": name, "because": why} for name, why in missing]


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(sentences)
