"""Was the importer of a line that touches gas found with a breach before?

Who was caught once is caught again oftener than others: routes, buyers and brokers stay when a load is lost. Only what
an inspection found counts, never that somebody was inspected, and only results that came before the line was lodged and
within 36 months before it: after that a breach is forgotten. An irregularity on paper is none. Any method.

A firm that changes its name and number after a seizure has no past; `new_parties` asks about those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import ibis

from tradewind.detectors.asking import Holdings
from tradewind.detectors.line_goods import trader
from tradewind.detectors.signs import MOVED, Evidence, LineDetector, Sign, sign_rows
from tradewind.tables.inspected import ILLEGAL, REMEMBERED_MONTHS

SIGNS: Final = {
    "found_before": Sign(
        Evidence(0.24, 0.01, MOVED),
        "%(a)s was found with a breach within the %(d)s months before (lines: %(b)s, the last on %(c)s).",
        ("a company that has mended its ways or changed hands", "a former case that had to do with other goods"),
        "read the former case and ask what has changed since", "papers",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """Months after which a breach is forgotten, stated by the project; one breach counts `first` of the weight, more by
    the logarithm of their number: assumed."""

    months: int = REMEMBERED_MONTHS
    first: float = 0.44


def see(lines: ibis.Table, warehouse: Holdings, parameters: Parameters) -> ibis.Table:
    """The signs of this detector."""
    named = lines.mutate(
        who=ibis.coalesce(trader(lines.importer_id, lines.importer), trader(lines.consignee_id, lines.consignee))
    )  # fmt: skip
    named = named.filter(named.who.notnull())
    breaches = _breaches(named, warehouse.current("inspections"))
    now = named.filter(named.in_frame & named.lodged_on.notnull()).select(
        "row_ref", "who", "lodged_on", shown=ibis.coalesce(named.importer, named.importer_id, named.consignee)
    )
    pairs = now.join(breaches, "who")
    pairs = pairs.filter(
        (pairs.ended_on < pairs.lodged_on)
        & (pairs.ended_on >= pairs.lodged_on - ibis.interval(months=parameters.months))
    )
    found = pairs.group_by(["row_ref", "shown"]).agg(
        times=pairs.count(), last=pairs.ended_on.max(), refs=pairs.ref.collect().sort()
    )
    strength = ibis.least(1.0, parameters.first * (found.times + 1).cast("float64").ln() / math.log(2))
    return sign_rows(
        found,
        "found_before",
        a=found.shown,
        b=found.times,
        c=found.last,
        d=ibis.literal(parameters.months),
        strength=strength,
        rows=found.refs,
    )


def _breaches(named: ibis.Table, told: ibis.Table) -> ibis.Table:
    """One row a line on which a breach was found: `who`, the day the first such result came, and that inspection."""
    ended = told.filter(told.result.strip().lower().isin(ILLEGAL)).select(
        "declaration_id", sheet_item=told.item, ended_on=ibis.coalesce(told.result_on, told.inspected_on),
        ref=told.row_ref,
    )  # fmt: skip
    caught = named.select("who", "declaration_id", "item").join(ended, "declaration_id")
    same: Any = caught.sheet_item.isnull() | (caught.sheet_item == caught.item)
    caught = caught.filter(same & caught.ended_on.notnull())
    return caught.group_by(["who", "declaration_id", "item"]).agg(
        ended_on=caught.ended_on.min(), ref=caught.ref.min()
    )


DETECTOR: Final = LineDetector(
    name="former_breach", version="1.0",
    question="Was the importer of a line that touches gas found with a breach before?",
    needs=(("declarations",), ("inspections",)), family="actor", methods=("1", "2", "6", "15", "16", "17", "18"),
    signs=SIGNS, Parameters=Parameters, see=see,
)  # fmt: skip
