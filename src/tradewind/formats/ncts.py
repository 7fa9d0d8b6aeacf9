"""NCTS 5 messages: transit declarations, and what became of them on the way: arrival, unloading, write-off ...

Source of the layout: European Commission, New Computerised Transit System, Phase 5 (name space
http://ncts.dgtaxud.ec); messages IE007 to IE190 between traders and offices, CD between offices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tradewind.formats.message_values import day_of, joined, moment_of
from tradewind.formats.messages import Message, MessageRows, rows_of, told_apart
from tradewind.formats.ncts_lines import ELEMENTS, Sums, header_line, item_line, leg_line
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import Part, unread_text
from tradewind.formats.xml_stream import Plan, first_names

PLAN: Final = Plan(
    frozenset(),
    frozenset({"consignmentitem"}),
    frozenset({"houseconsignment"}),
    pattern=r"(?:cc|cd|ie|tr)[0129]\d\d[a-z]?",
)
STANDARD: Final = "NCTS 5"
#: The local reference of phase 5: letters, digits and the few marks people use in them.
_REFERENCE: Final = re.compile(r"[\w./:\-\\ ]{1,35}")
#: Message number -> what it is; whether the declaration counts after it; the leg it tells, and its date:
#: (column, element).
_MESSAGES: Final[Mapping[str, tuple[str, bool | None, str | None, str, str]]] = {
    "001": ("request for data", None, None, "", ""),
    "003": ("data of a movement", None, None, "", ""),
    "004": ("amendment accepted", None, None, "", ""),
    "006": ("arrival", None, "arrival", "arrived_on", "TransitOperation/arrivalNotificationDateAndTime"),
    "007": ("arrival notification", None, "arrival", "arrived_on", "TransitOperation/arrivalNotificationDateAndTime"),
    "009": ("decision on invalidation", None, None, "", ""),
    "013": ("amended declaration", None, "declared", "limit_on", "TransitOperation/limitDate"),
    "014": ("cancellation request", None, None, "", ""),
    "015": ("declaration", None, "declared", "limit_on", "TransitOperation/limitDate"),
    "017": ("discrepancies at departure", None, None, "", ""),
    "018": ("control results at destination", None, "control", "event_on", "ControlResult/date"),
    "019": ("discrepancies", None, None, "", ""),
    "022": ("request to amend", None, None, "", ""),
    "023": ("notification to the guarantor", None, None, "", ""),
    "025": ("goods released", None, "release", "event_on", "TransitOperation/releaseDate"),
    "028": ("acceptance", True, None, "", ""),
    "029": ("released for transit", True, "departure", "departed_on", "TransitOperation/releaseDate"),
    "035": ("recovery", None, "recovery", "event_on", "Recovery/recoveryNotificationDate"),
    "043": ("unloading permission", None, "unloading permitted", "", ""),
    "044": ("unloading remarks", None, "unloading", "arrived_on", "UnloadingRemark/unloadingDate"),
    "045": ("write-off", None, "discharge", "discharged_on", "TransitOperation/writeOffDate"),
    "050": ("border crossing announced", None, None, "", ""),
    "051": ("no release for transit", None, None, "", ""),
    "054": ("request of release", None, None, "", ""),
    "055": ("guarantee not valid", None, None, "", ""),
    "056": ("rejection at departure", None, None, "", ""),
    "057": ("rejection at destination", None, None, "", ""),
    "060": ("control at departure", None, None, "", ""),
    "118": ("border crossing", None, "border", "event_on", "TransitOperation/borderCrossingDate"),
    "140": ("enquiry: movement has not arrived", None, "enquiry", "event_on",
            "TransitOperation/requestOnNonArrivedMovementDate"),
    "141": ("answer to an enquiry", None, None, "", ""),
    "150": ("recovery asked for", None, "recovery", "", ""),
    "160": ("movement announced", None, None, "", ""),
    "170": ("presentation of goods", None, None, "", ""),
    "182": ("incident on the way", None, "incident", "event_on", "TransitOperation/incidentNotificationDateAndTime"),
    "190": ("safety data", None, None, "", ""),
    "906": ("functional error", None, None, "", ""),
    "917": ("XML error", None, None, "", ""),
    "928": ("receipt", None, None, "", ""),
}  # fmt: skip
#: Messages that state the goods of a declaration whole.
_WITH_GOODS: Final = frozenset({"013", "015", "029"})
#: Kinds of messages that a rejection from the office of departure can reject: of these the declaration itself.
_REJECTED_WHOLE: Final = frozenset({"015", "cc015c", "ie015", "015c", ""})


@dataclass(slots=True)
class Ncts:
    """Reads NCTS 5 into `declarations` (regime transit), `movements` and `customs_messages`."""

    name: str = "ncts"
    version: str = "1.0"
    title: str = "an NCTS 5 transit message"

    def recognises(self, opened: Opened) -> float:
        """1 where a message of the transit system stands alone or in an envelope."""
        names = [n.casefold() for n in first_names(opened)]
        known = any(PLAN.is_record(n) for n in names)
        is_transit = "ncts" in opened.head_text or "transitoperation" in names or "messagetype" in names
        return 1.0 if known and is_transit else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Items of declarations, legs of movements, and one row a message."""
        yield from _Reading(opened, instructions).run()


@dataclass(slots=True)
class _Reading:
    """One file on its way into rows."""

    opened: Opened
    said: Instructions
    tables: dict[str, MessageRows] = field(init=False)
    counted: dict[str, int] = field(default_factory=dict)
    _line: dict[str, Cell] = field(default_factory=dict)
    _sums: Sums = field(default_factory=Sums)

    def __post_init__(self) -> None:
        names = ("declarations", "movements", "customs_messages")
        self.tables = {name: MessageRows(name, ELEMENTS, self.said) for name in names}

    def run(self) -> Iterator[Rows | Refused | Notice]:
        yield from rows_of(self.opened, PLAN, self.tables.values(), self._message)
        others = {
            k: n for k, n in self.counted.items() if "declaration" not in k and k != "released for transit"
        }
        yield from told_apart(STANDARD, others, "movements and customs_messages")

    def _message(self, message: Message) -> Iterator[Rows | Refused | Notice]:
        header = message.header
        number = re.sub(r"\D", "", header.name)
        kind, counts, leg, column, element = _MESSAGES.get(
            number, (f"message {header.name}", None, None, "", "")
        )
        if message.is_first:
            self.counted[kind] = self.counted.get(kind, 0) + 1
            self._sums = Sums()
            self._line = header_line(header)
            wrong = _reference_fault(message, header)
            if wrong is not None:
                yield wrong
                self._line = {}
        if not self._line:
            return
        self._sums.add(message.items)
        if number not in _WITH_GOODS and message.is_first:
            header.parts += [
                item.part for item in message.items
            ]  # their goods stay readable with the message
        elif number in _WITH_GOODS:
            yield from self._items(
                message, "amended" if number == "013" else "released" if number == "029" else "lodged"
            )
        if message.is_last:
            if leg is not None:
                days = {column: header.say(element)} if column else {}
                yield from self.tables["movements"].add(message.number, self._leg(header, leg, days))
            told = self._told(header, number, kind, counts)
            yield from self.tables["customs_messages"].add(message.number, told)

    def _items(self, message: Message, status: str) -> Iterator[Rows | Refused | Notice]:
        line = {**self._line, "status": status}
        for item, first in message.lines():
            yield from self.tables["declarations"].add(item.number, item_line(item, line, first))

    def _leg(self, header: Part, leg: str, days: Mapping[str, str | None]) -> dict[str, Cell]:
        line = leg_line(header, leg, days)
        return {
            **line,
            **{k: v for k, v in self._sums.line().items() if v is not None},
            "unread": unread_text(header),
        }

    def _told(self, header: Part, number: str, kind: str, counts: bool | None) -> dict[str, Cell]:
        said = header.say
        prepared = said("preparationDateAndTime")
        counts = _counts(header, number, counts)
        reasons = header.says(
            "FunctionalError/errorReason", "FunctionalError/errorCode", "TransitOperation/rejectionReason",
            "Invalidation/justification", "TransitOperation/noReleaseMotivation", "UnloadingRemark/unloadingRemark",
        )  # fmt: skip
        return {
            "message_id": said("messageIdentification"), "standard": STANDARD, "message_type": header.name,
            "kind": kind, "declaration_id": said("TransitOperation/MRN"),
            "local_reference": said("TransitOperation/LRN"), "issued_at": moment_of(prepared),
            "published_on": day_of(prepared), "counts": None if counts is None else "yes" if counts else "no",
            "reason": joined(reasons), "office": said(
                "CustomsOfficeOfDestinationActual/referenceNumber", "CustomsOfficeOfDeparture/referenceNumber"),
            "ucr": said("Consignment/referenceNumberUCR"), "unread": unread_text(header),
        }  # fmt: skip


def _counts(header: Part, number: str, counts: bool | None) -> bool | None:
    """Whether the declaration counts after a message: false once invalidated, or rejected as a whole."""
    if number == "009":
        decided = header.say("Invalidation/decision")
        return None if decided is None else decided != "1"
    if number == "014":
        return False
    if number == "056":
        rejected = header.say("TransitOperation/businessRejectionType", "businessRejectionType") or ""
        return False if rejected.casefold() in _REJECTED_WHOLE else None
    return counts


def _reference_fault(message: Message, header: Part) -> Refused | None:
    """A refused row where the message's own number cannot be one, such as a placeholder never filled in."""
    for name in ("MRN", "LRN"):
        found: Any = header.first(f"TransitOperation/{name}")
        if found is None or not found.text:
            continue
        if _REFERENCE.fullmatch(found.text):
            return None
        goods = [d for i in message.items if (d := i.part.first("Commodity/descriptionOfGoods")) is not None]
        return Refused(
            message.number, f"TransitOperation/{name}", found.text,
            f'"{found.text[:60]}" is no reference number (letters, digits and - _ . / only): it looks like a '
            "placeholder that was never filled in, so nothing ties these goods to a movement",
            "put the reference number in and load the message again",
            record={**header.unread(everything=True), **{f"goods {n}": d.text for n, d in enumerate(goods, 1)}},
        )  # fmt: skip
    return None


READER: Reader = Ncts()
