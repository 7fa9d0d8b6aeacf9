"""Keeping what customs was told no for: the code with its facts, so that it is read again in any language."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import transaction

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record
from tradewind_web.licensing.actions.reserving import reserve
from tradewind_web.licensing.claims import MOST_G, Claim
from tradewind_web.licensing.customs_events import ClaimRefused
from tradewind_web.licensing.models import Reservation
from tradewind_web.licensing.models_customs import RefusedClaim
from tradewind_web.licensing.refusals import Refusal


@contextlib.contextmanager
def keeping_refusals(
    *, acting: Acting, number: str, declaration: str, item: int = 1, mass_g: int = 0
) -> Iterator[None]:
    """Whatever is refused inside is kept once for the acting agency, and raised on.

    A program that asks again and again is told no each time, and fills nothing.
    """
    try:
        yield
    except Refusal as refusal:
        same = {
            "asked_by": acting.agency, "code": refusal.code, "licence_number": number[:60],
            "declaration": declaration[:100], "item": item,
        }  # fmt: skip
        if RefusedClaim.objects.filter(**same).exists():
            raise
        with transaction.atomic():
            kept = RefusedClaim.objects.create(
                **same, facts={k: str(v) for k, v in refusal.facts.items()},
                mass_g=max(-MOST_G, min(mass_g, MOST_G)), made_by=acting.user,
            )  # fmt: skip
            record(acting, ClaimRefused(
                subject_kind="refused_claim", subject_id=str(kept.pk), code=refusal.code, number=number[:60],
                declaration=declaration[:100], item=item,
            ))  # fmt: skip
        raise


def reserve_or_keep(*, acting: Acting, claim: Claim) -> Reservation:
    """As `reserve`; a no is kept.

    Raises:
        NotAllowed, Refusal: as `reserve` has them.
    """
    with keeping_refusals(
        acting=acting,
        number=claim.number,
        declaration=claim.declaration,
        item=claim.item,
        mass_g=claim.mass_g,
    ):
        return reserve(acting=acting, claim=claim)
