"""Low-value parcels: data of consignments as CSV or workbook, one row an item of a parcel.

Source of the columns: the data elements of a customs declaration for low-value consignments (data set H7, Commission
Delegated Regulation (EU) 2015/2446, Annex B) and the item attributes that posts send each other (UPU standard M33,
ITMATT). No office publishes a CSV of them; headings are understood by the names of the elements, in any order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tradewind.errors import FileRefused
from tradewind.formats.canonical_fields import canonical_habits, canonical_office
from tradewind.formats.grid import Grid, GridReader
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell, as_text, header_key
from tradewind.formats.tabular import TableAt, chunks_of, heads_of

#: Field, then the headings that name it, as `header_key` reduces them.
_NAMES: Final = """
declaration_id: mrn | declaration number | item id | item identifier | s10 identifier | s10 item identifier |
    parcel id | parcel number | consignment number | tracking number | shipment number
local_reference: lrn | local reference number
previous_document: previous document | previous document reference number
ucr: reference number ucr | ucr | transport document | transport document reference number | house air waybill |
    hawb | house waybill | awb
item: goods item number | item number | content piece number | content piece index | declaration goods item
    number
lodged_on: acceptance date | declaration acceptance date | date of acceptance | posting date | date of posting |
    lodgement date | declaration date
office: customs office | customs office of presentation | customs office of lodgement | office of destination
exporter_id: exporter identification number | sender identifier | seller identification number
exporter: exporter name | exporter | sender name | sender | seller name | seller | shipper name | shipper
exporter_address: exporter address | sender address | seller address | shipper address | exporter street and
    number
exporter_country: exporter country | sender country | seller country | shipper country
importer_id: importer identification number | addressee identifier | importer eori
importer: importer name | importer | addressee name | addressee | recipient name | recipient | consignee name |
    consignee | buyer name
importer_address: importer address | addressee address | recipient address | consignee address | importer street
    and number
importer_country: importer country | addressee country | recipient country | consignee country
declarant_id: declarant identification number | declarant eori
declarant: declarant name | declarant | representative name
description: description of goods | goods description | content description | content piece description |
    detailed description of contents | description
hs_code: commodity code | harmonised system sub heading code | harmonized system sub heading code | hs code | hs
    tariff number | content piece hs code | tariff number
origin: country of origin | origin country | content piece origin country | origin
dispatch: country of dispatch | country of export | origin post country | dispatch country
destination: country of destination | destination country
net_mass_kg: net mass | net mass kg | net weight | net weight kg | content piece net weight
gross_mass_kg: gross mass | gross mass kg | gross weight | gross weight kg | measured gross weight | declared
    gross weight | item weight
packages: number of packages | packages
quantity: supplementary units | quantity | number of units | content piece number of units
value: intrinsic value | intrinsic value amount | item amount invoiced | declared value | content piece value |
    postal value | customs value | value
currency: intrinsic value currency | invoice currency | currency | currency code | declared value currency
documents: supporting document | supporting documents | supporting document type | additional documents
procedure: additional procedure | additional procedure code | nature of transaction | item category | category
    of item
un_number: un number | dangerous goods un number
"""
#: Headings that only parcels have: one of them must be there.
_MARKS: Final = frozenset({
    "intrinsic value", "intrinsic value amount", "intrinsic value currency", "ioss number", "ioss",
    "additional fiscal reference", "s10 identifier", "s10 item identifier", "parcel id", "parcel number",
    "addressee name", "addressee", "content description", "content piece description", "postal value",
    "content piece value", "content piece hs code", "house air waybill", "hawb",
})  # fmt: skip
_LEAST_NAMES: Final = 5
_FIELD_OF: Final = {
    key.strip(): line.partition(":")[0]
    for line in _NAMES.replace("\n    ", " ").strip().splitlines()
    for key in line.partition(":")[2].split("|")
}


@dataclass(slots=True)
class Parcels:
    """Reads parcel data into `declarations`, regime import unless sender's country is the office's own."""

    name: str = "parcels"
    version: str = "1.0"
    title: str = "data of low-value parcels"

    def recognises(self, opened: Opened) -> float:
        """0.85 where a row of headings has a mark of parcels and enough of their elements."""
        return 0.85 if any(True for _ in heads_of(opened, _is_head)) else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """One row an item; columns of other names are named in a notice, their values kept in `unread`."""
        found = list(heads_of(opened, _is_head))
        if not found:
            raise FileRefused(
                str(opened.path), "it has no headings of parcel data", "draft a mapping with --explain"
            )
        for table in found:
            yield from _read(opened, table, instructions)


def _is_head(row: Sequence[Cell]) -> bool:
    keys = {header_key(cell) for cell in row}
    return bool(keys & _MARKS) and len({_FIELD_OF[k] for k in keys if k in _FIELD_OF}) >= _LEAST_NAMES


def _read(opened: Opened, table: TableAt, said: Instructions) -> Iterator[Rows | Refused | Notice]:
    written = [as_text(cell) for cell in table.head]
    fields = [_FIELD_OF.get(header_key(w)) for w in written]
    fields = [f if f and f not in fields[:n] else None for n, f in enumerate(fields)]
    own = [n for n, f in enumerate(fields) if f in ("declaration_id", "local_reference", "ucr")]
    habits = canonical_habits("declarations", said)
    defaults: dict[str, Cell] = {"regime": "import", "message": "declaration", "status": "low value"}
    reader = GridReader(canonical_office("declarations"), habits, defaults, "canonical")
    extra = [n for n, (w, f) in enumerate(zip(written, fields, strict=True)) if w and f is None]
    more = (
        [*written, "unread"] if "declaration_id" in fields else [*written, "unread", "number of the parcel"]
    )
    for rows, numbers in chunks_of(opened, table):
        filled = [
            _row(row, len(written), written, extra, own if "declaration_id" not in fields else None)
            for row in rows
        ]
        named = [*fields, "unread"] if "declaration_id" in fields else [*fields, "unread", "declaration_id"]
        yield from reader.read(Grid(more, named, filled, numbers, table.sheet))
        if reader.has_asked:
            return
    yield from reader.notices()
    if extra:
        names = ", ".join(written[n] for n in extra[:10])
        yield Notice(f"columns without a place of their own are kept with each row as unread: {names}")


def _row(
    row: list[Cell], wide: int, written: list[str], extra: list[int], own: list[int] | None
) -> list[Cell]:
    """A row with what is not read of it as JSON, and with its number where another reference has to be that."""
    padded = [*row[:wide], *[None] * (wide - len(row))]
    kept = {written[n]: as_text(padded[n]) for n in extra if padded[n] is not None}
    unread = json.dumps(kept, ensure_ascii=False) if kept else None
    if own is None:
        return [*padded, unread]
    return [*padded, unread, next((padded[n] for n in own if padded[n] is not None), None)]


READER: Reader = Parcels()
