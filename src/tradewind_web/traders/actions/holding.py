"""A legal hold on a trader: nothing of it is forgotten until the hold is lifted, each with why."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.actions import lift_legal_hold, place_legal_hold
from tradewind_web.audit.reading import holds_on
from tradewind_web.errors import Refused
from tradewind_web.traders.models import Trader
from tradewind_web.traders.policy import may_forget


@transaction.atomic
def hold(*, acting: Acting, trader_id: object, reason: str) -> None:
    """Place a hold, or say anew why the one that stands is there.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they are no supervisor of the agency that answers for it.
        Refused: no reason, or it was forgotten already.
    """
    trader = _own(acting, trader_id, reason)
    if trader.is_forgotten:
        raise Refused(_("this trader was forgotten already; nothing is left to hold"))
    place_legal_hold(
        acting=acting, subject_kind=Trader.kind, subject_id=str(trader.pk), reason=reason.strip()
    )


@transaction.atomic
def release(*, acting: Acting, trader_id: object, reason: str) -> None:
    """Lift the hold; where none stands, nothing happens.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they are no supervisor of the agency that answers for it.
        Refused: no reason.
    """
    trader = _own(acting, trader_id, reason)
    if held_because(trader):
        lift_legal_hold(
            acting=acting, subject_kind=Trader.kind, subject_id=str(trader.pk), reason=reason.strip()
        )


def held_because(trader: Trader) -> str:
    """Why a hold stands on the trader; empty where none does."""
    name = str(trader.pk)
    return holds_on(Trader.kind, [name]).get(name, "")


def _own(acting: Acting, trader_id: object, reason: str) -> Trader:
    found: Trader = Trader.objects.one_for(acting, str(trader_id))
    may_forget(acting, found)
    if not reason.strip():
        raise Refused(_("say why: the reason stands in the history of the record"))
    locked: Trader = Trader.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return locked
