"""Names as people write them: `find`, and every name we know for those who build matchers of their own.

A name is compared without case, spaces, hyphens and width, with Cyrillic and Greek look-alikes of Latin
letters folded, so that "хладон 22", "ХЛАДОН-22" and "R 134 А" (a Cyrillic А) are found. Numbers (R, CFC, HCFC,
HFC, HFO, F, halon, a brand word), CAS and UN numbers, formulas and systematic names are read by their grammar,
everything else from the data files.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from tradewind.reference.blends import all_blends, all_substances
from tradewind.reference.formulas import parse_name
from tradewind.reference.rows import read
from tradewind.reference.substances import Entry

_LOOKALIKES: Final = str.maketrans(
    "авекмнорстухіјѕԁԛԝαβεζηικμνορτυχϲ" + "أإآٱىةکی",
    "abekmhopctyxijsdqwabezhikmnoptyxc" + "اااايهكي",
)


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name we know. `kind` is substance, chemical, formula, cas, un, trade, brand (a word that stands
    before an ASHRAE number), group, generic, package, activity, equipment, spelling, concealment, maker or
    warning; `designations` is empty where the name means no substance, `meaning` says what it means then. `language`
    is ISO 639-1, or "mul".
    """

    name: str
    language: str
    kind: str
    designations: tuple[str, ...]
    confidence: str
    source: str
    note: str = ""
    meaning: str = ""


def normalise(name: str) -> str:
    """The form in which names are compared: letters and digits only, folded as this module says.

    >>> normalise("R 134 А") == normalise("r-134a")
    True
    """
    wide = unicodedata.normalize("NFKD", name).casefold()
    kept = (c for c in wide if not ("\u0300" <= c <= "\u036f" or c == "ـ"))
    plain = unicodedata.normalize("NFC", "".join(kept)).translate(_LOOKALIKES)
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c
        for c in plain
        if unicodedata.category(c)[0] in "LNM"
    )


@cache
def all_names() -> tuple[NameRow, ...]:
    """Every name of the data files and of the entries themselves; a name may stand more than once."""
    return (*_own_names(), *_trade_names(), *_synonyms())


@cache
def name_index() -> Mapping[str, tuple[str, ...]]:
    """Normalised name -> the designations it can mean; names that mean no substance are left out."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in all_names():
        if row.designations and row.kind not in {"formula", "un", "contains"}:
            found[normalise(row.name)].update(dict.fromkeys(row.designations))
    return MappingProxyType({name: tuple(designations) for name, designations in found.items()})


def _own_names() -> list[NameRow]:
    rows = []
    for entry in (*all_substances(), *all_blends()):
        source = entry.sources[0]

        def own(name: str, kind: str, language: str, entry: Entry = entry, source: str = source) -> None:
            rows.append(NameRow(name, language, kind, (entry.designation,), entry.confidence, source))

        own(entry.designation, "substance", "mul")
        if (
            entry.protocol_name
            and entry.protocol_name != entry.designation
            and "(all" not in entry.designation
        ):
            own(entry.protocol_name, "substance", "mul")
        if entry.kind != "blend" and _names_one(entry):
            own(entry.name, "chemical", "en")
        for value, kind in ((entry.formula, "formula"), (entry.cas, "cas"), (entry.un_number, "un")):
            if value:
                own(f"UN {value}" if kind == "un" else value, kind, "mul")
    return rows


def _names_one(entry: Entry) -> bool:
    """Whether a chemical name means this entry alone: one without locants may mean several isomers, which the
    grammar of names tells and the index cannot."""
    located = entry.name[0].isdigit() or entry.name.startswith("(") or not entry.controlled
    return (entry.kind == "substance" and located) or parse_name(entry.name) is None


def _trade_names() -> list[NameRow]:
    kinds = {"is": "trade", "contains": "contains", "maker": "maker", "unknown": "trade"}
    return [
        NameRow(
            row["name"], "mul", kinds[row["relation"]], _designations(row["designations"]),
            row["confidence"], row["source"], row["notes"],
        )
        for row in read("trade_names")
    ]  # fmt: skip


def _synonyms() -> list[NameRow]:
    return [
        NameRow(
            row["name"], row["language"], row["kind"], _designations(row["designations"]),
            row["confidence"], row["source"], row["notes"], row["meaning"],
        )
        for table in ("synonyms", "names_extra")
        for row in read(table)
    ]  # fmt: skip


def _designations(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


@cache
def rows_by_name() -> Mapping[str, tuple[NameRow, ...]]:
    found: dict[str, list[NameRow]] = defaultdict(list)
    for row in all_names():
        if row.kind not in {"formula", "un", "cas"}:
            found[normalise(row.name)].append(row)
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})
