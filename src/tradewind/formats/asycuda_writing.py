"""Declarations written as ASYCUDA World XML, the counterpart of `asycuda`: a round trip is a test.

What the layout has no element for (UN number, units of equipment, edition of the HS) is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tradewind.errors import UnknownName
from tradewind.reference.parties import place

#: Canonical column -> element of the declaration, and of an item.
_HEADER: Final[Mapping[str, str]] = {
    "office": "Identification/Office_segment/Customs_clearance_office_code",
    "exporter_id": "Traders/Exporter/Exporter_code",
    "declarant_id": "Declarant/Declarant_code", "declarant": "Declarant/Declarant_name",
    "local_reference": "Declarant/Reference/Number",
    "transport": "Transport/Means_of_transport/Departure_arrival_information/Identity",
    "transport_mode": "Transport/Means_of_transport/Border_information/Mode",
    "currency": "Valuation/Gs_Invoice/Currency_code",
}  # fmt: skip
_ITEM: Final[Mapping[str, str]] = {
    "packages": "Packages/Number_of_packages", "package_kind": "Packages/Kind_of_packages_code",
    "procedure": "Tarification/Extended_customs_procedure",
    "quantity": "Tarification/Supplementary_unit/Suppplementary_unit_quantity",
    "quantity_unit": "Tarification/Supplementary_unit/Suppplementary_unit_code",
    "description": "Goods_description/Commercial_Description", "licence_id": "Licence_number",
    "previous_document": "Previous_doc/Previous_document_reference",
}  # fmt: skip


def write_declarations(path: Path, rows: Iterable[Mapping[str, Any]], remark: str) -> int:
    """Write rows of `declarations`, ordered by number, as one file of messages; how many declarations there were.

    `declaration_id` must be office-year-serial-number. `remark` stands in the file as a comment.
    """
    count = 0
    with path.open("wb") as out, etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("batch"):
            xml.write(etree.Comment(f" {remark} "))
            for number, items in groupby(rows, key=lambda row: row["declaration_id"]):
                xml.write(_declaration(number, list(items)), pretty_print=True)
                count += 1
    return count


def _declaration(number: str, rows: list[Mapping[str, Any]]) -> Any:
    first = rows[0]
    office, year, serial, own = number.split("-")
    sad = etree.Element("ASYCUDA", id=number)
    is_export = first["regime"] in ("export", "re-export")
    _put(sad, "Property/Sad_flow", "E" if is_export else "I")
    _put(sad, "Property/Nbers/Total_number_of_items", len(rows))
    _put(sad, "Identification/Type/Type_of_declaration", "EX" if is_export else "IM")
    _put(sad, "Identification/Type/Declaration_gen_procedure_code", (first.get("procedure") or "")[:1])
    for name, value in (("Serial_number", serial), ("Number", own), ("Date", first["lodged_on"])):
        _put(sad, f"Identification/Registration/{name}", value)
    _put(sad, "Assessment_notice/Registration_year", year)
    for column, element in _HEADER.items():
        _put(sad, element, first.get(column) or (office if column == "office" else None))
    _traders(sad, first, is_export)
    at = "General_information/Country/"
    _put(sad, f"{at}Export/Export_country_code", _iso2(first.get("dispatch")))
    _put(sad, f"{at}Destination/Destination_country_code", _iso2(first.get("destination")))
    for row in rows:
        sad.append(_item(row))
        if row.get("container"):
            box = etree.SubElement(sad, "Container")
            _put(box, "Item_Number", row["item"])
            _put(box, "Container_identity", row["container"])
    return sad


def _traders(sad: Any, row: Mapping[str, Any], is_export: bool) -> None:
    buyer = "consignee" if is_export else "importer"
    for role, name in (("Exporter", "exporter"), ("Consignee", buyer)):
        lines = [row.get(name), row.get(f"{name}_address")]
        _put(sad, f"Traders/{role}/{role}_name", "\n".join(t for t in lines if t))
    _put(sad, "Traders/Consignee/Consignee_code", row.get(f"{buyer}_id"))


def _item(row: Mapping[str, Any]) -> Any:
    item = etree.Element("Item")
    _put(item, "Item_number", row["item"])
    code = row.get("national_code") or row.get("hs_code") or ""
    _put(item, "Tarification/HScode/Commodity_code", code[:8])
    _put(item, "Tarification/HScode/Precision_1", code[8:])
    for column, element in _ITEM.items():
        _put(item, element, row.get(column))
    _put(item, "Goods_description/Country_of_origin_code", _iso2(row.get("origin")))
    for name, column in (("Gross", "gross_mass_g"), ("Net", "net_mass_g")):
        grams = row.get(column)
        _put(item, f"Valuation_item/Weight_itm/{name}_weight_itm", None if grams is None else grams / 1000)
    value = row.get("value_minor")
    _put(
        item,
        "Valuation_item/Item_Invoice/Amount_foreign_currency",
        None if value is None else f"{value / 100:.2f}",
    )
    _put(item, "Valuation_item/Item_Invoice/Currency_code", row.get("currency"))
    for code in row.get("documents") or ():
        held = etree.SubElement(item, "Attached_documents")
        _put(held, "Attached_document_code", code)
    return item


def _put(above: Any, path: str, value: Any) -> None:
    """Set the text of an element, making those above it; nothing where there is no value."""
    if value is None or value == "":
        return
    for name in path.split("/"):
        found = above.find(name)
        above = etree.SubElement(above, name) if found is None else found
    if isinstance(value, date):
        above.text = value.isoformat()
    else:
        above.text = f"{value:.12g}" if isinstance(value, float) else str(value)


def _iso2(code: str | None) -> str | None:
    try:
        return place(code).iso2 if code else None
    except UnknownName:
        return None
