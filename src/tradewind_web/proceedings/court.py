"""From a proceeding as it stands to what goes before a court: frozen values, in the language of the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, Final, cast

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.reporting.court import Chain, Exhibit, Favourable, Ground, Matter, Record, Redaction
from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.models import Chain as AuditChain
from tradewind_web.audit.models import Event
from tradewind_web.audit.reading import line
from tradewind_web.findings.models import Finding
from tradewind_web.findings.wording import explanation_digest, in_readers_language
from tradewind_web.phrasing import invented
from tradewind_web.proceedings.court_custody import (
    custody_chain,
    custody_marks,
    custody_record,
    evidence_files,
    moment,
    time_stamps,
)
from tradewind_web.proceedings.models import Element, LeftOut, Proceeding, Worksheet
from tradewind_web.proceedings.queries import elements_of, seizure_of
from tradewind_web.proceedings.showing import outcomes, sheet, step_amount
from tradewind_web.proceedings.words import Edition, Proof, Side
from tradewind_web.seizures.custody_ledger import Ledger
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.photographs import bare
from tradewind_web.seizures.policy import takes_custody_to_court
from tradewind_web.seizures.queries_custody import custody_of
from tradewind_web.seizures.showing import LABELS, text_of
from tradewind_web.traders.places import named

#: More events of one matter are read by nobody; the rest stands in the office's audit.
MOST_EVENTS: Final = 2_000
_SUFFIX: Final = {"image/jpeg": "jpg", "image/png": "png"}


def matter_of(
    acting: Acting, proceeding: Proceeding, *, language: str, edition: Edition = Edition.FULL
) -> Matter:
    """Everything on file as one frozen description. It is the full edition; `disclosed` draws the other from it."""
    seizure, elements = seizure_of(acting, proceeding), elements_of(proceeding)
    events = _events(acting, proceeding, seizure)
    ledger = None
    if seizure is not None and takes_custody_to_court(acting, seizure):
        ledger = custody_of(seizure)
    records = _records(proceeding, seizure, elements, ledger, events, edition)
    return Matter(
        proceeding.number, proceeding.about, proceeding.owner.name,
        timezone.now().astimezone(UTC).replace(microsecond=0),
        language=language, banner=invented(), facts=tuple(_facts(proceeding, seizure)),
        exhibits=tuple(_exhibits(seizure, ledger)) if seizure else (),
        records=tuple(r for r in records if r.value),
        favourable=tuple(_favourable(acting, proceeding, seizure, elements, ledger)),
        chains=tuple(_chains(acting, seizure, events, ledger)),
        stamps=tuple(time_stamps(seizure)) if seizure is not None and ledger is not None else (),
    )  # fmt: skip


def redactions_of(proceeding: Proceeding) -> list[Redaction]:
    """What the defence does not get now, as the library takes it."""
    rows = proceeding.left_out.filter(lifted_at__isnull=True).select_related("by")
    return [_redaction(row, proceeding) for row in rows]


def _redaction(row: LeftOut, proceeding: Proceeding) -> Redaction:
    decided = f"{row.by.display_name}, {proceeding.owner.name}"
    return Redaction(
        cast("Ground", row.ground),
        decided,
        timezone.localtime(row.at).date().isoformat(),
        exhibit=row.exhibit,
        words=row.words,
    )


def _facts(proceeding: Proceeding, seizure: Seizure | None) -> Iterator[tuple[str, str]]:
    yield _("Before whom"), str(proceeding.get_track_display())
    yield _("Against whom"), proceeding.against
    yield _("Day of the act"), date_format(proceeding.act_on, "DATE_FORMAT")
    yield _("Whose law"), named(proceeding.jurisdiction)
    yield _("How it stands"), str(proceeding.get_state_display())
    if seizure is not None:
        yield _("Seizure"), f"{seizure.number}, {seizure.owner.name}"


def _exhibits(seizure: Seizure, ledger: Ledger | None) -> Iterator[Exhibit]:
    """Photographs, and the files of evidence where they go to court with the custody."""
    yield from _photographs(seizure, own=ledger is not None)
    if ledger is not None:
        yield from evidence_files(seizure)


def _photographs(seizure: Seizure, *, own: bool) -> Iterator[Exhibit]:
    """Originals where they go to court with the custody; else the picture it may see, and who keeps the other."""
    for place, photo in enumerate(seizure.photos.all(), 1):
        number, ending = f"P-{place:03}", _SUFFIX.get(photo.media_type, "bin")
        day = date_format(timezone.localtime(photo.added_at), "DATE_FORMAT")
        content: Path | bytes = photo.path if own else bare(photo.path.read_bytes())
        note = _(
            "Without what the camera wrote beside the picture. %(agency)s keeps the original (SHA-256 %(sha256)s)."
        )
        yield Exhibit(
            number, _("Photograph %(n)s") % {"n": place}, content,
            photo.sha256 if isinstance(content, Path) else hashlib.sha256(content).hexdigest(),
            name=f"{number}.{ending}", kind=_("photograph"),
            origin=_("taken by an officer, added on %(day)s") % {"day": day},
            note="" if own else note % {"agency": seizure.owner.name, "sha256": photo.sha256},
        )  # fmt: skip


def _records(
    proceeding: Proceeding, seizure: Seizure | None, elements: list[Element], ledger: Ledger | None,
    events: list[Event], edition: Edition,
) -> Iterator[Record]:  # fmt: skip
    yield Record("elements", _("Elements of proof"), [_element(e) for e in elements], "both")
    if seizure is not None:
        newest = seizure.versions.first()
        said = newest.said if newest else {}
        shown = {str(label): text_of(field, said.get(field)) for field, label in LABELS.items()}
        yield Record("seizure", _("The seizure as recorded"), {k: v for k, v in shown.items() if v})
        versions = [
            {_("Version"): v.number, _("When"): moment(v.at), _("By"): v.by.display_name, _("Why"): v.why}
            for v in seizure.versions.select_related("by").order_by("number")
        ]
        yield Record("seizure-versions", _("Versions of that record"), versions)
    if ledger is not None:
        yield from custody_record(ledger)
    decisions = list(proceeding.decisions.all())
    # How an amount was weighed is the office's own thinking until a decision rests on it.
    resting = {d.worksheet_id for d in decisions}
    sheets = [
        w for w in proceeding.worksheets.select_related("provision", "provision_now", "by")
        if edition == Edition.FULL or w.pk in resting
    ]  # fmt: skip
    yield Record("worksheets", _("How the amount was reached"), [_sheet(w) for w in sheets])
    yield Record("decisions", _("Decisions"), [
        {
            _("Day"): date_format(o.decision.decided_on, "DATE_FORMAT"),
            _("Decision"): str(o.decision.get_verdict_display()), _("Amount"): o.amount,
            _("For a kilogram"): o.per_kg, _("For a tonne of CO2e"): o.per_tonne, _("In words"): o.decision.text,
        }
        for o in outcomes(decisions)
    ])  # fmt: skip
    yield Record("steps", _("What happened on which day"), [
        {
            _("Day"): date_format(s.on, "DATE_FORMAT"), _("What"): str(s.get_kind_display()),
            _("Until"): date_format(s.until, "DATE_FORMAT") if s.until else "", _("Amount"): step_amount(s),
            _("Note"): s.note,
        }
        for s in proceeding.steps.all()
    ])  # fmt: skip
    yield Record("history", _("What the office did"), [
        {_("When"): moment(told.at), _("By"): told.who, _("What"): told.text, _("Reason"): told.reason}
        for told in map(line, events)
    ])  # fmt: skip


def _element(element: Element) -> dict[str, Any]:
    sides: dict[str, list[str]] = {Side.FOR: [], Side.AGAINST: []}
    for evidence in element.evidence.all():
        sides[evidence.side].append(evidence.text)
    return {
        _("Element"): str(element), _("How it stands"): str(element.get_proof_display()),
        str(Side.FOR.label): sides[Side.FOR], str(Side.AGAINST.label): sides[Side.AGAINST],
    }  # fmt: skip


def _sheet(worksheet: Worksheet) -> dict[str, Any]:
    said = sheet(worksheet)
    return {
        _("Worksheet"): worksheet.number, _("Provision"): str(worksheet.provision),
        _("Source"): worksheet.provision.source, _("Read on"): worksheet.law_read_on.isoformat(),
        _("Range on the day of the act"): said.range, _("Range of the law now"): said.range_now,
        **dict(said.figures), _("Factors"): dict(said.factors), _("Amount"): said.amount,
        _("Reasons"): worksheet.reasons,
        _("Outside the range"): said.outside, _("Rule that allows it"): worksheet.outside_why,
        _("Comparable outcomes"): [
            {
                _("Case"): c["title"], _("Outcome"): c["outcome"], _("What differs"): c["differs"],
                _("Source"): c["source"],
            }
            for c in worksheet.comparables
        ],
    }  # fmt: skip


def _favourable(
    acting: Acting, proceeding: Proceeding, seizure: Seizure | None, elements: list[Element], ledger: Ledger | None
) -> Iterator[Favourable]:  # fmt: skip
    for element in elements:
        for evidence in element.evidence.all():
            if evidence.side == Side.AGAINST:
                stands = str(Proof(element.proof).label)
                yield Favourable(_("evidence against the charge"), evidence.text, stands, str(element))
        if element.proof == Proof.MISSING:
            yield Favourable(_("an element not proved"), str(element), str(Proof.MISSING.label), "")
    if seizure is not None:
        yield from custody_marks(seizure, ledger)
    finding: Finding | None = None
    if seizure is not None and seizure.finding_id:
        finding = Finding.objects.visible_to(acting).filter(pk=seizure.finding_id).first()
    if finding is not None:
        for text, how in _explanations(finding, proceeding):
            stands = _("ruled out: %(how)s") % {"how": how} if how else _("not ruled out")
            yield Favourable(
                _("a lawful explanation"), text, stands, _("finding %(id)s") % {"id": finding.library_id}
            )


def _explanations(finding: Finding, proceeding: Proceeding) -> Iterator[tuple[str, str]]:
    """Each lawful explanation of the finding, and how the office ruled it out; "" where it did not."""
    ruled = dict(finding.explanations.filter(agency=proceeding.owner_id).values_list("digest", "how"))
    for english in finding.lawful_explanations:
        yield in_readers_language(english), ruled.get(explanation_digest(english), "")


def _events(acting: Acting, proceeding: Proceeding, seizure: Seizure | None) -> list[Event]:
    """The events of the proceeding and its seizure in the office's own chain, in their order."""
    subjects = [str(proceeding.pk), *([str(seizure.pk)] if seizure else [])]
    kinds = [Proceeding.kind, Seizure.kind]
    rows = Event.objects.filter(chain=acting.chain, subject_kind__in=kinds, subject_id__in=subjects)
    return list(rows.select_related("actor", "key").order_by("number")[:MOST_EVENTS])


def _chains(
    acting: Acting, seizure: Seizure | None, events: list[Event], ledger: Ledger | None
) -> Iterator[Chain]:
    head = AuditChain.objects.filter(name=acting.chain).first()
    entries = [
        {
            "chain": e.chain_id, "number": e.number, "at": e.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": e.actor_id, "roles": e.roles, "name": e.name, "subject_kind": e.subject_kind,
            "subject_id": e.subject_id, "facts": e.facts, "reason": e.reason, "sealed": e.sealed, "key": e.key_id,
            "previous": e.previous, "digest": e.digest,
        }
        for e in events
    ]  # fmt: skip
    length, digest = (head.length, head.head) if head else (0, "")
    yield Chain("audit", "audit", entries, length, digest, acting.chain)
    if seizure is not None and ledger is not None:
        yield from custody_chain(seizure, ledger)
