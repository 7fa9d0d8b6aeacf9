"""What customs asks of a licence about one declaration item, in the terms of the EU's customs check."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tradewind.formats.message_values import regime as regime_of_code
from tradewind_web.licensing.words import Direction

#: What a regime needs. Goods in a warehouse or free zone entered the territory: an import licence covers them.
DIRECTIONS: Final = {
    "import": Direction.IMPORT, "returned": Direction.IMPORT, "warehouse": Direction.IMPORT,
    "free zone": Direction.IMPORT, "export": Direction.EXPORT, "re-export": Direction.EXPORT,
    "transit": Direction.TRANSIT,
}  # fmt: skip
#: 9,000,000 t: more than the world trades, less than a column holds.
MOST_G: Final = 9 * 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One declaration item and the licence it names. What is empty was not said and is not compared."""

    number: str
    key: str
    declaration: str
    item: int = 1
    mass_g: int
    on: date
    regime: str = ""
    trader_number: str = ""
    office: str = ""
    partner: str = ""
    substance: str = ""
    hs_edition: str = ""
    hs_code: str = ""
    nature: str = ""
    purpose: str = ""
    what: str = ""
    co2e_kg: int | None = None
    document_codes: tuple[str, ...] = field(default=())

    @property
    def digest(self) -> str:
        """Names what was asked: the same key with another digest is another request, which is a mistake.

        The day is left out: a program that asks again after midnight asks the same.
        """
        said = {k: v for k, v in dataclasses.asdict(self).items() if k not in ("key", "on")}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def direction_of(regime: str) -> Direction | None:
    """What a regime needs, given as our word, a procedure code or a type of declaration; None for anything else.

    >>> direction_of("4000"), direction_of("IM4"), direction_of("re-export"), direction_of("cake")
    (Direction.IMPORT, Direction.IMPORT, Direction.EXPORT, None)
    """
    said = regime.strip().casefold()
    found = (
        said
        if said in DIRECTIONS
        else regime_of_code(*((said, None) if said[:1].isdigit() else (None, said)))
    )
    return DIRECTIONS.get(found or "")
