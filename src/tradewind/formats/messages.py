"""Messages of a file with their items in portions, and the rows they become.

What stands after the items in a message (importer, previous documents ...) belongs to each of its rows. A message
of more items than are kept waiting is therefore read twice: a second pass runs ahead and brings only what is
outside its items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tradewind.formats.canonical_fields import canonical_habits, canonical_office
from tradewind.formats.fields import Field, Kind, Office
from tradewind.formats.grid import Grid, GridReader
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Refused, Rows
from tradewind.formats.sheets import Cell
from tradewind.formats.xml_parts import Part
from tradewind.formats.xml_stream import Fault, Found, Plan, Walk, broken_file

#: Items kept waiting for the end of their message; an item of 150 elements takes 60 kB, so about 30 MB.
WAITING_ITEMS: Final = 500
#: Rows handed on together.
CHUNK_ROWS: Final = 2_000
_FAULTS_TOLD: Final = 20
MEND_XML: Final = "ask the sender for the whole, unchanged message, or mend the tag and load the file again"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a message: its place in the file counted from 1, and the group it stands in."""

    part: Part
    number: int
    group: Part | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message, or a portion of the items of a long one: `is_first` and `is_last` tell which portion.

    `header` is the message without its items, `number` its place in the file, `context` the texts around it.
    """

    header: Part
    items: Sequence[Item]
    number: int
    context: Mapping[str, str]
    is_first: bool = True
    is_last: bool = True

    def lines(self) -> Iterator[tuple[Item, Part | None]]:
        """The items, the first of the message with the header: what nobody reads of it is kept with that row."""
        for place, item in enumerate(self.items):
            yield item, self.header if self.is_first and place == 0 else None


class Messages:
    """The messages of a file; after the last one, what was wrong with the XML as one refused row."""

    def __init__(self, opened: Opened, plan: Plan) -> None:
        self._opened, self._plan = opened, plan
        self._walk = Walk(opened, plan)
        self._ahead: Iterator[Found] | None = None
        self._ahead_at = 0
        self._ahead_header = Part("")

    def __iter__(self) -> Iterator[Message | Refused]:
        waiting: list[Item] = []
        grouped = 0
        number, portions = 1, 0
        for found in self._walk.found():
            if found.is_broken and found.kind == "item":
                yield self._broken_item(found)
            elif found.kind == "item":
                waiting.append(Item(found.part, found.number))
            elif found.kind == "group":
                waiting[grouped:] = [Item(i.part, i.number, found.part) for i in waiting[grouped:]]
                grouped = len(waiting)
            else:
                yield Message(found.part, waiting, number, self._walk.context, portions == 0)
                waiting, grouped, number, portions = [], 0, number + 1, 0
            if len(waiting) >= WAITING_ITEMS and (
                grouped or not self._plan.groups or len(waiting) > 10 * WAITING_ITEMS
            ):
                header = self._header(number)
                ready = waiting[:grouped] if grouped else waiting
                yield Message(header, ready, number, self._walk.context, portions == 0, False)
                waiting, grouped, portions = waiting[len(ready) :], 0, portions + 1
        if waiting:  # the message itself has no end
            yield Message(Part(""), waiting, number, self._walk.context, portions == 0)
        yield from self._told()

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the XML, known after the last message."""
        return self._walk.faults

    def _header(self, number: int) -> Part:
        """The header of message `number`, brought by a second pass; an empty one where the message has no end."""
        if self._ahead_at == number:
            return self._ahead_header
        if self._ahead is None:
            self._ahead = Walk(self._opened, self._plan, with_items=False).found()
        for found in self._ahead:
            if found.kind == "record":
                self._ahead_at += 1
                if self._ahead_at == number:
                    self._ahead_header = found.part
                    return found.part
        return Part("")

    def _broken_item(self, found: Found) -> Refused:
        kept = dict(list(found.part.unread(everything=True).items())[:200])
        return Refused(
            found.number, None, None,
            f"a tag inside this item (it begins in line {found.line}) is broken, so its values cannot be trusted",
            MEND_XML, record=kept,
        )  # fmt: skip

    def _told(self) -> Iterator[Refused]:
        """One refused row for all that is broken: what follows a broken tag is mostly its consequence."""
        serious = [f for f in self._walk.faults if not f.is_harmless]
        if not serious:
            return
        more = sorted({f.line for f in serious[1:]} - {serious[0].line})[:_FAULTS_TOLD]
        also = f", and then in lines {', '.join(str(n) for n in more)}" if more else ""
        yield Refused(
            serious[0].line, None, None,
            f"the XML is broken in line {serious[0].line}: {serious[0].what}{also}; only what is whole was read",
            MEND_XML,
        )  # fmt: skip

    def broken(self) -> Any:
        """FileRefused that says why no message could be read."""
        return broken_file(self._opened, self._walk.faults)


@dataclass(slots=True)
class MessageRows:
    """Rows of one table on their way from messages: values are read, and rows at fault refused, as anywhere.

    `elements` names for each field the element that people find it under.
    """

    table: str
    elements: Mapping[str, str]
    said: Instructions
    _reader: GridReader = field(init=False)
    _lines: list[tuple[int, Mapping[str, Cell]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        habits = canonical_habits(self.table, self.said, "kg")
        self._reader = GridReader(_kept_as_said(self.table), habits, {}, "message")

    def add(self, number: int, line: Mapping[str, Cell]) -> Iterator[Rows | Refused | Notice]:
        """One row; what is ready comes out."""
        self._lines.append((number, line))
        if len(self._lines) >= CHUNK_ROWS:
            yield from self.flush()

    def flush(self) -> Iterator[Rows | Refused | Notice]:
        """The rows added since."""
        if self._reader.has_asked or not self._lines:
            self._lines = []
            return
        names = [f.name for f in self._reader.office.fields]
        present = [n for n in names if any(line.get(n) is not None for _, line in self._lines)]
        headers = [self.elements.get(n, n) for n in present]
        rows = [[line.get(n) for n in present] for _, line in self._lines]
        numbers = [number for number, _ in self._lines]
        self._lines = []
        yield from self._reader.read(Grid(headers, present, rows, numbers))

    def notices(self) -> Iterator[Notice]:
        """What a person should know about the rows."""
        yield from self._reader.notices()


def rows_of(
    opened: Opened,
    plan: Plan,
    tables: Iterable[MessageRows],
    read: Callable[[Message], Iterator[Rows | Refused | Notice]],
) -> Iterator[Rows | Refused | Notice]:
    """What `read` makes of every message, then what waits in `tables`, with their notices.

    FileRefused where the file holds no message that could be read.
    """
    messages = Messages(opened, plan)
    seen = False
    for found in messages:
        if isinstance(found, Refused):
            yield found
        else:
            seen = True
            yield from read(found)
    if not seen:
        raise messages.broken()
    for rows in tables:
        yield from rows.flush()
        yield from rows.notices()


def told_apart(standard: str, counts: Mapping[str, int], kept_in: str) -> Iterator[Notice]:
    """The notice on messages that declare no goods, by kind; none where there are none."""
    if counts:
        told = ", ".join(f"{n} × {kind}" if n > 1 else kind for kind, n in sorted(counts.items()))
        yield Notice(f"{standard} messages that are no declaration of goods: {told}; kept in {kept_in}")


def _kept_as_said(name: str) -> Office:
    """The table's fields, with countries already in our codes and numbers of declarations optional."""
    side = canonical_office(name)
    kinds: dict[str, Kind] = {"place": "text", "places": "texts"}
    kept = tuple(Field(f.name, kinds.get(f.kind, f.kind), f.columns) for f in side.fields)
    return Office(side.table, kept, remarks=side.remarks)
