"""Reading legs out of a batch: declarations of controlled gas that move it, and customs messages about movements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import ibis

from tradewind.detectors.line_goods import of_gas
from tradewind.detectors.line_table import lines_of
from tradewind.reference.hs import relevant_codes
from tradewind.warehouse import Warehouse
from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.words import Leg, SaidBy

#: More legs than any office's batch has: beyond, rows are something else.
MOST: Final = 200_000
#: Regime of a declaration -> what happened.
_REGIMES: Final = {
    "export": Leg.EXPORT, "re-export": Leg.RE_EXPORT, "transit": Leg.TRANSIT, "warehouse": Leg.WAREHOUSE,
    "free zone": Leg.FREE_ZONE, "import": Leg.IMPORT, "returned": Leg.RETURNED,
}  # fmt: skip
#: First digit of a procedure (Kyoto Convention): export for a time, as outward processing; admission for a time.
_FOR_A_TIME: Final = ("2", "5")
_LEFT: Final = ("declared", "departure", "release")
_ARRIVED: Final = ("arrival", "unloading", "border")
_TEXTS: Final = {
    "paper": 80, "previous": 80, "own_ucr": 80, "office": 120, "zone": 120, "operator": 200, "consignee": 300,
    "container": 120, "seals": 200, "bill": 80, "licence": 80, "vehicle": 80, "substance": 100, "label": 200,
    "country_from": 10, "country_to": 10,
}  # fmt: skip


class Read:
    """A leg that was read: who says so, since when, by which rows."""

    __slots__ = ("rows", "said_by", "told", "values")

    def __init__(self, said_by: SaidBy, told: str, rows: list[str], values: LegValues) -> None:
        self.said_by, self.told, self.rows, self.values = said_by, told, rows, values


def read_legs(warehouse: Warehouse, library_id: str, tables: Mapping[str, Any] | list[str]) -> list[Read]:
    """The legs of a batch, in order of their days; an import of which nothing came before is no leg to follow."""
    found: list[Read] = []
    if "declarations" in tables:
        found += _declared(warehouse, library_id)
    if "movements" in tables:
        found += _moved(warehouse, library_id)
    return sorted(found, key=lambda r: (str(r.values.day or "9"), r.values.paper, r.values.leg))[:MOST]


def _declared(warehouse: Warehouse, library_id: str) -> Iterator[Read]:
    """Declarations any of whose items is in the batch, their current items of one gas added up."""
    gas = of_gas(lines_of(warehouse))
    current = warehouse.current("declarations")
    beside = current.select(
        "row_ref", "batch_id", "ucr", "office", "gross_mass_g", "published_on", "documents", "status",
        the_transport=current.transport, the_procedure=current.procedure,
    )  # fmt: skip
    rows = gas.join(beside, "row_ref", rname="of_{name}")
    rows = ibis.memtable(rows.filter(rows.regime.isin(list(_REGIMES))).to_pyarrow())
    touched = rows.filter(rows.batch_id == library_id).select("source", "declaration_id").distinct()
    rows = rows.semi_join(touched, ["source", "declaration_id"])
    outward = rows.filter(rows.regime != "import")
    boxes = outward.filter(outward.container.notnull()).select(box=outward.container).distinct()
    temporary = rows.the_procedure.left(1).isin(_FOR_A_TIME).fill_null(False)
    rows = rows.mutate(is_temporary=temporary & rows.regime.isin(["export", "import"]))
    cites = (
        (rows.regime != "import") | rows.ucr.notnull() | rows.previous_document.notnull() | rows.is_temporary
    )
    rows = rows.mutate(cites=cites).left_join(boxes, [("container", "box")])
    rows = rows.filter(rows.cites | rows.box.notnull())
    keys = ["source", "declaration_id", "regime", "goods"]
    told = rows.group_by(keys).agg(
        day=rows.lodged_on.min(), net_g=rows.mass_g.sum(), gross_g=rows.gross_mass_g.sum(),
        packages=rows.packages.sum(), refs=rows.row_ref.collect().sort(), historical=rows.historical.max(),
        told=rows.published_on.max(), is_recovered=rows.text_recovered.max(), is_temporary=rows.is_temporary.max(),
        **{name: rows[name].max() for name in (
            "ucr", "office", "dispatch", "destination", "container", "licence_id", "previous_document",
            "the_transport", "consignee", "importer", "exporter", "description", "status")},
    )  # fmt: skip
    for row in told.order_by(keys).limit(MOST).to_pyarrow().to_pylist():
        leg = _REGIMES[row["regime"]]
        leaves = leg in (Leg.EXPORT, Leg.RE_EXPORT, Leg.TRANSIT)
        values = LegValues(
            leg=leg, net_g=row["net_g"], gross_g=row["gross_g"] or None, packages=row["packages"] or None,
            day=row["day"], is_departure=leaves, historical=bool(row["historical"]),
            temporary=bool(row["is_temporary"]),
            cancelled=(row["status"] or "") == "cancelled", nature="recovered" if row["is_recovered"] else "",
            **_texts(
                paper=row["declaration_id"], substance=row["goods"], previous=row["previous_document"],
                own_ucr=row["ucr"], office=row["office"], country_from=row["dispatch"],
                country_to=row["destination"], container=row["container"], licence=row["licence_id"],
                vehicle=row["the_transport"], consignee=row["consignee"] or row["importer"],
                operator=row["importer"] if leg in (Leg.FREE_ZONE, Leg.WAREHOUSE) else row["exporter"],
            ),
        )  # fmt: skip
        if values.paper and values.substance:
            yield Read(SaidBy.DECLARATION, str(row["told"] or ""), row["refs"], values)


def _moved(warehouse: Warehouse, library_id: str) -> Iterator[Read]:
    """Messages about movements of a gas named in them, by its code, or by an item of their declaration."""
    legs = warehouse.current("movements")
    legs = legs.filter((legs.batch_id == library_id) & legs.movement_id.notnull())
    gas = of_gas(lines_of(warehouse))
    goods = gas.group_by("source", "declaration_id").agg(goods=gas.goods.max(), gas_net_g=gas.mass_g.sum())
    held = legs.left_join(goods, ["source", "declaration_id"], rname="of_{name}")
    codes = sorted({code for _, *found in relevant_codes() for code in found})
    coded = ibis.ifelse(held.hs_code.isin(codes), held.hs_code, ibis.null("string"))
    held = held.mutate(what=ibis.coalesce(held.substance, held.goods, coded))
    held = held.filter(held.what.notnull()).order_by(["movement_id", "leg", "row_ref"]).limit(MOST)
    for row in held.to_pyarrow().to_pylist():
        yield from _legs_of(row)


def _legs_of(row: Mapping[str, Any]) -> Iterator[Read]:
    """The ends that one message tells of."""
    regime, what = row["regime"] or "transit", row["leg"] or ""
    paper = row["declaration_id"] or row["movement_id"]
    net_g = row["net_mass_g"] or row["gas_net_g"]
    for leg, leaves, day, mass_g in _ends(regime, what, row, net_g):
        texts = _texts(
            paper=paper, substance=row["what"], previous=row["previous_document"], own_ucr=row["ucr"],
            office=row["office"], country_from=row["from_country"], country_to=row["to_country"],
            container=row["container"], vehicle=row["vehicle"], seals=", ".join(row["seals"] or ()),
            consignee=row["consignee"], operator=row["holder"],
            zone=row["place"] if regime in ("free zone", "warehouse") else "",
        )  # fmt: skip
        values = LegValues(
            leg=leg, net_g=mass_g, is_departure=leaves, day=day, limit_on=row["limit_on"],
            gross_g=row["gross_mass_g"], packages=row["packages"], route=tuple(row["route"] or ()),
            historical=bool(row["historical"]), cancelled=what == "cancelled", **texts,
        )  # fmt: skip
        yield Read(
            SaidBy.MOVEMENT, str(row["published_on"] or row["event_on"] or ""), [row["row_ref"]], values
        )


def _ends(
    regime: str, what: str, row: Mapping[str, Any], net_g: int | None
) -> Iterator[tuple[Leg, bool, Any, int | None]]:
    day = row["event_on"]
    if regime in ("free zone", "warehouse"):
        if what in _ARRIVED:
            yield (
                (Leg.FREE_ZONE if regime == "free zone" else Leg.WAREHOUSE),
                False,
                row["arrived_on"] or day,
                net_g,
            )
        elif what in _LEFT:
            yield Leg.RE_EXPORT, True, row["departed_on"] or day, net_g
        elif what == "discharge":  # the operator wrote the goods off: nothing of them is left there
            yield Leg.COUNT, False, row["discharged_on"] or day, 0
        return
    leaving = {"transit": Leg.TRANSIT, "export": Leg.EXPORT, "re-export": Leg.RE_EXPORT}.get(regime)
    if what in (*_LEFT, "cancelled") and leaving:
        yield leaving, True, row["departed_on"] or day, net_g
    elif what in _ARRIVED and regime == "import":
        yield Leg.IMPORT, False, row["arrived_on"] or day, net_g
    elif what in _ARRIVED and leaving and what != "border":
        yield Leg.TRANSIT, False, row["arrived_on"] or day, net_g
    elif what == "discharge" and leaving:
        yield Leg.DISCHARGE, False, row["discharged_on"] or row["arrived_on"] or day, net_g


def _texts(**said: str | None) -> dict[str, Any]:
    """Each on one line that both databases take, no longer than its column."""
    return {
        name: " ".join(str(text or "").replace("\x00", " ").split())[: _TEXTS[name]]
        for name, text in said.items()
    }
