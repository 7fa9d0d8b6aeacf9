"""Does more come back as returned goods than ever left?

Returned goods are freed of licence and duty because they were here before. Where a line cites the export it undoes,
the two are compared; else everything one trader brought back of one gas up to that day with everything it sent out
before. That nothing left is said only where exports are loaded that are older than the line. Method 11 of the
catalogue ("US goods returned").

A return that exceeds the export it cites has hardly another reading than an error and weighs most; the sum over a
trader's past depends on how far back the loaded exports go, the more so where no export is found at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import OUTWARD, folded, of_gas
from tradewind.detectors.signs import Evidence, LineDetector, Sign, kilograms, sign_rows
from tradewind.ledgers.balance import exceeds

_EARLIER: Final = "the goods left before the exports that are loaded begin, or at another office"
_ANOTHER_NAME: Final = "the goods were exported by another company of the same group"
_GROSS: Final = "mass with the cylinders on one of the two declarations"
_EMPTIES: Final = "returned empty cylinders with a rest of gas, declared as gas"
_CHECK: Final = (
    "ask the trader for the export declaration that the return undoes and compare masses and cylinder numbers"
)

SIGNS: Final = {
    "more_than_export_cited": Sign(
        Evidence(0.3, 0.01),
        "%(a)s kg of %(b)s come back; the export it cites, %(c)s, took out %(d)s kg.",
        (_GROSS, "the return undoes several exports and cites one", _EMPTIES), _CHECK,
    ),
    "more_than_left": Sign(
        Evidence(0.2, 0.02),
        "With this line the trader has brought back %(a)s kg of %(b)s as returned goods; before %(c)s it had sent out "
        "%(d)s kg.",
        (_EARLIER, _ANOTHER_NAME, _GROSS, _EMPTIES), _CHECK,
    ),
    "nothing_left": Sign(
        Evidence(0.2, 0.03),
        "%(a)s kg of %(b)s come back as returned goods; no export of it by this trader is loaded, though exports from "
        "%(c)s on are.",
        (_EARLIER, _ANOTHER_NAME, _EMPTIES), _CHECK,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """`tolerance_share` is the share by which two weighings of the same cylinders may differ (assumed 5 %);
    `least_kg` the mass that must be in excess; `least_days` how much older than the line the loaded exports are."""

    tolerance_share: float = 0.05
    least_kg: float = 50.0
    least_days: int = 90


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    del warehouse
    gas = of_gas(lines)
    back = gas.filter(gas.regime == "returned").mutate(who=gas.buyer, cited=folded(gas.previous_document))
    out = gas.filter(gas.regime.isin(OUTWARD))
    out = out.select(
        who=out.seller, goods=out.goods, code=out.hs_code, day=out.lodged_on, out_g=out.mass_g,
        ref=out.row_ref, number=folded(out.declaration_id), declaration=out.declaration_id,
    )  # fmt: skip
    cited = _against_cited(back, out)
    matched = cited.select("row_ref")
    summed = _against_past(back.anti_join(matched, "row_ref"), out, parameters)
    more = cited.filter(_exceeds(cited.mass_g, cited.out_g, parameters))
    beyond = summed.filter(_exceeds(summed.back_g, summed.out_g, parameters))
    nothing = summed.filter(summed.out_g.isnull() & (summed.mass_g >= parameters.least_kg * 1000))
    return ibis.union(
        sign_rows(more, "more_than_export_cited", a=kilograms(more.mass_g), b=more.goods, c=more.declaration,
                  d=kilograms(more.out_g), rows=more.refs),
        sign_rows(beyond, "more_than_left", a=kilograms(beyond.back_g), b=beyond.goods, c=beyond.lodged_on,
                  d=kilograms(beyond.out_g), rows=beyond.refs),
        sign_rows(nothing, "nothing_left", a=kilograms(nothing.mass_g), b=nothing.goods, c=nothing.first_day),
    )  # fmt: skip


def _against_cited(back: ibis.Table, out: ibis.Table) -> ibis.Table:
    """Returns that cite a loaded export of the same gas or code, with what that export took out."""
    mine = back.select("row_ref", "cited", "goods", "hs_code").join(
        out.rename(sent="goods"), [("cited", "number")]
    )
    mine = mine.filter((mine.goods == mine.sent) | (mine.hs_code == mine.code).fill_null(False))
    sent = mine.group_by("row_ref").agg(
        out_g=mine.out_g.sum(), refs=mine.ref.collect().sort(), declaration=mine.declaration.min()
    )
    return back.join(sent, "row_ref")


def _against_past(back: ibis.Table, out: ibis.Table, parameters: Parameters) -> ibis.Table:
    """Returns of known traders with the running sum of returns and of exports before; only where the loaded
    exports are older than the line."""
    first = out.agg(first_day=out.day.min())
    known = back.filter(back.who.notnull()).cross_join(first)
    known = known.filter(known.lodged_on >= known.first_day + ibis.interval(days=parameters.least_days))
    upto = ibis.cumulative_window(group_by=["who", "goods"], order_by=["lodged_on", "row_ref"])
    running = known.mutate(back_g=known.mass_g.sum().over(upto))
    pairs = running.select("row_ref", "who", "goods", "lodged_on").join(out, ["who", "goods"])
    earlier = pairs.filter(pairs.day < pairs.lodged_on)
    sent = earlier.group_by("row_ref").agg(out_g=earlier.out_g.sum(), refs=earlier.ref.collect().sort())
    return running.left_join(sent, "row_ref")


def _exceeds(back_g: Any, out_g: Any, parameters: Parameters) -> Any:
    return exceeds(back_g, out_g, parameters.tolerance_share, parameters.least_kg * 1000)


DETECTOR: Final = LineDetector(
    name="returned_goods", version="1.0", question="Does more come back as returned goods than ever left?",
    needs=(("declarations",),), family="route and regime", methods=("11",), signs=SIGNS, Parameters=Parameters, see=see,
    speaking_only=True,
)  # fmt: skip
