"""Which movements of controlled gas in transit did not end as and where they should?

A movement is judged where it is of a controlled gas by its own substance or code, or by an item of its declaration.
Its legs are told as one: `limit_on` against the stated day (`Parameters.on`, else the last day that any movement of
the same source tells of), the way it is routed against the direct one, and its vehicle against where the same
vehicle was before. Distances are between main cities (`reference.geography`), so only large ones count. Movements
of another regime, cancelled ones and those loaded as the past raise nothing. Method 8 of the catalogue (goods sent
from Hamburg by Rotterdam "in transit" to Lithuania, stored in Poland); 4 for the route.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import ibis
import pyarrow as pa

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import folded
from tradewind.detectors.line_table import lines_of
from tradewind.detectors.subjects import SubjectDetector, sign_on
from tradewind.detectors.transit_texts import SIGNS
from tradewind.ledgers.clocks import DAYS, GRACE_DAYS, is_past
from tradewind.reference.geography import distance_km
from tradewind.reference.hs import relevant_codes

_DISCHARGED: Final = ("discharge",)
_ARRIVED: Final = ("arrival", "unloading")
_ASKED: Final = ("enquiry", "recovery")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`on`: the day on which limits are judged. `grace_days` after a limit, `discharge_days` after an arrival.

    A route backtracks where it is `detour` times the direct way and `least_detour_km` longer. A lorry with two
    drivers covers at most some `km_a_day` (Regulation (EC) No 561/2006: 10 hours' driving each, at 70 km/h).
    """

    on: date | None = None
    grace_days: int = GRACE_DAYS
    discharge_days: int = DAYS["discharge"]
    detour: float = 1.8
    least_detour_km: float = 500.0
    km_a_day: float = 1400.0


def see(warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    legs = warehouse.current("movements")
    whole = ibis.memtable(movements(legs, lines_of(warehouse), parameters).to_pyarrow())
    km = _distances(whole)
    return ibis.union(
        *_late(whole, parameters), *_detours(whole, km, parameters), *_vehicles(whole, km, parameters)
    )


def movements(legs: ibis.Table, lines: ibis.Table, parameters: Parameters) -> ibis.Table:
    """One row a movement in transit of controlled gas: the subject's columns, its days, route and vehicle."""
    past = legs.historical.fill_null(False)
    legs = legs.filter(
        ~past & legs.movement_id.notnull() & (legs.regime.isnull() | (legs.regime == "transit"))
    )
    on = _day_of(legs, parameters)
    told = legs.group_by("source", "movement_id").agg(
        declaration=legs.declaration_id.max(), said=legs.substance.max(), code=legs.hs_code.max(),
        party=legs.from_country.max(), partner=legs.to_country.max(), vehicle=folded(legs.vehicle).max(),
        period_start=ibis.coalesce(legs.departed_on.min(), legs.event_on.min()), limit_on=legs.limit_on.max(),
        arrived=ibis.coalesce(legs.arrived_on.max(), legs.event_on.max(where=legs.leg.isin(_ARRIVED))),
        discharged=ibis.coalesce(legs.discharged_on.max(), legs.event_on.max(where=legs.leg.isin(_DISCHARGED))),
        asked=legs.event_on.max(where=legs.leg.isin(_ASKED)), cancelled=(legs.leg == "cancelled").any(),
        mass_low_g=legs.net_mass_g.min(), mass_high_g=legs.net_mass_g.max(), rows=legs.row_ref.collect().sort(),
    )  # fmt: skip
    routed = legs.filter(legs.route.length() > 0)
    first = routed.mutate(at=ibis.row_number().over(
        group_by=["source", "movement_id"], order_by=["event_on", "row_ref"]))  # fmt: skip
    first = first.filter(first["at"] == 0).select("source", "movement_id", "route")
    gas = lines.filter(lines.in_frame).group_by("source", "declaration_id").agg(
        gas=lines.gas.max(), words=lines.code_words.max()
    )  # fmt: skip
    kept = told.filter(~told.cancelled.fill_null(False))
    held = kept.left_join(on, "source", rname="on_{name}")
    held = held.left_join(first, ["source", "movement_id"], rname="first_{name}")
    held = held.left_join(
        gas, [held.source == gas.source, held.declaration == gas.declaration_id], rname="gas_{name}"
    )
    ours = held.said.notnull() | held.gas_source.notnull() | held.code.isin(_codes())
    held = held.filter(ours.fill_null(False))
    return held.mutate(
        subject_id=held.movement_id, substance=ibis.coalesce(held.said, held.gas, held.words),
        period_end=ibis.coalesce(held.discharged, held.arrived, held.limit_on, held.period_start),
    )  # fmt: skip


def _day_of(legs: ibis.Table, parameters: Parameters) -> ibis.Table:
    """The day on which limits are judged, by source."""
    last = legs.group_by("source").agg(on=legs.event_on.max(), told=legs.published_on.max())
    known = ibis.coalesce(ibis.greatest(last.on, last.told), last.on, last.told)
    stated = ibis.literal(parameters.on) if parameters.on else known
    return last.select("source", on=stated)


def _late(whole: ibis.Table, parameters: Parameters) -> list[ibis.Table]:
    """Past the limit, arrived and not discharged, or asked after by the office itself."""
    open_ = whole.filter(whole.discharged.isnull() | (whole.discharged > whole.on))
    past = open_.filter(open_.arrived.isnull() & is_past(open_.on, open_.limit_on, parameters.grace_days))
    days = past.on.delta(past.limit_on, unit="day")
    arrived = open_.filter(is_past(open_.on, open_.arrived, parameters.discharge_days))
    asked = open_.filter(open_.asked <= open_.on)
    return [
        sign_on(past, "overdue", a=past.movement_id, b=past.limit_on, c=past.on, d=days,
                strength=ibis.least(1.0, 0.5 + days / 30)),
        sign_on(arrived, "not_discharged", a=arrived.movement_id, b=arrived.arrived, c=arrived.on,
                d=arrived.on.delta(arrived.arrived, unit="day")),
        sign_on(asked, "enquiry", a=asked.movement_id, b=asked.asked),
    ]  # fmt: skip


def _detours(whole: ibis.Table, km: ibis.Table, parameters: Parameters) -> list[ibis.Table]:
    """Movements whose way by the countries named is much longer than the direct one, as far as distances are known,
    and those that leave a country and come back to it. Inside one country the way round is a road like another."""
    routed = whole.filter(whole.route.notnull() & (whole.party != whole.partner))
    way = ibis.array([routed.party]).concat(routed.route).concat(ibis.array([routed.partner]))
    routed = routed.mutate(said_way=way.join(", "))
    stops = routed.select("source", "movement_id", way=way).unnest("way", offset="at").rename(place="way")
    of_way: dict[str, Any] = {"group_by": ["source", "movement_id"], "order_by": "at"}
    stops = stops.mutate(former=stops.place.lag().over(**of_way))
    stops = stops.filter(stops.former.isnull() | (stops.place != stops.former))
    again = stops.group_by("source", "movement_id", "place").agg(times=stops.count())
    again = again.filter(again.times > 1).group_by("source", "movement_id").agg(again=again.place.min())
    circles = routed.join(again, ["source", "movement_id"])
    known = stops.semi_join(km, stops.place == km.one)
    known = known.mutate(next=known.place.lead().over(**of_way))
    steps = known.join(km, [("place", "one"), ("next", "other")])
    ways = steps.group_by("source", "movement_id").agg(way_km=steps.km.sum())
    far = routed.join(ways, ["source", "movement_id"]).join(km, [("party", "one"), ("partner", "other")])
    far = far.filter(
        (far.way_km >= far.km * parameters.detour) & (far.way_km >= far.km + parameters.least_detour_km)
    )
    return [
        sign_on(far, "backtracks", a=far.movement_id, b=far.said_way, c=_whole(far.way_km), d=_whole(far.km)),
        sign_on(circles, "comes_back_to", a=circles.movement_id, b=circles.said_way, c=circles.again),
    ]


def _vehicles(whole: ibis.Table, km: ibis.Table, parameters: Parameters) -> list[ibis.Table]:
    """The same vehicle on two movements at once, or sooner than the way between them allows."""
    moving = whole.filter(whole.vehicle.notnull() & whole.period_start.notnull())
    before = {"group_by": ["source", "vehicle"], "order_by": ["period_start", "movement_id"]}
    moving = moving.mutate(
        ended=moving.arrived.lag().over(**before), place=moving.partner.lag().over(**before),
        started=moving.period_start.lag().over(**before), former=moving.movement_id.lag().over(**before),
        former_rows=moving["rows"].lag().over(**before),
    )  # fmt: skip
    moving = moving.filter(moving.ended.notnull()).mutate(rows=moving["rows"].concat(moving.former_rows))
    apart = (moving.party != moving.place) & (moving.period_start > moving.started)
    at_once = moving.filter(apart & (moving.period_start < moving.ended))
    after = moving.filter(moving.period_start >= moving.ended).join(
        km, [("place", "one"), ("party", "other")]
    )
    days = after.period_start.delta(after.ended, unit="day")
    soon = after.filter(after.km > (days + 1) * parameters.km_a_day)
    return [
        sign_on(at_once, "two_at_once", a=at_once.movement_id, b=at_once.vehicle, c=at_once.former, d=at_once.ended),
        sign_on(soon, "too_soon", a=soon.movement_id, b=soon.vehicle, c=soon.period_start.delta(soon.ended, unit="day"),
                d=_whole(soon.km)),
    ]  # fmt: skip


def _distances(whole: ibis.Table) -> ibis.Table:
    """Kilometres between every two places the movements name, both ways; a fit, so that the rest is one expression."""
    named = whole.select("party", "partner", "route").to_pyarrow().to_pylist()
    places = {p for row in named for p in (row["party"], row["partner"], *(row["route"] or ())) if p}
    pairs = [
        {"one": one, "other": other, "km": distance_km(one, other)}
        for one in sorted(places) for other in sorted(places)
    ]  # fmt: skip
    known = [row for row in pairs if row["km"] is not None]
    schema = pa.schema([("one", pa.string()), ("other", pa.string()), ("km", pa.float64())])
    return ibis.memtable(pa.Table.from_pylist(known, schema=schema))


def _codes() -> list[str]:
    return sorted({code for _, *codes in relevant_codes() for code in codes})


def _whole(value: Any) -> Any:
    return value.round(0).cast("int64")


DETECTOR: Final = SubjectDetector(
    name="transit", version="1.0",
    question="Which movements of controlled gas in transit did not end as and where they should?",
    needs=(("movements",),), family="route and regime", methods=("8", "4"), subject_kind="movement", signs=SIGNS,
    Parameters=Parameters, see=see,
)  # fmt: skip
