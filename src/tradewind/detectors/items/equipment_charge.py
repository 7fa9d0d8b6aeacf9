"""Does the gas in machines exceed its authorisation, or are they not what they are said to be?

Units times charge against the licence named; machines or cylinders said to be empty that carry a charge, travel under
the UN number of charged machines or weigh as full; machines with a gas that has been phased out; room air
conditioners said to hold R-134a, which such machines do not use (50,000 units so labelled held R-22). Method 21.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_packing import packed, tenths_of_kg
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows
from tradewind.reference import all_blends, all_substances

_RATING: Final = "compare the rating plate of one unit with the declaration"

SIGNS: Final = {
    "charge_over_licence": Sign(
        Evidence(0.25, 0.014, MOVED),
        "The machines on licence %(d)s hold %(a)s kg of %(b)s in all; it allows %(c)s kg.",
        ("a licence that counts another quantity, or was extended", "the charge of the whole system, not of this unit"),
        "ask the ozone unit for the licence and what was written off it", "call",
    ),
    "empty_but_charged": Sign(
        Evidence(0.3, 0.036, MOVED),
        "The words say empty; the declaration tells of a charge of %(a)s kg or of UN %(b)s.",
        ("a holding charge of nitrogen", "words kept from an earlier declaration"), _RATING,
    ),
    "empty_weighs_full": Sign(
        Evidence(0.2, 0.02), "%(a)s cylinders said to be empty weigh %(b)s kg each, as full ones do.",
        ("large or thick-walled cylinders",), "weigh one cylinder", "weigh",
    ),
    "phased_out_gas": Sign(
        Evidence(0.15, 0.03), "Machines with %(a)s, a gas of Annex %(b)s, come in under the code %(c)s.",
        ("used machines that may still be serviced", "a country whose phase-out of this gas is not complete"), _RATING,
    ),
    "unlikely_gas": Sign(
        Evidence(0.2, 0.01),
        "Room air conditioners (code %(c)s) are said to hold %(a)s, which such machines do not use.",
        ("a machine for hot rooms or cabinets filed as a room air conditioner",), _RATING,
    ),
}  # fmt: skip
#: Machines for rooms, window or wall, split systems included; those of vehicles (8415.20) do use R-134a.
_ROOM: Final = "841510"
#: Parts, which hold no gas of their own.
_PARTS: Final = ("841590", "841891", "841899", "842490", "845190", "847690")
_CFCS: Final = ("A-I", "A-II", "B-I")
_HCFCS: Final = ("C-I",)
_CHARGED_MACHINE: Final = "machine"


@dataclass(frozen=True, slots=True)
class Parameters:
    """`over_share`: share above the licence that is a rounding; `full_kg`: no empty single-trip cylinder with its
    box weighs as much; `hcfcs_too`: whether machines with HCFCs may no longer come in (set where the law says so)."""

    over_share: float = 0.02
    full_kg: float = 8.0
    hcfcs_too: bool = True


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    charge = ibis.coalesce(lines.charge_g, lines.text_charge_g)
    machines = lines.mutate(one_g=charge).filter(
        (lines.code_kind == "equipment") | (lines.equipment_units > 0) | (charge > 0)
    )
    found = [_empty_but_charged(lines), _weighs_full(lines, parameters), _phased_out(machines, parameters),
             _unlikely(machines)]  # fmt: skip
    if "licences" in warehouse.tables():
        found.append(_over_licence(machines, warehouse.current("licences"), parameters))
    return ibis.union(*found)


def _over_licence(machines: ibis.Table, licences: ibis.Table, parameters: Parameters) -> ibis.Table:
    """All machines on one licence against its mass of their gas; each line of the licence has the sign."""
    held = machines.mutate(all_g=machines.one_g * machines.equipment_units).filter(
        (machines.one_g > 0) & (machines.equipment_units > 0) & machines.licence_id.notnull()
        & machines.gas.notnull() & ~machines.regime.isin(("export", "re-export")).fill_null(False)
    )  # fmt: skip
    allowed = (
        licences.filter(licences.licensed_mass_g.notnull() & licences.substance.notnull())
        .group_by(["licence_id", "substance"])
        .aggregate(allowed_g=licences.licensed_mass_g.max())
        .rename(its_licence="licence_id", licensed_gas="substance")
    )
    same = (held.licence_id == allowed.its_licence) & (held.gas == allowed.licensed_gas)
    both = held.join(allowed, same)
    whole = ibis.window(group_by=[both.licence_id, both.gas])
    summed = both.mutate(sum_g=both.all_g.sum().over(whole))
    rows = summed.filter(summed.sum_g > summed.allowed_g * (1 + parameters.over_share))
    return sign_rows(
        rows, "charge_over_licence", a=kilograms(rows.sum_g), b=rows.gas, c=kilograms(rows.allowed_g),
        d=rows.licence_id,
    )  # fmt: skip


def _empty_but_charged(lines: ibis.Table) -> ibis.Table:
    charge = ibis.coalesce(lines.charge_g, lines.text_charge_g)
    said = lines.mutate(one_g=charge).filter(lines.text_empty & (lines.code_kind == "equipment"))
    rows = said.filter(
        (said.one_g > 0).fill_null(False) | (said.un_kind == _CHARGED_MACHINE).fill_null(False)
    )
    return sign_rows(
        rows, "empty_but_charged", a=tenths_of_kg(rows.one_g).fill_null("?"), b=rows.un.fill_null("?")
    )


def _weighs_full(lines: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Single-trip cylinders: others come in every weight."""
    held = packed(lines.filter(lines.text_empty))
    one = ibis.coalesce(held.net_mass_g, held.gross_mass_g) / held.n
    told = held.mutate(one_g=one)
    rows = told.filter(told.is_disposable & (told.one_g > parameters.full_kg * 1000))
    return sign_rows(rows, "empty_weighs_full", a=rows.n, b=tenths_of_kg(rows.one_g))


def _phased_out(machines: ibis.Table, parameters: Parameters) -> ibis.Table:
    inward = machines.filter(
        (machines.code_kind == "equipment") & ~machines.hs_code.isin(_PARTS)
        & ibis.coalesce(machines.regime, "import").isin(("import", "returned"))
        & (machines.text_role == "named") & (machines.text_certainty >= 0.8) & ~machines.text_empty
    )  # fmt: skip
    found = [_of_groups(inward, _CFCS, "A, B")]
    if parameters.hcfcs_too:
        found.append(_of_groups(inward, _HCFCS, "C"))
    return ibis.union(*found) if len(found) > 1 else found[0]


def _of_groups(machines: ibis.Table, groups: tuple[str, ...], annex: str) -> ibis.Table:
    names = tuple(e.designation for e in (*all_substances(), *all_blends()) if set(groups) & set(e.groups))
    rows = machines.filter(machines.gas.isin(names))
    return sign_rows(rows, "phased_out_gas", a=rows.gas, b=ibis.literal(annex), c=rows.hs_code)


def _unlikely(machines: ibis.Table) -> ibis.Table:
    rows = machines.filter(
        (machines.hs_code == _ROOM) & (machines.gas == "R-134a") & (machines.text_role == "named")
    )
    return sign_rows(rows, "unlikely_gas", a=rows.gas, c=rows.hs_code)


DETECTOR: Final = LineDetector(
    name="equipment_charge", version="1.0",
    question="Does the gas in machines exceed its authorisation, or are they not what they are said to be?",
    needs=(("declarations",),), family="licence and quota", methods=("21",), signs=SIGNS,
    Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
