"""The other nine tenths: goods that are none of our business, made in whole columns."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.simulation.goods import other_goods
from tradewind.simulation.month import EVERYWHERE, OFFICES, Month
from tradewind.simulation.people import Trader

#: Items of a declaration.
_ITEMS: Final = ((1, 0.78), (2, 0.13), (3, 0.06), (4, 0.03))
_MARKS: Final = ("mod. ", "ref. ", "lot ", "art. ", "арт. ", "型号 ")


def other_lines(month: Month) -> pa.Table:
    """One row an item of every declaration whose number nobody took."""
    random, said = month.numbers, month.parameters
    numbers, days = _free(month)
    items = random.choice([n for n, _ in _ITEMS], size=len(numbers), p=[p for _, p in _ITEMS])
    of = np.repeat(np.arange(len(numbers)), items)
    rows = len(of)
    item = np.arange(rows) - np.repeat(np.cumsum(items) - items, items) + 1
    buyers = [month.people.new("other") for _ in range(max(20, len(numbers) // 60))]
    sellers = month.people.suppliers(EVERYWHERE, max(20, len(numbers) // 200))
    buyer = _skewed(random, len(buyers), len(numbers))[of]
    seller = random.integers(0, len(sellers), len(numbers))[of]
    broker = random.integers(0, len(month.brokers), len(buyers))[buyer]
    is_export = (random.random(len(numbers)) < 0.12)[of]
    made: dict[str, Any] = {
        "_number": numbers[of], "item": item, "lodged_on": pa.array(days[of]),
        **_goods(random, rows), **_sides(buyers, sellers, buyer, seller, is_export, said.home),
        "regime": pc.if_else(pa.array(is_export), "export", "import"),
        "procedure": pc.if_else(pa.array(is_export), "1000", "4000"),
        "declarant": _text([b.name for b in month.brokers], broker),
        "declarant_id": _text([b.trader_id for b in month.brokers], broker),
        "container": _containers(random, len(numbers), of),
        "transport": _text([f"VESSEL INVENTED {n}" for n in range(1, 10)], random.integers(0, 9, len(numbers))[of]),
    }  # fmt: skip
    office = random.integers(0, 3, len(numbers))[of]
    number = pc.cast(pa.array(numbers[of]), pa.string())
    made["office"] = _text(list(OFFICES), office)
    made["declaration_id"] = pc.binary_join_element_wise(made["office"], f"{month.first.year}-C", number, "-")
    return pa.table(made)


def _free(month: Month) -> tuple[Any, Any]:
    numbers = [n for pool in month.pools.values() for n in pool]
    days = [np.datetime64(day) for day, pool in month.pools.items() for _ in pool]
    return np.array(numbers, dtype=np.int64), np.array(days, dtype="datetime64[D]")


def _skewed(random: Any, count: int, size: int) -> Any:
    """Indices of which few come often and many seldom."""
    return np.minimum((random.random(size) ** 2.5 * count).astype(np.int64), count - 1)


def _text(values: list[str], index: Any) -> Any:
    return pa.array(values).take(pa.array(index))


def _goods(random: Any, rows: int) -> dict[str, Any]:
    goods = other_goods()
    what = random.integers(0, len(goods), rows)
    kg, usd = (np.array([getattr(g, name) for g in goods])[what] for name in ("kg", "usd"))
    packages = np.maximum(1, random.lognormal(3.6, 1.2, rows)).astype(np.int64)
    net = np.maximum(1, packages * kg * random.uniform(0.9, 1.1, rows) * 1000).astype(np.int64)
    marks = _text(list(_MARKS), random.integers(0, len(_MARKS), rows))
    own = pc.cast(pa.array(random.integers(100, 10**7, rows)), pa.string())
    named = pc.binary_join_element_wise(
        _text([g.words for g in goods], what), pc.binary_join_element_wise(marks, own, ""), " "
    )
    return {
        "description": pc.if_else(pa.array(random.random(rows) < 0.3), named, _text([g.words for g in goods], what)),
        "national_code": _text([f"{g.code}00" for g in goods], what),
        "hs_edition": pa.array(["2022"]).take(pa.array(np.zeros(rows, dtype=np.int64))),
        "packages": packages, "package_kind": _text([g.package_kind for g in goods], what), "net_mass_g": net,
        "gross_mass_g": (net * random.uniform(1.04, 1.18, rows)).astype(np.int64),
        "value_minor": np.maximum(1, net / 1000 * usd * random.lognormal(0, 0.2, rows) * 100).astype(np.int64),
        "currency": _text(["USD", "EUR"], (random.random(rows) < 0.3).astype(np.int64)),
        "transport_mode": _text(["1", "3", "4"], random.choice(3, rows, p=[0.7, 0.2, 0.1])),
    }  # fmt: skip


def _sides(
    buyers: list[Trader], sellers: list[Trader], buyer: Any, seller: Any, is_export: Any, home: str
) -> dict[str, Any]:
    """Who buys and sells; in an export the trader of home is the seller."""
    export = pa.array(is_export)
    ours = {
        n: _text([getattr(t, n) for t in buyers], buyer) for n in ("trader_id", "name", "address", "country")
    }
    theirs = {n: _text([getattr(t, n) for t in sellers], seller) for n in ("name", "address", "country")}
    nobody = pa.nulls(len(buyer), pa.string())
    return {
        "importer_id": pc.if_else(export, nobody, ours["trader_id"]),
        "importer": pc.if_else(export, nobody, ours["name"]),
        "importer_address": pc.if_else(export, nobody, ours["address"]),
        "importer_country": pc.if_else(export, nobody, ours["country"]),
        "consignee": pc.if_else(export, theirs["name"], ours["name"]),
        "exporter_id": pc.if_else(export, ours["trader_id"], nobody),
        "exporter": pc.if_else(export, ours["name"], theirs["name"]),
        "exporter_address": pc.if_else(export, ours["address"], theirs["address"]),
        "exporter_country": pc.if_else(export, ours["country"], theirs["country"]),
        "origin": pc.if_else(export, home, theirs["country"]),
        "dispatch": pc.if_else(export, home, theirs["country"]),
        "destination": pc.if_else(export, theirs["country"], home),
    }


def _containers(random: Any, count: int, of: Any) -> Any:
    """Numbers with their right check digit (ISO 6346); a fifth of the declarations has none."""
    own = random.integers(0, 10**6, count)
    total = np.full(count, 19 + 25 * 2 + 34 * 4 + 32 * 8, dtype=np.int64)  # the letters I, N, V and U
    for place in range(6):
        total += own // 10 ** (5 - place) % 10 * 2 ** (4 + place)
    digits = pc.utf8_lpad(pc.cast(pa.array(own * 10 + total % 11 % 10), pa.string()), 7, "0")
    texts = pc.binary_join_element_wise("INVU", digits, "")
    held = pc.if_else(pa.array(random.random(count) < 0.8), texts, pa.scalar(None, pa.string()))
    return held.take(pa.array(of))
