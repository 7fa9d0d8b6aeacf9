"""A filed report: its number, its revision, what it takes the place of, and its digest. A recall is one too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tradewind.reporting.cases.report import CaseReport, digest_of


@dataclass(frozen=True, slots=True)
class Filing:
    """One report to one addressee. `supersedes` is the digest of the filing before it, blank for a first one.

    A recall keeps the record that it takes back, says why, and is filed like any other: an addressee who has the
    report must learn from the same channel that it no longer counts.
    """

    form: str
    number: str
    revision: int
    to: str
    filed_on: date
    report: CaseReport
    supersedes: str = ""
    why: str = ""
    is_recall: bool = False

    def __post_init__(self) -> None:
        if self.revision < 1 or (self.revision > 1) != bool(self.supersedes):
            raise ValueError(
                "a first report supersedes nothing, and every later one names what it supersedes"
            )
        if (self.revision > 1 or self.is_recall) and not self.why.strip():
            raise ValueError("say why the report is revised or recalled")

    @property
    def digest(self) -> str:
        """SHA-256 over the record and all that is said of the filing."""
        return digest_of(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """The filing as JSON."""
        return {
            "form": self.form, "number": self.number, "revision": self.revision, "to": self.to,
            "filed_on": self.filed_on.isoformat(), "supersedes": self.supersedes, "why": self.why,
            "is_recall": self.is_recall, "report": self.report.as_dict(),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Filing:
        """The filing of such JSON."""
        day = date.fromisoformat(said["filed_on"])
        return cls(**{**said, "filed_on": day, "report": CaseReport.from_dict(said["report"])})

    def revised(self, report: CaseReport, *, on: date, why: str) -> Filing:
        """The next revision; ValueError without a reason, after a recall, or where nothing changed."""
        if self.is_recall:
            raise ValueError("the report was recalled; file a new one")
        if report == self.report:
            raise ValueError("nothing changed since the last revision")
        return self._next(report=report, filed_on=on, why=why)

    def recalled(self, *, on: date, why: str) -> Filing:
        """The recall of this report; ValueError without a reason, or where it was recalled already."""
        if self.is_recall:
            raise ValueError("the report was recalled already")
        return self._next(filed_on=on, why=why, is_recall=True)

    def _next(self, **changes: Any) -> Filing:
        return replace(self, revision=self.revision + 1, supersedes=self.digest, **changes)


def is_chain(filings: list[Filing]) -> bool:
    """Whether each filing supersedes the one before it, unbroken from the first, with nothing after a recall."""
    for place, filing in enumerate(filings):
        before = filings[place - 1].digest if place else ""
        if filing.supersedes != before or filing.revision != place + 1 or filing.number != filings[0].number:
            return False
        if place and filings[place - 1].is_recall:
            return False
    return bool(filings)
