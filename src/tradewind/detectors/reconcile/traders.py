"""Who is who: names of importers in one file, names of licence holders in the other.

A fit: rapidfuzz over distinct names gives a small table of links with a likeness from 0 to 1. A national trader
number decides where both sides have one; names decide where not. Two names with different figures in them
("Depot 1", "Depot 2") are never one trader.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

#: A trader as a file writes it: national number and name, either may be missing.
Written = tuple[str | None, str | None]

_LEGAL_FORMS: Final = frozenset({
    "ab", "ag", "aps", "as", "asa", "bhd", "bv", "co", "company", "corp", "corporation", "cv", "doo",
    "ead", "eood", "est", "eurl", "fzc", "fzco", "fze", "gmbh", "inc", "kft", "kg", "lda", "limited",
    "llc", "llp", "lp", "ltd", "ltda", "nv", "oao", "od", "ooo", "oy", "oyj", "plc", "proprietary", "pt",
    "pte", "pty", "pvt", "private", "sa", "saoc", "sarl", "sas", "sasu", "sdn", "sl", "spa", "spzoo",
    "sro", "srl", "tbk", "tov", "uab", "wll", "zao", "ооо", "оао", "зао", "ао", "тов", "ип",
})  # fmt: skip
_AND: Final = frozenset({"and", "et", "y", "und", "e", "и", "و"})
_INITIALS: Final = re.compile(r"(?:\b\w\.){2,}")
_WORDS: Final = re.compile(r"\w+")
#: Names compared at a time, so that the table of likenesses stays in the processor's cache.
_CHUNK: Final = 512
#: What different numbers of the same name are worth: below every threshold for one trader.
_OTHER_NUMBER: Final = 0.5
_OTHER_FIGURES: Final = 0.6


@dataclass(frozen=True, slots=True)
class TraderLink:
    """An importer's key, a holder's key, their likeness, and whether number or name gave it."""

    trader: str
    holder: str
    likeness: float
    how: str


@dataclass(frozen=True, slots=True)
class Traders:
    """Keys of every trader as written in either file, and the links between the two."""

    trader_of: Mapping[Written, str]
    holder_of: Mapping[Written, str]
    label_of: Mapping[str, str]
    links: tuple[TraderLink, ...]


_SAME_NUMBER: Final = "same trader number"


@cache
def plain_name(name: str) -> str:
    """A name without accents, case, punctuation and legal form.

    >>> plain_name("Réfrigération du Nord, S.A.R.L."), plain_name("POLAR-COOL Co. Ltd")
    ('refrigeration du nord', 'polar cool')
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = _INITIALS.sub(lambda m: m[0].replace(".", ""), folded)
    words = _WORDS.findall(folded)
    return " ".join([w for w in words if w not in _LEGAL_FORMS and w not in _AND] or words)


def link_traders(
    importers: Iterable[Written],
    licence_holders: Iterable[Written],
    quota_holders: Iterable[Written],
    same: float,
    least: float,
) -> Traders:
    """Links of likeness `least` or more between importers and holders, over distinct names.

    Holders of one number, or of one name and no number, are one. A quota holder takes the key of the licence
    holder of the same number or name, or of the likeliest name from `same` on.
    """
    held = set(licence_holders)
    holder_of = _keys({*held, *quota_holders})
    holder_of |= _quota_keys(set(quota_holders) - held, {w: holder_of[w] for w in held}, holder_of, same)
    trader_of = {written: f"{_number(written[0])}|{_plain(written)}" for written in set(importers)}
    names: dict[str, set[str]] = defaultdict(set)
    for written, key in holder_of.items():
        names[key].add(_plain(written))
    links = _by_number(trader_of, holder_of)
    links |= _by_name(trader_of, names, holder_of, least)
    labels = _labels(holder_of) | _labels({w: holder_of[w] for w in held}) | _labels(trader_of)
    ordered = tuple(links[pair] for pair in sorted(links))
    nameless = {key for key, group in _grouped(holder_of).items() if not any(w[1] for w in group)}
    sure = [at for at in reversed(ordered) if at.holder in nameless and at.how == _SAME_NUMBER]
    labels |= {at.holder: labels[at.trader] for at in sure}
    return Traders(trader_of, holder_of, labels, ordered)


def _labels(keys: Mapping[Written, str]) -> dict[str, str]:
    """Key -> a name of the trader; its number only where no row names it."""
    return {
        key: min((w[1] for w in group if w[1]), default="") or min(w[0] or "" for w in group)
        for key, group in _grouped(keys).items()
    }


def _quota_keys(
    quota_holders: Iterable[Written],
    licensed: Mapping[Written, str],
    known: Mapping[Written, str],
    same: float,
) -> dict[Written, str]:
    """Keys of quota holders whose name is written otherwise in the licence register."""
    loose = [w for w in quota_holders if _plain(w) and known[w] not in licensed.values()]
    held = sorted({(_plain(w), key) for w, key in licensed.items() if _plain(w)})
    best: dict[str, tuple[float, str]] = {}
    for name, (_, key), likeness in _alike(sorted({_plain(w) for w in loose}), held, same):
        if name not in best or likeness > best[name][0]:
            best[name] = (likeness, key)
    return {w: best[_plain(w)][1] for w in loose if not w[0] and _plain(w) in best}


def _keys(holders: Iterable[Written]) -> dict[Written, str]:
    """Holder as written -> key: its number, else the number another row gives this name, else the name."""
    distinct = sorted(set(holders), key=lambda w: (w[0] or "", w[1] or ""))
    numbers: dict[str, set[str]] = defaultdict(set)
    for written in distinct:
        if written[0]:
            numbers[_plain(written)].add(_number(written[0]))
    keys = {}
    for written in distinct:
        known = numbers.get(_plain(written), set())
        if written[0]:
            keys[written] = f"no. {_number(written[0])}"
        elif len(known) == 1:
            keys[written] = f"no. {next(iter(known))}"
        else:
            keys[written] = _plain(written)
    return keys


def _by_number(
    trader_of: Mapping[Written, str], holder_of: Mapping[Written, str]
) -> dict[tuple[str, str], TraderLink]:
    held = {_number(w[0]): key for w, key in holder_of.items() if w[0]}
    return {
        (key, held[_number(w[0])]): TraderLink(key, held[_number(w[0])], 1.0, _SAME_NUMBER)
        for w, key in trader_of.items()
        if w[0] and _number(w[0]) in held
    }


def _by_name(
    trader_of: Mapping[Written, str],
    names: Mapping[str, set[str]],
    holder_of: Mapping[Written, str],
    least: float,
) -> dict[tuple[str, str], TraderLink]:
    holder_names = sorted({(name, key) for key, group in names.items() for name in group if name})
    numbered = {key for w, key in holder_of.items() if w[0]}
    trader_names: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for written, key in sorted(trader_of.items(), key=lambda item: item[1]):
        if _plain(written):
            trader_names[_plain(written)].append((key, bool(written[0])))
    found: dict[tuple[str, str], TraderLink] = {}
    for name, (held_name, holder), likeness in _alike(sorted(trader_names), holder_names, least):
        for trader, has_number in trader_names[name]:
            differs = has_number and holder in numbered and not trader.startswith(holder[4:] + "|")
            worth = min(likeness, _OTHER_NUMBER) if differs else likeness
            how = "same name" if name == held_name else f"name {round(likeness * 100)} % alike"
            link = TraderLink(trader, holder, round(worth, 4), how)
            known = found.get((trader, holder))
            if known is None or (known.likeness, known.how) < (link.likeness, link.how):
                found[trader, holder] = link
    numbers = _by_number(trader_of, holder_of)
    return {pair: link for pair, link in found.items() if pair not in numbers}


def _alike(
    names: list[str], holders: list[tuple[str, str]], least: float
) -> Iterable[tuple[str, tuple[str, str], float]]:
    """Pairs of names with their likeness: the better of words in any order and letters without spaces."""
    if not names or not holders:
        return
    sorted_held = [" ".join(sorted(h[0].split())) for h in holders]
    joined_held = [h[0].replace(" ", "") for h in holders]
    figures_held = [_figures(h[0]) for h in holders]
    for start in range(0, len(names), _CHUNK):
        chunk = names[start : start + _CHUNK]
        by_word = _ratios([" ".join(sorted(n.split())) for n in chunk], sorted_held, least)
        by_letter = _ratios([n.replace(" ", "") for n in chunk], joined_held, least)
        likeness = np.maximum(by_word, by_letter)
        figures = [_figures(n) for n in chunk]
        for i, j in zip(*(at.tolist() for at in np.nonzero(likeness)), strict=True):
            alike = float(likeness[i, j]) / 100
            if figures[i] != figures_held[j]:
                alike = min(alike, _OTHER_FIGURES)
            if alike >= least or chunk[i] == holders[j][0]:
                yield chunk[i], holders[j], alike


def _ratios(
    left: list[str], right: list[str], least: float
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    found: np.ndarray[tuple[int, int], np.dtype[np.float32]] = process.cdist(
        left, right, scorer=fuzz.ratio, score_cutoff=least * 100, dtype=np.float32
    )
    return found


def _grouped(keys: Mapping[Written, str]) -> dict[str, list[Written]]:
    groups: dict[str, list[Written]] = defaultdict(list)
    for written, key in keys.items():
        groups[key].append(written)
    return groups


def _plain(written: Written) -> str:
    return plain_name(written[1]) if written[1] else ""


def _number(text: str | None) -> str:
    """A trader number without case, spaces and separators."""
    return "".join(_WORDS.findall((text or "").upper()))


def _figures(name: str) -> tuple[str, ...]:
    return tuple(sorted(w.lstrip("0") for w in name.split() if w.isdigit()))
