"""Holding goods under a ground of law, printing the notice, releasing, and what was known at a search."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.procedures.clocks import after
from tradewind.procedures.sop import SOP, Deadline
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.working import lay, locked
from tradewind_web.cases.events import GoodsHeld, HoldEnded, KnowledgeFrozen, NoticePrinted, Reminded
from tradewind_web.cases.freezing import freeze
from tradewind_web.cases.models import Case, Frozen, Hold, Task
from tradewind_web.cases.policy import may_hold
from tradewind_web.cases.running import Standing, standing_of, working_days
from tradewind_web.cases.words import Ended, Moment
from tradewind_web.errors import Refused

#: The form by which a procedure says in which step goods are held.
NOTICE = "detention_notice"
#: Deeds a transaction of the daily round takes (ARCHITECTURE.md: at most 500 rows).
AT_ONCE = 100


@transaction.atomic
def hold_goods(
    *, acting: Acting, case_id: UUID | str, ground: str, law: str, goods: str, place: str, seals: str = "",
    importer: str = "", language: str = "en",
) -> Hold:  # fmt: skip
    """The goods are held: what was known is frozen, the clock of the law runs, the notice is evidence.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it, or their roles hold no goods.
        Refused: no ground of the procedure's list, no article, no goods or place; held already; or the step is not to
            be done now.
    """
    case = locked(acting, case_id)
    may_hold(acting, case)
    standing = standing_of(case)
    step = holding_step(standing)
    if step is None:
        raise Refused(_("the procedure does not hold goods at this step"))
    if ground not in standing.sop.by_id[step].grounds:
        raise Refused(_("choose a ground of law from the list of the procedure"))
    for text, sentence in (
        (law, _("name the article of the law")),
        (goods, _("say what is held: what it is, how much, in what")),
        (place, _("say where it is held")),
    ):
        if not text.strip():
            raise Refused(sentence)
    if case.holds.filter(ended="").exists():
        raise Refused(_("goods are held in this case already; end that hold first"))
    frozen = freeze(acting, case, Moment.HOLD)
    today = timezone.localdate()
    due, warn = clock_of(standing.sop, step, today, case.owner)
    place_number = Hold.objects.filter(case=case).count() + 1
    made = Hold.objects.create(
        case=case, number=f"{case.number}/{place_number}", ground=ground, law=law.strip()[:300], goods=goods.strip(),
        place=place.strip()[:200], seals=seals.strip()[:300], importer=importer.strip()[:300], language=language,
        frozen=frozen, since=today, due=due, warn_on=warn, made_by=acting.user,
    )  # fmt: skip
    lay(acting, case, step, NOTICE, _("Notice %(number)s: %(ground)s") % {"number": made.number, "ground": ground},
        law, f"hold:{made.pk}", frozen.sha256)  # fmt: skip
    audit(acting, GoodsHeld(
        **case.as_subject, hold=str(made.pk), number=made.number, ground=ground,
        law=made.law, due=due.isoformat() if due else "", importer=made.importer, goods=made.goods, place=made.place,
        frozen=frozen.sha256,
    ))  # fmt: skip
    return made


@transaction.atomic
def end_hold(*, acting: Acting, case_id: UUID | str, how: str, reason: str) -> Hold:
    """The hold ends by release or by seizure; a release is an ordinary outcome, and both have a reason.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it, or their roles hold no goods.
        Refused: nothing is held, no reason, or a seizure before it was decided in law.
    """
    case = locked(acting, case_id)
    may_hold(acting, case)
    held = case.holds.select_for_update().filter(ended="").first()
    if held is None:
        raise Refused(_("no goods are held in this case"))
    if how not in (Ended.RELEASED, Ended.SEIZED):
        raise Refused(_("choose whether the goods are released or seized"))
    if not reason.strip():
        raise Refused(_("say why: the importer is told the reason"))
    standing = standing_of(case)
    if how == Ended.SEIZED and not _is_decided(standing):
        raise Refused(_("a seizure is decided in law first, by two persons"))
    held.ended, held.ended_at, held.reason = how, timezone.now(), reason.strip()
    held.save(update_fields=["ended", "ended_at", "reason"])
    kind = "release_notice" if how == Ended.RELEASED else "seizure_record"
    step = next((one.step for one in standing.state.open if standing.sop.by_id[one.step].form == kind), None)
    if step is not None:
        lay(acting, case, step, kind, held.reason, held.number, f"hold:{held.pk}")
    audit(acting, HoldEnded(
        **case.as_subject, hold=str(held.pk), number=held.number, how=how,
        reason=held.reason,
    ))  # fmt: skip
    return held


@transaction.atomic
def note_search(*, acting: Acting, case_id: UUID | str, note: str) -> Frozen:
    """Premises are searched: what was known is frozen with the legal ground in the officer's words.

    Raises:
        Http404: the case does not reach the person.
        NotAllowed: another agency works in it, or their roles hold no goods.
        Refused: not said where and on which ground.
    """
    case = locked(acting, case_id)
    may_hold(acting, case)
    if not note.strip():
        raise Refused(_("say where is searched, and on which ground of law"))
    frozen = freeze(acting, case, Moment.SEARCH, note.strip())
    audit(acting, KnowledgeFrozen(
        **case.as_subject, moment=Moment.SEARCH, digest=frozen.sha256,
        reason=note.strip(),
    ))  # fmt: skip
    return frozen


@transaction.atomic
def note_printed(*, acting: Acting, case_id: UUID | str, hold_id: UUID | str, language: str) -> Hold:
    """That the notice was printed, in which language.

    Raises:
        Http404: the case does not reach the person, or has no such hold.
    """
    case: Case = Case.objects.one_for(acting, str(case_id))
    held = case.holds.filter(pk=hold_id).first()
    if held is None:
        raise Http404
    audit(acting, NoticePrinted(
        **case.as_subject, hold=str(held.pk), number=held.number, language=language,
    ))  # fmt: skip
    return held


@transaction.atomic
def remind_of(*, agency_id: UUID, today: date) -> int:
    """The daily round: what is to be warned of is noted once, and holds whose time ran out lapse. How many."""
    acting = PlatformFor(str(agency_id))
    now = timezone.now()
    lapsed = list(
        Hold.objects.select_for_update(of=("self",))
        .filter(case__owner=agency_id, ended="", due__lt=today)
        .select_related("case")
        .order_by("pk")[:AT_ONCE]
    )
    for held in lapsed:
        held.ended, held.ended_at = Ended.LAPSED, now
        held.save(update_fields=["ended", "ended_at"])
    tasks = list(
        Task.objects.filter(case__owner=agency_id, warn_on__lte=today, reminded_at__isnull=True)
        .values_list("pk", flat=True)[:AT_ONCE]
    )  # fmt: skip
    Task.objects.filter(pk__in=tasks).update(reminded_at=now)
    holds = list(
        Hold.objects.filter(
            case__owner=agency_id, ended="", warned_at__isnull=True, warn_on__lte=today
        ).values_list("pk", flat=True)[:AT_ONCE]
    )
    Hold.objects.filter(pk__in=holds).update(warned_at=now)
    count = len(lapsed) + len(tasks) + len(holds)
    for held in lapsed:
        audit(acting, HoldEnded(
            **held.case.as_subject, hold=str(held.pk), number=held.number,
            how=Ended.LAPSED,
        ))  # fmt: skip
    if count:
        audit(acting, Reminded(subject_kind="agency", subject_id=str(agency_id), count=count))
    return count


def holding_step(standing: Standing) -> str | None:
    """The open step in which goods are held, where there is one."""
    return next(
        (one.step for one in standing.state.open if standing.sop.by_id[one.step].form == NOTICE), None
    )


def clock_of(sop: SOP, step: str, since: date, agency: Agency) -> tuple[date | None, date | None]:
    """The last day of a hold that begins on a day, and the day of the warning: by the first deadline of the procedure
    that starts with the hold."""
    deadline: Deadline | None = next(
        (one.deadline for one in sop.steps if one.deadline is not None and one.deadline.since == step), None
    )
    if deadline is None:
        return None, None
    due = after(since, deadline, working_days(agency))
    return due, due - timedelta(days=deadline.warn)


def _is_decided(standing: Standing) -> bool:
    """Whether the case came to a step that records a seizure; a procedure without one asks nothing."""
    recording = [one.id for one in standing.sop.steps if one.form == "seizure_record"]
    came = {one.step for one in standing.state.open} | {one.step for one in standing.state.done}
    return not recording or bool(came & set(recording))
