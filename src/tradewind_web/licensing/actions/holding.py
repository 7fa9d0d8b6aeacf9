"""Slips with which a holder reads its own licences: made, and withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.codes import code_hash, new_code
from tradewind_web.audit.recording import record as audit
from tradewind_web.licensing.events import HolderSlipMade
from tradewind_web.licensing.models_register import HolderSlip
from tradewind_web.licensing.policy import may_license
from tradewind_web.traders.models import Trader

#: A quota year and the time to hand the next slip over.
LIFE: Final = timedelta(days=400)


@transaction.atomic
def make_slip(*, acting: Acting, trader_id: object) -> tuple[HolderSlip, str]:
    """A slip for this holder and its code, which is told only here; earlier slips of the holder end.

    Raises:
        Http404: the holder does not reach the person.
        NotAllowed: they write no licences.
    """
    may_license(acting)
    holder: Trader = Trader.objects.one_for(acting, str(trader_id))
    now, code = timezone.now(), new_code()
    HolderSlip.objects.filter(agency=acting.agency, holder=holder, withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
    slip = HolderSlip.objects.create(
        agency=acting.agency, holder=holder, code_hash=code_hash(code), made_by=acting.user,
        expires_at=now + LIFE,
    )  # fmt: skip
    audit(acting, HolderSlipMade(
        subject_kind=Trader.kind, subject_id=str(holder.pk), until=slip.expires_at.date().isoformat(),
    ))  # fmt: skip
    return slip, code
