"""What of a seizure can lie in its case as evidence: the record, the first entry of custody, disposals, reports."""

from __future__ import annotations

from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.actions.keeping import Piece
from tradewind_web.cases.freezing import canonical, digest_of
from tradewind_web.cases.models import Case
from tradewind_web.phrasing import listed
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.naming import shown
from tradewind_web.seizures.report_words import form_title
from tradewind_web.seizures.words_custody import DisposalState

_NEEDED: Final = (
    "items", "versions", "custody_entries", "disposals__certificate__seizure", "filings", "evidence__entry__seizure",
    "evidence__seizure",
)  # fmt: skip
_DONE: Final = (DisposalState.DONE, DisposalState.CLOSED)
#: Seizures of one case that its page shows.
MOST_SHOWN: Final = 20


def in_case(acting: Acting, case: Case) -> list[Seizure]:
    """The seizures of a case that reach the viewer, with what `pieces_of` reads; as many questions however many."""
    rows = Seizure.objects.visible_to(acting).filter(case=case).select_related("owner")
    return list(rows.prefetch_related(*_NEEDED).order_by("recorded_at", "id")[:MOST_SHOWN])


def pieces_of(seizure: Seizure) -> list[Piece]:
    """All that can be laid now, in the order of a case."""
    found = [record_piece(seizure)]
    entries = sorted(seizure.custody_entries.all(), key=lambda one: one.number)
    for entry in entries[:1]:
        said = _("Custody entry %(number)s: held by %(holder)s, %(place)s, seal %(seal)s") % {
            "number": entry, "holder": entry.to_holder or "–", "place": entry.to_place or "–",
            "seal": entry.seal_after or "–",
        }  # fmt: skip
        found.append(Piece(
            "custody_receipt", "stored", said, f"custody:{entry.pk}", str(entry), entry.digest,
        ))  # fmt: skip
    found += [sheet_piece(file) for file in seizure.evidence.all() if file.entry_id]
    for disposal in seizure.disposals.all():
        if disposal.state in _DONE and disposal.done_on is not None:
            said = _("Disposal %(number)s: %(way)s, carried out on %(day)s") % {
                "number": disposal, "way": disposal.get_way_display(), "day": date_format(disposal.done_on),
            }  # fmt: skip
            paper = disposal.certificate
            found.append(Piece(
                "disposal_certificate", "disposed", said, f"disposal:{disposal.pk}", str(paper or disposal),
                paper.sha256 if paper else "",
            ))  # fmt: skip
    for filing in sorted(seizure.filings.all(), key=lambda one: (one.filed_at, one.revision)):
        if not filing.is_recall:
            said = _("Report %(number)s: %(form)s") % {"number": filing, "form": form_title(filing.form)}
            found.append(Piece("report", "reported", said, f"filing:{filing.pk}", str(filing), filing.digest))
    return found


def sheet_piece(file: EvidenceFile) -> Piece:
    """The signed sheet of an entry of custody, under the digest of the photograph or scan."""
    said = _("Signed sheet of custody entry %(entry)s: file %(file)s") % {"entry": file.entry, "file": file}
    return Piece("custody_receipt", "stored", said, f"sheet:{file.pk}", str(file), file.sha256)


def record_piece(seizure: Seizure) -> Piece:
    """The record as it stands; its digest is of the newest version, word for word."""
    said = _("Seizure %(number)s, %(day)s, %(place)s: %(gases)s") % {
        "number": seizure.number, "day": date_format(seizure.seized_on), "place": seizure.place,
        "gases": listed(shown(item.substance) for item in seizure.items.all()),
    }  # fmt: skip
    newest = max(seizure.versions.all(), key=lambda one: one.number)
    return Piece(
        "seizure_record",
        "seized",
        said,
        f"seizure:{seizure.pk}",
        seizure.number,
        digest_of(canonical(newest.said)),
    )
