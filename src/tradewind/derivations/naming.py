"""Which controlled gas, or which family of them, a cell of a register speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.errors import AmbiguousName, UnknownName
from tradewind.recognition import designation_in
from tradewind.reference import all_blends, all_substances, find, substance

#: Words for a whole group, as registers and quotas write them -> annex groups.
_FAMILIES: Final = {
    "hfc": ("F",),
    "hydrofluorocarbon": ("F",),
    "hcfc": ("C-I",),
    "hydrochlorofluorocarbon": ("C-I",),
    "hbfc": ("C-II",),
    "cfc": ("A-I", "B-I"),
    "chlorofluorocarbon": ("A-I", "B-I"),
    "halon": ("A-II",),
    "ods": ("A-I", "A-II", "B-I", "B-II", "B-III", "C-I", "C-II", "C-III", "E"),
}
_GROUPS: Final = ("A-I", "A-II", "B-I", "B-II", "B-III", "C-I", "C-II", "C-III", "E", "F")
#: How a sentence names everything of a group.
_WORDS: Final = {
    "A-I": "CFCs of Annex A", "A-II": "halons", "B-I": "CFCs of Annex B", "B-II": "carbon tetrachloride",
    "B-III": "1,1,1-trichloroethane", "C-I": "HCFCs", "C-II": "HBFCs", "C-III": "bromochloromethane",
    "E": "methyl bromide", "F": "HFCs",
}  # fmt: skip
_BRACKETED: Final = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Gas:
    """One gas, or several that a word can mean. `key` is the designation, the group (`F`) or the words.

    `groups` are the annex groups of the controlled parts, empty when nothing in it is controlled;
    `may_be_uncontrolled` where it can also be something else, as in a basket code.
    """

    key: str
    designations: tuple[str, ...]
    groups: tuple[str, ...]
    is_one: bool
    may_be_uncontrolled: bool = False

    @property
    def controlled(self) -> bool:
        return bool(self.groups)

    @property
    def words(self) -> str:
        """How a sentence names it: a group by its family, everything else by its key."""
        return _WORDS.get(self.key, self.key)


def gas_named(text: str | None) -> Gas | None:
    """The gas of a cell that should hold one: `R22`, `HCFC-22`, `HFC`, `Annex C group I`; None when unread.

    An ambiguous name (`R-407`) gives all it can mean.
    """
    cleaned = " ".join((text or "").split())
    return _gas_named(cleaned) if cleaned else None


def gas_of(designations: Sequence[str], words: str) -> Gas:
    """One gas or the several that a code or a text leaves open, under the words that name them honestly."""
    groups = tuple(dict.fromkeys(g for d in designations for g in substance(d).groups))
    if len(designations) == 1:
        return Gas(designations[0], tuple(designations), groups, is_one=True)
    return Gas(words, tuple(designations), groups, is_one=False)


def family(group: str) -> Gas:
    """Every gas and blend that holds something of one annex group, under the group's name."""
    members = tuple(e.designation for e in (*all_substances(), *all_blends()) if group in e.groups)
    return Gas(group, members, (group,), is_one=False)


@cache
def _gas_named(text: str) -> Gas | None:
    whole = _family_named(text)
    if whole is not None:
        return whole
    for attempt in dict.fromkeys((text, _BRACKETED.sub("", text))):
        try:
            return gas_of([find(attempt).designation], attempt)
        except AmbiguousName as several:
            known = [d for d in several.alternatives if _is_known(d)]
            if known:
                return gas_of(known, text)
        except UnknownName:
            continue
    read = designation_in(text)
    if read is None:
        return None
    return _family_named(read) or (gas_of([read], read) if _is_known(read) else None)


def _family_named(text: str) -> Gas | None:
    folded = text.casefold().strip(" .:")
    group = (
        folded.upper().removeprefix("ANNEX ").replace(" GROUP ", "-").replace("/", "-").replace("E-I", "E")
    )
    if group in _GROUPS:
        return family(group)
    groups = _FAMILIES.get(folded) or _FAMILIES.get(folded.removesuffix("s"))
    if groups is None:
        return None
    if len(groups) == 1:
        return family(groups[0])
    members = tuple(dict.fromkeys(d for g in groups for d in family(g).designations))
    return Gas(folded.removesuffix("s").upper(), members, groups, is_one=False)


def _is_known(designation: str) -> bool:
    try:
        substance(designation)
    except UnknownName:
        return False
    return True
