"""What could be in a cylinder: every gas and blend with a known pressure, and the fakes that were really found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from tradewind.identification.saturation import Saturation, curves
from tradewind.reference import components_of, substance
from tradewind.reference.formulas import parse_formula
from tradewind.reference.rows import Row, read

#: Standard atomic weights, shortened (IUPAC).
_WEIGHTS: Final = {
    "C": 12.011, "H": 1.008, "F": 18.998, "Cl": 35.45, "Br": 79.904, "I": 126.904, "O": 15.999, "N": 14.007,
    "S": 32.06,
}  # fmt: skip
#: The pressure of a mixture that nobody tabulated is taken as if its parts did not feel each other (Raoult). Nine of
#: ten blends of the table lie within this share of what that gives; a test computes it.
IDEAL_ERROR: Final = 0.12
#: Written twice: R-509 is the older name of R-509A.
_OLDER_NAMES: Final = frozenset({"R-509"})


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One thing a cylinder may hold; each is one object, compared as such.

    `parts` are pure substances with the lowest and highest share in per cent by mass; the two are equal for a gas
    or a blend. `kind` is `pure`, `blend`, `counterfeit` or `as read`; `sold_as` the labels a fake was found under.
    """

    designation: str
    kind: str
    family: str
    parts: tuple[tuple[str, float, float], ...]
    sold_as: tuple[str, ...] = ()
    case_ids: tuple[str, ...] = ()
    source: str = ""

    def saturation(self, celsius: float) -> Saturation | None:
        """What it shows at a temperature; for a mixture in wide shares, the whole span of them."""
        return _saturation(self, celsius)

    @property
    def shares(self) -> Mapping[str, float]:
        """Its parts in per cent by mass, the middle of each span, summing to 100."""
        middle = {part: (low + high) / 2 for part, low, high in self.parts}
        total = sum(middle.values())
        return {part: share * 100 / total for part, share in middle.items()}


@cache
def known() -> Mapping[str, Candidate]:
    """Every candidate by designation: pure gases, blends, counterfeits."""
    found = {d: of(d) for d in curves() if d not in _OLDER_NAMES}
    for row in read("counterfeits"):
        fake = _counterfeit(row)
        # A pure gas or a blend under another label is that gas: the row only says under which labels it was found.
        if len(row["parts"].split("|")) > 1:
            found[fake.designation] = fake
    return MappingProxyType(found)


@cache
def found_under(label: str) -> Mapping[str, tuple[str, ...]]:
    """The candidates really found in cylinders labelled so, with the sources that say it."""
    said: dict[str, tuple[str, ...]] = {}
    for row in read("counterfeits"):
        if label in row["sold_as"].split("|"):
            parts = [p.split(":")[0] for p in row["parts"].split("|")]
            said[parts[0] if len(parts) == 1 else row["name"]] = tuple(row["source"].split("; "))
    return MappingProxyType(said)


def of(designation: str) -> Candidate:
    """The candidate of a substance or blend, also of one whose pressure we do not hold."""
    entry = substance(designation)
    kind = "blend" if entry.kind == "blend" else "pure"
    parts = tuple((part, share * 100, share * 100) for part, share in components_of(designation))
    return Candidate(designation, kind, _families(part for part, _, _ in parts), parts)


def as_read(shares: Mapping[str, float]) -> Candidate:
    """The mixture an identifier shows, where it is none that has a name."""
    parts = sorted(shares.items(), key=lambda part: -part[1])
    named = "/".join(part for part, _ in parts)
    figures = "/".join(f"{share:.0f}" for _, share in parts)
    return Candidate(
        f"{named} ({figures})", "as read", _families(shares),
        tuple((part, share, share) for part, share in parts),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _saturation(candidate: Candidate, celsius: float) -> Saturation | None:
    if candidate.designation in curves() or candidate.kind in {"pure", "blend"}:
        return _of_curve(candidate.designation, celsius)
    mixed = [s for shares in _corners(candidate) if (s := _ideal(shares, celsius)) is not None]
    if not mixed:
        return None
    highest = max(mixed, key=lambda s: s.bubble)
    return Saturation(
        highest.bubble, min(s.dew for s in mixed), highest.slope, max(s.error for s in mixed)
    )  # fmt: skip


def _corners(candidate: Candidate) -> Iterable[Mapping[str, float]]:
    """Compositions that span the shares: the middle, and each part at its lowest and highest."""
    yield candidate.shares
    for part, low, high in candidate.parts:
        if low == high:
            continue
        others = {p: s for p, s in candidate.shares.items() if p != part}
        total = sum(others.values())
        for share in (low, high):
            yield {part: share} | {p: s * (100 - share) / total for p, s in others.items()}


def _ideal(shares: Mapping[str, float], celsius: float) -> Saturation | None:
    """Raoult's law: the bubble point from the liquid's mole fractions, the dew point from the vapour's."""
    moles, pressures = {}, {}
    for part, share in shares.items():
        saturation, mass = _of_curve(part, celsius), molar_mass(part)
        if saturation is None or mass is None:
            return None
        moles[part], pressures[part] = share / mass, saturation
    total = sum(moles.values())
    bubble = sum(n / total * pressures[p].bubble for p, n in moles.items())
    dew = 1 / sum(n / total / pressures[p].dew for p, n in moles.items())
    slope = sum(n / total * pressures[p].slope for p, n in moles.items())
    return Saturation(bubble, dew, slope, IDEAL_ERROR * bubble)


def _of_curve(designation: str, celsius: float) -> Saturation | None:
    curve = curves().get(designation)
    return curve.at(celsius) if curve is not None else None


@cache
def molar_mass(designation: str) -> float | None:
    """Grams a mole, from its formula; of a blend the mean; None where the formula is not known."""
    parts = components_of(designation)
    if len(parts) > 1:
        masses = [(share, molar_mass(part)) for part, share in parts]
        if any(mass is None for _, mass in masses):
            return None
        return 1 / sum(share / mass for share, mass in masses if mass is not None)
    molecule = parse_formula(substance(designation).formula or "")
    if molecule is None:
        return None
    return sum(_WEIGHTS[atom] * count for atom, count in molecule.atoms)


def _counterfeit(row: Row) -> Candidate:
    parts: list[tuple[str, float, float]] = []
    for cell in row["parts"].split("|"):
        part, span = cell.split(":")
        low, high = span.split("-")
        parts.append((part, float(low), float(high)))
    return Candidate(
        row["name"], "counterfeit", _families(part for part, _, _ in parts), tuple(parts),
        tuple(row["sold_as"].split("|")), tuple(filter(None, row["case_ids"].split("|"))), row["source"],
    )  # fmt: skip


def _families(parts: Iterable[str]) -> str:
    return " and ".join(sorted({substance(part).family for part in parts}))
