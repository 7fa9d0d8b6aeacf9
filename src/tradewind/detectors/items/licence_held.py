"""Does the importer of a controlled gas hold a licence and a quota that cover this line?

The register of licences against each line of gas that enters: none held for that gas on that day, the licence cited
another's, for another gas or out of its days, more brought under it than it is for, more in the year than the quota;
an importer that the register of traders does not have. Methods 6 and 7 of the catalogue. `reconcile` asks the same of
a year's extract, with the matching of a register kept by hand; here it is asked of each line as it comes.

Mass counts as declared: the lines held, and the uses that the register knows of other items, by day. Words that may
mean several gases say nothing, nor does a quota in CO2e, in ODP or for a group. Registers lag and clerks mistype, so
that some lawful lines have each of these signs; who means to deceive has papers more often than not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import by_owner, folded, no_more_than_gross, of_gas
from tradewind.detectors.line_licences import citing, register, substances_of, uncovered
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

_LAG: Final = "the register lags: the licence was issued and is not in it yet"
_NAME: Final = "the licence stands in the name of a parent company or of the final user"
_MISTYPED: Final = "the number was mistyped"
_EXEMPT: Final = "an exempted use, or a mass below which no licence is asked for"
_TRANSFER: Final = "a transfer of quota or an amended licence that is not in the register yet"
_WEIGHT: Final = "a mass that was typed in a wrong unit"
_REGISTER: Final = "ask the ozone unit for the licence of this importer, by its number"

SIGNS: Final = {
    "none_held": Sign(
        Evidence(0.12, 0.0098, MOVED),
        "%(a)s has no licence for %(b)s on %(c)s in the register, and cites none that is in it.",
        (_LAG, _NAME, _EXEMPT), _REGISTER,
    ),
    "another_holder": Sign(
        Evidence(0.05, 0.0084, MOVED),
        "The licence cited, %(b)s, was issued to %(c)s, not to %(a)s.", (_NAME, _MISTYPED),
        _REGISTER,
    ),
    "another_gas": Sign(
        Evidence(0.04, 0.016, MOVED), "The licence cited, %(b)s, is for %(c)s, not for %(a)s.", (_MISTYPED, _TRANSFER),
        _REGISTER,
    ),
    "outside_its_days": Sign(
        Evidence(0.05, 0.017, MOVED),
        "The licence cited, %(a)s, holds from %(b)s to %(c)s; the line was lodged on %(d)s.",
        ("an extension that is not in the register yet", _LAG), _REGISTER,
    ),
    "beyond_licence": Sign(
        Evidence(0.1, 0.046, MOVED), "With this line %(a)s kg came under the licence %(b)s, which is for %(c)s kg.",
        (_TRANSFER, _WEIGHT, _MISTYPED), _REGISTER,
    ),
    "beyond_quota": Sign(
        Evidence(0.15, 0.03, MOVED),
        "With this line %(a)s brought %(b)s kg of %(d)s in the year; its quota is %(c)s kg.",
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
    one_gas = gas.gas.notnull() & (gas.co2e_low == gas.co2e_high)
    gas = gas.filter(
        (gas.regime == "import") & one_gas & ((gas.co2e_high > 0) | gas.text_controlled.fill_null(False))
    )
    gas = gas.mutate(
        cited=folded(gas.licence_id), named=ibis.coalesce(gas.importer, gas.importer_id),
        mass_g=no_more_than_gross(gas),
    )  # fmt: skip
    gas = gas.filter(gas.mass_g >= parameters.least_kg * 1000)
    licences = warehouse.current("licences")
    held, covers = register(licences), substances_of(licences)
    cited = citing(gas, held, covers)
    came = _brought(gas, warehouse)
    signs = [
        _none_held(gas, licences, uncovered(gas, held, covers)),
        *_not_for_this(cited),
        _beyond_licence(gas, cited, came, parameters),
    ]
    if "quotas" in warehouse.tables():
        signs.append(_beyond_quota(gas, came, warehouse.current("quotas"), parameters))
    if "traders" in warehouse.tables():
        signs.append(_not_listed(gas, warehouse.current("traders")))
    return ibis.union(*signs)


def _none_held(gas: ibis.Table, licences: ibis.Table, bare: ibis.Table) -> ibis.Table:
    """Lines without a licence which cite none that is in the register, for whatever and whomever."""
    known = licences.select(known=folded(licences.licence_id)).distinct()
    bare = bare.anti_join(known, bare.cited == known.known)
    return sign_rows(bare, "none_held", a=bare.named, b=bare.goods, c=bare.lodged_on)


def _not_for_this(cited: ibis.Table) -> list[ibis.Table]:
    """Lines whose cited number no row of the register gives to their importer, for their gas, or on their day."""
    told = cited.group_by("row_ref", "named", "goods", "lodged_on").agg(
        own=cited.own.any(), fits=cited.fits.any(), in_time=cited.in_time.any(), written=cited.written.min(),
        holder=cited.holder.min(), substance=cited.substance.min(), since=cited.since.min(), until=cited.until.max(),
        refs=cited.licence_ref.collect(distinct=True).sort(),
    )  # fmt: skip
    foreign, other, late = told.filter(~told.own), told.filter(~told.fits), told.filter(~told.in_time)
    since, until = (day.cast("string").fill_null("...") for day in (late.since, late.until))
    return [
        sign_rows(foreign, "another_holder", a=foreign.named, b=foreign.written, c=foreign.holder, rows=foreign.refs),
        sign_rows(other, "another_gas", a=other.goods, b=other.written, c=other.substance, rows=other.refs),
        sign_rows(late, "outside_its_days", a=late.written, b=since, c=until, d=late.lodged_on, rows=late.refs),
    ]  # fmt: skip


def _brought(gas: ibis.Table, warehouse: Holdings) -> ibis.Table:
    """What came, by day: the lines, and what the register of uses has written off on other items. An item that two
    sources report, or two registers of uses, weighs once."""
    same = ["declaration_id", "item", "buyer", "goods"]
    nth = ibis.row_number().over(group_by=same, order_by=["source", "row_ref"])
    lines = gas.mutate(again=gas.declaration_id.notnull() & (nth > 0))
    lines = lines.select(
        "row_ref", "declaration_id", "item", "buyer", "goods", "lodged_on", number="cited",
        came_g=ibis.ifelse(lines.again, 0, lines.mass_g),
        quota_g=ibis.ifelse(lines.again | lines.text_recovered.fill_null(False), 0, lines.mass_g),
    )  # fmt: skip
    if "licence_uses" not in warehouse.tables():
        return lines
    uses, licences = warehouse.current("licence_uses"), warehouse.current("licences")
    uses = uses.filter(uses.used_on.notnull() & (uses.used_mass_g > 0))
    outward = (
        licences.filter(licences.direction == "export").select(out=folded(licences.licence_id)).distinct()
    )
    uses = uses.mutate(number=folded(uses.licence_id)).anti_join(outward, [("number", "out")])
    # A use that does not tell the item is of the whole declaration.
    whole = uses.filter(uses.item.isnull()).anti_join(lines, "declaration_id")
    parts = uses.filter(uses.item.notnull()).anti_join(lines, ["declaration_id", "item"])
    other = ibis.union(whole, parts)
    same = ["declaration_id", "item", "number", "substance"]
    nth = ibis.row_number().over(group_by=same, order_by=["source", "row_ref"])
    other = other.mutate(nth=nth)
    other = other.filter(other.declaration_id.isnull() | (other.nth == 0))
    elsewhere = other.select(
        "row_ref", "declaration_id", "item", buyer=folded(other.holder_id), goods=other.substance,
        lodged_on=other.used_on, number="number", came_g=other.used_mass_g, quota_g=other.used_mass_g,
    )  # fmt: skip
    return ibis.union(lines, elsewhere)


def _beyond_licence(
    gas: ibis.Table, cited: ibis.Table, came: ibis.Table, parameters: Parameters
) -> ibis.Table:
    """Lines from the one on that takes the sum of those citing a licence above its mass, importer and gas agreeing:
    another's line under its number says nothing of its holder."""
    ours = cited.filter(cited.own & cited.fits & cited.licensed_g.notnull())
    allowed = ours.group_by("row_ref").agg(
        licensed_g=ours.licensed_g.max(), written=ours.written.min(), substance=ours.substance.max(),
        refs=ours.licence_ref.collect(distinct=True).sort(),
    )  # fmt: skip
    used = came.anti_join(gas, "row_ref")
    counted = ibis.union(came.semi_join(allowed, "row_ref"), used).filter(lambda t: t.number.notnull())
    counted = counted.left_join(allowed, "row_ref").drop("row_ref_right")
    # Under a licence for a group all of it adds up.
    counted = counted.mutate(under=ibis.coalesce(counted.substance, counted.goods, ""))
    summed = _summed(counted, ["number", "under"], counted.came_g)
    over = _beyond(summed.filter(summed.licensed_g.notnull()), "licensed_g", parameters)
    return sign_rows(
        over, "beyond_licence", a=kilograms(over.sum_g), b=over.written, c=kilograms(over.licensed_g),
        strength=_share(over.sum_g, over.licensed_g), rows=over.refs,
    )  # fmt: skip


def _beyond_quota(
    gas: ibis.Table, came: ibis.Table, quotas: ibis.Table, parameters: Parameters
) -> ibis.Table:
    """Lines with which what the importer brought of the gas in the year exceeds its quota. Recovered gas counts against
    none (decision IV/24). Several rows of a holder in one source add up; of several sources the highest stands."""
    # A figure that was raised may stand beside the one before where a table is not read as its newest rows.
    given = quotas.group_by("source", "party", "holder_id", "holder", "substance", "year").agg(
        quota_g=quotas.quota_mass_g.max(), quota_ref=quotas.row_ref.min()
    )
    keyed = by_owner(given, given.holder_id, given.holder)
    given = keyed.group_by("source", "owner", "substance", "year").agg(
        quota_g=keyed.quota_g.sum(), quota_ref=keyed.quota_ref.min()
    )
    covers = substances_of(quotas)
    covers = covers.group_by("words").agg(covered=covers.covered.min(), several=covers.count())
    given = given.join(covers.filter(covers.several == 1), given.substance == covers.words)
    counted = came.filter(came.buyer.notnull() & came.goods.notnull()).mutate(year=came.lodged_on.year())
    summed = _summed(counted, ["buyer", "goods", "year"], counted.quota_g)
    lines = gas.filter(~gas.text_recovered.fill_null(False)).select(
        "row_ref", "importer_id", "importer", "named"
    )
    lines = by_owner(lines, lines.importer_id, lines.importer).join(summed, "row_ref")
    known = lines.join(
        given, [lines.owner == given.owner, lines.goods == given.covered, lines.year == given.year],
        rname="given_{name}",
    )  # fmt: skip
    known = known.group_by("row_ref", "named", "goods", "sum_g").agg(
        quota_g=known.given_quota_g.max(), refs=known.quota_ref.collect(distinct=True).sort()
    )
    over = _beyond(known, "quota_g", parameters)
    return sign_rows(
        over, "beyond_quota", a=over.named, b=kilograms(over.sum_g), c=kilograms(over.quota_g), d=over.goods,
        strength=_share(over.sum_g, over.quota_g), rows=over.refs,
    )  # fmt: skip


def _not_listed(gas: ibis.Table, traders: ibis.Table) -> ibis.Table:
    """Lines of an importer whom the register has neither by number nor by any name. A register of other trades, such
    as reclaimers only, says nothing of importers."""
    role = traders.roles.join(" ").lower()
    imports = traders.filter(role.isnull() | (role == "") | role.contains("import"))
    speaks = imports.agg(entries=imports.count()).filter(lambda t: t.entries > 0)
    other = traders.select(name=traders.other_names).unnest("name")
    listed = ibis.union(
        traders.select(key=folded(traders.trader_id)), traders.select(key=folded(traders.name)),
        other.select(key=folded(other.name)), distinct=True,
    )  # fmt: skip
    absent = gas.filter(gas.buyer.notnull()).select(
        "row_ref", "importer_id", "importer", "named", "goods", "mass_g"
    )
    asking = by_owner(absent, absent.importer_id, absent.importer)
    absent = absent.anti_join(asking.semi_join(listed, asking.owner == listed.key), "row_ref").cross_join(
        speaks
    )
    return sign_rows(absent, "not_listed", a=absent.named, b=kilograms(absent.mass_g), c=absent.goods)


def _summed(rows: ibis.Table, by: list[str], grams: Any) -> ibis.Table:
    """`sum_g`: what came up to and with each row, of its kind."""
    order = ibis.window(group_by=by, order_by=["lodged_on", "row_ref"], preceding=None, following=0)
    return rows.mutate(sum_g=grams.sum().over(order))


def _beyond(rows: ibis.Table, allowed: str, parameters: Parameters) -> ibis.Table:
    beyond = rows.sum_g - rows[allowed]
    return rows.filter(
        (beyond > rows[allowed] * parameters.tolerance) & (beyond >= parameters.least_kg * 1000)
    )


def _share(came: Any, allowed: Any) -> Any:
    """Full from half as much again on; what is just beyond may be a scale's."""
    return ibis.least(1.0, 0.4 + 1.2 * (came / allowed.nullif(0) - 1.0)).fill_null(1.0)


DETECTOR: Final = LineDetector(
    name="licence_held", version="1.0",
    question="Does the importer of a controlled gas hold a licence and a quota that cover this line?",
    needs=(("declarations",), ("licences",)), family="licence and quota", methods=("6", "7", "18"), signs=SIGNS,
    Parameters=Parameters, see=see, speaking_only=True,
)  # fmt: skip
