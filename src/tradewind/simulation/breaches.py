"""Every kind of breach that is planted, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tradewind.simulation import breaches_goods, breaches_papers, breaches_routes
from tradewind.simulation.month import Month

KINDS: Final[tuple[Callable[[Month], None], ...]] = (
    breaches_goods.gas_under_other_code,
    breaches_goods.other_words_over_gas,
    breaches_goods.double_layering,
    breaches_goods.hidden_in_load,
    breaches_goods.disposable,
    breaches_goods.declared_as_hfo,
    breaches_goods.equipment_over_authorisation,
    breaches_goods.declared_empty,
    breaches_goods.undervalued,
    breaches_papers.no_licence,
    breaches_papers.over_quota,
    breaches_papers.many_small_permits,
    breaches_papers.false_recovery,
    breaches_papers.returned_more,
    breaches_papers.water_for_gas,
    breaches_papers.carousel,
    breaches_routes.not_discharged,
    breaches_routes.backtracking,
    breaches_routes.too_soon,
    breaches_routes.zone_does_not_close,
    breaches_routes.empties_and_gas,
    breaches_routes.batch_split,
    breaches_routes.shell,
    breaches_routes.stolen_identity,
)


def plant(month: Month, frame: int) -> None:
    """Each kind as often as the parameters say for `frame` declarations in frame."""
    said = month.parameters
    each = max(said.least_of_each, round(frame * said.breach_share))
    for kind in KINDS:
        for _ in range(each):
            kind(month)
