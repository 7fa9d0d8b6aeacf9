"""Laying a decision to the case it is about."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.actions.keeping import keep
from tradewind_web.cases.models import Evidence
from tradewind_web.proceedings.laying import pieces_of
from tradewind_web.proceedings.models import Proceeding


@transaction.atomic
def lay(*, acting: Acting, proceeding_id: object, ref: str) -> Evidence:
    """A decision as evidence of its case, by whoever works in the case and whom the proceeding reaches.

    Raises:
        Http404: the proceeding or the case does not reach the person, or there is no such decision.
        NotAllowed: another agency works in the case.
        Refused: the case is closed, or has it already.
    """
    proceeding: Proceeding = Proceeding.objects.one_for(acting, str(proceeding_id))
    piece = next((one for one in pieces_of(proceeding) if one.ref == ref), None)
    case_id = proceeding.case_id or (proceeding.seizure.case_id if proceeding.seizure else None)
    if piece is None or case_id is None:
        raise Http404
    return keep(acting=acting, case_id=case_id, piece=piece)
