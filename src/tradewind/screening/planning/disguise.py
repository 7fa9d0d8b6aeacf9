"""The same holdings with every trader under another name, number and nationality: nothing planned may change by it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.asking import Holdings
from tradewind.screening.lines import Screening
from tradewind.screening.screened import Screened, screen

#: Columns that name a trader, by table; the same trader keeps one false name in all of them.
NAMING: Final[Mapping[str, tuple[str, ...]]] = {
    "declarations": ("importer_id", "importer", "exporter_id", "exporter", "consignee", "consignee_id", "declarant",
                     "declarant_id"),
    "licences": ("holder_id", "holder"), "licence_uses": ("holder_id",), "quotas": ("holder_id", "holder"),
    "traders": ("trader_id", "name"), "zone_stock": ("holder_id", "holder"),
    "movements": ("holder_id", "holder", "consignor", "consignee", "consignee_id", "carrier_id"),
}  # fmt: skip
#: Columns of a trader's nationality.
_NATIONALITY: Final[Mapping[str, tuple[str, ...]]] = {
    "declarations": ("importer_country", "exporter_country", "consignee_country"), "traders": ("country",),
}  # fmt: skip
_NOBODYS: Final = "ZZZ"
_JOINING: Final = re.compile(r"[\W_]+")


class Disguised:
    """`holdings` in which traders have false names. Names that differ in case, spaces or points only stay one trader's,
    because that they are one is a fact and not a name."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings

    @property
    def generation(self) -> int:
        """That of the holdings."""
        return self._holdings.generation

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows."""
        return self._holdings.tables()

    def current(self, name: str) -> ibis.Table:
        """One row a natural key, its traders disguised."""
        if name not in NAMING:
            return self._holdings.current(name)
        return ibis.memtable(disguised(name, self._holdings.current(name).to_pyarrow()))


def disguised(name: str, rows: pa.Table) -> pa.Table:
    """Rows of that table with false names, numbers and nationalities where there were some."""
    for column in NAMING.get(name, ()):
        encoded = rows[column].combine_chunks().dictionary_encode()
        false = pa.array([_false_name(text) for text in encoded.dictionary.to_pylist()], pa.string())
        rows = _with(rows, column, false.take(encoded.indices))
    for column in _NATIONALITY.get(name, ()):
        known = rows[column].combine_chunks().is_valid()
        rows = _with(rows, column, pc.if_else(known, _NOBODYS, pa.scalar(None, pa.string())))
    return rows


def changed_by_names(screened: Screened, holdings: Holdings, on: date) -> int:
    """How many lines of `screened`, which were screened out of `holdings` on that day, get another probability when
    traders are disguised: 0 where names, numbers and nationality are no features."""
    other = screen(Screening({}, Disguised(holdings)), on)
    return int(np.count_nonzero(other.scores.probability != screened.scores.probability))


def _false_name(text: str) -> str:
    key = _JOINING.sub("", text).upper()
    return f"Q{hashlib.sha256(key.encode()).hexdigest()[:12]}" if key else text


def _with(rows: pa.Table, column: str, values: pa.Array) -> pa.Table:
    place = rows.column_names.index(column)
    return rows.set_column(place, rows.schema.field(column), values.cast(rows.schema.field(column).type))
