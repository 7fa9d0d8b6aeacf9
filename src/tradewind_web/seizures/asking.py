"""What of a seizure's custody still asks for a look: marks that nobody explained, copies whose original is missing.

It is kept beside the ledger whenever an entry, an explanation or a file is added, so that a page over all seizures need
not read every ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, cast

from tradewind.ledgers.custody import Code, Mark
from tradewind_web.seizures.custody_ledger import Ledger
from tradewind_web.seizures.models_custody import Custody
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.queries_evidence import without_original
from tradewind_web.seizures.showing_custody import mark_text
from tradewind_web.seizures.words_custody import Ask

#: So many are kept to be shown; all of them are counted.
MOST_SHOWN: Final = 12
KINDS: Final[Mapping[Code, Ask]] = {
    "gap_holder": Ask.GAP, "gap_place": Ask.GAP, "unsaid": Ask.GAP, "uncovered": Ask.GAP, "seal": Ask.SEAL,
    "overlap": Ask.OVERLAP, "fork": Ask.OVERLAP, "late": Ask.LATE, "ahead": Ask.LATE, "out_of_order": Ask.LATE,
    "loss": Ask.MASS, "gain": Ask.MASS, "after_end": Ask.ORDER, "unknown_before": Ask.ORDER,
    "unknown_corrected": Ask.ORDER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that asks for a look. `number` is of the entry, or of the file whose original is missing; `key` names
    the mark."""

    kind: str
    since: str
    number: int
    key: str = ""
    code: str = ""
    facts: Sequence[Sequence[str]] = ()
    exhibits: Sequence[str] = ()

    @property
    def label(self) -> str:
        """Its kind in words."""
        return str(Ask(self.kind).label)

    @property
    def words(self) -> str:
        """What does not fit, in the reader's language; "" of a missing original."""
        if not self.code:
            return ""
        facts = tuple((name, text) for name, text in self.facts)
        return mark_text(Mark(cast("Code", self.code), "", "", facts=facts))


def asked_of(custody: Custody) -> list[Asked]:
    """Those that are kept to be shown, the oldest first."""
    return [Asked(**one) for one in custody.asks]


def note_marks(custody: Custody, ledger: Ledger) -> None:
    """Put the open marks of the ledger on the row, which the caller saves."""
    found = [
        Asked(
            KINDS[told.mark.code], line.entry.written_at.isoformat(), line.entry.number, told.key, told.mark.code,
            [list(fact) for fact in told.mark.facts], told.exhibits,
        )
        for line in ledger.lines for told in line.told if not told.explanations
    ]  # fmt: skip
    custody.open_marks = len(found)
    _write(custody, found, originals=False)


def note_originals(custody: Custody, files: Sequence[EvidenceFile]) -> None:
    """Put the copies whose original is missing on the row, which the caller saves."""
    found = [Asked(Ask.ORIGINAL, f.added_at.isoformat(), f.number) for f in without_original(files)]
    custody.missing_originals = len(found)
    _write(custody, found, originals=True)


def _write(custody: Custody, found: list[Asked], *, originals: bool) -> None:
    """`found` in place of what was there of its side, marks or originals; the other side stays."""
    stays = [one for one in asked_of(custody) if (one.kind == Ask.ORIGINAL) is not originals]
    both = sorted([*stays, *_first(found)], key=_age)
    kinds = sorted({one.kind for one in both})  # each kind is among those kept
    custody.asks = [asdict(one) for one in both]
    custody.open_kinds = f",{','.join(kinds)}," if kinds else ""
    custody.open_since = datetime.fromisoformat(both[0].since) if both else None


def _first(found: Iterable[Asked]) -> list[Asked]:
    """The oldest of each kind, and of the others the oldest."""
    ordered = sorted(found, key=_age)
    first_of: dict[str, Asked] = {}
    for one in ordered:
        first_of.setdefault(one.kind, one)
    rest = [one for one in ordered if first_of[one.kind] is not one]
    return [*first_of.values(), *rest][:MOST_SHOWN]


def _age(one: Asked) -> tuple[datetime, int]:
    return datetime.fromisoformat(one.since), one.number
