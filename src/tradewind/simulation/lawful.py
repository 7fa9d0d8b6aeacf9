"""Lawful traffic in frame: licensed gas, what is not controlled, equipment, parts, transit, zones, returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from tradewind.simulation import gases
from tradewind.simulation.consignments import cylinders, gas_import, goods_import, parties, some
from tradewind.simulation.gases import Gas, controlled, hfos, hydrocarbons
from tradewind.simulation.goods import equipment, parts
from tradewind.simulation.month import EVERYWHERE, Month
from tradewind.simulation.people import Trader

_ZONE: Final = "Invented Free Zone"


def make(month: Month, kind: str) -> dict[str, Any]:
    """One lawful declaration of a kind, and the papers that belong to it."""
    return _MAKERS[kind](month)


def dealer_and_gas(month: Month) -> tuple[Trader, Gas]:
    """A dealer and one of its gases."""
    dealer = month.random.choice(month.dealers)
    return dealer, gases.gases()[month.random.choice(dealer.gases)]


def _gas(month: Month) -> dict[str, Any]:
    random = month.random
    dealer, gas = dealer_and_gas(month)
    is_earlier = random.random() < month.parameters.earlier_share
    on = month.day(-58, -1) if is_earlier else month.day()
    if random.random() < 0.6:
        line = gas_import(month, dealer, gas, on)
        return _with_a_part(month, line) if random.random() < 0.2 else line
    line = gas_import(month, dealer, gas, on, licence=False)
    line["licence_id"] = f"INV-Y-{dealer.trader_id[-5:]}-{gas.designation}"
    month.yearly[dealer.trader_id, gas.designation] += line["net_mass_g"]
    month.holders[dealer.trader_id] = dealer
    return line


def _with_a_part(month: Month, line: dict[str, Any]) -> dict[str, Any]:
    """A second item: parts ordered with the gas."""
    what, units = month.random.choice(parts()), month.random.randint(1, 40)
    net = round(units * what.kg * 1000)
    month.also(line, **{
        "description": what.words, "national_code": f"{what.code}00", "packages": units, "net_mass_g": net,
        "package_kind": what.package_kind, "gross_mass_g": round(net * 1.1), "un_number": None, "licence_id": None,
        "value_minor": round(units * what.usd * 100), "quantity": float(units), "quantity_unit": "NAR",
    })  # fmt: skip
    return line


def _hfo(month: Month) -> dict[str, Any]:
    dealer = month.dealers[
        month.random.randrange(0, len(month.dealers), 3)
    ]  # a third of them have such customers
    return gas_import(month, dealer, month.random.choice(hfos()), month.day())


def _hydrocarbon(month: Month) -> dict[str, Any]:
    return gas_import(
        month, month.random.choice(month.dealers), month.random.choice(hydrocarbons()), month.day()
    )


def _recovered(month: Month) -> dict[str, Any]:
    reclaimer, gas = month.random.choice(month.reclaimers), month.random.choice(controlled())
    count, size = some(month, gas, most=60)
    on = month.day()
    line = gas_import(
        month,
        reclaimer,
        gas,
        on,
        count=count,
        size=size,
        price=0.55,
        documents="N380; N705; INV-RECOVERED-PAPERS",
    )
    share = month.random.randint(91, 97)
    line["description"] = (
        f"Recovered {gas.designation}, used refrigerant for reclaim, purity {share} %, oil and air"
    )
    return line


def _equipment(month: Month) -> dict[str, Any]:
    what = month.random.choice(equipment())
    units = max(1, int(month.random.lognormvariate(3, 1.1) / (1 + what.charge_g / 4000)))
    dealer, on = month.random.choice(month.dealers), month.day()
    line = goods_import(month, dealer, what, units, on)
    gas = gases.gases()[what.gas]
    if gas.is_controlled:
        mass = (units * what.charge_g // 10_000 + 1) * 10_000
        line["licence_id"] = month.licence(
            dealer, gas, mass, on, note="invented: gas in equipment", hs_code=what.code
        )
    return line


def _part(month: Month) -> dict[str, Any]:
    what = month.random.choice(parts())
    return goods_import(
        month, month.random.choice(month.dealers), what, month.random.randint(2, 160), month.day()
    )


def _transit(month: Month) -> dict[str, Any]:
    line = transit(month, month.random.choice(controlled()))
    arrived = line["lodged_on"] + timedelta(days=month.random.randint(2, 6))
    leg(month, line, "departure", event_on=line["lodged_on"], departed_on=line["lodged_on"])
    leg(month, line, "arrival", event_on=arrived, arrived_on=arrived)
    leg(month, line, "discharge", event_on=arrived + timedelta(days=1), arrived_on=arrived,
        discharged_on=arrived + timedelta(days=1))  # fmt: skip
    return line


def transit(month: Month, gas: Gas, last: int = 20, **cells: Any) -> dict[str, Any]:
    """A transit declaration through the Party, without its movement."""
    holder = month.random.choice(month.carriers)
    where = month.random.choice([c for c in EVERYWHERE if c not in ("CHN", "IND")])
    made = cylinders(month, gas, *some(month, gas)) | parties(
        month, holder, month.random.choice(month.makers)
    )
    # gas on its way through is nobody's import: its buyer sits abroad
    buyer = {"importer": None, "importer_id": None, "importer_address": None, "importer_country": None,
             "consignee": f"Buyer abroad {month.count('buyer')} (invented)", "consignee_country": where}  # fmt: skip
    vehicle = {"transport": f"INV-{month.random.randint(1000, 9999)}", "transport_mode": "3"}
    return month.declare(month.day(0, last), **made | buyer | vehicle | {
        "regime": "transit", "procedure": "8000", "destination": where, "declarant": holder.name,
        "declarant_id": holder.trader_id, "route": f"{month.parameters.home}; {where}",
    } | cells)  # fmt: skip


def leg(month: Month, line: Mapping[str, Any], name: str, **cells: Any) -> None:
    """A leg of the movement of a transit declaration."""
    month.registers["movements"].append({
        "movement_id": line["declaration_id"], "leg": name, "declaration_id": line["declaration_id"],
        "regime": "transit", "limit_on": line["lodged_on"] + timedelta(days=8), "from_country": line["dispatch"],
        "to_country": line["destination"], "from_office": line["office"], "to_office": "INVENTED ABROAD",
        "office": line["office"] if name == "departure" else "INVENTED ABROAD", "holder_id": line["declarant_id"],
        "holder": line["declarant"], "consignee": line["consignee"], "vehicle": line["transport"],
        "container": line["container"], "route": line["route"], "items": 1, "packages": line["packages"],
        "net_mass_g": line["net_mass_g"], "gross_mass_g": line["gross_mass_g"], "status": "invented",
        "hs_code": line["national_code"][:6], "source": "invented", **cells,
    })  # fmt: skip


def _free_zone(month: Month) -> dict[str, Any]:
    dealer, gas = dealer_and_gas(month)
    line = gas_import(
        month, dealer, gas, month.day(0, 12), licence=False, regime="free zone", procedure="7800"
    )
    count, size = line["packages"], line["net_mass_g"] / line["packages"] / 1000
    out = month.random.randint(0, count)
    if out:
        leaving = cylinders(month, gas, out, size) | parties(month, dealer, month.random.choice(month.makers))
        where = month.random.choice(EVERYWHERE)
        month.declare(month.day(14, 27), **leaving | {
            "regime": "re-export", "procedure": "3178", "dispatch": month.parameters.home, "destination": where,
            "previous_document": line["declaration_id"], "exporter": dealer.name, "exporter_id": dealer.trader_id,
            "exporter_country": month.parameters.home, "importer": None, "importer_id": None,
        })  # fmt: skip
    stock(
        month,
        dealer,
        gas,
        month.random.randrange(0, 40) * 100_000,
        line["net_mass_g"],
        round(out * size * 1000),
    )
    return line


def stock(
    month: Month, holder: Trader, gas: Gas, opening: int, came: int, went: int, missing: int = 0
) -> str:
    """The stock of a holder in the zone over the month; `missing` grams are not there when it is counted."""
    zone = f"{_ZONE} {month.count('zone')}"
    month.registers["zone_stock"].append({
        "zone": zone, "holder_id": holder.trader_id, "holder": holder.name, "substance": gas.designation,
        "hs_code": gas.code, "period_start": month.first, "period_end": month.last, "opening_g": opening, "in_g": came,
        "out_g": went, "loss_g": 0, "closing_g": opening + came - went - missing, "note": "invented",
        "source": "invented",
    })  # fmt: skip
    return zone


def sent_out(
    month: Month, dealer: Trader, gas: Gas, count: int, size: float, on: Any, **cells: Any
) -> dict[str, Any]:
    """An export or re-export by a dealer."""
    made = cylinders(month, gas, count, size) | parties(month, dealer, month.random.choice(month.makers))
    return month.declare(on, **made | {
        "regime": "export", "procedure": "1000", "dispatch": month.parameters.home,
        "origin": month.parameters.home, "destination": month.random.choice(EVERYWHERE), "importer": None,
        "importer_id": None, "importer_address": None, "importer_country": None, "exporter": dealer.name,
        "exporter_id": dealer.trader_id, "exporter_country": month.parameters.home, "exporter_address": dealer.address,
        "consignee": f"Buyer abroad {month.count('buyer')} (invented)",
    } | cells)  # fmt: skip


def _returned(month: Month) -> dict[str, Any]:
    dealer, gas = dealer_and_gas(month)
    count, size = some(month, gas, most=80)
    gone = sent_out(month, dealer, gas, count, size, month.day(-50, 5))
    back = month.random.randint(1, count)
    return gas_import(
        month, dealer, gas, month.day(10, 27), count=back, size=size, licence=False, regime="returned",
        procedure="6110", previous_document=gone["declaration_id"], dispatch=gone["destination"],
    )  # fmt: skip


def _re_export(month: Month) -> dict[str, Any]:
    dealer, gas = dealer_and_gas(month)
    came = gas_import(month, dealer, gas, month.day(-40, 5))
    size = came["net_mass_g"] / came["packages"] / 1000
    return sent_out(
        month, dealer, gas, month.random.randint(1, came["packages"]), size, month.day(8, 27), regime="re-export",
        procedure="3140", origin=came["origin"], previous_document=came["declaration_id"],
    )  # fmt: skip


_MAKERS: Final[Mapping[str, Callable[[Month], dict[str, Any]]]] = {
    "gas": _gas, "hfo": _hfo, "hydrocarbon": _hydrocarbon, "recovered": _recovered, "equipment": _equipment,
    "part": _part, "transit": _transit, "free zone": _free_zone, "returned": _returned, "re-export": _re_export,
}  # fmt: skip
