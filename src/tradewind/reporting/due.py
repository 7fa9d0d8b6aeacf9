"""When each yearly report is due, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from tradewind.reporting.columns import AS_OF_MEMORY

#: "not later than nine months after the end of the year": Article 7, paragraph 3; the questionnaire asks for the
#: forms before the last day of September: decision IX/28, annex VII,
#: https://ozone.unep.org/treaties/montreal-protocol/meetings/ninth-meeting-parties/decisions/annex-vii-data-reporting-forms
_ARTICLE_7: Final = (
    "Article 7, paragraph 3 of the Protocol; annex VII to the report of the Ninth Meeting of the Parties"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A report on a year and its last day. The source is blank where the day is as of memory: confirm it first."""

    report: str
    year: int
    on: date
    source: str

    def days_left(self, today: date) -> int:
        """Days until the last day; below zero when it has passed."""
        return (self.on - today).days


def due_in(year: int, *, article_5: bool) -> tuple[Due, ...]:
    """What a Party files in that year on the year before, the earliest first.

    The country programme report is asked of Article 5 Parties each year
    (http://www.multilateralfund.org/Our%20Work/countries/default.aspx); its day, 1 May, is as of memory.
    """
    article7 = Due("article7", year - 1, date(year, 9, 30), _ARTICLE_7)
    programme = Due("country_programme", year - 1, date(year, 5, 1), AS_OF_MEMORY)
    return (programme, article7) if article_5 else (article7,)
