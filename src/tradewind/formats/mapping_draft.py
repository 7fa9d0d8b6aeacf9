"""A first mapping for a table nobody has described: guessed from its headings and contents, with its doubts said.

Headings are compared with those of `vocabulary`, near misses included; what a column holds (dates, codes,
masses, countries, substances) must agree with what its heading says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from tradewind.errors import FileRefused
from tradewind.formats.column_guess import Column, Guess, guess_table, profile
from tradewind.formats.fields import Field, Office, words_of
from tradewind.formats.grid import settle
from tradewind.formats.mapped import READER, headings
from tradewind.formats.mapping import FileMapping
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.formats.sheets import HEADER_WITHIN_ROWS, Cell, as_text, header_key, workbook
from tradewind.formats.values import Unreadable, unit_in_kg
from tradewind.formats.vocabulary import choice_index, plain_key
from tradewind.formats.vocabulary import headings as known_headings

#: Rows looked at; the sample shown of what they become.
LOOKED_AT: Final = 2000
SAMPLED: Final = 5
_WORDS_ASKED: Final = 30
_UNITS: Final = {Decimal(1): "kg", Decimal(1000): "t", Decimal("0.001"): "g"}


@dataclass(frozen=True, slots=True)
class Draft:
    """`mapping` and the same as text with comments; `questions` a person should settle before loading;
    `sample` the first rows as they would be loaded; `headings` every column of the file, read or not, with its
    first values."""

    mapping: FileMapping
    toml_text: str
    questions: tuple[str, ...]
    sample: tuple[Mapping[str, Any], ...]
    headings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The part of a file that was looked at: a sheet, where its headings are, the rows below, the words above."""

    sheet: str | None
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    above: str


def draft(opened: Opened, party: str | None = None) -> Draft:
    """A mapping for a CSV or workbook; FileRefused where no row of it reads like headings over a table."""
    best = max(_looks(opened), key=lambda pair: pair[1].score, default=None)
    if best is None or not best[1].columns:
        raise FileRefused(
            str(opened.path),
            "no row of it reads like the headings of a table we know",
            "write the headings above the columns, or write the mapping by hand",
        )
    seen, guess = best
    return _Drafting(opened, seen, guess, party).draft()


def _looks(opened: Opened) -> list[tuple[_Seen, Guess]]:
    found = []
    for sheet, rows, numbers in _tables(opened):
        places = _header_places(rows)
        if not places:
            continue
        names = headings(rows, places)
        body = rows[max(places) + 1 : max(places) + 1 + LOOKED_AT]
        columns = tuple(
            profile(name, [row[i] if i < len(row) else None for row in body]) for i, name in enumerate(names)
        )
        above = " ".join(as_text(c) for row in rows[: places[0]] for c in dict.fromkeys(row) if c)
        seen = _Seen(
            sheet, tuple(numbers[p] for p in places), columns, f"{opened.path.stem} {sheet or ''} {above}"
        )
        found.append((seen, guess_table(columns, seen.above)))
    return found


def _tables(opened: Opened) -> list[tuple[str | None, Sequence[Sequence[Cell]], Sequence[int]]]:
    """(sheet, rows, their numbers) of each table-like part of the file."""
    if opened.kind == "xlsx":
        return [(s.name, s.rows, range(s.first_row, s.first_row + len(s.rows))) for s in workbook(opened)
                if not s.hidden and s.rows]  # fmt: skip
    if opened.kind == "csv":
        read = list(islice(opened.rows(), HEADER_WITHIN_ROWS + LOOKED_AT))
        return [(None, [[c if c.strip() else None for c in row] for _, row in read], [n for n, _ in read])]
    return []


def _header_places(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Indices of the row or two rows of headings; empty where no row reads like headings."""
    known = known_headings()

    def score(row: Sequence[Cell]) -> int:
        texts = {plain_key(c) for c in row if isinstance(c, str)}
        return sum(2 for t in texts if _bare(t) in known) + sum(1 for t in texts if t)

    window = list(rows[:HEADER_WITHIN_ROWS])
    scored = [
        (score(row) if sum(_bare(plain_key(c)) in known for c in set(row)) >= 2 else 0) for row in window
    ]
    best = max(range(len(window)), key=lambda i: (scored[i], -i), default=None)
    if best is None or scored[best] == 0:
        return _unknown_header(window)
    above = window[best - 1] if best else []
    groups = [as_text(c) for c in above if c is not None]
    # A row above with one heading over several columns, but not one over all of them, is a second heading row.
    if (
        best
        and len(groups) > len(set(groups)) > 1
        and all(isinstance(c, str) for c in above if c is not None)
    ):
        return [best - 1, best]
    below = window[best + 1] if best + 1 < len(window) else []
    repeated = [as_text(c) for c in window[best] if c is not None]
    if (
        len(repeated) > len(set(repeated))
        and below
        and all(isinstance(c, str) for c in below if c is not None)
    ):
        known_below = sum(_bare(plain_key(c)) in known for c in below)
        return [best, best + 1] if known_below else [best]
    return [best]


def _unknown_header(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The first row of at least three short, different texts with values of another kind below it."""
    for place, row in enumerate(rows[:-1]):
        texts = [c for c in row if isinstance(c, str)]
        below = [c for c in rows[place + 1] if c is not None]
        all_short_texts = len(set(texts)) >= 3 and max(map(len, texts)) < 60
        only_texts = len(texts) == sum(c is not None for c in row)
        values = any(not isinstance(c, str) or any(d.isdigit() for d in c) for c in below)
        if all_short_texts and only_texts and values:
            return [place]
    return []


def _bare(key: str) -> str:
    """A heading without the unit that often ends it."""
    words = key.split()
    while len(words) > 1 and _unit(words[-1]):
        words.pop()
    return " ".join(words)


def _unit(word: str) -> str | None:
    """The unit of mass a word stands for, as mappings write it; None where it is none."""
    try:
        factor = unit_in_kg(word)
    except Unreadable:
        return None
    return _UNITS.get(factor, word)


def _first_values(column: Column) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(as_text(c) for c in column.cells if c is not None), SAMPLED))


class _Drafting:
    """One draft: the mapping so far, comments by its keys, and what a person is asked."""

    def __init__(self, opened: Opened, seen: _Seen, guess: Guess, party: str | None) -> None:
        self.opened, self.seen, self.guess = opened, seen, guess
        self.side: Office = guess.office
        self.comments: dict[str, str] = {}
        self.questions: list[str] = []
        self.constants: dict[str, str] = {}
        if party and {"party", "reporter"} & {f.name for f in self.side.fields}:
            name = "party" if any(f.name == "party" for f in self.side.fields) else "reporter"
            if name not in guess.columns:
                self.constants[name] = party

    def draft(self) -> Draft:
        self._table()
        self._columns()
        columns = {field: c.name for field, (c, _) in self.guess.columns.items()}
        cells = {field: list(c.cells) for field, (c, _) in self.guess.columns.items()}
        units = self._units()
        words = self._words()
        self._gaps()
        mapping = FileMapping(
            self.side.table, columns, self.seen.sheet, self.seen.header_rows, units,
            constants=self.constants, words=words,
        )  # fmt: skip
        settled = settle(self.side, cells, mapping.habits())
        mapping = replace(mapping, day_first=settled.day_first, decimal=settled.decimal)
        sample = self._sample(mapping)
        head = self._head()
        seen = {c.name: _first_values(c) for c in self.seen.columns if c.name}
        return Draft(mapping, mapping.to_toml(self.comments, head), tuple(self.questions), sample, seen)

    def _head(self) -> str:
        lines = [f"How to read {self.opened.name}. Drafted from its headings and contents: check every line."]
        lines += [f"? {q}" for q in self.questions]
        used = {c.name for c, _ in self.guess.columns.values()}
        unread = [c.name for c in self.seen.columns if c.name and c.name not in used]
        if unread:
            lines.append("Not read: " + "; ".join(unread))
        return "\n".join(lines)

    def _table(self) -> None:
        if self.guess.rival:
            self.questions.append(
                f"it reads like {self.side.table}, but could be {self.guess.rival}: is the table right?"
            )

    def _columns(self) -> None:
        for field, (column, score) in self.guess.columns.items():
            other = self.guess.doubts.get(field)
            if other:
                self.comments[f"columns.{field}"] = f"unsure: {other}"
                self.questions.append(f'column "{column.name}" is read as {field}: {other}')
            elif score < 80:
                self.comments[f"columns.{field}"] = "unsure: the heading is only similar to those we know"
                self.questions.append(f'column "{column.name}" is read as {field}; is that what it holds?')

    def _units(self) -> dict[str, str]:
        units: dict[str, str] = {}
        for field in self.side.fields:
            if field.kind != "mass" or field.name not in self.guess.columns:
                continue
            column, _ = self.guess.columns[field.name]
            unit = next(
                (u for w in re.split(r"[\s()\[\],/_.]+", column.name) if w and (u := _unit(w.casefold()))),
                None,
            )
            units[field.name] = unit or "kg"
            if unit is None and "mass_unit" not in self.guess.columns and not column.has_units:
                self.comments[f"units.{field.name}"] = "unsure: the heading does not say the unit"
                self.questions.append(f'in which unit is "{column.name}"? kg is assumed')
        return units

    def _words(self) -> dict[str, dict[str, str]]:
        """The sender's words that a column of choices has and we do not know, each to be given one of ours."""
        words: dict[str, dict[str, str]] = {}
        for field in self.side.fields:
            if (
                field.kind not in ("choice", "choices")
                or field.is_open
                or field.name not in self.guess.columns
            ):
                continue
            column, _ = self.guess.columns[field.name]
            index = choice_index(field.choices or "")
            distinct = list(dict.fromkeys(as_text(c) for c in column.cells if c is not None))
            unknown = [w for w in distinct if header_key(w) not in index][:_WORDS_ASKED]
            if unknown:
                words[field.name] = dict.fromkeys(unknown, "")
                ours = ", ".join(code for code, _ in words_of(field.choices or ""))
                self.comments[f"values.{field.name}"] = (
                    f"give each word one of: {ours}; an empty one means unknown"
                )
                shown = ", ".join(f'"{w}"' for w in unknown[:5])
                self.questions.append(f'what do {shown} mean in "{column.name}"? ({ours})')
        return words

    def _gaps(self) -> None:
        """Fields that must be there and have no column: a constant where one can be found, a question if not."""
        for field in self.side.fields:
            if field.required and field.name not in self.guess.columns and field.name not in self.constants:
                self._gap(field)
        if self.side.one_of and not set(self.side.one_of) & set(self.guess.columns):
            self.questions.append(
                f"no column reads like {' or '.join(self.side.one_of)}: add one under [columns]"
            )
        for name in ("direction", "flow", "regime"):
            field_there = any(f.name == name for f in self.side.fields)
            if field_there and name not in self.guess.columns and name not in self.constants:
                self._way(name)

    def _gap(self, field: Field) -> None:
        year = re.search(r"(?<!\d)(20\d\d|199\d)(?!\d)", self.seen.above)
        if field.kind == "id":
            stem = re.sub(r"\W+", "-", self.opened.path.stem)[:40]
            self.constants[field.name] = f"{stem}-{{row}}"
            self.comments[f"constants.{field.name}"] = (
                "no column holds a number of the entry: numbered by row"
            )
            self.questions.append(f"no column reads like {field.name}; entries are numbered by their row")
        elif field.kind in ("year", "span") and year:
            self.constants[field.name] = year[1]
            self.comments[f"constants.{field.name}"] = "unsure: taken from the title or the name of the file"
            self.questions.append(f"no column reads like {field.name}; {year[1]} is taken from the title")
        else:
            self.questions.append(f"no column reads like {field.name}, which must be known: add it under "
                                  "[columns] or [constants]")  # fmt: skip

    def _way(self, name: str) -> None:
        words = header_key(self.seen.above).split()
        index = choice_index(name)
        found = {index[w] for w in words if w in index and len(w) > 3}
        if len(found) == 1:
            self.constants[name] = found.pop()
            self.comments[f"constants.{name}"] = "taken from the title or the name of the file"
        else:
            self.questions.append(f'are these all imports? write {name} = "import" under [constants] if so')

    def _sample(self, mapping: FileMapping) -> tuple[Mapping[str, Any], ...]:
        sample: list[Mapping[str, Any]] = []
        try:
            for item in READER.read(self.opened, Instructions(mapping=mapping.as_dict())):
                if isinstance(item, Rows) and not sample:
                    rows = item.data.slice(0, SAMPLED).to_pylist()
                    sample = [{k: v for k, v in row.items() if v is not None} for row in rows]
                elif isinstance(item, Refused) and item.row is None:
                    self.questions.append(f'"{item.column}": {item.reason}; {item.mend}')
                elif isinstance(item, Refused) and len(sample) + len(self.questions) < 12:
                    self.questions.append(f'row {item.row}, "{item.column}": {item.reason}; {item.mend}')
                elif isinstance(item, Notice):
                    continue
                if sample:
                    break
        except FileRefused as error:
            self.questions.append(f"{error.reason}; {error.mend}")
        return tuple(sample)
