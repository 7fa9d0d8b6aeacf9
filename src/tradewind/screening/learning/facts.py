"""The features of declaration items: the weights of their families, and what each line says of itself."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.screening.answering_for import NAMED
from tradewind.screening.learning.examples import FACTS, FAMILIES, Features
from tradewind.screening.learning.history import Past
from tradewind.screening.learning.outcomes import Outcomes, outcomes_of
from tradewind.screening.lines import no_rows
from tradewind.screening.planning.strata import STRATA, stratum_of
from tradewind.screening.screened import Screened
from tradewind.screening.seeing import Numbers, Seen
from tradewind.screening.steady import traders_of
from tradewind.screening.worth import gas_kg, in_bulk

#: Columns of a line that the history of its trader is made of.
PAST: Final = (
    "declaration_id", "item", "lodged_on", *NAMED, "in_frame", "code_kind", "net_mass_g", "gross_mass_g",
    "text_total_g", "text_package_g", "packages", "text_count", "charge_g", "text_charge_g", "equipment_units",
)  # fmt: skip
#: Fewer lines of one goods and currency make no price band.
LEAST_PRICED: Final = 5


def features_of(screened: Screened, former: pa.Table | None = None) -> Features:
    """One entry a screened line, as of the day of the screening: only results before that day count for its trader.

    `former` are lines of earlier months that do not stand beside the screened ones, with at least the columns PAST:
    what was found on them, by the inspections of the screening, counts as well.
    """
    held, lines = screened.screening, screened.screening.lines
    known = lines.select(list(PAST))
    if former is not None:
        known = pa.concat_tables([known, former.select(list(PAST)).cast(known.schema)])
    (trader,) = traders_of(known)
    told = (
        held.current("inspections").to_pyarrow() if "inspections" in held.tables() else no_rows("inspections")
    )
    past = past_of(known, trader, outcomes_of(told, known, screened.on))
    moment = np.full(screened.count, np.datetime64(screened.on))
    return features_at(lines, screened.count, screened.seen, trader[: screened.count], past, moment)


def past_of(lines: pa.Table, trader: Numbers, outcomes: Outcomes) -> Past:
    """What lines and outcomes tell of traders. Trade is that of lines in frame."""
    inside = lines["in_frame"].to_numpy(zero_copy_only=False)
    decided = ~np.isnan(outcomes.label)
    at = outcomes.line[decided]
    return Past(
        trader, lodged(lines), np.where(inside, gas_kg(lines), 0.0), trader[at], outcomes.result_on[decided],
        outcomes.label[decided] > 0,
    )  # fmt: skip


def features_at(
    lines: pa.Table, count: int, seen: Seen, trader: Numbers, past: Past, moment: Numbers
) -> Features:
    """One entry for each of the first `count` lines; those behind them only make price bands. `trader` has the numbers
    that `past` counts by, `moment` the day before which results count."""
    own = lines.slice(0, count)
    day = lodged(own)
    net, packages = _numbers(own, "net_mass_g") / 1000, _numbers(own, "packages")
    known = np.where(np.isnat(day), moment, day)
    told, load = past.facts(trader, known, moment), gas_kg(own)
    told |= {
        "in_frame": own["in_frame"].to_numpy(zero_copy_only=False).astype(float),
        "stratum": pc.index_in(stratum_of(own), value_set=pa.array(STRATA)).to_numpy(zero_copy_only=False),
        "mass": np.log1p(load),
        "in_bulk": in_bulk(own),
        "order_share": order_share(load, np.expm1(told["volume"])),
        "package": np.log1p(np.divide(net, packages, out=np.full(count, np.nan), where=packages > 0)),
        "unit_value": unit_values(lines)[:count],
        "month": known.astype("datetime64[M]").astype(int) % 12 + 1.0,
    }
    return Features(family_weights(seen, count), np.column_stack([told[n].astype(float) for n in FACTS]))


def order_share(load: Numbers, volume: Numbers) -> Numbers:
    """ln of a load over what its trader brought in within the year before; NaN where that is nothing or not known."""
    known = (volume > 0) & (load > 0)
    share = np.divide(load, volume, out=np.ones(len(load)), where=known)
    return np.where(known, np.log(share), np.nan)


def family_weights(seen: Seen, count: int) -> Numbers:
    """(lines, families): the weight of the strongest sign of each family on the first `count` lines."""
    weights = np.zeros((count, len(FAMILIES)))
    here = seen.line < count
    family = np.array([FAMILIES.index(k.detector.family) for k in seen.kinds] or [0])
    np.maximum.at(weights, (seen.line[here], family[seen.kind[here]]), seen.weight[here])
    return weights


def unit_values(lines: pa.Table) -> Numbers:
    """ln of each line's value a kg over the median of its goods (the gas, else the code) in its currency; NaN with
    fewer than five such lines, or without value or mass."""
    goods, ratio = priced(lines)
    encoded = goods.dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    group = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(~np.isnan(ratio))
    order = at[np.lexsort((ratio[at], group[at]))]
    _, first, size = np.unique(group[order], return_index=True, return_counts=True)
    ordered = ratio[order]
    middle = (ordered[first + (size - 1) // 2] + ordered[first + size // 2]) / 2
    band = np.full(len(encoded.dictionary) + 1, np.nan)
    band[group[order][first]] = np.where(size >= LEAST_PRICED, middle, np.nan)
    relative: Numbers = ratio - band[group]
    return relative


def priced(lines: pa.Table) -> tuple[pa.Array, Numbers]:
    """The goods of each line with its currency, null where either is unknown, and ln of its value a gram; NaN without
    goods, value or mass."""
    value, mass = (lines[n].cast(pa.float64()).to_numpy() for n in ("value_minor", "net_mass_g"))
    named = pc.coalesce(lines["gas"].cast(pa.string()), lines["hs_code"].cast(pa.string()))
    goods = pc.binary_join_element_wise(named, lines["currency"].cast(pa.string()), "\x1f").combine_chunks()
    usable = (value > 0) & (mass > 0) & goods.is_valid().to_numpy(zero_copy_only=False)
    ratio = np.full(len(value), np.nan)
    ratio[usable] = np.log(value[usable] / mass[usable])
    return goods, ratio


def lodged(lines: pa.Table) -> Numbers:
    """Days the lines were lodged; NaT where none is stated."""
    return np.asarray(lines["lodged_on"].to_numpy(), "datetime64[D]")


def _numbers(lines: pa.Table, name: str) -> Numbers:
    values: Any = lines[name].cast(pa.float64()).to_numpy()
    numbers: Numbers = values
    return numbers
