"""What a court gets of a seizure's custody and files of evidence, byte for byte.

Of the office's own seizures, and of those that a prosecutor's office was given to act on; of another agency's nothing
is here, and it is said who keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.reporting.court import Chain, Exhibit, Favourable, Record
from tradewind_web.agencies.acting import Acting
from tradewind_web.phrasing import listed
from tradewind_web.seizures.custody_ledger import entries_of
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.policy import takes_custody_to_court
from tradewind_web.seizures.queries_custody import custody_of
from tradewind_web.seizures.queries_evidence import files_of
from tradewind_web.seizures.showing_custody import mark_text


def evidence_files(acting: Acting, seizure: Seizure) -> Iterator[Exhibit]:
    """Every file of evidence under its own number, which it keeps for ever."""
    if not takes_custody_to_court(acting, seizure):
        return
    for file in files_of(seizure):
        came = [str(file.get_origin_display())]
        if file.service or file.sender:
            came.append(listed(filter(None, [file.service, file.sender])))
        number = f"E-{file.number:03}"
        yield Exhibit(
            number, file.name, file.path, file.sha256, name=f"{number}.{file.suffix}" if file.suffix else number,
            kind=file.media_type, origin=listed(came), note=file.note,
        )  # fmt: skip


def custody_chain(acting: Acting, seizure: Seizure) -> Iterator[Chain]:
    """The ledger of custody as its digests cover it, with its head."""
    if not takes_custody_to_court(acting, seizure):
        return
    entries = entries_of(seizure)
    if not entries:
        return
    rows = [
        {"facts": {k: _spelt(v) for k, v in e.facts().items()}, "previous": e.previous, "digest": e.digest}
        for e in entries
    ]
    yield Chain("custody", "custody", rows, seizure.custody.length, seizure.custody.head)


def custody_record(acting: Acting, seizure: Seizure) -> Iterator[Record]:
    """The time line in words, with every mark and what was said beside it."""
    if not takes_custody_to_court(acting, seizure):
        return
    lines = custody_of(seizure).lines
    if not lines:
        return
    said = [
        {
            _("Entry"): str(line.entry), _("When"): _moment(line.entry.happened_at),
            _("What"): str(line.entry.get_act_display()),
            _("Exhibits"): listed(map(str, line.entry.exhibits)),
            _("From whom"): listed(filter(None, [line.entry.from_holder, line.entry.from_place])),
            _("To whom"): listed(filter(None, [line.entry.to_holder, line.entry.to_place])),
            _("Written"): _moment(line.entry.written_at), _("By"): line.entry.written_by.display_name,
            _("Condition"): line.entry.condition, _("Why"): line.entry.why,
            _("What does not fit"): [
                {_("Mark"): mark_text(told.mark), _("What was said"): [x.text for x in told.explanations]}
                for told in line.told
            ],
        }
        for line in lines
    ]  # fmt: skip
    yield Record("custody", _("Custody, as it was written"), said, "both")


def custody_marks(acting: Acting, seizure: Seizure) -> Iterator[Favourable]:
    """Whatever does not fit in the custody speaks for the accused, explained or not; so does that it is not here."""
    if not takes_custody_to_court(acting, seizure):
        text = _("%(agency)s keeps the custody; it is not in this archive and has to be asked for")
        yield Favourable(_("custody"), text % {"agency": seizure.owner.name}, _("open"), seizure.number)
        return
    ledger = custody_of(seizure)
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


def _spelt(value: Any) -> Any:
    """As the ledger spells it when it hashes (tradewind.ledgers.custody)."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
