"""A file of messages in XML, one item at a time: memory stays flat, a broken tag costs its own item only.

Entities are never resolved, no DTD and nothing of the network is read, depth and size are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, Literal

from lxml import etree

from tradewind.errors import FileRefused, HostileFile
from tradewind.formats.bounded import MIB
from tradewind.formats.opening import Opened
from tradewind.formats.xml_ending import Ending, cut_short
from tradewind.formats.xml_parts import MAX_DEPTH, Part, key_of, local_name, part_of

#: After so many broken tags a file is no longer read on.
_MAX_ERRORS: Final = 200
_MAX_CONTEXT: Final = 200
#: Faults of which the parser loses nothing.
_HARMLESS: Final = frozenset(
    {"NS_ERR_UNDEFINED_NAMESPACE", "ERR_HYPHEN_IN_COMMENT", "WAR_NS_URI", "WAR_NS_URI_RELATIVE"}
)
#: A byte order mark and blank lines, which no parser takes before the XML declaration.
_BEFORE_XML: Final = b"\xef\xbb\xbf \t\r\n"
_COMMENTS: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAGS: Final = re.compile(r"<([A-Za-z_][\w.:-]*)")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which elements are messages (`records`), items within them and groups of items; names casefolded.
    `is_record` tells others by pattern."""

    records: frozenset[str]
    items: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    pattern: str = "(?!)"

    def is_record(self, name: str) -> bool:
        """Whether an element of that name is a message."""
        return name in self.records or re.fullmatch(self.pattern, name) is not None


@dataclass(frozen=True, slots=True)
class Found:
    """An item, a group at its end (its items came before), or a message at its end. `number` counts the items
    of the file from 1; `line` is where it begins; `is_broken` when a tag in it is."""

    kind: Literal["item", "group", "record"]
    part: Part
    number: int
    line: int
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the XML, and in which line."""

    line: int
    what: str
    is_harmless: bool


class _BrokenTag(Exception):
    """The first broken tag of a file that was read in large pieces."""


@dataclass(slots=True)
class Walk:
    """One pass over a file. `context` has the texts of leaves outside messages (envelopes), by name."""

    opened: Opened
    plan: Plan
    with_items: bool = True
    context: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _depth: int = 0
    _record: int = 0
    _item: int = 0
    _errors_at: dict[str, int] = field(default_factory=dict)
    _items: int = 0
    _held: tuple[Part, int, int] | None = None
    _careful: bool = False
    _root: str = ""
    _is_whole: bool = False

    def found(self) -> Iterator[Found]:
        """Items, groups and messages in the order in which they end.

        HostileFile where entities are declared or elements are nested without end; FileRefused where the document
        ends in the middle, known only after all that came before. At the first broken tag the file is read again,
        tag by tag, so that it is known in which item the tag is.
        """
        refuse_entities(self.opened)
        told = 0
        try:
            for found in self._pass(b""):
                told += 1
                yield found
        except _BrokenTag:
            self._depth = self._record = self._item = self._items = 0
            self._held = None
            self._careful = True
            yield from islice(self._pass(b">"), told, None)

    def _pass(self, mark: bytes) -> Iterator[Found]:
        """One pass, fed up to every `mark`; without one in large pieces, and _BrokenTag where a tag is broken."""
        parser = etree.XMLPullParser(
            events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
            dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
            encoding="utf-8" if self._is_utf8() else None,
        )  # fmt: skip
        ending = Ending()
        with self.opened.stream() as stream:
            begun = False
            while chunk := stream.read(MIB // 16):
                ending.add(chunk)
                if not begun and self._is_utf8():
                    chunk = chunk.lstrip(_BEFORE_XML)
                    begun = bool(chunk)
                pieces = chunk.split(mark) if mark else [chunk]
                for piece in pieces[:-1]:
                    yield from self._fed(parser, piece + mark)
                yield from self._fed(parser, pieces[-1])
                if len(parser.feed_error_log) > _MAX_ERRORS:
                    break
            while chunk := stream.read(MIB):
                ending.add(chunk)
        self._refuse_a_part(parser, ending)
        yield from self._closed(parser)

    def _refuse_a_part(self, parser: Any, ending: Ending) -> None:
        """FileRefused where the document is not all there; a broken tag in one that is costs only its item."""
        if self._is_whole or not self._root:
            return
        if not self._broken(parser) or not ending.closes(self._root):
            raise cut_short(str(self.opened.path), self._root)

    def _is_utf8(self) -> bool:
        """Whether all of it was found to be UTF-8: programs that write text so often declare another encoding."""
        return self.opened.encoding in ("utf-8", "utf-8-sig")

    def _fed(self, parser: Any, piece: bytes) -> Iterator[Found]:
        try:
            parser.feed(piece)
        except etree.LxmlError:
            return  # the error is in the log, and told at the end
        if not self._careful and self._broken(parser):
            raise _BrokenTag
        for event, element in parser.read_events():
            found = self._start(parser, element) if event == "start" else self._end(parser, element)
            if found is not None:
                yield found

    def _closed(self, parser: Any) -> Iterator[Found]:
        if not self._careful and self._depth:
            raise _BrokenTag
        log = list(parser.feed_error_log)  # closing forgets it
        try:
            parser.close()
        except etree.LxmlError as failed:
            log += [e for e in failed.error_log if all(str(e) != str(known) for known in log)]
        else:
            for event, element in parser.read_events():
                found = self._end(parser, element) if event == "end" else None
                if found is not None:
                    yield found
        for error in log:
            self._note(error)
        held = self._let_go()
        if held is not None:
            yield held

    def _note(self, error: Any) -> None:
        if "Excessive depth" in error.message:
            raise _nested(str(self.opened.path))
        self.faults.append(Fault(error.line, error.message.strip(), error.type_name in _HARMLESS))

    def _start(self, parser: Any, element: Any) -> Found | None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _nested(str(self.opened.path))
        if self._depth == 1:
            self._root = local_name(element.tag)
            if _declares_entities(element):
                raise _entities(str(self.opened.path))
        if self._item:
            return None
        name = key_of(element.tag)
        if not self._record and self.plan.is_record(name):
            held = self._let_go()
            self._record = self._depth
            self._errors_at["record"] = self._broken(parser)
            return held
        if (self._record or self._held) and name in self.plan.items:
            self._item = self._depth
            self._errors_at["item"] = self._broken(parser)
        return None

    def _end(self, parser: Any, element: Any) -> Found | None:
        depth, self._depth = self._depth, self._depth - 1
        self._is_whole = self._depth == 0 and not self._broken(parser)
        if self._item:
            return self._item_at(parser, element) if depth == self._item else None
        if self._record:
            if depth == self._record:
                return self._record_at(parser, element)
            if key_of(element.tag) in self.plan.groups:
                group = Found("group", self._part(element), self._items, element.sourceline or 0, False)
                _forget(element)
                return group
            return None
        self._outside(element, depth)
        return None

    def _item_at(self, parser: Any, element: Any) -> Found | None:
        self._item = 0
        self._items += 1
        found = None
        if self.with_items:
            broken = self._broken(parser) > self._errors_at["item"]
            found = Found("item", self._part(element), self._items, element.sourceline or 0, broken)
        _forget(element)
        return found

    def _record_at(self, parser: Any, element: Any) -> Found | None:
        depth, self._record = self._record, 0
        part, line = self._part(element), element.sourceline or 0
        element.clear()
        _drop_before(element)
        if self._broken(parser) > self._errors_at["record"]:
            self._held = (part, line, depth)  # a tag closed it too early: what follows may still be its own
            return None
        return Found("record", part, self._items, line, False)

    def _outside(self, element: Any, depth: int) -> None:
        if self._held and depth >= self._held[2]:
            if depth == self._held[2]:
                self._held[0].parts.append(self._part(element))
                element.clear()
            return
        text = (element.text or "").strip()
        if text and len(element) == 0 and len(self.context) < _MAX_CONTEXT:
            self.context.setdefault(key_of(element.tag), text)
        element.clear()
        _drop_before(element)

    def _let_go(self) -> Found | None:
        if not self._held:
            return None
        part, line, _ = self._held
        self._held = None
        return Found("record", part, self._items, line, True)

    def _part(self, element: Any) -> Part:
        return part_of(element, str(self.opened.path))

    def _broken(self, parser: Any) -> int:
        return sum(error.type_name not in _HARMLESS for error in parser.feed_error_log)


def first_names(opened: Opened, most: int = 60) -> list[str]:
    """Names of the first elements of an XML file, without prefixes; empty for other files."""
    if opened.kind != "xml":
        return []
    text = _COMMENTS.sub("", opened.head_text)
    names = []
    for tag in _TAGS.finditer(text):
        names.append(local_name(tag[1]))
        if len(names) == most:
            break
    return names


def refuse_entities(opened: Opened) -> None:
    """HostileFile where the beginning of the file declares entities, whether they are used or not."""
    if re.search(r"<!\s*ENTITY", _COMMENTS.sub("", opened.head_text), re.IGNORECASE):
        raise _entities(str(opened.path))


def _declares_entities(root: Any) -> bool:
    declared = root.getroottree().docinfo.internalDTD
    return declared is not None and next(iter(declared.iterentities()), None) is not None


def _entities(path: str) -> HostileFile:
    return HostileFile(
        path,
        "it declares XML entities, which customs messages never need and which can exhaust the machine or read "
        "other files",
        "ask the sender for the message without a DOCTYPE",
    )


def _nested(path: str) -> HostileFile:
    return HostileFile(
        path,
        f"its elements are nested deeper than {MAX_DEPTH} levels, as no customs message is",
        "check that it is a customs message and ask the sender for it again",
    )


def broken_file(opened: Opened, faults: list[Fault]) -> FileRefused:
    """Why nothing of the file could be read."""
    told = next((f for f in faults if not f.is_harmless), None)
    held = ", ".join(dict.fromkeys(first_names(opened, 6)))
    reason = (
        f"the XML breaks in line {told.line}: {told.what}"
        if told
        else f"it holds no message we know ({held} ...)"
    )
    return FileRefused(str(opened.path), reason, "ask the sender for the whole, unchanged message")


def _forget(element: Any) -> None:
    """Empty an element, and drop the one before it where it is of the same kind: lists do not grow."""
    element.clear()
    before = element.getprevious()
    if before is not None and before.tag == element.tag:
        before.getparent().remove(before)


def _drop_before(element: Any) -> None:
    while (before := element.getprevious()) is not None:
        before.getparent().remove(before)
