"""What would be illegal on a line if it were: t CO2e, from its gas and mass, whole columns at a time."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.detectors.line_packing import TANK_KINDS
from tradewind.detectors.ranking import ODP_TONNE_IN_T_CO2E
from tradewind.errors import UnknownName
from tradewind.reference import treaty_odp

#: A consignment of unknown mass counts as ten disposable cylinders of 13.6 kg: assumed.
UNKNOWN_MASS_KG: Final = 136.0
#: A gas that is not known counts as HFC-134a, the commonest: assumed.
UNKNOWN_KG_CO2E: Final = 1430.0
#: Share of a machine's mass that is its charge, where no charge is stated: assumed; small room units hold 2-4 %.
CHARGE_OF_MACHINE: Final = 0.03
#: What a line of a container, or an ISO tank, carries at most, kg: 20- and 40-foot boxes are let to 26 to 30 t.
CONTAINER_KG: Final = 30_000.0
#: From so many times the net mass on, the gross says that the net was typed in tonnes.
ANOTHER_UNIT: Final = 200.0
#: kg of gas to a kg gross in cylinders: assumed.
_NET_OF_GROSS: Final = 0.7
#: kg net of one package from which goods are in bulk: the largest refillable cylinders hold some 100 kg, drums and ton
#: tanks 400 to 1,000. Assumed.
BULK_PACKAGE_KG: Final = 200.0
#: Kinds of code under whose name gas travels.
_OTHER: Final = ("other", "carrier")
#: Kinds of code whose goods hold a gas and are not one.
_MACHINES: Final = ("equipment", "carrier")
#: Drums and ton tanks by UN/ECE Recommendation 21, which are bulk where one holds so much.
_DRUM_KINDS: Final = ("DR", "1A", "1B", "DRUM", "DRUMS", "TON TANK")
_TONNE_KG: Final = 1000.0

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


def expected_co2e_t(lines: pa.Table) -> Numbers:
    """t CO2e of the gas on each line. A range counts with the mean of its ends; one ODP tonne counts as
    10,000 t CO2e where that is more, as in the ranking of findings."""
    return gas_kg(lines) * _factor(lines) / _TONNE_KG


def suspected_kg(lines: pa.Table, suspected: Numbers) -> Numbers:
    """kg that would be illegal: as `gas_kg`, but where a line is suspected for its goods and its code is of other
    goods, or none, or of machines that its words do not speak of, all of it may be gas under their name. No more than
    a container carries."""
    net, gross = _net_kg(lines), _kg(lines, "gross_mass_g")
    whole = np.where(np.isnan(net), gross, net)
    kind = pc.fill_null(lines["code_kind"], "other")
    unspoken = pc.and_(pc.equal(kind, "equipment"), pc.invert(pc.fill_null(lines["text_equipment"], False)))
    other = pc.or_(pc.is_in(kind, value_set=pa.array(_OTHER)), unspoken).to_numpy(zero_copy_only=False)
    hidden = suspected & other & ~np.isnan(whole)
    made: Numbers = np.minimum(np.where(hidden, whole, gas_kg(lines)), CONTAINER_KG)
    return made


def gas_kg(lines: pa.Table) -> Numbers:
    """kg of gas: the net mass as far as the gross bears it out, else what the words state, else packages times their
    size; of machines the charge.

    A line that touches no gas by words or code could hide a few cylinders, not its whole mass in gas.
    """
    net = _net_kg(lines)
    stated = _kg(lines, "text_total_g")
    packages = _kg(lines, "text_package_g") * _numbers(lines, "packages", "text_count")
    mass = np.where(np.isnan(net), np.where(np.isnan(stated), packages, stated), net)
    charge = _kg(lines, "charge_g", "text_charge_g") * _numbers(lines, "equipment_units", "packages")
    machine = pc.is_in(lines["code_kind"], value_set=pa.array(_MACHINES)).to_numpy(zero_copy_only=False)
    mass = np.where(machine, np.where(np.isnan(charge), mass * CHARGE_OF_MACHINE, charge), mass)
    in_frame = lines["in_frame"].to_numpy(zero_copy_only=False)
    return np.where(np.isnan(mass) | ~in_frame, UNKNOWN_MASS_KG, mass)


def in_bulk(lines: pa.Table) -> Flags:
    """Whether each line is of gas in tanks: by its kind of package, or because one package holds more than a cylinder.

    Machines weigh as much and are none; a pallet or a container that was counted as one package says nothing.
    """
    kind = pc.fill_null(pc.utf8_upper(lines["package_kind"]), "")
    tank = pc.is_in(kind, value_set=pa.array(TANK_KINDS)).to_numpy(zero_copy_only=False)
    drum = pc.is_in(kind, value_set=pa.array(_DRUM_KINDS)).to_numpy(zero_copy_only=False)
    packages = _numbers(lines, "packages", "text_count")
    each = np.divide(_net_kg(lines), packages, out=np.zeros(len(lines)), where=packages > 0)
    in_frame = lines["in_frame"].to_numpy(zero_copy_only=False)
    machine = pc.is_in(lines["code_kind"], value_set=pa.array(_MACHINES)).to_numpy(zero_copy_only=False)
    bulk: Flags = in_frame & ~machine & (tank | (drum & (each > BULK_PACKAGE_KG)))
    return bulk


def _net_kg(lines: pa.Table) -> Numbers:
    """The net mass, the gross where that is less; where it is nothing beside the gross it was typed in tonnes, and the
    share of gas in an ordinary gross mass stands for it."""
    net, gross = _kg(lines, "net_mass_g"), _kg(lines, "gross_mass_g")
    kept = np.where(gross > 0, np.minimum(net, gross), net)
    made: Numbers = np.where(kept * ANOTHER_UNIT < gross, gross * _NET_OF_GROSS, kept)
    return made


def _factor(lines: pa.Table) -> Numbers:
    """kg CO2e of a kg, or what its ODP is worth where that is more."""
    low, high = _numbers(lines, "co2e_low"), _numbers(lines, "co2e_high")
    middle = (low + high) / 2
    gases = lines["gas"].combine_chunks().dictionary_encode()
    worth = np.array([*(_odp(g) * ODP_TONNE_IN_T_CO2E for g in gases.dictionary.to_pylist()), 0.0])
    depleting = worth[pc.fill_null(gases.indices, len(worth) - 1).to_numpy(zero_copy_only=False)]
    return np.where(np.isnan(middle) & (depleting == 0), UNKNOWN_KG_CO2E, np.fmax(middle, depleting))


def _odp(gas: str) -> float:
    try:
        return max(treaty_odp(name) for name in gas.split(" or "))
    except UnknownName:
        return 0.0


def _kg(lines: pa.Table, *columns: str) -> Numbers:
    return _numbers(lines, *columns) / 1000.0


def _numbers(lines: pa.Table, *columns: str) -> Numbers:
    """The first of these columns that is there and not null, as doubles; NaN where none is."""
    held = [lines[name].cast(pa.float64()) for name in columns if name in lines.column_names]
    made: Numbers = pc.coalesce(*held).to_numpy()
    return made
