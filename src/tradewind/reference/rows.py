"""The reference facts as rows: one CSV file a table in `data/`, each with a schema beside it.

A schema is `data/<name>.schema.json`: what a row means, its columns with the pattern each cell must match
whole, and the columns that name a row. `source` and `confidence` stand on every row of every table.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from tradewind.errors import UnknownName

#: What a confidence may say, strongest first. "memory" is shown wherever the fact is shown.
GRADES: Final = ("two sources", "one source", "computed", "memory")
_ALWAYS: Final = ("source", "confidence")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Schema:
    """What a data file must look like: `columns` maps each to a pattern, `key` names a row."""

    name: str
    meaning: str
    columns: Mapping[str, str]
    key: tuple[str, ...]

    def problems(self, header: Iterable[str], rows: Iterable[Row]) -> list[str]:
        """What is wrong with these rows, one sentence each; empty when nothing is."""
        header = tuple(header)
        found = [f"{self.name}: column {c!r} is missing" for c in self.columns if c not in header]
        found += [f"{self.name}: column {c!r} is not in its schema" for c in header if c not in self.columns]
        if found:
            return found
        patterns = {column: re.compile(pattern) for column, pattern in self.columns.items()}
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows, start=2):
            for column, pattern in patterns.items():
                if not pattern.fullmatch(row[column] or ""):
                    found.append(
                        f"{self.name} line {number}: {column} is {row[column]!r}, not {pattern.pattern}"
                    )
            name = tuple(row[c] for c in self.key)
            if self.key and seen.setdefault(name, number) != number:
                found.append(
                    f"{self.name} line {number}: the same {', '.join(self.key)} as line {seen[name]}"
                )
        return found


@cache
def read(name: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.csv` as written, keyed by column; an empty cell is "".

    UnknownName where there is no such table. The rows are shared: do not change them.
    """
    return _rows(_file(name))[1]


@dataclass(frozen=True, slots=True)
class Source:
    """A work that facts were taken from: its key, its citation, its address ("" where none is kept)."""

    key: str
    citation: str
    address: str


def sources(cell: str) -> tuple[Source, ...]:
    """The works a `source` cell names by key (`;` between); a word that is no key cites itself."""
    known = _sources()
    return tuple(known.get(key, Source(key, key, "")) for key in map(str.strip, cell.split(";")) if key)


@cache
def _sources() -> dict[str, Source]:
    return {row["key"]: Source(row["key"], row["citation"], row["address"]) for row in read("sources")}


def tables() -> tuple[str, ...]:
    """The names `read` knows."""
    names = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(n.removesuffix(".csv") for n in names if n.endswith(".csv")))


def schema(name: str) -> Schema:
    """The schema beside `data/<name>.csv`; UnknownName where it has none."""
    path = _folder() / f"{name}.schema.json"
    if not path.is_file():
        raise UnknownName("schema", name)
    written = json.loads(path.read_text(encoding="utf-8"))
    return Schema(name, written["meaning"], dict(written["columns"]), tuple(written.get("key", ())))


def check_all() -> list[str]:
    """Every problem of every table; the build fails on any. A table without a schema is a problem."""
    found = []
    for name in tables():
        if not (_folder() / f"{name}.schema.json").is_file():
            found.append(f"{name}: no schema beside it")
            continue
        form = schema(name)
        for column in _ALWAYS:
            if re.fullmatch(form.columns.get(column, ""), ""):
                found.append(f"{name}: its schema lets a row stand without {column}")
        try:
            found += form.problems(*_rows(_file(name)))
        except (ValueError, csv.Error) as error:
            found.append(f"{name}: not readable as a table: {error}")
    return found


def _folder() -> Traversable:
    return resources.files("tradewind.reference") / "data"


def _file(name: str) -> Traversable:
    path = _folder() / f"{name}.csv"
    if not path.is_file():
        raise UnknownName("reference table", name, tables())
    return path


def _rows(path: Traversable) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Header and rows. ValueError for a line with more or fewer cells than the header: a slipped comma."""
    lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True)
    header = tuple(next(lines))
    return header, tuple(dict(zip(header, cells, strict=True)) for cells in lines)
