"""Which declaration items are gas itself, whose they are, and how much: what several questions begin with."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

import ibis

#: Directions of a line in the words of the canonical table.
INWARD: Final = ("import", "returned")
OUTWARD: Final = ("export", "re-export")
_NO_GAS_ITSELF: Final = ("cylinder", "equipment")
_KEPT: Final = (
    "row_ref", "source", "declaration_id", "item", "lodged_on", "regime", "historical", "importer_id", "importer",
    "exporter_id", "exporter", "consignee", "declarant", "importer_address", "origin", "dispatch", "destination",
    "hs_edition", "hs_code", "description", "packages", "gross_mass_g", "container", "transport",
    "transport_mode", "licence_id", "previous_document", "text_controlled", "text_hfo", "text_recovered",
    "text_package_g", "text_container", "gas", "co2e_low", "co2e_high",
)  # fmt: skip
_OF_GAS: WeakKeyDictionary[Any, ibis.Table] = WeakKeyDictionary()


def of_gas(lines: ibis.Table) -> ibis.Table:
    """Lines of gas itself with a day and a mass: `mass_g` (net, else what the words state), `goods` (the gas,
    else its code). Machines, empty cylinders and tools for a gas are none. `buyer`, `seller`, `broker` and `receiver`
    (the consignee, else the importer) are the keys of the line's traders, `buyer_at` and `receiver_at` of their
    addresses.

    Worked out once for each table of lines, in memory: one line in twelve or so is gas.
    """
    if lines.op() not in _OF_GAS:
        _OF_GAS[lines.op()] = ibis.memtable(selected_gas(lines).to_pyarrow())
    return _OF_GAS[lines.op()]


def hold_gas(lines: ibis.Table, gas: ibis.Table) -> None:
    """Let `of_gas` give this table, worked out of `selected_gas(lines)` already."""
    _OF_GAS[lines.op()] = gas


def selected_gas(lines: ibis.Table) -> ibis.Table:
    """The expression of `of_gas`."""
    kind = lines.code_kind.fill_null("other")
    named = (lines.text_role.fill_null("named") == "named") | lines.code_control.isin(
        ("all", "some")
    ).fill_null(False)
    held = lines.mutate(
        mass_g=ibis.coalesce(lines.net_mass_g, lines.text_total_g),
        goods=ibis.coalesce(lines.gas, lines.hs_code),
    )
    gas = held.filter(
        lines.in_frame & named & ~kind.isin(_NO_GAS_ITSELF) & ~lines.text_equipment.fill_null(False)
        & lines.lodged_on.notnull() & (held.mass_g > 0) & held.goods.notnull()
    )  # fmt: skip
    return gas.select(
        *_KEPT, "mass_g", "goods", buyer=trader(gas.importer_id, gas.importer),
        seller=trader(gas.exporter_id, gas.exporter), broker=trader(gas.declarant_id, gas.declarant),
        receiver=trader(ibis.coalesce(gas.consignee_id, gas.importer_id), ibis.coalesce(gas.consignee, gas.importer)),
        buyer_at=folded(gas.importer_address), receiver_at=folded(gas.consignee_address),
    )  # fmt: skip


def folded(text: Any) -> Any:
    """Letters and figures in capitals, so that spaces, points and case do not part one name; null for none."""
    return text.upper().re_replace(r"[^\p{L}\p{N}]+", "").nullif("")


def trader(number: Any, name: Any) -> Any:
    """One key for a trader: the national number, else the name as folded."""
    return ibis.coalesce(folded(number), folded(name))


def no_more_than_gross(lines: ibis.Table) -> Any:
    """`mass_g`, or the gross mass where that is less: one of the two is in a wrong unit, and a net mass a thousand
    times too large would fill every sum behind it. A gross mass of nothing tells nothing."""
    return ibis.least(lines.mass_g, ibis.coalesce(lines.gross_mass_g.nullif(0), lines.mass_g))


def by_owner(rows: ibis.Table, number: Any, name: Any) -> ibis.Table:
    """Every row under the number and again under the name of its trader, as `owner`: two tables of which one has
    numbers and the other names too meet by either. None where a row has neither."""
    both = ibis.union(rows.mutate(owner=folded(number)), rows.mutate(owner=folded(name)))
    return both.filter(both.owner.notnull()).distinct()


def in_days(later: Any, earlier: Any, days: int) -> Any:
    """Whether `later` is on `earlier` or up to `days` after it."""
    return (later >= earlier) & (later <= earlier + ibis.interval(days=days))


def registered(lines: ibis.Table, traders: ibis.Table, number: Any, name: Any) -> ibis.Table:
    """`lines` with what the register of traders says of one of their traders, by its number, else by its name:
    registered_name, registered_on, roles (as one text in small letters), capacity_g, trader_ref; null where the
    register does not have it. A name that two of the register bear says nothing."""
    facts = traders.select(
        by_number=folded(traders.trader_id), by_name=folded(traders.name), registered_name=traders.name,
        registered_on=traders.registered_on, roles=traders.roles.join(" ").lower(), capacity_g=traders.capacity_g,
        trader_ref=traders.row_ref,
    )  # fmt: skip
    kept = ("registered_name", "registered_on", "roles", "capacity_g", "trader_ref")
    numbered = _once(facts, "by_number").select("by_number", *kept)
    named = _once(facts, "by_name").select("by_name", **{f"named_{k}": facts[k] for k in kept})
    asked = lines.mutate(ask_number=folded(number), ask_name=folded(name))
    asked = asked.left_join(numbered, asked.ask_number == numbered.by_number)
    asked = asked.left_join(named, asked.ask_name == named.by_name)
    found = asked.mutate(**{k: ibis.coalesce(asked[k], asked[f"named_{k}"]) for k in kept})
    return found.drop("ask_number", "ask_name", "by_number", "by_name", *(f"named_{k}" for k in kept))


def _once(facts: ibis.Table, key: str) -> ibis.Table:
    """Rows whose key nobody else has."""
    counted = facts.mutate(bearers=facts[key].count().over(group_by=key))
    return counted.filter(counted[key].notnull() & (counted.bearers == 1))
