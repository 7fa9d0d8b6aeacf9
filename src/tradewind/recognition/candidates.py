"""What in a text could be a substance: numbers behind a prefix, names, lists that give their prefix once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tradewind.recognition.codes import USUAL, codes
from tradewind.recognition.folding import fold_word
from tradewind.recognition.halocarbons import halocarbons
from tradewind.recognition.lexicon import CHEMICAL, Name, Prefix, automaton
from tradewind.recognition.numbers import Number, number_at, unit_follows


@dataclass(slots=True)
class Candidate:
    start: int
    end: int
    designation: str
    alternatives: tuple[str, ...]
    certainty: float
    kind: str
    key: str = ""
    #: Whether the writing alone (a word, a family, a letter after the number) makes it a substance.
    plain: bool = False
    role: str = "named"


def candidates_in(folded: str) -> list[Candidate]:
    found: list[Candidate] = []
    chemical = False
    numbers: dict[int, Candidate] = {}
    for last, hit in automaton().iter(folded):
        if hit is CHEMICAL:
            chemical = True
        elif isinstance(hit, Prefix):
            candidate = _numbered(folded, last, hit)
            if candidate is not None and (last not in numbers or numbers[last].start > candidate.start):
                numbers[last] = candidate
        elif stands_alone(folded, last + 1 - hit.length, last + 1):
            found.append(_named(folded, last + 1 - hit.length, hit))
    found += numbers.values()
    if chemical:
        for name in halocarbons(folded):
            known = [d for d in name.designations if d in _DESIGNATIONS]
            if known:
                found.append(
                    Candidate(
                        name.start,
                        name.end,
                        known[0],
                        tuple(known[1:]),
                        0.95 if len(known) == 1 else 0.85,
                        "name",
                        plain=True,
                    )
                )
    if found or _BARE.search(folded):
        found += _bare(folded, found)
        for candidate in list(found):
            if candidate.kind == "number":
                found += _continued(folded, candidate)
    return found


def stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a name is no piece of a longer word."""
    first, last = folded[start], folded[end - 1]
    if first.isascii() and start and folded[start - 1].isalnum() and folded[start - 1].isascii():
        return False
    if not first.isascii() and start and folded[start - 1].isalpha() and ord(first) < 0x590:
        return False
    after = folded[end] if end < len(folded) else " "
    if last.isdigit():
        return not after.isdigit() and not (after == "-" and folded[end + 1 : end + 2].isdigit())
    return not (ord(last) < 0x590 and after.isalnum() and ord(after) < 0x590)


def _named(folded: str, start: int, hit: Name) -> Candidate:
    return Candidate(
        start, start + hit.length, hit.designation, hit.alternatives, hit.certainty, hit.kind, plain=True
    )


_TYRE_BEFORE: Final = re.compile(r"\d{2,3}\s?/\s?\d{2}\s?z?$")
_TOKEN_BEFORE: Final = re.compile(r"([a-z0-9]+)[-._]$")
_GAS_WORDS: Final = "gas gaz ref refrigerant freon cil cyl gaas refrig gass hcfc hfc cfc kaltemittel"
_GAS_TOKENS: Final = frozenset(_GAS_WORDS.split())


def _numbered(folded: str, digit: int, prefix: Prefix) -> Candidate | None:
    start = digit - prefix.length
    before = folded[start - 1] if start else " "
    if before.isalnum() and before.isascii() and folded[start].isascii():
        return None
    if before.isalpha() and ord(before) < 0x590 and not folded[start].isascii():
        return None
    number = number_at(folded, digit)
    if number is None:
        return None
    certainty = _prefixed_certainty(folded, start, prefix, number)
    if certainty <= 0:
        return None
    plain = prefix.kind in ("family", "brand", "halon") or not number.key.isdigit()
    key, code = number.key, number.code
    if prefix.kind != "halon" and key in ("1301", "1211", "2402"):
        return None
    return Candidate(start, number.end, code.designation, code.alternatives, certainty, "number", key, plain)


def _prefixed_certainty(folded: str, start: int, prefix: Prefix, number: Number) -> float:
    certainty, key = number.code.certainty, number.key
    written = folded[start : number.start]
    if prefix.kind == "halon":
        return 0.98 if key in ("1301", "1211", "2402") else 0.0
    if prefix.kind == "brand":
        return 0.0 if unit_follows(folded, number.end) and len(key) < 3 else max(certainty, 0.93)
    if prefix.kind == "family":
        return min(0.99, certainty + 0.05) if certainty > 0.45 else certainty
    if prefix.kind in ("generic", "slang"):
        if (key not in USUAL and key.isdigit()) or unit_follows(folded, number.end):
            return 0.0
        if prefix.kind == "slang":
            return certainty - 0.1 if not key.isdigit() else 0.5 if "-" in written else 0.42
        return certainty - 0.15
    return certainty - _doubt_of_r(folded, start, written, number)


def _doubt_of_r(folded: str, start: int, written: str, number: Number) -> float:
    """What speaks against a bare R and its number: "P/R 22", "po.r12", "R22-36/38", "1500 р 22"."""
    doubt = 0.0
    if written != "r" and written != "r-" and number.key.isdigit():
        doubt += 0.12 if written == "r " else 0.25
    token = _TOKEN_BEFORE.search(folded, max(0, start - 12), start)
    if token and token.group(1) not in _GAS_TOKENS and number.key.isdigit():
        doubt += 0.45
    if number.key.isdigit():
        if _TYRE_BEFORE.search(folded, max(0, start - 8), start):
            doubt += 0.9
        after = folded[number.end : number.end + 2]
        if (
            len(after) == 2
            and after[0] == "-"
            and after[1].isdigit()
            and not unit_follows(folded, number.end + 3)
        ):
            doubt += 0.3
        if written == "r " and start > 1 and folded[start - 1] == " " and folded[start - 2].isdigit():
            doubt += 0.45
        if unit_follows(folded, number.end) and folded[number.end : number.end + 1] in "%°":
            doubt += 0.6
    return doubt


#: Numbers with their letter, longest first: believable without a prefix where gases are spoken of.
BARE_NUMBERS: Final = sorted(
    (
        k
        for k in codes()
        if len(k) > 3 and k[:3].isdigit() and k[-1] in "abcdefm" and k[:3] not in ("112", "121")
    ),
    key=len,
    reverse=True,
)
_BARE: Final = re.compile(rf"(?<![a-z0-9.,-])(?:{'|'.join(map(re.escape, BARE_NUMBERS))})(?![a-z0-9])")
_DESIGNATIONS: Final = frozenset(c.designation for c in codes().values()) | {
    "Methyl bromide",
    "Carbon tetrachloride",
    "1,1,1-trichloroethane",
    "Bromochloromethane",
}


def _bare(folded: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Numbers with their letter and no prefix ("134a"), believable only where gases are spoken of."""
    taken = [(c.start, c.end) for c in found]
    bare = []
    for match in _BARE.finditer(folded):
        start, end = match.span()
        if not any(s < end and start < e for s, e in taken):
            code = codes()[match.group()]
            bare.append(
                Candidate(start, end, code.designation, code.alternatives, 0.45, "number", match.group())
            )
    return bare


_JOIN: Final = re.compile(
    fold_word(
        r"(?:\s?[/,&+;、，|]\s?|\s(?:and|or|y|e|et|ou|o|und|oder|и|или|en|of|i|ve|veya|dan|atau|và|hoặc|og|och|eller|ja"
        r"|si|sau)\s|\s?[和或と및و]\s?|\s-\s)[-]?(?=\d)"
    )
)


def _continued(folded: str, first: Candidate) -> list[Candidate]:
    """The rest of a list that gives its prefix once: "R-404A/507", "R134a, 410a and 407c"."""
    found = []
    position = first.end
    while (join := _JOIN.match(folded, position)) is not None:
        number = number_at(folded, join.end())
        if number is None or unit_follows(folded, number.end):
            break
        slashed = "/" in join.group() or "&" in join.group() or "+" in join.group()
        if number.key.isdigit() and not (slashed and number.key in USUAL):
            break
        code = number.code
        found.append(
            Candidate(
                number.start,
                number.end,
                code.designation,
                code.alternatives,
                min(code.certainty, 0.88),
                "number",
                number.key,
                first.plain,
            )
        )
        position = number.end
    return found
