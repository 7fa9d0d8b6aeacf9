"""What a seizure and its custody say of persons, emptied when their time is over; then its files.

Gases, masses, dates, places of the register, methods and the outcome stay: they are the statistic, and name nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from tradewind.ledgers.custody import GENESIS
from tradewind_web.seizures.models import Draft, Photo, Seizure, Version
from tradewind_web.seizures.models_custody import Custody, CustodyEntry, Exhibit, Explanation
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.models_pictures import Picture
from tradewind_web.seizures.models_storage import Disposal, Stay

#: Stands where something was written.
GONE: Final = "—"
_BLANK: Final[dict[str, Any]] = {"who": "", "documents": "", "found_note": "", "notes": ""}


def blank_seizure(seizure: Seizure) -> None:
    """Empty who was involved and what was written freely, in every version, its custody, files and disposals. In the
    caller's transaction; doing it again changes nothing."""
    Seizure.objects.filter(pk=seizure.pk).update(**_BLANK, retain_until=None)
    seizure.traders.clear()
    for version in Version.objects.filter(seizure=seizure):
        version.said = {**version.said, **_BLANK, "traders": []}
        version.why = version.why and GONE
        version.save(update_fields=["said", "why"])
    Draft.objects.filter(corrects=seizure).update(said={})
    _blank_custody(seizure)
    # What does not fit is told there in words, with who and where; nobody is asked to explain it any more.
    asks: dict[str, Any] = {"asks": [], "open_kinds": "", "open_since": None}
    Custody.objects.filter(seizure=seizure).update(open_marks=0, missing_originals=0, **asks)
    Explanation.objects.filter(seizure=seizure).update(text=GONE)
    Exhibit.objects.filter(seizure=seizure).update(what=GONE)  # it may be called after whose it was
    Exhibit.objects.filter(seizure=seizure).exclude(vehicle="").update(vehicle=GONE)
    for file in EvidenceFile.objects.filter(seizure=seizure):
        file.name, file.sender, file.receiver, file.note = f"{GONE}{file.suffix}", "", "", ""
        file.gone_why = file.gone_why and GONE
        file.save(update_fields=["name", "sender", "receiver", "note", "gone_why"])
    # Where and with which device a picture was taken leads to who took it.
    Picture.objects.filter(file__seizure=seizure).update(
        device="", software="", latitude_e6=None, longitude_e6=None
    )
    Photo.objects.filter(seizure=seizure).update(name=GONE)
    Stay.objects.filter(seizure=seizure).exclude(payer_name="").update(payer_name=GONE)
    for disposal in Disposal.objects.filter(seizure=seizure):
        disposal.answers = {code: [said[0], GONE] for code, said in disposal.answers.items() if said}
        disposal.partner, disposal.why = disposal.partner and GONE, GONE
        disposal.decision = disposal.decision and GONE
        disposal.difference_why = disposal.difference_why and GONE
        disposal.save(update_fields=["answers", "partner", "why", "decision", "difference_why"])


def remove_files(seizure: Seizure) -> list[str]:
    """Take its files of evidence and photographs off the disk; the digests of those it had. Bytes that a record which
    is still kept has too stay there. Doing it again changes nothing."""
    files = list(EvidenceFile.objects.filter(seizure=seizure))
    for file in files:
        others = EvidenceFile.objects.filter(agency_id=file.agency_id, sha256=file.sha256)
        if not others.exclude(seizure=seizure).exclude(name__startswith=GONE).exists():
            _gone(file.path)
    for picture in Picture.objects.filter(file__in=files).exclude(preview_sha256=""):
        alike = Picture.objects.filter(preview_sha256=picture.preview_sha256, file__agency=seizure.owner_id)
        if not alike.exclude(file__seizure=seizure).exclude(file__name__startswith=GONE).exists():
            _gone(picture.preview)
    photos = list(Photo.objects.filter(seizure=seizure))
    for photo in photos:
        _gone(photo.path)
    return [*(file.sha256 for file in files), *(photo.sha256 for photo in photos)]


def first_unlinked(entries: Iterable[CustodyEntry]) -> int | None:
    """Of the entries of a forgotten custody the place of the first whose link to the one before is broken; None if
    none. What each said is gone, so its digest stands alone: the history of the office tells the same digest."""
    last = GENESIS
    for place, entry in enumerate(entries):
        if entry.previous != last:
            return place
        last = entry.digest
    return None


def _blank_custody(seizure: Seizure) -> None:
    """A sign for each holder and each place, the same wherever it stood: the shape of the custody and its marks stay.

    The database allows no other change of an entry (`audit/guarding.py`)."""
    signs: dict[tuple[str, str], str] = {}

    def sign(what: str, text: str) -> str:
        return (
            signs.setdefault((what, text), f"#{len(signs) + 1}")
            if text and not text.startswith("#")
            else text
        )

    for entry in CustodyEntry.objects.filter(seizure=seizure).order_by("number"):
        CustodyEntry.objects.filter(pk=entry.pk).update(
            from_holder=sign("who", entry.from_holder), to_holder=sign("who", entry.to_holder),
            from_place=sign("where", entry.from_place), to_place=sign("where", entry.to_place),
            told_by=entry.told_by and "#", condition=entry.condition and "#", why=entry.why and "#",
        )  # fmt: skip


def _gone(path: Path) -> None:
    """Evidence lies where nobody can write: its folder is ours, so it can be taken out all the same."""
    path.unlink(missing_ok=True)
