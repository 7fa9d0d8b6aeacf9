"""The small file that says how to read one sender's table: which column is what, in which unit, by which words.

It is TOML, so that a person can read and mend it; `mapping_draft` writes the first one. Kept per sender under
the warehouse folder, it reads the next file of the same headings without being asked for.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tradewind.errors import RequestError, UnknownName
from tradewind.formats.cells import Habits
from tradewind.formats.fields import Office, office
from tradewind.formats.sheets import header_key
from tradewind.formats.values import Calendar, DecimalMark, Unreadable, unit_in_kg

ORDERS: Final[Mapping[str, bool | None]] = {"day-first": True, "month-first": False, "year-first": None}
CALENDARS: Final = ("gregorian", "buddhist", "solar-hijri", "ethiopian")
_KEYS: Final = {"table", "sheet", "header_row", "columns", "units", "dates", "decimal", "constants", "values"}
#: A sender's answer on the order of dates, kept beside the mappings.
_DATES_FILE: Final = "dates.toml"


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How to read one layout. `columns` has the heading of each field; `header_rows` are row numbers as a
    person sees them, two where headings stand in two rows; `words` the sender's words by field."""

    table: str
    columns: Mapping[str, str]
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    calendar: Calendar | None = None
    decimal: DecimalMark | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """The fields of its table."""
        return office(self.table)

    @property
    def identity(self) -> str:
        """SHA-256 of what it says, whatever its layout and comments."""
        return hashlib.sha256(
            json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()

    @property
    def signature(self) -> str:
        """Name of the layout it reads: its table and headings, short enough for a file name."""
        words = sorted(header_key(h) for h in self.columns.values())
        return hashlib.sha256("\n".join([self.table, *words]).encode()).hexdigest()[:16]

    def habits(self) -> Habits:
        """How the sender writes; `units.mass` stands for every mass without a unit of its own."""
        masses = [f.name for f in self.office.fields if f.kind == "mass"]
        everywhere = self.units.get("mass")
        units = {m: self.units.get(m, everywhere) for m in masses}
        # In seizures "mass" is itself a field; its unit is then that of all masses without another one.
        return Habits(
            day_first=self.day_first, calendar=self.calendar, decimal=self.decimal,
            units={m: u for m, u in units.items() if u}, words=self.words,
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """The content of the file, as `Instructions.mapping` carries it; what is not said is left out."""
        dates: dict[str, str] = {}
        if self.day_first is not None:
            dates["order"] = "day-first" if self.day_first else "month-first"
        if self.calendar is not None:
            dates["calendar"] = self.calendar
        rows = list(self.header_rows)
        said = {
            "table": self.table,
            "sheet": self.sheet,
            "header_row": rows[0] if len(rows) == 1 else rows or None,
            "decimal": self.decimal,
            "columns": dict(self.columns),
            "units": dict(self.units),
            "dates": dates,
            "constants": dict(self.constants),
            "values": {name: dict(words) for name, words in self.words.items()},
        }
        return {key: value for key, value in said.items() if value not in (None, {}, [])}

    def to_toml(self, comments: Mapping[str, str] | None = None, head: str = "") -> str:
        """The file as text; `comments` by key ("columns.net_mass") stand above their lines."""
        remarks = dict(comments or {})
        lines = [f"# {line}".rstrip() for line in head.splitlines()] + ([""] if head else [])
        said = self.as_dict()
        for key in ("table", "sheet", "header_row", "decimal"):
            if key in said:
                lines += _commented(remarks, key, f"{key} = {_value(said[key])}")
        for section in ("columns", "units", "dates", "constants"):
            if section in said:
                lines += ["", *_commented(remarks, section, f"[{section}]")]
                for key, value in said[section].items():
                    lines += _commented(remarks, f"{section}.{key}", f"{key} = {_value(value)}")
        for name, words in said.get("values", {}).items():
            lines += ["", *_commented(remarks, f"values.{name}", f"[values.{name}]")]
            for key, value in words.items():
                lines += _commented(remarks, f"values.{name}.{key}", f"{_value(key)} = {_value(value)}")
        return "\n".join(lines) + "\n"


def mapping_of(said: Mapping[str, Any]) -> FileMapping:
    """The mapping of a parsed file; RequestError that names the line's key where it cannot be meant."""
    strange = set(said) - _KEYS
    if strange:
        raise RequestError(
            f"the mapping has no key {sorted(strange)[0]!r}; it knows {', '.join(sorted(_KEYS))}"
        )
    if not isinstance(said.get("table"), str):
        raise RequestError('the mapping must say its table, such as table = "licences"')
    side = office(said["table"])
    columns = _texts(said, "columns")
    if not columns:
        raise RequestError(
            'the mapping names no columns; write [columns] and field = "Heading as in the file"'
        )
    dates = _texts(said, "dates")
    words = {_field(side, k): _texts(said["values"], k) for k in _section(said, "values")}
    return FileMapping(
        table=side.table,
        columns={_field(side, name): heading for name, heading in columns.items()},
        sheet=str(said["sheet"]) if said.get("sheet") else None,
        header_rows=_header_rows(said.get("header_row")),
        units=_units(side, _texts(said, "units")),
        day_first=_one_of(dates, "order", ORDERS),
        calendar=_one_of(dates, "calendar", {c: c for c in CALENDARS}),
        decimal=_one_of({k: said[k] for k in ("decimal",) if k in said}, "decimal", {".": ".", ",": ","}),
        constants={_field(side, name): value for name, value in _texts(said, "constants").items()},
        words=words,
    )


def read_mapping(path: Path) -> FileMapping:
    """The mapping in a file; RequestError where it is not TOML or not a mapping."""
    try:
        return mapping_of(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequestError(f"{path} is not a mapping file: {error}") from error
    except RequestError as error:
        raise RequestError(f"{path}: {error}") from error


def save_mapping(folder: Path, sender: str, mapping: FileMapping) -> Path:
    """Keep a mapping for a sender under the warehouse folder; an earlier one of the same headings gives way."""
    place = _folder_of(folder, sender)
    path = place / f"{mapping.signature}.toml"
    _put(path, mapping.to_toml(head=f"How files of {sender} are read."))
    return path


def kept_mappings(folder: Path, sender: str) -> Iterator[FileMapping]:
    """The mappings kept for a sender, those with most columns first, so that the closest fit comes first."""
    kept = [
        read_mapping(p) for p in sorted(_folder_of(folder, sender).glob("*.toml")) if p.name != _DATES_FILE
    ]
    yield from sorted(kept, key=lambda m: -len(m.columns))


def mapping_for(folder: Path, sender: str, signature: str) -> FileMapping | None:
    """The mapping kept for a sender under a signature, or None. `mapped.kept_for` finds it from the file."""
    return next((m for m in kept_mappings(folder, sender) if m.signature == signature), None)


def keep_day_first(folder: Path, sender: str, day_first: bool) -> None:
    """Keep a sender's answer on the order of dates, so that it is asked once."""
    order = "day-first" if day_first else "month-first"
    _put(_folder_of(folder, sender) / _DATES_FILE, f'order = "{order}"\n')


def kept_day_first(folder: Path, sender: str) -> bool | None:
    """The order of dates a sender has stated before; None where it was never asked."""
    path = _folder_of(folder, sender) / _DATES_FILE
    if not path.is_file():
        return None
    return ORDERS.get(str(tomllib.loads(path.read_text("utf-8")).get("order")))


def _put(path: Path, text: str) -> None:
    """Write whole or not at all: another process may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def _folder_of(folder: Path, sender: str) -> Path:
    """A sender's folder: its name made safe for any file system, and told apart from names that look alike."""
    plain = unicodedata.normalize("NFKD", sender).casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "sender"
    digest = hashlib.sha256(unicodedata.normalize("NFC", sender).encode()).hexdigest()[:8]
    return folder / "mappings" / f"{slug}-{digest}"


def _section(said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = said.get(key, {})
    if not isinstance(found, Mapping):
        raise RequestError(f"[{key}] of the mapping must be a section with one line for each field")
    return found


def _texts(said: Mapping[str, Any], key: str) -> dict[str, str]:
    found = _section(said, key)
    for name, value in found.items():
        if isinstance(value, Mapping | list):
            raise RequestError(f"{key}.{name} of the mapping must be one value")
    return {str(name): str(value) for name, value in found.items()}


def _field(side: Office, name: str) -> str:
    try:
        return side.field(name).name
    except UnknownName as error:
        names = ", ".join(f.name for f in side.fields)
        raise RequestError(f"the table {side.table} has no field {name!r}; it has {names}") from error


def _units(side: Office, units: Mapping[str, str]) -> dict[str, str]:
    known = {}
    for name, unit in units.items():
        try:
            unit_in_kg(unit)
        except Unreadable as error:
            raise RequestError(f"units.{name} of the mapping: {error}") from error
        known[name if name == "mass" else _field(side, name)] = unit
    return known


def _header_rows(stated: Any) -> tuple[int, ...]:
    rows = stated if isinstance(stated, list) else [] if stated is None else [stated]
    if not all(isinstance(r, int) and r > 0 for r in rows) or len(rows) > 2:
        raise RequestError(
            "header_row of the mapping must be the number of a row, or of two rows in brackets"
        )
    return tuple(rows)


def _one_of(said: Mapping[str, Any], key: str, choices: Mapping[str, Any]) -> Any:
    if key not in said:
        return None
    if said[key] not in choices:
        raise RequestError(f"{key} of the mapping must be one of {', '.join(choices)}, not {said[key]!r}")
    return choices[said[key]]


def _value(value: Any) -> str:
    """A TOML value; JSON strings are TOML basic strings but for DEL and raw control characters."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _commented(remarks: Mapping[str, str], key: str, line: str) -> list[str]:
    return [*(f"# {text}" for text in remarks.get(key, "").splitlines()), line]
