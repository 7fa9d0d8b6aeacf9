"""Rows of NCTS 5 messages: items of a transit declaration, and the leg of a movement that a message tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from tradewind.formats.message_values import address, country, day_of, joined, total
from tradewind.formats.messages import Item
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import Part, unread_text

ELEMENTS: Final[Mapping[str, str]] = {
    "declaration_id": "TransitOperation/MRN", "local_reference": "TransitOperation/LRN",
    "movement_id": "TransitOperation/MRN", "item": "ConsignmentItem/declarationGoodsItemNumber",
    "lodged_on": "TransitOperation/declarationAcceptanceDate", "published_on": "preparationDateAndTime",
    "limit_on": "TransitOperation/limitDate", "departed_on": "TransitOperation/releaseDate",
    "arrived_on": "TransitOperation/arrivalNotificationDateAndTime",
    "description": "Commodity/descriptionOfGoods", "net_mass_g": "Commodity/GoodsMeasure/netMass",
    "gross_mass_g": "GoodsMeasure/grossMass", "hs_code": "CommodityCode/harmonizedSystemSubHeadingCode",
    "packages": "Packaging/numberOfPackages", "un_number": "DangerousGoods/UNNumber",
}  # fmt: skip


def header_line(header: Part) -> dict[str, Cell]:
    """What a transit declaration says of all its items."""
    said = header.say
    holder = header.first("HolderOfTheTransitProcedure")
    lodged = said("TransitOperation/declarationAcceptanceDate") or said("preparationDateAndTime")
    line: dict[str, Cell] = {
        "declaration_id": said("TransitOperation/MRN") or said("TransitOperation/LRN"),
        "local_reference": said("TransitOperation/LRN"),
        "message": "declaration",
        "message_id": said("messageIdentification"),
        "lodged_on": day_of(lodged),
        "published_on": day_of(said("preparationDateAndTime")),
        "office": said("CustomsOfficeOfDeparture/referenceNumber"),
        "regime": "transit",
        "procedure": said("TransitOperation/declarationType"),
        "declarant_id": said("HolderOfTheTransitProcedure/identificationNumber"),
        "declarant": said("HolderOfTheTransitProcedure/name"),
        "transport_mode": said("Consignment/modeOfTransportAtTheBorder", "Consignment/inlandModeOfTransport"),
        "transport": _vehicle(header),
        "container": joined(header.says("Consignment/TransportEquipment/containerIdentificationNumber"), ", "),
        "route": joined([c for t in header.says("Consignment/CountryOfRoutingOfConsignment/country")
                         if (c := country(t))]),
        **_goods(header, "Consignment/"),
    }  # fmt: skip
    if holder is not None and line["declarant"]:
        address(holder.first("Address"))
    return line


def _goods(part: Part, at: str) -> dict[str, Cell]:
    """What may be said of the whole consignment, of a house consignment or of an item."""
    said = part.say
    found: dict[str, Cell] = {
        "dispatch": country(said(f"{at}countryOfDispatch")),
        "destination": country(said(f"{at}countryOfDestination")),
        "ucr": said(f"{at}referenceNumberUCR"),
        "exporter_id": said(f"{at}Consignor/identificationNumber"),
        "exporter": said(f"{at}Consignor/name"),
        "exporter_country": country(said(f"{at}Consignor/Address/country")),
        "exporter_address": address(part.first(f"{at}Consignor/Address")),
        "consignee_id": said(f"{at}Consignee/identificationNumber"),
        "consignee": said(f"{at}Consignee/name"),
        "consignee_country": country(said(f"{at}Consignee/Address/country")),
        "consignee_address": address(part.first(f"{at}Consignee/Address")),
        "previous_document": said(f"{at}PreviousDocument/referenceNumber"),
        "documents": joined(part.says(f"{at}SupportingDocument/type", f"{at}AdditionalReference/type",
                                      f"{at}TransportDocument/type")),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def item_line(item: Item, line: Mapping[str, Cell], header: Part | None) -> dict[str, Cell]:
    """One row: what the item says, over its house consignment, over the declaration."""
    part = item.part
    said = part.say
    own: dict[str, Cell] = {
        "item": said("declarationGoodsItemNumber", "goodsItemNumber"),
        "procedure": said("declarationType"),
        "description": said("Commodity/descriptionOfGoods"),
        "hs_code": code_of(part),
        "cus_code": said("Commodity/cusCode"),
        "un_number": said("Commodity/DangerousGoods/UNNumber"),
        "net_mass_g": said("Commodity/GoodsMeasure/netMass"),
        "gross_mass_g": said("Commodity/GoodsMeasure/grossMass"),
        "quantity": said("Commodity/GoodsMeasure/supplementaryUnits"),
        "packages": packages_of(part),
        "package_kind": joined(part.says("Packaging/typeOfPackages"), ", "),
        **_goods(part, ""),
    }  # fmt: skip
    house = _goods(item.group, "") if item.group is not None else {}
    made = {**line, **house, **{k: v for k, v in own.items() if v is not None}}
    made["unread"] = unread_text(part, item.group if header is not None else None, header)
    return made


def code_of(part: Part) -> str | None:
    """The six digits of the code, and the two of the Combined Nomenclature where they are digits."""
    code = part.say("Commodity/CommodityCode/harmonizedSystemSubHeadingCode", "Commodity/CommodityCode")
    added = part.first("Commodity/CommodityCode/combinedNomenclatureCode")
    if code and len(code) == 6 and added is not None and added.text and added.text.isdigit():
        added.is_read = True
        return code + added.text
    return code


def packages_of(part: Part) -> str | None:
    """The number of packages of an item."""
    counts = part.all("Packaging/numberOfPackages")
    for count in counts:
        count.is_read = True
    return total([c.text for c in counts if c.text])


#: Offices where a leg takes place, other than that of departure.
_OFFICES_ON_THE_WAY: Final = ("OfDestinationActual", "OfTransitActual", "OfTransit", "OfIncidentRegistration",
                              "OfRecoveryAtDeparture")  # fmt: skip


def leg_line(header: Part, leg: str, days: Mapping[str, str | None]) -> dict[str, Cell]:
    """The leg of a movement. `days` has the texts of its dates by column."""
    said = header.say
    dates: dict[str, Cell] = {name: day_of(text) for name, text in days.items()}
    departure, destination = (
        "CustomsOfficeOfDeparture/referenceNumber",
        "CustomsOfficeOfDestinationDeclared/referenceNumber",
    )
    actual = said(*(f"CustomsOffice{name}/referenceNumber" for name in _OFFICES_ON_THE_WAY))
    begun, ended = said(departure), said(destination)
    mrn = said("TransitOperation/MRN")
    happened = next((d for d in dates.values() if d is not None), None) if leg != "declared" else None
    return {
        "movement_id": mrn or said("TransitOperation/LRN"), "local_reference": said("TransitOperation/LRN"),
        "declaration_id": mrn, "leg": leg, "regime": "transit",
        "event_on": happened or day_of(said("preparationDateAndTime")), **dates,
        "published_on": day_of(said("preparationDateAndTime")),
        "from_office": begun, "to_office": ended, "office": actual or begun,
        "from_country": country(said("Consignment/countryOfDispatch")) or _country_of(begun),
        "to_country": country(said("Consignment/countryOfDestination")) or _country_of(ended or actual),
        "ucr": said("Consignment/referenceNumberUCR"),
        "place": joined(header.says("Consignment/LocationOfGoods/UNLocode",
                                    "Consignment/LocationOfGoods/authorisationNumber"), ", "),
        "holder_id": said("HolderOfTheTransitProcedure/identificationNumber"),
        "holder": said("HolderOfTheTransitProcedure/name"),
        "consignor": said("Consignment/Consignor/name"),
        "consignee_id": said("Consignment/Consignee/identificationNumber", "TraderAtDestination/identificationNumber"),
        "consignee": said("Consignment/Consignee/name"),
        "carrier_id": said("Consignment/Carrier/identificationNumber"),
        "vehicle": _vehicle(header),
        "vehicle_country": country(said("Consignment/DepartureTransportMeans/nationality",
                                        "Consignment/ActiveBorderTransportMeans/nationality")),
        "container": joined(header.says("Consignment/TransportEquipment/containerIdentificationNumber")),
        "seals": joined(header.says("Consignment/TransportEquipment/Seal/identifier")),
        "route": joined([c for t in header.says("Consignment/CountryOfRoutingOfConsignment/country")
                         if (c := country(t))]),
        "gross_mass_g": said("Consignment/grossMass"),
        "previous_document": said("Consignment/PreviousDocument/referenceNumber"),
        "message_type": said("messageType") or header.name, "message_id": said("messageIdentification"),
    }  # fmt: skip


def _vehicle(header: Part) -> str | None:
    return joined(
        header.says("Consignment/DepartureTransportMeans/identificationNumber"), ", "
    ) or header.say("Consignment/ActiveBorderTransportMeans/identificationNumber")


def _country_of(office: str | None) -> str | None:
    """Country of an office: the first two letters of its reference number."""
    found = country(office[:2]) if office else None
    return None if found is None or found.startswith("iso:") else found


class Sums:
    """Items, packages and net mass of a movement while its items pass."""

    def __init__(self) -> None:
        self.items = 0
        self._packages: int | None = None
        self._net: Decimal | None = None
        self._codes: set[str] = set()

    def add(self, items: Sequence[Item]) -> None:
        """Count these; what is no number is left out here and refused with its own row."""
        for item in items:
            self.items += 1
            packages = packages_of(item.part)
            if packages and packages.isdigit():
                self._packages = (self._packages or 0) + int(packages)
            net = item.part.first("Commodity/GoodsMeasure/netMass")
            self._net = _plus(self._net, net.text if net else None)
            code = item.part.first("Commodity/CommodityCode/harmonizedSystemSubHeadingCode")
            self._codes.add(code.text if code and code.text else "")

    def line(self) -> dict[str, Cell]:
        """The sums as fields of a movement."""
        code = next(iter(self._codes)) if len(self._codes) == 1 else ""
        return {
            "items": self.items or None, "packages": self._packages,
            "net_mass_g": None if self._net is None else str(self._net),
            "hs_code": code if code.isdigit() and len(code) >= 6 else None,
        }  # fmt: skip


def _plus(total_so_far: Decimal | None, text: str | None) -> Decimal | None:
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or amount < 0:
        return total_so_far
    return (total_so_far or Decimal(0)) + amount
