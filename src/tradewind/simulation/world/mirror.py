"""Trade in gas as both sides publish it: what home's declarations add up to, and what left the places of dispatch.

The partner counts what was shipped, under its own code, whatever is declared here; and between two honest offices stand
routes, months and habits, so that 57 % of the ratios lie within 0.5 to 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.simulation.world.catalogue import CODE, COUNTRIES, GWP, OLDER_CODE, Ints
from tradewind.simulation.world.drafts import REGIME, Draft
from tradewind.simulation.world.masses import Masses
from tradewind.simulation.world.scene import Scene

_CODES: Final = tuple(sorted({*CODE, *OLDER_CODE}))
_KEYS: Final = (
    "reporter",
    "partner",
    "flow",
    "period_start",
    "period_end",
    "hs_edition",
    "hs_code",
    "valuation",
    "source",
)
#: Freight and insurance, as a share of the value at the place of dispatch (assumed).
_FREIGHT: Final = 0.08


def flows(scene: Scene, seed: int, draft: Draft, away: Draft, masses: Masses, lines: pa.Table) -> pa.Table:
    """Rows of `trade_flows` of one region's month: imports of home and exports of its partners, by code of gas.

    `away` are consignments that were never declared. Tables of several regions are added by `added`.
    """
    own = draft["regime"] == REGIME["import"]
    code = pc.index_in(lines["hs_code"].combine_chunks(), value_set=pa.array(_CODES)).fill_null(-1).to_numpy()
    own &= (code >= 0) & (draft["dispatch"] >= 0)
    usd = lines["value_minor"].to_numpy() * np.where(np.asarray(pc.equal(lines["currency"], "EUR")), 1.1, 1.0)
    home = _summed(scene, draft["dispatch"][own], code[own], masses.net_g[own], usd[own], is_home=True)
    # what was in the boxes, and what came without any paper, left a partner as what it is
    shipped = (draft["regime"] == REGIME["import"]) & (draft["dispatch"] >= 0) & (masses.held_g > 0)
    gas: Any = np.where(draft["hidden_gas"] >= 0, draft["hidden_gas"], draft["gas"])
    shipped &= gas >= 0
    sent = np.concatenate([draft["dispatch"][shipped], scene.random.choice(np.arange(8), len(away["gas"]))])
    which = np.concatenate([gas[shipped], away["gas"]])
    mass = np.concatenate([masses.held_g[shipped], away["illegal_g"]]).astype(np.float64)
    # most of a pair's gap stays from month to month (assumed: nine tenths of its spread)
    lasting, passing = (
        np.random.default_rng([seed, stream, 9]).normal(0, part, (len(COUNTRIES), len(_CODES)))
        for stream, part in ((0, 0.9), (scene.month + 3, 0.436))
    )
    ratio = (lasting + passing) * scene.said.market.mirror_spread
    theirs = np.array([_CODES.index(c) for c in CODE])[which]
    mass *= np.exp(ratio[sent, theirs])
    known = GWP[which] > 0
    cents = mass / 1000 * scene.market.abroad[which] * 100
    away_rows = _summed(scene, sent[known], theirs[known], mass[known], cents[known], is_home=False)
    return pa.concat_tables([home, away_rows])


def _summed(scene: Scene, place: Any, code: Ints, mass_g: Any, cents: Any, *, is_home: bool) -> pa.Table:
    keys, of = np.unique(place.astype(np.int64) * 1000 + code, return_inverse=True)
    where = pa.array(COUNTRIES).take(pa.array(keys // 1000))
    count, home = len(keys), pa.repeat(pa.scalar(scene.said.traffic.home), len(keys))
    worth = np.bincount(of, weights=cents, minlength=count) * (1 if is_home else 1 / (1 + _FREIGHT))
    fixed = {"flow": "import" if is_home else "export", "hs_edition": "2022", "valuation": "cif" if is_home else "fob",
             "source": "invented"}  # fmt: skip
    return pa.table({
        "reporter": home if is_home else where, "partner": where if is_home else home,
        "period_start": pa.repeat(pa.scalar(scene.first), count),
        "period_end": pa.repeat(pa.scalar(scene.first + timedelta(days=scene.length - 1)), count),
        "hs_code": pa.array(_CODES).take(pa.array(keys % 1000)),
        "net_mass_g": pa.array(np.bincount(of, weights=mass_g, minlength=count).astype(np.int64)),
        "value_usd_cents": pa.array(worth.astype(np.int64)), **{k: pa.repeat(pa.scalar(v), count) for k,
        v in fixed.items()},
    })  # fmt: skip


def added(tables: Sequence[pa.Table]) -> pa.Table:
    """The flows of several regions as one table, masses and values added by flow."""
    made = pa.concat_tables(tables).group_by(_KEYS, use_threads=False).aggregate(
        [("net_mass_g", "sum"), ("value_usd_cents", "sum")]
    )  # fmt: skip
    return made.rename_columns([n.removesuffix("_sum") for n in made.column_names]).sort_by(
        [
            ("reporter", "ascending"),
            ("partner", "ascending"),
            ("hs_code", "ascending"),
            ("period_start", "ascending"),
        ]
    )
