"""Papers made when the month is over: yearly licences, quotas, uses of licences, and what the office looked at."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from tradewind.simulation.gases import gases
from tradewind.simulation.month import Month

#: The office opens so much of what is in frame, drawn by lot, and finds most of what is there to find.
_INSPECTED: Final = 0.04
_SEEN: Final = 0.85


def finish(month: Month) -> None:
    """The registers that follow from the lines."""
    _yearly_licences(month)
    _quotas(month)
    _uses(month)
    _inspections(month)


def _yearly_licences(month: Month) -> None:
    year = month.first.year
    for (trader, name), mass in month.yearly.items():
        holder, gas = month.holders[trader], gases()[name]
        month.registers["licences"].append({
            "licence_id": f"INV-Y-{trader[-5:]}-{name}", "direction": "import", "holder": holder.name,
            "holder_id": trader, "substance": name, "hs_code": gas.code, "hs_edition": "2022",
            "licensed_mass_g": _tens(mass * month.random.uniform(1.05, 2.5)), "quota_year": year,
            "issued_on": date(year - 1, 12, 20), "valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31),
            "status": "issued", "note": "invented",
        })  # fmt: skip


def _quotas(month: Month) -> None:
    """What each holder of a licence may bring in the year; those who exceed theirs were given one before."""
    given = {(q["holder_id"], q["substance"]) for q in month.registers["quotas"]}
    total: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in month.registers["licences"]:
        key = (row["holder_id"], row["substance"])
        if key not in given and row["holder_id"] not in month.without_quota:
            total[row["holder"], *key] += row["licensed_mass_g"]
    for (holder, holder_id, substance), mass in total.items():
        month.registers["quotas"].append({
            "holder": holder, "holder_id": holder_id, "substance": substance, "year": month.first.year,
            "quota_mass_g": _tens(mass * month.random.uniform(1.2, 4)),
        })  # fmt: skip
    for row in month.registers["quotas"]:
        row["party"] = month.parameters.home


def _uses(month: Month) -> None:
    issued = {row["licence_id"]: row["substance"] for row in month.registers["licences"]}
    for line in month.lines:
        licence = line.get("licence_id")
        if licence not in issued or month.random.random() > 0.7:  # the register lags behind
            continue
        charge = (line.get("equipment_units") or 0) * (line.get("charge_g") or 0)
        month.registers["licence_uses"].append({
            "licence_id": licence, "declaration_id": line["declaration_id"], "item": line["item"],
            "used_on": line["lodged_on"], "holder_id": line["importer_id"], "substance": issued[licence],
            "used_mass_g": charge or line["net_mass_g"], "office": line["office"], "note": "invented",
            "source": "invented",
        })  # fmt: skip


def _inspections(month: Month) -> None:
    illegal = {tuple(key): told for told in month.truth if told["truth"] == "breach" for key in told["lines"]}
    for line in month.lines:
        if month.random.random() > _INSPECTED:
            continue
        told = illegal.get((line["declaration_id"], line["item"]))
        is_seen = told is not None and "holds" in told and month.random.random() < _SEEN
        found: dict[str, Any] = {"result": "compliant"}
        if told is not None and is_seen:
            found = {"result": "illegal", "note": f"invented: {told['kind']}"}
            if told["holds"] in gases():
                kg = told["holds_kg"] / len(told["lines"])
                found |= {"substance_found": told["holds"], "mass_found_g": round(kg * 1000)}
        on = line["lodged_on"] + timedelta(days=month.random.randint(0, 2))
        month.registers["inspections"].append({
            "inspection_id": f"INV-I-{month.count('inspection'):05}", "declaration_id": line["declaration_id"],
            "item": line["item"], "inspected_on": on, "result_on": on, "office": line["office"],
            "chosen_by": "random", "chosen_probability": _INSPECTED, "floor_probability": _INSPECTED,
            "depth": "opened", "hours": float(month.random.choice((1, 2, 3))), "note": "invented",
            "source": "invented", **found,
        })  # fmt: skip


def _tens(mass_g: float) -> int:
    return int(mass_g // 10_000 + 1) * 10_000
