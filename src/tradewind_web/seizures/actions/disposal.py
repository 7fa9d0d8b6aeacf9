"""What becomes of exhibits: proposed by one, decided by another, carried out with proof, closed by the scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.ledgers.disposal import ARRIVAL_DAYS, Answer, Assessed, assess, closing, known_answers
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.queries import is_alone
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.phrasing import listed
from tradewind_web.seizures.actions.evidence import file_named
from tradewind_web.seizures.actions.locking import locked
from tradewind_web.seizures.custody_ledger import entries_of, ledger_of
from tradewind_web.seizures.events_storage import (
    ArrivalProved,
    DisposalDecided,
    DisposalDone,
    DisposalProposed,
)
from tradewind_web.seizures.holding import goods_of, held_masses
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_storage import Disposal
from tradewind_web.seizures.words_custody import CONDITION_WORDS, DisposalState, Way


@dataclass(frozen=True, slots=True)
class ProposalValues:
    """A proposal; `answers` is condition -> (answer, on what it rests)."""

    way: str
    exhibits: tuple[int, ...]
    answers: Mapping[str, tuple[str, str]]
    why: str
    partner: str = ""


@transaction.atomic
def propose(*, acting: Acting, seizure_id: object, values: ProposalValues) -> Disposal:
    """A way for some exhibits, whatever its conditions: what is not met is seen by whoever decides.

    Raises:
        Http404: the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: no exhibits, one that is not there, or one that another proposal holds.
    """
    seizure = locked(acting, seizure_id)
    numbers = set(seizure.exhibits.values_list("number", flat=True))
    if not values.exhibits or not set(values.exhibits) <= numbers:
        raise Refused(_("say which exhibits it is about"))
    others = seizure.disposals.exclude(state=DisposalState.REFUSED)
    taken = {n for row in others for n in row.exhibits if row.way != Way.STORAGE} & set(values.exhibits)
    if taken and values.way != Way.STORAGE:
        raise Refused(
            _("another proposal holds exhibit %(which)s; have it refused first")
            % {"which": listed(map(str, sorted(taken)))}
        )
    made = Disposal.objects.create(
        seizure=seizure, number=seizure.disposals.count() + 1, way=values.way, exhibits=sorted(set(values.exhibits)),
        answers={code: list(told) for code, told in values.answers.items()}, partner=values.partner, why=values.why,
        proposed_by=acting.user,
    )  # fmt: skip
    audit(acting, DisposalProposed(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), way=made.way,
        said={"exhibits": made.exhibits, "answers": made.answers, "partner": made.partner, "why": made.why},
    ))  # fmt: skip
    return made


@transaction.atomic
def decide(*, acting: Acting, seizure_id: object, number: int, allow: bool, decision: str) -> Disposal:
    """Allow a proposal, or refuse it: a supervisor who did not make it, unless the agency has nobody else.

    Raises:
        Http404: there is no such proposal, or the seizure does not reach the person.
        NotAllowed: the person is no supervisor, or made the proposal.
        Refused: it was decided already, no reason is given, or a condition that binds is not met or not known.
    """
    disposal = _own(acting, seizure_id, number)
    if not acting.holds(Role.SUPERVISOR):
        raise NotAllowed(_("deciding on a disposal"), _("supervisor"))
    alone = disposal.proposed_by_id == acting.user_id
    if alone and not is_alone(acting.agency, acting.user):
        raise NotAllowed(_("deciding on one's own proposal"), _("supervisor who did not make it"))
    if disposal.state != DisposalState.PROPOSED:
        raise Refused(_("this proposal was decided already"))
    if not decision.strip():
        raise Refused(_("say why: the reason stands beside the decision"))
    if allow:
        _must_be_lawful(disposal)
    disposal.state = DisposalState.ALLOWED if allow else DisposalState.REFUSED
    disposal.decided_by, disposal.decided_at, disposal.decision = (
        acting.user,
        timezone.now(),
        decision.strip(),
    )
    disposal.save()
    event = audit(acting, DisposalDecided(
        subject_kind=Seizure.kind, subject_id=str(disposal.seizure_id), number=number, is_allowed=allow,
        reason=disposal.decision,
    ))  # fmt: skip
    if alone:
        note_alone(acting, event)
    return disposal


@transaction.atomic
def carry_out(
    *, acting: Acting, seizure_id: object, number: int, on: date, disposed: Mapping[int, int], difference_why: str = "",
    certificate: int | None = None,
) -> Disposal:  # fmt: skip
    """It happened: how much of each exhibit went, held against what is in custody to what the scales may err.

    Raises:
        Http404: there is no such disposal, or the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: it was not decided; the custody has not ended; no certificate of a destruction; the masses do not close
            and nobody says why.
    """
    disposal = _own(acting, seizure_id, number)
    seizure = disposal.seizure
    if disposal.state != DisposalState.ALLOWED or disposal.way == Way.STORAGE:
        raise Refused(_("only what was decided can be carried out"))
    exhibits = [e for e in seizure.exhibits.all() if e.number in disposal.exhibits]
    ledger = ledger_of(entries_of(seizure), ())
    still = [e.number for e in exhibits if not (s := ledger.standing.get(e.number)) or not s.has_ended]
    if still:
        raise Refused(
            _("exhibit %(which)s is still in custody: write the entry that ends it first")
            % {"which": listed(map(str, still))}
        )
    paper = file_named(seizure, certificate) if certificate else None
    if disposal.way == Way.DESTRUCTION and paper is None:
        raise Refused(_("a destruction needs its certificate: take it in as evidence, and name its number"))
    if set(disposed) != set(disposal.exhibits):
        raise Refused(_("say of each exhibit how much went"))
    closed = closing(held_masses(exhibits, ledger), disposed)
    if closed.closes is not True and not difference_why.strip():
        raise Refused(
            _("what went is not what was held: say why, it stands beside the difference")
            if closed.closes is False
            else _("the net mass of an exhibit is not known: say why it cannot be held against what went")
        )
    disposal.done_on, disposal.disposed = on, {str(n): mass for n, mass in disposed.items()}
    disposal.held_g, disposal.difference_g, disposal.closes = (
        closed.held_g,
        closed.difference_g,
        closed.closes,
    )
    disposal.difference_why, disposal.certificate = difference_why.strip(), paper
    is_return = disposal.way == Way.RETURN
    disposal.arrival_due = on + timedelta(days=ARRIVAL_DAYS) if is_return else None
    disposal.state = DisposalState.DONE if is_return else DisposalState.CLOSED
    disposal.save()
    audit(acting, DisposalDone(
        subject_kind=Seizure.kind, subject_id=str(seizure.pk), number=number, held_g=closed.held_g,
        difference_g=closed.difference_g, closes=closed.closes, reason=disposal.difference_why,
    ))  # fmt: skip
    return disposal


@transaction.atomic
def prove_arrival(*, acting: Acting, seizure_id: object, number: int, on: date, proof: int) -> Disposal:
    """What was returned arrived: told by the other ozone unit, with its paper.

    Raises:
        Http404: there is no such disposal, or the seizure does not reach the person.
        NotAllowed: another agency answers for it.
        Refused: it is no return that is on its way, it arrived before it left, or the paper is not there.
    """
    disposal = _own(acting, seizure_id, number)
    if disposal.state != DisposalState.DONE or disposal.done_on is None:
        raise Refused(_("only a return that was carried out can arrive"))
    if on < disposal.done_on:
        raise Refused(_("it cannot arrive before it left"))
    disposal.proof = file_named(disposal.seizure, proof)
    disposal.arrived_on, disposal.state = on, DisposalState.CLOSED
    disposal.save()
    audit(acting, ArrivalProved(
        subject_kind=Seizure.kind, subject_id=str(disposal.seizure_id), number=number, on=on.isoformat(),
    ))  # fmt: skip
    return disposal


def assessed(answers: Mapping[str, Sequence[str]]) -> list[Assessed]:
    """Every way with these answers (condition -> [answer, ...])."""
    said: dict[str, Answer] = {}
    for code, told in answers.items():
        match told[0]:
            case "met" | "not_met" | "unknown" as answer:
                said[code] = answer
    return assess(said)


def _must_be_lawful(disposal: Disposal) -> None:
    exhibits = [e for e in disposal.seizure.exhibits.all() if e.number in disposal.exhibits]
    known = known_answers(goods_of(exhibits))
    against = {
        code: [answer, ""] for code, answer in known.items() if answer == "not_met" and code == "refillable"
    }
    # That an exhibit is in non-refillable cylinders may have been mended by repacking; then the answer says so.
    answers = {**against, **disposal.answers}
    way = next(a for a in assessed(answers) if a.way == disposal.way)
    if way.against:
        raise Refused(
            _("it is not lawful: %(what)s is not met")
            % {"what": listed(str(CONDITION_WORDS[c.code]) for c in way.against)}
        )
    if way.open:
        raise Refused(
            _("it is not known whether it is lawful: %(what)s; answer that first")
            % {"what": listed(str(CONDITION_WORDS[c.code]) for c in way.open)}
        )


def _own(acting: Acting, seizure_id: object, number: int) -> Disposal:
    seizure = locked(acting, seizure_id)
    rows = seizure.disposals.select_for_update(of=("self",)).select_related("seizure")
    found: Disposal | None = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found
