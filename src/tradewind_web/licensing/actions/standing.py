"""After the grant: amended, suspended, resumed, revoked; appeals and what became of them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.events import changes
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions import quota_moves
from tradewind_web.licensing.actions.applying import must_be_possible, must_say, step
from tradewind_web.licensing.actions.deciding import deciding, missing_text, say_changed, told
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.events import AppealDecided, AppealLodged, LicenceAmended, StateChanged
from tradewind_web.licensing.models import Appeal, Licence, LicenceLine, LicensingRule
from tradewind_web.licensing.policy import may_override
from tradewind_web.licensing.values import LicenceValues, facts_of
from tradewind_web.licensing.words import Appealed, CountsAt, State


@transaction.atomic
def amend(
    *, acting: Acting, licence_id: object, values: LicenceValues, reason: str, beyond_quota: str = ""
) -> Licence:
    """A new version of a granted licence: what was used stays used, quotas are drawn on anew.

    Lines keep their order: one may be changed or added; one on which something was used may not go, nor fall below it.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they do not decide for its agency; going beyond a quota needs a supervisor.
        Refused: no reason; not granted; direction or gas of a used line changed; below what was used; over quota.
    """
    licence = deciding(acting, licence_id)
    if licence.state not in (State.GRANTED, State.SUSPENDED):
        raise Refused(_("only a granted licence is amended"))
    must_say(reason)
    must_be_possible(values)
    if beyond_quota.strip():
        may_override(acting)
    before = facts_of(licence)
    rule = rule_of(licence.party)
    lines = list(LicenceLine.objects.select_for_update().filter(licence=licence))
    _must_keep_used(licence, lines, values)
    if rule.counts_at == CountsAt.GRANT:
        quota_moves.release(lines, by=acting.user_id, reason=reason.strip())
    for column, value in values.as_columns().items():
        setattr(licence, column, value)
    licence.holder_name, licence.holder_number = licence.holder.name, licence.holder.national_number
    kept = _laid(licence, lines, values, rule.tolerance_per_mille)
    if rule.counts_at == CountsAt.GRANT:
        _draw_anew(acting, licence, kept, rule, beyond_quota.strip())
    step(licence, by=acting.user_id, why=reason)
    after = facts_of(licence, kept)
    say_changed(licence)
    audit(acting, LicenceAmended(
        subject_kind=Licence.kind, subject_id=str(licence.pk), version=licence.version, reason=reason.strip(),
        **changes(before, after),
    ))  # fmt: skip
    return licence


@transaction.atomic
def suspend(*, acting: Acting, licence_id: object, reason: str) -> Licence:
    """Nothing is cleared on it until it is resumed; what is committed of quotas stays.

    Raises:
        Http404, NotAllowed: as for `amend`.
        Refused: no reason, or it is not in force.
    """
    return _to(acting, licence_id, (State.GRANTED,), State.SUSPENDED, reason)


@transaction.atomic
def resume(*, acting: Acting, licence_id: object, reason: str) -> Licence:
    """A suspended licence counts again.

    Raises:
        Http404, NotAllowed: as for `amend`.
        Refused: no reason, or it is not suspended.
    """
    return _to(acting, licence_id, (State.SUSPENDED,), State.GRANTED, reason)


@transaction.atomic
def revoke(*, acting: Acting, licence_id: object, reason: str) -> Licence:
    """It counts no more, and what it did not use of quotas is given back.

    Raises:
        Http404, NotAllowed: as for `amend`.
        Refused: no reason, or it was never granted.
    """
    return _to(acting, licence_id, (State.GRANTED, State.SUSPENDED), State.REVOKED, reason, releases=True)


@transaction.atomic
def lodge_appeal(*, acting: Acting, licence_id: object, lodged_on: date, grounds: str) -> Appeal:
    """The holder does not accept the newest decision.

    Raises:
        Http404, NotAllowed: as for `amend`.
        Refused: nothing was decided, an appeal is open, no grounds, or a day that has not come.
    """
    licence = deciding(acting, licence_id)
    if licence.decided_at is None:
        raise Refused(_("nothing was decided yet that could be appealed against"))
    if not grounds.strip():
        raise Refused(_("write on what grounds the holder appeals"))
    if lodged_on > timezone.localdate():
        raise Refused(_("this day has not come yet; write the day the appeal came in"))
    if licence.appeals.filter(state=Appealed.LODGED).exists():
        raise Refused(_("an appeal is open already; note what became of it first"))
    appeal = Appeal.objects.create(
        licence=licence, lodged_on=lodged_on, grounds=grounds.strip(), against=licence.state,
        noted_by=acting.user,
    )  # fmt: skip
    audit(acting, AppealLodged(
        subject_kind=Licence.kind, subject_id=str(licence.pk), lodged_on=lodged_on.isoformat(),
        reason=grounds.strip(),
    ))  # fmt: skip
    return appeal


@transaction.atomic
def decide_appeal(*, acting: Acting, licence_id: object, outcome: str, reasons: str) -> Licence:
    """What became of the open appeal. A refusal set aside is open again, a revocation set aside is suspended: the
    office decides it anew.

    Raises:
        Http404, NotAllowed: as for `amend`.
        Refused: no appeal is open, no reasons, or no outcome.
    """
    licence = deciding(acting, licence_id)
    appeal = licence.appeals.select_for_update().filter(state=Appealed.LODGED).first()
    if appeal is None:
        raise Refused(_("no appeal is open"))
    if outcome not in (Appealed.UPHELD, Appealed.OVERTURNED):
        raise Refused(_("say what became of the appeal"))
    must_say(reasons)
    appeal.state, appeal.reasons = outcome, reasons.strip()
    appeal.decided_on, appeal.decided_by = timezone.localdate(), acting.user
    appeal.save()
    back = {State.REFUSED: State.APPLIED, State.REVOKED: State.SUSPENDED, State.SUSPENDED: State.GRANTED}
    if outcome == Appealed.OVERTURNED and State(appeal.against) in back and appeal.against == licence.state:
        rule = rule_of(licence.party)
        was, licence.state = licence.state, back[State(appeal.against)]
        if was == State.REVOKED and rule.counts_at == CountsAt.GRANT:
            _draw_anew(acting, licence, list(licence.lines.all()), rule, reasons.strip())
        step(licence, by=acting.user_id, why=reasons)
        say_changed(licence)
    audit(acting, AppealDecided(
        subject_kind=Licence.kind, subject_id=str(licence.pk), outcome=outcome, reason=reasons.strip(),
    ))  # fmt: skip
    return licence


def _to(
    acting: Acting,
    licence_id: object,
    of: tuple[State, ...],
    state: State,
    reason: str,
    *,
    releases: bool = False,
) -> Licence:
    licence = deciding(acting, licence_id)
    if licence.state not in of:
        raise Refused(
            _("the licence is %(state)s; this cannot be done with it") % {"state": State(licence.state).label}
        )
    must_say(reason)
    before, licence.state, licence.reasons = licence.state, state, reason.strip()
    licence.decided_by, licence.decided_at = acting.user, timezone.now()
    if releases:
        quota_moves.release(licence.lines.all(), by=acting.user_id, reason=reason.strip())
    step(licence, by=acting.user_id, why=reason)
    say_changed(licence)
    event = StateChanged(
        subject_kind=Licence.kind, subject_id=str(licence.pk), before=before, after=state,
        version=licence.version, reason=reason.strip(),
    )  # fmt: skip
    told(acting, event, alone=False)
    return licence


def _must_keep_used(licence: Licence, lines: list[LicenceLine], values: LicenceValues) -> None:
    if values.direction != licence.direction:
        raise Refused(_("the direction of a granted licence stays; make a new licence for another one"))
    for place, line in enumerate(lines):
        used = line.reserved_g + line.cleared_g
        new = values.lines[place] if place < len(values.lines) else None
        if not used and line.reservations.exists() is False:
            continue
        if new is None or (new.substance, new.nature, new.purpose, new.what) != (
            line.substance, line.nature, line.purpose, line.what,
        ):  # fmt: skip
            raise Refused(
                _("%(gas)s was used already: this line stays as it is, only its mass may change")
                % {"gas": line.substance}
            )
        if new.allowed_g + line.overdrawn_g < used:
            raise Refused(
                _("%(gas)s: more was used already than the new mass allows") % {"gas": line.substance}
            )


def _laid(
    licence: Licence, lines: list[LicenceLine], values: LicenceValues, per_mille: int
) -> list[LicenceLine]:
    """Lines in their new shape: by their place, so that what was used stays on its line."""
    for place, new in enumerate(values.lines):
        line = lines[place] if place < len(lines) else LicenceLine(licence=licence, position=place + 1)
        for name, value in new.as_facts().items():
            setattr(line, name, value)
        line.tolerance_g = line.allowed_g * per_mille // 1000
        line.save()
    for line in lines[len(values.lines) :]:
        line.allowed_g = line.tolerance_g = 0  # its quota entries point at it: it stays, empty
        line.save(update_fields=["allowed_g", "tolerance_g"])
    return list(LicenceLine.objects.filter(licence=licence))


def _draw_anew(
    acting: Acting, licence: Licence, lines: list[LicenceLine], rule: LicensingRule, beyond_quota: str
) -> None:
    needs = quota_moves.lock_needs(licence, lines, rule)
    for need in needs:
        if need.missing_mg and not beyond_quota:
            raise Refused(
                _("%(missing)s; a supervisor may let it go beyond, with a reason")
                % {"missing": missing_text(need)}
            )
    quota_moves.commit(licence, lines, rule, by=acting.user_id, beyond_quota=beyond_quota)
