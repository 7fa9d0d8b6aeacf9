"""What every section needs to know beside its rows: the language, the Party, and how to name things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.numbers import format_decimal, format_percent

from tradewind.errors import UnknownName
from tradewind.languages import Translate, direction, long_day, translator
from tradewind.picture.cases import Case
from tradewind.reference.cases import code
from tradewind.reference.parties import WORLD, name_in


@dataclass(frozen=True, slots=True)
class Setting:
    """Language and Party of a picture; `say` translates its sentences."""

    language: str
    party: str | None
    today: date

    @property
    def say(self) -> Translate:
        """English sentence -> the picture's language."""
        return translator("picture", self.language)

    def place(self, iso3: str | None) -> str:
        """A country's name as in the Secretariat's list; the code itself where the list has none."""
        if not iso3:
            return self.say("not reported")
        if iso3 == WORLD:
            return self.say("World")
        try:
            return name_in(iso3, self.language)
        except UnknownName:
            return iso3

    def places(self, codes: Iterable[str]) -> str | None:
        """Names joined by commas; None for no place at all."""
        return ", ".join(self.place(c) for c in codes) or None

    def number(self, value: float) -> str:
        """A number as the language writes it: whole from 100 on, three digits behind the point below 1."""
        pattern = (
            "#,##0"
            if abs(value) >= 100 or value == int(value)
            else "#,##0.##"
            if abs(value) >= 1
            else "0.###"
        )
        return format_decimal(value, format=pattern, locale=self.language)

    def mass(self, kg: float) -> str:
        """A mass in kg, or in tonnes from ten tonnes on."""
        if kg >= 10_000:
            tonnes = format_decimal(kg / 1000, format="#,##0.#", locale=self.language)
            return self.say("%(x)s t") % {"x": tonnes}
        return self.say("%(x)s kg") % {"x": self.number(kg)}

    def money(self, usd: float) -> str:
        """A value in whole US dollars."""
        return self.say("%(x)s USD") % {"x": self.number(round(usd))}

    def percent(self, share: float) -> str:
        """A share as whole per cent."""
        return format_percent(share, format="0%", locale=self.language)

    def together(self, sentences: Iterable[str]) -> str:
        """Sentences as one paragraph: Chinese sets no space between them."""
        return ("" if self.language == "zh" else " ").join(sentences)

    @property
    def arrow(self) -> str:
        """From the first name to the second, in the direction the language is read."""
        return "←" if direction(self.language) == "rtl" else "→"

    def day(self, value: date) -> str:
        """A day in the words of the language."""
        return long_day(value, self.language)

    def when(self, case: Case) -> str | None:
        """The date of a case as exact as it was published, never more; None where it was not."""
        if case.first is None or case.last is None:
            return case.date_text
        return span(case.first, case.last)

    def way(self, case: Case) -> str | None:
        """From where, through where, to where, as far as published."""
        parts = (
            (self.say("from %(x)s"), case.starts),
            (self.say("through %(x)s"), case.transit),
            (self.say("to %(x)s"), case.destination),
        )
        return ", ".join(words % {"x": self.places(codes)} for words, codes in parts if codes) or None

    def outcome(self, case: Case) -> str:
        """What the case proves, then its outcome: "allegation: seized"."""
        words = self.say(case.standing)
        if case.outcome is None:
            return f"{words}: {self.say('outcome not reported')}"
        return f"{words}: {self.say(self.words('outcome', case.outcome))}"

    def words(self, kind: str, name: str) -> str:
        """The words for a code of the register, in English; the code itself where it has none."""
        try:
            return code(kind, name).words  # type: ignore[arg-type]
        except UnknownName:
            return name.replace("_", " ")


def span(first: date, last: date) -> str:
    """The days a date can mean, as exact as they are and no more.

    >>> span(date(2020, 6, 1), date(2020, 6, 30)), span(date(2019, 1, 1), date(2019, 12, 31))
    ('2020-06', '2019')
    """
    if first == last:
        return first.isoformat()
    ends_month = (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends_month and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{first.isoformat()} – {last.isoformat()}"
