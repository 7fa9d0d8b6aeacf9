"""What a code of the Harmonized System covers. A code never travels without its edition.

2903.41 is CFC-11 in HS 2007 and HFC-23 in HS 2022. Editions are rows of `hs_editions`, `hs_codes`,
`hs_members` and `hs_correlations`: a new one changes no code. A code that covers several substances has
figures as a range over them, down to zero where one of them is not controlled, and `words` that name it
honestly; it is never named by one of its members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Final, Literal

from tradewind.errors import RequestError, UnknownName
from tradewind.quantities import Interval
from tradewind.reference.blends import blends
from tradewind.reference.rows import Row, read
from tradewind.reference.substances import Entry, pure

Controlled = bool | Literal["some"]
#: Said of a code outside the headings held here.
NOT_HELD: Final = "not a code that covers a controlled substance, as far as this reference goes"
#: Headings of which complete editions hold every subheading: a code of theirs that is missing does not exist.
_COMPLETE_HEADINGS: Final = ("2903", "38247", "3827")


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the Harmonized System and the day it entered into force; countries often follow later."""

    name: str
    comtrade: str
    in_force_from: date
    complete: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What one six-digit code covers in one edition.

    `controlled` is True, False or "some". `substances` are all designations known to fall in it, controlled
    or not; `controlled_substances` those that are controlled. CO2e (kg per kg, Protocol GWP) and ODP are
    ranges; their `mid` is None unless the code covers exactly one substance. A range over mixtures spans the
    named blends: an unnamed one can lie outside it. `groups` are the annex groups the code can hold, for a
    mixture those of which it must hold a substance. Predecessors and successors are codes of the
    neighbouring editions. `known` is False for a code outside the headings held here.
    """

    code: str
    edition: str
    description: str
    words: str
    holds: str
    controlled: Controlled
    substances: tuple[str, ...]
    controlled_substances: tuple[str, ...]
    groups: tuple[str, ...]
    may_be_uncontrolled: bool
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    predecessor_edition: str | None
    successor_edition: str | None
    co2e_per_kg: Interval
    odp_per_kg: Interval
    note: str
    source: str
    confidence: str
    known: bool = True


class Nomenclature:
    """The Harmonized System as rows of the four tables, over the substances and blends of the reference."""

    def __init__(
        self,
        editions: Iterable[Row],
        codes: Iterable[Row],
        members: Iterable[Row],
        correlations: Iterable[Row],
        entries: Mapping[str, Entry],
    ) -> None:
        self.entries = entries
        self.editions = {e.name: e for e in sorted(map(_edition, editions), key=lambda e: e.in_force_from)}
        self._codes = {(row["edition"], row["code"]): row for row in codes}
        self._members = _members(members, entries)
        self._next: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._previous: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in correlations:
            self._next[row["edition"], row["code"]].append(row["next_code"])
            self._previous[row["next_edition"], row["next_code"]].append(row["code"])
        self._facts: dict[tuple[str, str], CodeFacts] = {}

    def edition(self, name: str) -> str:
        """The edition of a year, `HS2022` or UN Comtrade's `H6`; UnknownName with those we hold."""
        word = name.strip().upper().removeprefix("HS").strip(" -")
        found = next((e.name for e in self.editions.values() if word in (e.name, e.comtrade)), None)
        if found is None:
            raise UnknownName("edition of the Harmonized System", name, tuple(self.editions))
        return found

    def edition_on(self, day: date) -> str:
        """The edition in force internationally on a day; RequestError before the first we hold."""
        found = [e.name for e in self.editions.values() if e.in_force_from <= day]
        if not found:
            first = next(iter(self.editions.values()))
            raise RequestError(
                f"no edition of the Harmonized System held here was in force on {day}; the first is"
                f" HS {first.name}, from {first.in_force_from}"
            )
        return found[-1]

    def facts(self, code: str, edition: str) -> CodeFacts:
        """What the first six digits of `code` cover in `edition`.

        UnknownName for a code that does not exist in an edition whose headings we hold whole. A code of
        another heading has `known` False and is not controlled "as far as this reference goes".
        """
        key = (self.edition(edition), digits(code)[:6])
        if key not in self._facts:
            self._facts[key] = self._build(*key)
        return self._facts[key]

    @cached_property
    def relevant(self) -> tuple[tuple[str, ...], ...]:
        """(edition, code, code, ...) for every edition: the codes that can hold a controlled substance."""
        found: dict[str, list[str]] = {name: [] for name in self.editions}
        for (edition, code), row in self._codes.items():
            if row["controlled"] != "no":
                found[edition].append(code)
        return tuple((edition, *sorted(codes)) for edition, codes in found.items())

    def readings(self, code: str) -> dict[str, CodeFacts]:
        """The facts under every edition the code can be of: those that hold it, else all that may have it."""
        found = {}
        for edition in self.editions:
            try:
                found[edition] = self.facts(code, edition)
            except UnknownName:
                continue
        held = {edition: facts for edition, facts in found.items() if facts.known}
        return held or found

    def codes_of(self, designation: str) -> dict[str, tuple[str, ...]]:
        """Edition -> codes a substance or blend falls under, for every edition held."""
        found: dict[str, list[str]] = defaultdict(list)
        for (edition, code), names in sorted(self._members.items()):
            if designation in names:
                found[edition].append(code)
        return {edition: tuple(codes) for edition, codes in found.items()}

    def _build(self, edition: str, code: str) -> CodeFacts:
        row = self._codes.get((edition, code))
        if row is None:
            return self._absent(edition, code)
        names = tuple(self._members.get((edition, code), ()))
        ruled = tuple(n for n in names if self.entries[n].controlled)
        free = row["controlled"] != "yes" or len(ruled) < len(names)
        parts = row["groups"].split("|") if row["groups"] else []
        before, after = self._neighbours(edition)
        return CodeFacts(
            code, edition, row["description"], row["words"], row["holds"], _controlled(row["controlled"]),
            names, ruled, tuple(parts), free,
            tuple(self._previous[edition, code]), tuple(self._next[edition, code]), before, after,
            self._range(row, names, free, "gwp_protocol"), self._range(row, names, free, "odp"),
            row["note"], row["source"], row["confidence"],
        )  # fmt: skip

    def _absent(self, edition: str, code: str) -> CodeFacts:
        complete = self.editions[edition].complete
        if complete and code.startswith(_COMPLETE_HEADINGS):
            near = [e for e in self.editions if (e, code) in self._codes]
            raise UnknownName(f"subheading of HS {edition}", code, [f"{code} of HS {e}" for e in near])
        nothing = Interval.exactly(0.0)
        return CodeFacts(
            code, edition, "", NOT_HELD, "unknown", False, (), (), (), True, (), (), *self._neighbours(edition),
            nothing, nothing, "" if complete else f"the codes of HS {edition} held here are not complete",
            "", "", known=False,
        )  # fmt: skip

    def _neighbours(self, edition: str) -> tuple[str | None, str | None]:
        names = list(self.editions)
        at = names.index(edition)
        return names[at - 1] if at else None, names[at + 1] if at + 1 < len(names) else None

    def _range(self, row: Row, names: tuple[str, ...], free: bool, figure: str) -> Interval:
        """The figure over the members; over the substances of its groups where no mixture of it is named."""
        values = [_treaty(self.entries[n], figure) for n in names]
        exact = len(values) == 1 and not free and row["holds"] == "pure"
        if not values and row["groups"]:
            groups = set(row["groups"].split("|"))
            values = [0.0, *(_treaty(e, figure) for e in self.entries.values() if groups & set(e.groups))]
        if not values:
            return Interval.exactly(0.0)
        return Interval(0.0 if free else min(values), values[0] if exact else None, max(values))


def digits(code: str) -> str:
    """The digits of a code as written with points or spaces; RequestError unless there are 6 to 12.

    >>> digits("2903.39.11")
    '29033911'
    """
    bare = "".join(c for c in code if c not in " .-\u00a0")
    if not (bare.isascii() and bare.isdigit() and 6 <= len(bare) <= 12):
        raise RequestError(f"{code!r} is not an HS or national code: it has 6 to 12 digits, points allowed")
    return bare


def code_facts(code: str, edition: str) -> CodeFacts:
    """What a code covers in an edition; see `Nomenclature.facts`.

    >>> code_facts("2903.41", "2007").words, code_facts("290341", "2022").words
    ('CFC-11', 'HFC-23')
    """
    return nomenclature().facts(code, edition)


def relevant_codes() -> tuple[tuple[str, ...], ...]:
    """(edition, code, code, ...) for every edition: the codes that can hold a controlled substance."""
    return nomenclature().relevant


def editions() -> tuple[Edition, ...]:
    """The editions held, oldest first."""
    return tuple(nomenclature().editions.values())


def edition_on(day: date) -> str:
    """The edition in force internationally on a day. A country may still use an earlier one.

    >>> edition_on(date(2018, 6, 1))
    '2017'
    """
    return nomenclature().edition_on(day)


@cache
def nomenclature() -> Nomenclature:
    """The Harmonized System as shipped."""
    return Nomenclature(
        read("hs_editions"),
        read("hs_codes"),
        read("hs_members"),
        read("hs_correlations"),
        {**pure(), **blends()},
    )


#: Names of the editions held, oldest first.
EDITIONS: Final = tuple(sorted(row["edition"] for row in read("hs_editions")))


def _edition(row: Row) -> Edition:
    day = date.fromisoformat(row["in_force_from"])
    return Edition(row["edition"], row["comtrade"], day, row["complete"] == "yes", row["confidence"])


def _members(rows: Iterable[Row], entries: Mapping[str, Entry]) -> dict[tuple[str, str], list[str]]:
    """(edition, code) -> designations: what each entry says of itself, and the rows for other editions."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for designation, entry in entries.items():
        for edition, codes in entry.hs.items():
            for code in codes:
                found[edition, code].append(designation)
    for row in rows:
        if row["designation"] not in found[row["edition"], row["code"]]:
            found[row["edition"], row["code"]].append(row["designation"])
    return dict(found)


def _controlled(word: str) -> Controlled:
    return "some" if word == "some" else word == "yes"


def _treaty(entry: Entry, figure: str) -> float:
    """GWP or ODP in treaty arithmetic: 0 where the Protocol gives none and for what it does not control."""
    value: float | None = entry.gwp_protocol if figure == "gwp_protocol" else entry.odp
    return value if entry.controlled and value is not None else 0.0
