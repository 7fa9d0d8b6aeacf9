"""Blends: what follows from their composition. ODP and GWP count controlled components only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tradewind.errors import UnknownName
from tradewind.reference.heading3827 import Mixture, subheading
from tradewind.reference.rows import Row, read
from tradewind.reference.substances import EDITIONS, Entry, assessments, pure


@dataclass(frozen=True, slots=True)
class Figures:
    """What treaty arithmetic and the assessment reports give a composition; None where they cannot."""

    controlled: tuple[str, ...]
    groups: tuple[str, ...]
    odp: float | None
    gwp_protocol: float | None
    gwp_ar4: float | None
    gwp_ar5: float | None
    gwp_ar6: float | None
    notes: tuple[str, ...]


def figures(parts: Mapping[str, float]) -> Figures:
    """ODP and GWPs of parts (designation of a pure substance -> per cent by mass)."""
    entries = pure()
    controlled = tuple(d for d in parts if entries[d].controlled)
    if not controlled:
        notes = ["no component is controlled by the Protocol, so it has no ODP and no GWP there"]
        odp = gwp = None
    else:
        odp, gwp, notes = _treaty(parts, controlled)
    reports = {}
    for report in ("ar4", "ar5", "ar6"):
        reports[report], more = _assessed(parts, report)
        notes += more
    groups = tuple(sorted({g for d in controlled for g in entries[d].groups}))
    return Figures(controlled, groups, odp, gwp, reports["ar4"], reports["ar5"], reports["ar6"], tuple(notes))


@cache
def blends() -> Mapping[str, Entry]:
    """Every blend of the data files, by designation."""
    parts: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read("blend_components"):
        parts[row["designation"]][row["component"]] = float(row["mass_pct"])
    return MappingProxyType(
        {row["designation"]: _blend(row, parts[row["designation"]]) for row in read("blends")}
    )


def _treaty(parts: Mapping[str, float], controlled: tuple[str, ...]) -> tuple[float, float | None, list[str]]:
    entries, notes = pure(), []
    odp = round(sum((entries[d].odp or 0.0) * parts[d] for d in controlled) / 100, 6)
    without = [d for d in controlled if entries[d].gwp_protocol is None]
    gwp: float | None = None
    if len(without) < len(controlled):
        gwp = round(sum((entries[d].gwp_protocol or 0.0) * parts[d] for d in controlled) / 100, 6)
    if without:
        notes.append(f"the Protocol gives no GWP to {', '.join(without)}: counted 0 in treaty arithmetic")
    left_out = [d for d in parts if d not in controlled]
    if left_out:
        notes.append(f"not controlled, so not counted in ODP and Protocol GWP: {', '.join(left_out)}")
    return odp, gwp, notes


def _assessed(parts: Mapping[str, float], report: str) -> tuple[float | None, list[str]]:
    known = assessments()
    lacking = [d for d in parts if known[d, report].value is None]
    if not lacking:
        total = round(sum((known[d, report].value or 0.0) * share for d, share in parts.items()) / 100, 6)
        bounds = [d for d in parts if known[d, report].bound]
        if bounds:
            names = ", ".join(bounds)
            return total, [f"{report.upper()} prints less than 1 for {names}; counted as 1, an upper bound"]
        return total, []
    note = f"{report.upper()} has no figure for {', '.join(lacking)}, so none for the mixture"
    stand_in = [known[d, report].eu517 for d in lacking]
    if report == "ar4" and all(value is not None for value in stand_in):
        values = {d: known[d, report].value for d in parts} | dict(zip(lacking, stand_in, strict=True))
        total = round(sum((values[d] or 0.0) * share for d, share in parts.items()) / 100, 1)
        note += f"; with the figures of Regulation (EU) 517/2014 for those it would be {total:g}"
    return None, [note]


def _blend(row: Row, parts: Mapping[str, float]) -> Entry:
    found = figures(parts)
    annexes = sorted({g.split("-")[0] for g in found.groups})
    composition = "/".join(parts), "/".join(f"{share:g}" for share in parts.values())
    mixture = Mixture(parts, pure())
    codes = {edition: (subheading(mixture, edition)[0],) for edition in EDITIONS}
    return Entry(
        designation=row["designation"],
        name=f"{row['kind'].capitalize()} of {composition[0]} ({composition[1]} % by mass)",
        family="blend",
        kind="blend",
        controlled=bool(found.controlled),
        confidence=row["confidence"],
        annex=annexes[0] if len(annexes) == 1 else None,
        group=found.groups[0] if len(found.groups) == 1 else None,
        groups=found.groups,
        odp=found.odp,
        gwp_protocol=found.gwp_protocol,
        gwp_ar4=found.gwp_ar4,
        gwp_ar5=found.gwp_ar5,
        gwp_ar6=found.gwp_ar6,
        un_number=row["un_number"] or None,
        safety_class=row["safety_class"] or None,
        hs=MappingProxyType(codes),
        components=tuple((d, round(share / 100, 6)) for d, share in parts.items()),
        sources=tuple(part.strip() for part in row["source"].split("; ")),
        notes=(*found.notes, *_notes(row)),
    )


def _notes(row: Row) -> list[str]:
    notes = [part for part in row["notes"].split("; ") if part]
    if row["un_number"]:
        notes.append(f"UN {row['un_number']}: {row['un_basis']}")
    if row["safety_class"]:
        notes.append(f"safety class {row['safety_class']} from memory: not verified")
    return notes


@cache
def _every() -> Mapping[str, Entry]:
    return MappingProxyType({**pure(), **blends()})


def substance(designation: str) -> Entry:
    """The entry of an exact canonical designation ("R-22", "R-410A", "Methyl bromide"); else UnknownName."""
    try:
        return _every()[designation]
    except KeyError:
        raise UnknownName("designation", designation) from None


def all_substances() -> tuple[Entry, ...]:
    """Every pure substance, isomer and isomer group: the Annexes in their order, then the uncontrolled."""
    return tuple(pure().values())


def all_blends() -> tuple[Entry, ...]:
    """Every blend, in the order of its number."""
    return tuple(blends().values())


def components_of(designation: str) -> tuple[tuple[str, float], ...]:
    """(designation, mass fraction) of each component; a pure substance is its own only component."""
    return substance(designation).components or ((designation, 1.0),)


def treaty_gwp(designation: str) -> float:
    """t CO2e a tonne in treaty arithmetic: 0 where the Protocol gives no GWP; blends by controlled parts.

    >>> treaty_gwp("R-410A"), treaty_gwp("Halon-1301")
    (2087.5, 0.0)
    """
    return substance(designation).gwp_protocol or 0.0


def treaty_odp(designation: str) -> float:
    """ODP tonnes a tonne in treaty arithmetic: 0 for what the Protocol does not control.

    >>> treaty_odp("R-502")
    0.33404
    """
    return substance(designation).odp or 0.0
