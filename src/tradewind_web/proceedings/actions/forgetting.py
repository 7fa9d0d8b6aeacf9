"""What a proceeding says of persons, emptied when its time is over; then its archives. Amounts, dates, provisions,
how each element was proved and the verdict stay: outcomes remain comparable."""

from __future__ import annotations

from typing import Final

from tradewind_web.proceedings.models import (
    Archive,
    Decision,
    Element,
    Evidence,
    LeftOut,
    Proceeding,
    Step,
    Worksheet,
)

#: Stands where something was written.
GONE: Final = "—"


def blank_proceeding(proceeding: Proceeding) -> None:
    """Empty who is accused and what was written freely. In the caller's transaction; doing it again changes nothing."""
    Proceeding.objects.filter(pk=proceeding.pk).update(about=GONE, against=GONE, trader=None)
    Element.objects.filter(proceeding=proceeding).exclude(words="").update(words=GONE)
    Evidence.objects.filter(element__proceeding=proceeding).update(text=GONE)
    for sheet in Worksheet.objects.filter(proceeding=proceeding):
        sheet.factors = dict.fromkeys(sheet.factors, GONE)
        sheet.gap = {**sheet.gap, "source": GONE} if sheet.gap else {}
        sheet.figures = {**sheet.figures, "value_source": GONE}
        sheet.comparables, sheet.reasons = [], GONE
        sheet.outside_why = sheet.outside_why and GONE
        sheet.save(update_fields=["factors", "gap", "figures", "comparables", "reasons", "outside_why"])
    Decision.objects.filter(proceeding=proceeding).update(text=GONE)
    Step.objects.filter(proceeding=proceeding).exclude(note="").update(note=GONE)
    LeftOut.objects.filter(proceeding=proceeding).update(words="", why=GONE)


def remove_archives(proceeding: Proceeding) -> list[str]:
    """Take the archives made for a court off the disk; the digests of those that were made."""
    archives = list(Archive.objects.filter(proceeding=proceeding))
    for archive in archives:
        archive.path.unlink(missing_ok=True)
    return [archive.sha256 for archive in archives if archive.sha256]
