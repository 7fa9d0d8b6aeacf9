"""The register of licences as a line of gas meets it: by number or by holder, for the gases that a licence covers.

A register may hold one number several times: for several gases, after an amendment, or from several sources. Then what
any of its rows allows is allowed. A revoked licence still covers: the register does not say from which day it does not.
"""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from tradewind.derivations.naming import gas_named
from tradewind.detectors.line_goods import by_owner, folded


def register(licences: ibis.Table) -> ibis.Table:
    """Licences to import: number (folded), written, holder_number, holder_name (folded), holder, substance, hs_code,
    licensed_g, since, until, licence_ref."""
    inward = licences.filter(licences.direction.fill_null("import") == "import")
    return inward.select(
        number=folded(inward.licence_id), written=inward.licence_id, holder_number=folded(inward.holder_id),
        holder_name=folded(inward.holder), holder=ibis.coalesce(inward.holder, inward.holder_id),
        substance=inward.substance, covered_code=inward.hs_code, licensed_g=inward.licensed_mass_g,
        since=ibis.coalesce(inward.valid_from, inward.issued_on), until=inward.valid_to,
        licence_ref=inward.row_ref,
    )  # fmt: skip


def substances_of(rows: ibis.Table) -> ibis.Table:
    """Which gases each substance of a register covers: words, covered (one row each). A group covers all that is in
    it; words that are not understood have one row without a gas, and may mean any."""
    written = rows.select("substance").distinct().to_pyarrow().column("substance").to_pylist()
    pairs = [(name, gas) for name in sorted(filter(None, written)) for gas in _covered(name)]
    columns = [pa.array([pair[at] for pair in pairs], pa.string()) for at in (0, 1)]
    return ibis.memtable(pa.table(columns, names=["words", "covered"]))


def citing(gas: ibis.Table, held: ibis.Table, covers: ibis.Table) -> ibis.Table:
    """Lines (with `cited`, the number in capitals) beside every row of the number that they cite: `fits` where that is
    for the gas, `own` for the importer, `in_time` for the day. What is not stated, or cannot be compared, fits."""
    pairs = gas.join(held, gas.cited == held.number)
    pairs = pairs.left_join(
        covers,
        (pairs.substance == covers.words) & (covers.covered.isnull() | (covers.covered == pairs.goods)),
    )
    number, name = folded(pairs.importer_id), folded(pairs.importer)
    same = (number == pairs.holder_number).fill_null(False) | (name == pairs.holder_name).fill_null(False)
    comparable = (number.notnull() & pairs.holder_number.notnull()) | (
        name.notnull() & pairs.holder_name.notnull()
    )
    return pairs.mutate(
        fits=pairs.substance.isnull() | pairs.words.notnull(), own=same | ~comparable, in_time=_in_time(pairs)
    )


def uncovered(gas: ibis.Table, held: ibis.Table, covers: ibis.Table) -> ibis.Table:
    """Lines whose importer has no licence of the register for their gas on their day, whatever number they cite; none
    of lines that do not tell their importer. A licence for no stated gas is for its code, or without one for any."""
    rows = held.left_join(covers, held.substance == covers.words)
    rows = rows.select("covered", "covered_code", "since", "until", "holder_number", "holder_name")
    theirs = by_owner(rows, rows.holder_number, rows.holder_name).drop("holder_number", "holder_name")
    lines = gas.select("row_ref", "importer_id", "importer", "goods", "hs_code", "lodged_on")
    asking = by_owner(lines, lines.importer_id, lines.importer)
    named = theirs.filter(theirs.covered.notnull())
    loose = theirs.filter(theirs.covered.isnull())
    by_gas = asking.join(named, [asking.owner == named.owner, asking.goods == named.covered])
    by_code = asking.join(loose, "owner")
    by_code = by_code.filter(
        by_code.covered_code.isnull() | (by_code.covered_code == by_code.hs_code).fill_null(True)
    )
    covering = ibis.union(
        *(found.filter(_in_time(found)).select("row_ref") for found in (by_gas, by_code)), distinct=True
    )
    return gas.filter(gas.buyer.notnull()).anti_join(covering, "row_ref")


def _in_time(rows: ibis.Table) -> Any:
    begun = rows.since.isnull() | (rows.since <= rows.lodged_on)
    return begun & (rows.until.isnull() | (rows.until >= rows.lodged_on))


def _covered(name: str) -> tuple[str | None, ...]:
    gas = gas_named(name)
    if gas is None:
        return (None,)
    return (gas.key,) if gas.is_one else gas.designations
