"""How a case stands on its procedure, from its events; and keeping what lists need of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tradewind.procedures.clocks import Due, due
from tradewind.procedures.moving import replay
from tradewind.procedures.running import Event, NotPossible, State
from tradewind.procedures.sop import SOP
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.calendars import is_working_day
from tradewind_web.agencies.models import Agency
from tradewind_web.cases.models import Case, CaseEvent, Procedure, Task
from tradewind_web.cases.words import EVIDENCE, said, text
from tradewind_web.errors import Refused
from tradewind_web.phrasing import listed


@dataclass(frozen=True)
class Standing:
    """A case, the version it runs on, how it stands there, and what is due."""

    case: Case
    sop: SOP
    state: State
    due: tuple[Due, ...]

    def clock(self, step: str) -> Due | None:
        """When an open step is due."""
        return next((one for one in self.due if one.step == step), None)


def standing_of(case: Case) -> Standing:
    """How the case stands now."""
    events = [_event(one) for one in case.events.all()]
    versions = {
        case.procedure.digest: case.procedure.sop,
        case.first_procedure.digest: case.first_procedure.sop,
    }
    moved = {one.version for one in events if one.does == "move"} - set(versions)
    for other in Procedure.objects.filter(digest__in=moved):
        versions[other.digest] = other.sop
    sop = versions[case.procedure.digest]
    state = replay(versions, case.first_procedure.digest, events)
    return Standing(case, sop, state, tuple(due(sop, state, working_days(case.owner))))


def write_down(acting: Acting, case: Case, *events: Event) -> Standing:
    """The events in the case, each checked against how it stands; lists and tasks follow. In the caller's transaction,
    which holds the case's row.

    Raises:
        Refused: one of them is not possible as things stand; the message says what must come first.
    """
    number = case.events.count()
    made = [
        CaseEvent(
            case=case, number=number + place, does=one.does, step=one.step, kind=one.kind, ref=one.ref, fact=one.fact,
            value=one.value, why=one.why, version=one.version, on=one.on, by=acting.user,
        )
        for place, one in enumerate(events, 1)
    ]  # fmt: skip
    CaseEvent.objects.bulk_create(made)
    case._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    try:
        standing = standing_of(case)
    except NotPossible as error:
        raise Refused(in_words(error, case.procedure.sop)) from error
    _keep(standing)
    return standing


def event(acting: Acting, does: str, **said: object) -> Event:
    """Something the acting person does today."""
    return Event(does, timezone.localdate(), str(acting.user.pk), **said)  # type: ignore[arg-type]


def working_days(agency: Agency) -> Callable[[date], bool]:
    """Whether the agency works on a day, by its own calendar."""
    holidays = set(agency.holidays.values_list("on", flat=True))
    return lambda day: is_working_day(day, weekend=agency.weekend, holidays=holidays)


#: What the library says of why something is not possible, in sentences that are translated.
_REASONS = {
    "ended": gettext_noop("the case is closed; nothing more can be written down in it"),
    "stopped": gettext_noop("safety stop: %(why)s. Another person must lift it first"),
    "unsafe": gettext_noop("nobody handles the goods before the step “%(step)s” is done"),
    "evidence": gettext_noop("evidence is missing: %(kind)s (%(count)s)"),
    "unknown_fact": gettext_noop("answer first: %(fact)s"),
    "others_open": gettext_noop("other steps are still to be done: %(steps)s"),
    "not_open": gettext_noop("the step “%(step)s” is not to be done now; to be done: %(steps)s"),
    "waits_for_second": gettext_noop("it was done already and waits for a second person"),
    "not_completed": gettext_noop("the first person has not done it yet"),
    "same_person": gettext_noop("another person must do this, not the one who did the first part"),
    "no_second": gettext_noop("this step needs no second person"),
    "no_reason": gettext_noop("say why"),
    "not_stopped": gettext_noop("there is no safety stop to lift"),
    "unknown_step": gettext_noop("the procedure has no step “%(step)s”"),
    "unknown_version": gettext_noop("the version of the procedure is not here"),
}


def in_words(error: NotPossible, sop: SOP | None = None) -> str:
    """Why something is not possible, in the reader's language."""
    facts = dict(error.facts)
    if "kind" in facts:
        facts["kind"] = said(EVIDENCE, facts["kind"])
    if sop is not None:
        if "fact" in facts:
            facts["fact"] = text(sop, f"question.{facts['fact']}") or facts["fact"]
        if "step" in facts:
            facts["step"] = text(sop, f"{facts['step']}.title") or facts["step"]
        if "steps" in facts:
            names = (text(sop, f"{one}.title") or one for one in facts["steps"].split(", "))
            facts["steps"] = listed(names)
    return _(_REASONS[error.code]) % facts if error.code in _REASONS else str(error)


def _event(one: CaseEvent) -> Event:
    return Event(
        one.does, one.on, str(one.by_id), one.step, one.kind, one.ref, one.fact, one.value, one.why, one.version,  # type: ignore[arg-type]
    )  # fmt: skip


def _keep(standing: Standing) -> None:
    """What lists ask: open steps, the first day due, a task a step. Reminders that were given stay given."""
    case, state = standing.case, standing.state
    reminded = dict(Task.objects.filter(case=case).values_list("step", "reminded_at"))
    Task.objects.filter(case=case).delete()
    tasks = [_task(standing, one.step, one.since, reminded) for one in state.open]
    Task.objects.bulk_create(tasks)
    case.steps_text = ",".join(one.step for one in state.open)[:500]
    case.stopped_why = state.stopped_why
    days: Sequence[date] = [task.due for task in tasks if task.due]
    warned: Sequence[date] = [task.warn_on for task in tasks if task.warn_on]
    case.due_on, case.warn_on = min(days, default=None), min(warned, default=None)
    case.changed_at = timezone.now()
    case.save(update_fields=["steps_text", "stopped_why", "due_on", "warn_on", "changed_at"])


def _task(standing: Standing, step: str, since: date, reminded: Mapping[str, datetime | None]) -> Task:
    clock, one = standing.clock(step), standing.sop.by_id[step]
    return Task(
        case=standing.case, step=step, title=one.title[:200], role=one.role, since=since,
        due=clock.on if clock else None, warn_on=clock.warn_on if clock else None,
        reminded_at=reminded.get(step),
    )  # fmt: skip
