"""One tree of errors. Facts are attributes; the message says what happened and what to do next.

TradewindError
├── RequestError            the request could not be served (exit status 2)
│   ├── NotPlausible        a figure or reading that cannot be, with a code and its facts
│   ├── UnknownName         no such substance, Party, code, detector ...
│   └── AmbiguousName       the name means more than one thing
├── FileRefused             a whole file could not be read
│   ├── HostileFile         a file that would exhaust the machine or run code
│   └── FileForgotten       who is named in it was forgotten; it does not come back
└── WarehouseError          the warehouse folder is not as it must be
"""

from __future__ import annotations

from collections.abc import Sequence


class TradewindError(Exception):
    """Base of every error the library raises on purpose; `str()` is one plain sentence for a person."""


class RequestError(TradewindError):
    """What was asked cannot be served as asked; the message says how to ask instead."""


class NotPlausible(RequestError):
    """What was read off a cylinder cannot be, or says nothing. `code` and `facts` let others say it in their words."""

    def __init__(self, code: str, message: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


class UnknownName(RequestError):
    """A name that means nothing here; `suggestions` holds near misses, best first."""

    def __init__(self, kind: str, name: str, suggestions: Sequence[str] = ()) -> None:
        self.kind, self.name, self.suggestions = kind, name, tuple(suggestions)
        hint = f"; did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"no {kind} is known as {name!r}{hint}")


class AmbiguousName(RequestError):
    """A name with several meanings; `alternatives` holds each of them."""

    def __init__(self, kind: str, name: str, alternatives: Sequence[str]) -> None:
        self.kind, self.name, self.alternatives = kind, name, tuple(alternatives)
        super().__init__(f"{name!r} can mean more than one {kind}: {', '.join(self.alternatives)}; name one")


class FileRefused(TradewindError):
    """A whole file that cannot be read; `path`, `reason` and `mend` are for the person who sent it."""

    def __init__(self, path: str, reason: str, mend: str) -> None:
        self.path, self.reason, self.mend = path, reason, mend
        super().__init__(f"{path}: {reason}; {mend}")


class HostileFile(FileRefused):
    """A file built to exhaust the machine or to run code: bombs, endless cells, entities."""


class FileForgotten(FileRefused):
    """A file whose persons were forgotten when its time to be kept ended; nothing said of it lets it be read again."""


class WarehouseError(TradewindError):
    """The warehouse folder is locked, damaged, of a newer version or not a warehouse."""
