"""Movements that customs and port systems tell each other: arrival at, and departure from, a place.

Source of the layout: HM Revenue and Customs, Inventory Linking exports and imports (name spaces
http://gov.uk/customs/inventoryLinking/v1 and inventoryLinkingImport/v1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tradewind.formats.message_values import country, day_of
from tradewind.formats.messages import Message, MessageRows, rows_of
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import unread_text
from tradewind.formats.xml_stream import Plan, first_names

PLAN: Final = Plan(frozenset(), pattern="inventorylinking[a-z]+")
#: Message code -> leg: anticipated arrival is announced, arrival and departure happened.
_LEGS: Final[Mapping[str, str]] = {"EAA": "declared", "EAL": "arrival", "EDL": "departure", "RET": "arrival"}


@dataclass(slots=True)
class InventoryLinking:
    """Reads inventory linking messages into `movements`, those without a leg into `customs_messages`."""

    name: str = "inventory-linking"
    version: str = "1.0"
    title: str = "an inventory linking message"

    def recognises(self, opened: Opened) -> float:
        """1 where the document or what its envelope holds is such a message."""
        return 1.0 if any(PLAN.is_record(n.casefold()) for n in first_names(opened)) else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """One row a message."""
        legs = MessageRows(
            "movements", {"movement_id": "ucrBlock/ucr", "event_on": "goodsArrivalDateTime"}, instructions
        )
        others = MessageRows("customs_messages", {"declaration_id": "entryNumber"}, instructions)

        def read(message: Message) -> Iterator[Rows | Refused | Notice]:
            line = _leg(message)
            rows, line = (others, _other(message)) if line is None else (legs, line)
            yield from rows.add(message.number, line)

        yield from rows_of(opened, PLAN, (legs, others), read)
        yield Notice(
            "inventory linking messages are no declarations: arrivals, departures and answers were read"
        )


def _leg(message: Message) -> dict[str, Cell] | None:
    said = message.header.say
    code = message.header.first("messageCode")
    leg = _LEGS.get((code.text or "").upper()) if code else None
    entry = said("entryNumber")
    if leg is None and message.header.key.endswith("goodsarrival"):
        leg = "arrival"
    if leg is None:
        return None
    arrived = day_of(said("goodsArrivalDateTime", "goodsArrivalDateTimeUtc", "goodsArrivalDate"))
    departed = day_of(said("goodsDepartureDateTime"))
    said("messageCode")
    ucr = said("ucrBlock/ucr", "inventoryConsignmentReference")
    return {
        "movement_id": ucr or entry, "ucr": ucr, "declaration_id": entry, "leg": leg,
        "event_on": departed if leg == "departure" else arrived, "arrived_on": arrived, "departed_on": departed,
        "published_on": departed if leg == "departure" else arrived,
        "place": said("goodsLocation"), "vehicle": said("transportDetails/transportID"),
        "vehicle_country": country(said("transportDetails/transportNationality")),
        "message_type": code.text if code else message.header.name, "message_id": said("movementReference"),
        "unread": unread_text(message.header),
    }  # fmt: skip


def _other(message: Message) -> dict[str, Cell]:
    said = message.header.say
    return {
        "standard": "inventory linking", "message_type": message.header.name, "kind": "answer on a movement",
        "message_id": said("movementReference", "inventoryConsignmentReference"), "declaration_id": said("entryNumber"),
        "ucr": said("ucrBlock/ucr"), "revision": said("entryVersionNumber"), "reason": said("irc", "crc"),
        "unread": unread_text(message.header),
    }  # fmt: skip


READER: Reader = InventoryLinking()
