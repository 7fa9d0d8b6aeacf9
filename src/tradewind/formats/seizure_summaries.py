"""Totals of operations and counted routes: other counts of partly the same seizures, so never loaded as rows.

Both ship with the product as reference data, from where the picture takes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tradewind.errors import FileRefused
from tradewind.formats.frames import headings
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows

_TOTALS: Final = frozenset({"name", "period", "scope", "values"})
_ROUTES: Final = frozenset({"origin", "dispatch", "transit", "detected_in", "destination", "cases"})


@dataclass(slots=True)
class SeizureSummaries:
    """Recognises official totals and routes, and says why they are not added to the cases."""

    name: str = "seizure-summaries"
    version: str = "1.0"
    title: str = "totals of operations or routes counted over cases"

    def recognises(self, opened: Opened) -> float:
        """1 where the columns are those of the totals or of the routes."""
        if opened.kind not in ("jsonl", "json", "csv"):
            return 0.0
        present = set(headings(opened))
        return 1.0 if present >= _TOTALS or present >= _ROUTES else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """FileRefused with the reason: adding a summary to what it sums up counts seizures twice."""
        raise FileRefused(
            str(opened.path),
            "these are totals over seizures, not seizures, and adding them to the cases would count twice",
            "load the cases themselves; the product carries these totals as reference data",
        )


READER: Reader = SeizureSummaries()
