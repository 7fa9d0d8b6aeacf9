"""What a court gets of a seizure's custody and files of evidence, byte for byte.

Of the office's own seizures, and of those that a prosecutor's office was given to act on; of another agency's nothing
is here, and it is said who keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.ledgers.custody import spelt
from tradewind.reporting.court import Chain, Exhibit, Favourable, Record, TimeStamp
from tradewind_web.phrasing import listed
from tradewind_web.seizures.custody_ledger import Ledger
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.queries_evidence import files_of
from tradewind_web.seizures.queries_stamps import held_stamps
from tradewind_web.seizures.showing_custody import mark_text
from tradewind_web.seizures.stamp_asking import NotStamped, proved
from tradewind_web.seizures.words_stamps import Of


def evidence_files(seizure: Seizure) -> Iterator[Exhibit]:
    """Every file of evidence under its own number, which it keeps for ever."""
    for file in files_of(seizure):
        came = [str(file.get_origin_display())]
        if file.service or file.sender:
            came.append(listed(filter(None, [file.service, file.sender])))
        number = f"E-{file.number:03}"
        yield Exhibit(
            number, file.name, file.path, file.sha256, name=f"{number}.{file.suffix}" if file.suffix else number,
            kind=file.media_type, origin=listed(came), note=file.note,
        )  # fmt: skip


def custody_chain(seizure: Seizure, ledger: Ledger) -> Iterator[Chain]:
    """The ledger of custody as its digests cover it, with its head."""
    entries = sorted((line.entry for line in ledger.lines), key=lambda e: e.number)
    if not entries:
        return
    rows = [
        {
            "facts": {k: spelt(v) if isinstance(v, datetime) else v for k, v in e.facts().items()},
            "previous": e.previous,
            "digest": e.digest,
        }
        for e in entries
    ]
    yield Chain("custody", "custody", rows, seizure.custody.length, seizure.custody.head)


def time_stamps(seizure: Seizure) -> Iterator[TimeStamp]:
    """Every time stamp that is held, proved again as it is taken out; one that no longer is stays behind."""
    for stamp in held_stamps(seizure):
        response = bytes(stamp.response or b"")
        try:
            at = proved(response, stamp.roots, stamp.text.encode()).at
        except NotStamped:
            continue
        of: Literal["custody", "evidence"] = "custody" if stamp.of == Of.CUSTODY else "evidence"
        yield TimeStamp(of, stamp.count, stamp.text, response, stamp.roots, at, stamp.address)


def custody_record(ledger: Ledger) -> Iterator[Record]:
    """The time line in words, with every mark and what was said beside it."""
    said = [
        {
            _("Entry"): str(line.entry), _("When"): moment(line.entry.happened_at),
            _("What"): str(line.entry.get_act_display()),
            _("Exhibits"): listed(map(str, line.entry.exhibits)),
            _("From whom"): listed(filter(None, [line.entry.from_holder, line.entry.from_place])),
            _("To whom"): listed(filter(None, [line.entry.to_holder, line.entry.to_place])),
            _("Written"): moment(line.entry.written_at), _("By"): line.entry.written_by.display_name,
            _("Condition"): line.entry.condition, _("Why"): line.entry.why,
            _("What does not fit"): [
                {_("Mark"): mark_text(told.mark), _("What was said"): [x.text for x in told.explanations]}
                for told in line.told
            ],
        }
        for line in ledger.lines
    ]  # fmt: skip
    yield Record("custody", _("Custody, as it was written"), said, "both")


def custody_marks(seizure: Seizure, ledger: Ledger | None) -> Iterator[Favourable]:
    """Whatever does not fit in the custody speaks for the accused, explained or not; so does that it is not here."""
    if ledger is None:
        text = _("%(agency)s keeps the custody; it is not in this archive and has to be asked for")
        yield Favourable(_("custody"), text % {"agency": seizure.owner.name}, _("open"), seizure.number)
        return
    if ledger.altered is not None:
        yield Favourable(
            _("custody"), _("an entry was altered after it was written"), _("open"), str(ledger.altered)
        )
    for line in ledger.lines:
        for told in line.told:
            stands = _("settled by a later entry") if told.mark.settled_by else _("open")
            if told.explanations:
                stands = _("explained: %(text)s") % {"text": told.explanations[-1].text}
            yield Favourable(_("custody"), mark_text(told.mark), stands, str(line.entry))


def moment(at: datetime) -> str:
    """A day and time in the language of the archive."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
