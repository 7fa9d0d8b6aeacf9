"""Clearances that count, licence lines, and which clearance belongs to which line: Ibis over canonical tables
and the small tables of the derivation and the fits. Every rank ends in a natural key, so runs agree.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tradewind.detectors.reconcile.parameters import Parameters

#: Between the parts of a joined key; no file has it inside a cell.
_UNIT: str = "\x1f"
#: Columns of a clearance that everything downstream reads.
_ITEM = (
    "item_key", "declaration_id", "item", "lodged_on", "direction", "trader", "trader_name", "party", "partner",
    "licence_id", "description", "hs_code", "hs_edition", "goods", "basis", "goods_certainty", "fit",
    "other_goods", "mass_low_g", "mass_high_g", "mass_basis", "ref",
)  # fmt: skip
_LINE = (
    "line",
    "licence_key",
    "licence",
    "holder",
    "licensed",
    "licensed_g",
    "valid_from",
    "valid_to",
    "year",
    "revoked",
)


def described_key(table: ibis.Table, substance: ir.Value, description: ir.Value) -> ir.StringValue:
    """The key of `goods.described_key` for a table's rows."""
    parts = (substance, description, table.hs_edition, table.hs_code)
    return ibis.literal(_UNIT).join([part.fill_null("") for part in parts])


def written_key(number: ir.Value, name: ir.Value) -> ir.StringValue:
    """A trader as written: number and name as one string."""
    return ibis.literal(_UNIT).join([number.fill_null(""), name.fill_null("")])


def clearing(declarations: ibis.Table) -> ibis.Table:
    """Import and export clearances with the trader who answers for each; other regimes are not clearances.

    A row without a regime is taken as an import: an extract of imports often has no such column. Rows loaded
    as the past raise no alarm and are left out.
    """
    regime = declarations.regime.fill_null("import")
    rows = declarations.filter(regime.isin(("import", "export")) & ~declarations.historical.fill_null(False))
    imported = rows.regime.fill_null("import") == "import"
    return rows.mutate(
        direction=rows.regime.fill_null("import"),
        trader_id=ibis.ifelse(imported, rows.importer_id, rows.exporter_id),
        trader_name=ibis.ifelse(imported, ibis.coalesce(rows.importer, rows.consignee), rows.exporter),
        party=ibis.ifelse(imported, rows.destination, ibis.coalesce(rows.dispatch, rows.origin)),
        partner=ibis.ifelse(imported, ibis.coalesce(rows.dispatch, rows.origin), rows.destination),
    )


def clearances(
    declarations: ibis.Table, goods: ibis.Table, traders: ibis.Table, cited: ibis.Table
) -> ibis.Table:
    """One row a declaration item that counts, whatever the number of sources that report it.

    `cited` holds licence numbers known to the register: an item that cites one counts whatever its goods.
    """
    rows = clearing(declarations)
    rows = rows.mutate(
        described=described_key(rows, rows.substance, rows.description),
        written=written_key(rows.trader_id, rows.trader_name),
    )
    rows = rows.join(goods, "described").join(traders, "written")
    rows = rows.left_join(
        cited.select(cited_number=cited.written).distinct(), [("licence_id", "cited_number")]
    )
    rows = rows.filter((rows.counts | rows.cited_number.notnull()) & ~rows.in_equipment)
    return _one_each(_with_mass(rows)).select(*_ITEM)


def _with_mass(rows: ibis.Table) -> ibis.Table:
    """Net mass as declared, else packages times their size where the description tells it."""
    by_packages = ibis.coalesce(rows.total_g, rows.packages * rows.package_g)
    return rows.mutate(
        mass_g=ibis.coalesce(rows.net_mass_g, by_packages),
        mass_basis=ibis.cases(
            (rows.net_mass_g.notnull(), "net"), (by_packages.notnull(), "packages"), else_=ibis.null("string")
        ),
        goods=rows.goods.fill_null("?"),
        item_key=ibis.coalesce(rows.declaration_id, rows.row_ref)
        + "/"
        + rows.item.fill_null(1).cast("string"),
        ref=rows.row_ref,
    )


def _one_each(rows: ibis.Table) -> ibis.Table:
    """One row an item: what several sources say alike is one, with its mass from low to high."""
    same = [rows.item_key, rows.direction, rows.lodged_on, rows.goods, rows.trader]
    whole = ibis.window(group_by=same)
    rows = rows.mutate(
        mass_low_g=rows.mass_g.min().over(whole),
        mass_high_g=rows.mass_g.max().over(whole),
        nth=ibis.row_number().over(ibis.window(group_by=same, order_by=[rows.source, rows.row_ref])),
    )
    rows = rows.filter(rows.nth == 0)
    # Two offices may give the same number to different declarations: then the source tells them apart.
    several = rows.item_key.count().over(ibis.window(group_by=rows.item_key)) > 1
    return rows.mutate(item_key=ibis.ifelse(several, rows.item_key + " (" + rows.source + ")", rows.item_key))


def licence_lines(
    licences: ibis.Table, goods: ibis.Table, holders: ibis.Table, numbers: ibis.Table
) -> ibis.Table:
    """One row a licence and gas: `line` is its key; validity the widest that any source gives."""
    rows = licences.mutate(
        described=described_key(licences, licences.substance, licences.substance_text),
        written=written_key(licences.holder_id, licences.holder),
        number=licences.licence_id.fill_null(""),
    )
    rows = rows.join(goods.select("described", licensed="goods"), "described")
    rows = rows.join(holders.select("written", holder_key="key"), "written")
    rows = rows.join(numbers.select(number="written", licence_key="key"), "number")
    first_day = ibis.date(ibis.coalesce(rows.quota_year, rows.valid_to.year()), 1, 1)
    last_day = ibis.date(ibis.coalesce(rows.quota_year, rows.valid_from.year()), 12, 31)
    rows = rows.mutate(
        licensed=rows.licensed.fill_null("?"),
        direction=rows.direction.fill_null("import"),
        starts=ibis.coalesce(rows.valid_from, rows.issued_on, first_day),
        ends=ibis.coalesce(rows.valid_to, last_day),
    )
    lines = rows.group_by("licence_key", "licensed", "direction").agg(
        licence=rows.licence_id.min(),
        holder=rows.holder_key.min(),
        licensed_g=rows.licensed_mass_g.max(),
        valid_from=rows.starts.min(),
        valid_to=rows.ends.max(),
        year=ibis.coalesce(rows.quota_year.min(), rows.starts.min().year()),
        revoked=(rows.status == "revoked").fill_null(False).all(),
        said_used=(rows.status == "used").fill_null(False).any(),
        historical=rows.historical.fill_null(False).all(),
        partner=rows.partner.max(),
        ref=rows.row_ref.min(),
    )
    return lines.mutate(line=ibis.literal(_UNIT).join([lines.licence_key, lines.licensed, lines.direction]))


def matched(
    items: ibis.Table,
    lines: ibis.Table,
    agreements: ibis.Table,
    links: ibis.Table,
    numbers: ibis.Table,
    parameters: Parameters,
) -> ibis.Table:
    """Every item with its best licence line, how it was found and how sure that is; null where there is none.

    By number first; a number one character off counts only where trader, gas and date agree. Else by trader,
    gas, date and mass: agreement of the gas, likeness of the names, being in date, the nearest mass.
    """  # fmt: skip
    numbered = _best(_by_number(items, lines, agreements, links, numbers, parameters), surest=True)
    rest = items.anti_join(numbered, "item_key")
    named = _best(_by_trader(rest, lines, agreements, links, parameters), surest=False)
    found = numbered.union(named)
    return items.left_join(found, "item_key").drop("item_key_right")


def _by_number(
    items: ibis.Table,
    lines: ibis.Table,
    agreements: ibis.Table,
    links: ibis.Table,
    numbers: ibis.Table,
    parameters: Parameters,
) -> ibis.Table:
    cited = items.join(
        numbers.select(cited="written", licence_key="key", number_certainty="certainty", how="how"),
        [("licence_id", "cited")],
    )
    pairs = cited.join(_for_join(lines), ["licence_key", "direction"])
    pairs = _with_agreement(pairs, agreements, links)
    misread = pairs.how == "number misread"
    fits = (
        (pairs.agreement.fill_null(0) == 1)
        & (pairs.likeness.fill_null(0) >= parameters.same_trader)
        & pairs.days_out.fill_null(0).isin((0,))
    )
    pairs = pairs.filter(~misread | fits)
    return pairs.mutate(certainty=pairs.number_certainty)


def _by_trader(
    items: ibis.Table, lines: ibis.Table, agreements: ibis.Table, links: ibis.Table, parameters: Parameters
) -> ibis.Table:
    near = links.filter(links.likeness >= parameters.same_trader)
    pairs = items.join(near, "trader").join(_for_join(lines), ["holder", "direction"])
    pairs = pairs.join(agreements, ["goods", "licensed"])
    pairs = _with_days_out(pairs).filter(~ibis._.revoked)
    pairs = pairs.filter(pairs.days_out.fill_null(0) <= parameters.near_days)
    return pairs.mutate(
        how=ibis.literal("trader, gas and date"), certainty=pairs.likeness * 0.9 * pairs.agreement
    )


def _for_join(lines: ibis.Table) -> ibis.Table:
    return lines.select(*_LINE, "direction", line_ref=lines.ref)


def _with_agreement(pairs: ibis.Table, agreements: ibis.Table, links: ibis.Table) -> ibis.Table:
    pairs = pairs.left_join(agreements, ["goods", "licensed"]).drop("goods_right", "licensed_right")
    pairs = pairs.left_join(
        links.rename(alike_how="how") if "how" in links.columns else links, ["trader", "holder"]
    ).drop("trader_right", "holder_right")
    return _with_days_out(pairs)


def _with_days_out(pairs: ibis.Table) -> ibis.Table:
    """Days by which the clearance lies before the licence's first day or after its last; 0 within."""
    late = pairs.lodged_on.delta(pairs.valid_to, unit="day")
    early = pairs.valid_from.delta(pairs.lodged_on, unit="day")
    return pairs.mutate(
        days_late=late, days_early=early, days_out=ibis.greatest(late.fill_null(0), early.fill_null(0), 0)
    )


def _best(pairs: ibis.Table, *, surest: bool) -> ibis.Table:
    """The best line of each item."""
    distance = (pairs.licensed_g - pairs.mass_low_g).abs().fill_null(0)
    order = [
        pairs.certainty.desc() if surest else (pairs.days_out == 0).desc(),
        pairs.agreement.fill_null(0).desc(),
        (pairs.days_out == 0).desc() if surest else pairs.certainty.desc(),
        distance,
        pairs.line,
    ]
    ranked = pairs.mutate(rank=ibis.row_number().over(group_by=pairs.item_key, order_by=order))
    return ranked.filter(ranked.rank == 0).select(
        "item_key", *_LINE, "line_ref", "how", "certainty", "agreement", "likeness", "days_late", "days_early"
    )
