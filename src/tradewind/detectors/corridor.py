"""Across which borders does a price gap pay for traffic that nobody declares?

Prices of one gas in two countries with a common land border, of one kind, currency and year, are compared: the
dearer at its least, the cheaper at its most, so that their scatter makes no gap. What freight, bribes and taxes
known on both sides explain is taken off. Smuggling pays where

    (1 - p) x (gap - cost) > p x (cheaper price + cost + fine)         p = chance to be caught

and nothing is said where the two countries declare an ordinary trade of the gas with each other. Method 5 of the
catalogue (Romania and Ukraine, Poland and Ukraine). It names a corridor, never a trader: prices explain, they prove
nothing.

Weights, assumed: a gap that pays and statistics without trade, 0.3 against 0.1; without statistics of the year to
look into, 0.2 against 0.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import pyarrow as pa

from tradewind.derivations.naming import gas_named
from tradewind.detectors.asking import Holdings
from tradewind.detectors.signs import Evidence, Sign
from tradewind.detectors.subjects import SubjectDetector, sign_on
from tradewind.reference.geography import share_border
from tradewind.reference.hs import nomenclature, relevant_codes

_TAX: Final = "a tax, deposit or quota payment on the dearer side that is not among the prices loaded"
_GRADE: Final = "prices of different grades, cylinders or sizes of order"
_OTHER_WAY: Final = "lawful supply comes from elsewhere, so that there is no trade between the two"
_CHECK: Final = (
    "ask both ozone units for the price of the same cylinder this month, then the crossings what is carried"
)

SIGNS: Final = {
    "pays_and_little_declared": Sign(
        Evidence(0.3, 0.1),
        "%(a)s costs at least %(b)s a kg on the dearer side and at most %(c)s on the other; beyond freight and known "
        "taxes the gap pays for smuggling, and the statistics of the year show %(d)s kg between the two.",
        (_TAX, _GRADE, _OTHER_WAY), _CHECK, "call",
    ),
    "pays": Sign(
        Evidence(0.2, 0.1),
        "%(a)s costs at least %(b)s a kg on the dearer side and at most %(c)s on the other; beyond freight and known "
        "taxes the gap pays for smuggling. No trade statistics of the year are loaded for either side.",
        (_TAX, _GRADE), _CHECK, "call",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """A kilogram, in the currency of the prices. Bribes of 20 to 30 euro a cylinder of 13.6 kg and a van give `cost`;
    the highest fine of Romania on ten tonnes gives `fine`; `caught` is assumed. A trade from `least_kg` on is not
    little."""

    cost: float = 3.0
    fine: float = 0.62
    caught: float = 0.1
    least_kg: float = 1000.0


def see(warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    priced = _priced(warehouse.current("prices"))
    taxed = priced.filter(priced.measure == "tax").group_by("country", "substance", "currency").agg(
        tax=priced.most.max()
    )  # fmt: skip
    gaps = _gaps(priced.filter(priced.measure != "tax"), taxed, _borders(priced), parameters)
    flows = warehouse.current("trade_flows")
    year = flows.period_start.year()
    held = flows.filter(flows.hs_code.isin(_relevant())).select("reporter", year=year).distinct()
    to = held.select("year", party=held.reporter, to_told=ibis.literal(True))
    of = held.select("year", partner=held.reporter, of_told=ibis.literal(True))
    told = _told(flows.mutate(year=year), priced)
    both = gaps.left_join(to, ["party", "year"], rname="to_{name}")
    both = both.left_join(of, ["partner", "year"], rname="of_{name}")
    both = both.left_join(told, ["party", "partner", "substance", "year"], rname="told_{name}")
    both = both.mutate(told_g=both.told_g.fill_null(0))
    known = both.to_told.notnull() | both.of_told.notnull()
    little = both.filter(known & (both.told_g < parameters.least_kg * 1000))
    silent = both.filter(~known)
    return ibis.union(
        sign_on(little, "pays_and_little_declared", a=little.substance, b=_money(little, little.dear),
                c=_money(little, little.cheap), d=(little.told_g / 1000).round(0).cast("int64")),
        sign_on(silent, "pays", a=silent.substance, b=_money(silent, silent.dear), c=_money(silent, silent.cheap)),
    )  # fmt: skip


def _priced(prices: ibis.Table) -> ibis.Table:
    """Prices of one gas a kilogram, least and most of each country, kind, currency and year."""
    named = prices.filter(
        (prices.unit == "kg") & (prices.price_minor > 0) & prices.country.notnull() & prices.substance.notnull()
        & prices.currency.notnull() & prices.measure.notnull() & prices.observed_from.notnull()
        & ~prices.historical.fill_null(False)
    )  # fmt: skip
    named = named.mutate(year=named.observed_from.year(), measure=named.measure.lower())
    return named.group_by("country", "substance", "measure", "currency", "year").agg(
        least=named.price_minor.min() / 100,
        most=named.price_minor.max() / 100,
        refs=named.row_ref.collect().sort(),
    )


def _gaps(priced: ibis.Table, taxed: ibis.Table, borders: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Pairs of neighbours across whose border smuggling pays, with the subject's columns."""
    keys = ["substance", "measure", "currency", "year"]
    to = priced.select(*keys, party=priced.country, dear=priced.least, refs=priced.refs)
    of = priced.select(*keys, partner=priced.country, cheap=priced.most, cheap_refs=priced.refs)
    pairs = to.join(of, keys).join(borders, ["party", "partner"])
    at = taxed.select("substance", "currency", party=taxed.country, to_tax=taxed.tax)
    there = taxed.select("substance", "currency", partner=taxed.country, from_tax=taxed.tax)
    pairs = pairs.left_join(at, ["party", "substance", "currency"], rname="at_{name}")
    pairs = pairs.left_join(there, ["partner", "substance", "currency"], rname="there_{name}")
    tax = ibis.greatest(pairs.to_tax.fill_null(0.0) - pairs.from_tax.fill_null(0.0), 0.0)
    gain = pairs.dear - pairs.cheap - tax - parameters.cost
    lost = pairs.cheap + parameters.cost + parameters.fine
    pays = pairs.filter((gain > 0) & ((1 - parameters.caught) * gain > parameters.caught * lost))
    nothing = ibis.null("int64")
    return pays.mutate(
        subject_id=pays.partner + ">" + pays.party + ":" + pays.substance + ":" + pays.year.cast("string"),
        period_start=ibis.date(pays.year, 1, 1), period_end=ibis.date(pays.year, 12, 31), mass_low_g=nothing,
        mass_high_g=nothing, rows=pays.refs.concat(pays.cheap_refs),
    )  # fmt: skip


def _told(flows: ibis.Table, priced: ibis.Table) -> ibis.Table:
    """What either side reports of the gas's codes between two places, the larger account; null where not reported."""
    ours = flows.join(_codes(priced), ["hs_edition", "hs_code"]).filter(flows.partner.notnull())
    inward = ours.filter(ours.flow == "import")
    outward = ours.filter(ours.flow.isin(("export", "re-export")))
    every = ibis.union(
        inward.select("year", "substance", party=inward.reporter, partner=inward.partner, side=ibis.literal("in"),
                      g=inward.net_mass_g),
        outward.select("year", "substance", party=outward.partner, partner=outward.reporter, side=ibis.literal("out"),
                       g=outward.net_mass_g),
    )  # fmt: skip
    by_side = every.group_by("party", "partner", "substance", "year", "side").agg(g=every.g.sum())
    return by_side.group_by("party", "partner", "substance", "year").agg(told_g=by_side.g.max())


def _borders(priced: ibis.Table) -> ibis.Table:
    """Both ways across every land border between countries with prices."""
    places = sorted(priced.select("country").distinct().to_pyarrow().column("country").to_pylist())
    pairs = [(a, b) for a in places for b in places if a != b and share_border(a, b)]
    return _table(("party", "partner"), pairs)


def _codes(priced: ibis.Table) -> ibis.Table:
    """Every code under which a priced gas can be declared."""
    rows = set()
    for name in priced.select("substance").distinct().to_pyarrow().column("substance").to_pylist():
        gas = gas_named(name)
        for designation in gas.designations if gas else ():
            for edition, codes in nomenclature().codes_of(designation).items():
                rows |= {(name, edition, code) for code in codes}
    return _table(("substance", "hs_edition", "hs_code"), sorted(rows))


def _relevant() -> list[str]:
    return sorted({code for _, *codes in relevant_codes() for code in codes})


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> ibis.Table:
    return ibis.memtable(
        pa.table({name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(columns)})
    )


def _money(rows: ibis.Table, price: Any) -> Any:
    return price.round(2).cast("string") + " " + rows.currency


DETECTOR: Final = SubjectDetector(
    name="corridor", version="1.0",
    question="Across which borders does a price gap pay for traffic that nobody declares?",
    needs=(("prices",),), family="price", methods=("5",), subject_kind="corridor", signs=SIGNS,
    Parameters=Parameters, see=see,
)  # fmt: skip
