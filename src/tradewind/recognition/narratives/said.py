"""One thing a text says, and where: what every reader of a narrative hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where it stands in the original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date as far as it is said: any part may be missing.

    `inherited`: the year was said elsewhere; `relative`: told from the day the text was published.
    """

    year: int | None
    month: int | None
    day: int | None
    at: Span
    inherited: bool = False
    relative: bool = False

    def __str__(self) -> str:
        """`2019-12-10`, `2019-12`, `2019`, and `--12-10` where no year is said (ISO 8601 of 2000)."""
        tail = "".join(f"-{part:02}" for part in (self.month, self.day) if part is not None)
        return (str(self.year) if self.year else "-") + tail

    @property
    def precision(self) -> str:
        """day, month, year, or `no year`."""
        if self.year is None:
            return "no year"
        return "day" if self.day else "month" if self.month else "year"


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place as written, without the word before it."""

    name: str
    at: Span
    #: Said to be a port, crossing, office or terminal, and not merely "in" somewhere.
    strong: bool


@dataclass(frozen=True, slots=True)
class CountSaid:
    """A number of containers. `hedge`: `more` (at least so many), `about`, or blank."""

    count: int
    at: Span
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class MassSaid:
    """A mass of the gas in grams. `computed`: containers times the mass of each, which nobody stated as a sum."""

    grams: int
    at: Span
    hedge: str = ""
    computed: bool = False


@dataclass(frozen=True, slots=True)
class SubstanceSaid:
    """A substance. `claimed`: only a label or a paper says so, and the text says that it was another."""

    designation: str
    at: Span
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class MethodSaid:
    """A method of the register of cases, and the words that say it."""

    code: str
    at: Span


@dataclass(frozen=True, slots=True)
class NotRead:
    """What stands in the text and cannot be meant: what it is, why, and what to do."""

    text: str
    reason: str
    mend: str
    at: Span
