"""What a licence needs of which quotas, and what is left there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tradewind_web.licensing.amounts import amount_mg, keys_of
from tradewind_web.licensing.holders import names_of
from tradewind_web.licensing.models import Draw, Licence, LicenceLine, LicensingRule, Quota
from tradewind_web.licensing.words import Direction, Nature, Pool, Purpose, What


@dataclass(slots=True)
class Need:
    """What the lines of one licence draw on the quotas of one group; `quotas` are the holder's, under all its names."""

    group: str
    unit: str
    amount_mg: int = 0
    quotas: list[Quota] = field(default_factory=list)
    by_line: dict[int, int] = field(default_factory=dict)

    @property
    def left_mg(self) -> int:
        """What the holder may still draw; 0 without a quota."""
        return sum(quota.left_mg for quota in self.quotas)

    @property
    def missing_mg(self) -> int:
        """How much more is needed than is left."""
        return max(0, self.amount_mg - max(0, self.left_mg))


def draws_on_quota(line: LicenceLine, direction: str, rule: LicensingRule) -> bool:
    """Whether a line counts: what the Protocol calls consumption, and what the Party's law adds to it.

    Feedstock and exempted uses do not (Article 1(5), 1(6)); used gas and gas in equipment only by the Party's law.
    """
    return (
        direction == Direction.IMPORT
        and line.purpose == Purpose.ORDINARY
        and (line.nature == Nature.NEW or rule.used_draws_quota)
        and (line.what == What.BULK or rule.equipment_draws_quota)
    )


def needs_of(licence: Licence, lines: Sequence[LicenceLine], rule: LicensingRule) -> list[Need]:
    """What the licence still needs of the quotas of its year, beside what it has drawn; [] where none counts."""
    counted = [line for line in lines if draws_on_quota(line, licence.direction, rule)]
    keys = dict.fromkeys(key for line in counted for key in keys_of(line.substance))
    rows = Quota.objects.filter(owner=licence.owner_id, year=licence.quota_year, group__in=list(keys))
    by_group = _by_group(rows)
    if not by_group:
        return []
    names = names_of(licence.owner, licence.holder_id)
    drawn = _drawn(counted)
    needs = []
    for key in keys:
        if key not in by_group:
            continue
        need = Need(key, by_group[key][0].unit)
        need.quotas = [q for q in by_group[key] if q.pool == Pool.HOLDER and q.holder_id in names]
        for line in counted:
            if key in keys_of(line.substance):
                whole = amount_mg(line.substance, key, need.unit, line.allowed_g)
                need.by_line[line.pk] = max(0, whole - drawn[line.pk, key])
        need.amount_mg = sum(need.by_line.values())
        needs.append(need)
    return needs


def _drawn(lines: Sequence[LicenceLine]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = defaultdict(int)
    for draw in Draw.objects.filter(line__in=lines).select_related("quota"):
        found[draw.line_id, draw.quota.group] += draw.committed_mg + draw.cleared_mg
    return found


def _by_group(rows: Iterable[Quota]) -> dict[str, list[Quota]]:
    found: dict[str, list[Quota]] = defaultdict(list)
    for quota in rows:
        found[quota.group].append(quota)
    return found
