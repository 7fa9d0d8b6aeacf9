"""The custody of a seizure as its ledger says: entries with their marks, where everything is, what was altered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tradewind.ledgers.custody import Leak, Mark, Standing, first_broken, leaks_of, marks_of, standing_of
from tradewind_web.seizures.actions.forgetting import first_unlinked
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import CustodyEntry, Explanation
from tradewind_web.sources.queries import is_forgotten


@dataclass(frozen=True, slots=True)
class Told:
    """A mark of an entry, the exhibits it is about, and what was said beside it."""

    marks: tuple[Mark, ...]
    explanations: tuple[Explanation, ...]

    @property
    def mark(self) -> Mark:
        """The mark; of several exhibits that went together, the first's."""
        return self.marks[0]

    @property
    def exhibits(self) -> list[str]:
        """Numbers of the exhibits."""
        return list(dict.fromkeys(m.exhibit for m in self.marks))

    @property
    def key(self) -> str:
        """What an explanation names."""
        return self.mark.key


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on the time line."""

    entry: CustodyEntry
    told: tuple[Told, ...]
    corrected_by: tuple[CustodyEntry, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known of the custody of a seizure. `altered` is the number of the first entry that was changed."""

    lines: tuple[Line, ...]
    standing: Mapping[int, Standing]
    leaks: tuple[Leak, ...]
    altered: int | None

    @property
    def told(self) -> list[Told]:
        """Every mark."""
        return [told for line in self.lines for told in line.told]

    @property
    def open(self) -> list[Told]:
        """Marks that nobody explained."""
        return [told for told in self.told if not told.explanations]


def entries_of(seizure: Seizure) -> list[CustodyEntry]:
    """Every entry in the order of writing."""
    return list(seizure.custody_entries.select_related("written_by", "corrects").order_by("number"))


def ledger_of(entries: list[CustodyEntry], explanations: Iterable[Explanation]) -> Ledger:
    """The ledger of these entries; lines by when it happened."""
    said = [e for entry in entries for e in entry.of_exhibits()]
    by_key: dict[str, list[Explanation]] = {}
    for explanation in explanations:
        by_key.setdefault(explanation.mark, []).append(explanation)
    by_entry: dict[str, dict[tuple[object, ...], list[Mark]]] = {}
    for mark in marks_of(said):
        # Exhibits that went together are told of once, also where each came from another entry.
        alike = by_entry.setdefault(mark.entry, {})
        alike.setdefault((mark.code, mark.facts, mark.settled_by), []).append(mark)
    corrections: dict[object, list[CustodyEntry]] = {}
    for entry in entries:
        if entry.corrects_id:
            corrections.setdefault(entry.corrects_id, []).append(entry)
    lines = [
        Line(
            entry,
            tuple(
                Told(tuple(marks), tuple(x for m in marks for x in by_key.get(m.key, ())))
                for marks in by_entry.get(str(entry.pk), {}).values()
            ),
            tuple(corrections.get(entry.pk, ())),
        )
        for entry in sorted(entries, key=lambda e: (e.happened_at, e.number))
    ]
    broken = first_broken([(e.facts(), e.previous, e.digest) for e in entries])
    standing = {int(number): s for number, s in standing_of(said).items()}
    if broken is not None and is_forgotten(Seizure.kind, entries[0].seizure_id):
        broken = first_unlinked(entries)
    return Ledger(tuple(lines), standing, tuple(leaks_of(said)), None if broken is None else broken + 1)
