"""Cases as the picture needs them: the lines of one case put together, places known by name, standing said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tradewind.quantities import GRAMS_PER_KG
from tradewind.reference.cases import standing


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a register. `mass_g` is None where no mass of the whole case was published.

    `standing` is what it proves (allegation, administrative decision, judgment); `first` and `last` are the
    days its date can mean, both None where no date was published.
    """

    id: str
    kind: str
    country: str | None
    place: str | None
    agency: str | None
    first: date | None
    last: date | None
    date_text: str | None
    substances: tuple[str, ...]
    mass_g: int | None
    cylinders: int | None
    equipment_units: int | None
    declared_as: str | None
    origin: tuple[str, ...]
    dispatch: tuple[str, ...]
    transit: tuple[str, ...]
    destination: tuple[str, ...]
    transport: str | None
    methods: tuple[str, ...]
    detection: tuple[str, ...]
    outcome: str | None
    standing: str
    source_address: str | None
    source_type: str | None
    confidence: str | None
    register: str

    @property
    def mass_kg(self) -> float | None:
        """Kilograms, or None where not published."""
        return None if self.mass_g is None else self.mass_g / GRAMS_PER_KG

    @property
    def year(self) -> int | None:
        """The year, where the date lies in one."""
        if self.first is None or self.last is None or self.first.year != self.last.year:
            return None
        return self.first.year

    @property
    def starts(self) -> tuple[str, ...]:
        """Where the goods came from: places of dispatch, else of origin."""
        return self.dispatch or self.origin

    def touches(self, iso3: str) -> bool:
        """Whether the Party is named in the case: where detected, or on its way."""
        return iso3 in {self.country, *self.origin, *self.dispatch, *self.transit, *self.destination}


def from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Case, ...]:
    """Cases from rows of the canonical table `seizures`, newest first, undated last."""
    lines: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        lines.setdefault((row["source"] or "", row["case_id"] or row["row_ref"]), []).append(row)
    cases = [
        _case(name, register, sorted(of, key=lambda r: r["line"] or 0))
        for (register, name), of in lines.items()
    ]
    cases.sort(key=lambda c: c.id)
    cases.sort(key=lambda c: c.last or date.min, reverse=True)
    return tuple(cases)


def _case(name: str, register: str, lines: list[Mapping[str, Any]]) -> Case:
    first = lines[0]
    named = (line["substance"] or line["substance_text"] for line in lines)
    return Case(
        id=name, kind=first["kind"] or "seizure", country=first["country"], place=first["place"],
        agency=first["agency"], first=first["seized_from"], last=first["seized_to"],
        date_text=first["date_text"], substances=tuple(dict.fromkeys(s for s in named if s)),
        mass_g=_mass_g(lines), cylinders=_total(lines, "total_cylinders", "cylinders"),
        equipment_units=first["equipment_units"], declared_as=first["declared_as"],
        origin=_places(first["origin"]), dispatch=_places(first["dispatch"]),
        transit=_places(first["transit"]), destination=_places(first["destination"]),
        transport=first["transport"], methods=_places(first["methods"]), detection=_places(first["detection"]),
        outcome=first["outcome"], standing=standing(first["outcome"], first["kind"]),
        source_address=first["source_address"], source_type=first["source_type"],
        confidence=first["confidence"], register=register,
    )  # fmt: skip


def _mass_g(lines: list[Mapping[str, Any]]) -> int | None:
    return _total(lines, "total_mass_g", "mass_g")


def _total(lines: list[Mapping[str, Any]], total: str, part: str) -> int | None:
    """The published total of the case; else the sum of its lines where every line has a figure."""
    if lines[0][total] is not None:
        return int(lines[0][total])
    parts = [line[part] for line in lines]
    return sum(parts) if parts and all(p is not None for p in parts) else None


def _places(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in values or () if v))
