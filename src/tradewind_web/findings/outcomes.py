"""Outcomes going back to the detectors: what people confirmed or explained, as rows of the canonical `inspections`.

All outcomes of an agency go as one snapshot batch of its own; a later snapshot takes the place of the rows of an
earlier one, so a judgement that was taken back becomes "undecided" rather than standing for ever.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.tables import table
from tradewind.warehouse import Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import Actor, PlatformFor, record
from tradewind_web.findings.events import OutcomesSent
from tradewind_web.findings.models import Triage
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.actions.arriving import announce_batches, note_batch, note_replaced
from tradewind_web.sources.models import Batch

#: Only what customs declared can be joined to an inspection again (canonical `inspections`).
ON_ITEMS: Final = "declaration item"
#: Who says so, on every row; the warehouse keeps it apart from outcome sheets an office types itself.
SENDER: Final = "tradewind findings"
_DEPTH: Final = {
    Triage.Proof.DOCUMENT: "papers", Triage.Proof.INSTRUMENT: "opened", Triage.Proof.LABORATORY: "analysed",
}  # fmt: skip
_COLUMNS: Final = (
    "inspection_id", "declaration_id", "item", "inspected_on", "chosen_by", "result", "proof", "note", "result_on",
    "depth", "explanation", "explanation_until", "published_on",
)  # fmt: skip
assert set(_COLUMNS) - {"published_on"} <= set(table("inspections").names)
CHUNK: Final = 500


def rows(agency: Agency) -> list[dict[str, str]]:
    """The agency's outcomes on declaration items, one an inspection, in the order of their numbers."""
    settled = Q(state__in=[Triage.State.CONFIRMED, Triage.State.EXPLAINED]) | Q(sent_at__isnull=False)
    found: dict[str, dict[str, str]] = {}
    triages = Triage.objects.filter(settled, agency=agency, finding__subject_kind=ON_ITEMS)
    for triage in triages.select_related("finding").order_by("changed_at", "pk").iterator(chunk_size=CHUNK):
        row = _row(triage)
        found[row["inspection_id"]] = (
            row  # an answer held by two agencies is one inspection: the later word counts
        )
    return [found[name] for name in sorted(found)]


def send_of(agency_id: str) -> int:
    """`send` in the name of the agency."""
    return send(acting=PlatformFor(agency_id), agency=Agency.objects.get(pk=agency_id))


def send(*, acting: Actor, agency: Agency) -> int:
    """Load the agency's outcomes into the warehouse as its newest snapshot; how many. Without news, nothing happens.

    It writes to the warehouse: a job calls it, never a page.
    """
    as_of = timezone.now()
    outcomes = rows(agency)
    if not outcomes:
        return 0
    content = _csv(outcomes)
    url, steward = settings.OFFICE.warehouse_url, str(agency.pk)
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        path = Path(folder) / "outcomes.csv"
        path.write_bytes(content)
        report = load([path], url, Instructions(steward=steward, sender=SENDER), audience=(steward,))
    with Warehouse.open(url) as warehouse:
        counting = [r.id for r in warehouse.batches()]
    held = set(
        Batch.objects.filter(owner=agency, replaced_at__isnull=True).values_list("library_id", flat=True)
    )
    noted = [
        note_batch(
            acting=acting, steward=agency, record=b.record, generation=report.generation,
            audience=audience_of(agencies=[agency]), audience_since=as_of,
            purpose=_("Outcomes of findings, so that the detectors learn from them"),
        )
        for b in report.batches
    ]  # fmt: skip
    note_replaced(acting=acting, steward=agency, counting=counting)
    _mark_sent(agency, as_of)
    fresh = [b for b in noted if b.library_id not in held]
    if fresh:
        _tell(acting, agency, fresh, len(outcomes), hashlib.sha256(content).hexdigest())
    return len(outcomes)


@transaction.atomic
def _tell(acting: Actor, agency: Agency, fresh: list[Batch], count: int, digest: str) -> None:
    announce_batches(fresh, agency)
    record(acting, OutcomesSent(subject_kind="agency", subject_id=str(agency.pk), count=count, digest=digest))


def _mark_sent(agency: Agency, as_of: datetime) -> None:
    """What was decided by then is among the inspections; what is decided meanwhile goes with the next snapshot."""
    settled = [Triage.State.CONFIRMED, Triage.State.EXPLAINED]
    sent = Triage.objects.filter(agency=agency, finding__subject_kind=ON_ITEMS, decided_at__lte=as_of)
    keys = list(sent.filter(state__in=settled).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        with transaction.atomic():
            Triage.objects.filter(pk__in=keys[start : start + CHUNK]).update(sent_at=as_of)


def _row(triage: Triage) -> dict[str, str]:
    finding = triage.finding
    declaration, _slash, item = finding.subject_id.rpartition("/")
    decided = triage.decided_at.date().isoformat() if triage.decided_at else ""
    row = dict.fromkeys(_COLUMNS, "") | {
        "inspection_id": finding.library_id, "declaration_id": declaration, "item": item, "chosen_by": "risk",
        "result": "undecided", "published_on": triage.changed_at.date().isoformat(),
    }  # fmt: skip
    if triage.state not in (Triage.State.CONFIRMED, Triage.State.EXPLAINED):
        return row
    row |= {"result_on": decided, "inspected_on": _day(triage.inspected_on), "depth": "papers"}
    if triage.state == Triage.State.EXPLAINED:
        return row | {
            "result": "compliant",
            "explanation": triage.note,
            "explanation_until": _day(triage.stands_until),
        }
    return row | {
        "result": triage.result, "proof": triage.proof, "note": triage.note,
        "depth": _DEPTH.get(Triage.Proof(triage.proof), ""),
    }  # fmt: skip


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _csv(outcomes: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_filled(outcomes))
    return written.getvalue().encode()


def _filled(outcomes: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for row in outcomes:
        yield {name: " ".join(value.split()) for name, value in row.items()}
