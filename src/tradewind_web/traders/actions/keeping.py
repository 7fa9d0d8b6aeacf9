"""Adding, correcting and keeping traders; proposing those that a batch names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.models import Audience
from tradewind_web.sources.models import Batch
from tradewind_web.sources.retention import What, term_of
from tradewind_web.traders.events import TraderAdded, TraderCorrected, TraderKept, TradersProposed
from tradewind_web.traders.models import Identity, Trader
from tradewind_web.traders.policy import may_correct, may_keep
from tradewind_web.traders.values import TraderValues, digests_of, number_digest, values_of

#: A trader and its two identities are three rows: a transaction holds at most 500 (ARCHITECTURE.md).
AT_ONCE: Final = 160


@transaction.atomic
def add(*, acting: Acting, values: TraderValues, audience: Audience | None = None) -> Trader:
    """A trader in the agency's register; it reaches the agency alone unless an audience is given.

    Raises:
        NotAllowed: the person's roles keep no register.
        Refused: no name, or the register has a trader of this national number.
    """
    may_keep(acting)
    _must_be_named(values)
    _must_be_the_first_of_its_number(acting, values, None)
    reach = audience or audience_of(agencies=[acting.agency])
    trader = Trader.objects.create(
        owner=acting.agency, audience=reach, added_by=acting.user,
        retain_until=term_of(acting.agency, What.TRADER).until(), **values.as_columns(),
    )  # fmt: skip
    _know(trader, values)
    audit(acting, TraderAdded(
        subject_kind=Trader.kind, subject_id=str(trader.pk), values=values.as_facts(), audience=reach.pk,
    ))  # fmt: skip
    return trader


@transaction.atomic
def correct(*, acting: Acting, trader_id: object, values: TraderValues, why: str) -> Trader:
    """The trader as it ought to stand; what stood before is in its history. A proposed one is kept by it.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles keep no register.
        Refused: no name, no reason, a number that another record has, or it was forgotten.
    """
    trader = _locked(acting, trader_id)
    may_correct(acting, trader)
    if trader.is_forgotten:
        raise Refused(_("this trader was forgotten; add a new record"))
    _must_be_named(values)
    if not why.strip():
        raise Refused(_("say why it is corrected: the reason stands in the record's history"))
    _must_be_the_first_of_its_number(acting, values, trader)
    before, after = values_of(trader).as_facts(), values.as_facts()
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        raise Refused(_("nothing was changed; change something, or leave it as it is"))
    for column, value in values.as_columns().items():
        setattr(trader, column, value)
    trader.state, trader.changed_at = Trader.State.KEPT, timezone.now()
    trader.save()
    _know(trader, values)
    audit(acting, TraderCorrected(
        subject_kind=Trader.kind, subject_id=str(trader.pk), columns=", ".join(changed), why=why.strip(),
        before={n: before[n] for n in changed}, after={n: after[n] for n in changed},
    ))  # fmt: skip
    return trader


@transaction.atomic
def keep(*, acting: Acting, trader_id: object) -> Trader:
    """A proposed trader that somebody looked at. Keeping one that is kept changes nothing.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it, or the person's roles keep no register.
    """
    trader = _locked(acting, trader_id)
    may_correct(acting, trader)
    if trader.state == Trader.State.PROPOSED:
        trader.state, trader.changed_at = Trader.State.KEPT, timezone.now()
        trader.save(update_fields=["state", "changed_at"])
        audit(acting, TraderKept(subject_kind=Trader.kind, subject_id=str(trader.pk)))
    return trader


@transaction.atomic
def propose(*, acting: Actor, batch: Batch, named: Sequence[TraderValues]) -> int:
    """At most `AT_ONCE` traders that a batch names, under the batch's owner and audience; how many were new.

    One that the register knows already by its number, or by its name and country, stays as it is, also when it was
    forgotten. Running it again adds nothing.
    """
    asked = [(values, digests_of(values)) for values in named[:AT_ONCE]]
    digests = {digest for _values, known_by in asked for digest in known_by}
    known = set(
        Identity.objects.filter(owner=batch.owner, digest__in=digests).values_list("digest", flat=True)
    )
    until = term_of(batch.owner, What.TRADER).until()
    traders, identities = [], []
    for values, known_by in asked:
        if not known_by or known_by[0] in known:
            continue
        trader = Trader(
            owner=batch.owner, audience=batch.audience, audience_since=batch.audience_since, batch=batch,
            state=Trader.State.PROPOSED, retain_until=until, **values.as_columns(),
        )  # fmt: skip
        traders.append(trader)
        identities += [
            Identity(owner=batch.owner, trader=trader, digest=d) for d in known_by if d not in known
        ]
        known.update(known_by)
    if not traders:
        return 0
    Trader.objects.bulk_create(traders)
    Identity.objects.bulk_create(identities)
    told = hashlib.sha256(",".join(sorted(str(t.pk) for t in traders)).encode()).hexdigest()
    audit(acting, TradersProposed(
        subject_kind=Batch.kind, subject_id=str(batch.pk), count=len(traders), digest=told,
        audience=batch.audience.pk,
    ))  # fmt: skip
    return len(traders)


def _locked(acting: Acting, trader_id: object) -> Trader:
    """The trader as it stands now, locked; 404 when it does not reach the acting person."""
    found: Trader = Trader.objects.one_for(acting, str(trader_id))
    locked: Trader = (
        Trader.objects.select_for_update(of=("self",)).select_related("owner", "audience").get(pk=found.pk)
    )
    return locked


def _must_be_named(values: TraderValues) -> None:
    if not values.name.strip():
        raise Refused(_("give the trader a name"))


def _must_be_the_first_of_its_number(acting: Acting, values: TraderValues, own: Trader | None) -> None:
    digest = number_digest(values.national_number)
    known = (
        Identity.objects.filter(owner=acting.agency, digest=digest).exclude(trader=own) if digest else None
    )
    if known is not None and known.exists():
        raise Refused(_("your register has a trader of this national number already; search for the number"))


def _know(trader: Trader, values: TraderValues) -> None:
    """Note by what the trader is known; what another record is known by stays that record's."""
    digests = digests_of(values)
    known = set(
        Identity.objects.filter(owner=trader.owner, digest__in=digests).values_list("digest", flat=True)
    )
    Identity.objects.bulk_create(
        [Identity(owner=trader.owner, trader=trader, digest=d) for d in digests if d not in known]
    )
