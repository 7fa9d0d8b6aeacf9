"""What a description says of the goods: the gas, its mass and packages, whether it is a machine or recovered."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from tradewind.derivations.measures import NOT_PACKED, Packed, charge_in, packed_in
from tradewind.derivations.phrases import other_phrases, speaking_phrases
from tradewind.errors import UnknownName
from tradewind.recognition import recognise
from tradewind.recognition.recognition import Recognition
from tradewind.recognition.sieve import folded_many, speaking
from tradewind.reference import substance, treaty_gwp

#: A gas is counted with from this confidence on; below it the words are a hint.
SURE: Final = 0.8
_UN: Final = re.compile(r"\b(?:un|onu|оон|oнu)[\s.:-]{0,2}(?:no\.?\s?)?(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Words:
    """One description as read. `designations` are the gases spoken of as the goods, else those only mentioned."""

    certainty: float = 0.0
    role: str | None = None
    controlled: bool = False
    designations: tuple[str, ...] = ()
    un: str | None = None
    packed: Packed = NOT_PACKED
    charge_g: int | None = None
    equipment: bool = False
    empty: bool = False
    recovered: bool = False
    hfo: bool = False
    vague: str | None = None
    in_frame: bool = False

    @property
    def gas(self) -> str | None:
        """The one designation named, or several joined by " or "."""
        return " or ".join(self.designations) or None

    @property
    def sure(self) -> bool:
        """Named as the goods themselves, beyond reasonable doubt of reading."""
        return bool(self.designations) and self.certainty >= SURE and self.role == "named"

    @property
    def co2e(self) -> tuple[float | None, float | None]:
        """kg CO2e of a kg, least and most of the gases named."""
        values = [treaty_gwp(d) for d in self.designations if is_known(d)]
        return (min(values), max(values)) if values else (None, None)

    def columns(self) -> dict[str, Any]:
        """The text_ columns of DERIVED."""
        return {
            "text_gas": self.gas, "text_controlled": self.controlled, "text_certainty": self.certainty,
            "text_role": self.role, "text_un": self.un, "text_total_g": self.packed.total_g,
            "text_package_g": self.packed.package_g, "text_count": self.packed.count,
            "text_container": self.packed.container, "text_charge_g": self.charge_g,
            "text_equipment": self.equipment, "text_empty": self.empty, "text_recovered": self.recovered,
            "text_hfo": self.hfo, "text_vague": self.vague,
        }  # fmt: skip


#: A text that says nothing of gases, packages or masses.
SILENT: Final = Words()


def words_of(texts: Sequence[str]) -> tuple[list[Words], np.ndarray[Any, np.dtype[np.int64]]]:
    """What the texts say: distinct readings, the first of them SILENT, and which of them each text is.

    All texts are screened as whole columns first; only those with something to say are read one by one.
    """
    folded = folded_many(texts)
    can_name = {n: found for n in speaking(folded) if (found := recognise(texts[n])).mentions}
    spoken = speaking_phrases(folded)
    saying = np.logical_or.reduce(list(spoken.values()))
    saying[list(can_name)] = True
    places = np.flatnonzero(saying)
    positions = places.tolist()
    phrases = {name: flags[places] for name, flags in spoken.items()}
    phrases |= other_phrases([folded[n] for n in positions])
    readings, at = [SILENT], np.zeros(len(texts), np.int64)
    for row, position in enumerate(positions):
        held = {name for name, flags in phrases.items() if flags[row]}
        words = _words(folded[position], can_name.get(position), held)
        if words != SILENT:
            at[position] = len(readings)
            readings.append(words)
    return readings, at


def _words(folded: str, found: Recognition | None, held: Set[str]) -> Words:
    """One folded text, with what the recogniser found in it and the phrases it holds."""
    mentions = sorted(found.mentions, key=lambda m: (-m.confidence, m.start)) if found else []
    spoken = [m for m in mentions if m.role == "named"] or mentions
    # The UN number of a text is compared with its words: it names the gas only where nothing else does.
    spoken = [m for m in spoken if m.kind != "un"] or spoken
    designations = tuple(sorted({m.designation for m in spoken}))
    role = spoken[0].role if spoken else None
    near = bool(mentions) or "refrigerant" in held
    equipment = found.equipment if found else near and "machine" in held
    un = _UN.search(folded) if "un" in held else None
    weighed = "mass" in held or found is not None
    return Words(
        certainty=spoken[0].confidence if spoken else 0.0,
        role=role,
        controlled=any(is_controlled(d) for d in designations),
        designations=designations,
        un=un.group(1) if un else None,
        packed=packed_in(folded) if weighed or near or "disposable" in held else NOT_PACKED,
        charge_g=charge_in(folded) if weighed and equipment else None,
        equipment=equipment,
        empty="empty" in held,
        recovered=near and "recovered" in held,
        hfo=any(_is_hfo(d) for d in designations),
        vague=None if mentions or equipment else _vague(held),
        in_frame=near and role != "absent",
    )


def _vague(held: Set[str]) -> str | None:
    """The vague word that is all a text says of its goods."""
    said = (("refrigerant", "refrigerant"), ("only gas", "gas"), ("only chemical", "chemical"))
    return next((word for phrase, word in said if phrase in held), None)


@cache
def is_known(designation: str) -> bool:
    """Whether the reference has it: the recogniser also says `Halon`, without a number."""
    try:
        substance(designation)
    except UnknownName:
        return False
    return True


@cache
def is_controlled(designation: str) -> bool:
    """Halons without a number, and every other word of the recogniser for several gases, are controlled."""
    return not is_known(designation) or bool(substance(designation).controlled)


@cache
def _is_hfo(designation: str) -> bool:
    """An HFO, or a blend that is HFO by more than half."""
    if not is_known(designation):
        return False
    parts = substance(designation).components or ((designation, 1.0),)
    return sum(share for name, share in parts if name.startswith(_HFOS)) > 0.5


_HFOS: Final = ("R-1234", "R-1336", "R-1233", "R-1224", "R-1132", "R-1243")
