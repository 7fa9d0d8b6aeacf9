"""Which edition of the Harmonized System a Party's tariff rested on, day by day.

Follows from the lines of its tariff book in table `national_tariffs`: on a day on which every line in force
rests on one edition, that edition is the tariff's; on any other day it is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: A line of a tariff book: Party, first and last day in force (None: open), edition.
Line = tuple[str, date | None, date | None, str]


@dataclass(frozen=True, slots=True)
class TariffEdition:
    """From `start` up to and including `end`, this Party's tariff rested on `edition`."""

    party: str
    start: date
    end: date
    edition: str


def tariff_editions(lines: Iterable[Line]) -> list[TariffEdition]:
    """Spans that do not overlap, by Party and day.

    >>> [(t.edition, t.end.isoformat()) for t in tariff_editions([
    ...     ("KEN", date(2017, 1, 1), date(2021, 12, 31), "2017"), ("KEN", date(2022, 1, 1), None, "2022")])]
    [('2017', '2021-12-31'), ('2022', '9999-12-31')]
    """
    by_party: dict[str, set[tuple[date, date, str]]] = defaultdict(set)
    for party, start, end, edition in lines:
        by_party[party].add((start or date.min, end or date.max, edition))
    return [span for party in sorted(by_party) for span in _spans(party, by_party[party])]


def _spans(party: str, lines: set[tuple[date, date, str]]) -> list[TariffEdition]:
    days = {start for start, _, _ in lines}
    days |= {end + timedelta(days=1) for _, end, _ in lines if end < date.max}
    starts = sorted(days)
    ends = [*(d - timedelta(days=1) for d in starts[1:]), date.max]
    spans: list[TariffEdition] = []
    for start, end in zip(starts, ends, strict=True):
        in_force = {edition for first, last, edition in lines if first <= start and end <= last}
        if len(in_force) != 1:
            continue
        edition = in_force.pop()
        if spans and spans[-1].edition == edition and spans[-1].end == start - timedelta(days=1):
            spans[-1] = TariffEdition(party, spans[-1].start, end, edition)
        else:
            spans.append(TariffEdition(party, start, end, edition))
    return spans
