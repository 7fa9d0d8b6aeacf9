"""One case as a record that every form is made of. Nobody is named in it, so no form can name anybody."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from tradewind.errors import UnknownName
from tradewind.quantities import GRAMS_PER_TONNE, Interval
from tradewind.reference import treaty_gwp, treaty_odp

_WHEN: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
#: A gas nobody could name.
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Mass:
    """Grams between two bounds; `mid` is None where no best figure may be named. `basis`: net, gross, estimated."""

    low_g: int
    mid_g: int | None
    high_g: int
    basis: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.low_g <= self.high_g:
            raise ValueError(f"not a mass: {self.low_g} to {self.high_g} g")
        if self.mid_g is not None and not self.low_g <= self.mid_g <= self.high_g:
            raise ValueError(
                f"the best figure {self.mid_g} g is not between {self.low_g} and {self.high_g} g"
            )

    @classmethod
    def exactly(cls, mass_g: int, basis: str = "") -> Mass:
        """A mass that is known."""
        return cls(mass_g, mass_g, mass_g, basis)

    @property
    def is_exact(self) -> bool:
        """Whether it is one figure."""
        return self.low_g == self.mid_g == self.high_g


@dataclass(frozen=True, slots=True)
class Traded:
    """One substance of a case. `substance` is a designation or UNKNOWN; no mass means "not specified", never zero."""

    substance: str
    label_says: str = ""
    mass: Mass | None = None
    containers: int | None = None
    container_kind: str = ""

    @property
    def gas(self) -> Mass | None:
        """The mass where it is that of the gas; a gross one is not."""
        return None if self.mass is None or self.mass.basis == "gross" else self.mass


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What is told of one case.

    `when` is a day, a month or a year (ISO 8601), blank where it is not known. `is_proven` and `is_on_market` are
    None where nobody has said: a case is proven when an authority or court found so, and only what is not placed on
    the own market stays out of the Party's calculated consumption (recital of decision XXXIV/8 to decision XIV/7).
    """

    case: str
    party: str
    agency: str
    what: str = "seizure"
    when: str = ""
    place: str = ""
    substances: tuple[Traded, ...] = ()
    declared_as: str = ""
    exporter: str = ""
    importer: str = ""
    route: tuple[str, ...] = ()
    transport: str = ""
    methods: tuple[str, ...] = ()
    found: str = ""
    details: str = ""
    legal_basis: str = ""
    action: str = ""
    outcome: str = ""
    is_proven: bool | None = None
    is_on_market: bool | None = None
    causes: str = ""
    addressed: str = ""
    remarks: str = ""

    def __post_init__(self) -> None:
        if self.when and not _WHEN.fullmatch(self.when):
            raise ValueError(f"{self.when!r} is no day, month or year; write 2024, 2024-03 or 2024-03-15")
        if len(self.when) == len("2024-03-15"):
            date.fromisoformat(self.when)

    @property
    def is_whole(self) -> bool:
        """Whether every line has a mass of gas, so that the sum is that of the case."""
        return bool(self.substances) and all(line.gas for line in self.substances)

    def co2e_t(self) -> Interval | None:
        """Tonnes of CO2 equivalent recomputed with the GWPs of the Protocol; None where a line's gas is not known."""
        return self._weighed(treaty_gwp)

    def odp_t(self) -> Interval | None:
        """ODP tonnes recomputed with the ODPs of the Protocol; None where a line's gas is not known."""
        return self._weighed(treaty_odp)

    def _weighed(self, factor_of: Callable[[str], float]) -> Interval | None:
        low = mid = high = 0.0
        some, best = False, True
        for line in self.substances:
            if (gas := line.gas) is None:
                continue
            try:
                factor = float(factor_of(line.substance))
            except UnknownName:
                return None
            some, best = True, best and gas.mid_g is not None
            low, high = low + gas.low_g * factor, high + gas.high_g * factor
            mid += (gas.mid_g or 0) * factor
        if not some:
            return None
        return Interval(
            low / GRAMS_PER_TONNE, mid / GRAMS_PER_TONNE if best else None, high / GRAMS_PER_TONNE
        )

    def as_dict(self) -> dict[str, Any]:
        """The record as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> CaseReport:
        """The record of such JSON; what it does not know of is refused by its name (TypeError)."""
        lines = tuple(
            Traded(**{**line, "mass": Mass(**line["mass"]) if line.get("mass") else None})
            for line in said.get("substances", ())
        )
        lists = {name: tuple(said.get(name, ())) for name in ("route", "methods")}
        return cls(**{**said, **lists, "substances": lines})

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the same record has the same digest on every machine."""
        return digest_of(self.as_dict())


def digest_of(said: Any) -> str:
    """SHA-256 of a value's canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
