"""Whether the stated band holds: the share of the loaded pairs that lie inside it, by tenth of their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from tradewind.detectors.mirror import Measured
from tradewind.detectors.mirror.pairing import USD_PER_KG
from tradewind.fits.mirror_bands import HALF_BAND
from tradewind.picture import comparisons
from tradewind.picture.material import Material
from tradewind.picture.model import Column, Section, Share, Shares, Table
from tradewind.picture.setting import Setting

#: Fewer pairs than this draw nothing but chance.
LEAST_PAIRS: Final = 100
_EXPECTED: Final = 0.9
_TENTHS: Final = 10


def calibration_section(material: Material, setting: Setting) -> Section:
    """A chart a measure with enough pairs, judged or too small; else in words how many there are."""
    say = setting.say
    enough = [m for m in comparisons.measures(material.compared) if len(m.rows) >= LEAST_PAIRS]
    lead = [say("The band of two accounts is stated to hold nine in ten pairs, honest or not. Here that is counted"
                " over all loaded pairs, those too small to judge as well, in tenths from the smallest to the"
                " largest.")]  # fmt: skip
    counts: dict[str, int] = {m.measure: len(m.rows) for m in material.compared.measures}
    for measure, words in (
        ("mass", say("By net mass %(n)s pairs are loaded, too few to draw this chart; it takes %(least)s.")),
        ("value", say("By value %(n)s pairs are loaded, too few to draw this chart; it takes %(least)s.")),
    ):
        if counts.get(measure, 0) < LEAST_PAIRS:
            lead.append(words % {"n": counts.get(measure, 0), "least": LEAST_PAIRS})
    if any(not m.factor_fitted for m in enough):
        lead.append(say("By how much one product scatters more than totals is assumed here: a share above 90 % says"
                        " that the band is too wide, and gaps are stated too low."))  # fmt: skip
    tables = tuple(_table(m, setting) for m in enough)
    return Section(
        key="calibration", title=say("Does the band hold?"), lead=tuple(lead),
        figures=tuple(_figure(m, table, setting) for m, table in zip(enough, tables, strict=True)), tables=tables,
        sources=(say("Trade statistics of both sides, from the files listed under sources."),) if enough else (),
        caveats=(say("Years of one pair are not independent of each other, so chance leaves somewhat more than the"
                     " boxes show."),) if enough else (),
    )  # fmt: skip


def _table(measured: Measured, setting: Setting) -> Table:
    """A row a tenth: its sizes, how many pairs, how many inside, and what chance would leave of nine in ten."""
    say = setting.say
    size, away = (measured.rows[name].to_numpy() for name in ("size", "away"))
    unit, usd = (
        comparisons.unit_of(measured.measure, setting),
        USD_PER_KG if measured.measure == "mass" else 1.0,
    )
    rows = []
    for number, of in enumerate(np.array_split(np.argsort(size, kind="stable"), _TENTHS), 1):
        inside = int(np.sum(np.abs(away[of]) <= HALF_BAND))
        least, most = _chance(len(of))
        rows.append(
            {"tenth": number, "from": _size(size[of].min(), usd), "to": _size(size[of].max(), usd), "pairs": len(of),
             "inside": inside, "share": inside / len(of), "expected": _EXPECTED, "least": least, "most": most}
        )  # fmt: skip
    columns = (
        Column("tenth", say("Tenth of size, smallest first"), "count"),
        Column("from", say("Size from, %(unit)s") % {"unit": unit}, "number"),
        Column("to", say("Size to, %(unit)s") % {"unit": unit}, "number"), Column("pairs", say("Pairs"), "count"),
        Column("inside", say("Pairs inside the band"), "count"), Column("share", say("Share inside"), "number"),
        Column("expected", say("Share expected"), "number"), Column("least", say("Chance leaves at least"), "number"),
        Column("most", say("Chance leaves at most"), "number"),
    )  # fmt: skip
    title = (
        say("Pairs inside the band by net mass")
        if measured.measure == "mass"
        else say("Pairs inside the band by value")
    )
    under = say(
        "Inside: |ln(I/E) − c| at most %(x)s s, as under each pair of accounts. The size is the root of E times I."
    )
    return Table(
        f"calibration-{measured.measure}",
        title,
        columns,
        tuple(rows),
        under=(under % {"x": f"{HALF_BAND:.4f}"},),
    )


def _chance(count: int) -> tuple[float, float]:
    """Shares between which nine draws in ten of so many pairs lie when the band is right."""
    ends: Sequence[npt.NDArray[np.float64]] = stats.binom.ppf([0.05, 0.95], count, _EXPECTED)
    return float(ends[0]) / count, float(ends[1]) / count


def _size(log_usd: float, usd_a_unit: float) -> float:
    return float(np.exp(log_usd)) / usd_a_unit


def _figure(measured: Measured, table: Table, setting: Setting) -> Shares:
    say = setting.say
    shares = tuple(
        Share(
            str(row["tenth"]), row["share"], (row["least"], row["most"]), setting.percent(row["share"]),
            f"{setting.number(row['inside'])}/{setting.number(row['pairs'])}",
        )
        for row in table.rows
    )  # fmt: skip
    lowest = 0.5 if min(min(s.share, s.chance[0]) for s in shares) >= 0.5 else 0.0
    ticks = tuple((t, setting.percent(t)) for t in np.linspace(lowest, 1.0, 6).tolist())
    total = len(measured.rows)
    words = (
        say("share of the pairs that lie inside the band"), say("what chance leaves of nine in ten, in a tenth of"
                                                                " so many"),
        say("expected: 90 %"),
        say("tenth of size, smallest first; %(n)s pairs in all") % {"n": setting.number(total)},
    )  # fmt: skip
    description = say("Ten dots beside a line at 90 %; the table below gives each count.")
    return Shares(table.title, description, shares, _EXPECTED, ticks, words)
