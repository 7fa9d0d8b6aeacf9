"""What a model looks at, of more lines than memory holds: the same features that the lines have in memory.

What a line says of itself is taken part by part. What it says beside others comes from two aggregates that an engine
works out on disk: the middle price of its goods, and what its trader brought by day. Outcomes are held in memory, one
entry an inspection; so are the middle prices, one a kind of goods and currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tradewind.detectors.asking import Holdings
from tradewind.screening.answering_for import trader_keys
from tradewind.screening.learning.examples import FACTS, Features
from tradewind.screening.learning.facts import LEAST_PRICED, PAST, features_at, lodged, past_of, priced
from tradewind.screening.learning.history import Past
from tradewind.screening.learning.outcomes import outcomes_of
from tradewind.screening.lines import no_rows
from tradewind.screening.seeing import Numbers, Seen
from tradewind.screening.spilled import PLACE, Spilled, quoted
from tradewind.screening.steady import YEAR, days, grams, within_span
from tradewind.screening.worth import gas_kg

_UNIT_VALUE: Final = FACTS.index("unit_value")
_ASKED: Final = tuple(dict.fromkeys((*PAST, "value_minor", "currency", "gas", "hs_code", PLACE)))
_TOLD: Final = pa.schema(
    [(PLACE, pa.int64()), ("trader", pa.string()), ("day", pa.int32()), ("grams", pa.int64()),
     ("goods", pa.string()), ("ratio", pa.float64())]
)  # fmt: skip
#: Rows of the history of traders that are read together at least.
_GROUP: Final = 65_536


class FeaturesByPart:
    """The features of the lines of `spilled` as of a day. `inspected` are places of all lines that the inspections of
    `holdings` speak of. Needs as much room in the folder as the lines' traders, days and prices take. Where it is
    `for_rules`, only what the rules ask of it is there: `brought_kg`, of lines in frame."""

    def __init__(
        self, spilled: Spilled, holdings: Holdings, inspected: Numbers, on: date, folder: Path,
        for_rules: bool = False,
    ) -> None:  # fmt: skip
        self._spilled, self._moment, self._for_rules = spilled, np.datetime64(on), for_rules
        self._told, self._history = folder / "told.parquet", folder / "history.parquet"
        self._learn(holdings, inspected, on)
        self._write()
        self._add_up()

    def of(self, places: Numbers, lines: pa.Table, seen: Seen) -> Features:
        """One entry a line: its place among all, rising; all its columns; the signs, by its place among these."""
        volume, first = self._trade(places)
        past = _AddedUp(
            _NONE, self._begins, _NONE, self._past.of, self._past.result_on, self._past.illegal, volume, first
        )
        count = len(lines)
        made = features_at(lines, count, seen, self._traders(lines), past, np.full(count, self._moment))
        goods, ratio = priced(lines)
        at = pc.fill_null(pc.index_in(goods, value_set=self._goods), len(self._goods)).to_numpy()
        made.facts[:, _UNIT_VALUE] = ratio - self._middle[at]
        return made

    def brought_kg(self, places: Numbers) -> Numbers:
        """kg of gas that the trader of each of these lines brought in within the year before the line; 0 of a line out
        of frame where it is for the rules."""
        if not self._for_rules:
            return self._trade(places)[0] / 1000
        found = self._history_at(places)
        brought = np.zeros(len(places))
        brought[np.searchsorted(places, found[PLACE].to_numpy())] = found["volume"].to_numpy() / 1000
        return brought

    def _learn(self, holdings: Holdings, inspected: Numbers, on: date) -> None:
        """Outcomes known before the day, by trader."""
        lines = self._spilled.lines_at(inspected, PAST)
        named = trader_keys(lines)
        self._named = pc.unique(named).drop_null()
        held = "inspections" in holdings.tables()
        told = holdings.current("inspections").to_pyarrow() if held else no_rows("inspections")
        self._past = past_of(lines, self._numbers(named), outcomes_of(told, lines, on))

    def _traders(self, lines: pa.Table) -> Numbers:
        return self._numbers(trader_keys(lines))

    def _numbers(self, named: pa.Array) -> Numbers:
        """A number for each trader with an outcome, one for all others, -1 where none is named."""
        other = pc.if_else(pc.is_valid(named), len(self._named), -1)
        number = pc.coalesce(pc.index_in(named, value_set=self._named, skip_nulls=True), other)
        numbers: Numbers = number.to_numpy(zero_copy_only=False).astype(np.int64)
        return numbers

    def _write(self) -> None:
        """What the aggregates are made of, one row a line."""
        begins = np.datetime64("NaT", "D")
        with pq.ParquetWriter(self._told, _TOLD, compression="lz4") as file:
            for _, part in self._spilled.parts(_ASKED):
                lines = part.filter(part["in_frame"]) if self._for_rules else part
                day, (goods, ratio) = lodged(lines), priced(lines)
                begins = np.fmin(begins, np.fmin.reduce(day, initial=np.datetime64("NaT", "D")))
                inside = lines["in_frame"].to_numpy(zero_copy_only=False)
                usable = ~np.isnan(ratio)
                file.write_table(pa.table([
                    lines[PLACE], trader_keys(lines), pa.array(within_span(days(day)), mask=np.isnat(day)),
                    pa.array(np.where(inside, grams(gas_kg(lines)), 0)),
                    pc.if_else(pa.array(usable), goods, None), pa.array(ratio, mask=~usable),
                ], names=_TOLD.names).cast(_TOLD))  # fmt: skip
        self._begins = np.array([begins])

    def _add_up(self) -> None:
        engine, told = self._spilled.engine, f"read_parquet('{quoted(self._told)}')"
        bands = self._spilled.arrow(_BANDS.format(told=told))
        self._goods = bands["goods"].cast(pa.string()).combine_chunks()
        self._middle = np.r_[bands["middle"].to_numpy(), np.nan]
        asked = int(within_span(days(np.array([self._moment])))[0])
        history = _HISTORY.format(told=told, asked=asked)
        engine.execute(f"COPY ({history}) TO '{quoted(self._history)}' (ROW_GROUP_SIZE {_GROUP})")
        self._told.unlink()

    def _trade(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Grams of each line's trader in the year before, and the day of the trader's first line, NaN for none."""
        found = self._history_at(places)
        return found["volume"].to_numpy(), found["first"].cast(pa.float64()).to_numpy()

    def _history_at(self, places: Numbers) -> pa.Table:
        self._spilled.engine.register("wanted", pa.table({PLACE: places.astype(np.int64)}))
        low, high = (places[0], places[-1]) if len(places) else (0, -1)
        return self._spilled.arrow(
            f"SELECT {PLACE}, volume, first FROM read_parquet('{quoted(self._history)}') "
            f"SEMI JOIN wanted USING ({PLACE}) WHERE {PLACE} BETWEEN {low} AND {high} ORDER BY {PLACE}"
        )


@dataclass(frozen=True, slots=True)
class _AddedUp(Past):
    """A past whose trade was added up before: `volume` and `first`, one entry a line asked for. Of `lodged_on` only
    the earliest is there."""

    volume: Numbers
    first: Numbers

    def trade(self, trader: Numbers, day: Numbers) -> tuple[Numbers, Numbers]:
        """Grams of the trader's lines in the year before each day, and the day of its first line, at most that day."""
        return self.volume, np.where(self.first < within_span(day), self.first, day)


_NONE: Final = np.zeros(0)
#: The middle of each goods' prices: the mean of the two middle ones where their number is even.
_BANDS: Final = f"""
WITH sizes AS (SELECT goods, count(*) AS size FROM {{told}} WHERE goods IS NOT NULL GROUP BY goods
               HAVING count(*) >= {LEAST_PRICED}),
placed AS (SELECT goods, ratio, row_number() OVER (PARTITION BY goods ORDER BY ratio) - 1 AS n
           FROM {{told}} SEMI JOIN sizes USING (goods))
SELECT goods, avg(ratio) AS middle FROM placed JOIN sizes USING (goods)
WHERE n IN ((size - 1) // 2, size // 2) GROUP BY goods
"""
#: Lines without a day are asked about as of the day of the screening, and tell nothing of others.
_HISTORY: Final = f"""
WITH trade AS (SELECT trader, coalesce(day, {{asked}}) AS on_day, min(day) AS stated,
                      sum(CASE WHEN day IS NULL THEN 0 ELSE grams END) AS grams
               FROM {{told}} WHERE trader IS NOT NULL GROUP BY trader, on_day),
pasts AS (SELECT trader, on_day, min(stated) OVER (PARTITION BY trader) AS first,
                 sum(grams) OVER (PARTITION BY trader ORDER BY on_day
                                  RANGE BETWEEN {YEAR} PRECEDING AND 1 PRECEDING) AS volume
          FROM trade)
SELECT told.{PLACE}, least(coalesce(volume, 0), {2**62})::BIGINT AS volume, first
FROM {{told}} AS told LEFT JOIN pasts ON told.trader = pasts.trader AND coalesce(told.day, {{asked}}) = on_day
ORDER BY told.{PLACE}
"""
