"""What others hold besides declarations: quotas and licences of the year, movements of transit, stock of the zones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa

from tradewind.simulation.world import licences
from tradewind.simulation.world.catalogue import CODE, GASES, GWP, Ints
from tradewind.simulation.world.drafts import KIND, LICENCE, REGIME, Draft
from tradewind.simulation.world.masses import Masses
from tradewind.simulation.world.scene import Scene
from tradewind.simulation.world.traders import Traders
from tradewind.tables import table

#: A key of a holder and a gas in one number.
_BASE: Final = 100
#: Days within which a transit has to end (assumed).
_LIMIT_DAYS: Final = 8
_STEP_G: Final = 10_000


@dataclass(slots=True)
class Ledger:
    """Balances that last: quota given and used by holder and gas, licences of the year and what was brought under
    them, stock of the zone, legs that are still to come."""

    quota: dict[int, int] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    yearly: dict[int, int] = field(default_factory=dict)
    drawn: dict[int, int] = field(default_factory=dict)
    late: list[dict[str, Any]] = field(default_factory=list)
    zone: dict[int, int] = field(default_factory=dict)
    legs: list[dict[str, Any]] = field(default_factory=list)


def open_year(scene: Scene, ledger: Ledger, typical_g: float) -> tuple[list[dict[str, Any]], pa.Table]:
    """Quotas and licences of the year for every dealer and each of its gases; uses begin at nothing again."""
    random, dealers = scene.random, scene.have["dealers"]
    weight = np.clip(scene.traders.facts["weight"][dealers], 0.3, 8)
    who = np.repeat(dealers, 3)
    which = scene.traders.gases[dealers].reshape(-1).astype(np.int64)
    expected = np.repeat(weight / weight.mean(), 3) * typical_g / 3
    ledger.used.clear()
    ledger.drawn.clear()
    mass = _steps(expected * random.uniform(1.0, 3.0, len(who)))
    ledger.yearly = dict(zip((who * _BASE + which).tolist(), mass.tolist(), strict=True))
    ledger.quota = dict(
        zip(
            (who * _BASE + which).tolist(),
            _steps(mass * random.uniform(1.1, 2.5, len(who))).tolist(),
            strict=True,
        )
    )
    rows = _quota_rows(scene.traders, scene.first.year, ledger.quota)
    return rows, licences.yearly(scene, who, which, mass)


def new_yearly(scene: Scene, ledger: Ledger, draft: Draft, masses: Masses) -> pa.Table:
    """Licences of the year that are issued when a holder first asks for one for a gas, and those that are amended
    because what they are for is nearly brought: no office clears on under a licence that is used up. Some amendments
    reach the register a month late."""
    asked = (draft["licence"] == LICENCE["yearly"]) & (draft["says_gas"] >= 0)
    keys, first, of = np.unique(
        draft["trader"][asked] * _BASE + draft["says_gas"][asked], return_index=True, return_inverse=True
    )
    meant = _meant(draft, masses)[asked]
    drawn = np.bincount(of, weights=meant, minlength=len(keys)) + [
        ledger.drawn.get(k, 0) for k in keys.tolist()
    ]
    ledger.drawn |= dict(zip(keys.tolist(), drawn.astype(np.int64).tolist(), strict=True))
    held = np.array([ledger.yearly.get(k, 0) for k in keys.tolist()])
    late = scene.chance(len(keys), scene.said.papers.quota_late)
    short = (held == 0) | ((drawn > held) & ~late)
    mass = np.where(held == 0, meant[first] * scene.random.uniform(1.5, 6, len(keys)), 0.0)
    mass = _steps(np.maximum(mass, drawn * scene.random.uniform(1.1, 2.5, len(keys))))[short]
    ledger.yearly |= dict(zip(keys[short].tolist(), mass.tolist(), strict=True))
    return licences.yearly(scene, keys[short] // _BASE, keys[short] % _BASE, mass)


def quotas(scene: Scene, ledger: Ledger, draft: Draft, masses: Masses) -> list[dict[str, Any]]:
    """Transfers of the month: who trades lawfully buys quota before it runs out; some transfers are written down late.

    Consignments under small permits need none, and who means to go beyond a quota buys none.
    """
    said = scene.said.papers
    counted = (
        np.isin(draft["licence"], [LICENCE["single"], LICENCE["yearly"]]) & (draft["says_gas"] >= 0)
        & (draft["regime"] == REGIME["import"]) & (GWP[np.maximum(draft["says_gas"], 0)] > 0)
    )  # fmt: skip
    keys = draft["trader"][counted] * _BASE + draft["says_gas"][counted]
    grams = _meant(draft, masses)[counted]
    buys = np.ones(int(keys.max()) + 1 if len(keys) else 0, dtype=bool)
    buys[keys[draft["method"][counted] == 7]] = False
    raised: dict[int, int] = {}
    for key, mass in zip(keys.tolist(), grams.astype(np.int64).tolist(), strict=True):
        ledger.used[key] = ledger.used.get(key, 0) + mass
        if buys[key] and ledger.used[key] > ledger.quota.get(key, 0):
            raised[key] = int(_steps(np.array([ledger.used[key] * scene.random.uniform(1.05, 1.6)]))[0])
            ledger.quota[key] = raised[key]
    rows = _quota_rows(scene.traders, scene.first.year, raised)
    late = scene.chance(len(rows), said.quota_late)
    told = ledger.late + [r for r, is_late in zip(rows, late.tolist(), strict=True) if not is_late]
    # a transfer of this month takes the place of one that came late
    now = list({(r["holder_id"], r["substance"]): r for r in told}.values())
    ledger.late = [r for r, is_late in zip(rows, late.tolist(), strict=True) if is_late]
    return now


def _meant(draft: Draft, masses: Masses) -> Any:
    """Grams of each line as its trader knows them: a unit written wrongly is not what a ledger counts."""
    return np.where(draft["pack"] >= 0, draft["count"] * draft["size_g"], masses.net_g)


def movements(
    scene: Scene, ledger: Ledger, draft: Draft, masses: Masses, lines: pa.Table
) -> list[dict[str, Any]]:
    """Legs of the month's transits, and those of earlier ones that end in it."""
    rows = np.flatnonzero(draft["regime"] == REGIME["transit"])
    cells = lines.take(pa.array(rows)).to_pylist()
    # 0 in time, 1 after its time, 2 in time but the message was lost, 3 never
    for row, line in zip(rows.tolist(), cells, strict=True):
        how, on = int(draft["discharged"][row]), line["lodged_on"]
        limit = on + timedelta(days=_LIMIT_DAYS)
        arrived = on + timedelta(days=int(scene.random.integers(2, 7)))
        ended = arrived + timedelta(days=int(scene.random.integers(0, 2)))
        if how == 1:
            ended = limit + timedelta(days=int(scene.random.integers(1, 15)))
        base = {
            "movement_id": line["declaration_id"], "declaration_id": line["declaration_id"], "regime": "transit",
            "limit_on": limit, "from_country": line["dispatch"], "to_country": line["destination"],
            "from_office": line["office"], "to_office": "INVENTED ABROAD", "holder_id": line["declarant_id"],
            "holder": line["declarant"], "consignee": line["consignee"], "vehicle": line["transport"],
            "container": line["container"], "route": line["route"], "items": 1,
            "packages": line["packages"], "net_mass_g": line["net_mass_g"], "gross_mass_g": line["gross_mass_g"],
            "hs_code": line["hs_code"], "status": "invented", "source": "invented",
        }  # fmt: skip
        ledger.legs.append(
            base | {"leg": "departure", "office": line["office"], "event_on": on, "departed_on": on}
        )
        if how in (0, 1):
            away = {"office": "INVENTED ABROAD", "arrived_on": arrived}
            if scene.random.random() < 0.7:
                ledger.legs.append(base | away | {"leg": "arrival", "event_on": arrived})
            ledger.legs.append(base | away | {"leg": "discharge", "event_on": ended, "discharged_on": ended})
    del masses
    last = scene.first + timedelta(days=scene.length)
    due = [leg for leg in ledger.legs if leg["event_on"] < last]
    ledger.legs = [leg for leg in ledger.legs if leg["event_on"] >= last]
    return due


def zone_stock(scene: Scene, ledger: Ledger, draft: Draft) -> list[dict[str, Any]]:
    """What each holder had in the zone at the end of the month: in, out, and what was counted."""
    came: dict[int, float] = {}
    lost: dict[int, float] = {}
    went: dict[int, float] = {}
    mass = draft["count"] * draft["size_g"]
    for row in np.flatnonzero(draft["regime"] == REGIME["free zone"]).tolist():
        key = int(draft["trader"][row]) * _BASE + int(draft["says_gas"][row])
        came[key] = came.get(key, 0) + mass[row]
        lost[key] = lost.get(key, 0) + mass[row] * draft["missing"][row]
    known = set(came) | set(ledger.zone)
    for row in np.flatnonzero(
        (draft["regime"] == REGIME["re-export"]) & (draft["kind"] == KIND["re-export"])
    ).tolist():
        key = int(draft["trader"][row]) * _BASE + int(draft["says_gas"][row])
        if key in known and draft["method"][row] == 0:
            room = ledger.zone.get(key, 0) + came.get(key, 0) - lost.get(key, 0) - went.get(key, 0)
            went[key] = went.get(key, 0) + min(mass[row], max(room, 0))
    names, numbers = scene.traders.text("name"), scene.traders.text("id")
    last, made = scene.first + timedelta(days=scene.length - 1), []
    for key in sorted(known):
        opening, came_in, out = ledger.zone.get(key, 0), int(came.get(key, 0)), int(went.get(key, 0))
        missing = int(lost.get(key, 0))
        if not missing and scene.random.random() < scene.said.papers.zone_error:
            missing = int((opening + came_in - out) * scene.random.uniform(0.005, 0.2))
        closing = max(opening + came_in - out - missing, 0)
        who, which = divmod(key, _BASE)
        made.append({
            "zone": f"Invented Free Zone {who % 3 + 1}", "holder_id": numbers[who].as_py(),
            "holder": names[who].as_py(),
            "substance": GASES[which], "hs_code": CODE[which], "period_start": scene.first, "period_end": last,
            "opening_g": opening, "in_g": came_in, "out_g": out, "loss_g": 0, "closing_g": closing, "note": "invented",
            "source": "invented",
        })  # fmt: skip
        ledger.zone[key] = closing
    ledger.zone = {k: v for k, v in ledger.zone.items() if v > 0}
    return made


def rows_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as a table of the canonical columns that any of them has, in their types."""
    made = table(name)
    names = [n for n in (*made.names, "source") if any(n in row for row in rows)]
    return pa.table({n: pa.array([r.get(n) for r in rows], made.arrow.field(n).type) for n in names})


def _quota_rows(traders: Traders, year: int, given: dict[int, int]) -> list[dict[str, Any]]:
    names, numbers = traders.text("name"), traders.text("id")
    return [
        {
            "party": traders.said.traffic.home, "holder_id": numbers[key // _BASE].as_py(),
            "holder": names[key // _BASE].as_py(), "substance": GASES[key % _BASE], "year": year, "quota_mass_g": mass,
            "source": "invented",
        }
        for key, mass in sorted(given.items())
    ]  # fmt: skip


def _steps(mass_g: Any) -> Ints:
    steps: Ints = (np.maximum(mass_g, 0) // _STEP_G + 1).astype(np.int64)
    return steps * _STEP_G
