"""What findings say of persons whose batch was forgotten: the rows behind them, their sentences, earlier answers.

All that rests on the batch is emptied, whether it names somebody or not: what a sentence took from a row cannot be
told from it. What the detectors still say of the rows without persons is delivered anew right after.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tradewind_web.audit.actions import erase_personal_values
from tradewind_web.audit.recording import Actor
from tradewind_web.audit.recording import record as audit
from tradewind_web.findings.events import WatchesForgotten
from tradewind_web.findings.models import EvidenceRow, Finding, Revision, Watch

CHUNK: Final = 500
#: Subjects known by what was reported, not by who did it; the others (a holder's quota, stock in a zone) name somebody.
_NAMELESS: Final = frozenset(
    {
        "declaration item",
        "trade flow",
        "pair of accounts",
        "movement",
        "corridor",
        "atmosphere",
        "case",
        "licence",
    }
)


def forget_texts(batch_id: UUID) -> int:
    """Empty what findings of any agency took from this batch; how many findings. Again, it changes nothing.

    Part of the forgetting of the batch, whose event tells it.
    """
    rows = EvidenceRow.objects.filter(batch=batch_id).exclude(values={}).values_list("pk", flat=True)
    for part in _parts(list(rows)):
        with transaction.atomic():
            EvidenceRow.objects.filter(pk__in=part).update(values={})
    answers = Revision.objects.filter(ground__batches=batch_id).values_list("pk", flat=True)
    for part in _parts(list(answers)):
        _empty_answers(part)
    findings = list(Finding.objects.filter(ground__batches=batch_id).values_list("pk", flat=True))
    for part in _parts(findings):
        _empty_findings(part)
    return len(findings)


def emptied(reasons: Sequence[Any]) -> list[dict[str, Any]]:
    """Reasons with their codes and weights, without their sentences."""
    return [{**reason, "text": ""} for reason in reasons]


@transaction.atomic
def _empty_findings(keys: Sequence[Any]) -> None:
    found = list(Finding.objects.select_for_update(of=("self",)).filter(pk__in=keys))
    for finding in found:
        finding.reasons, finding.facts, finding.search_key = emptied(finding.reasons), {}, ""
        if finding.subject_kind not in _NAMELESS:
            finding.subject_id = finding.library_id
    Finding.objects.bulk_update(found, ["reasons", "facts", "search_key", "subject_id"])


@transaction.atomic
def _empty_answers(keys: Sequence[Any]) -> None:
    found = list(Revision.objects.select_for_update(of=("self",)).filter(pk__in=keys))
    for revision in found:
        reasons = emptied(revision.answer.get("reasons", ()))
        revision.answer = {**revision.answer, "reasons": reasons, "said": []}
    Revision.objects.bulk_update(found, ["answer"])


def _parts(keys: list[Any]) -> list[list[Any]]:
    return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]


@transaction.atomic
def forget_watches(*, acting: Actor, agency_id: UUID, today: date) -> int:
    """Remove the agency's entries of the watch list whose last day is past; how many. Their history stays."""
    due = Watch.objects.filter(agency=agency_id, retain_until__lt=today, ends_on__lt=today)
    found = list(due.order_by("pk")[:CHUNK])
    for watch in found:
        erase_personal_values(
            acting=acting, subject_kind="watch", subject_id=str(watch.pk), reason="its time to be kept ended"
        )
    Watch.objects.filter(pk__in=[w.pk for w in found]).delete()
    if found:
        audit(acting, WatchesForgotten(subject_kind="agency", subject_id=str(agency_id), count=len(found)))
    return len(found)
