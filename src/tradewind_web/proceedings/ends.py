"""The end of a matter: its case, its proceedings and the custody of its seizures, when the time of each is over.

Seen from here because here all three are known. A matter is what hangs together: a legal hold on any of it, goods that
are still held, a proceeding that is open or can still be appealed, keep all of it. Every step looks at what is so
already, so a round that was cut off is gone on with by the next. Called by jobs and by a restore alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.models import RecordKey, as_record_id
from tradewind_web.audit.reading import holds_on
from tradewind_web.audit.receipts import write_receipts
from tradewind_web.audit.recording import Actor, PlatformFor
from tradewind_web.cases.actions.forgetting import blank_case
from tradewind_web.cases.models import Case
from tradewind_web.cases.words import State as CaseState
from tradewind_web.errors import Refused
from tradewind_web.jobs.queue import Tell
from tradewind_web.proceedings.actions.forgetting import blank_proceeding, remove_archives
from tradewind_web.proceedings.models import Decision, Proceeding
from tradewind_web.proceedings.reckoning import provisions_for, running
from tradewind_web.proceedings.words import CLOSED
from tradewind_web.proceedings.words import State as ProceedingState
from tradewind_web.seizures.actions.forgetting import blank_seizure, remove_files
from tradewind_web.seizures.custody_ledger import entries_of, ledger_of
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_storage import Disposal
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sources.actions import ending as acts
from tradewind_web.sources.models import Ending
from tradewind_web.sources.retention import What, term_of

_State, Waits = Ending.State, Ending.Waits
#: Records of a kind that one round begins terms of; the next goes on.
AT_ONCE: Final = 200


def _nothing(record: Any) -> list[str]:
    return []


@dataclass(frozen=True)
class Subject:
    """What of a kind of record has an end: its rows, and how it is emptied and its files removed."""

    what: What
    model: type[SharedRecord]
    blank: Callable[[Any], None]
    remove: Callable[[Any], list[str]]


SUBJECTS: Final[Mapping[str, Subject]] = {
    Case.kind: Subject(What.CASE, Case, blank_case, _nothing),
    Proceeding.kind: Subject(What.PROCEEDING, Proceeding, blank_proceeding, remove_archives),
    Seizure.kind: Subject(What.CUSTODY, Seizure, blank_seizure, remove_files),
}


@dataclass(frozen=True)
class Matter:
    """What hangs together with a record."""

    cases: tuple[Case, ...]
    proceedings: tuple[Proceeding, ...]
    seizures: tuple[Seizure, ...]

    @property
    def records(self) -> tuple[SharedRecord, ...]:
        """All of it."""
        return (*self.cases, *self.proceedings, *self.seizures)


def record_for(acting: Acting, kind: str, record_id: UUID) -> SharedRecord:
    """A record that has an end, for a person.

    Raises:
        Http404: it does not reach them.
        KeyError: records of this kind have none.
    """
    found: SharedRecord = SUBJECTS[kind].model.objects.select_related("owner").one_for(acting, record_id)
    return found


def matter_of(record: SharedRecord) -> Matter:
    """The case of a record with its seizures and all proceedings about any of them."""
    case, own = getattr(record, "case_id", None), Q(pk=record.pk)
    if isinstance(record, Proceeding):
        own = Q(pk=record.seizure_id) if record.seizure_id else Q(pk__in=[])
    both = {case, record.seizure.case_id} if isinstance(record, Proceeding) and record.seizure else {case}
    keys: set[UUID] = {key for key in both if key is not None}
    if isinstance(record, Case):
        keys, own = {record.pk}, Q(pk__in=[])
    own |= Q(case__in=keys)
    seizures = tuple(Seizure.objects.filter(own))
    about = Q(seizure__in=[s.pk for s in seizures]) | Q(case__in=keys)
    if isinstance(record, Proceeding):
        about |= Q(pk=record.pk)
    return Matter(
        tuple(Case.objects.filter(pk__in=keys)), tuple(Proceeding.objects.filter(about).distinct()), seizures
    )


def why_kept(record: SharedRecord, today: date) -> str:
    """Why the matter of a record is kept though its day is past; blank where nothing keeps it."""
    matter = matter_of(record)
    for kind in SUBJECTS:
        ids = [str(one.pk) for one in matter.records if one.kind == kind]
        if ids and holds_on(kind, ids):
            return Waits.HOLD
    if any(case.state == CaseState.OPEN for case in matter.cases):
        return Waits.CASE
    for proceeding in matter.proceedings:
        if why := _why_pursued(proceeding, today):
            return why
    if any(_ended_on(seizure) is None for seizure in matter.seizures):
        return Waits.GOODS
    late = Disposal.objects.filter(seizure__in=matter.seizures, arrival_due__isnull=False)
    return Waits.ARRIVAL if late.filter(arrived_on__isnull=True).exists() else ""


def look_at_ends(agency_id: str, tell: Tell, *, today: date | None = None) -> str:
    """The daily round of an agency: terms begin, ends are announced, persons forgotten, files removed."""
    today = today or timezone.localdate()
    agency = Agency.objects.get(pk=agency_id)
    acting = PlatformFor(agency_id)
    begun = begin_terms(acting, agency)
    tell(0.3, "")
    steps = 0
    due = Q(state=_State.KEPT, retain_until__lt=today) | Q(state=_State.NOTICED, blank_on__lte=today)
    due |= Q(state=_State.BLANKED, remove_on__lte=today)
    for ending in Ending.objects.filter(due, owner=agency).order_by("retain_until", "pk"):
        steps += go_on(acting, ending, today)
        tell(0.6, "")
    write_receipts(settings.OFFICE.receipts)
    return f"{begun} terms begun, {steps} steps of forgetting"


def go_on(acting: Actor, ending: Ending, today: date) -> int:
    """Do what is due of one ending; how many steps were done."""
    subject = SUBJECTS[ending.subject_kind]
    record: Any = subject.model.objects.filter(pk=ending.subject_id).first()
    if record is None:
        return 0
    term = term_of(ending.owner, subject.what)
    if ending.state in (_State.KEPT, _State.NOTICED) and (why := why_kept(record, today)):
        acts.note_waits(ending=ending, why=why)
        return 0
    if ending.state == _State.KEPT:
        acts.announce_end(acting=acting, ending=ending, blank_on=today + timedelta(days=term.notice_days))
        return 1
    if ending.state == _State.NOTICED:
        try:
            _forget(acting, subject, ending, term.grace_days, today)
        except Refused:  # a hold that was placed while it was being read
            acts.note_waits(ending=ending, why=Waits.HOLD)
            return 0
        return 1
    acts.note_removed(acting=acting, ending=ending, digests=subject.remove(record))
    return 1


def forget_records_again() -> int:
    """After a restore: records whose receipt says that they were forgotten are emptied before anybody reads them; how
    many. Their files go once the time of grace from the first forgetting is over."""
    today, again = timezone.localdate(), 0
    keys = RecordKey.objects.filter(subject_kind__in=SUBJECTS, destroyed_at__isnull=False)
    for kind, named, destroyed in keys.values_list("subject_kind", "subject_id", "destroyed_at"):
        subject, pk = SUBJECTS[kind], as_record_id(named)
        record: Any = subject.model.objects.filter(pk=pk).first() if pk else None
        if record is None:
            continue
        again += _forget_again(subject, record, destroyed or timezone.now(), today)
    return again


def begin_terms(acting: Actor, agency: Agency) -> int:
    """Records that were closed get their last day; how many."""
    begun: list[tuple[SharedRecord, date, date | None]] = [
        (case, timezone.localdate(case.closed_at or case.changed_at), None)
        for case in _unended(Case.objects.filter(owner=agency).exclude(state=CaseState.OPEN))
    ]
    closed = Proceeding.objects.filter(owner=agency, state__in=CLOSED)
    begun += [(one, _decided_on(one), None) for one in _unended(closed)]
    for seizure in _unended(Seizure.objects.filter(owner=agency)):
        if (day := _ended_on(seizure)) is not None:
            begun.append((seizure, day, seizure.retain_until))
    for record, day, at_least in begun:
        acts.begin_term(
            acting=acting, owner=agency, kind=record.kind, record_id=record.pk, title=str(getattr(record, "number")),  # noqa: B009
            what=SUBJECTS[record.kind].what, on=day, at_least=at_least,
        )  # fmt: skip
    return len(begun)


@transaction.atomic
def _forget(acting: Actor, subject: Subject, ending: Ending, grace_days: int, on: date) -> None:
    record: Any = subject.model.objects.select_for_update(of=("self",)).get(pk=ending.subject_id)
    ending = Ending.objects.select_for_update().get(pk=ending.pk)
    if ending.is_forgotten:
        return
    subject.blank(record)
    acts.note_forgotten(acting=acting, ending=ending, grace_days=grace_days, on=on)


def _forget_again(subject: Subject, record: Any, destroyed: datetime, today: date) -> bool:
    day = timezone.localdate(destroyed)
    owner: Agency = record.owner
    acting = PlatformFor(str(owner.pk))
    ending = acts.begin_term(
        acting=acting, owner=owner, kind=record.kind, record_id=record.pk, title=record.number, what=subject.what,
        on=day,
    )  # fmt: skip
    fresh = not ending.is_forgotten
    if fresh:
        _forget(acting, subject, ending, term_of(owner, subject.what).grace_days, day)
        ending.refresh_from_db()
    else:
        with transaction.atomic():
            subject.blank(record)
    if ending.remove_on is None or ending.remove_on <= today:
        acts.note_removed(acting=acting, ending=ending, digests=subject.remove(record))
    return fresh


def _unended(rows: QuerySet[Any]) -> Iterable[Any]:
    known = Ending.objects.filter(subject_kind=rows.model.kind, subject_id=OuterRef("pk"))
    return list(rows.filter(~Exists(known)).order_by("pk")[:AT_ONCE])


def _why_pursued(proceeding: Proceeding, today: date) -> str:
    """Why a proceeding is not over in law."""
    if proceeding.state == ProceedingState.OPEN:
        clocks = running(proceeding, list(proceeding.steps.all()), provisions_for(proceeding))
        runs = any(one.clock.last_day is None or one.clock.last_day >= today for one in clocks)
        return Waits.LIMITATION if runs else Waits.PROCEEDING
    if proceeding.state not in CLOSED:
        return Waits.APPEAL
    can_be_appealed = Decision.objects.filter(proceeding=proceeding, appeal_until__gte=today)
    return Waits.APPEAL if can_be_appealed.exists() else ""


def _decided_on(proceeding: Proceeding) -> date:
    last: date | None = proceeding.decisions.aggregate(day=Max("decided_on"))["day"]
    return last or timezone.localdate()


def _ended_on(seizure: Seizure) -> date | None:
    """From which day on nothing of a seizure is held; None while something is. Of one without exhibits nothing is known
    to be held: the day on which it was recorded."""
    numbers = list(seizure.exhibits.values_list("number", flat=True))
    if not numbers:
        return timezone.localdate(seizure.recorded_at)
    standing = ledger_of(entries_of(seizure), ()).standing
    if any(number not in standing or not standing[number].has_ended for number in numbers):
        return None
    return max(timezone.localdate(standing[number].since) for number in numbers)
