"""Global emissions from measured mole fractions, by one well-mixed box.

    E = k f (dC/dt + C / lifetime)      k = moles of dry air x molar mass x 1e-12

C is the mean mole fraction of a calendar year, dC/dt half the difference of the years on both sides, and f the
ratio of the mean over the whole atmosphere to that at the surface, where the networks measure: the stratosphere
holds less. One box knows no transport: a year can be off by more than its interval where the exchange with the
stratosphere was unusual, and a run of years is worth more than one.

Interval: 90 %, from the lifetime, the repeatability of the two outer years and f, taken as independent. It does
not hold the scale's own uncertainty, which shifts all years alike.

Sources: mass of dry air 5.1352e18 kg (Trenberth and Smith 2005, J. Climate 18, 864); lifetimes in
`reference/data/lifetimes.csv`; the method is that of the Scientific Assessments of Ozone Depletion.
"""

from __future__ import annotations

from typing import Final

import ibis
import pyarrow as pa

from tradewind.reference.rows import read

_AIR_MOLES: Final = 5.1352e21 / 28.9647
#: kt of a gas per ppt of it and gram of its molar mass.
KT_PER_PPT_GRAM: Final = _AIR_MOLES * 1e-12 / 1e9
#: Mean of the atmosphere over the surface, and its standard deviation: assumed for every gas.
FILL: Final = 0.97
FILL_SD: Final = 0.02
#: Standard deviation of a lifetime, relative. Assumed for every gas after CFC-11, whose most likely range is 43 to
#: 67 years at two standard deviations (SPARC 2013; from memory).
LIFETIME_SD: Final = 0.115
#: Repeatability of a year's mean where the series states none; assumed.
_REPEATABILITY: Final = 0.003
#: Share of a year that must be covered for its mean to count.
_COVERED: Final = 0.8
_NINETY: Final = 1.645


def yearly_means(atmosphere: ibis.Table) -> ibis.Table:
    """One row a source, network, substance and calendar year: `ppt`, its standard deviation `sd_ppt`."""
    rows = atmosphere.filter(atmosphere.mole_fraction_ppt.notnull())
    days = rows.observed_to.delta(rows.observed_from, unit="day").cast("int64") + 1
    rows = rows.mutate(year=rows.observed_from.year().cast("int64"), days=days)
    stated = rows.uncertainty_ppt.pow(2).mean().sqrt() / rows.count().sqrt()
    means = rows.group_by(["source", "network", "substance", "year"]).agg(
        ppt=(rows.mole_fraction_ppt * rows.days).sum() / rows.days.sum(),
        sd_ppt=ibis.coalesce(stated, rows.mole_fraction_ppt.mean() * _REPEATABILITY),
        days=rows.days.sum(),
    )
    return means.filter(means.days >= _COVERED * 365)


def emissions(means: ibis.Table, gases: ibis.Table | None = None) -> ibis.Table:
    """One row a source, substance and year with a year on both sides: `low_kt`, `mid_kt`, `high_kt`.

    `gases` has substance, lifetime_years and molar_mass_g; by default those of the reference.
    """
    key = ["source", "network", "substance"]
    before = means.select(*key, year=means.year + 1, ppt_before=means.ppt, sd_before=means.sd_ppt)
    after = means.select(*key, year=means.year - 1, ppt_after=means.ppt, sd_after=means.sd_ppt)
    rows = means.join(before, [*key, "year"]).join(after, [*key, "year"])
    rows = rows.join(ibis.memtable(lifetimes()) if gases is None else gases, "substance")
    kt = rows.molar_mass_g * (KT_PER_PPT_GRAM * FILL)
    rows = rows.mutate(
        lost_kt=kt * rows.ppt / rows.lifetime_years,
        gained_kt=kt * (rows.ppt_after - rows.ppt_before) / 2,
        gained_sd=kt * (rows.sd_before.pow(2) + rows.sd_after.pow(2)).sqrt() / 2,
    )
    rows = rows.mutate(mid_kt=rows.lost_kt + rows.gained_kt)
    variance = (
        (rows.lost_kt * LIFETIME_SD).pow(2) + rows.gained_sd.pow(2) + (rows.mid_kt * (FILL_SD / FILL)).pow(2)
    )
    rows = rows.mutate(half=variance.sqrt() * _NINETY)
    return rows.select(
        *key,
        "year",
        "lifetime_years",
        "mid_kt",
        low_kt=rows.mid_kt - rows.half,
        high_kt=rows.mid_kt + rows.half,
    )


def lifetimes() -> pa.Table:
    """The gases of the reference: substance, lifetime_years, molar_mass_g."""
    rows = read("lifetimes")
    return pa.table(
        {
            "substance": [row["designation"] for row in rows],
            "lifetime_years": [float(row["lifetime_years"]) for row in rows],
            "molar_mass_g": [float(row["molar_mass_g"]) for row in rows],
        }
    )
