"""Breaches of routes and by actors: transit that never ends, zones that do not close, companies made for it."""

from __future__ import annotations

from datetime import timedelta

from tradewind.simulation.breaches_goods import smuggled
from tradewind.simulation.consignments import DISPOSABLE_TARE, gas_import, goods_import
from tradewind.simulation.gases import controlled, gases
from tradewind.simulation.goods import Article
from tradewind.simulation.lawful import dealer_and_gas, leg, stock, transit
from tradewind.simulation.month import Month

_EMPTIES = Article("Disposable steel cylinders, empty, new, unmarked, 13.6 kg type", "731100", 2.9, 9, "CY")


def not_discharged(month: Month) -> None:
    """A transit that arrives nowhere."""
    gas = month.random.choice(controlled())
    line = transit(month, gas, last=8)
    leg(month, line, "departure", event_on=line["lodged_on"], departed_on=line["lodged_on"])
    month.breach(8, "not_discharged", [line], "sold on the way", holds=gas.designation,
                 holds_kg=line["net_mass_g"] / 1000, movement=line["declaration_id"])  # fmt: skip


def backtracking(month: Month) -> None:
    """A route that turns back to where it came from, and a late end on paper."""
    gas = month.random.choice(controlled())
    line = transit(month, gas, last=10)
    home, end = month.parameters.home, line["destination"]
    line["route"] = f"{home}; {end}; {home}; {month.random.choice(('TUR', 'MAR', 'ARE'))}; {home}; {end}"
    ended = line["lodged_on"] + timedelta(days=15)
    leg(month, line, "departure", event_on=line["lodged_on"], departed_on=line["lodged_on"])
    leg(month, line, "discharge", event_on=ended, arrived_on=ended, discharged_on=ended)
    month.breach(8, "backtracking", [line], "unloaded where the route turns", holds=gas.designation,
                 holds_kg=line["net_mass_g"] / 1000, movement=line["declaration_id"])  # fmt: skip


def too_soon(month: Month) -> None:
    """One lorry on two journeys of days that overlap: one of them took place on paper only."""
    gas = month.random.choice(controlled())
    lines = [transit(month, gas, last=12)]
    lines.append(transit(month, gas, transport=lines[0]["transport"], destination=lines[0]["destination"]))
    lines[1]["route"] = lines[0]["route"]
    for number, line in enumerate(lines):
        left = lines[0]["lodged_on"] + timedelta(days=number)
        ended = left + timedelta(days=5)
        leg(month, line, "departure", event_on=left, departed_on=left, limit_on=left + timedelta(days=8))
        leg(month, line, "discharge", event_on=ended, arrived_on=ended, discharged_on=ended,
            limit_on=left + timedelta(days=8))  # fmt: skip
    month.breach(8, "too_soon", lines, "one of two journeys is paper", holds=gas.designation,
                 holds_kg=lines[1]["net_mass_g"] / 1000, movement=lines[1]["declaration_id"])  # fmt: skip


def zone_does_not_close(month: Month) -> None:
    """What came into the zone neither left nor lies there."""
    dealer, gas = dealer_and_gas(month)
    line = gas_import(
        month, dealer, gas, month.day(0, 12), licence=False, regime="free zone", procedure="7800"
    )
    missing = round(line["net_mass_g"] * month.random.uniform(0.3, 0.9))
    zone = stock(month, dealer, gas, 0, line["net_mass_g"], 0, missing)
    month.breach(12, "zone_does_not_close", [line], "relabelled in the zone and sold in the country",
                 holds=gas.designation, holds_kg=missing / 1000, zone=zone)  # fmt: skip


def empties_and_gas(month: Month) -> None:
    """Empty disposable cylinders by one declaration, a tank of gas by another, to one company within days."""
    trader = month.dealer()
    name, size = smuggled(month)
    on = month.day(0, 18)
    tank = gas_import(month, trader, gases()[name], on, count=1, size=17_500.0, package_kind="TK")
    empties = goods_import(
        month, trader, _EMPTIES, round(17_500 / size), on + timedelta(days=month.random.randint(1, 5))
    )
    month.breach(13, "empties_and_gas", [empties, tank], "filled at home into cylinders that are banned", holds=name,
                 holds_kg=tank["net_mass_g"] / 1000)  # fmt: skip


def batch_split(month: Month) -> None:
    """One lot bought together, broken up in a third country, across the border in parts within two days."""
    name, size = smuggled(month)
    maker, third = month.random.choice(month.makers), month.random.choice(("TUR", "ARE", "SGP"))
    address, broker, day = (
        f"{month.count('flat')} Shared Floor, Invented Town",
        month.random.choice(month.brokers),
        month.day(2, 24),
    )
    lines = []
    for part in range(month.random.randint(3, 5)):
        buyer = month.dealer(age_days=month.random.randint(60, 300))
        buyer.address, buyer.suppliers, buyer.broker = address, [maker], broker
        lines.append(gas_import(
            month, buyer, gases()[name], day + timedelta(days=part % 2), count=month.random.randint(40, 60), size=size,
            tare=DISPOSABLE_TARE, dispatch=third,
        ))  # fmt: skip
    kg = sum(line["net_mass_g"] for line in lines) / 1000
    month.breach(16, "batch_split", lines, "one lot of one buyer in parts", holds=name, holds_kg=kg)


def shell(month: Month) -> None:
    """A company of three weeks at an address of many, with one product."""
    trader = month.dealer(age_days=month.random.randint(5, 25), gases=1)
    trader.address = "1 Letterbox House, Invented Town"
    for _ in range(3):
        month.people.new("other", age_days=month.random.randint(10, 90)).address = trader.address
    gas = gases()[trader.gases[0]]
    lines = [
        gas_import(month, trader, gas, month.day(6, 27), count=month.random.randint(150, 600))
        for _ in range(2)
    ]
    kg = sum(line["net_mass_g"] for line in lines) / 1000
    month.breach(
        17, "shell", lines, "made for the purpose, gone by summer", holds=gas.designation, holds_kg=kg
    )


def stolen_identity(month: Month) -> None:
    """A broker nobody knew orders in the name of a dealer who knows nothing of it."""
    victim = month.random.choice(month.dealers)
    broker = month.people.new("broker", age_days=month.random.randint(3, 20))
    stranger = month.people.new("supplier", "HKG")
    gas = month.random.choice(controlled())
    line = gas_import(month, victim, gas, month.day(), count=month.random.randint(400, 1200))
    line |= {
        "declarant": broker.name, "declarant_id": broker.trader_id, "exporter": stranger.name,
        "exporter_address": stranger.address, "exporter_country": "HKG", "dispatch": "HKG",
    }  # fmt: skip
    month.breach(18, "stolen_identity", [line], "the importer denies the order", holds=gas.designation,
                 holds_kg=line["net_mass_g"] / 1000)  # fmt: skip
