"""Formulas and systematic chemical names as structures, so that each way of writing one finds the same.

A structure is what each carbon carries, in order along the chain; a chain read from its other end is the same
structure. Where a name or formula does not say which carbon carries what, only the count of atoms is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Atoms = tuple[tuple[str, int], ...]
Structure = tuple[Atoms, ...]

_LINES: Final = str.maketrans("", "", "-–—‐‑=·. \t")
_ATOM: Final = re.compile(r"(Cl|Br|C|H|F|I|N|O|S)(\d*)|(\()|\)(\d*)")
_ATOM_ANY_CASE: Final = re.compile(_ATOM.pattern, re.IGNORECASE)
_LOCANTS: Final = re.compile(r"\d(?:[,.]\d)*")
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Molecule:
    """Atoms counted, and the structure where it is known. `isomer` is "E" or "Z" where stated."""

    atoms: Atoms
    structure: Structure | None = None
    isomer: str | None = None


def parse_formula(text: str) -> Molecule | None:
    """The molecule of a formula, condensed (CF3CH2F) or counted (C2H2F4); None where it is not a formula.

    >>> parse_formula("CHClF2") == parse_formula("CHF2Cl")
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LINES)
    if not 2 <= len(plain) <= _LONGEST:
        return None
    tokens = _tokens(plain, _ATOM) or _tokens(plain, _ATOM_ANY_CASE)
    if tokens is None or (not any(sign.isdigit() for sign in plain) and len(tokens) < 3):
        return None
    atoms = _counted(tokens)
    if atoms is None:
        return None
    return Molecule(_key(atoms), _condensed(tokens))


def parse_name(text: str) -> Molecule | None:
    """The molecule of a systematic name of a halogenated alkane or alkene, in any of our languages.

    Reads "1,1,1,2-tetrafluoroethane", "Chlordifluormethan", "дифторхлорметан", "二氟一氯甲烷",
    "methane, chlorodifluoro-". None where a part of the name is not understood.

    >>> parse_name("chlorodifluorométhane") == parse_formula("CHClF2")
    True
    """
    plain = _plain(text)
    if not 5 <= len(plain) <= _LONGEST:
        return None
    isomer = None
    if found := re.match(r"(?:\(?\d?([ez])\)?-|(trans|cis)-?)", plain):
        isomer = {"e": "E", "z": "Z", "trans": "E", "cis": "Z"}[found[1] or found[2]]
        plain = plain[found.end() :]
    parts = _morphemes(plain)
    return None if parts is None else _built(parts, isomer)


def _tokens(text: str, pattern: re.Pattern[str]) -> list[tuple[str, int]] | None:
    """(atom or bracket, count) along the formula; None where something else stands in it."""
    found, at = [], 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            return None
        atom, count, opens, closes = match.groups()
        if opens:
            found.append(("(", 1))
        elif atom is None:
            found.append((")", int(closes or 1)))
        else:
            found.append((atom.capitalize(), int(count or 1)))
        at = match.end()
    return found


def _counted(tokens: list[tuple[str, int]]) -> Counter[str] | None:
    stack: list[Counter[str]] = [Counter()]
    for sign, count in tokens:
        if sign == "(":
            stack.append(Counter())
        elif sign == ")":
            if len(stack) == 1:
                return None
            inner = stack.pop()
            stack[-1].update({atom: n * count for atom, n in inner.items()})
        else:
            stack[-1][sign] += count
    return stack[0] if len(stack) == 1 else None


def _condensed(tokens: list[tuple[str, int]]) -> Structure | None:
    """Carbon by carbon, where each is written apart and no branch or other chain atom makes it uncertain."""
    if any(sign in {"(", ")", "N", "O", "S"} or (sign == "C" and n > 1) for sign, n in tokens):
        return None
    chain: list[Counter[str]] = []
    before: Counter[str] = Counter()
    for sign, count in tokens:
        if sign == "C":
            chain.append(before)
            before = Counter()
        elif chain:
            chain[-1][sign] += count
        else:
            before[sign] += count
    return _oriented([_key(c) for c in chain]) if chain else None


def _oriented(chain: list[Atoms]) -> Structure:
    return min(tuple(chain), tuple(reversed(chain)))


def _key(atoms: Mapping[str, int]) -> Atoms:
    return tuple(sorted((atom, n) for atom, n in atoms.items() if n))


# --- systematic names -----------------------------------------------------------------------------------------

#: (kind, value) of each part of a name. Kinds: sub (a halogen), times (a multiplier), stem (carbons, double
#: bonds). Diacritics and case are gone before the look-up.
_SUBSTITUENTS: Final = {
    "F": "fluoro fluor flor floro flouro flour fluoru fluoor фтор флуор φθορο 氟 フルオロ 플루오로 플루오르",
    "Cl": "chloro chlor cloro clor kloro klor chloor clo хлор χλωρο 氯 クロロ 클로로",
    "Br": "bromo brom broom бром βρωμο 溴 ブロモ 브로모",
    "I": "iodo iod jod yodo jodo иод йод 碘 ヨード 요오도",
    "H": "hydro hidro гидро",
}
_MULTIPLIERS: Final = {
    1: "mono моно 一 モノ 모노", 2: "di bis ди δι 二 ジ 디 다이", 3: "tri три τρι 三 トリ 트리 트라이",
    4: "tetra тетра τετρα 四 テトラ 테트라", 5: "penta пента πεντα 五 ペンタ 펜타",
    6: "hexa hexa hexa esa гекса εξα 六 ヘキサ 헥사", 7: "hepta epta гепта 七 ヘプタ 헵타",
    8: "octa okta otta окта 八 オクタ 옥타", 9: "nona нона 九", 10: "deca deka дека 十 デカ 데카",
}  # fmt: skip
#: carbons, double bonds -> names
_STEMS: Final = {
    (1, 0): "methane methan metano metan metaan metana метан μεθανιο 甲烷 メタン 메탄 메테인",
    (2, 0): "ethane ethan etano etan ethaan etana этан етан αιθανιο 乙烷 エタン 에탄 에테인",
    (3, 0): "propane propan propano propaan propana пропан προπανιο 丙烷 プロパン 프로판 프로페인",
    (4, 0): "butane butan butano butaan butana бутан 丁烷 ブタン 부탄",
    (5, 0): "pentane pentan pentano pentaan пентан 戊烷 ペンタン 펜탄",
    (2, 1): "ethylene ethene ethen eteno etilene etileno etilen этилен этен 乙烯 エチレン エテン",
    (3, 1): "propylene propene propen propeno propileno пропилен пропен 丙烯 プロペン",
}
_PARTS: Final[Mapping[str, tuple[str, object]]] = (
    {word: ("sub", atom) for atom, words in _SUBSTITUENTS.items() for word in words.split()}
    | {word: ("times", n) for n, words in _MULTIPLIERS.items() for word in words.split()}
    | {word: ("stem", shape) for shape, words in _STEMS.items() for word in words.split()}
)
_LONGEST_PART: Final = max(map(len, _PARTS))
_SILENT: Final = frozenset(" -–—‐‑()[],/_'’")


def _plain(text: str) -> str:
    """Case, width and diacritics of Latin, Greek and Cyrillic gone; kana and Hangul whole again."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", kept).strip()


def _morphemes(text: str) -> list[tuple[str, object]] | None:
    """The parts of a name with the locants before them; None where a part is not understood."""
    # "prop-1-ene", "1-propene" and "propene" are one: the double bond's place follows from the others.
    text = re.sub(r"(prop|eth)-?1-?en", r"\1en", re.sub(r"\b1-(prop)", r"\1", text))
    found: list[tuple[str, object]] = []
    at = 0
    while at < len(text):
        if locants := _LOCANTS.match(text, at):
            found.append(("at", tuple(int(n) for n in re.findall(r"\d", locants[0]))))
            at = locants.end()
            continue
        if text[at] in _SILENT:
            at += 1
            continue
        for length in range(min(_LONGEST_PART, len(text) - at), 0, -1):
            if part := _PARTS.get(text[at : at + length]):
                found.append(part)
                at += length
                break
        else:
            return None
    return found


def _groups(parts: list[tuple[str, object]]) -> list[tuple[tuple[int, ...], int, str]] | None:
    """(locants, how many, atom) of each substituent; None where a locant or multiplier belongs to none."""
    found = []
    where: tuple[int, ...] = ()
    times = 0
    for kind, value in parts:
        if kind == "at" and isinstance(value, tuple):
            where = value
        elif kind == "times" and isinstance(value, int):
            times = value
        elif kind == "sub" and isinstance(value, str):
            found.append((where, times or max(1, len(where)), value))
            where, times = (), 0
        elif where or times:
            return None
    return None if where or times else found


def _built(parts: list[tuple[str, object]], isomer: str | None) -> Molecule | None:
    stems = [value for kind, value in parts if kind == "stem"]
    if len(stems) != 1 or not isinstance(stems[0], tuple):
        return None
    carbons, bonds = stems[0]
    groups = _groups(parts)
    if groups is None:
        return None
    room = [4 - (carbons > 1) - (0 < i < carbons - 1) - (bonds and i < 2) for i in range(carbons)]
    chain: list[Counter[str]] = [Counter() for _ in range(carbons)]
    total: Counter[str] = Counter()
    placed = True
    for where, times, atom in groups:
        total[atom] += times
        spots = where or ((1,) * times if carbons == 1 else ())
        if len(spots) != times or any(not 1 <= spot <= carbons for spot in spots):
            placed = False
            continue
        for spot in spots:
            chain[spot - 1][atom] += 1
    free = sum(room) - sum(total.values())
    if free < 0 or not total:
        return None
    if placed and all(sum(c.values()) <= r for c, r in zip(chain, room, strict=True)):
        for carbon, space in zip(chain, room, strict=True):
            carbon["H"] += space - sum(carbon.values())
        structure = _oriented([_key(c) for c in chain])
    else:
        structure = None
    return Molecule(_key(Counter({"C": carbons}) + total + Counter({"H": free})), structure, isomer)
