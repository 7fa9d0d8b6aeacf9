"""How long what is kept where the law does not say it otherwise, and what each Party has decided instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from tradewind_web.agencies.models import Agency
from tradewind_web.sources.models import RetentionRule

What = RetentionRule.What


@dataclass(frozen=True, slots=True)
class Term:
    """Why records of a kind are held, on which law, how many days; and how the end of some is announced."""

    what: str
    purpose: str
    legal_basis: str
    days: int
    notice_days: int
    grace_days: int
    is_decided: bool

    @property
    def is_stepwise(self) -> bool:
        """Whether its end is announced first, and its files removed after a time of grace."""
        return self.what in STEPWISE

    def until(self, day: date | None = None) -> date:
        """The last day of what is made on this day (today)."""
        return (day or timezone.localdate()) + timedelta(days=self.days)


#: Days where a Party decided nothing: ten years for what may become evidence, after which the laws that asked us no
#: more let go; a search for a person repeats what is held elsewhere, so its workbook lives as long as it takes to read.
DAYS: Final = {
    What.FILE: 3650, What.TRADER: 3650, What.SEIZURE: 3650, What.CASE: 3650, What.PROCEEDING: 3650,
    What.CUSTODY: 3650, What.WATCH: 365, What.SEARCH: 30,
}  # fmt: skip
#: What ends in steps: announced, forgotten, its files removed. The others are removed or looked at on their day.
STEPWISE: Final = frozenset({What.FILE, What.CASE, What.PROCEEDING, What.CUSTODY})
#: A month for a supervisor to object, and a month in which a mistake can still be undone from the old files.
NOTICE_DAYS: Final = 30
GRACE_DAYS: Final = 30


def scope_of(agency: Agency) -> str:
    """Whose rules hold for the agency: its Party's; a body of no Party has its own."""
    return agency.party or str(agency.pk)


def term_of(agency: Agency, what: str) -> Term:
    """How long the agency keeps records of this kind."""
    return terms_of(agency)[What(what)]


def terms_of(agency: Agency) -> dict[What, Term]:
    """The same for every kind, in their order."""
    decided = {r.what: r for r in RetentionRule.objects.filter(scope=scope_of(agency))}
    return {what: _term(what, decided.get(what)) for what in What}


def _term(what: What, rule: RetentionRule | None) -> Term:
    if rule is None:
        return Term(what, "", "", DAYS[what], NOTICE_DAYS, GRACE_DAYS, False)
    return Term(
        what, rule.purpose, rule.legal_basis, rule.days, rule.notice_days, rule.grace_days, True
    )  # fmt: skip
