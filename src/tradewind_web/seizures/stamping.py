"""Having the head of a custody and the list of its evidence stamped: what a job does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from tradewind_web.audit.recording import PlatformFor
from tradewind_web.seizures.actions.stamping import have_all_stamped, note_failed, note_stamped
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_custody import Custody
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.models_stamps import Stamp, StampAuthority
from tradewind_web.seizures.stamp_asking import NotStamped, ask
from tradewind_web.seizures.words_stamps import Of, Stands

#: So many seizures a day are asked for at once; the others the next day.
MOST_AT_ONCE: Final = 500


def stamp_seizure(seizure_id: str) -> str:
    """Ask for every stamp that the seizure lacks. An authority that does not answer holds nothing up: it is noted."""
    seizure = Seizure.objects.filter(pk=UUID(seizure_id)).first()
    authority = StampAuthority.objects.filter(agency=seizure.owner_id).first() if seizure else None
    if seizure is None or authority is None:
        return "no authority is named"
    done = []
    for of, count, text in lacking(seizure):
        kept = seizure.stamps.filter(of=of, count=count).first() or Stamp(
            agency_id=seizure.owner_id, seizure=seizure, of=of, count=count
        )
        kept.text, kept.address, kept.roots = text, authority.address, authority.roots
        try:
            stamped = ask(authority.address, authority.roots, text.encode())
        except NotStamped as error:
            note_failed(stamp=kept, trouble=error.trouble)
            done.append(f"{of} {count}: {error.trouble.value}")
        else:
            note_stamped(acting=PlatformFor(str(seizure.owner_id)), stamp=kept, stamped=stamped)
            done.append(f"{of} {count}: stamped")
    return "; ".join(done) or "stamped already"


def stamp_daily(agency_id: str) -> str:
    """Ask for what no change asked for: the authority was named later, or was out of reach for long."""
    held = Stamp.objects.filter(seizure=OuterRef("seizure"), state=Stands.HELD)
    last = EvidenceFile.objects.filter(seizure=OuterRef("seizure")).order_by("-number").values("number")
    rows = Custody.objects.filter(seizure__owner=UUID(agency_id)).annotate(files=Subquery(last[:1]))
    rows = rows.annotate(
        ledger_held=Exists(held.filter(of=Of.CUSTODY, count=OuterRef("length"))),
        files_held=Exists(held.filter(of=Of.EVIDENCE, count=OuterRef("files"))),
    )
    lacks = Q(length__gt=0, ledger_held=False) | Q(files__gt=0, files_held=False)
    keys = list(rows.filter(lacks).order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    have_all_stamped(keys=keys)
    return f"{len(keys)} seizures"


def lacking(seizure: Seizure) -> Iterator[tuple[Of, int, str]]:
    """What of the seizure is not stamped as it stands: what, how many, and the text that is stamped."""
    held = set(seizure.stamps.filter(state=Stands.HELD).values_list("of", "count"))
    custody = Custody.objects.filter(seizure=seizure).first()
    if custody is not None and custody.length and (Of.CUSTODY, custody.length) not in held:
        yield Of.CUSTODY, custody.length, custody_text(seizure, custody.length, custody.head)
    files = list(seizure.evidence.order_by("number").values_list("number", "sha256"))
    if files and (Of.EVIDENCE, len(files)) not in held:
        yield Of.EVIDENCE, len(files), evidence_text(seizure, files)


def custody_text(seizure: Seizure, entries: int, head: str) -> str:
    """What is stamped of a ledger: its length and the digest that covers every entry."""
    return f"tradewind custody\nseizure {seizure.number}\nentries {entries}\nhead {head}\n"


def evidence_text(seizure: Seizure, files: list[tuple[int, str]]) -> str:
    """What is stamped of the evidence: every file with its digest, as `sha256sum` writes them."""
    lines = "".join(f"{sha256}  E-{number:03}\n" for number, sha256 in files)
    return f"tradewind evidence\nseizure {seizure.number}\nfiles {len(files)}\n{lines}"
