"""Two accounts of one flow as the picture tells them: how a pair lies, and every number it was judged by.

Nothing is judged here: `detectors.mirror` did, and a sceptic can recompute it from these numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from tradewind.detectors.mirror import Comparison, Measured, Parameters
from tradewind.detectors.mirror.comparing import LEAST_GAP
from tradewind.detectors.mirror.findings import band
from tradewind.detectors.mirror.pairing import USD_PER_KG, Measure
from tradewind.fits.mirror_bands import HALF_BAND
from tradewind.languages import direction
from tradewind.picture.model import Standing
from tradewind.picture.setting import Setting
from tradewind.reference.hs import code_facts

Row = Mapping[str, Any]
#: Commodity, exporter, importer.
Pair = tuple[str, str, str]
#: The order in which people read them.
STANDINGS: Final[tuple[Standing, ...]] = ("outside", "inside", "small")
#: Key of a figure and its value: None where none is stated.
Figures = Mapping[str, str | float | int | None]


def pair_of(row: Row) -> Pair:
    """Which pair of accounts a row is about, without its year."""
    return row["commodity"], row["exporter"], row["importer"]


def rows_of(measured: Measured, own: str | None = None) -> list[Row]:
    """Every pair and year of one measure, those of the own Party only where it is given; what is missing first."""
    rows: list[Row] = measured.rows.to_pylist()
    kept = [r for r in rows if own is None or own in (r["exporter"], r["importer"])]
    return sorted(
        kept, key=lambda r: (STANDINGS.index(standing(r)), -r["gap_low"], -r["size"], pair_of(r), r["year"])
    )


def measures(compared: Comparison) -> list[Measured]:
    """Net mass first: kilograms carry no freight and no price."""
    return sorted(compared.measures, key=lambda m: m.measure != "mass")


def standing(row: Row) -> Standing:
    """Outside the 90 % band, inside it, or too small to judge: never scored."""
    if not row["judgeable"]:
        return "small"
    return "outside" if has_gap(row) or abs(row["away"]) > HALF_BAND else "inside"


def has_gap(row: Row) -> bool:
    """Whether something would be missing even at the low end of the gap."""
    return bool(row["gap_low"] >= LEAST_GAP)


def standing_words(kind: Standing, setting: Setting) -> str:
    """A standing in the words of the legend."""
    say = setting.say
    return {
        "outside": say("outside the band"), "inside": say("inside the band"), "small": say("too small to judge"),
    }[kind]  # fmt: skip


def lies(row: Row, setting: Setting) -> str:
    """How a pair lies, and why nothing need be missing where it lies outside all the same."""
    say, kind = setting.say, standing(row)
    if kind != "outside":
        return standing_words(kind, setting)
    if has_gap(row):
        return say("outside the band of its own past") if row["by_change"] else standing_words(kind, setting)
    if row["unit_error"]:
        return say("outside the band by about a thousand, as an error of units is; nothing need be missing")
    if row["timing"] > 0:
        return say("outside the band, but the year before or after makes up for it; nothing need be missing")
    return say("outside the band, but nothing need be missing")


def amount(value: float, measure: Measure, setting: Setting) -> str:
    """A figure of a measure in words: a mass, or US dollars."""
    return setting.mass(value) if measure == "mass" else setting.money(value)


def unit_of(measure: Measure, setting: Setting) -> str:
    """The unit figures of a measure are in."""
    return setting.say("kg") if measure == "mass" else setting.say("USD")


def goods(commodity: str) -> str:
    """What a commodity covers, in the words of its newest code."""
    code, _, edition = commodity.rpartition("-")
    return code_facts(code, edition).words


def expectation(row: Row) -> tuple[float, float]:
    """Centre and scale of ln(import / export) that the gap was judged by: among pairs, or of its own past."""
    if row["by_change"]:
        return row["centre"] + row["change_middle"], row["change_scale"]
    return row["centre"], row["scale"]


def labels(measured: Measured, setting: Setting) -> list[tuple[str, str]]:
    """Key and label of every number of a pair, in the order in which one recomputes them."""
    say = setting.say
    unit = unit_of(measured.measure, setting)
    size = say("Size, ln USD")
    if measured.measure == "mass":
        size = say("Size, ln USD at %(x)s USD a kg") % {"x": setting.number(USD_PER_KG)}
    others = [
        (
            f"low_at_{f:g}",
            say("Gap at least, were the factor %(x)s, %(unit)s") % {"x": setting.number(f), "unit": unit},
        )
        for f in measured.other_factors
    ]
    return [
        ("sent", say("Export as the exporter says, E, %(unit)s") % {"unit": unit}),
        ("got", say("Import as the importer says, I, %(unit)s") % {"unit": unit}),
        ("from", say("Expected import from, %(unit)s") % {"unit": unit}),
        ("to", say("Expected import to, %(unit)s") % {"unit": unit}),
        ("missing", say("Side that reports less")), ("low", say("Gap at least, %(unit)s") % {"unit": unit}),
        ("mid", say("Gap, middle, %(unit)s") % {"unit": unit}),
        ("high", say("Gap at most, %(unit)s") % {"unit": unit}), *others,
        ("timing", say("Too much in the years beside, t, %(unit)s") % {"unit": unit}),
        ("centre", say("Centre c, expected ln(I/E)")), ("scale", say("Scale s, factor included")),
        ("factor", say("Factor f")), ("size", size), ("against", say("Judged against")),
        ("calibrated", say("Calibrated on")),
    ]  # fmt: skip


def figures(row: Row, measured: Measured, setting: Setting) -> Figures:
    """Every number of a pair by the keys of `labels`; a gap only where something must be missing."""
    say = setting.say
    centre, scale = expectation(row)
    low, high = band(row)
    is_missing = has_gap(row)
    gap = {"low": row["gap_low"], "mid": row["gap_mid"], "high": row["gap_high"]}
    gap |= {key: row[key] for key in (f"low_at_{f:g}" for f in measured.other_factors)}
    against = say("all pairs")
    if row["by_change"]:
        against = say("its own past; number of years: %(n)s") % {"n": row["years_past"]}
    factor = say("%(x)s, fitted") if measured.factor_fitted else say("%(x)s, assumed")
    return {
        "sent": row["exported"], "got": row["imported"], "from": low, "to": high,
        "missing": side(row, setting) if is_missing else None,
        **{key: value if is_missing else None for key, value in gap.items()},
        "timing": row["timing"], "centre": centre, "scale": scale,
        "factor": factor % {"x": setting.number(measured.factor)}, "size": row["size"], "against": against,
        "calibrated": calibrated(row, measured, setting),
    }  # fmt: skip


def side(row: Row, setting: Setting) -> str:
    """The Party whose account is the smaller one for what is expected."""
    return setting.place(row["importer"] if row["missing"] == "import" else row["exporter"])


def calibrated(row: Row, measured: Measured, setting: Setting) -> str:
    """What the expectation was fitted on."""
    say = setting.say
    if measured.basis == "product pairs":
        return say("pairs of products, %(year)s") % {"year": row["basis_year"]}
    if measured.basis == "shipped":
        return say("totals over all goods of 2009, shipped with Tradewind")
    return say("totals over all goods, %(year)s") % {"year": row["basis_year"]}


def formula(measured: Measured, setting: Setting) -> tuple[str, str]:
    """A line by which the numbers of a table can be recomputed by hand, and what its letters mean."""
    most = 1 + (Parameters().most_freight if measured.measure == "value" else 0.0)
    half = f"{HALF_BAND:.4f}"
    capped = "E" if most == 1 else f"{most:g} E"
    signs = (
        f"from, to = E exp(c ∓ {half} s);  I < E exp(c): gap = min({capped}, E exp(c + {half} k s)) − I;  "
        f"I > E exp(c): gap = min(I, I exp({half} k s − c)) − E;  gap(−1) − t;  gap ≥ 0"
    )
    if direction(setting.language) == "rtl":
        # A formula runs from the left in every language.
        signs = f"\u2066{signs}\u2069"
    return signs, setting.say(
        "Recomputed by the line above: k is −1, 0 and +1 for the gap at least, middle and at most, and t is taken"
        " off the first. The scale s is the one calibrated for this size, times f. Figures are rounded here, not in"
        " the workbook."
    )


def off_by(row: Row) -> float:
    """By what factor one of the two figures would have to be wrong for the pair to lie on its band."""
    low, high = band(row)
    return math.exp(
        math.log(low / row["imported"]) if row["missing"] == "import" else math.log(row["imported"] / high)
    )
