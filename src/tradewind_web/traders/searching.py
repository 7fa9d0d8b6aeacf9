"""One key a record is searched by, the same on every database and across scripts.

The key holds each word folded (NFKC, casefold, no accents, no hyphens) and in Latin letters: as passports write
Russian, and Chinese as it is read. For words of a script that leaves out vowels, or to be found from one, it holds a
skeleton of their consonants: `~mmbs` for مومباسا, `^mmbs` for Mombasa. A word looks for words that contain it in
either form, and for skeletons of the other kind. Names whose script does not part words are found by their parts, and
find a name that parts them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from anyascii import anyascii
from django.db.models import Q

from tradewind.errors import UnknownName
from tradewind.languages import LANGUAGES
from tradewind.recognition.folding import fold_word
from tradewind.reference.parties import name_in

#: ISO 9-like, as passports write Russian; Ukrainian, Kazakh and Serbian letters beside.
_CYRILLIC: Final = dict(
    zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғңөұүһәјљњћђџ",
        ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
         "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "i", "e", "g", "u", "k", "g", "n",
         "o", "u", "u", "h", "a", "j", "lj", "nj", "c", "dj", "dz"), strict=True)
)  # fmt: skip
_ARABIC: Final = dict(
    zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىةئؤپچژگکیڤ",
        ("a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "", "gh", "f", "q",
         "k", "l", "m", "n", "h", "w", "y", "", "a", "i", "a", "a", "a", "y", "w", "p", "ch", "zh", "g", "k", "y",
         "v"), strict=True)
)  # fmt: skip
#: Letters that Arabic does not write, or writes as one: kept out of skeletons, and those it does not tell apart made
#: one (Mombasa, Mumbasa; Cairo's q and k; p as b, v as f, g as j).
_VOWELS: Final = frozenset("aeiouyw")
_ALIKE: Final = str.maketrans("pvgqc", "bfjkk")
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_LONGEST_JOINED: Final = 120


def search_key(texts: Iterable[str], *, parties: Iterable[str] = (), names: bool = True) -> str:
    """The key of a record with these texts and Parties (ISO 3166): words apart by spaces.

    `names` False for texts that are no names: their words are not found run together, which in a sentence finds
    letters across its words.
    """
    named = [name for party in parties if party for name in (party, *_names(party))]
    forms: dict[str, None] = {}
    for text in (*texts, *named):
        words = list(_words(text))
        for word in words:
            forms.update(dict.fromkeys(_forms(word)))
        if names and len(words) > 1:  # so that 浙江巨化 finds "Zhejiang Juhua"
            forms["".join(map(_latin, words))[:_LONGEST_JOINED]] = None
    return " " + " ".join(forms) + " "


def sort_key(name: str) -> str:
    """The name in Latin letters and lower case, words apart by spaces: one order for names of every script."""
    return " ".join(filter(None, map(_latin, _words(name))))[:200]


def matches(query: str, field: str = "search_key") -> Q:
    """The condition that every word of the query is found."""
    condition = Q()
    for forms in _asked_of(query):
        either = Q()
        for form in forms:
            either |= Q(**{f"{field}__contains": form})
        condition &= either
    return condition


def is_found(query: str, key: str) -> bool:
    """`matches`, decided here."""
    return all(any(form in key for form in forms) for forms in _asked_of(query))


@lru_cache(maxsize=4096)
def _asked_of(query: str) -> tuple[tuple[str, ...], ...]:
    """For each word of the query the forms that find it; a page asks each of its watches of each of its findings.

    Numbers and long words first: few records have them, and the others are then not looked for.
    """
    words = sorted(_words(query), key=lambda word: (not any(c.isdigit() for c in word), -len(word)))
    return tuple(tuple(_asked(word)) for word in words)


def _words(text: str) -> Iterator[str]:
    """Words in one shape; hyphens join (R-22 is r22), all else parts."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    joined = re.sub(r"(?<=\w)[-\u2010-\u2015\u2212](?=\w)", "", wide)
    for word in _WORD.findall(joined):
        bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        yield unicodedata.normalize("NFC", bare).replace("\u0640", "")


def _forms(word: str) -> list[str]:
    latin = _latin(word)
    forms = [word, latin]
    bones = _skeleton(latin)
    if len(bones) >= _SHORTEST:
        forms.append(f"~{bones}~" if _is_arabic(word) else f"^{bones}^")
    return list(dict.fromkeys(form for form in forms if form))


def _asked(word: str) -> list[str]:
    latin = _latin(word)
    forms = [word, latin]
    bones = _skeleton(latin)
    if len(bones) >= _SHORTEST:
        forms.append(f"^{bones}^" if _is_arabic(word) else f"~{bones}~")
    return list(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=65_536)
def _latin(word: str) -> str:
    if word.isascii():
        return word
    if any(c.isdigit() for c in word):
        return fold_word(word)  # Р22 typed with a Cyrillic letter is a code, not a word
    latin = "".join(_CYRILLIC.get(c, _ARABIC.get(c, c)) for c in word)
    if latin.isascii():
        return latin
    return "".join(c for c in anyascii(latin).casefold() if c.isalnum())


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in word)


def _skeleton(latin: str) -> str:
    """The consonants, doubled ones once: what is left of a name in a script without vowels."""
    if not latin.isascii() or not latin.isalpha():
        return ""
    bones = "".join(c for c in latin.translate(_ALIKE) if c not in _VOWELS)
    return re.sub(r"(.)\1+", r"\1", bones)


@cache
def _names(party: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(name_in(party, language) for language in LANGUAGES))
    except UnknownName:
        return ()
