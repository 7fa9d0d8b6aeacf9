"""Is gas called recovered, recycled or reclaimed from a source that can have given it?

Used gas is outside the phase-out's figures (decision IV/24), so new gas is called so. A line whose words say so is
held against its sender and its importer in the register of traders (does the sender reclaim at all, how much can
either in a year), against the countries from which reclaimed gas is known to come (reclaimers of the register, exports
of recovered gas in Article 7 data), against the sender's own past, and against its words: gas that was only recovered
or recycled is not as pure as the 99.5 % to which AHRI Standard 700 has it reclaimed. Method 10 of the catalogue
("recycled" HCFC-22).

A sender's capacity that is exceeded leaves few readings but an old figure and weighs most; an importer's own weighs
little, since dealers collect from several facilities. A registered trader without that role and purity in
words lie between; the country and the first time are weak, since registers rarely list foreign plants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import OUTWARD, of_gas, registered
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_COLLECTED: Final = "a dealer that collects used gas from several facilities"
_REGISTER: Final = "the register does not list foreign facilities, or not its latest figures"
_NEW_PLANT: Final = "a facility that opened lately"
_WORDED: Final = "the words say recovered for gas that was reclaimed to standard"
_ASK_UNIT: Final = (
    "ask the exporting country's ozone unit which facility reclaimed the gas, and how much a year it can"
)

SIGNS: Final = {
    "not_a_reclaimer": Sign(
        Evidence(0.2, 0.02),
        "The words call %(a)s kg of %(b)s used gas; its sender, %(c)s, stands in the register as %(d)s.",
        (_COLLECTED, _REGISTER), _ASK_UNIT, "call",
    ),
    "beyond_capacity": Sign(
        Evidence(0.3, 0.01),
        "With this line %(c)s has sent %(a)s kg of used gas in the year; its facility can reclaim %(d)s kg.",
        (_COLLECTED, _REGISTER), _ASK_UNIT, "call",
    ),
    "beyond_own_capacity": Sign(
        Evidence(0.3, 0.17, MOVED),
        "With this line %(c)s has brought in %(a)s kg of used gas in the year; its facility can reclaim %(d)s kg.",
        (_COLLECTED, _REGISTER), "ask the importer for its books of gas taken in, reclaimed and sold", "papers",
    ),
    "no_known_capacity": Sign(
        Evidence(0.15, 0.03),
        "The words call %(a)s kg of %(b)s used gas; no facility and no export of used gas is known of %(c)s, though "
        "they are of %(d)s other countries.",
        (_REGISTER, _COLLECTED), _ASK_UNIT, "call",
    ),
    "first_time": Sign(
        Evidence(0.15, 0.05),
        "The words call %(a)s kg of %(b)s used gas; nothing such came from %(c)s in the %(d)s days loaded before.",
        (_NEW_PLANT, _COLLECTED), _ASK_UNIT, "call",
    ),
    "too_pure": Sign(
        Evidence(0.2, 0.02),
        "The words call %(a)s kg of %(b)s recovered or recycled, and %(c)s %% pure.",
        (_WORDED,),
        "ask for the analysis of the lot: used gas that was not reclaimed holds oil, moisture and other gases",
    ),
}  # fmt: skip
#: Words for gas that was collected or cleaned, and for gas reprocessed to a standard (decision IV/24).
_COLLECTED_WORDS: Final = r"recover|recycl|récup|recup|recicl|восстановлен|переработан|回收|مسترجع"
_RECLAIMED_WORDS: Final = r"reclaim|regenera|régénér|регенерир|再生|مستصلح"
_PURITY: Final = r"(9\d[.,]\d{1,4})\s*%"
_RECLAIMS: Final = r"reclaim|recover|recycl"


@dataclass(frozen=True, slots=True)
class Parameters:
    """`pure_percent` from AHRI Standard 700; a country is missed only where `least_countries` are known; a sender is
    new after `days_before` of loaded lines; masses below `least_kg` raise nothing but purity."""

    pure_percent: float = 99.5
    least_countries: int = 3
    days_before: int = 365
    least_kg: float = 500.0


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    gas = of_gas(lines)
    used = gas.filter(gas.text_recovered.fill_null(False) & ~gas.regime.isin(OUTWARD).fill_null(False))
    used = used.mutate(who=used.seller, year=used.lodged_on.year())
    heavy = used.filter(used.mass_g >= parameters.least_kg * 1000)
    traders = warehouse.current("traders")
    return ibis.union(
        _of_register(used, traders, parameters),
        _of_country(heavy, traders, warehouse.current("reported_consumption"), parameters),
        _of_past(heavy, used, lines, parameters),
        _of_words(used, parameters),
    )


def _of_register(used: ibis.Table, traders: ibis.Table, parameters: Parameters) -> ibis.Table:
    """The sender's role and its yearly capacity; the sum runs over the year."""
    in_year = ibis.cumulative_window(group_by=["who", "year"], order_by=["lodged_on", "row_ref"])
    known = registered(used, traders, used.exporter_id, used.exporter)
    known = known.filter(known.trader_ref.notnull()).mutate(sent_g=known.mass_g.sum().over(in_year))
    other = known.filter(
        (known.roles.length() > 0) & ~known.roles.re_search(_RECLAIMS) & known.capacity_g.isnull()
        & (known.mass_g >= parameters.least_kg * 1000)
    )  # fmt: skip
    beyond = known.filter((known.capacity_g >= 0) & (known.sent_g > known.capacity_g))
    own = registered(used, traders, used.importer_id, used.importer)
    by_buyer = ibis.cumulative_window(group_by=["buyer", "year"], order_by=["lodged_on", "row_ref"])
    own = own.mutate(sent_g=own.mass_g.sum().over(by_buyer))
    within = own.filter(own.buyer.notnull() & (own.capacity_g >= 0) & (own.sent_g > own.capacity_g))
    return ibis.union(
        sign_rows(other, "not_a_reclaimer", a=kilograms(other.mass_g), b=other.goods, c=other.registered_name,
                  d=other.roles, rows=ibis.array([other.trader_ref])),
        *(
            sign_rows(rows, sign, a=kilograms(rows.sent_g), c=rows.registered_name, d=kilograms(rows.capacity_g),
                      rows=ibis.array([rows.trader_ref]))
            for rows, sign in ((beyond, "beyond_capacity"), (within, "beyond_own_capacity"))
        ),
    )  # fmt: skip


def _of_country(
    heavy: ibis.Table, traders: ibis.Table, reported: ibis.Table, parameters: Parameters
) -> ibis.Table:
    """Senders' countries of which neither a reclaimer nor an export of used gas is known."""
    at_home = traders.filter(traders.roles.join(" ").lower().re_search(_RECLAIMS) | (traders.capacity_g > 0))
    told = reported.filter((reported.form == "exports") & (reported.recovered_g > 0))
    known = ibis.union(at_home.select(place=at_home.country), told.select(place=told.party), distinct=True)
    known = known.filter(known.place.notnull())
    counted = heavy.filter(heavy.dispatch.notnull()).cross_join(known.agg(countries=known.count()))
    missed = counted.filter(counted.countries >= parameters.least_countries)
    missed = missed.anti_join(known, missed.dispatch == known.place)
    return sign_rows(missed, "no_known_capacity", a=kilograms(missed.mass_g), b=missed.goods, c=missed.dispatch,
                     d=missed.countries)  # fmt: skip


def _of_past(heavy: ibis.Table, used: ibis.Table, lines: ibis.Table, parameters: Parameters) -> ibis.Table:
    """The first used gas of a sender, where a year of lines before it is loaded."""
    first = used.filter(used.who.notnull()).group_by("who").agg(first_used=used.lodged_on.min())
    new = heavy.join(first, "who").cross_join(lines.agg(begun=lines.lodged_on.min()))
    new = new.mutate(days=new.lodged_on.delta(new.begun, unit="day"))
    new = new.filter((new.lodged_on == new.first_used) & (new.days >= parameters.days_before))
    return sign_rows(new, "first_time", a=kilograms(new.mass_g), b=new.goods, c=new.exporter, d=new.days)


def _of_words(used: ibis.Table, parameters: Parameters) -> ibis.Table:
    words = used.description.lower()
    collected = used.filter(words.re_search(_COLLECTED_WORDS) & ~words.re_search(_RECLAIMED_WORDS))
    stated = collected.description.re_extract(_PURITY, 1).replace(",", ".").nullif("")
    stated = collected.mutate(pure=stated.cast("float64"))
    pure = stated.filter(stated.pure >= parameters.pure_percent)
    return sign_rows(pure, "too_pure", a=kilograms(pure.mass_g), b=pure.goods, c=pure.pure)


DETECTOR: Final = LineDetector(
    name="recovered_gas", version="1.0",
    question="Is gas called recovered, recycled or reclaimed from a source that can have given it?",
    needs=(("declarations",),), family="licence and quota", methods=("10",), signs=SIGNS, Parameters=Parameters,
    see=see,
)  # fmt: skip
