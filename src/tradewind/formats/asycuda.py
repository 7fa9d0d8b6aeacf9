"""ASYCUDA World declarations (Single Administrative Document) in XML, one row an item.

Source of the layout: the XML that ASYCUDA World exports and imports (UNCTAD), read from files of several
administrations. An empty value is `<null/>`. The office's number is office, year, serial letter and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tradewind.errors import FileRefused
from tradewind.formats.message_values import country, joined, regime
from tradewind.formats.messages import Item, Message, MessageRows, rows_of
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import Part, unread_text
from tradewind.formats.xml_stream import Plan, first_names

PLAN: Final = Plan(frozenset({"asycuda", "awmds"}), frozenset({"item"}))
STANDARD: Final = "ASYCUDA World"
ELEMENTS: Final[Mapping[str, str]] = {
    "declaration_id": "Identification/Registration/Number", "lodged_on": "Identification/Registration/Date",
    "published_on": "Identification/Registration/Date", "local_reference": "Declarant/Reference/Number",
    "hs_code": "Tarification/HScode/Commodity_code", "packages": "Packages/Number_of_packages",
    "net_mass_g": "Valuation_item/Weight_itm/Net_weight_itm", "currency": "Item_Invoice/Currency_code",
    "gross_mass_g": "Valuation_item/Weight_itm/Gross_weight_itm", "value": "Item_Invoice/Amount_foreign_currency",
    "quantity": "Supplementary_unit/Suppplementary_unit_quantity", "description": "Goods_description",
}  # fmt: skip
#: Numeric ISO 4217 codes of administrations that write them so.
_NUMERIC: Final = {"840": "USD", "978": "EUR", "826": "GBP", "643": "RUB", "156": "CNY", "392": "JPY", "356": "INR",
                   "949": "TRY", "981": "GEL", "398": "KZT", "051": "AMD", "860": "UZS", "980": "UAH", "498": "MDL",
                   "417": "KGS", "784": "AED", "376": "ILS", "756": "CHF"}  # fmt: skip


@dataclass(slots=True)
class Asycuda:
    """Reads ASYCUDA World SAD files into `declarations`."""

    name: str = "asycuda"
    version: str = "1.0"
    title: str = "an ASYCUDA World declaration"

    def recognises(self, opened: Opened) -> float:
        """1 where the document, or what its envelope holds, is an ASYCUDA or Awmds element."""
        names = {n.casefold() for n in first_names(opened)}
        return 1.0 if names & PLAN.records else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every item; FileRefused for an empty form, one refused row for a declaration without its items."""
        yield from _Reading(opened, instructions).run()


@dataclass(slots=True)
class _Reading:
    """One file on its way into rows."""

    opened: Opened
    said: Instructions
    items: MessageRows = field(init=False)
    others: MessageRows = field(init=False)
    _line: dict[str, Cell] = field(default_factory=dict)
    _manifests: int = 0
    _read: int = 0

    def __post_init__(self) -> None:
        self.items = MessageRows("declarations", ELEMENTS, self.said)
        self.others = MessageRows("customs_messages", ELEMENTS, self.said)

    def run(self) -> Iterator[Rows | Refused | Notice]:
        yield from rows_of(self.opened, PLAN, (self.items, self.others), self._message)
        if not (self._read or self._manifests):
            raise self._nothing()
        if self._manifests:
            yield Notice(
                "an ASYCUDA World cargo manifest: bills of lading, no declaration; kept in customs_messages"
            )

    def _message(self, message: Message) -> Iterator[Rows | Refused | Notice]:
        header = message.header
        if header.key == "awmds":
            self._manifests += 1
            yield from self.others.add(message.number, _manifest(header))
            return
        if message.is_first:
            self._line = _header_line(header)
            if not message.items:
                yield from self._without_items(message)
                return
        self._read += len(message.items)
        for item, first in message.lines():
            yield from self.items.add(item.number, _item_line(item, self._line, header, first))

    def _without_items(self, message: Message) -> Iterator[Rows | Refused | Notice]:
        line, header = self._line, message.header
        if line["declaration_id"] is None:
            return
        self._read += 1
        announced = header.say("Property/Nbers/Total_number_of_items")
        said = (
            f"announces {announced} items, but no Item element is in the file"
            if announced
            else "holds no Item"
        )
        yield Refused(
            message.number, "Item", None, f"declaration {line['declaration_id']} {said}: no goods line to read",
            "export the declaration again with its items; what its header says is kept in customs_messages",
            record={k: str(v) for k, v in line.items() if v is not None},
        )  # fmt: skip
        yield from self.others.add(message.number, {
            "standard": STANDARD, "message_type": "SAD", "kind": "declaration without items",
            "message_id": line["message_id"], "declaration_id": line["declaration_id"],
            "local_reference": line["local_reference"], "published_on": line["published_on"],
            "office": line["office"], "unread": unread_text(header, everything=True),
        })  # fmt: skip

    def _nothing(self) -> FileRefused:
        return FileRefused(
            str(self.opened.path), "it is an empty ASYCUDA World form: it has no number and no item",
            "export a registered declaration with its items",
        )  # fmt: skip


def _header_line(header: Part) -> dict[str, Cell]:
    """What a declaration says of all its items."""
    said = header.say
    kind, procedure = said("Identification/Type/Type_of_declaration"), said(
        "Identification/Type/Declaration_gen_procedure_code")  # fmt: skip
    office = said("Identification/Office_segment/Customs_clearance_office_code")
    registered = said("Identification/Registration/Date")
    exporter, exporter_address = _name(said("Traders/Exporter/Exporter_name"))
    consignee, consignee_address = _name(said("Traders/Consignee/Consignee_name"))
    is_export = (said("Property/Sad_flow") or (kind or "I")[:1]).upper().startswith("E")
    line: dict[str, Cell] = {
        "declaration_id": _number(header, office, registered),
        "local_reference": said("Declarant/Reference/Number"),
        "message": "declaration",
        "message_id": header.attributes.get("id"),
        "lodged_on": registered,
        "published_on": registered,
        "office": office,
        "regime": regime(procedure, kind) or ("export" if is_export else "import"),
        "status": _status(header),
        "exporter_id": said("Traders/Exporter/Exporter_code"),
        "exporter": exporter, "exporter_address": exporter_address,
        "consignee_id": said("Traders/Consignee/Consignee_code"),
        "consignee": consignee, "consignee_address": consignee_address,
        "declarant_id": said("Declarant/Declarant_code"),
        "declarant": _name(said("Declarant/Declarant_name"))[0],
        **_countries(header),
        "transport": said("Transport/Means_of_transport/Departure_arrival_information/Identity",
                          "Transport/Means_of_transport/Border_information/Identity"),
        "transport_mode": said("Transport/Means_of_transport/Border_information/Mode"),
        "currency": _currency(said("Valuation/Gs_Invoice/Currency_code")),
    }  # fmt: skip
    if not is_export:
        line |= {
            "importer_id": line["consignee_id"],
            "importer": consignee,
            "importer_address": consignee_address,
        }
    return line


def _countries(header: Part) -> dict[str, Cell]:
    at = "General_information/Country/"
    return {
        "origin": country(header.say(f"{at}Country_of_origin_code", f"{at}Country_of_origin_name")),
        "dispatch": country(header.say(f"{at}Export/Export_country_code", f"{at}Trading_country")),
        "destination": country(header.say(f"{at}Destination/Destination_country_code")),
    }


def _item_line(item: Item, line: Mapping[str, Cell], header: Part, first: Part | None) -> dict[str, Cell]:
    """One row: what the item says over what its declaration says of all."""
    part = item.part
    said = part.say
    place = said("Item_number", "Item_Number") or str(item.number)
    procedure = said("Tarification/Extended_customs_procedure")
    added = said("Tarification/National_customs_procedure")
    quantity, unit = _supplementary(part)
    own: dict[str, Cell] = {
        "item": place,
        "hs_code": _code(part),
        "description": joined([
            *part.says("Goods_description/Commercial_Description"),
            *part.says("Goods_description/Description_of_goods"),
        ], " / "),
        "origin": country(said("Goods_description/Country_of_origin_code")),
        "procedure": joined([procedure or "", added or ""], " "),
        "regime": regime(procedure, None),
        "packages": said("Packages/Number_of_packages"),
        "package_kind": said("Packages/Kind_of_packages_code", "Packages/Kind_of_packages_name"),
        "gross_mass_g": said("Valuation_item/Weight_itm/Gross_weight_itm"),
        "net_mass_g": said("Valuation_item/Weight_itm/Net_weight_itm"),
        "value": said("Valuation_item/Item_Invoice/Amount_foreign_currency", "Tarification/Item_price",
                      "Valuation_item/Statistical_value"),
        "currency": _currency(said("Valuation_item/Item_Invoice/Currency_code")),
        "quantity": quantity, "quantity_unit": unit,
        "licence_id": said("Licence_number", "Licence_number/Licence_number"),
        "previous_document": said("Previous_doc/Previous_document_reference", "Previous_doc/Summary_declaration"),
        "documents": joined(part.says("Attached_documents/Attached_document_code")),
        "container": _containers(header, place),
    }  # fmt: skip
    made = {**line, **{k: v for k, v in own.items() if v is not None}}
    made["unread"] = unread_text(part, first)
    return made


def _number(header: Part, office: str | None, registered: str | None) -> str | None:
    """Office, year, serial and number once registered; declarant, year and reference before; None for neither."""
    said = header.say
    number = said("Identification/Registration/Number")
    year = said("Assessment_notice/Registration_year")
    if number:
        found = re.search(r"(?:19|20)\d\d", registered or "")
        return joined([office or "", year or (found[0] if found else ""),
                       said("Identification/Registration/Serial_number") or "", number], "-")  # fmt: skip
    reference = said("Declarant/Reference/Number")
    if not reference:
        return None
    return joined(
        [said("Declarant/Declarant_code") or "", said("Declarant/Reference/Year") or "", reference], "-"
    )


def _status(header: Part) -> str:
    for element, status in (("receipt/Number", "paid"), ("Assessment/Number", "assessed"),
                            ("Registration/Number", "registered")):  # fmt: skip
        if header.say(f"Identification/{element}"):
            return status
    return "stored"


def _code(part: Part) -> str | None:
    """Commodity code and the digits that lengthen it; a national commodity code where only that is there."""
    code = part.say("Tarification/HScode/Commodity_code", "Tarification/Commodity_code")
    added = part.first("Tarification/HScode/Precision_1")
    if code is None or added is None or not added.text or not added.text.isdigit() or not code.isdigit():
        return code
    if not 6 <= len(code) < 12 or len(code) + len(added.text) > 12:
        return code
    added.is_read = True
    return code + added.text


def _supplementary(part: Part) -> tuple[str | None, str | None]:
    for unit in part.all("Tarification/Supplementary_unit"):
        quantity = unit.say("Suppplementary_unit_quantity", "Supplementary_unit_quantity")
        if quantity:
            return quantity, unit.say("Suppplementary_unit_code", "Supplementary_unit_code",
                                      "Suppplementary_unit_name")  # fmt: skip
    return None, None


def _containers(header: Part, item: str) -> str | None:
    found = header.all("Container")
    own = [c for c in found if (place := c.first("Item_Number")) is not None and place.text == item] or found
    return joined([name for c in own if (name := c.say("Container_identity"))], ", ")


def _currency(code: str | None) -> str | None:
    return _NUMERIC.get(code, None if code.isdigit() else code) if code else None


def _name(text: str | None) -> tuple[str | None, str | None]:
    """A trader's name is the first line of the box, the address the others."""
    lines = [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]
    return (lines[0] if lines else None), joined(lines[1:], ", ")


def _manifest(header: Part) -> dict[str, Cell]:
    bills = len(header.all("Bol_segment"))
    return {
        "standard": STANDARD, "message_type": "Awmds", "kind": "cargo manifest",
        "message_id": header.say("General_segment/General_segment_id/Voyage_number", "Voyage_number"),
        "office": header.say("General_segment/General_segment_id/Customs_office_code", "Customs_office_code"),
        "reason": f"{bills} bills of lading", "unread": unread_text(header),
    }  # fmt: skip


READER: Reader = Asycuda()
