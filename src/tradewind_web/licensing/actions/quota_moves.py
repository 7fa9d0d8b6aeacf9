"""Moving running totals of quotas with the entry that says why. Inside a transaction of an action that audits it.

Quotas are locked in the order of their keys, so that two licences that draw on the same ones wait and never embrace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.licensing.amounts import amount_mg
from tradewind_web.licensing.drawing import Need, needs_of
from tradewind_web.licensing.models import (
    Draw,
    Licence,
    LicenceLine,
    LicensingRule,
    Quota,
    QuotaEntry,
    Reservation,
)
from tradewind_web.licensing.words import CountsAt, Entry, Pool, State
from tradewind_web.sharing.audiences import audience_of


def locked(quotas: QuerySet[Quota]) -> list[Quota]:
    """These quotas, held until the commit."""
    return list(quotas.select_for_update(of=("self",)).order_by("pk"))


def enter(
    quota: Quota, kind: Entry, amount: int, *, by: int | None, reason: str = "", other: Quota | None = None,
    line: LicenceLine | None = None, reservation: Reservation | None = None,
) -> QuotaEntry:  # fmt: skip
    """One entry of the ledger; the caller has moved the total."""
    return QuotaEntry.objects.create(
        quota=quota, kind=kind, amount_mg=amount, other=other, line=line, reservation=reservation, reason=reason,
        by_id=by,
    )  # fmt: skip


def save_totals(quota: Quota) -> None:
    """The running totals; the database refuses those that do not hold."""
    quota.changed_at = timezone.now()
    quota.save(update_fields=["allotted_mg", "committed_mg", "cleared_mg", "overrun_mg", "changed_at"])


def commit(
    licence: Licence, lines: Sequence[LicenceLine], rule: LicensingRule, *, by: int, beyond_quota: str = ""
) -> list[Need]:
    """Draw what the lines need on the holder's quotas; `beyond_quota` is the reason to go beyond. What was needed.

    Without a reason the caller has asked first whether there is enough (`lock_needs`).
    """
    needs = lock_needs(licence, lines, rule)
    for need in needs:
        if need.missing_mg:
            _extend(licence, need, by=by, reason=beyond_quota)
        for line in lines:
            wanted = need.by_line.get(line.pk, 0)
            for quota in need.quotas:
                part = min(wanted, max(0, quota.left_mg + quota.overrun_mg))
                if part:
                    _commit(quota, line, part, by=by)
                    wanted -= part
    return needs


def lock_needs(licence: Licence, lines: Sequence[LicenceLine], rule: LicensingRule) -> list[Need]:
    """What the lines need, with the quotas held until the commit."""
    asked = needs_of(licence, lines, rule)
    locked(Quota.objects.filter(pk__in=[q.pk for need in asked for q in need.quotas]))
    return needs_of(licence, lines, rule)


def release(lines: Iterable[LicenceLine], *, by: int, reason: str) -> None:
    """Give back what is committed to these lines and not cleared."""
    draws = list(
        Draw.objects.filter(line__in=list(lines), committed_mg__gt=0).order_by("quota_id", "line_id")
    )
    quotas = {q.pk: q for q in locked(Quota.objects.filter(pk__in=[d.quota_id for d in draws]))}
    for draw in draws:
        quota = quotas[draw.quota_id]
        quota.committed_mg -= draw.committed_mg
        # what was allowed beyond the quota for this licence alone is not left to the next one
        quota.overrun_mg = min(quota.overrun_mg, max(0, -quota.left_mg))
        save_totals(quota)
        enter(quota, Entry.RELEASE, -draw.committed_mg, by=by, reason=reason, line=draw.line)
        draw.committed_mg = 0
        draw.save(update_fields=["committed_mg"])


def follow_clearing(
    line: LicenceLine, *, before_g: int, after_g: int, rule: LicensingRule, by: int | None,
    reservation: Reservation | None = None,
) -> None:  # fmt: skip
    """What customs cleared of the line changed from `before_g` to `after_g`: its quotas follow, whatever is left there.

    A clearing that happened is never hidden: beyond the quota it is written as an overrun.
    """
    draws = list(Draw.objects.filter(line=line).select_related("line__licence").order_by("quota_id"))
    if not draws:
        if rule.counts_at != CountsAt.CLEARING:
            return
        draws = _opened(line, rule, by=by)
    quotas = {q.pk: q for q in locked(Quota.objects.filter(pk__in=[d.quota_id for d in draws]))}
    for draw in draws:
        draw.quota = quotas[draw.quota_id]
    for group in dict.fromkeys(d.quota.group for d in draws):
        of_group = [d for d in draws if d.quota.group == group]
        unit = of_group[0].quota.unit
        moved = amount_mg(line.substance, group, unit, after_g) - amount_mg(
            line.substance, group, unit, before_g
        )
        if moved >= 0:
            _clear(of_group, moved, by=by, reservation=reservation)
        else:
            _unclear(of_group, -moved, rule, by=by, reservation=reservation)


def _clear(draws: Sequence[Draw], amount: int, *, by: int | None, reservation: Reservation | None) -> None:
    for draw in draws:
        last = draw is draws[-1]
        part = amount if last else min(amount, draw.committed_mg)
        if part == 0:
            continue
        quota, from_committed = draw.quota, min(part, draw.committed_mg)
        draw.committed_mg -= from_committed
        draw.cleared_mg += part
        quota.committed_mg -= from_committed
        quota.cleared_mg += part
        over = max(0, -quota.left_mg) - quota.overrun_mg
        if over > 0:
            quota.overrun_mg += over
        save_totals(quota)
        draw.save(update_fields=["committed_mg", "cleared_mg"])
        enter(quota, Entry.CLEARING, part, by=by, line=draw.line, reservation=reservation)
        if over > 0:
            enter(
                quota, Entry.OVERRUN, over, by=by, line=draw.line, reservation=reservation,
                reason=_("cleared by customs beyond the quota"),
            )  # fmt: skip
        amount -= part


def _unclear(
    draws: Sequence[Draw],
    amount: int,
    rule: LicensingRule,
    *,
    by: int | None,
    reservation: Reservation | None,
) -> None:
    for draw in reversed(draws):
        part = min(amount, draw.cleared_mg)
        if part == 0:
            continue
        quota = draw.quota
        draw.cleared_mg -= part
        quota.cleared_mg -= part
        back = min(part, _still_good_for(draws, rule))  # it goes back to the licence, which may still use it
        draw.committed_mg += back
        quota.committed_mg += back
        quota.overrun_mg = min(quota.overrun_mg, max(0, -quota.left_mg))
        save_totals(quota)
        draw.save(update_fields=["committed_mg", "cleared_mg"])
        enter(quota, Entry.CLEARING_UNDONE, -part, by=by, line=draw.line, reservation=reservation)
        amount -= part


def _still_good_for(draws: Sequence[Draw], rule: LicensingRule) -> int:
    """What the line may still draw on these quotas of one group, beside what it has."""
    line, quota = draws[0].line, draws[0].quota
    if rule.counts_at != CountsAt.GRANT or line.licence.state not in (State.GRANTED, State.SUSPENDED):
        return 0
    whole = amount_mg(line.substance, quota.group, quota.unit, line.allowed_g)
    return max(0, whole - sum(d.committed_mg + d.cleared_mg for d in draws))


def _opened(line: LicenceLine, rule: LicensingRule, *, by: int | None) -> list[Draw]:
    """Draws of a line whose licence drew on nothing when it was granted; a holder without quota gets an empty one."""
    licence = line.licence
    found = []
    for need in needs_of(licence, [line], rule):
        if not need.quotas:
            need.quotas = [_empty(licence, need)]
        found += [Draw.objects.get_or_create(line=line, quota=quota)[0] for quota in need.quotas]
    return sorted(found, key=lambda d: d.quota_id)


def _commit(quota: Quota, line: LicenceLine, amount: int, *, by: int) -> None:
    quota.committed_mg += amount
    save_totals(quota)
    draw, _made = Draw.objects.get_or_create(line=line, quota=quota)
    draw.committed_mg += amount
    draw.save(update_fields=["committed_mg"])
    enter(quota, Entry.COMMITMENT, amount, by=by, line=line)


def _extend(licence: Licence, need: Need, *, by: int, reason: str) -> None:
    if not need.quotas:
        need.quotas = [_empty(licence, need)]
    quota = need.quotas[0]
    room = sum(max(0, q.left_mg + q.overrun_mg) for q in need.quotas)
    more = max(0, need.amount_mg - room)
    if not more:
        return
    quota.overrun_mg += more
    save_totals(quota)
    enter(quota, Entry.OVERRUN, more, by=by, reason=reason)


def _empty(licence: Licence, need: Need) -> Quota:
    return Quota.objects.get_or_create(
        owner=licence.owner, year=licence.quota_year, group=need.group, holder=licence.holder,
        defaults={
            "audience": audience_of(agencies=[licence.owner]), "party": licence.party, "pool": Pool.HOLDER,
            "unit": need.unit,
        },
    )[0]  # fmt: skip
