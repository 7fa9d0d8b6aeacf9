"""What to do first: stops before everything else, from what was read and from what the content may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.errors import UnknownName
from tradewind.identification.candidates import Candidate
from tradewind.identification.evidence import AIR, HYDROCARBONS, UNKNOWN, Evidence
from tradewind.identification.judging import by_category
from tradewind.languages import translator
from tradewind.reference import substance
from tradewind.reference.packages import un_number
from tradewind.reference.rows import read

#: Shares of a reading from which a stop follows: what an identifier can tell from nothing (SAE J2927), and what of an
#: unknown gas is too much to go on with (assumed).
_READ, _UNKNOWN_SHARE, _NEARLY_ALL = 2.0, 10.0, 90.0
#: From this likelihood on, a danger counts as likely (assumed).
_LIKELY: Final = 0.2
_WARM_C: Final = 50.0


@dataclass(frozen=True, slots=True)
class SafetyWord:
    """One thing to do first: `level` is `stop` or `care`; English, with its sources."""

    key: str
    level: str
    sentence: str
    source: str

    def text(self, language: str = "en") -> str:
        """The sentence in a language of the house."""
        return translator("identification", language)(self.sentence)


@cache
def danger_of(designation: str) -> frozenset[str]:
    """`flammable`, `toxic`, both, or `unknown`; empty for a gas that is neither."""
    for row in read("gas_dangers"):
        if row["designation"] == designation:
            return frozenset(word for word in row["danger"].split(" and ") if word != "none")
    entry = substance(designation)
    found = set()
    safety, un_class = entry.safety_class or "", _un_class(entry.un_number)
    if safety.startswith("B") or un_class in {"2.3", "6.1"}:
        found.add("toxic")
    if safety[1:].startswith(("2", "3")) or un_class == "2.1":
        found.add("flammable")
    if not safety and not un_class:
        found.add("unknown")
    return frozenset(found)


def dangers_of(candidate: Candidate) -> frozenset[str]:
    """A blend's own class; of a fake or a mixture as read, the dangers of every part."""
    if candidate.kind in {"pure", "blend"}:
        return danger_of(candidate.designation)
    return frozenset(d for part, _, high in candidate.parts if high >= _READ for d in danger_of(part))


def first_words(
    evidence: Evidence, likely: Iterable[tuple[Candidate, float]], *, nothing_fits: bool, undecided_content: bool,
    overfull: bool,
) -> tuple[SafetyWord, ...]:  # fmt: skip
    """The safety words that follow, stops first; those that always hold last."""
    keys = _from_reading(evidence)
    share: dict[str, float] = {}
    for candidate, likelihood in likely:
        for danger in dangers_of(candidate):
            share[danger] = share.get(danger, 0.0) + likelihood
    keys += [d for d in ("flammable", "toxic", "unknown") if share.get(d, 0) >= _LIKELY]
    if nothing_fits:
        keys.append("unknown")
    if overfull:
        keys.append("overfull")
    if evidence.temperature_c is not None and evidence.temperature_c > _WARM_C:
        keys.append("hot")
    if undecided_content:
        keys.append("unread")
    if evidence.disposable:
        keys.append("disposable")
    keys.append("always")
    words = [_words()[key] for key in dict.fromkeys(keys)]
    return tuple(sorted(words, key=lambda word: word.level != "stop"))


def _from_reading(evidence: Evidence) -> list[str]:
    reading = evidence.reading
    if reading is None:
        return []
    keys = []
    if reading.get("R-40", 0) > 0:
        keys.append("r40")
    if by_category(reading).get(HYDROCARBONS, 0) > _READ:
        keys.append("flammable")
    for part, read_share in reading.items():
        if part not in {AIR, UNKNOWN, HYDROCARBONS} and read_share >= _NEARLY_ALL:
            keys += sorted(danger_of(part) & {"toxic", "flammable"})
    if hides_methyl_chloride(evidence):
        keys.append("air")
    if reading.get(UNKNOWN, 0) > _UNKNOWN_SHARE:
        keys.append("unknown")
    return keys


def hides_methyl_chloride(evidence: Evidence) -> bool:
    """Whether an identifier shows R-134a with air, which has been methyl chloride (MACS-NEUTRONICS)."""
    reading = evidence.reading or {}
    return reading.get(AIR, 0) > 0 and reading.get("R-134a", 0) >= 50


@cache
def _words() -> Mapping[str, SafetyWord]:
    return {
        row["key"]: SafetyWord(row["key"], row["level"], row["sentence"], row["source"])
        for row in read("safety_sentences")
    }


def _un_class(number: str | None) -> str:
    try:
        return un_number(number).un_class if number else ""
    except UnknownName:
        return ""
