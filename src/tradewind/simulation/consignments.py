"""Cells of a consignment of gas or of equipment as its papers would state it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from tradewind.simulation.gases import Gas, described
from tradewind.simulation.goods import Article
from tradewind.simulation.month import Month
from tradewind.simulation.people import Trader

#: An empty refillable cylinder weighs about as much as the gas it holds; a disposable one a quarter.
REFILLABLE_TARE: Final = 0.82
DISPOSABLE_TARE: Final = 0.24


def parties(month: Month, importer: Trader, supplier: Trader, broker: Trader | None = None) -> dict[str, Any]:
    """Who declares, buys and sells."""
    declarant = broker or importer.broker or month.random.choice(month.brokers)
    return {
        "importer_id": importer.trader_id, "importer": importer.name, "importer_address": importer.address,
        "importer_country": importer.country, "consignee": importer.name, "exporter": supplier.name,
        "exporter_address": supplier.address, "exporter_country": supplier.country, "declarant": declarant.name,
        "declarant_id": declarant.trader_id, "origin": supplier.country, "dispatch": supplier.country,
        "destination": month.parameters.home, "regime": "import", "procedure": "4000",
    }  # fmt: skip


def cylinders(
    month: Month, gas: Gas, count: int, size: float, tare: float = REFILLABLE_TARE, price: float = 1.0
) -> dict[str, Any]:
    """Packages, masses, value and words of cylinders of a gas."""
    random = month.random
    net = round(count * size * 1000)
    gross = net + round(count * size * tare * random.uniform(0.95, 1.05) * 1000) + round(net * 0.02)
    usd = net / 1000 * gas.usd_kg * price * random.uniform(0.88, 1.14)
    return {
        "description": described(random, gas, size, count), "national_code": f"{gas.code}00", "hs_edition": "2022",
        "packages": count, "package_kind": "CY", "net_mass_g": net, "gross_mass_g": gross,
        "value_minor": round(usd * 100), "currency": "USD", "container": month.container(),
        "un_number": gas.un_number if random.random() < 0.8 else None,
        "transport": f"VESSEL INVENTED {random.randint(1, 9)}", "transport_mode": "1",
        "quantity": net / 1000, "quantity_unit": "KG", "documents": "N380; N705",
    }  # fmt: skip


def some(month: Month, gas: Gas, most: int = 400) -> tuple[int, float]:
    """How many cylinders of what size an ordinary order has: many small ones, few of hundreds."""
    count = max(4, int(min(most, month.random.lognormvariate(3.4, 0.9))))
    return count, month.random.choice(gas.sizes)


def gas_import(
    month: Month,
    importer: Trader,
    gas: Gas,
    on: date,
    *,
    count: int | None = None,
    size: float | None = None,
    licence: bool = True,
    tare: float = REFILLABLE_TARE,
    price: float = 1.0,
    **cells: Any,
) -> dict[str, Any]:
    """An import of gas with its permit, as most are. `cells` say what differs."""  # fmt: skip
    usual, of = some(month, gas)
    made = cylinders(month, gas, count or usual, size or of, tare, price)
    made |= parties(month, importer, month.random.choice(importer.suppliers or month.makers)) | cells
    if licence and gas.is_controlled:
        made["licence_id"] = month.licence(
            importer, gas, _rounded(made["net_mass_g"]), on, partner=made["dispatch"]
        )
    return month.declare(on, **made)


def goods_import(
    month: Month, importer: Trader, what: Article, units: int, on: date, **cells: Any
) -> dict[str, Any]:
    """An import of equipment, parts or tools by the unit."""
    random = month.random
    net = round(units * what.kg * random.uniform(0.97, 1.03) * 1000)
    charged: dict[str, Any] = {}
    if what.charge_g:
        un = "3358" if what.gas in ("R-32", "R-290", "R-600a") else "2857"
        charged = {"equipment_units": units, "charge_g": what.charge_g, "un_number": un}
    return month.declare(on, **parties(month, importer, month.random.choice(month.makers)) | {
        "description": what.words, "national_code": f"{what.code}00", "hs_edition": "2022", "packages": units,
        "package_kind": what.package_kind, "net_mass_g": net, "gross_mass_g": round(net * random.uniform(1.06, 1.16)),
        "value_minor": round(units * what.usd * random.uniform(0.85, 1.2) * 100), "currency": "USD",
        "container": month.container(), "transport": f"VESSEL INVENTED {random.randint(1, 9)}", "transport_mode": "1",
        "quantity": float(units), "quantity_unit": "NAR", "documents": "N380; N705",
    } | charged | cells)  # fmt: skip


def _rounded(mass_g: int) -> int:
    """What a permit is made out for: a little more, in full tens of kilograms."""
    return (mass_g // 10_000 + 1) * 10_000
