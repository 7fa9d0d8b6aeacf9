"""WCO Data Model messages: declarations, amendments, requests to cancel, and the answers of customs.

Source of the layout: World Customs Organization, Data Model 3.x (urn:wco:datamodel:WCO:DEC-DMS and RES-DMS), with
the customization of the Customs Declaration Service, whose function codes are in UNTDID 1225 and its interface
documentation. A declaration comes alone, in a MetaData envelope, in a request around that, or in a list of versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tradewind.formats.message_values import day_of, joined, moment_of
from tradewind.formats.messages import Message, MessageRows, rows_of, told_apart
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import Cell
from tradewind.formats.wco_declaration import ELEMENTS, header_line, item_line
from tradewind.formats.xml_parts import Part, unread_text
from tradewind.formats.xml_stream import Plan, first_names

PLAN: Final = Plan(
    frozenset({"declaration", "declarationversiondetails", "response"}),
    frozenset({"governmentagencygoodsitem"}),
)
STANDARD: Final = "WCO Data Model"
#: Function code of a response -> name of the notification, what it is, and whether the declaration counts.
_ANSWERS: Final[Mapping[str, tuple[str, str, bool | None]]] = {
    "1": ("DMSACC", "acceptance", True), "2": ("DMSRCV", "receipt", None), "3": ("DMSREJ", "rejection", False),
    "5": ("DMSCTL", "control", None), "6": ("DMSDOC", "documents asked for", None),
    "7": ("DMSRES", "amendment accepted", None), "8": ("DMSROG", "release", True), "9": ("DMSCLE", "clearance", True),
    "10": ("DMSINV", "cancellation", False), "11": ("DMSREQ", "answer to a request", None),
    "13": ("DMSTAX", "tax", None), "14": ("DMSCPI", "balance too low", None), "15": ("DMSCPR", "reminder to pay", None),
    "16": ("DMSEOG", "exit of goods", None), "17": ("DMSEXT", "exit not confirmed", None),
    "18": ("DMSGER", "guarantee", None), "51": ("DMSQRY", "query", None),
}  # fmt: skip
#: Status of an answer to a request: 39 and 40 grant it, 41 refuses.
_REFUSED_REQUEST: Final = "41"
#: UNTDID 1225: cancellation and deletion; change; request. Original (9) and replacement (5) are whole.
_CANCELS, _CHANGES, _REQUEST = frozenset({"1", "3"}), frozenset({"4", "6"}), "13"


@dataclass(slots=True)
class Wco:
    """Reads WCO messages into `declarations` (whole ones and amendments) and `customs_messages` (the others)."""

    name: str = "wco"
    version: str = "1.0"
    title: str = "a WCO Data Model message"

    def recognises(self, opened: Opened) -> float:
        """1 where the envelope or a name space of the WCO is there around a declaration or a response."""
        names = {n.casefold() for n in first_names(opened)}
        if not names:
            return 0.0
        has_message = bool(names & PLAN.records)
        enveloped = any(n.endswith(("wcotypename", "wcodatamodelversioncode")) for n in names)
        spaced = re.search(r"urn:?wco:?datamodel", opened.head_text, re.IGNORECASE) is not None
        if enveloped or (spaced and has_message):
            return 1.0
        return 0.7 if has_message and "functioncode" in names and "functionalreferenceid" in names else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every item that can be read; other messages as one row each that says what became of a declaration."""
        yield from _Reading(opened, instructions).run()


@dataclass(slots=True)
class _Reading:
    """One file on its way into rows."""

    opened: Opened
    said: Instructions
    items: MessageRows = field(init=False)
    others: MessageRows = field(init=False)
    counted: dict[str, int] = field(default_factory=dict)
    _line: dict[str, Cell] = field(default_factory=dict)
    _type: str | None = None

    def __post_init__(self) -> None:
        self.items = MessageRows("declarations", ELEMENTS, self.said)
        self.others = MessageRows("customs_messages", {"declaration_id": "Declaration/ID"}, self.said)

    def run(self) -> Iterator[Rows | Refused | Notice]:
        yield from rows_of(self.opened, PLAN, (self.items, self.others), self._message)
        yield from self._notices()

    def _message(self, message: Message) -> Iterator[Rows | Refused | Notice]:
        yield from (
            self._response(message) if message.header.key == "response" else self._declaration(message)
        )

    def _declaration(self, message: Message) -> Iterator[Rows | Refused | Notice]:
        header = _merged(message.header)
        if message.is_first:
            self._line = header_line(header, message.context)
            self._type = message.context.get("wcotypename")
            self._line["message"] = self._what(header)
            if self._line["message"] != "declaration":
                self._line |= {"regime": None, "status": None, "lodged_on": None}
                if header.first("Declarant") is None:  # whoever submits a change is not thereby the declarant
                    self._line |= {"declarant_id": None, "declarant": None}
        what = str(self._line["message"])
        if what not in ("declaration", "amendment") or not (message.items or not message.is_first):
            if what == "amendment" and message.is_last:
                yield from self.items.add(message.number, {**self._line, "unread": unread_text(header)})
            elif message.is_first:
                yield from self._other(message.number, header)
            return
        self._count(what, 1 if message.is_first else 0)
        for item, first in message.lines():
            yield from self.items.add(
                item.number, item_line(item.part, self._line, header if first else None)
            )

    def _what(self, header: Part) -> str:
        function = (header.say("FunctionCode") or "9").lstrip("0")
        kind = (self._text(header, "TypeCode") or "").upper()
        if kind == "INV" or function in _CANCELS:
            return "cancellation" if function in _CANCELS else "cancellation request"
        if kind == "GPN":
            return "presentation of goods"
        if kind == "COR" or function in _CHANGES or function == _REQUEST:
            return "amendment"
        return "declaration"

    def _other(self, number: int, header: Part) -> Iterator[Rows | Refused | Notice]:
        """A message in the form of a declaration that holds no item: a request to cancel, or only a header."""
        line = self._line
        what = str(line["message"])
        kind = "declaration without items" if what == "declaration" else what
        self._count(kind, 1)
        yield from self.others.add(number, {
            "message_id": line["local_reference"], "standard": STANDARD, "kind": kind,
            "message_type": f"{self._type or 'DEC'} {self._text(header, 'TypeCode') or ''}".strip(),
            "declaration_id": line["declaration_id"], "local_reference": line["local_reference"],
            "revision": line["revision"], "published_on": line["published_on"], "office": line["office"],
            "ucr": line["ucr"], "counts": False if kind.startswith("cancellation") else None,
            "reason": joined(header.says("AdditionalInformation/StatementDescription")),
            "unread": unread_text(header, everything=True),
        })  # fmt: skip

    def _response(self, message: Message) -> Iterator[Rows | Refused | Notice]:
        if not message.is_first:
            return
        response = message.header
        response.parts += [item.part for item in message.items]  # taxes by item stay readable with the answer
        function = (response.say("FunctionCode") or "").lstrip("0")
        name, kind, counts = _ANSWERS.get(function, (f"RES {function}", f"notification {function}", None))
        if name == "DMSREQ":
            refused = _REFUSED_REQUEST in response.says("Status/NameCode")
            kind, counts = ("request refused", True) if refused else ("request granted", None)
        issued = response.say(
            "IssueDateTime/DateTimeString", "IssueDateTime/pDateTimeString", "IssueDateTime"
        )
        self._count(f"{name} ({kind})", 1)
        yield from self.others.add(message.number, {
            "message_id": response.say("FunctionalReferenceID"), "standard": STANDARD, "message_type": name,
            "kind": kind, "declaration_id": response.say("Declaration/ID"),
            "local_reference": response.say("Declaration/FunctionalReferenceID"),
            "revision": response.say("Declaration/VersionID"), "issued_at": moment_of(issued),
            "published_on": day_of(issued), "counts": None if counts is None else "yes" if counts else "no",
            "reason": joined(response.says("AdditionalInformation/StatementDescription", "Error/Description",
                                           "Error/ValidationCode")),
            "unread": unread_text(response),
        })  # fmt: skip

    def _text(self, header: Part, name: str) -> str | None:
        found = header.first(name)
        return found.text if found else None

    def _count(self, what: str, by: int) -> None:
        self.counted[what] = self.counted.get(what, 0) + by

    def _notices(self) -> Iterator[Notice]:
        others = {k: n for k, n in self.counted.items() if k not in ("declaration", "amendment")}
        yield from told_apart(STANDARD, others, "customs_messages")
        if self.counted.get("amendment"):
            yield Notice(
                f"{self.counted['amendment']} amendments state only what they change; the rest stays as declared before"
            )


def _merged(header: Part) -> Part:
    """A list of versions gives number and version beside the declaration itself: both in one."""
    if header.key != "declarationversiondetails":
        return header
    made = Part("Declaration")
    for part in header.all("Declaration"):
        made.parts += part.parts
    return made


READER: Reader = Wco()
