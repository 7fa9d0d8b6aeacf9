"""The fields of a canonical table under its own names: what messages fill and what plain CSV files can state."""

from __future__ import annotations

from functools import cache
from typing import Final

from tradewind.formats.cells import Habits
from tradewind.formats.fields import Field, Kind, Office
from tradewind.formats.reading import Instructions
from tradewind.tables import Column, table

_KINDS: Final[dict[str, Kind]] = {
    "text": "text", "texts": "texts", "int": "whole", "grams": "mass", "minor": "whole", "double": "number",
    "date": "day", "bool": "yesno",
}  # fmt: skip
#: Columns whose values are understood and not only kept.
_MEANT: Final[dict[str, Kind]] = {
    "hs_code": "code", "national_code": "national", "currency": "currency", "substance": "substance",
    "substance_found": "substance", "route": "places",
    **dict.fromkeys(
        ("origin", "dispatch", "destination", "partner", "party", "country", "from_country", "to_country",
         "vehicle_country", "importer_country", "exporter_country", "consignee_country"),
        "place",
    ),
}  # fmt: skip
#: The same, of one table: a quota may be given in a gas or in a group of the annexes.
_MEANT_IN: Final[dict[str, dict[str, Kind]]] = {"quotas": {"substance": "group"}}
#: Other names of columns, as the outcome sheet and its readers say them.
ALIASES: Final[dict[str, dict[str, str]]] = {
    "inspections": {
        "selected_by": "chosen_by", "inclusion_probability": "chosen_probability",
        "found_substance": "substance_found", "found_mass_g": "mass_found_g", "found_kg": "mass_found_kg",
        "explanation_ends_on": "explanation_until",
    },
}  # fmt: skip
#: Provenance that a file may state of its own rows.
_STATED: Final = ("source", "published_on")


@cache
def canonical_office(name: str) -> Office:
    """A canonical table as an office's: a field for each column, masses also in kg, money also in whole units.

    A row needs its own number where the table's key begins with one.
    """
    made = table(name)
    required = next((c for c in made.key if c != "source" and c.endswith("_id")), "")
    fields: list[Field] = []
    for column in made.columns:
        fields += _fields(name, column, made.names, required)
    fields += [Field(n, "text" if n == "source" else "day", (n,)) for n in _STATED]
    counted = ("item", "declaration_id") if name == "declarations" else None
    remarks = next((c for c in ("note", "remark") if c in made.names), None)
    return Office(name, tuple(fields), counted=counted, remarks=remarks)


def canonical_habits(name: str, said: Instructions, mass_unit: str = "g") -> Habits:
    """Habits of a file under canonical names: masses of `_g` columns in `mass_unit`, numbers with a point."""
    units = {
        f.name: "kg" if f.name.endswith("_kg") else mass_unit
        for f in canonical_office(name).fields
        if f.kind == "mass"
    }
    return Habits(day_first=said.day_first, calendar=said.calendar, decimal=".", units=units)


def _fields(table_name: str, column: Column, names: tuple[str, ...], required: str) -> list[Field]:
    meant = _MEANT | _MEANT_IN.get(table_name, {})
    kind = meant.get(column.name) or _KINDS[column.kind]
    columns: tuple[str, ...] = (column.name,)
    if kind == "substance" and "substance_text" in names:
        columns = (column.name, "substance_text")
    if column.name == "lodged_on":
        columns = (column.name, "lodged_text")
    if column.name == "hs_code":
        columns = tuple(n for n in ("hs_code", "national_code") if n in names)
    made = [Field(column.name, kind, columns, required=column.name == required)]
    if column.kind == "grams":
        made.append(Field(column.name.removesuffix("_g") + "_kg", "mass", columns))
    if column.kind == "minor" and column.name == "value_minor":
        made.append(Field("value", "money", columns))
    return made


def field_named(name: str, heading: str) -> str | None:
    """The field of a table that a heading names, whatever its case; None where it names none."""
    return _named(name).get(heading.strip().casefold().replace(" ", "_"))


@cache
def _named(name: str) -> dict[str, str]:
    fields = {f.name: f.name for f in canonical_office(name).fields}
    return fields | {alias: fields[known] for alias, known in ALIASES.get(name, {}).items()}
