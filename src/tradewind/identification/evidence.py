"""What an officer knows of a cylinder, checked before anything is concluded from it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tradewind.errors import NotPlausible, UnknownName
from tradewind.identification.instruments import GAUGES, IDENTIFIERS, identifier
from tradewind.recognition import recognise
from tradewind.reference import components_of, find, substance

AIR: Final = "air"
UNKNOWN: Final = "unknown"
HYDROCARBONS: Final = "hydrocarbons"
#: Words of an identifier's display that are no gas of the reference.
_WORDS: Final = {
    "air": AIR, "ncg": AIR, "non": AIR, "noncondensable": AIR, "noncondensables": AIR, "airnon": AIR, "n2": AIR,
    "nitrogen": AIR, "unknown": UNKNOWN, "other": UNKNOWN, "others": UNKNOWN, "unk": UNKNOWN, "hc": HYDROCARBONS,
    "hcs": HYDROCARBONS, "hydrocarbon": HYDROCARBONS, "hydrocarbons": HYDROCARBONS,
}  # fmt: skip
#: What a display may be off 100 by rounding; what lacks beyond it was not recognised.
_ROUNDING: Final = 2.0
#: Beyond these a figure is mistyped: no place is hotter, no cylinder of these gases stands more.
_TEMPERATURES: Final = (-60.0, 90.0)
_PRESSURES: Final = (-1.1, 150.0)
SEA_LEVEL_BAR: Final = 1.01325


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known; whatever was not looked at stays None.

    Pressure is on the gauge; `ambient_bar` is the air's own, less on a mountain. `reading` is what the identifier
    shows, in per cent by mass of pure substances and of AIR, UNKNOWN and HYDROCARBONS. `liquid` says whether liquid is
    known to be inside (heard, felt, weighed). `water_l` is the water capacity stamped on the cylinder.
    """

    temperature_c: float | None = None
    pressure_bar_gauge: float | None = None
    instrument: str = "digital"
    ambient_bar: float = SEA_LEVEL_BAR
    label: str | None = None
    reading: Mapping[str, float] | None = None
    identifier: str | None = None
    liquid: bool | None = None
    gross_kg: float | None = None
    tare_kg: float | None = None
    net_kg: float | None = None
    water_l: float | None = None
    disposable: bool | None = None
    un_number: str | None = None
    colour: str | None = None
    code_text: str | None = None

    def __post_init__(self) -> None:
        """Raises NotPlausible for what cannot be: with the figure, and what to write instead."""
        if (self.temperature_c is None) != (self.pressure_bar_gauge is None):
            raise NotPlausible(
                "pressure_alone", "a pressure says nothing without the temperature of the cylinder: give both"
            )
        _within(self.temperature_c, _TEMPERATURES, "temperature", "a temperature in C")
        _within(self.pressure_bar_gauge, _PRESSURES, "pressure", "a gauge pressure in bar")
        _within(self.ambient_bar, (0.3, 1.2), "air", "the pressure of the air in bar")
        for value, code, what in (
            (self.gross_kg, "gross", "a gross mass in kg"), (self.tare_kg, "tare", "a tare in kg"),
            (self.net_kg, "net", "a net mass in kg"), (self.water_l, "water", "a water capacity in litres"),
        ):  # fmt: skip
            _within(value, (0.001, 50_000.0), code, what)
        if self.instrument not in GAUGES:
            raise NotPlausible(
                "instrument", f"the instrument is {' or '.join(GAUGES)}, not {self.instrument!r}"
            )
        if self.identifier is not None and self.identifier not in IDENTIFIERS:
            raise NotPlausible(
                "identifier", f"the identifier is {' or '.join(IDENTIFIERS)}, not {self.identifier!r}"
            )
        if self.gross_kg is not None and self.tare_kg is not None and self.gross_kg < self.tare_kg:
            raise NotPlausible(
                "gross_below_tare",
                f"the gross mass of {self.gross_kg:g} kg is less than the tare of {self.tare_kg:g} kg",
                gross=f"{self.gross_kg:g}", tare=f"{self.tare_kg:g}",
            )  # fmt: skip
        if self.pressure_bar_gauge is not None and self.pressure_bar_gauge + self.ambient_bar < -0.1:
            raise NotPlausible(
                "below_vacuum", f"{self.pressure_bar_gauge:g} bar on the gauge is less than a vacuum",
                value=f"{self.pressure_bar_gauge:g}",
            )  # fmt: skip

    @property
    def pressure_bar_abs(self) -> float | None:
        """The pressure with that of the air, never below a vacuum."""
        if self.pressure_bar_gauge is None:
            return None
        return max(self.pressure_bar_gauge + self.ambient_bar, 0.0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was said of the content."""
        said = (
            self.pressure_bar_gauge,
            self.reading,
            self.label,
            self.content_kg,
            self.un_number,
            self.code_text,
        )
        return all(value is None for value in said)

    @property
    def content_kg(self) -> float | None:
        """What is inside: gross less tare where both were weighed, else the net mass as stated."""
        if self.gross_kg is not None and self.tare_kg is not None:
            return self.gross_kg - self.tare_kg
        return self.net_kg

    @property
    def identifier_kind(self) -> str:
        """`legacy` where the reading shows nothing that only a modern unit knows."""
        if self.identifier is not None:
            return self.identifier
        return "legacy" if set(self.reading or {}) <= identifier("legacy").knows | {UNKNOWN} else "modern"


def air_at(height_m: float) -> float:
    """The pressure of the air at a height above the sea, in bar (International Standard Atmosphere, to 11 km).

    >>> round(air_at(0), 3), round(air_at(2355), 2)  # Addis Ababa
    (1.013, 0.76)
    """
    return SEA_LEVEL_BAR * math.pow(1 - 2.25577e-5 * height_m, 5.25588)


def parse_reading(text: str) -> dict[str, float]:
    """An identifier's display as percentages: "R-22=62, R-134a=38", "R410A 100", "HC 12; air 3; unknown 85".

    A blend becomes its components. What lacks to 100 becomes UNKNOWN. Raises NotPlausible for a sum above 100, and
    UnknownName for a name that is none.

    >>> parse_reading("R-22=62,R-134a=38")
    {'R-22': 62.0, 'R-134a': 38.0}
    """
    shares: dict[str, float] = {}
    for part in re.split(r"[;\n]|,(?!\d)|,(?=\d+[a-zA-Z])", text):
        if not part.strip():
            continue
        found = re.fullmatch(r"\s*(.+?)\s*(?:[=:]|\s)\s*(\d+(?:[.,]\d+)?)\s*%?\s*", part)
        if found is None:
            raise NotPlausible(
                "reading_form",
                f'a reading is written "R-22=62,R-134a=38", not {part.strip()!r}',
                part=part.strip(),
            )
        name, share = found[1], float(found[2].replace(",", "."))
        shares[name] = shares.get(name, 0.0) + share
    return read_shares(shares)


def read_shares(shown: Mapping[str, float]) -> dict[str, float]:
    """The same from names and percentages."""
    found: dict[str, float] = {}
    for name, share in shown.items():
        if not math.isfinite(share) or not 0 <= share <= 100 + _ROUNDING:
            raise NotPlausible(
                "share", f"the share of {name} is {share:g}: it must be from 0 to 100 per cent", name=name,
                value=f"{share:g}",
            )  # fmt: skip
        word = re.sub(r"[^a-z0-9]", "", name.casefold())
        if word in _WORDS:
            found[_WORDS[word]] = found.get(_WORDS[word], 0.0) + share
            continue
        for part, fraction in components_of(find(name).designation):
            found[part] = found.get(part, 0.0) + share * fraction
    total = math.fsum(found.values())
    if not found or total <= 0:
        raise NotPlausible("reading_empty", "the reading shows nothing: give each gas with its per cent")
    if total > 100 + _ROUNDING:
        raise NotPlausible(
            "reading_sum", f"the reading sums to {total:g} per cent: correct a part", value=f"{total:g}"
        )
    if total < 100 - _ROUNDING:
        found[UNKNOWN] = found.get(UNKNOWN, 0.0) + 100 - total
    return {part: round(share, 6) for part, share in found.items()}


def label_named(text: str) -> str:
    """The designation a label means, also inside a longer text. Raises AmbiguousName or UnknownName."""
    try:
        return find(text).designation
    except UnknownName:
        named = [d for d in named_in(text) if _is_held(d)]
        if len(named) == 1:
            return named[0]
        raise


def named_in(text: str) -> tuple[str, ...]:
    """The gases a text speaks of, each once."""
    return tuple(dict.fromkeys(m.designation for m in recognise(text).mentions))


def _is_held(designation: str) -> bool:
    try:
        substance(designation)
    except UnknownName:
        return False
    return True


def _within(value: float | None, limits: tuple[float, float], code: str, what: str) -> None:
    if value is None:
        return
    low, high = limits
    if not math.isfinite(value) or not low <= value <= high:
        raise NotPlausible(
            f"range_{code}", f"{value:g} is no likely figure for {what}: it is between {low:g} and {high:g}",
            value=f"{value:g}", low=f"{low:g}", high=f"{high:g}",
        )  # fmt: skip
