"""Whether an exhibit in court is the one that was seized: what does not fit in what was written of its custody.

Entries are only ever added. A correction is an entry that points at the one it corrects; nothing is refused for not
fitting, it is marked. Marks are a function of the set of entries: the order in which they are given does not matter,
and a mark that a later entry settles stays, with the entries that settled it.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final, Literal

Source = Literal["seen", "paper", "told"]
Code = Literal[
    "late", "ahead", "out_of_order", "fork", "unknown_before", "gap_holder", "gap_place", "unsaid", "uncovered", "seal",
    "overlap", "loss", "gain", "after_end", "unknown_corrected",
]  # fmt: skip

#: An entry is written the same day; after a night it is late. A shift and a half, assumed.
LATE: Final = timedelta(hours=24)
#: What the first entry of a chain is bound to.
GENESIS: Final = "0" * 64
#: Code -> what it says. The names in brackets are the facts of the mark.
SENTENCES: Final[Mapping[Code, str]] = {
    "late": "it was written %(hours)s hours after it happened",
    "ahead": "it was written before the time at which it is said to have happened",
    "out_of_order": "it was written after an entry on something that happened later",
    "fork": "another entry claims to follow the same one",
    "unknown_before": "the entry it claims to follow is not here",
    "gap_holder": "the entry before left it with “%(left)s”; this one took it from “%(found)s”",
    "gap_place": "the entry before left it at “%(left)s”; this one took it from “%(found)s”",
    "unsaid": "it does not say from whom or from where",
    "uncovered": "nothing is written for %(hours)s hours longer than was stated",
    "seal": "the seal left on it was “%(left)s”; the seal found is “%(found)s”",
    "overlap": "another entry has it elsewhere at the same time",
    "loss": "it is %(grams)s g lighter than at the weighing before, beyond what the scales may err",
    "gain": "it is %(grams)s g heavier than at the weighing before, beyond what the scales may err",
    "after_end": "its custody had ended before",
    "unknown_corrected": "the entry it corrects is not here",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written of one exhibit. A blank holder or place is not said; a seal None was not looked at, "" is none.

    `happened_at` is known to plus or minus `within`; `until` is when an act that lasts ended. `follows` is the entry
    its writer had before them. The state it leaves behind is good for `covers`, where that was stated.
    """

    id: str
    exhibit: str
    happened_at: datetime
    written_at: datetime
    from_holder: str = ""
    from_place: str = ""
    to_holder: str = ""
    to_place: str = ""
    within: timedelta = timedelta(0)
    until: datetime | None = None
    seal_before: str | None = None
    seal_after: str | None = None
    mass_g: int | None = None
    basis: Literal["gross", "net"] = "gross"
    scale_g: int = 0
    taken_g: int = 0
    covers: timedelta | None = None
    follows: str = ""
    corrects: str = ""
    #: A correction that says the act did not happen to this exhibit.
    strikes: bool = False
    ends: bool = False
    source: Source = "seen"
    written_by: str = ""
    condition: str = ""
    why: str = ""

    @property
    def end(self) -> datetime:
        """When the act was over."""
        return max(self.happened_at, self.until) if self.until else self.happened_at


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that does not fit, at one entry, perhaps with another. `settled_by` are later entries that mend it."""

    code: Code
    exhibit: str
    entry: str
    other: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    settled_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names the mark for ever, whatever settles it: what an explanation stands beside."""
        return digest_of([self.code, self.exhibit, self.entry, self.other, self.facts])[:32]

    @property
    def words(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.code] % dict(self.facts)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an exhibit is by its entries, and what was weighed last."""

    holder: str
    place: str
    seal: str | None
    since: datetime
    entry: str
    has_ended: bool
    covered_until: datetime | None
    mass_g: int | None = None
    basis: str = "gross"


@dataclass(frozen=True, slots=True)
class Leak:
    """What two weighings say: grams lost beyond what was taken out, what the scales may err, and the days between."""

    exhibit: str
    first: str
    last: str
    lost_g: int
    tolerance_g: int
    days: float

    @property
    def is_beyond(self) -> bool:
        """Whether the scales alone cannot explain it."""
        return abs(self.lost_g) > self.tolerance_g

    @property
    def kg_a_day(self) -> float | None:
        """How fast it went; None within an hour, where a rate says nothing."""
        return self.lost_g / 1000 / self.days if self.days > 1 / 24 else None


def marks_of(entries: Iterable[Entry], *, late: timedelta = LATE) -> list[Mark]:
    """Every mark there is or was, by exhibit and time.

    The entries are gone through in the order of writing, so a gap that a late entry closed is still told, with that
    entry as what settled it.
    """
    found: list[Mark] = []
    for _, held in _by_exhibit(dict.fromkeys(entries)):
        held.sort(key=_written)
        times = {e.id: e.happened_at for e in held}
        marks = [*_of_writing(held, late), *_replayed(held)]
        found += sorted(marks, key=lambda m: (times[m.entry], m.entry, m.code, m.other))
    return found


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of one exhibit that stand, as they happened: by time, and by what follows what where times may be
    the other way round. Corrected ones are left out."""
    standing = sorted(_standing(list(entries)), key=_happened)
    by_id = {e.id: e for e in standing}
    waits: dict[str, int] = dict.fromkeys(by_id, 0)
    after: dict[str, list[str]] = defaultdict(list)
    for entry in standing:
        before = by_id.get(entry.follows)
        if before and before is not entry and not _certainly_before(entry, before):
            after[before.id].append(entry.id)
            waits[entry.id] += 1
    ready = [_happened(e) for e in standing if not waits[e.id]]
    heapq.heapify(ready)
    made: list[Entry] = []
    while ready:
        entry = by_id[heapq.heappop(ready)[2]]
        made.append(entry)
        for name in after[entry.id]:
            waits[name] -= 1
            if not waits[name]:
                heapq.heappush(ready, _happened(by_id[name]))
    # Entries that follow each other in a ring wait for ever: by time.
    return made + [e for e in standing if waits[e.id]]


def standing_of(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Exhibit -> where it is now."""
    found: dict[str, Standing] = {}
    for exhibit, held in _by_exhibit(entries):
        chain = in_order(held)
        if not chain:
            continue
        last = chain[-1]
        state = _State()
        for entry in chain:
            state = state.after(entry)
        weighed = next((e for e in reversed(chain) if e.mass_g is not None), None)
        found[exhibit] = Standing(
            state.holder, state.place, state.seal, last.end, last.id, any(e.ends for e in chain),
            last.end + last.covers if last.covers is not None else None,
            weighed.mass_g if weighed else None, weighed.basis if weighed else "gross",
        )  # fmt: skip
    return found


def leaks_of(entries: Iterable[Entry]) -> list[Leak]:
    """For each exhibit and basis, what each weighing says against the one before it."""
    return [leak for _, held in _by_exhibit(entries) for leak in _leaks(in_order(held))]


def digest_of(value: Any) -> str:
    """SHA-256 (hex) over one spelling of the value: sorted keys, no spaces, Unicode as it is."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=spelt)
    return hashlib.sha256(text.encode()).hexdigest()


def chained(facts: Mapping[str, Any], previous: str) -> str:
    """The digest of an entry that comes behind `previous`."""
    return digest_of([previous, facts])


def first_broken(entries: Sequence[tuple[Mapping[str, Any], str, str]]) -> int | None:
    """Of (facts, previous, digest) in the order of writing, the place of the first that was altered; None if none."""
    last = GENESIS
    for place, (facts, previous, digest) in enumerate(entries):
        if previous != last or chained(facts, previous) != digest:
            return place
        last = digest
    return None


def spelt(value: Any) -> str:
    """A moment as a digest covers it; TypeError for what has no one spelling."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no one spelling")


def _by_exhibit(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.exhibit].append(entry)
    return sorted(found.items())


def _written(entry: Entry) -> tuple[datetime, str]:
    return entry.written_at, entry.id


def _happened(entry: Entry) -> tuple[datetime, datetime, str]:
    return entry.happened_at, entry.written_at, entry.id


def _certainly_before(one: Entry, other: Entry) -> bool:
    """Whether `one` was over before `other` began, however the clocks are read."""
    return one.end + one.within < other.happened_at - other.within


def _standing(entries: Sequence[Entry]) -> list[Entry]:
    """Those that no other corrects. A correction stands in the chain where the corrected one stood; of several
    corrections of one entry the last counts."""
    by_id = {e.id: e for e in entries}
    root = {e.id: _corrected(e, by_id) for e in entries}
    newest: dict[str, Entry] = {}
    for entry in sorted(entries, key=_written):
        newest[root[entry.id]] = entry
    return [replace(e, follows=_newest_id(e.follows, root, newest)) for e in newest.values() if not e.strikes]


def _corrected(entry: Entry, by_id: Mapping[str, Entry]) -> str:
    """The first of the entries that correct each other; entries that correct in a ring stand for themselves."""
    seen = {entry.id}
    while entry.corrects in by_id:
        entry = by_id[entry.corrects]
        if entry.id in seen:
            return min(seen)
        seen.add(entry.id)
    return entry.id


def _newest_id(name: str, root: Mapping[str, str], newest: Mapping[str, Entry]) -> str:
    """What follows a corrected entry follows its correction, and what follows a struck one what that followed."""
    seen: set[str] = set()
    while name in root and name not in seen:
        seen.add(name)
        held = newest[root[name]]
        if not held.strikes:
            return held.id
        name = held.follows
    return name


def _of_writing(held: Sequence[Entry], late: timedelta) -> list[Mark]:
    """What depends on when an entry was written and what its writer had before them; a correction is always later."""
    found: list[Mark] = []
    ids = {e.id for e in held}
    own = [e for e in held if not e.corrects]
    by_follows: dict[str, list[Entry]] = defaultdict(list)
    for entry in own:
        by_follows[entry.follows].append(entry)
        delay = entry.written_at - entry.end
        if delay > late + entry.within:
            found.append(_mark("late", entry, hours=_hours(delay)))
        if entry.written_at < entry.happened_at - entry.within:
            found.append(_mark("ahead", entry))
        later = [e for e in held if e.written_at < entry.written_at and _certainly_before(entry, e)]
        if later:
            found.append(_mark("out_of_order", entry, min(later, key=_happened)))
    for rivals in by_follows.values():
        found += [_mark("fork", entry, rivals[0]) for entry in rivals[1:]]
    found += [_mark("unknown_corrected", e) for e in held if e.corrects and e.corrects not in ids]
    return found


def _replayed(held: Sequence[Entry]) -> list[Mark]:
    """The marks of the chain as it stood after each writing, with the writing after which one was gone."""
    ever: dict[Mark, tuple[str, ...]] = {}
    so_far: list[Entry] = []
    for _, together in groupby(held, key=lambda e: e.written_at):
        fresh = list(together)
        so_far += fresh
        now = set(_of_chain(so_far))
        for mark in ever:
            if mark not in now and not ever[mark]:
                ever[mark] = tuple(sorted(e.id for e in fresh))
        ever.update(dict.fromkeys(now, ()))
    return [replace(mark, settled_by=settled) for mark, settled in ever.items()]


@dataclass(frozen=True, slots=True)
class _State:
    holder: str = ""
    place: str = ""
    seal: str | None = None

    def after(self, entry: Entry) -> _State:
        """What an entry leaves behind; what it does not say stays."""
        seal = entry.seal_after if entry.seal_after is not None else entry.seal_before
        return _State(
            entry.to_holder or entry.from_holder or self.holder,
            entry.to_place or entry.from_place or self.place,
            self.seal if seal is None else seal,
        )


@dataclass(slots=True)
class _Weighed:
    entry: Entry
    taken_g: int = 0


def _of_chain(entries: Sequence[Entry]) -> list[Mark]:
    """The marks of one exhibit as its entries stand."""
    known = {e.id for e in entries}
    chain = in_order(entries)
    found = [_mark("unknown_before", e) for e in chain if e.follows and e.follows not in known]
    by_id = {e.id: e for e in chain}
    state = _State()
    before: Entry | None = None
    end: Entry | None = None
    for entry in chain:
        if before is not None:
            found += _differences(state, before, entry)
        if end is not None:
            found.append(_mark("after_end", entry, end))
        elif entry.ends:
            end = entry
        before, state = entry, state.after(entry)
    for leak in _leaks(chain):
        if leak.is_beyond:
            code: Code = "loss" if leak.lost_g > 0 else "gain"
            found.append(_mark(code, by_id[leak.last], by_id[leak.first], grams=abs(leak.lost_g)))
    return [*found, *_overlaps(chain)]


def _differences(state: _State, before: Entry, entry: Entry) -> list[Mark]:
    """Where an entry does not take up what the one before it left."""
    found = []
    pairs: tuple[tuple[Code, str, str], ...] = (
        ("gap_holder", state.holder, entry.from_holder), ("gap_place", state.place, entry.from_place),
    )  # fmt: skip
    if not entry.from_holder or not entry.from_place:
        found.append(_mark("unsaid", entry, before))
    for code, left, took in pairs:
        if took and _folded(left) != _folded(took):
            found.append(_mark(code, entry, before, left=left, found=took))
    seal, left_on = entry.seal_before, state.seal
    if seal is not None and left_on is not None and _folded(seal) != _folded(left_on):
        found.append(_mark("seal", entry, before, left=left_on, found=seal))
    if before.covers is not None:
        beyond = entry.happened_at - before.end - before.covers
        if beyond > entry.within + before.within:
            found.append(_mark("uncovered", entry, before, hours=_hours(beyond)))
    return found


def _overlaps(chain: Sequence[Entry]) -> list[Mark]:
    """Entries that have the exhibit elsewhere at the same time."""
    found = []
    by_start = sorted(chain, key=_happened)
    for place, one in enumerate(by_start):
        for other in by_start[place + 1 :]:
            if other.happened_at > one.end:
                break
            if _contradict(one, other):
                found.append(_mark("overlap", other, one))
    return found


def _contradict(one: Entry, other: Entry) -> bool:
    """Of two entries whose times touch: whether the exhibit cannot have been in both."""
    together = min(one.end, other.end) - other.happened_at
    inside = other.happened_at - one.happened_at > one.within + other.within and (
        one.end - other.end > one.within + other.within
    )
    if together > one.within + other.within or inside:  # it was under way by one of them
        return _route(one) != _route(other)
    return _folded(one.to_place) != _folded(other.from_place) and _folded(other.to_place) != _folded(
        one.from_place
    )


def _route(entry: Entry) -> tuple[str, str]:
    return _folded(entry.from_place), _folded(entry.to_place)


def _leaks(chain: Sequence[Entry]) -> list[Leak]:
    last: dict[str, _Weighed] = {}
    found = []
    for entry in chain:
        if entry.mass_g is not None:
            before = last.get(entry.basis)
            if before is not None and before.entry.mass_g is not None:
                lost = before.entry.mass_g - before.taken_g - entry.mass_g
                days = (entry.happened_at - before.entry.happened_at) / timedelta(days=1)
                borne = before.entry.scale_g + entry.scale_g
                found.append(Leak(entry.exhibit, before.entry.id, entry.id, lost, borne, days))
            last[entry.basis] = _Weighed(entry)
        for weighed in last.values():  # a mass is weighed before something is taken out of it
            weighed.taken_g += entry.taken_g
    return found


def _mark(code: Code, entry: Entry, other: Entry | None = None, **facts: object) -> Mark:
    told = tuple(sorted((name, str(value)) for name, value in facts.items()))
    return Mark(code, entry.exhibit, entry.id, other.id if other else "", told)


def _hours(span: timedelta) -> int:
    return int(span / timedelta(hours=1))


def _folded(text: str) -> str:
    """Names are the same whatever their case and spaces."""
    return " ".join(text.casefold().split())
