"""Who may draw how much in a year: allotted, moved, taken, given back. Each change is an entry of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.numbering import hold
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions.quota_moves import enter, locked, save_totals
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.events import QuotaChanged, QuotasImported
from tradewind_web.licensing.models import Quota
from tradewind_web.licensing.policy import may_license
from tradewind_web.licensing.showing import amount_text, group_text
from tradewind_web.licensing.words import Entry, Pool, Unit
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.traders.models import Trader

#: 4,000 million t CO2e: more than any Party's quota, less than a column holds.
MOST_MG = 4 * 10**18


@dataclass(frozen=True, slots=True)
class Allotment:
    """What one holder or pool is to have; `holder_id` None for a pool."""

    group: str
    year: int
    unit: str
    amount_mg: int
    holder_id: object = None
    pool: str = Pool.HOLDER.value


@transaction.atomic
def allot(*, acting: Acting, allotment: Allotment, reason: str) -> Quota:
    """The quota is this from now, whatever it was: a first allocation, or a correction with its reason.

    Raises:
        Http404: the holder does not reach the person.
        NotAllowed: they keep no quotas.
        Refused: no reason for a correction; another unit than the year's; less than is drawn already.
    """
    may_license(acting)
    quota, before = _allotted(acting, allotment, reason)
    audit(
        acting,
        _told(quota, Entry.CORRECTION if before else Entry.ALLOCATION, quota.allotted_mg - before, reason),
    )
    return quota


@transaction.atomic
def allot_all(*, acting: Acting, allotments: Sequence[Allotment], reason: str, file: str, sha256: str) -> int:
    """A whole table of a year, at most 500 rows, told as one event. How many changed.

    Raises:
        Http404, NotAllowed, Refused: as for `allot`; nothing is changed then.
    """
    may_license(acting)
    if len(allotments) > 500:
        raise Refused(_("more than %(most)s quotas at once; send them in parts") % {"most": 500})
    changed = 0
    for allotment in allotments:
        quota, before = _allotted(acting, allotment, reason or file)
        changed += quota.allotted_mg != before
    audit(acting, QuotasImported(
        subject_kind="agency", subject_id=str(acting.agency.pk), count=len(allotments), file=file, sha256=sha256,
        reason=reason.strip(),
    ))  # fmt: skip
    return changed


@transaction.atomic
def transfer(
    *, acting: Acting, quota_id: object, amount_mg: int, reason: str, to_quota_id: object = None,
    to_holder_id: object = None,
) -> Quota:  # fmt: skip
    """Part of what is left goes to another holder or pool of the same year and group. The one it went to.

    From the pool for new entrants it is told as given to a new entrant; into the reserve as put there.

    Raises:
        Http404: one of them does not reach the person.
        NotAllowed: they keep no quotas.
        Refused: no reason, nothing or more than is left, or both are one.
    """
    may_license(acting)
    found = Quota.objects.one_for(acting, str(quota_id))
    if to_quota_id:
        target = Quota.objects.one_for(acting, str(to_quota_id))
    else:
        target = _at(acting, Allotment(found.group, found.year, found.unit, 0, to_holder_id))
    if (found.owner_id, found.year, found.group) != (target.owner_id, target.year, target.group):
        raise Refused(_("quota moves within one year and one group only"))
    rows = {q.pk: q for q in locked(Quota.objects.filter(pk__in=[found.pk, target.pk], owner=acting.agency))}
    if len(rows) < 2:
        raise Refused(_("choose another holder: quota does not move to where it is"))
    giver, taker = rows[found.pk], rows[target.pk]
    _must_be_left(giver, amount_mg, reason)
    giver.allotted_mg -= amount_mg
    taker.allotted_mg += amount_mg
    save_totals(giver)
    save_totals(taker)
    out, into = Entry.TRANSFER_OUT, Entry.TRANSFER_IN
    if taker.pool == Pool.RESERVE:
        out = into = Entry.RESERVE
    elif giver.pool == Pool.NEW_ENTRANTS:
        out = into = Entry.NEW_ENTRANT
    enter(giver, out, -amount_mg, by=acting.user_id, reason=reason.strip(), other=taker)
    enter(taker, into, amount_mg, by=acting.user_id, reason=reason.strip(), other=giver)
    audit(acting, _told(giver, out, -amount_mg, reason, other=str(taker.pk)))
    audit(acting, _told(taker, into, amount_mg, reason, other=str(giver.pk)))
    return taker


@transaction.atomic
def take(*, acting: Acting, quota_id: object, kind: Entry, amount_mg: int, reason: str) -> Quota:
    """Less is allotted: returned unused, or a penalty for an earlier year.

    Raises:
        Http404, NotAllowed: as for `allot`.
        Refused: no reason, or more than is left.
    """
    may_license(acting)
    quota = _own(acting, quota_id)
    if kind not in (Entry.RETURN, Entry.PENALTY):
        raise Refused(_("choose what it is taken for"))
    _must_be_left(quota, amount_mg, reason)
    quota.allotted_mg -= amount_mg
    save_totals(quota)
    enter(quota, kind, -amount_mg, by=acting.user_id, reason=reason.strip())
    audit(acting, _told(quota, kind, -amount_mg, reason))
    return quota


def penalty_due(quota: Quota) -> int:
    """What the Party's law takes off the next year's quota for what was cleared beyond this one, in milligrams."""
    return max(0, quota.cleared_mg - quota.allotted_mg) * rule_of(quota.party).penalty_per_mille // 1000


def _allotted(acting: Acting, allotment: Allotment, reason: str) -> tuple[Quota, int]:
    if not 0 <= allotment.amount_mg <= MOST_MG:
        raise Refused(_("this is no amount of quota; write a figure of kilograms"))
    quota = _own(acting, _at(acting, allotment).pk)
    before = quota.allotted_mg
    if before == allotment.amount_mg:
        return quota, before
    if before and not reason.strip():
        raise Refused(_("say why it is corrected: the reason stands in the ledger"))
    if allotment.amount_mg + quota.overrun_mg < quota.committed_mg + quota.cleared_mg:
        raise Refused(
            _("%(drawn)s are drawn on it already; it cannot be less")
            % {"drawn": amount_text(quota.committed_mg + quota.cleared_mg, quota.unit)}
        )
    quota.allotted_mg = allotment.amount_mg
    save_totals(quota)
    kind = Entry.CORRECTION if before else Entry.ALLOCATION
    enter(quota, kind, allotment.amount_mg - before, by=acting.user_id, reason=reason.strip())
    return quota, before


def _at(acting: Acting, allotment: Allotment) -> Quota:
    """The quota of this holder or pool, an empty one on first need; the agency's row is held until the commit."""
    hold(acting.agency.pk)
    of_year = Quota.objects.filter(owner=acting.agency, year=allotment.year, group=allotment.group)
    other = of_year.exclude(unit=allotment.unit).first()
    if other is not None:
        raise Refused(
            _("quotas of %(group)s in %(year)s are in %(unit)s; write them all in one unit")
            % {"group": group_text(allotment.group), "year": allotment.year, "unit": Unit(other.unit).label}
        )
    holder: Trader | None = None
    if allotment.pool == Pool.HOLDER:
        if not allotment.holder_id:
            raise Refused(_("choose whose quota it is"))
        holder = Trader.objects.one_for(acting, str(allotment.holder_id))
    return Quota.objects.get_or_create(
        owner=acting.agency, year=allotment.year, group=allotment.group, holder=holder, pool=allotment.pool,
        defaults={
            "audience": audience_of(agencies=[acting.agency]), "party": acting.agency.party, "unit": allotment.unit,
        },
    )[0]  # fmt: skip


def _own(acting: Acting, quota_id: object) -> Quota:
    found = Quota.objects.one_for(acting, str(quota_id))
    rows = locked(Quota.objects.filter(pk=found.pk, owner=acting.agency))
    if not rows:
        raise Refused(_("another agency keeps this quota"))
    return rows[0]


def _must_be_left(quota: Quota, amount_mg: int, reason: str) -> None:
    if not reason.strip():
        raise Refused(_("give the reason: it stands in the ledger"))
    if amount_mg <= 0:
        raise Refused(_("write how much"))
    if amount_mg > quota.left_mg:
        raise Refused(
            _("only %(left)s are left of it") % {"left": amount_text(max(0, quota.left_mg), quota.unit)}
        )


def _told(quota: Quota, entry: Entry, amount: int, reason: str, other: str = "") -> QuotaChanged:
    return QuotaChanged(
        subject_kind=Quota.kind, subject_id=str(quota.pk), entry=entry.value, amount_mg=amount,
        amount=amount_text(amount, quota.unit), other=other, reason=reason.strip(),
    )  # fmt: skip
