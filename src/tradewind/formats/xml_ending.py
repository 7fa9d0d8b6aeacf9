"""Does a file of messages end where its document ends? One that dies half-way leaves nothing behind."""

from __future__ import annotations

import re
from typing import Final

from tradewind.errors import FileRefused

#: What may stand behind the document: comments of any length seen so far, blank lines, padding of old systems.
_TAIL_BYTES: Final = 64 * 1024
_COMMENTS: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_PADDING: Final = b" \t\r\n\x00\x1a"


class Ending:
    """The last bytes of a file, kept while it is read."""

    def __init__(self) -> None:
        self._tail = b""

    def add(self, chunk: bytes) -> None:
        """The next bytes of the file."""
        self._tail = (self._tail + chunk)[-_TAIL_BYTES:]

    def closes(self, root: str) -> bool:
        """Whether the last thing written is the end tag of the element `root`, under whatever prefix.

        >>> ending = Ending()
        >>> ending.add(b"<a:Root><b></a:Root><!-- sent -->")
        >>> ending.closes("Root")
        True
        """
        tail = self._tail.replace(b"\0", b"")  # UTF-16 without its empty halves
        tail = _COMMENTS.sub(b"", tail)
        if b"<!--" in tail:
            return False
        name = re.escape(root.encode())
        return re.search(rb"</(?:[^\s<>/:]+:)?" + name + rb"\s*>$", tail.rstrip(_PADDING)) is not None


def cut_short(path: str, root: str) -> FileRefused:
    """Why a message that stops in the middle is refused as a whole."""
    return FileRefused(
        path,
        f"the message ends in the middle: its element {root} is never closed, so part of what was declared is missing",
        "ask the sender for the whole message; nothing of this one was kept",
    )
