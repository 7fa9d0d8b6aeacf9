"""How much of each exhibit is held now, and what decides about its disposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradewind.ledgers.disposal import Goods
from tradewind_web.seizures.custody_ledger import Ledger
from tradewind_web.seizures.models import UNKNOWN
from tradewind_web.seizures.models_custody import Exhibit
from tradewind_web.seizures.showing_custody import net_of
from tradewind_web.seizures.words import Container


def held_masses(exhibits: Sequence[Exhibit], ledger: Ledger) -> Mapping[int, int | None]:
    """Exhibit -> net grams: as listed, less what the weighings lost and what was taken out of it; None: not known."""
    lost: dict[int, int] = {}
    for leak in ledger.leaks:
        lost[int(leak.exhibit)] = lost.get(int(leak.exhibit), 0) + leak.lost_g
    for line in ledger.lines:
        if line.entry.taken_g and not line.corrected_by:
            for number in line.entry.exhibits:
                lost[number] = lost.get(number, 0) + line.entry.taken_g
    nets = {e.number: net_of(e) for e in exhibits}
    return {number: None if net is None else net - lost.get(number, 0) for number, net in nets.items()}


def goods_of(exhibits: Sequence[Exhibit]) -> Goods:
    """What the records say of these exhibits together; an unknown gas among them is not identified."""
    kinds = {e.container_kind for e in exhibits}
    non_refillable = Container.DISPOSABLE in kinds
    return Goods(
        is_identified=False if any(e.substance == UNKNOWN for e in exhibits) else None,
        is_non_refillable=True if non_refillable else None if "" in kinds or not kinds else False,
    )
