"""What is controlled: every substance and isomer of Annexes A to F, and the uncontrolled ones beside them.

The GWP of the Protocol stands in Annexes A, C and F only. A substance without one counts 0 in treaty
arithmetic (`treaty_gwp`), but its GWP is unknown to the Protocol, so `Entry.gwp_protocol` is None, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from tradewind.reference.rows import Row, read

EDITIONS: Final = ("2007", "2012", "2017", "2022")
_NO_CODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
#: Families of the six annexes' groups, as people name them.
_FAMILIES: Final = {
    "A-I": "CFC", "A-II": "halon", "B-I": "CFC", "B-II": "carbon tetrachloride", "B-III": "methyl chloroform",
    "C-I": "HCFC", "C-II": "HBFC", "C-III": "bromochloromethane", "E": "methyl bromide", "F": "HFC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A substance, an isomer group or a blend. GWPs are over 100 years; codes are six digits without a point.

    `annex` and `group` are None for an uncontrolled substance and for a blend whose controlled parts stand in
    several; `groups` lists every annex group of the controlled parts. `covered_by` is the line of the Annex
    that covers an isomer without one of its own. `components` are (designation, mass fraction).
    """

    designation: str
    name: str
    family: str
    kind: str
    controlled: bool
    confidence: str
    protocol_name: str | None = None
    formula: str | None = None
    cas: str | None = None
    annex: str | None = None
    group: str | None = None
    groups: tuple[str, ...] = ()
    odp: float | None = None
    gwp_protocol: float | None = None
    gwp_ar4: float | None = None
    gwp_ar5: float | None = None
    gwp_ar6: float | None = None
    un_number: str | None = None
    safety_class: str | None = None
    covered_by: str | None = None
    hs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_CODES)
    components: tuple[tuple[str, float], ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A GWP of an assessment report as it bears on a mixture: `bound` where the report prints "less than 1"."""

    value: float | None
    bound: bool = False
    eu517: float | None = None


@cache
def pure() -> Mapping[str, Entry]:
    """Every entry that is not a blend, by designation, in the order of the Annexes."""
    entries = [_controlled(row) for row in read("substances")]
    entries += [_uncontrolled(row) for row in read("uncontrolled")]
    return MappingProxyType({entry.designation: entry for entry in entries})


@cache
def assessments() -> Mapping[tuple[str, str], Assessment]:
    """(designation, "ar4" | "ar5" | "ar6") -> what that report says."""
    found = {}
    for table in ("substances", "uncontrolled"):
        for row in read(table):
            for report in ("ar4", "ar5", "ar6"):
                stated = row[f"gwp_{report}"]
                eu517 = row.get("gwp_eu517", "") if report == "ar4" else ""
                found[row["designation"], report] = Assessment(
                    _figure(stated.removeprefix("<")), stated.startswith("<"), _figure(eu517)
                )
    return MappingProxyType(found)


def with_point(code: str) -> str:
    """A six-digit code as the tariff prints it.

    >>> with_point("290371")
    '2903.71'
    """
    return f"{code[:4]}.{code[4:]}" if len(code) > 4 else code


def _controlled(row: Row) -> Entry:
    kind = "isomer group" if int(row["isomers"] or 1) > 1 else "substance"
    return replace(
        _shared(row, _FAMILIES[row["group"]], kind, controlled=True),
        protocol_name=row["protocol_name"],
        annex=row["annex"],
        group=row["group"],
        groups=(row["group"],),
        odp=float(row["odp"]),
        gwp_protocol=_figure(row["gwp_protocol"]),
        covered_by=row["covered_by"] or None,
        notes=tuple(_controlled_notes(row)),
    )


def _uncontrolled(row: Row) -> Entry:
    family, number = row["family"], row["designation"].removeprefix("R-")
    named = family in {"HFO", "HCFO", "HFC", "PFC"} and number != row["designation"]
    return replace(
        _shared(row, family, "substance", controlled=False),
        protocol_name=f"{family}-{number}" if named else None,
        notes=tuple(_uncontrolled_notes(row)),
    )


def _shared(row: Row, family: str, kind: str, *, controlled: bool) -> Entry:
    """What both tables of pure substances say of one."""
    return Entry(
        designation=row["designation"],
        name=row["name"],
        family=family,
        kind=kind,
        controlled=controlled,
        confidence=row["confidence"],
        formula=row["formula"] or None,
        cas=row["cas"] or None,
        gwp_ar4=_figure(row["gwp_ar4"]),
        gwp_ar5=_figure(row["gwp_ar5"].removeprefix("<")),
        gwp_ar6=_figure(row["gwp_ar6"]),
        un_number=row["un_number"] or None,
        hs=MappingProxyType({e: (row[f"hs{e}"],) for e in EDITIONS if row[f"hs{e}"]}),
        sources=tuple(_split(row["source"])),
    )


def _uncontrolled_notes(row: Row) -> list[str]:
    notes = ["not controlled by the Protocol, which gives it no ODP and no GWP"]
    if row["gwp_ar5"].startswith("<"):
        notes.append(
            f"AR5 prints its GWP as less than 1; {row['gwp_ar5'][1:]} stands here as the upper bound"
        )
    if row["gwp_eu517"] and not row["gwp_ar4"]:
        notes.append(
            f"AR4 has no figure; Regulation (EU) 517/2014 uses {row['gwp_eu517']} in mixtures (from memory)"
        )
    notes += _split(row["notes"])
    if row["confidence"] == "memory":
        notes.append("from memory: not verified")
    return notes


def _controlled_notes(row: Row) -> list[str]:
    notes = []
    if not row["gwp_protocol"]:
        notes.append("the Protocol gives it no GWP: in treaty arithmetic it counts 0 t CO2e")
    if row["odp"] != row["odp_min"]:
        notes.append(
            f"the Annex gives the ODP as a range, {row['odp_min']} to {row['odp']}: the highest value is used"
        )
    if row["covered_by"]:
        notes.append(f"an isomer covered by the line of {row['covered_by']}")
    elif int(row["isomers"] or 1) > 1:
        notes.append(f"a line of the Annex for {row['isomers']} isomers")
    notes += _split(row["notes"])
    if row["cas_basis"] == "memory":
        notes.append("CAS number from memory, its check digit valid: not verified")
    if row["un_basis"] == "memory":
        notes.append("UN number from memory: not verified")
    if row["confidence"] == "memory":
        notes.append("from memory: not verified")
    return notes


def _figure(text: str) -> float | None:
    return float(text) if text else None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("; ") if part.strip()]
