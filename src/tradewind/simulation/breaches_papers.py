"""Breaches of papers: no licence, beyond quota, false recovery, returns and re-exports that never were."""

from __future__ import annotations

from datetime import timedelta

from tradewind.simulation.breaches_goods import smuggled
from tradewind.simulation.consignments import REFILLABLE_TARE, gas_import, some
from tradewind.simulation.gases import controlled, gases
from tradewind.simulation.lawful import dealer_and_gas, sent_out
from tradewind.simulation.month import Month

#: A permit under so much needs no quota in the invented law, as once in the Union: t CO2e.
_FREE_T_CO2E = 100.0


def no_licence(month: Month) -> None:
    """Openly declared gas with no licence, or one of somebody else's, or of somebody nobody registered."""
    how = month.random.choice(("none", "another's", "unregistered"))
    gas = month.random.choice(controlled())
    if how == "unregistered":
        importer = month.people.new("other")
        importer.is_registered = False
        line = gas_import(month, importer, gas, month.day(), licence=False)
    elif how == "another's":
        importer, owner = month.dealer(), month.random.choice(month.dealers)
        line = gas_import(month, importer, gas, month.day(), licence=False)
        line["licence_id"] = month.licence(
            owner, gas, line["net_mass_g"], line["lodged_on"], partner=line["dispatch"]
        )
    else:
        line = gas_import(month, month.random.choice(month.dealers), gas, month.day(), licence=False)
    kg = line["net_mass_g"] / 1000
    month.breach(6, f"no_licence: {how}", [line], "cleared without a licence of its importer", holds=gas.designation,
                 holds_kg=kg)  # fmt: skip


def over_quota(month: Month) -> None:
    """One holder, one gas, a quota of half of what comes."""
    dealer = month.dealer(gases=1)
    gas = gases()[dealer.gases[0]]
    lines = [gas_import(month, dealer, gas, month.day()) for _ in range(4)]
    total = sum(line["net_mass_g"] for line in lines)
    month.registers["quotas"].append({
        "holder": dealer.name, "holder_id": dealer.trader_id, "substance": gas.designation,
        "quota_mass_g": round(total * month.random.uniform(0.4, 0.7)), "year": month.first.year,
    })  # fmt: skip
    month.breach(
        7, "over_quota", lines, "beyond the quota of the year", holds=gas.designation, holds_kg=total / 1000
    )


def many_small_permits(month: Month) -> None:
    """Eight permits, each a little under the threshold, to one holder without a quota."""
    dealer = month.dealer(age_days=200, gases=1)
    month.without_quota.add(dealer.trader_id)
    gas = month.random.choice([g for g in controlled() if g.gwp > 1400])
    size = gas.sizes[0]
    count = max(1, int(_FREE_T_CO2E * 1000 / gas.gwp / size))
    lines = [gas_import(month, dealer, gas, month.day(), count=count, size=size) for _ in range(8)]
    kg = sum(line["net_mass_g"] for line in lines) / 1000
    month.breach(7, "many_small_permits", lines, f"one order in eight parts under {_FREE_T_CO2E:.0f} t CO2e",
                 holds=gas.designation, holds_kg=kg)  # fmt: skip


def false_recovery(month: Month) -> None:
    """New gas with papers of recovery, from a facility too small or one that was listed last week."""
    gas = gases()[month.random.choice(("R-22", "R-134a", "R-404A"))]
    reclaimer = month.people.new("reclaimer", age_days=month.random.choice((12, 900)))
    reclaimer.capacity_g = 1_500_000
    line = gas_import(
        month, reclaimer, gas, month.day(), count=month.random.randint(200, 700), size=gas.sizes[-1],
        documents="N380; N705; INV-RECOVERED-PAPERS",
    )  # fmt: skip
    line["description"] = (
        f"Reclaimed {gas.designation} purity 99.{month.random.randint(5, 9)} %, recovered refrigerant"
    )
    month.breach(10, "false_recovery", [line], "new gas with papers of recovery", holds=gas.designation,
                 holds_kg=line["net_mass_g"] / 1000)  # fmt: skip


def returned_more(month: Month) -> None:
    """More comes back than ever left."""
    dealer, gas = dealer_and_gas(month)
    count, size = some(month, gas, most=60)
    gone = sent_out(month, dealer, gas, count, size, month.day(-40, 3))
    back = round(count * month.random.uniform(2.2, 6))
    line = gas_import(
        month, dealer, gas, month.day(10, 27), count=back, size=size, licence=False, regime="returned",
        procedure="6110", previous_document=gone["declaration_id"], dispatch=gone["destination"],
    )  # fmt: skip
    month.breach(11, "returned_more", [line], f"{back} cylinders returned of {count} that left", holds=gas.designation,
                 holds_kg=(back - count) * size)  # fmt: skip


def water_for_gas(month: Month) -> None:
    """A fictitious re-export: cylinders that weigh as if they held water."""
    name, _ = smuggled(month)
    dealer, count = month.dealer(), month.random.randint(15, 40)
    line = sent_out(
        month, dealer, gases()[name], count, 1137.6, month.day(), regime="re-export", procedure="3140"
    )
    line["gross_mass_g"] = line["net_mass_g"] + count * 60_000
    line["description"] = f"Refrigerant {name} in cylinders"
    month.breach(9, "water_for_gas", [line], "water; the gas stayed in the country", holds="water",
                 holds_kg=line["net_mass_g"] / 1000)  # fmt: skip


def carousel(month: Month) -> None:
    """The same cylinders leave and come back, again and again, in the same container."""
    dealer, gas = month.dealer(), month.random.choice(controlled())
    count, size = some(month, gas, most=200)
    box, lines = month.container(), []
    for turn in range(3):
        on = month.day(turn * 8, turn * 8 + 2)
        lines.append(
            sent_out(month, dealer, gas, count, size, on, regime="re-export", procedure="3140", container=box)
        )
        lines.append(gas_import(month, dealer, gas, min(on + timedelta(days=4), month.last), count=count, size=size,
                                tare=REFILLABLE_TARE, container=box))  # fmt: skip
    month.breach(
        9, "carousel", lines, "one lot that goes round", holds=gas.designation, holds_kg=count * size
    )
