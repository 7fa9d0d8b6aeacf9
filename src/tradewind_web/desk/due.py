"""The yearly list: everything of an agency whose last day comes before the year is out, over all kinds of record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from tradewind_web.agencies.acting import Acting
from tradewind_web.findings.models import Watch
from tradewind_web.findings.watching import title, watches_due
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.queries import seizures_due
from tradewind_web.sources.models import Batch, Ending, PersonSearch
from tradewind_web.sources.queries import due_of, endings_due, searches_due
from tradewind_web.sources.retention import Term, What, terms_of
from tradewind_web.traders.models import Trader
from tradewind_web.traders.queries import traders_due

#: More of one kind nobody reads on a page; the earliest come first, and the next show once these are dealt with.
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One record that is due: how it is called, its last day, and where it is looked at."""

    title: str
    until: date
    url: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The records of one kind that are due, the earliest first; `total` counts all of them."""

    what: What
    term: Term
    lines: Sequence[Line]
    total: int


def due_by(acting: Acting, until: date) -> list[Kind]:
    """What of the acting agency is due by this day, kind by kind."""
    terms = terms_of(acting.agency)
    asked: tuple[tuple[What, QuerySet[Any], Callable[[Any], tuple[str, str]]], ...] = (
        (What.FILE, due_of(acting, until), _batch),
        (What.TRADER, traders_due(acting, until), _trader),
        (What.SEIZURE, seizures_due(acting, until), _seizure),
        *(
            (what, endings_due(acting, what, until), _ending)
            for what in (What.CASE, What.PROCEEDING, What.CUSTODY)
        ),
        (What.WATCH, watches_due(acting, until), _watch),
        (What.SEARCH, searches_due(acting, until), _search),
    )
    return [_kind(what, terms[what], rows, told) for what, rows, told in asked]


def _kind(what: What, term: Term, rows: QuerySet[Any], told: Callable[[Any], tuple[str, str]]) -> Kind:
    first = list(rows[: MOST + 1])
    total = len(first) if len(first) <= MOST else rows.count()
    lines = [Line(text, row.retain_until, url) for row in first[:MOST] for text, url in [told(row)]]
    return Kind(what, term, lines, total)


def _batch(batch: Batch) -> tuple[str, str]:
    return batch.file_name, reverse("sources:batch", args=[batch.pk])


def _trader(trader: Trader) -> tuple[str, str]:
    return str(trader), reverse("traders:one", args=[trader.pk])


def _seizure(seizure: Seizure) -> tuple[str, str]:
    return str(seizure), reverse("seizures:one", args=[seizure.pk])


def _ending(ending: Ending) -> tuple[str, str]:
    return ending.title, reverse("end", args=[ending.subject_kind, ending.subject_id])


def _watch(watch: Watch) -> tuple[str, str]:
    return title(watch), reverse("findings:watch_list")


def _search(search: PersonSearch) -> tuple[str, str]:
    return search.searched, reverse("sources:persons")
