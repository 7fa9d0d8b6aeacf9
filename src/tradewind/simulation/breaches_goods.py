"""Breaches in the goods themselves: wrong words, wrong code, wrong gas, wrong mass, wrong price.

Each plants one case of a method of `reference/data/methods.csv` and tells the truth about it.
"""

from __future__ import annotations

from typing import Final

from tradewind.simulation.consignments import DISPOSABLE_TARE, cylinders, gas_import, goods_import, parties
from tradewind.simulation.gases import gases, hfos
from tradewind.simulation.goods import equipment, other_goods, parts
from tradewind.simulation.lawful import dealer_and_gas
from tradewind.simulation.month import Month

#: Net kg of the disposable cylinders smuggled gas comes in (reference/data/cylinders.csv).
_DISPOSABLE: Final = {
    "R-22": 13.6,
    "R-134a": 13.6,
    "R-410A": 11.3,
    "R-407C": 11.3,
    "R-404A": 10.9,
    "R-507A": 10.9,
}


def smuggled(month: Month) -> tuple[str, float]:
    """A gas that pays to smuggle, and the size of its disposable cylinder."""
    return month.random.choice(list(_DISPOSABLE.items()))


def gas_under_other_code(month: Month) -> None:
    """The words name the gas, the code is one nobody asks a licence for."""
    name, size = smuggled(month)
    importer = month.people.new("other")
    code = month.random.choice(("330749", "950300", "340399", "841590", "271112", "281121"))
    line = gas_import(
        month, importer, gases()[name], month.day(), count=month.random.randint(20, 400), size=size, licence=False,
        tare=DISPOSABLE_TARE, national_code=f"{code}00",
    )  # fmt: skip
    _told(month, 1, "gas_under_other_code", line, name, f"the code is {code}, the goods are {name}")


def other_words_over_gas(month: Month) -> None:
    """Toys by word and code, cylinders by mass, packages and now and then the UN number."""
    name, size = smuggled(month)
    importer, what = (
        month.people.new("other"),
        month.random.choice([g for g in other_goods() if g.package_kind == "CT"]),
    )
    count = month.random.randint(30, 600)
    cells = cylinders(month, gases()[name], count, size, DISPOSABLE_TARE)
    cells |= parties(month, importer, month.random.choice(month.makers)) | {
        "description": what.words, "national_code": f"{what.code}00",
        "package_kind": month.random.choice(("CT", "CY", "PK")),
        "value_minor": round(cells["net_mass_g"] / 1000 * what.usd * 100),
        "un_number": gases()[name].un_number if month.random.random() < 0.4 else None,
    }  # fmt: skip
    line = month.declare(month.day(), **cells)
    _told(month, 1, "other_words_over_gas", line, name, f"declared as {what.words}, the goods are {name}")


def double_layering(month: Month) -> None:
    """The first rows are what the licence names; behind them stand disposable cylinders of another gas."""
    dealer, gas = dealer_and_gas(month)
    count, size = month.random.randint(80, 900), gas.sizes[0]
    line = gas_import(month, dealer, gas, month.day(), count=count, size=size)
    name, small = smuggled(month)
    hidden = round(count * month.random.uniform(0.5, 0.85))
    shown = line["gross_mass_g"]
    line["gross_mass_g"] = round(
        shown * (count - hidden) / count + hidden * small * (1 + DISPOSABLE_TARE) * 1000
    )
    says = f"{hidden} of {count} cylinders are disposable ones of {name} behind rows of {gas.designation}"
    month.breach(3, "double_layering", [line], says, holds=name, holds_kg=hidden * small)


def hidden_in_load(month: Month) -> None:
    """Cylinders among goods that weigh little: the gross mass tells what the net mass leaves out."""
    name, size = smuggled(month)
    importer = month.people.new("other")
    light = [p for p in parts() if "curtains" in p.words] + [
        g for g in other_goods() if g.code in ("940350", "480256")
    ]
    what, units = month.random.choice(light), month.random.randint(60, 300)
    hidden = month.random.randint(40, 350)
    line = goods_import(month, importer, what, units, month.day())
    line["gross_mass_g"] += round(hidden * size * (1 + DISPOSABLE_TARE) * 1000)
    _told(
        month,
        4,
        "hidden_in_load",
        line,
        name,
        f"{hidden} cylinders of {name} among {what.words}",
        hidden * size,
    )


def disposable(month: Month) -> None:
    """Cylinders said to be refillable that weigh what disposable ones weigh; the Party bans these."""
    dealer, _ = dealer_and_gas(month)
    name, size = smuggled(month)
    line = gas_import(month, dealer, gases()[name], month.day(), count=month.random.randint(40, 500), size=size,
                      tare=DISPOSABLE_TARE)  # fmt: skip
    if month.random.random() < 0.4:
        line["description"] = f"{name} refrigerant, disposable cylinders {size:g} kg, non-refillable"
    _told(month, 14, "disposable", line, name, "cylinders that cannot be filled again")


def declared_as_hfo(month: Month) -> None:
    """A dealer in HFCs all at once brings HFO only, in the cylinders and at the price of the HFC inside."""
    dealer = month.dealer()
    name, size = smuggled(month)
    for _ in range(2):
        gas_import(month, dealer, gases()[name], month.day(-55, -5))
    hfo = month.random.choice(hfos())
    price = gases()[name].usd_kg / hfo.usd_kg
    lines = [
        gas_import(month, dealer, hfo, month.day(), count=month.random.randint(60, 400), size=size, price=price,
                   tare=DISPOSABLE_TARE)
        for _ in range(3)
    ]  # fmt: skip
    kg = sum(line["net_mass_g"] for line in lines) / 1000
    month.breach(15, "declared_as_hfo", lines, f"declared as {hfo.designation}", holds=name, holds_kg=kg)


def equipment_over_authorisation(month: Month) -> None:
    """More units, and more gas in them, than the authorisation covers."""
    dealer = month.random.choice(month.dealers)
    what = month.random.choice([e for e in equipment() if gases()[e.gas].is_controlled and e.charge_g < 5000])
    units, on = month.random.randint(200, 900), month.day()
    line = goods_import(month, dealer, what, units, on)
    allowed = round(units * what.charge_g * month.random.uniform(0.2, 0.6))
    line["licence_id"] = month.licence(
        dealer, gases()[what.gas], allowed, on, note="invented: gas in equipment", hs_code=what.code
    )
    kg = units * what.charge_g / 1000
    _told(month, 21, "equipment_over_authorisation", line, what.gas, f"{kg:.0f} kg in equipment", kg)


def declared_empty(month: Month) -> None:
    """Said to hold nitrogen only; the gas is in it, and the safety papers say so."""
    importer = month.random.choice(month.dealers)
    what = month.random.choice([e for e in equipment() if gases()[e.gas].is_controlled and e.charge_g < 5000])
    units = month.random.randint(80, 600)
    plain = what.words.split(",")[0].rsplit(" R", 1)[0]
    line = goods_import(month, importer, what, units, month.day(), charge_g=None, equipment_units=units,
                        description=f"{plain}, without refrigerant, nitrogen holding charge")  # fmt: skip
    _told(month, 21, "declared_empty", line, what.gas, "the charge is inside", units * what.charge_g / 1000)


def undervalued(month: Month) -> None:
    """Licensed gas at a fifth of what it costs."""
    dealer, gas = dealer_and_gas(month)
    line = gas_import(month, dealer, gas, month.day(), price=month.random.uniform(0.08, 0.25))
    _told(month, 22, "undervalued", line, gas.designation, "the true price was paid by another contract")


def _told(
    month: Month,
    method: int,
    kind: str,
    line: dict[str, object],
    holds: str,
    says: str,
    kg: float | None = None,
) -> None:
    mass = kg if kg is not None else int(str(line["net_mass_g"])) / 1000
    month.breach(method, kind, [line], says, holds=holds, holds_kg=mass)
