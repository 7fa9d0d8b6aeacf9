"""Noting anew what in every custody asks for a look, and having its photographs read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import transaction

from tradewind_web.seizures.actions.picturing import have_looked_at
from tradewind_web.seizures.asking import note_marks, note_originals
from tradewind_web.seizures.custody_ledger import entries_of, ledger_of
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import Custody
from tradewind_web.sources.queries import is_forgotten

LOOK_AGAIN: Final = "seizures.look_at_marks"


def look_again_everywhere(tell: Callable[[float, str], None]) -> int:
    """Read every ledger once, each in a transaction of its own; how many. What people wrote is not touched, and what
    is forgotten asks for nothing."""
    rows = Seizure.objects.filter(custody__isnull=False) | Seizure.objects.filter(evidence__isnull=False)
    keys = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
    for done, key in enumerate(keys, 1):
        with transaction.atomic():
            seizure = Seizure.objects.select_for_update(of=("self",)).get(pk=key)
            if is_forgotten(Seizure.kind, key):
                continue
            _look_again(seizure)
            for file in seizure.evidence.filter(picture__isnull=True):
                have_looked_at(file)
        if done % 50 == 0:
            tell(done / len(keys), f"{done} of {len(keys)}")
    return len(keys)


def _look_again(seizure: Seizure) -> None:
    """Read the whole ledger of a seizure anew, and save what it asks for. The caller holds a transaction."""
    custody = Custody.objects.select_for_update().get_or_create(seizure=seizure)[0]
    note_marks(custody, ledger_of(entries_of(seizure), seizure.explanations.all()))
    note_originals(custody, list(seizure.evidence.all()))
    custody.save()
