"""What an item of a declaration asks of a licence, in the words of `POST /api/v1/licences/{number}/reservations`.

Which box of a Single Administrative Document and which element of the WCO Data Model each field is read from stands
in docs/how-to/connect-a-customs-system.md.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tradewind.errors import FileRefused
from tradewind.quantities import kilograms
from tradewind.recognition import recognise

Row = Mapping[str, Any]

#: The platform keeps keys of so many characters.
_LONGEST_KEY: Final = 100
#: Who must be the holder of the licence, by what happens to the goods; the first that is stated.
_HOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "export": ("exporter_id",), "re-export": ("exporter_id",), "transit": ("declarant_id", "consignee_id"),
}  # fmt: skip
_IMPORTER: Final = ("importer_id", "consignee_id")
_LEAVES: Final = frozenset({"export", "re-export", "transit"})
#: Columns of the file for what could not be asked: those of the table of declarations that a call is made from.
FALLBACK: Final = (
    "declaration_id", "item", "revision", "lodged_on", "office", "regime", "procedure", "importer_id", "exporter_id",
    "consignee_id", "declarant_id", "dispatch", "destination", "hs_edition", "hs_code", "description", "substance",
    "net_mass_g", "licence_id", "ucr", "documents", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One item and what is to be asked for it; `row` is as it was read."""

    licence: str
    key: str
    said: Mapping[str, Any]
    row: Row

    @property
    def name(self) -> str:
        """Declaration and item, for a sentence."""
        return f"{self.said['declaration']} item {self.said['item']}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that names a licence and cannot be asked about, with the reason."""

    name: str
    licence: str
    why: str


def calls_of(rows: Iterable[Row], revision: int | None = None) -> tuple[list[Call], list[Skipped], int]:
    """The calls for items that name a licence, the items that cannot be asked about, and how many name none."""
    calls: list[Call] = []
    skipped: list[Skipped] = []
    silent = 0
    for row in rows:
        licence = (row["licence_id"] or "").strip()
        why = _why_not(row)
        if not licence:
            silent += 1
        elif why:
            skipped.append(Skipped(f"{row['declaration_id'] or '?'} item {row['item'] or '?'}", licence, why))
        else:
            calls.append(_call(licence, row, revision))
    return calls, skipped, silent


def key_of(declaration: str, item: int, revision: int) -> str:
    """The key of a request: the same declaration, item and revision is the same request, however often it is sent.

    >>> key_of("KNG-2026-C-88", 3, 1)
    'KNG-2026-C-88:3:1'
    """
    plain = f"{declaration}:{item}:{revision}"
    if len(plain) <= _LONGEST_KEY and plain.isascii() and plain.isprintable():
        return plain
    return hashlib.sha256(plain.encode()).hexdigest()


def _why_not(row: Row) -> str:
    if row["message"] == "amendment":
        return "an amendment states only what it changes: adjust or cancel what is held"
    if row["status"] == "cancelled":
        return "the declaration was cancelled"
    if not row["declaration_id"]:
        return "it has no number of its declaration"
    if not row["net_mass_g"]:
        return "it states no net mass"
    return ""


def _call(licence: str, row: Row, revision: int | None) -> Call:
    regime = row["regime"] or ""
    item = row["item"] or 1
    known = row["revision"] or revision or 1
    said: dict[str, Any] = {
        "declaration": row["declaration_id"],
        "item": item,
        "net_mass_kg": kilograms(row["net_mass_g"]),
        "trader_number": _first(row, _HOLDERS.get(regime, _IMPORTER)),
        "regime": regime or (row["procedure"] or "").partition(" ")[0],
        "substance": row["substance"] or _named(row["description"]),
        "hs_code": row["national_code"] or row["hs_code"] or "",
        "hs_edition": row["hs_edition"] or "" if not row["hs_edition_inferred"] else "",
        "office": row["office"] or "",
        "partner": _country(row["destination"] if regime in _LEAVES else row["dispatch"]),
        "document_codes": list(row["documents"] or ()),
        "accepted_on": row["lodged_on"].isoformat() if row["lodged_on"] else None,
    }
    said = {name: value for name, value in said.items() if value not in ("", None, [])}
    said.setdefault("trader_number", "")  # the office asks for both; empty is not compared
    said.setdefault("regime", "")
    return Call(licence, key_of(row["declaration_id"], item, known), said, row)


def _first(row: Row, names: Sequence[str]) -> str:
    return next((row[name] for name in names if row[name]), "")


def _named(description: str | None) -> str:
    """The one gas the description names; nothing where it names none, several, or only what the goods are for."""
    mentions = recognise(description).mentions if description else ()
    found = {m.designation for m in mentions if not m.ambiguous}
    return found.pop() if len(found) == 1 and {m.role for m in mentions} == {"named"} else ""


def _country(code: str | None) -> str:
    return code if code and len(code) == 3 and code.isalpha() else ""


def keep_for_later(path: Path, calls: Sequence[Call]) -> None:
    """Write what could not be asked beside what the file holds from before; it appears whole or not at all.

    The file is a table of declarations under its own names, so `tradewind load`, the platform's daily file and
    `tradewind reserve` itself read it.

    Raises:
        FileRefused: another kind of file lies there.
    """
    held: dict[tuple[str, str, str], dict[str, str]] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            lines = csv.DictReader(stream)
            if tuple(lines.fieldnames or ()) != FALLBACK:
                raise FileRefused(
                    str(path), "is no file of items that could not be asked", "name another with --fallback"
                )
            held = {(r["declaration_id"], r["item"], r["licence_id"]): r for r in lines}
    for call in calls:
        text = {name: _text(_kept(call, name)) for name in FALLBACK}
        held[text["declaration_id"], text["item"], text["licence_id"]] = text
    made = path.with_name(path.name + ".part")
    with made.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FALLBACK)
        writer.writeheader()
        writer.writerows(held.values())
        stream.flush()
        os.fsync(stream.fileno())
    made.replace(path)


def _kept(call: Call, name: str) -> Any:
    """What the file says: as it was read, with what the key was made of."""
    if name == "hs_code":
        return call.row["national_code"] or call.row["hs_code"]
    if name == "item":
        return call.said["item"]
    if name == "revision":
        tail = call.key.rpartition(":")[2]
        return tail if tail.isdigit() and ":" in call.key else call.row["revision"]
    if name == "hs_edition" and call.row["hs_edition_inferred"]:
        return None
    return call.row[name]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, list) else str(value)
