"""What was decided, and what happens or is due on a day: hearings, interruptions, appeals, payments, costs."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.proceedings import money
from tradewind_web.proceedings.actions.opening import locked, note_due
from tradewind_web.proceedings.events import ProceedingDecided, StepDone, StepNoted
from tradewind_web.proceedings.figures import of_seizure
from tradewind_web.proceedings.models import Decision, Proceeding, Step
from tradewind_web.proceedings.values import Deciding, Noting
from tradewind_web.proceedings.words import AWAITED, CLOSED, WITH_AMOUNT, State, StepKind, Verdict

#: Steps that carry money.
_PAID: Final = (StepKind.CONFISCATION, StepKind.COSTS, StepKind.PAYMENT)


@transaction.atomic
def decide(*, acting: Acting, proceeding_id: object, values: Deciding) -> Decision:
    """A decision as it was given; on appeal another follows.

    Raises:
        Http404, NotAllowed: the proceeding does not reach the person, or they conduct it not.
        Refused: it is final already, the day lies ahead, an amount is missing or stands where none belongs.
    """
    proceeding = locked(acting, proceeding_id)
    if proceeding.state in CLOSED:
        raise Refused(_("it is closed; open another proceeding if the law lets it begin again"))
    if values.decided_on > timezone.localdate() or values.decided_on < proceeding.act_on:
        raise Refused(
            _("write the day of the decision: not before the act, and not one that has not come yet")
        )
    needs_amount = values.verdict in (Verdict.FINE, Verdict.SETTLED)
    if (needs_amount and values.amount is None) or (values.amount is not None and not values.currency):
        raise Refused(_("write the amount and its currency"))
    if values.amount is not None and values.verdict not in WITH_AMOUNT:
        raise Refused(_("this decision carries no amount; leave it blank"))
    if not values.text.strip():
        raise Refused(_("write what was decided, in the words of the decision"))
    worksheet = proceeding.worksheets.filter(number=values.worksheet).first() if values.worksheet else None
    if values.worksheet and worksheet is None:
        raise Http404
    goods = of_seizure(proceeding.seizure)
    made = Decision.objects.create(
        proceeding=proceeding, worksheet=worksheet, verdict=values.verdict, decided_on=values.decided_on,
        amount=values.amount, currency=values.currency if values.amount is not None else "",
        net_g=worksheet.figures["net_g"] if worksheet else goods.net_g,
        co2e_g=worksheet.figures["co2e_g"] if worksheet else goods.co2e_g,
        text=values.text.strip(), appeal_until=values.appeal_until, is_final=values.is_final, by=acting.user,
    )  # fmt: skip
    proceeding.state = State.DECIDED
    if values.verdict == Verdict.DISCONTINUED:
        proceeding.state = State.DISCONTINUED
    elif values.is_final:
        proceeding.state = State.FINAL
    proceeding.save(update_fields=["state"])
    note_due([proceeding])
    audit(acting, ProceedingDecided(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), verdict=made.verdict,
        decided_on=made.decided_on.isoformat(), amount=made.amount, currency=made.currency,
        shown=f"{money.plain(made.amount, made.currency)} {made.currency}".strip(), text=made.text,
    ))  # fmt: skip
    return made


@transaction.atomic
def note_step(*, acting: Acting, proceeding_id: object, values: Noting) -> Step:
    """Something that happened or is due. An appeal opens it again for the court above.

    Raises:
        Http404, NotAllowed: as above.
        Refused: the days cannot be, or money is missing where it belongs.
    """
    proceeding = locked(acting, proceeding_id)
    is_ahead = values.on > timezone.localdate()
    if is_ahead and values.kind not in AWAITED:
        raise Refused(_("this day has not come yet; note it once it happened"))
    if values.until and (values.until < values.on or values.kind != StepKind.SUSPENSION):
        raise Refused(_("a last day belongs to a suspension alone, and comes after its first"))
    if values.kind in (StepKind.COSTS, StepKind.PAYMENT) and values.amount is None:
        raise Refused(_("write the amount and its currency"))
    if values.amount is not None and (values.kind not in _PAID or not values.currency):
        raise Refused(_("an amount belongs to costs, a payment or a confiscation, with its currency"))
    if values.kind == StepKind.APPEAL and proceeding.state != State.DECIDED:
        raise Refused(_("an appeal follows a decision that is not final"))
    made = Step.objects.create(
        proceeding=proceeding, kind=values.kind, on=values.on, until=values.until, amount=values.amount,
        currency=values.currency if values.amount is not None else "", note=values.note.strip(), by=acting.user,
    )  # fmt: skip
    if values.kind == StepKind.APPEAL:
        proceeding.state = State.APPEALED
        proceeding.save(update_fields=["state"])
    note_due([proceeding])
    audit(acting, StepNoted(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), kind=made.kind, on=made.on.isoformat(),
        until=made.until.isoformat() if made.until else "", amount=made.amount, currency=made.currency, note=made.note,
    ))  # fmt: skip
    return made


@transaction.atomic
def tick(*, acting: Acting, proceeding_id: object, step_id: int) -> Step:
    """A hearing or deadline is done.

    Raises:
        Http404: there is none of this proceeding; NotAllowed as above.
    """
    proceeding = locked(acting, proceeding_id)
    step = proceeding.steps.filter(pk=step_id, kind__in=AWAITED).first()
    if step is None:
        raise Http404
    if step.done_at is None:
        step.done_at = timezone.now()
        step.save(update_fields=["done_at"])
        note_due([proceeding])
        audit(acting, StepDone(
            subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), kind=step.kind, on=step.on.isoformat(),
        ))  # fmt: skip
    return step
