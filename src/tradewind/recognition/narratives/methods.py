"""How the goods were hidden, covered or sold: phrases that say it outright, and words that say it together.

"Without", "lacked" or "could not show" beside "licence", "quota" or "papers" in one clause says what was missing in
any language whose words are listed; so do a word for hiding beside a seat or beside pallets, and a word for false
beside an invoice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from tradewind.recognition.folding import Folded, fold_word
from tradewind.recognition.lexicon import data_rows
from tradewind.recognition.narratives.phrases import one_of_patterns, pattern, values
from tradewind.recognition.narratives.said import MethodSaid, Span, SubstanceSaid
from tradewind.recognition.narratives.scope import clauses

#: method -> (first kind of word, second, how far apart at most), the first before the second.
_TOGETHER: Final = (
    ("no_licence", "lack", "licence", 42),
    ("no_quota", "lack", "quota", 42),
    ("no_documents", "lack", "document", 36),
    ("unregistered_importer", "lack", "register", 40),
    ("no_declaration", "lack", "declare", 16),
    ("no_licence", "licence", "lack_after", 34),
    ("no_quota", "quota", "lack_after", 34),
    ("no_documents", "document", "lack_after", 34),
    ("false_documents", "false", "paper", 26),
    ("false_documents", "paper", "false", 34),
    ("counterfeit", "false", "brand", 16),
    ("counterfeit", "brand", "false", 16),
    ("over_quota", "exceed", "quota", 46),
    ("over_quota", "quota", "exceed", 46),
    ("over_quota", "exceed", "licence", 30),
    ("hidden_in_load", "firm among", "goods", 26),
    ("in_equipment", "equipment", "charged", 30),
)
_BREAK: Final = re.compile(r"[,;:()]|\s(?:but|mais|pero|mas|ma|aber|ale|но|але|ama)\s")
#: Words for "under", "for" and the like mean a place of hiding only beside a word for hiding.
_FIRM_AMONG: Final = frozenset(
    fold_word(word)
    for word in [
        "among(?:st)?",
        "amid(?:st)?",
        "between",
        "behind",
        "beneath",
        "underneath",
        "parmi",
        "derrière",
        "au milieu de",
        "tras",
        "detrás de",
        "entre",
        "atrás de",
        "por trás de",
        "no meio de",
        "tra",
        "fra",
        "dietro(?: a)?",
        "in mezzo a\\w*",
        "zwischen",
        "hinter",
        "tussen",
        "achter",
        "między",
        "pomiędzy",
        "wśród",
        "printre",
        "în spatele",
        "между",
        "сред",
        "зад",
        "среди",
        "між",
        "серед",
        "di antara",
        "di balik",
        "di belakang",
        "خلف",
        "بين",
        "ανάμεσα",
        "πίσω από",
        "među",
        "iza",
        "tarp",
        "között",
        "mögött",
        "mezi",
        "giữa",
    ]
)
_ACROSS: Final = 70
_INSIDE_NEAR: Final = 26


@cache
def _words(kind: str) -> re.Pattern[str]:
    found: list[str] = []
    for row in data_rows("method_words.csv"):
        if row["kind"] == kind:
            found += row["words"].split(";")
    if kind == "firm among":
        found = list(_FIRM_AMONG)
    return one_of_patterns(fold_word(word) for word in found)


@cache
def _extra_codes() -> tuple[str, ...]:
    kinds = dict.fromkeys(row["kind"] for row in data_rows("method_words.csv"))
    return tuple(kind.removeprefix("extra ") for kind in kinds if kind.startswith("extra "))


def methods_in(
    shape: Folded, substances: Sequence[SubstanceSaid] = (), *, counted: bool = False
) -> list[MethodSaid]:
    """Each method of the register of cases that the text's words say, once, in the order of the text.

    `substances` tell what a label or a paper claims; `counted` says that containers were counted, so that equipment
    beside them is cover.
    """
    found: dict[str, tuple[int, int]] = {}
    for code, start, end in _said(shape.text, counted=counted):
        if code not in found or start < found[code][0]:
            found[code] = (start, end)
    said = [MethodSaid(code, Span(*shape.span(*place))) for code, place in found.items()]
    claims = [m for m in _by_claims(shape, substances) if m.code not in found]
    return sorted([*said, *claims], key=lambda method: method.at.start)


def _said(text: str, *, counted: bool) -> Iterator[tuple[str, int, int]]:
    for code in values("method"):
        if (match := pattern("method", code).search(text)) is not None:
            yield code, *match.span()
    for code in _extra_codes():
        if (match := _words(f"extra {code}").search(text)) is not None:
            yield code, *match.span()
    if (match := _words("said_as").search(text)) is not None:
        yield "misdeclaration", *match.span()
    for start, end in clauses(text):
        for code, first, second, reach in _TOGETHER:
            if code == "in_equipment" and counted:
                continue
            if (place := _pair(text, first, second, reach, start, end)) is not None:
                yield code, *place
        yield from _hidden(text, start, end)


def _pair(text: str, first: str, second: str, reach: int, start: int, end: int) -> tuple[int, int] | None:
    """Where a word of one kind stands with a word of another behind it, and nothing that parts them."""
    seconds = list(_words(second).finditer(text, start, end))
    if not seconds:
        return None
    for one in _words(first).finditer(text, start, end):
        for two in seconds:
            parted = first != "equipment" and _BREAK.search(text, one.end(), two.start())
            if 0 <= two.start() - one.end() <= reach and not parted:
                return one.start(), two.end()
    return None


def _hidden(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    compartment = _words("compartment").search(text, start, end)
    if compartment is not None:
        yield "hidden_in_vehicle", *compartment.span()
    hiding = _words("hide").search(text, start, end)
    if hiding is None:
        return
    in_load = False
    for among in _words("among").finditer(text, start, end):
        near = text[among.end() : min(end, among.end() + _INSIDE_NEAR)]
        apart = min(abs(among.start() - hiding.end()), abs(hiding.start() - among.end()))
        if apart <= _ACROSS and near.strip() and not _words("inside").search(near):
            in_load = True
            yield "hidden_in_load", min(hiding.start(), among.start()), max(hiding.end(), among.end())
            break
    if in_load or compartment is not None:
        return
    for inside in _words("inside").finditer(text, start, end):
        if min(abs(inside.start() - hiding.end()), abs(hiding.start() - inside.end())) <= _ACROSS:
            yield "hidden_in_vehicle", min(hiding.start(), inside.start()), max(hiding.end(), inside.end())
            return


def _by_claims(shape: Folded, substances: Sequence[SubstanceSaid]) -> Iterator[MethodSaid]:
    """A gas that only a label claims was mislabelled; one that only papers claim was declared wrongly."""
    contents = {s.designation for s in substances if not s.claimed}
    seen: set[str] = set()
    for one in substances:
        if not one.claimed or not contents - {one.designation}:
            continue
        end = shape.place(one.at.start)
        first = max(0, end - _ACROSS)
        last: dict[str, int] = {}
        for kind, code in (("label", "mislabelled"), ("declared_as", "misdeclaration")):
            for match in _words(kind).finditer(shape.text, first, end):
                last[code] = match.end()
        code = max(last, key=lambda c: last[c], default="")
        if code and code not in seen:
            seen.add(code)
            yield MethodSaid(code, one.at)
