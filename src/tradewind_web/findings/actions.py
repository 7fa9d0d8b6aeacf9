"""What people do with findings: one function an act, for one finding or many, each for the acting person's agency.

Another agency that sees the same finding judges it for itself: nothing here changes what it made of it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Membership
from tradewind_web.audit.recording import record
from tradewind_web.errors import Refused
from tradewind_web.findings import events
from tradewind_web.findings.grounds import read_only_for
from tradewind_web.findings.models import Explanation, Finding, Triage
from tradewind_web.findings.policy import TRIAGE_ROLES, may_triage
from tradewind_web.findings.wording import explanation_digest
from tradewind_web.jobs.models import Job
from tradewind_web.jobs.queue import enqueue

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User

#: Findings that one act takes at most: a page of them, and a little more.
MOST_AT_ONCE: Final = 100
#: A finding put aside longer than this is forgotten, not put aside.
LONGEST_SNOOZE: Final = timedelta(days=366)
#: Outcomes wait a little before they go back, so that an afternoon's work goes as one batch.
OUTCOMES_WAIT: Final = timedelta(minutes=10)
Ids = Sequence[uuid.UUID | str]


@transaction.atomic
def assign(*, acting: Acting, findings: Ids, to: User, reason: str = "") -> None:
    """A colleague has these in hand.

    Raises:
        Http404: one of them does not reach the acting person.
        NotAllowed: their roles do not judge findings.
        Refused: the colleague does not judge findings in this agency, or a finding is settled.
    """
    chosen = list(_chosen(acting, findings))
    holders = Membership.objects.at(timezone.now()).filter(agency=acting.agency, role__in=TRIAGE_ROLES)
    if not to.is_active or not holders.filter(user=to).exists():
        raise Refused(_("%(name)s does not judge findings in your agency; choose a colleague who does")
                      % {"name": to.display_name})  # fmt: skip
    for finding, triage in chosen:
        _must_be_open(triage)
        before, triage.assignee, triage.state = triage.assignee_id, to, Triage.State.ASSIGNED
        triage.snoozed_until = None
        triage.save()
        record(acting, events.FindingAssigned(
            **_about(finding), reason=reason, before=before, to_id=to.pk, to=to.display_name
        ))  # fmt: skip


@transaction.atomic
def snooze(*, acting: Acting, findings: Ids, until: date, reason: str = "") -> None:
    """These leave the queue until a day, and come back on it.

    Raises:
        Refused: the day is not ahead, or more than a year ahead.
    """
    chosen = list(_chosen(acting, findings))
    today = timezone.localdate()
    if not today < until <= today + LONGEST_SNOOZE:
        raise Refused(_("choose a day after today and within a year"))
    for finding, triage in chosen:
        _must_be_open(triage)
        before, triage.state, triage.snoozed_until = triage.state, Triage.State.SNOOZED, until
        triage.save()
        record(acting, events.FindingSnoozed(
            **_about(finding), reason=reason, before=before, until=until.isoformat()
        ))  # fmt: skip


@transaction.atomic
def mark_wrong(*, acting: Acting, findings: Ids, because: str, note: str) -> None:
    """The findings are wrong, and why: what is wrong with a detector or with data shows only when it is said.

    Raises:
        Refused: no kind of wrong is chosen, or "something else" without words.
    """
    chosen = list(_chosen(acting, findings))
    if because not in Triage.Wrong.values:
        raise Refused(_("choose what is wrong with it"))
    if because == Triage.Wrong.OTHER and not note.strip():
        raise Refused(_("say in a few words what is wrong with it"))
    for finding, triage in chosen:
        before = _decide(triage, finding, Triage.State.WRONG, note)
        triage.wrong_because = because
        triage.save()
        record(acting, events.FindingWrong(
            **_about(finding), reason=note, before=before, because=because, revision=finding.revision
        ))  # fmt: skip
    _take_back(acting, chosen)


@transaction.atomic
def explain(
    *, acting: Acting, findings: Ids, explanation: str, inspected_on: date, stands_until: date | None = None
) -> None:
    """A check found a lawful explanation; it goes back to the detectors as an inspection that found all in order.

    Raises:
        Refused: one of them was given for reading only; no words; a day that has not come; or an explanation that
            ended before it was found.
    """
    chosen = list(_chosen(acting, findings))
    _must_be_usable(acting, chosen)
    if not explanation.strip():
        raise Refused(_("write down the explanation: the next officer will need it"))
    _must_have_come(inspected_on)
    if stands_until is not None and stands_until < inspected_on:
        raise Refused(_("the explanation cannot end before the day it was found"))
    for finding, triage in chosen:
        before = _decide(triage, finding, Triage.State.EXPLAINED, explanation)
        triage.inspected_on, triage.stands_until = inspected_on, stands_until
        triage.save()
        record(acting, events.FindingExplained(
            **_about(finding), reason=explanation, before=before, revision=finding.revision,
            inspected_on=inspected_on.isoformat(), stands_until=stands_until.isoformat() if stands_until else "",
        ))  # fmt: skip
    _send_outcomes(acting)


@transaction.atomic
def confirm(*, acting: Acting, findings: Ids, result: str, proof: str, inspected_on: date, note: str) -> None:
    """A check confirmed it; it goes back to the detectors as an inspection with its degree of proof.

    Raises:
        Refused: one of them was given for reading only; or no result or proof is chosen, or the day has not come.
    """
    chosen = list(_chosen(acting, findings))
    _must_be_usable(acting, chosen)
    if result not in Triage.Result.values or proof not in Triage.Proof.values:
        raise Refused(_("choose what was found and what it rests on"))
    _must_have_come(inspected_on)
    for finding, triage in chosen:
        before = _decide(triage, finding, Triage.State.CONFIRMED, note)
        triage.result, triage.proof, triage.inspected_on = result, proof, inspected_on
        triage.save()
        record(acting, events.FindingConfirmed(
            **_about(finding), reason=note, before=before, revision=finding.revision, result=result, proof=proof,
            inspected_on=inspected_on.isoformat(),
        ))  # fmt: skip
    _send_outcomes(acting)


@transaction.atomic
def join(*, acting: Acting, findings: Ids, to: uuid.UUID | str, reason: str = "") -> None:
    """These go on under another finding about the same matter; what was joined to them comes along.

    Raises:
        Refused: a finding would be joined to itself, or to one that is joined away itself.
    """
    ((target, on_target),) = _chosen(acting, [to])
    chosen = [entry for entry in _chosen(acting, findings) if entry[0].pk != target.pk]
    if not chosen:
        raise Refused(_("choose at least two findings to join"))
    if on_target.state == Triage.State.JOINED:
        raise Refused(_("the finding to join to is itself joined to another; choose that one"))
    for finding, triage in chosen:
        before = _decide(triage, finding, Triage.State.JOINED, reason)
        triage.joined_to = target
        triage.save()
        under = Triage.objects.filter(agency=acting.agency, joined_to=finding)
        under.update(joined_to=target)
        record(acting, events.FindingJoined(
            **_about(finding), reason=reason, before=before, to_id=str(target.pk), to=target.subject_id
        ))  # fmt: skip
    _take_back(acting, chosen)


@transaction.atomic
def reopen(*, acting: Acting, findings: Ids, reason: str = "") -> None:
    """What was settled, joined or put aside waits again, with whoever had it."""
    chosen = list(_chosen(acting, findings))
    for finding, triage in chosen:
        before = _cleared(triage)
        triage.state = Triage.State.ASSIGNED if triage.assignee_id else Triage.State.NEW
        triage.save()
        record(acting, events.FindingReopened(**_about(finding), reason=reason, before=before))
    _take_back(acting, chosen)


@transaction.atomic
def rule_out(*, acting: Acting, finding: uuid.UUID | str, digest: str, how: str) -> None:
    """One of the lawful explanations does not hold, and how that is known.

    Raises:
        Http404: the finding names no such explanation.
        Refused: it is not said how.
    """
    ((found, _triage),) = _chosen(acting, [finding])
    text = next((t for t in found.lawful_explanations if explanation_digest(t) == digest), None)
    if text is None:
        raise Http404
    if not how.strip():
        raise Refused(_("say how it was ruled out: a document, a call, a measurement"))
    Explanation.objects.update_or_create(
        finding=found, agency=acting.agency, digest=digest,
        defaults={"text": text, "how": how, "by": acting.user, "at": timezone.now()},
    )  # fmt: skip
    record(acting, events.ExplanationRuledOut(**_about(found), reason=how, explanation=text))


@transaction.atomic
def leave_open(*, acting: Acting, finding: uuid.UUID | str, digest: str, reason: str = "") -> None:
    """An explanation that was ruled out is possible again."""
    ((found, _triage),) = _chosen(acting, [finding])
    ticks = Explanation.objects.filter(finding=found, agency=acting.agency)
    tick = next(
        (t for t in ticks if t.digest == digest), None
    )  # compared here: whatever was sent is only text
    if tick is None:
        raise Http404
    text, how = tick.text, tick.how
    tick.delete()
    record(acting, events.ExplanationOpenAgain(**_about(found), reason=reason, explanation=text, before=how))


@transaction.atomic
def ask_again(*, acting: Acting) -> Job:
    """Ask the detectors again over what reaches the agency now; the job, or the one that waits already."""
    may_triage(acting)
    waiting = Job.objects.filter(kind="findings.find", agency=acting.agency, state=Job.State.WAITING).first()
    if waiting is not None:
        return waiting
    job = enqueue("findings.find", {"agency": str(acting.agency.pk)}, agency_id=acting.agency.pk,
                  asked_by_id=acting.user_id)  # fmt: skip
    record(acting, events.AskedAgain(subject_kind="agency", subject_id=str(acting.agency.pk)))
    return job


@transaction.atomic
def note_export(*, acting: Acting, findings: Sequence[Finding], form: str, filters: str) -> None:
    """That findings left in a file: which, by whom, under which filters."""
    names = hashlib.sha256("\n".join(sorted(str(f.pk) for f in findings)).encode()).hexdigest()
    record(acting, events.FindingsExported(
        subject_kind="agency", subject_id=str(acting.agency.pk), count=len(findings), form=form, filters=filters,
        digest=names,
    ))  # fmt: skip


def _chosen(acting: Acting, findings: Ids) -> Iterator[tuple[Finding, Triage]]:
    """The findings with the agency's triage of each, locked in one order; 404 unless all reach the person."""
    keys = _keys(findings)
    if not keys:
        raise Refused(_("choose at least one finding"))
    if len(keys) > MOST_AT_ONCE:
        raise Refused(_("choose at most %(most)s findings at once") % {"most": MOST_AT_ONCE})
    found = list(Finding.objects.visible_to(acting).filter(pk__in=keys).order_by("pk"))
    if len(found) != len(keys):
        raise Http404
    may_triage(acting)
    Triage.objects.bulk_create(
        [Triage(finding=f, agency=acting.agency) for f in found], ignore_conflicts=True
    )
    held = {
        t.finding_id: t
        for t in Triage.objects.select_for_update()
        .filter(finding__in=found, agency=acting.agency)
        .order_by("pk")
    }
    for finding in found:
        yield finding, held[finding.pk]


def _keys(findings: Ids) -> list[uuid.UUID]:
    try:
        return list(dict.fromkeys(uuid.UUID(str(f)) for f in findings))
    except ValueError as error:
        raise Http404 from error


def _about(finding: Finding) -> dict[str, str]:
    return {"subject_kind": Finding.kind, "subject_id": str(finding.pk)}


def _decide(triage: Triage, finding: Finding, state: str, note: str) -> str:
    """Settle it on the answer as it stands; the state before."""
    before = _cleared(triage)
    triage.state, triage.note = state, note.strip()
    triage.decided_at, triage.decided_on_revision = timezone.now(), finding.revision
    return before


def _cleared(triage: Triage) -> str:
    """Nothing of an earlier decision is left, in the row; the history keeps it."""
    before: str = triage.state
    triage.snoozed_until = triage.joined_to = triage.decided_at = triage.inspected_on = None
    triage.stands_until = (
        None  # `sent_at` stays: what went back to the detectors must be taken back there too
    )
    triage.wrong_because = triage.note = triage.result = triage.proof = triage.decided_on_revision = ""
    return before


def _must_be_open(triage: Triage) -> None:
    if triage.state in Triage.SETTLED:
        raise Refused(_("one of these is settled; open it again first"))


def _must_be_usable(acting: Acting, chosen: Sequence[tuple[Finding, Triage]]) -> None:
    """A check can be noticed, and its outcome goes on: neither may follow from what was given for reading only."""
    keys = [finding.pk for finding, _triage in chosen]
    if Finding.objects.filter(read_only_for(acting), pk__in=keys).exists():
        raise Refused(
            _(
                "those who gave it permit reading only: no check may follow from it; ask them to let you use it"
            )
        )


def _must_have_come(day: date) -> None:
    if day > timezone.localdate():
        raise Refused(_("the day of the check has not come yet"))


def _take_back(acting: Acting, chosen: Sequence[tuple[Finding, Triage]]) -> None:
    """Where an outcome went back to the detectors that no longer holds, say so there."""
    if any(triage.sent_at for _finding, triage in chosen):
        _send_outcomes(acting)


def _send_outcomes(acting: Acting) -> None:
    enqueue("findings.send_outcomes", {"agency": str(acting.agency.pk)}, agency_id=acting.agency.pk,
            run_after=timezone.now() + OUTCOMES_WAIT, once=f"outcomes:{acting.agency.pk}")  # fmt: skip
