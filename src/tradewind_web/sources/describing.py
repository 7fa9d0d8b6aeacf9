"""A table nobody has described: what the draft of its mapping says, as plain values for a page, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tradewind.formats.fields import OFFICES, Field
from tradewind.formats.mapping_draft import Draft
from tradewind.formats.template_text import HEADERS, KINDS, NOTES, TITLES, text_of
from tradewind.languages import translator

#: Language code of a page -> of the library's texts.
_LANGUAGES: Final = {"zh-hans": "zh"}
#: Tables that a person can choose here: those an office keeps in a register of its own.
DESCRIBED: Final = {table: kind for kind, table in KINDS.items()}


def drafted(draft: Draft) -> dict[str, Any]:
    """The draft as JSON: `mapping`, `headings` with their first values, `questions`."""
    return {
        "mapping": draft.mapping.as_dict(),
        "headings": [[heading, list(values)] for heading, values in draft.headings.items()],
        "questions": list(draft.questions),
    }


def tables_for(language: str) -> list[tuple[str, str]]:
    """(table, its title) of what a file can be said to hold, in the language."""
    say = translator("formats", _LANGUAGES.get(language, language))
    return [(table, say(TITLES[kind])) for table, kind in DESCRIBED.items()]


def fields_for(table: str, language: str) -> list[tuple[str, str]]:
    """(field, its heading) that a column of this table can hold, in the language; required ones have a star."""
    say = translator("formats", _LANGUAGES.get(language, language))
    return [(f.name, _heading(table, f, say)) for f in OFFICES[table].fields]


def meanings_for(table: str, language: str) -> dict[str, str]:
    """Field -> one sentence on what it holds, in the language."""
    say = translator("formats", _LANGUAGES.get(language, language))
    found = {f.name: text_of(NOTES, table, f.name) for f in OFFICES[table].fields}
    return {name: say(text) for name, text in found.items() if text}


def mapping_from(
    draft: Mapping[str, Any], table: str, fields: Mapping[str, str], *, unit: str, day_first: bool | None,
    decimal: str, constants: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """The mapping that a person settled: `fields` has the field of each heading; what the draft knew beside stays."""
    known = draft["mapping"]
    same = known["table"] == table
    columns = {field: heading for heading, field in fields.items() if field}
    masses = [f.name for f in OFFICES[table].fields if f.kind == "mass" and f.name in columns]
    said: dict[str, Any] = {
        "table": table,
        "sheet": known.get("sheet"),
        "header_row": known.get("header_row"),
        "decimal": decimal or None,
        "columns": columns,
        "units": {m: unit or known.get("units", {}).get(m, "kg") for m in masses},
        "dates": {} if day_first is None else {"order": "day-first" if day_first else "month-first"},
        "constants": {k: v for k, v in constants.items() if v and k not in columns},
        "values": {k: v for k, v in known.get("values", {}).items() if same and k in columns},
    }  # fmt: skip
    return {key: value for key, value in said.items() if value not in (None, {}, [])}


def _heading(table: str, field: Field, say: Any) -> str:
    return str(say(text_of(HEADERS, table, field.name) or field.name.replace("_", " "))) + (
        " *" if field.required else ""
    )
