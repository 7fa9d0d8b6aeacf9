"""An application from the first typed word to the desk of who decides."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.numbering import next_place
from tradewind_web.agencies.roles import Kind
from tradewind_web.audit.events import changes
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.licensing.events import (
    ApplicationChanged,
    ApplicationEntered,
    ApplicationTakenIn,
    PaperAdded,
    PaperRemoved,
    StateChanged,
)
from tradewind_web.licensing.models import Licence, LicenceLine, LicenceVersion, Paper
from tradewind_web.licensing.policy import may_change, may_license
from tradewind_web.licensing.values import LicenceValues, LineValues, facts_of
from tradewind_web.licensing.words import OPEN, State
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.models import Audience
from tradewind_web.traders.models import Trader

MOST_LINES: Final = 40
MOST_PAPERS: Final = 20
MOST_BYTES: Final = 20 << 20
#: What a supporting document may be, by how its content begins.
KINDS: Final = (
    (b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"),
)  # fmt: skip
#: States in which what an application says is changed without a new version of a paper.
UNDECIDED: Final = (State.DRAFT, *OPEN)


def first_audience(agency: Agency) -> Audience:
    """Whom a licence reaches from the start: who licenses, and the customs of the same Party."""
    customs = Agency.objects.filter(party=agency.party, kind=Kind.CUSTOMS)
    return audience_of(agencies=[agency, *customs])


@transaction.atomic
def enter(*, acting: Acting, holder_id: object, values: LicenceValues, amends_id: object = None) -> Licence:
    """A new application as a draft; it reaches the agency and the Party's customs.

    Raises:
        Http404: the holder, or the licence it is made from, does not reach the person.
        NotAllowed: they write no licences.
        Refused: what it says cannot be.
    """
    may_license(acting)
    holder = _holder(acting, holder_id)
    amends = Licence.objects.one_for(acting, str(amends_id)) if amends_id else None
    must_be_possible(values)
    licence = Licence.objects.create(
        owner=acting.agency, audience=first_audience(acting.agency), party=acting.agency.party,
        application_number=next_application(acting.agency), holder=holder, holder_name=holder.name,
        holder_number=holder.national_number, amends=amends, entered_by=acting.user, **values.as_columns(),
    )  # fmt: skip
    lay_lines(licence, values.lines)
    keep_version(licence, by=acting.user_id)
    audit(acting, ApplicationEntered(
        subject_kind=Licence.kind, subject_id=str(licence.pk), number=licence.application_number,
        said=facts_of(licence),
    ))  # fmt: skip
    return licence


@transaction.atomic
def change(*, acting: Acting, licence_id: object, values: LicenceValues, holder_id: object = None) -> Licence:
    """What an undecided application says; the version before stays.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they write no licences for its agency.
        Refused: it is decided, or what it says cannot be.
    """
    licence = own(acting, licence_id)
    if licence.state not in UNDECIDED:
        raise Refused(_("it is decided already; amend the licence instead"))
    must_be_possible(values)
    before = facts_of(licence)
    if holder_id:
        holder = _holder(acting, holder_id)
        licence.holder, licence.holder_name = holder, holder.name
        licence.holder_number = holder.national_number
    for column, value in values.as_columns().items():
        setattr(licence, column, value)
    licence.proposed = None  # what was decided was decided on other words
    LicenceLine.objects.filter(licence=licence).delete()  # nothing is reserved on an undecided licence
    lay_lines(licence, values.lines)
    after = facts_of(licence, list(LicenceLine.objects.filter(licence=licence)))
    if before == after:
        return licence
    step(licence, by=acting.user_id)
    audit(acting, ApplicationChanged(
        subject_kind=Licence.kind, subject_id=str(licence.pk),
        **changes(before, after),
    ))  # fmt: skip
    return licence


@transaction.atomic
def take_in(*, acting: Acting, licence_id: object, on: date | None = None) -> Licence:
    """The application is complete and waits for a decision.

    Raises:
        Http404, NotAllowed: as for `change`.
        Refused: it waits already, or is decided.
    """
    licence = own(acting, licence_id)
    if licence.state not in (State.DRAFT, State.MORE_ASKED):
        raise Refused(_("this application was taken in already"))
    licence.state = State.APPLIED
    licence.applied_on = licence.applied_on or on or timezone.localdate()
    step(licence, by=acting.user_id)
    audit(acting, ApplicationTakenIn(subject_kind=Licence.kind, subject_id=str(licence.pk)))
    return licence


@transaction.atomic
def withdraw(*, acting: Acting, licence_id: object, reason: str) -> Licence:
    """The applicant does not want it any more.

    Raises:
        Http404, NotAllowed: as for `change`.
        Refused: no reason, or it is decided.
    """
    licence = own(acting, licence_id)
    if licence.state not in UNDECIDED:
        raise Refused(_("it is decided already; revoke the licence instead"))
    must_say(reason)
    before, licence.state, licence.proposed = licence.state, State.WITHDRAWN, None
    step(licence, by=acting.user_id, why=reason)
    audit(acting, StateChanged(
        subject_kind=Licence.kind, subject_id=str(licence.pk), before=before, after=licence.state,
        version=licence.version, reason=reason.strip(),
    ))  # fmt: skip
    return licence


@transaction.atomic
def add_paper(*, acting: Acting, licence_id: object, name: str, content: bytes) -> Paper:
    """A supporting document, kept byte for byte.

    Raises:
        Http404, NotAllowed: as for `change`.
        Refused: no PDF, JPEG or PNG, too large, or too many.
    """
    licence = own(acting, licence_id)
    if len(content) > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than %(most)s MB; send it in parts")
            % {"name": name, "most": MOST_BYTES >> 20}
        )
    media = next((kind for begins, kind in KINDS if content.startswith(begins)), None)
    if media is None:
        raise Refused(_("%(name)s is no PDF, JPEG or PNG; save it as one of these") % {"name": name})
    digest = hashlib.sha256(content).hexdigest()
    held = licence.papers.filter(sha256=digest, removed_at__isnull=True).first()
    if held is not None:  # sent again after a lost link
        return held
    if licence.papers.count() >= MOST_PAPERS:
        raise Refused(_("there are %(most)s documents already; join some of them") % {"most": MOST_PAPERS})
    paper = Paper(
        licence=licence,
        name=name[-200:],
        media_type=media,
        size=len(content),
        sha256=digest,
        added_by=acting.user,
    )
    paper.path.parent.mkdir(parents=True, exist_ok=True)
    partial = paper.path.with_suffix(".part")
    partial.write_bytes(content)
    partial.replace(paper.path)
    paper.save(force_insert=True)
    audit(acting, PaperAdded(
        subject_kind=Licence.kind, subject_id=str(licence.pk), paper=str(paper.pk), title=paper.name,
        sha256=digest, size=paper.size,
    ))  # fmt: skip
    return paper


@transaction.atomic
def remove_paper(*, acting: Acting, licence_id: object, paper_id: object, reason: str) -> Paper:
    """Set a document aside: it no longer counts, and stays with the reason.

    Raises:
        Http404: there is none, or the licence does not reach the person.
        NotAllowed: as for `change`.
        Refused: no reason.
    """
    licence = own(acting, licence_id)
    paper = licence.papers.filter(pk=str(paper_id), removed_at__isnull=True).first()
    if paper is None:
        raise Http404
    must_say(reason)
    paper.removed_at, paper.removed_why = timezone.now(), reason.strip()
    paper.save(update_fields=["removed_at", "removed_why"])
    audit(acting, PaperRemoved(
        subject_kind=Licence.kind, subject_id=str(licence.pk), paper=str(paper.pk), title=paper.name,
        reason=reason.strip(),
    ))  # fmt: skip
    return paper


def own(acting: Acting, licence_id: object) -> Licence:
    """The licence, which the person may change; locked.

    Raises:
        Http404: it does not reach them.
        NotAllowed: they write no licences, or another agency answers for it.
    """
    return locked(acting, licence_id, may_change)


def locked(acting: Acting, licence_id: object, may: Callable[[Acting, Licence], None]) -> Licence:
    """The licence, held until the commit, where it reaches the person and they may.

    Raises:
        Http404: it does not reach them.
        NotAllowed: as `may` says.
    """
    found = Licence.objects.one_for(acting, str(licence_id))
    may(acting, found)
    held: Licence = (
        Licence.objects.select_for_update(of=("self",)).select_related("owner", "holder").get(pk=found.pk)
    )
    return held


def must_be_possible(values: LicenceValues) -> None:
    """Raises Refused where what is applied for cannot be."""
    if values.valid_until < values.valid_from:
        raise Refused(_("it ends before it begins; correct one of the two days"))
    if not values.lines:
        raise Refused(_("name at least one gas with its mass"))
    if len(values.lines) > MOST_LINES:
        raise Refused(_("more than %(most)s gases: make two licences of it") % {"most": MOST_LINES})


def must_say(reason: str) -> None:
    """Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("give the reason: it stands in the history of the licence"))


def lay_lines(licence: Licence, lines: Sequence[LineValues]) -> None:
    """The lines in their order."""
    LicenceLine.objects.bulk_create(
        LicenceLine(licence=licence, position=place, **line.as_facts()) for place, line in enumerate(lines, 1)
    )


def step(licence: Licence, *, by: int, why: str = "") -> None:
    """The next version: the row and what it says, whole."""
    licence.version += 1
    licence.changed_at = timezone.now()
    licence.save()
    keep_version(licence, by=by, why=why)


def keep_version(licence: Licence, *, by: int | None, why: str = "") -> None:
    """What it says now, beside its earlier versions."""
    said = facts_of(licence, list(LicenceLine.objects.filter(licence=licence)))
    LicenceVersion.objects.create(
        licence=licence, number=licence.version, state=licence.state, said=said, why=why.strip(), by_id=by
    )


def next_application(agency: Agency) -> str:
    """The next number of the agency's applications in this year; the agency's row is held until the commit."""
    start = f"A{timezone.localdate().year}-"
    own_rows = Licence.objects.filter(owner=agency)
    return f"{start}{next_place(agency.pk, own_rows, 'application_number', start):04}"


def _holder(acting: Acting, holder_id: object) -> Trader:
    holder: Trader = Trader.objects.one_for(acting, str(holder_id))
    if holder.is_forgotten:
        raise Refused(_("what identified this trader was erased; choose another one"))
    return holder
