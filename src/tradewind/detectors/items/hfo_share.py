"""Does an importer's share of hydrofluoroolefins jump against its own past?

HFOs need no licence and no quota, so an HFC is declared as one. A calendar quarter of an importer is held against all
its months before, those loaded as the past included: its lines of gas by mass, HFO (by words or by subheading
2903.51 of HS 2022) against all. The HFO lines of a month that jumps carry the sign. Method 15 of the catalogue.

Markets do turn to HFOs, the more so the nearer a step of the phase-down, so that a jump is weak alone; the larger it
is, and the more lines before it, the fuller it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import INWARD, of_gas
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, kilograms, sign_rows

SIGNS: Final = {
    "share_jumps": Sign(
        Evidence(0.15, 0.095, MOVED),
        "HFOs are %(a)s %% of the gas this importer brought in during the month (%(b)s kg); of the %(d)s kg it "
        "brought in before they were %(c)s %%.",
        (
            "a customer that turned to HFOs, such as a maker of car air conditioning or of foam",
            "a step of the phase-down that makes HFOs the cheaper gas",
            "a first large delivery after samples",
        ),
        "ask the importer for its sales of HFO by customer; a field identifier tells HFO from HFC in minutes",
    )
}  # fmt: skip
#: Subheading of HFO-1234yf, HFO-1234ze and HFO-1336mzz(Z) since HS 2022.
_HFO_CODE: Final = "290351"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The past must hold `least_lines` and `least_past_kg`; the month `least_kg` of HFO and `jump` more share."""

    least_lines: int = 2
    least_past_kg: float = 1000.0
    least_kg: float = 500.0
    jump: float = 0.4


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    gas = of_gas(lines)
    named = (gas.hs_edition == "2022") & (gas.hs_code == _HFO_CODE) & ~gas.text_controlled.fill_null(False)
    gas = gas.mutate(
        who=gas.buyer, month=gas.lodged_on.truncate("M").cast("date"),
        hfo=gas.text_hfo.fill_null(False) | named.fill_null(False),
    )  # fmt: skip
    gas = gas.filter(gas.who.notnull() & gas.regime.isin(INWARD))
    months = gas.group_by("who", "month").agg(
        all_g=gas.mass_g.sum(), hfo_g=gas.mass_g.sum(where=gas.hfo).fill_null(0), items=gas.count()
    )
    past = {"group_by": "who", "order_by": "month", "rows": (None, -1)}
    before = months.mutate(
        past_g=months.all_g.sum().over(**past), past_hfo_g=months.hfo_g.sum().over(**past),
        past_items=months["items"].sum().over(**past),
    )  # fmt: skip
    before = before.mutate(share=before.hfo_g / before.all_g, past_share=before.past_hfo_g / before.past_g)
    jumped = before.filter(
        (before.past_items >= parameters.least_lines) & (before.past_g >= parameters.least_past_kg * 1000)
        & (before.hfo_g >= parameters.least_kg * 1000) & (before.share >= before.past_share + parameters.jump)
    )  # fmt: skip
    found = gas.filter(gas.hfo).join(jumped, ["who", "month"])
    rise = found.share - found.past_share
    known = ibis.least(1.0, 0.5 + found.past_items / 12)
    return sign_rows(
        found, "share_jumps", a=_percent(found.share), b=kilograms(found.hfo_g), c=_percent(found.past_share),
        d=kilograms(found.past_g), strength=ibis.least(1.0, 0.4 + rise * 0.75) * known,
    )  # fmt: skip


def _percent(share: ibis.Value) -> ibis.Value:
    return (share * 100).round(0).cast("int64")


DETECTOR: Final = LineDetector(
    name="hfo_share", version="1.0", question="Does an importer's share of HFOs jump against its own past?",
    needs=(("declarations",),), family="licence and quota", methods=("15",), signs=SIGNS, Parameters=Parameters,
    see=see, speaking_only=True,
)  # fmt: skip
