"""Frames of a few lines for tests of estimation: everything lawful and seen as it is, unless stated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tradewind.estimation import Frame
from tradewind.estimation.sensitivity import PERFECT

SEEN = {"": PERFECT}


def frame(
    mass: Sequence[float], drawn: Sequence[int] = (), found: dict[int, float | None] | None = None, *,
    p: float | Sequence[float] = 0.5, stratum: Sequence[int] | None = None, chosen: Sequence[int] = (),
    cluster: Sequence[int] | None = None, names: tuple[str, ...] = ("gas",),
) -> Frame:  # fmt: skip
    """A frame of lines of these masses. `drawn` and `chosen` are places; `found` are kg by place, None undecided."""
    count = len(mass)
    is_drawn = np.isin(np.arange(count), drawn)
    kg = np.where(is_drawn, 0.0, np.nan)
    for place, what in (found or {}).items():
        kg[place] = np.nan if what is None else what
    return Frame(
        names, np.array(stratum if stratum is not None else [0] * count, np.int64), np.array(mass, float), is_drawn,
        np.broadcast_to(np.array(p, float), count).copy(), np.isin(np.arange(count), chosen), kg,
        (np.array(cluster if cluster is not None else range(count), np.int64),), np.zeros(count, np.int64),
    )  # fmt: skip
