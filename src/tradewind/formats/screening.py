"""What looks wrong in trade statistics although each row can be read: told, never changed or refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.formats.numerals import IMPLAUSIBLE_MASS_G
from tradewind.formats.reading import Notice

#: Headings of which most lines are gases and mixtures of gases that the Protocol controls.
GAS_HEADINGS: Final = ("2903", "3827")
#: No halogenated hydrocarbon sells below 2 cents a kg: the cheapest, ethylene dichloride and chloroform, cost
#: 10 cents and more. A lower price means that the mass is too great, most often kg entered where t was meant.
_LEAST_CENTS_A_KG: Final = 2


class Screen:
    """Counts over all chunks of a file; `notices` says them in sentences."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.rows = self.no_edition = self.no_mass = self.areas = self.cheap = self.huge = 0
        self._first_cheap: list[int] = []

    def look(self, rows: pa.Table) -> None:
        """Count what is odd among these rows of trade_flows."""
        self.rows += rows.num_rows
        self.no_edition += _number(pc.is_null(rows["hs_edition"]))
        self.no_mass += _number(pc.is_null(rows["net_mass_g"]))
        self.areas += _number(pc.is_valid(rows["partner_note"]))
        gas = pc.is_in(pc.utf8_slice_codeunits(rows["hs_code"], 0, 4), pa.array(GAS_HEADINGS))
        mass, cents = rows["net_mass_g"], rows["value_usd_cents"]
        cheap = pc.and_(
            gas, pc.less(pc.multiply(pc.cast(cents, pa.float64()), 1000.0 / _LEAST_CENTS_A_KG), mass)
        )
        cheap = pc.and_(cheap, pc.greater(mass, 1_000_000))
        self.cheap += _number(cheap)
        self._first_cheap += rows["source_row"].filter(pc.fill_null(cheap, False)).slice(0, 5).to_pylist()
        self.huge += _number(pc.and_(gas, pc.greater(mass, IMPLAUSIBLE_MASS_G)))

    def notices(self, repeated: int) -> Iterator[Notice]:
        """What a person should know about the file."""
        if repeated:
            yield Notice(f"{repeated:,} rows repeat an earlier row of the file exactly and were left out")
        if self.no_edition:
            yield Notice(
                f"{self.no_edition:,} of {self.rows:,} rows do not tell the edition of the Harmonized System; they "
                "are kept, and read under every edition they could be"
            )
        if self.no_mass:
            yield Notice(f"{self.no_mass:,} of {self.rows:,} rows have no net mass; not reported is not zero")
        if self.areas:
            yield Notice(
                f"{self.areas:,} rows name a partner that is no Party or territory of our list (areas nes, "
                "confidential partners ...); they are kept in the publisher's words"
            )
        if self.cheap or self.huge:
            rows = ", ".join(str(n) for n in self._first_cheap[:5])
            where = f" (rows {rows} ...)" if rows else ""
            yield Notice(
                f"{max(self.cheap, self.huge):,} rows of headings 2903 and 3827 have a mass too great for their "
                f"value{where}: the unit may be wrong (kg where t was meant); they are kept as reported"
            )


def _number(mask: pa.ChunkedArray) -> int:
    return int(pc.sum(mask).as_py() or 0)
