"""Does the importer of a controlled gas hold a licence and a quota that cover this line?

The register of licences against each line of gas that enters: none held for that gas on that day, the licence cited
another's, for another gas or out of its days, more brought under it than it is for, more in the year than the quota;
an importer that the register of traders does not have. Methods 6 and 7 of the catalogue. `reconcile` asks the same of
a year's extract, with the matching of a register kept by hand; here it is asked of each line as it comes.

Mass counts as declared: the lines held, and the uses that the register knows of other declarations, by day. Words that
may mean several gases say nothing. Weights, assumed: registers lag and clerks mistype, so that one line in a hundred
or so has one of these signs lawfully; who means to deceive has papers more often than not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import folded, of_gas, trader
from tradewind.detectors.signs import Evidence, LineDetector, Sign, kilograms, sign_rows

_LAG: Final = "the register lags: the licence was issued and is not in it yet"
_NAME: Final = "the licence stands in the name of a parent company or of the final user"
_MISTYPED: Final = "the number was mistyped"
_EXEMPT: Final = "an exempted use, or a mass below which no licence is asked for"
_TRANSFER: Final = "a transfer of quota or an amended licence that is not in the register yet"
_WEIGHT: Final = "a mass that was typed in a wrong unit"
_REGISTER: Final = "ask the ozone unit for the licence of this importer, by its number"

SIGNS: Final = {
    "none_held": Sign(
        Evidence(0.12, 0.008), "%(a)s has no licence for %(b)s on %(c)s in the register, and cites none that is in it.",
        (_LAG, _NAME, _EXEMPT), _REGISTER,
    ),
    "another_holder": Sign(
        Evidence(0.05, 0.01), "The licence cited, %(b)s, was issued to %(c)s, not to %(a)s.", (_NAME, _MISTYPED),
        _REGISTER,
    ),
    "another_gas": Sign(
        Evidence(0.04, 0.008), "The licence cited, %(b)s, is for %(c)s, not for %(a)s.", (_MISTYPED, _TRANSFER),
        _REGISTER,
    ),
    "outside_its_days": Sign(
        Evidence(0.05, 0.015), "The licence cited, %(a)s, holds from %(b)s to %(c)s; the line was lodged on %(d)s.",
        ("an extension that is not in the register yet", _LAG), _REGISTER,
    ),
    "beyond_licence": Sign(
        Evidence(0.1, 0.008), "With this line %(a)s kg came under the licence %(b)s, which is for %(c)s kg.",
        (_TRANSFER, _WEIGHT, _MISTYPED), _REGISTER,
    ),
    "beyond_quota": Sign(
        Evidence(0.15, 0.015), "With this line %(a)s brought %(b)s kg of %(d)s in the year; its quota is %(c)s kg.",
        (_TRANSFER, _WEIGHT, _EXEMPT), _REGISTER,
    ),
    "not_listed": Sign(
        Evidence(0.08, 0.015), "%(a)s, who brings %(b)s kg of %(c)s, is not in the register of traders.",
        ("a new company that is not entered yet", _NAME), "look the importer up in the company register",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`tolerance`: a share beyond a licence or quota that scales and rounding make; less than `least_kg` beyond, or a
    line of less, raises nothing."""

    tolerance: float = 0.02
    least_kg: float = 20.0


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    gas = of_gas(lines)
    gas = gas.filter(
        (gas.regime == "import") & (gas.co2e_high > 0) & (gas.co2e_low == gas.co2e_high)
        & (gas.mass_g >= parameters.least_kg * 1000)
    )  # fmt: skip
    # A mass in a wrong unit shows by a net mass above the gross, and would fill every ledger behind it.
    gas = gas.mutate(
        cited=folded(gas.licence_id), named=ibis.coalesce(gas.importer, gas.importer_id),
        mass_g=ibis.least(gas.mass_g, ibis.coalesce(gas.gross_mass_g, gas.mass_g)),
    )  # fmt: skip
    licences = warehouse.current("licences")
    held = licences.filter(licences.licence_id.notnull()).select(
        number=folded(licences.licence_id), written=licences.licence_id, who=trader(licences.holder_id, licences.holder),
        holder=ibis.coalesce(licences.holder, licences.holder_id), substance=licences.substance,
        licensed_g=licences.licensed_mass_g,
        since=ibis.coalesce(licences.valid_from, licences.issued_on), until=licences.valid_to,
        licence_ref=licences.row_ref,
    )  # fmt: skip
    counted = held.mutate(nth=ibis.row_number().over(group_by="number", order_by="licence_ref"))
    cited = gas.join(counted.filter(counted.nth == 0), gas.cited == counted.number)
    refs = ibis.array([cited.licence_ref])
    foreign = cited.filter(cited.who.notnull() & cited.buyer.notnull() & (cited.who != cited.buyer))
    other = cited.filter(cited.substance.notnull() & (cited.substance != cited.goods))
    late = cited.filter((cited.lodged_on < cited.since) | (cited.lodged_on > cited.until))
    signs = [
        _none_held(gas, held),
        sign_rows(foreign, "another_holder", a=foreign.named, b=foreign.written, c=foreign.holder, rows=refs),
        sign_rows(other, "another_gas", a=other.goods, b=other.written, c=other.substance, rows=refs),
        sign_rows(late, "outside_its_days", a=late.written, b=late.since, c=late.until, d=late.lodged_on, rows=refs),
        _beyond_licence(cited, parameters),
    ]  # fmt: skip
    if "quotas" in warehouse.tables():
        signs.append(_beyond_quota(gas, warehouse, parameters))
    if "traders" in warehouse.tables():
        signs.append(_not_listed(gas, warehouse.current("traders")))
    return ibis.union(*signs)


def _none_held(gas: ibis.Table, held: ibis.Table) -> ibis.Table:
    """Lines whose importer has no licence for the gas on the day, and which cite none that is in the register."""
    known = held.select(number="number").distinct()
    unknown = gas.anti_join(known, gas.cited == known.number)
    own = held.filter(held.who.notnull())
    covering = unknown.join(own, (unknown.buyer == own.who) & (unknown.goods == own.substance))
    covering = covering.filter(
        (covering.since.isnull() | (covering.since <= covering.lodged_on))
        & (covering.until.isnull() | (covering.until >= covering.lodged_on))
    )
    bare = unknown.anti_join(covering.select("row_ref").distinct(), "row_ref")
    return sign_rows(bare, "none_held", a=bare.named, b=bare.goods, c=bare.lodged_on)


def _beyond_licence(cited: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Lines from the one on that takes the sum of those citing a licence above its mass."""
    order = ibis.window(group_by="number", order_by=["lodged_on", "row_ref"], preceding=None, following=0)
    summed = cited.mutate(came_g=cited.mass_g.sum().over(order))
    over = _beyond(summed, summed.came_g, summed.licensed_g, parameters)
    return sign_rows(
        over, "beyond_licence", a=kilograms(over.came_g), b=over.written, c=kilograms(over.licensed_g),
        strength=_share(over.came_g, over.licensed_g), rows=ibis.array([over.licence_ref]),
    )  # fmt: skip


def _beyond_quota(gas: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """Lines with which what the importer brought of the gas in the year exceeds its quota."""
    quotas = warehouse.current("quotas")
    given = quotas.mutate(who=trader(quotas.holder_id, quotas.holder)).group_by(["who", "substance", "year"]).agg(
        quota_g=quotas.quota_mass_g.max(), quota_ref=quotas.row_ref.min()
    )  # fmt: skip
    ours = gas.select("row_ref", "declaration_id", "buyer", "goods", "lodged_on", "mass_g")
    came = ours
    if "licence_uses" in warehouse.tables():
        uses = warehouse.current("licence_uses")
        other = uses.anti_join(ours, "declaration_id")
        elsewhere = other.select(
            row_ref=other.row_ref, declaration_id=other.declaration_id, buyer=folded(other.holder_id),
            goods=other.substance, lodged_on=other.used_on, mass_g=other.used_mass_g,
        )  # fmt: skip
        came = ibis.union(ours, elsewhere)
    came = came.filter(came.lodged_on.notnull() & came.buyer.notnull()).mutate(year=came.lodged_on.year())
    order = ibis.window(
        group_by=["buyer", "goods", "year"], order_by=["lodged_on", "row_ref"], preceding=None, following=0
    )
    summed = came.mutate(came_g=came.mass_g.sum().over(order))
    lines = gas.select("row_ref", "named").join(summed, "row_ref")
    known = lines.join(
        given,
        (lines.buyer == given.who) & (lines.goods == given.substance) & (lines.year == given.year),
        rname="given_{name}",
    )
    over = _beyond(known, known.came_g, known.quota_g, parameters)
    return sign_rows(
        over, "beyond_quota", a=over.named, b=kilograms(over.came_g), c=kilograms(over.quota_g), d=over.goods,
        strength=_share(over.came_g, over.quota_g), rows=ibis.array([over.quota_ref]),
    )  # fmt: skip


def _not_listed(gas: ibis.Table, traders: ibis.Table) -> ibis.Table:
    """Lines of an importer whom the register has neither by number nor by name."""
    listed = ibis.union(
        traders.select(key=folded(traders.trader_id)), traders.select(key=folded(traders.name)), distinct=True
    )
    by_number = gas.mutate(key=folded(gas.importer_id))
    absent = by_number.filter(by_number.buyer.notnull()).anti_join(listed, "key").drop("key")
    absent = absent.mutate(key=folded(absent.importer)).anti_join(listed, "key")
    return sign_rows(absent, "not_listed", a=absent.named, b=kilograms(absent.mass_g), c=absent.goods)


def _beyond(rows: ibis.Table, came: Any, allowed: Any, parameters: Parameters) -> ibis.Table:
    over = (came > allowed * (1 + parameters.tolerance)) & (came - allowed >= parameters.least_kg * 1000)
    return rows.filter(over)


def _share(came: Any, allowed: Any) -> Any:
    """Full from half as much again on; what is just beyond may be a scale's."""
    return ibis.least(1.0, 0.4 + 1.2 * (came / allowed.nullif(0) - 1.0)).fill_null(1.0)


DETECTOR: Final = LineDetector(
    name="licence_held", version="1.0",
    question="Does the importer of a controlled gas hold a licence and a quota that cover this line?",
    needs=(("declarations",), ("licences",)), family="licence and quota", methods=("6", "7", "18"), signs=SIGNS,
    Parameters=Parameters, see=see, speaking_only=True,
)  # fmt: skip
