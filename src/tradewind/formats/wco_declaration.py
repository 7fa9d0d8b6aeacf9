"""WCO Data Model declarations as one row an item; what has no column stays readable in `unread`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tradewind.formats.message_values import address, country, day_of, joined, mass, money, regime, total
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import Part, unread_text

#: Field -> the element people find it under.
ELEMENTS: Final[Mapping[str, str]] = {
    "declaration_id": "Declaration/ID", "local_reference": "Declaration/FunctionalReferenceID",
    "item": "GovernmentAgencyGoodsItem/SequenceNumeric", "lodged_on": "Declaration/AcceptanceDateTime",
    "published_on": "Declaration/IssueDateTime", "revision": "Declaration/VersionID",
    "office": "Declaration/DeclarationOfficeID", "hs_code": "Commodity/Classification/ID",
    "description": "Commodity/Description", "net_mass_g": "Commodity/GoodsMeasure/NetNetWeightMeasure",
    "gross_mass_g": "Commodity/GoodsMeasure/GrossMassMeasure", "packages": "Packaging/QuantityQuantity",
    "value": "Commodity/InvoiceLine/ItemChargeAmount", "currency": "ItemChargeAmount@currencyID",
    "quantity": "Commodity/GoodsMeasure/TariffQuantity", "origin": "Origin/CountryCode",
    "dispatch": "ExportCountry/ID", "destination": "Destination/CountryCode",
    "importer_id": "Importer/ID", "exporter_id": "Exporter/ID", "declarant_id": "Declarant/ID",
}  # fmt: skip
#: Kinds of classification that are codes of the tariff, and those that only lengthen it.
_TARIFF: Final = frozenset({"tsp", "hs", "srz", "cn", "trc", "gn", ""})
#: First letters of document codes that are licences: imports, exports, and those the Union takes for both.
_LICENCES: Final = frozenset("LXE")
_NO_PREVIOUS: Final = frozenset({"DCR", "MCR"})
#: Third letters of the declaration type that announce goods not yet there (delegated act 2015/2446, annex B).
_PRE_LODGED: Final = frozenset("DEFK")


def header_line(header: Part, context: Mapping[str, str]) -> dict[str, Cell]:
    """What a declaration says of all its items. `context` has the texts of its envelope."""
    said = header.say
    own = said("ID")
    local = said("FunctionalReferenceID", "LRN")
    accepted = said(
        "AcceptanceDateTime/DateTimeString", "AcceptanceDateTime/pDateTimeString", "AcceptanceDateTime"
    )
    issued = said("IssueDateTime/DateTimeString", "IssueDateTime", "CreatedDateTime/DateTimeString",
                  "SubmissionDateTime/DateTimeString")  # fmt: skip
    kind = said("TypeCode")
    line: dict[str, Cell] = {
        "declaration_id": own or local,
        "local_reference": local,
        "revision": said("VersionID"),
        "lodged_on": day_of(accepted or issued),
        "published_on": day_of(issued or accepted or context.get("receiptdate")),
        "office": said("DeclarationOfficeID", "SubmissionOffice/ID", "PresentationOffice/ID", "ExitOffice/ID",
                       "GoodsShipment/EntryCustomsOffice/ID", "SupervisingOffice/ID"),
        "transport_mode": said("BorderTransportMeans/ModeCode", "Consignment/BorderTransportMeans/ModeCode",
                               "GoodsShipment/Consignment/BorderTransportMeans/ModeCode"),
        "transport": said(
            "BorderTransportMeans/ID", "GoodsShipment/Consignment/ArrivalTransportMeans/ID",
            "GoodsShipment/Consignment/DepartureTransportMeans/ID", "BorderTransportMeans/Name",
        ),
        "container": joined(header.says("GoodsShipment/Consignment/TransportEquipment/ID",
                                        "Consignment/TransportEquipment/ID"), ", "),
        "route": joined(_countries(header, "GoodsShipment/Consignment/Itinerary/RoutingCountryCode",
                                   "Consignment/Itinerary/RoutingCountryCode")),
        "dispatch": country(said("GoodsShipment/ExportCountry/ID", "ExportCountry/ID")),
        "destination": country(said("GoodsShipment/Destination/CountryCode", "Destination/CountryCode")),
        "ucr": _ucr(header),
        "previous_document": _previous(header.first("GoodsShipment") or header),
        "currency": said("CurrencyExchange/CurrencyTypeCode") or _invoiced(header),
        "message_id": local,
        "status": _status(kind),
        "regime": regime(None, kind),
    }  # fmt: skip
    return line | _parties(header)


def item_line(item: Part, line: Mapping[str, Cell], header: Part | None) -> dict[str, Cell]:
    """One row: what the item says, over what its declaration says of all. `header` is given with the first item
    and leaves there what was not read of it."""
    said = item.say
    national = _tariff_code(item)
    procedure = _procedure(item)
    value, currency = money(
        item.first("Commodity/InvoiceLine/ItemChargeAmount") or item.first("InvoiceLine/ItemChargeAmount")
        or item.first("CustomsValuation/CustomsValueAmount") or item.first("CustomsValueAmount")
        or item.first("StatisticalValueAmount")
    )  # fmt: skip
    quantity = item.first("Commodity/GoodsMeasure/TariffQuantity")
    own: dict[str, Cell] = {
        "item": said("SequenceNumeric"),
        "description": said("Commodity/Description", "Commodity/CargoDescription", "Description"),
        "hs_code": national,
        "un_number": said("Commodity/DangerousGoods/UNDGID", "DangerousGoods/UNDGID"),
        "net_mass_g": mass(_one(item, "NetNetWeightMeasure", "NetWeightMeasure")),
        "gross_mass_g": mass(_one(item, "GrossMassMeasure", "GrossWeightMeasure")),
        "quantity": said("Commodity/GoodsMeasure/TariffQuantity"),
        "quantity_unit": quantity.attributes.get("unitCode") if quantity else None,
        "packages": total([t for p in item.all("Packaging/QuantityQuantity") if (t := _take(p))]),
        "package_kind": joined(item.says("Packaging/TypeCode"), ", "),
        "value": value,
        "currency": currency,
        "procedure": procedure,
        "regime": regime(procedure, None),
        "origin": country(said("Origin/CountryCode", "Commodity/Origin/CountryCode", "Origin/ID")),
        "dispatch": country(said("ExportCountry/ID")),
        "destination": country(said("Destination/CountryCode")),
        "container": joined(item.says("Commodity/TransportEquipment/ID", "TransportEquipment/ID"), ", "),
        "ucr": said("UCR/TraderAssignedReferenceID", "UCR/ID"),
        "previous_document": _previous(item),
        "documents": _documents(item),
        "licence_id": _licence(item),
    }  # fmt: skip
    own |= {k: v for k, v in _parties(item).items() if v}
    made = {**line, **{k: v for k, v in own.items() if v is not None}}
    made["unread"] = unread_text(item, header)
    return made


def _one(item: Part, *names: str) -> Part | None:
    for name in names:
        for path in (f"Commodity/GoodsMeasure/{name}", f"GoodsMeasure/{name}"):
            found = item.first(path)
            if found is not None and found.text:
                return found
    return None


def _invoiced(header: Part) -> str | None:
    """Currency of the invoice's total."""
    return money(header.first("GoodsShipment/InvoiceAmount") or header.first("InvoiceAmount"))[1]


def _take(part: Part) -> str | None:
    part.is_read = True
    return part.text


def _countries(header: Part, *paths: str) -> list[str]:
    return [code for text in header.says(*paths) if (code := country(text))]


def _ucr(header: Part) -> str | None:
    own = header.say(
        "GoodsShipment/UCR/TraderAssignedReferenceID", "GoodsShipment/UCR/ID", "UCR/TraderAssignedReferenceID"
    )
    if own:
        return own
    for document in header.all("GoodsShipment/PreviousDocument"):
        if document.say("TypeCode") == "DCR":
            return document.say("ID")
    return None


def _previous(part: Part) -> str | None:
    """The first previous document that is not merely the consignment's own reference, with its type."""
    for document in part.all("PreviousDocument"):
        kind = document.first("TypeCode")
        if kind is not None and kind.text in _NO_PREVIOUS:
            continue
        own = document.say("ID")
        if own:
            return own
    return None


def _tariff_code(item: Part) -> str | None:
    """All digits of the tariff code: the 8 of the tariff and the 2 that the Union's tariff adds.

    A heading of four digits is no code of goods and stays unread.
    """
    pieces: dict[str, Part] = {}
    for code in item.all("Commodity/Classification") + item.all("Classification"):
        kind, own = code.first("IdentificationTypeCode"), code.first("ID")
        key = (kind.text or "" if kind else "").casefold()
        if own is not None and own.text and key in _TARIFF and (key != "gn" or own.text.isdigit()):
            pieces.setdefault(key, own)
    added = pieces.pop("trc", None)
    longest = max(pieces.values(), key=lambda p: len(p.text or ""), default=None)
    if longest is None or longest.text is None or (longest.text.isdigit() and len(longest.text) < 6):
        return None
    longest.is_read = True
    if added is None or added.text is None or len(longest.text) != 8 or len(added.text) != 2:
        return longest.text
    added.is_read = True
    return longest.text + added.text


def _procedure(item: Part) -> str | None:
    """The procedure requested and the previous one, then additional codes: "4000 000"."""
    codes = []
    for procedure in item.all("GovernmentProcedure"):
        codes.append((procedure.say("CurrentCode") or "") + (procedure.say("PreviousCode") or ""))
    return joined(codes, " ")


def _documents(item: Part) -> str | None:
    return joined(
        [(d.say("CategoryCode") or "") + (d.say("TypeCode") or "") for d in item.all("AdditionalDocument")]
    )


def _licence(item: Part) -> str | None:
    for document in item.all("AdditionalDocument"):
        category = document.first("CategoryCode")
        if category is not None and category.text in _LICENCES:
            own = document.say("ID")
            if own:
                return own
    return None


def _status(kind: str | None) -> str | None:
    """Lodged or only announced, where the third letter of the type tells."""
    if kind is None or len(kind) != 3 or kind[:2] not in ("IM", "EX", "CO"):
        return None
    return "pre-lodged" if kind[2] in _PRE_LODGED else "lodged"


_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "importer": ("GoodsShipment/Importer", "Importer", "GoodsShipment/Buyer"),
    "exporter": ("GoodsShipment/Exporter", "Exporter", "GoodsShipment/Consignor", "GoodsShipment/Consignment/Consignor",
                 "Consignor", "GoodsShipment/Seller"),
    "consignee": ("GoodsShipment/Consignee", "GoodsShipment/Consignment/Consignee", "Consignee"),
    "declarant": ("Declarant", "Agent", "Submitter"),
}  # fmt: skip


def _parties(part: Part) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for role, paths in _ROLES.items():
        party = next((p for path in paths if (p := part.first(path)) is not None and p.parts), None)
        if party is None:
            continue
        found[f"{role}_id"] = party.say("ID")
        found[role] = party.say("Name")
        if role != "declarant":
            found[f"{role}_country"] = country(party.say("Address/CountryCode"))
            found[f"{role}_address"] = address(party.first("Address"))
    return found
