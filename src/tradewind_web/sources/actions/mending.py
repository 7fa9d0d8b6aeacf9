"""Correcting refused rows: the corrected ones are a file of their own that becomes a new batch; the originals stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.sources.actions.arriving import AT_ONCE, clean
from tradewind_web.sources.correcting import suffix_of
from tradewind_web.sources.events import RowsMended
from tradewind_web.sources.models import Batch, RefusedRow, Upload
from tradewind_web.sources.policy import must_answer_for

#: A cell of a workbook holds no more (32,767), and a form sends no longer one by accident.
LONGEST_VALUE: Final = 30_000


@transaction.atomic
def mend_rows(*, acting: Acting, batch: Batch, changes: Mapping[int, Mapping[str, str]]) -> Upload:
    """Send corrected rows to be read: `changes` has, by the row's number, the new text under each heading changed.

    The correction reaches whom its batch reaches now, from the moment the batch did.

    Raises:
        NotAllowed: the person does not send files for the agency that answers for the batch.
        Refused: nothing is changed, too much at once, a row is corrected already, or the layout cannot be written.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("upload").get(pk=batch.pk)
    must_answer_for(acting, batch)
    if not batch.mendable:
        raise Refused(
            _("rows of this layout cannot be corrected here; correct them where the file came from")
        )
    if len(changes) > AT_ONCE:
        raise Refused(_("too many rows at once; send at most %(count)s corrected rows") % {"count": AT_ONCE})
    rows = {r.number: r for r in RefusedRow.objects.filter(batch=batch, number__in=list(changes))}
    corrected: list[dict[str, Any]] = []
    told: dict[str, dict[str, list[str]]] = {}
    for number, said in changes.items():
        row = rows.get(number)
        if row is None:
            raise Refused(_("row %(number)s is not among the refused rows of this file") % {"number": number})
        cells = row.cells
        new = {h: clean(text)[:LONGEST_VALUE] for h, text in said.items() if h in cells}
        differing = {h: [cells[h], text] for h, text in new.items() if text != (cells[h] or "")}
        if differing:
            told[str(number)] = differing
            corrected.append({"line": row.line, "sheet": row.sheet, "record": list({**cells, **new}.items())})
    if not corrected:
        raise Refused(_("nothing is changed: correct at least one value"))
    taken = [rows[int(n)] for n in told]
    _must_be_open(taken)
    stem = PurePath(batch.file_name).stem[:80]
    upload = Upload.objects.create(
        owner=batch.owner, audience=batch.audience, audience_since=batch.audience_since,
        file_name=f"{stem} corrected{suffix_of(batch.format)}", size=0, way=Upload.Way.CORRECTION,
        sender=batch.sender, party=batch.party, historical=batch.historical, purpose=batch.purpose,
        legal_basis=batch.legal_basis, retain_until=batch.retain_until, sent_by=acting.user, corrects=batch,
        draft={"rows": corrected},
    )  # fmt: skip
    upload.job = enqueue(
        "sources.load_upload", {"upload": str(upload.pk)}, agency_id=batch.owner_id,
        asked_by_id=acting.user_id, once=f"upload:{upload.pk}",
    )  # fmt: skip
    upload.save(update_fields=["job"])
    RefusedRow.objects.filter(pk__in=[r.pk for r in taken]).update(mended_by=upload)
    audit(acting, RowsMended(
        subject_kind=Batch.kind, subject_id=str(batch.pk), count=len(corrected), upload=str(upload.pk),
        changes=told,
    ))  # fmt: skip
    return upload


def _must_be_open(rows: Sequence[RefusedRow]) -> None:
    """A row is corrected once, or again where its correction as a whole could not be read."""
    senders = {r.mended_by_id for r in rows if r.mended_by_id}
    stands = Upload.objects.filter(pk__in=senders).exclude(state=Upload.State.REFUSED).exists()
    if stands:
        raise Refused(_("one of these rows was corrected already; reload the page to see what became of it"))
