"""`find`: the substance or blend a person means, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.reference.blends import all_blends, all_substances, substance
from tradewind.reference.formulas import Molecule, parse_formula, parse_name
from tradewind.reference.names import all_names, name_index, normalise, rows_by_name
from tradewind.reference.rows import GRADES
from tradewind.reference.substances import Entry, pure

_LONGEST: Final = 300
#: The longest that is meant: a blend of six components, each with its share.
_MOST_PARTS: Final = 13
#: Brackets, but not those of an isomer: R-1234ze(E).
_BETWEEN_PARTS: Final = re.compile(r"\((?![EZ]\))|(?<!\([EZ])\)|[\[\]/;=]|, ")
_SHARE: Final = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*%")
#: Shown where a word says only that it is a refrigerant: the gases most met in trade.
_COMMON: Final = ("R-22", "R-134a", "R-410A", "R-404A", "R-12", "R-32")
#: How the data files grade a name that nothing but memory stands for.
_UNVERIFIED: Final = ("trade name from memory: not verified", "name from memory: not verified")
_CAS: Final = re.compile(
    r"(?:cas(?:\s*(?:no|number|rn|№))?\.?\s*[:#]?\s*)?(\d{2,7})-(\d{2})-(\d)", re.IGNORECASE
)
_UN: Final = re.compile(r"(?:un|onu|оон|id)\s*(?:no\.?|number|№|n°)?\s*[-:]?\s*(\d{4})", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"(?:(?P<prefix>r|hcfc|cfc|hcfo|hfo|hfc|hbfc|pfc|fc|hc|f|gas|ф|p|halon|galon|h)(?=c?\d|e\d))?"
    r"(?P<number>(?:c?\d|e\d)[0-9a-z]*)"
)
#: The prefix of each family; a person who writes another is answered, and told.
_PREFIXES: Final = {
    "cfc": {"CFC"}, "hcfc": {"HCFC"}, "hfc": {"HFC", "blend"}, "hfo": {"HFO", "blend"}, "hcfo": {"HCFO"},
    "hbfc": {"HBFC"}, "pfc": {"PFC"}, "hc": {"hydrocarbon"},
}  # fmt: skip


class ManyMeanings(AmbiguousName):
    """An ambiguous name whose message is shorter than its alternatives are many, or that says why."""

    def __init__(self, name: str, alternatives: Iterable[str], why: str = "") -> None:
        super().__init__("substance", name, tuple(alternatives))
        shown = ", ".join(self.alternatives[:8])
        more = f" and {len(self.alternatives) - 8} more" if len(self.alternatives) > 8 else ""
        self.args = (f"{name!r} can mean {shown}{more}{': ' + why if why else ''}; name one",)


def find(name: str) -> Entry:
    """The substance or blend a person means by a name, with a note where the name needs one.

    Raises AmbiguousName with `alternatives` ("R-407"), UnknownName with `suggestions` ("R-410B2").

    >>> find("хладон 22").designation, find("HFC-410A").designation, find("CHClF2").designation
    ('R-22', 'R-410A', 'R-22')
    """
    text = name.strip()
    if not text or len(text) > _LONGEST:
        raise UnknownName("substance", text[:40])
    entry = _found(text)
    if entry is None:
        entry = _of_parts(text)
    if entry is None:
        raise UnknownName("substance", text, _near(text))
    return entry


def _found(text: str) -> Entry | None:
    """By each way of writing, the surest first."""
    return (
        _by_un_or_cas(text)
        or _by_listed_name(text, normalise(text))
        or _by_number(normalise(text), text)
        or _by_molecule(text, parse_formula(text))
        or _by_molecule(text, parse_name(text))
        or _without_generic_words(text)
    )


def _by_listed_name(text: str, key: str) -> Entry | None:
    rows = [row for row in rows_by_name().get(key, ()) if row.designations]
    if not rows:
        _by_general_word(text, key)
        return None
    meant = tuple(dict.fromkeys(d for row in rows for d in row.designations))
    row = min(rows, key=lambda r: (bool(r.note), GRADES.index(r.confidence)))
    if len(meant) > 1:
        raise ManyMeanings(text, meant, next((r.note for r in rows if r.note), ""))
    entry = substance(meant[0])
    if row.kind == "contains":
        return _noted(entry, f"{text!r} is not this substance alone: {row.note}")
    if not row.note:
        return _with_sibling(entry, text)
    plain = row.note.removesuffix(_UNVERIFIED[0]).removesuffix(_UNVERIFIED[1]).removesuffix("; ")
    shown = plain if _reads_so(text, entry) else row.note
    return _noted(entry, f"{text!r}: {shown}") if shown else entry


def _reads_so(text: str, entry: Entry) -> bool:
    """Whether the grammar of numbers or names gives the same answer, so that memory is not all it rests on."""
    try:
        read_so = _by_number(normalise(text), text) or _by_molecule(text, parse_name(text))
    except AmbiguousName:
        return False
    return read_so is not None and read_so.designation == entry.designation


def _by_general_word(text: str, key: str) -> None:
    """Refuses a word that names a group or any refrigerant, saying what to add."""
    rows = {row.kind: row for row in rows_by_name().get(key, ())}
    if "group" in rows:
        family = [e for e in all_substances() if normalise(e.family) == normalise(rows["group"].meaning)]
        meant = [e.designation for e in family if e.controlled] or [e.designation for e in family]
        if meant:
            raise ManyMeanings(text, meant, "it names a group of substances")
    if "brand" in rows or "generic" in rows:
        raise ManyMeanings(text, _COMMON, "a general word for refrigerants, add the number")
    if "maker" in rows:
        raise ManyMeanings(text, _COMMON, "a maker's brand for any gas")
    if "trade" in rows:
        raise UnknownName(f"composition of the product ({rows['trade'].note.split(';')[0]})", text)


def _by_un_or_cas(text: str) -> Entry | None:
    if found := _UN.fullmatch(text):
        meant = [
            e for e in (*all_substances(), *all_blends()) if e.un_number == found[1] and not e.covered_by
        ]
        named = [e for e in meant if e.kind != "isomer group"] or meant
        if len(named) > 1:
            raise ManyMeanings(text, [e.designation for e in named], "the UN number is shared")
        if named:
            return named[0]
        raise UnknownName("UN number", text)
    if found := _CAS.fullmatch(text):
        number = "-".join(found.groups())
        digits = found[1] + found[2]
        if sum(i * int(d) for i, d in enumerate(reversed(digits), start=1)) % 10 != int(found[3]):
            raise UnknownName("CAS number (its check digit is wrong)", number)
        for entry in all_substances():
            if entry.cas == number:
                return entry
        raise UnknownName("CAS number", number)
    return None


@cache
def _numbers() -> Mapping[str, tuple[str, ...]]:
    """The number of a designation, folded ("134a", "1234zee", "1211") -> designations, the bare one first."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in (*all_substances(), *all_blends()):
        # R-12a and R-22a are trade words for hydrocarbons, listed as such; an all-isomers line has no number.
        if entry.designation == "R-12a" or "(all" in entry.designation:
            continue
        for name in (entry.designation, entry.protocol_name or ""):
            if found_number := re.fullmatch(r"(?:R|HBFC|HCFC|HFC|CFC|HFO|HCFO|PFC|[Hh]alon)-(.+)", name):
                found[normalise(found_number[1])][entry.designation] = None
    return MappingProxyType({number: tuple(ds) for number, ds in found.items()})


_HALON_PREFIXES: Final = frozenset({"halon", "galon", "h"})
#: ASHRAE numbers of what is not named by one here.
_OTHER_NUMBERS: Final = MappingProxyType(
    {"12b1": "Halon-1211", "12b2": "Halon-1202", "13b1": "Halon-1301", "114b2": "Halon-2402",
     "10": "Carbon tetrachloride", "140a": "1,1,1-trichloroethane", "40b1": "Methyl bromide",
     "30b1": "Bromochloromethane", "1011": "Bromochloromethane", "22b1": "HBFC-22B1"}
)  # fmt: skip


def _by_number(key: str, text: str) -> Entry | None:
    match = _NUMBER.fullmatch(_without_brand(key))
    if match is None:
        return None
    prefix, number = match["prefix"] or "", match["number"]
    if prefix == "p" and "p" in unicodedata.normalize("NFKC", text).casefold():
        return None  # a Latin P is no way to write R; the Cyrillic Р is
    for form in dict.fromkeys((number, _digits_mended(number))):
        if prefix in _HALON_PREFIXES or form in _OTHER_NUMBERS:
            designation = _OTHER_NUMBERS.get(form, f"Halon-{form}")
            return pure().get(designation)
        if form in _numbers():
            return _numbered(text, prefix, _numbers()[form])
        if prefix != "r" and f"r{form}" in rows_by_name():
            return _by_listed_name(f"R-{form}", f"r{form}")
        if lacking := _letter_missing(form):
            controlled = [d for d in lacking if (e := substance(d)).controlled and not e.covered_by]
            meant = controlled if len(controlled) == 1 else lacking
            if len(meant) > 1:
                raise ManyMeanings(text, meant, "the letter is missing")
            return _noted(substance(meant[0]), f"{text!r} lacks its letter: read as {meant[0]}")
    return None


def _numbered(text: str, prefix: str, designations: tuple[str, ...]) -> Entry:
    if len(designations) > 1:
        raise ManyMeanings(text, designations)
    entry = substance(designations[0])
    fits = _PREFIXES.get(prefix)
    if fits and entry.family not in fits and entry.kind != "blend":
        return _noted(
            entry,
            f"written {text!r}; it is {entry.protocol_name or entry.name}",
        )
    return _with_sibling(entry, text)


def _without_brand(key: str) -> str:
    """Without a brand or general word before or after ("freon22", "suvar134a", "r22制冷剂")."""
    for word in _general_words():
        rest = key.removeprefix(word)
        if rest != key and re.match(r"(?:r|hcfc|cfc|hfc|hfo|m)?[ce]?\d", rest):
            return rest.removeprefix("m")
        rest = key.removesuffix(word)
        if rest != key and rest[-1:].isalnum() and re.search(r"\d", rest):
            return rest
    return key


@cache
def _general_words() -> tuple[str, ...]:
    words = {normalise(r.name) for r in all_names() if r.kind in {"brand", "generic"}} | {"gas", "gaz"}
    return tuple(sorted((w for w in words if len(w) > 1 or not w.isascii()), key=len, reverse=True))


def _digits_mended(number: str) -> str:
    """Letters that stand for digits: "41oa" -> "410a", as typed or read by a machine."""
    return re.sub(r"(?<=\d)o(?=\d|[a-z]?$)", "0", re.sub(r"(?<=\d)[il](?=\d)", "1", number))


def _letter_missing(number: str) -> tuple[str, ...]:
    if not number.isdigit() or len(number) < 3:
        return ()
    pattern = re.compile(re.escape(number) + r"[a-z]{1,4}")
    return tuple(d for n, ds in _numbers().items() if pattern.fullmatch(n) for d in ds)


def _with_sibling(entry: Entry, text: str) -> Entry:
    """A note where a letter is easily dropped: R-134 for R-134a."""
    if entry.designation in _SIBLINGS and normalise(text)[-1:].isdigit():
        sibling = _SIBLINGS[entry.designation]
        return _noted(
            entry, f"{sibling} may be meant: it is far more traded, and its letter is often left out"
        )
    return entry


_SIBLINGS: Final = MappingProxyType(
    {"R-134": "R-134a", "R-141": "R-141b", "R-142": "R-142b", "R-143": "R-143a", "R-152": "R-152a",
     "R-225": "R-225ca"}
)  # fmt: skip


@cache
def _molecules() -> tuple[tuple[Entry, Molecule], ...]:
    known = ((e, parse_formula(e.formula)) for e in all_substances() if e.formula)
    return tuple((entry, molecule) for entry, molecule in known if molecule)


def _by_molecule(text: str, molecule: Molecule | None) -> Entry | None:
    """The entry of a structure; else of the counted atoms, where one line of an Annex covers them all."""
    if molecule is None:
        return None
    exact = [e for e, m in _molecules() if molecule.structure and m.structure == molecule.structure]
    same = exact or _named_apart(molecule) or [e for e, m in _molecules() if m.atoms == molecule.atoms]
    if molecule.isomer:
        same = [e for e in same if e.designation.endswith(f"({molecule.isomer})")] or same
    if len(same) <= 1:
        return same[0] if same else None
    if exact:
        raise ManyMeanings(text, [e.designation for e in same], "the same formula")
    lines = [e for e in same if e.controlled and not e.covered_by and _is_counted(e)]
    others = [e.designation for e in same if e not in lines]
    if len(lines) == 1:
        return _noted(lines[0], f"{text!r} does not state the isomer; of the same atoms: {', '.join(others)}")
    raise ManyMeanings(text, [e.designation for e in same], "the isomer is not stated")


def _named_apart(molecule: Molecule) -> list[Entry]:
    """Entries whose formula only counts atoms but whose name states the structure (R-113, Halon-2402)."""
    if molecule.structure is None:
        return []
    return [
        e for e in all_substances() if (m := _name_molecule(e.name)) and m.structure == molecule.structure
    ]


@cache
def _name_molecule(name: str) -> Molecule | None:
    return parse_name(name)


def _is_counted(entry: Entry) -> bool:
    return (parsed := parse_formula(entry.formula or "")) is not None and parsed.structure is None


def _without_generic_words(text: str) -> Entry | None:
    """ "R-22 gas", "хладагент R-22": the words around a name taken away, once from each end."""
    words = text.split()
    general = set(_general_words())
    while len(words) > 1 and normalise(words[-1]) in general:
        words = words[:-1]
    while len(words) > 1 and normalise(words[0]) in general:
        words = words[1:]
    plain = " ".join(words)
    return _found(plain) if words and plain != " ".join(text.split()) else None


def _of_parts(text: str) -> Entry | None:
    """ "HCFC-22 (R-22)": several names in one text that mean the same, or a blend and what it is made of."""
    parts = [p.strip() for p in _BETWEEN_PARTS.split(text)]
    parts = [p for p in parts if p and not _SHARE.fullmatch(p)]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    # "(44/52/4)" beside a blend's components are shares; elsewhere "22" may be a number without its R.
    blend = _blend_among(_meant(p for p in parts if not p.isdigit()))
    if blend is not None:
        return blend
    meant = _meant(parts)
    if len(meant) > 1:
        raise ManyMeanings(text, meant, "the names in it mean different substances")
    return next(iter(meant.values()), None)


def _meant(names: Iterable[str]) -> dict[str, Entry]:
    """What these names mean, by designation; empty where one of them means nothing."""
    meant = {}
    for name in names:
        entry = _found(name)
        if entry is None:
            return {}
        meant[entry.designation] = entry
    return meant


def _blend_among(meant: Mapping[str, Entry]) -> Entry | None:
    """The blend among these entries of which all others together are the components."""
    for designation, entry in meant.items():
        if entry.components and {of for of, _ in entry.components} == meant.keys() - {designation}:
            return entry
    return None


def _noted(entry: Entry, note: str) -> Entry:
    return replace(entry, notes=(note, *entry.notes))


def _near(text: str) -> tuple[str, ...]:
    # Only a name that failed pays for loading the matcher.
    from rapidfuzz import fuzz, process

    index = name_index()
    key = normalise(text)
    close = process.extract(key, index.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=70)
    return tuple(dict.fromkeys(d for name, _, _ in close for d in index[name]))[:4]
