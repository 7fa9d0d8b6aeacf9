"""Is a party to this line new, hidden among many at one address, or a company made for one load?

- A broker that never acted for an importer which had others (`least_before` declarations), on a line larger than any
  before: the importer's name may be borrowed. The same of a consignee new to an exporter.
- An importer at an address at which `least_sharing` traders stand, in the register of traders or on these lines.
- An importer registered less than `young_days` before, whose loaded lines are of one gas, with a large one.

Methods 17 and 18 of the catalogue. Trade changes hands every day, so that a new party is weak although only lines
larger than all before count, and weaker after few declarations; offices share buildings, so that an address hardly
weighs anything; a young company with one product and a large load weighs most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import INWARD, folded, of_gas, registered
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_CHANGED: Final = "a change of broker or customer, or another branch of the same one"
_TENDER: Final = "a single large order, such as a public tender"
_BUILDING: Final = "an office building, a free zone or an agent's address"
_GROUP: Final = "companies of one group"
_STARTED: Final = "a company that begins its trade"
_ASK: Final = "ask the importer named, at the address of the register, whether the load is its own"
_VISIT: Final = "look the address up in the company register, then ask for lease, staff and storage"

SIGNS: Final = {
    "new_broker": Sign(
        Evidence(0.1, 0.03, MOVED),
        "%(a)s acts for this importer for the first time, after %(b)s declarations by others, on its largest line: "
        "%(c)s kg against %(d)s kg at most before.",
        (_CHANGED, _TENDER), _ASK, "call",
    ),
    "new_consignee": Sign(
        Evidence(0.1, 0.03, MOVED),
        "%(a)s receives from this exporter for the first time, after %(b)s declarations to others, its largest line: "
        "%(c)s kg against %(d)s kg at most before.",
        (_CHANGED, _TENDER), _ASK, "call",
    ),
    "shared_address": Sign(
        Evidence(0.1, 0.084, MOVED),
        "%(a)s traders stand at the importer's address, %(b)s.", (_BUILDING, _GROUP), _VISIT,
    ),
    "young_and_single": Sign(
        Evidence(0.2, 0.024, MOVED),
        "%(a)s was registered %(b)s days before and has traded in %(c)s alone; this line is %(d)s kg.",
        (_STARTED, _GROUP), _VISIT,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """As in the module's words; `factor` times the largest line before; lines below `least_kg` raise nothing."""

    least_before: int = 3
    factor: float = 1.5
    least_kg: float = 500.0
    least_sharing: int = 4
    young_days: int = 180


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    gas = of_gas(lines).rename(address="buyer_at")
    gas = gas.filter(gas.regime.isin(INWARD))
    traders = warehouse.current("traders")
    # An importer that declares for itself is no broker.
    by_broker = gas.filter(gas.broker != gas.buyer)
    return ibis.union(
        _new(by_broker, "buyer", "broker", "new_broker", ibis.coalesce(by_broker.declarant, by_broker.broker),
             parameters),
        _new(gas, "seller", "receiver", "new_consignee", ibis.coalesce(gas.consignee, gas.importer, gas.receiver),
             parameters),
        _shared(gas, traders, parameters),
        _young(gas, traders, parameters),
    )  # fmt: skip


def _new(rows: ibis.Table, of: str, who: str, sign: str, named: Any, parameters: Parameters) -> ibis.Table:
    """The first line of `who` with `of`, where `of` had others before and this is its largest by far."""
    known = rows.mutate(named=named).filter(rows[of].notnull() & rows[who].notnull())
    order = ["lodged_on", "row_ref"]
    known = known.mutate(nth=ibis.row_number().over(group_by=[of, who], order_by=order))
    other = known.select(
        of, past_who=known[who], past=known.declaration_id, day=known.lodged_on, past_g=known.mass_g
    )
    first = known.filter((known.nth == 0) & (known.mass_g >= parameters.least_kg * 1000))
    pairs = first.select("row_ref", of, "lodged_on").join(other, of)
    pairs = pairs.filter(pairs.day < pairs.lodged_on)
    before = pairs.group_by("row_ref").agg(declarations=pairs.past.nunique(), largest_g=pairs.past_g.max())
    found = first.join(before, "row_ref")
    found = found.filter(
        (found.declarations >= parameters.least_before)
        & (found.mass_g >= found.largest_g * parameters.factor)
    )
    return sign_rows(found, sign, a=found.named, b=found.declarations, c=kilograms(found.mass_g),
                     d=kilograms(found.largest_g),
                     strength=ibis.least(1.0, 0.5 + found.declarations / 12))  # fmt: skip


def _shared(gas: ibis.Table, traders: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines whose importer's address many traders give, by register and lines together."""
    who = folded(ibis.coalesce(traders.name, traders.trader_id))
    listed = ibis.union(
        traders.select(address=folded(traders.address), who=who),
        traders.select(address=folded(traders.address + " " + traders.city), who=who),
    )
    named = gas.select("address", who=folded(ibis.coalesce(gas.importer, gas.importer_id)))
    every = ibis.union(listed, named)
    every = every.filter(every.address.notnull() & every.who.notnull())
    shared = every.group_by("address").agg(sharing=every.who.nunique())
    found = gas.join(shared.filter(shared.sharing >= parameters.least_sharing), "address")
    found = found.filter(found.mass_g >= parameters.least_kg * 1000)
    return sign_rows(found, "shared_address", a=found.sharing, b=found.importer_address,
                     strength=ibis.least(1.0, found.sharing / (2.0 * parameters.least_sharing) + 0.25))  # fmt: skip


def _young(gas: ibis.Table, traders: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Large lines of companies registered shortly before that deal in one gas."""
    kinds = gas.filter(gas.buyer.notnull()).group_by("buyer").agg(gases=gas.goods.nunique())
    known = registered(gas, traders, gas.importer_id, gas.importer).join(kinds, "buyer")
    known = known.mutate(age=known.lodged_on.delta(known.registered_on, unit="day"))
    young = known.filter(
        known.age.between(0, parameters.young_days) & (known.gases == 1)
        & (known.mass_g >= parameters.least_kg * 1000)
    )  # fmt: skip
    return sign_rows(young, "young_and_single", a=young.registered_name, b=young.age, c=young.goods,
                     d=kilograms(young.mass_g), rows=ibis.array([young.trader_ref]))  # fmt: skip


DETECTOR: Final = LineDetector(
    name="new_parties", version="1.0",
    question="Is a party to this line new, hidden among many at one address, or a company made for one load?",
    needs=(("declarations",),), family="actor", methods=("17", "18"), signs=SIGNS, Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
