"""From the full edition to the one for the defence: what may be left out is gone from every byte, and a log says so.

A field, every place of some words, or a whole exhibit is left out. The log names ground, place and who decided; nothing
that is left out, and no digest from which it could be guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.reporting.court.describing import (
    Chain,
    Exhibit,
    Favourable,
    Ground,
    LeftOut,
    Matter,
    Record,
    TimeStamp,
)
from tradewind.reporting.court.zipping import parts_of

#: Shorter words stand in too many others: a whole page would go with them.
SHORTEST_WORDS: Final = 3
#: What stood in a field is sought everywhere; when it is shorter than this, only where it stands as words of its own.
_TELLING: Final = 12


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is left out, on which ground, decided by whom. Exactly one of exhibit, record with field, or words is named.

    `field` is a JSON pointer into the record of that slug: `/who`, `/items/0/label_says`.
    """

    ground: Ground
    decided_by: str
    decided_on: str
    exhibit: str = ""
    record: str = ""
    field: str = ""
    words: str = ""


class NothingThere(RequestError):
    """A redaction that meets nothing: mistyped, it would leave in what should go. `place` is its number."""

    def __init__(self, place: int) -> None:
        self.place = place
        super().__init__(
            f"redaction {place} meets nothing in this matter; look at how it is written and try again"
        )


class StillThere(RequestError):
    """Words to be left out stand in an exhibit's own bytes; `exhibit` must be left out too, or a copy be given."""

    def __init__(self, exhibit: str) -> None:
        self.exhibit = exhibit
        super().__init__(
            f"exhibit {exhibit} holds words that are to be left out; leave it out too, or add a copy without them"
        )


def disclosed(matter: Matter, redactions: Sequence[Redaction]) -> Matter:
    """The edition for the defence.

    Raises:
        NothingThere: a redaction meets nothing.
        StillThere: words that are to be left out stand in a file that is not.
        ValueError: a redaction names several things, or words too short to be told apart.
    """
    log: list[LeftOut] = []
    withheld: dict[str, int] = {}
    for number, one in enumerate(redactions, 1):
        if sum(map(bool, (one.exhibit, one.record, one.words))) != 1 or bool(one.record) != bool(one.field):
            raise ValueError("a redaction names an exhibit, a field of a record, or words")
        if one.exhibit:
            matter, places, for_accused = _without_exhibit(matter, one.exhibit)
            withheld[one.exhibit] = number
            where = f"exhibit {one.exhibit}"
        elif one.record:
            matter, places, for_accused = _without_field(matter, one, number)
            where = f"{one.record}{one.field}"
        else:
            matter, places, for_accused = _without_words(matter, one.words, number)
            where = "words, wherever they stood"
        if not places:
            raise NothingThere(number)
        log.append(LeftOut(number, one.ground, where, one.decided_by, one.decided_on, places, for_accused))
    found = replace(
        matter,
        edition="disclosure",
        left_out=tuple(log),
        withheld=withheld,
        stamps=_stamps_without(matter, redactions, is_whole=not withheld),
    )
    for one in redactions:
        if one.words and any(_pattern(one.words).search(f"{line.decided_by} {line.where}") for line in log):
            raise ValueError(
                "who decided is named by the words that are to be left out; name an office instead"
            )
    return found


def _stamps_without(
    matter: Matter, redactions: Sequence[Redaction], *, is_whole: bool
) -> tuple[TimeStamp, ...]:
    """A stamp is on a text that cannot be changed: with words that are left out, or with the digest of an exhibit that
    is, it goes as a whole."""
    patterns = [_pattern(one.words) for one in redactions if one.words]
    return tuple(
        stamp for stamp in matter.stamps
        if (is_whole or stamp.of != "evidence")
        and not any(p.search(f"{stamp.text} {stamp.authority} {stamp.roots}") for p in patterns)
        and not any(p.search(stamp.response.decode("latin-1")) for p in patterns)
    )  # fmt: skip


def mark(number: int) -> str:
    """What stands where something was left out."""
    return f"[left out: {number}]"


def _without_exhibit(matter: Matter, number: str) -> tuple[Matter, int, bool]:
    gone = [e for e in matter.exhibits if e.number == number]
    kept = tuple(e for e in matter.exhibits if e.number != number)
    favours = any(e.favours in ("accused", "both") for e in gone)
    return replace(matter, exhibits=kept), len(gone), favours


def _without_field(matter: Matter, one: Redaction, number: int) -> tuple[Matter, int, bool]:
    records, places, favours, said = [], 0, False, []
    for record in matter.records:
        if record.slug == one.record:
            parts = [p.replace("~1", "/").replace("~0", "~") for p in one.field.split("/")[1:]]
            value, gone = _set(record.value, parts, mark(number))
            if gone:
                said += _texts(gone[0])
                places += 1
                favours = favours or record.favours in ("accused", "both")
                record = replace(record, value=value)
        records.append(record)
    found = replace(matter, records=tuple(records))
    # The same text stands in the chains and in the version before: it would be gone from one place only.
    for text in sorted({t for t in said if len(t.strip()) >= SHORTEST_WORDS}, key=len, reverse=True):
        found, more, other = _without_words(found, text, number, whole=len(text) < _TELLING)
        places, favours = places + more, favours or other
    return found, places, favours


def _texts(value: Any, *, with_names: bool = False) -> list[str]:
    """Every text in a value, and where asked the names of its fields."""
    match value:
        case str():
            return [value]
        case Mapping():
            names = [str(name) for name in value] if with_names else []
            return names + [t for v in value.values() for t in _texts(v, with_names=with_names)]
        case list() | tuple():
            return [t for v in value for t in _texts(v, with_names=with_names)]
        case _:
            return []


def _set(value: Any, parts: Sequence[str], text: str) -> tuple[Any, list[Any]]:
    """The value with what the pointer leads to replaced, and what stood there; nothing where it leads nowhere."""
    if not parts:
        return text, [value]
    first, rest = parts[0], parts[1:]
    if isinstance(value, Mapping) and first in value:
        inner, gone = _set(value[first], rest, text)
        return {**value, first: inner}, gone
    if isinstance(value, list | tuple) and first.isdigit() and int(first) < len(value):
        inner, gone = _set(value[int(first)], rest, text)
        return [inner if n == int(first) else v for n, v in enumerate(value)], gone
    return value, []


def _without_words(
    matter: Matter, words: str, number: int, *, whole: bool = False
) -> tuple[Matter, int, bool]:  # fmt: skip
    if len(words.strip()) < SHORTEST_WORDS:
        raise ValueError(f"words of fewer than {SHORTEST_WORDS} letters stand in too many others")
    pattern, counted, favours = _pattern(words, whole=whole), [0], False

    def clean(text: str) -> str:
        made, times = pattern.subn(mark(number), unicodedata.normalize("NFC", text))
        counted[0] += times
        return made if times else text

    def watched(value: Any, change: Callable[[Any], Any], for_accused: bool) -> Any:
        nonlocal favours
        before = counted[0]
        made = change(value)
        favours = favours or (for_accused and counted[0] > before)
        return made

    for exhibit in matter.exhibits:
        if not whole and _in_bytes(exhibit, words):
            raise StillThere(exhibit.number)
    exhibits = tuple(
        watched(e, lambda x: replace(x, title=clean(x.title), name=clean(x.name), note=clean(x.note),
                                     kind=clean(x.kind), origin=clean(x.origin)), e.favours in ("accused", "both"))
        for e in matter.exhibits
    )  # fmt: skip
    records = tuple(
        watched(r, lambda x: Record(x.slug, clean(x.title), _deep(x.value, clean), x.favours),
                r.favours in ("accused", "both"))
        for r in matter.records
    )  # fmt: skip
    favourable = tuple(
        watched(f, lambda x: Favourable(clean(x.kind), clean(x.text), clean(x.stands), clean(x.source)), True)
        for f in matter.favourable
    )
    chains = tuple(_chain_without(c, pattern, counted) for c in matter.chains)
    facts = tuple((clean(label), clean(text)) for label, text in matter.facts)
    found = replace(
        matter, title=clean(matter.title), facts=facts, exhibits=exhibits, records=records, favourable=favourable,
        chains=chains,
    )  # fmt: skip
    return found, counted[0], favours


def _chain_without(chain: Chain, pattern: re.Pattern[str], counted: list[int]) -> Chain:
    """Entries that hold the words keep their number and digest alone: the chain still holds."""
    kept: list[Mapping[str, Any]] = []
    for entry in chain.entries:
        seen = {k: v for k, v in entry.items() if k not in ("digest", "previous")}
        if not entry.get("withheld") and any(
            pattern.search(unicodedata.normalize("NFC", t)) for t in _texts(seen, with_names=True)
        ):
            counted[0] += 1
            numbered = {"number": entry["number"]} if "number" in entry else {}
            entry = {**numbered, "digest": entry["digest"], "withheld": True}
        kept.append(entry)
    return replace(chain, entries=tuple(kept))


def _deep(value: Any, clean: Callable[[str], str]) -> Any:
    match value:
        case str():
            return clean(value)
        case Mapping():
            return {clean(str(k)): _deep(v, clean) for k, v in value.items()}
        case list() | tuple():
            return [_deep(v, clean) for v in value]
        case _:
            return value


def _pattern(words: str, *, whole: bool = False) -> re.Pattern[str]:
    """The words whatever their case and the spaces between them; `whole` finds them only as words of their own."""
    parts = unicodedata.normalize("NFC", words).split()
    text = r"\s+".join(re.escape(p) for p in parts)
    return re.compile(rf"(?<!\w){text}(?!\w)" if whole else text, re.IGNORECASE)


def _in_bytes(exhibit: Exhibit, words: str) -> bool:
    """Whether the words stand in a file as plain text, in the two encodings that office programs write."""
    texts = {words, words.casefold(), words.upper(), words.title()}
    wanted = [t.encode(e) for t in texts for e in ("utf-8", "utf-16-le")]
    longest = max(map(len, wanted))
    tail = b""
    for part in parts_of(exhibit.content):
        seen = tail + part
        lowered = seen.lower()
        if any(w in seen or w in lowered for w in wanted):
            return True
        tail = seen[-longest:]
    return False
