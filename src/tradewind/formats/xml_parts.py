"""An element of a message as a small tree that knows what of it was read, whatever its prefixes and order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from tradewind.errors import HostileFile

#: The greatest declaration seen has 40 elements a level and 12 levels.
MAX_DEPTH: Final = 64
#: Elements of one item or one header; a real item has a few hundred.
MAX_PARTS: Final = 200_000
#: What a row keeps of elements that have no column.
_MAX_UNREAD: Final = 16_000


class Part:
    """One element: its name without prefix, its text, attributes and parts; `is_read` once someone took it."""

    __slots__ = ("_by_key", "attributes", "is_read", "key", "name", "parts", "text")

    def __init__(self, name: str, text: str | None = None) -> None:
        self.name, self.key, self.text = name, key_of(name), text
        self.attributes: dict[str, str] = {}
        self.parts: list[Part] = []
        self.is_read = False
        self._by_key: dict[str, list[Part]] | None = None

    def all(self, path: str) -> list[Part]:
        """The parts at a path such as "Commodity/Classification", in order."""
        found = [self]
        for name in _steps(path):
            alone = len(found) == 1
            found = found[0]._named(name) if alone else [p for part in found for p in part._named(name)]
            if not found:
                break
        return found

    def _named(self, key: str) -> list[Part]:
        if self._by_key is None:
            self._by_key = {}
            for part in self.parts:
                self._by_key.setdefault(part.key, []).append(part)
        return self._by_key.get(key, [])

    def first(self, path: str) -> Part | None:
        """The first part at a path."""
        found = self.all(path)
        return found[0] if found else None

    def say(self, *paths: str) -> str | None:
        """The text of the first part at the first of `paths` that has one; it counts as read."""
        for path in paths:
            for part in self.all(path):
                if part.text:
                    part.is_read = True
                    return part.text
        return None

    def says(self, *paths: str) -> list[str]:
        """The texts of all parts at the paths, each once; they count as read."""
        said = []
        for path in paths:
            for part in self.all(path):
                if part.text:
                    part.is_read = True
                    said.append(part.text)
        return list(dict.fromkeys(said))

    def unread(self, everything: bool = False) -> dict[str, str]:
        """Path -> text of every leaf that nobody took, or of every leaf; repeated elements are numbered from 1."""
        return dict(self._unread("", everything))

    def _unread(self, above: str, everything: bool) -> Iterator[tuple[str, str]]:
        total = Counter([part.key for part in self.parts])
        seen: dict[str, int] = {}
        for part in self.parts:
            path = above + part.name
            if total[part.key] > 1:
                seen[part.key] = seen.get(part.key, 0) + 1
                path = f"{path}[{seen[part.key]}]"
            if part.text and (everything or not part.is_read):
                yield path, part.text
                for name, value in part.attributes.items():
                    yield f"{path}@{name}", value
            if part.parts:
                yield from part._unread(path + "/", everything)


def unread_text(*parts: Part | None, everything: bool = False) -> str | None:
    """JSON of what was not read of these parts, or of all of them; what exceeds 16,000 letters is counted, not kept."""
    found: dict[str, Any] = {}
    length = 0
    left_out = 0
    for part in parts:
        for path, text in part.unread(everything).items() if part else ():
            length += len(path) + len(text) + 6
            if length > _MAX_UNREAD:
                left_out += 1
            else:
                found.setdefault(path, text)
    if left_out:
        found["..."] = f"{left_out} more elements"
    return json.dumps(found, ensure_ascii=False) if found else None


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.casefold().split("/"))


@lru_cache(maxsize=4096)
def local_name(tag: Any) -> str:
    """The name of an element without namespace or prefix, declared or not.

    >>> local_name("{urn:wco}Declaration"), local_name("md:MetaData")
    ('Declaration', 'MetaData')
    """
    return str(tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1]


@lru_cache(maxsize=4096)
def key_of(tag: Any) -> str:
    """The local name with its case folded, by which elements are found."""
    return local_name(tag).casefold()


def part_of(element: Any, path: str) -> Part:
    """An lxml element as a Part. HostileFile where it has more elements than any message."""
    return _made(element, path, [0])


def _made(element: Any, path: str, count: list[int]) -> Part:
    count[0] += 1
    if count[0] > MAX_PARTS:
        raise HostileFile(
            path,
            f"one message or item of it has more than {MAX_PARTS:,} elements",
            "check that it is a customs message and ask the sender for a smaller one",
        )
    text = element.text
    part = Part(local_name(element.tag), text.strip() or None if text else None)
    if element.attrib:
        part.attributes = {local_name(k): v for k, v in element.attrib.items() if "schemaLocation" not in k}
    if len(element):
        part.parts = [_made(child, path, count) for child in element]
    return part
