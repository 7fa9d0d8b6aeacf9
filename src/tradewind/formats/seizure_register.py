"""A register of seizures: one JSON object a line, or CSV of the same columns, one row a case.

The columns are those of the register of public cases that ships with the product, so that an office can keep
its own in the same form. In CSV a list is written with `;` between its parts and `substances` as JSON. A case
becomes one row a substance; what is not disclosed stays unknown, and a partial date stays partial.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from tradewind.errors import FileRefused
from tradewind.formats.frames import headings, records
from tradewind.formats.naming import place_code, place_codes
from tradewind.formats.numerals import Unreadable, parse_mass_g, parse_number
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.values import parse_date
from tradewind.recognition import designation_in
from tradewind.tables import table

_NEEDED: Final = frozenset({"id", "kind", "country", "substances", "outcome"})
_TYPICAL: Final = _NEEDED | {
    "date", "place", "agency", "total_kg", "kg_basis", "total_cylinders", "modus_operandi", "detection", "source_url",
}  # fmt: skip
_PLAIN: Final = (
    "kind", "place", "agency", "declared_as", "hs_code", "outcome", "outcome_note", "source_type", "confidence",
)  # fmt: skip
_PLACES: Final = ("origin", "dispatch", "transit", "destination")
_LISTS: Final = (*_PLACES, "modus_operandi", "detection")
_ROWS_A_CHUNK: Final = 20_000
#: Who says so, where no sender is named: the register compiled from public reports.
PUBLIC: Final = "public-cases"


class _Wrong(Exception):
    """A cell that cannot be read, and its column."""

    def __init__(self, column: str, value: Any, cause: Unreadable) -> None:
        self.column, self.value, self.cause = column, value, cause
        super().__init__(column)


@dataclass(slots=True)
class SeizureRegister:
    """Reads a register of seizures as JSON lines, JSON or CSV into `seizures`, one row a case and substance."""

    name: str = "seizure-register"
    version: str = "1.0"
    title: str = "register of seizures"

    def recognises(self, opened: Opened) -> float:
        """How much of the register's columns are there; 0 where one of the indispensable is not."""
        if opened.kind not in ("jsonl", "json", "csv"):
            return 0.0
        present = set(headings(opened))
        return len(_TYPICAL & present) / len(_TYPICAL) if present >= _NEEDED else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every case; a case that cannot be read is refused whole, so that no part of it counts alone."""
        source = instructions.sender or PUBLIC
        seen: set[str] = set()
        waiting: list[dict[str, Any]] = []
        for number, case in _cases(opened):
            try:
                name = str(case.get("id") or "")
                if not name or name in seen:
                    raise _Wrong("id", name, _bad_id(name))
                waiting += _lines(case, instructions, number, source)
                seen.add(name)
            except _Wrong as wrong:
                record = {k: _told(v) for k, v in case.items()}
                why = wrong.cause
                yield Refused(number, wrong.column, _told(wrong.value), why.reason, why.mend, record=record)
            if len(waiting) >= _ROWS_A_CHUNK:
                yield _rows(waiting)
                waiting = []
        yield _rows(waiting)


def _rows(lines: list[dict[str, Any]]) -> Rows:
    names = table("seizures").arrow
    schema = pa.schema([names.field(n) for n in (*table("seizures").names, "source", "source_row")])
    return Rows("seizures", pa.Table.from_pylist(lines, schema))


def _bad_id(name: str) -> Unreadable:
    if name:
        return Unreadable(
            f'the case "{name}" is in the file twice', "keep one of them, or give it another number"
        )
    return Unreadable("the case has no number", "give every case a number of its own")


def _cases(opened: Opened) -> Iterator[tuple[int, dict[str, Any]]]:
    if opened.kind != "csv":
        yield from enumerate(records(opened), 1)
        return
    rows = opened.rows()
    names = [name.strip().lstrip("\ufeff") for name in next(rows)[1]]
    for number, cells in rows:
        case: dict[str, Any] = {name: text.strip() or None for name, text in zip(names, cells, strict=False)}
        try:
            yield number, {name: _uncelled(name, text) for name, text in case.items()}
        except ValueError as error:
            reason = f"line {number} has a list that is not JSON ({error})"
            raise FileRefused(
                str(opened.path), reason, "write lists as a;b and substances as JSON"
            ) from error


def _uncelled(name: str, text: str | None) -> Any:
    """A CSV cell as the value JSON would have had."""
    if text is None:
        return [] if name in (*_LISTS, "substances") else None
    if text.startswith(("[", "{")):
        return json.loads(text, parse_int=str, parse_float=str)
    if name in _LISTS:
        return [part.strip() for part in text.split(";") if part.strip()]
    if name == "substances":
        return [{"designation": part.strip()} for part in text.split(";") if part.strip()]
    return text


def _lines(case: Mapping[str, Any], said: Instructions, number: int, source: str) -> Iterator[dict[str, Any]]:
    whole = _whole_case(case, said) | {"source": source, "source_row": number}
    parts = case.get("substances") or [{}]
    for line, part in enumerate(parts, 1):
        text = part.get("designation")
        yield whole | {
            "line": line,
            "substance": designation_in(text) if text else None,
            "substance_text": text,
            "mass_g": _mass(part, "kg"),
            "cylinders": _count(part, "cylinders"),
        }


def _whole_case(case: Mapping[str, Any], said: Instructions) -> dict[str, Any]:
    day = _day(case, said)
    value = case.get("value") or {}
    return {name: case.get(name) for name in _PLAIN} | {
        "case_id": str(case["id"]),
        "country": place_code(case["country"], "iso") if case.get("country") else None,
        "seized_from": day.first if day else None,
        "seized_to": day.last if day else None,
        "date_text": case.get("date") or case.get("date_note"),
        "total_mass_g": _mass(case, "total_kg"),
        "mass_basis": case.get("kg_basis"),
        "total_cylinders": _count(case, "total_cylinders"),
        "equipment_units": _count(case, "equipment_units"),
        **{name: place_codes(case.get(name) or [], "iso") for name in _PLACES},
        "transport": case.get("transport_mode"),
        "methods": list(case.get("modus_operandi") or []),
        "detection": list(case.get("detection") or []),
        "claimed_co2e_t": _number(case, "co2e_t"),
        "value_minor": _minor(value),
        "currency": value.get("currency") if isinstance(value, dict) else None,
        "source_address": case.get("source_url"),
    }


def _day(case: Mapping[str, Any], said: Instructions) -> Any:
    try:
        return parse_date(case.get("date") or case.get("year"), said.day_first, said.calendar)
    except Unreadable as error:
        raise _Wrong("date", case.get("date"), error) from error


def _mass(where: Mapping[str, Any], name: str) -> int | None:
    try:
        return parse_mass_g(_told(where.get(name)), "kg", ".")
    except Unreadable as error:
        raise _Wrong(name, where.get(name), error) from error


def _number(where: Mapping[str, Any], name: str) -> float | None:
    try:
        number = parse_number(_told(where.get(name)), ".")
    except Unreadable as error:
        raise _Wrong(name, where.get(name), error) from error
    return None if number is None else float(number)


def _count(where: Mapping[str, Any], name: str) -> int | None:
    number = _number(where, name)
    if number is not None and (number < 0 or number != int(number)):
        raise _Wrong(name, where.get(name), Unreadable("this is no count", "write a whole number"))
    return None if number is None else int(number)


def _minor(value: Any) -> int | None:
    """The published value in hundredths; every currency in the register has them."""
    if not isinstance(value, dict):
        return None
    number = _number(value, "amount")
    return None if number is None else round(number * 100)


def _told(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


READER: Reader = SeizureRegister()
