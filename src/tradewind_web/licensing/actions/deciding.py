"""Granting and refusing, asking for more; the second person where the Party's rule wants one."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.codes import new_code
from tradewind_web.agencies.models import Membership
from tradewind_web.agencies.numbering import next_place
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.jobs.queue import announce
from tradewind_web.licensing.actions import quota_moves
from tradewind_web.licensing.actions.applying import locked, must_say, step
from tradewind_web.licensing.consignment_reference import reference_of
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.drawing import Need
from tradewind_web.licensing.events import (
    DecisionProposed,
    LicenceGranted,
    ProposalReturned,
    StateChanged,
)
from tradewind_web.licensing.models import Licence, LicenceLine, LicensingRule
from tradewind_web.licensing.policy import LICENSING_ROLES, OVERRIDING_ROLES, may_decide, may_override
from tradewind_web.licensing.showing import amount_text, group_text
from tradewind_web.licensing.words import OPEN, CountsAt, State

#: Groups of four letters of a licence's code: 19 letters, twelve of them are 50 bits.
_GROUPS: Final = 3
#: What flows to other apps when a licence's standing changes.
CHANGED: Final = "licensing.changed"


@transaction.atomic
def grant(
    *,
    acting: Acting,
    licence_id: object,
    reasons: str = "",
    conditions: str | None = None,
    beyond_quota: str = "",
) -> Licence:
    """The licence is granted and draws on its quotas, or waits for the second person.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they do not decide for its agency; going beyond a quota needs a supervisor.
        Refused: it is no open application; the holder's quota is too small and nobody gave a reason to go beyond it.
    """
    licence = _open(acting, licence_id)
    if beyond_quota.strip():
        may_override(acting)
    if conditions is not None:
        licence.conditions = conditions.strip()
    said = {
        "reasons": reasons.strip(),
        "conditions": licence.conditions,
        "beyond_quota": beyond_quota.strip(),
    }
    rule = rule_of(licence.party)
    _must_have_quota(licence, rule, said["beyond_quota"])
    if _waits_for_second(acting, rule):
        return _propose(acting, licence, State.GRANTED, said)
    return _grant(acting, licence, rule, said, alone=rule.two_people)


@transaction.atomic
def refuse(*, acting: Acting, licence_id: object, reasons: str) -> Licence:
    """The application is refused, or waits for the second person.

    Raises:
        Http404, NotAllowed: as for `grant`.
        Refused: no reasons, or it is no open application.
    """
    licence = _open(acting, licence_id)
    must_say(reasons)
    rule = rule_of(licence.party)
    if _waits_for_second(acting, rule):
        return _propose(acting, licence, State.REFUSED, {"reasons": reasons.strip()})
    return _refuse(acting, licence, reasons.strip(), alone=rule.two_people)


@transaction.atomic
def ask_more(*, acting: Acting, licence_id: object, reasons: str) -> Licence:
    """The applicant is to bring more.

    Raises:
        Http404, NotAllowed: as for `grant`.
        Refused: it is not said what, or it is no open application.
    """
    licence = _open(acting, licence_id)
    if not reasons.strip():
        raise Refused(_("say what the applicant is to bring"))
    before, licence.state, licence.reasons = licence.state, State.MORE_ASKED, reasons.strip()
    step(licence, by=acting.user_id, why=reasons)
    _tell_state(acting, licence, before, reasons)
    return licence


@transaction.atomic
def confirm(*, acting: Acting, licence_id: object) -> Licence:
    """The second person agrees: what was decided is done.

    Raises:
        Http404, NotAllowed: as for `grant`.
        Refused: nothing waits, it is one's own decision, or the quota does not suffice any more.
    """
    licence = _open(acting, licence_id)
    said = _waiting(acting, licence)
    rule = rule_of(licence.party)
    licence.proposed = None
    if said["state"] == State.REFUSED:
        return _refuse(acting, licence, said["reasons"], alone=False)
    licence.conditions = said["conditions"]
    _must_have_quota(licence, rule, said["beyond_quota"])
    return _grant(acting, licence, rule, said, alone=False)


@transaction.atomic
def send_back(*, acting: Acting, licence_id: object, reason: str) -> Licence:
    """The second person does not agree: it is open again.

    Raises:
        Http404, NotAllowed: as for `grant`.
        Refused: nothing waits, or no reason.
    """
    licence = _open(acting, licence_id)
    if licence.proposed is None:
        raise Refused(_("no decision waits for a second person"))
    must_say(reason)
    licence.proposed = None
    step(licence, by=acting.user_id, why=reason)
    audit(acting, ProposalReturned(
        subject_kind=Licence.kind, subject_id=str(licence.pk), reason=reason.strip()
    ))  # fmt: skip
    return licence


def deciding(acting: Acting, licence_id: object) -> Licence:
    """The licence on which the person decides; locked.

    Raises:
        Http404: it does not reach them.
        NotAllowed: they do not decide for its agency.
    """
    return locked(acting, licence_id, may_decide)


def has_second(acting: Acting) -> bool:
    """Whether the agency has somebody else who could confirm."""
    roles = [*LICENSING_ROLES, *OVERRIDING_ROLES]
    others = Membership.objects.at(timezone.now()).filter(
        agency=acting.agency, role__in=[Role(r).value for r in roles], user__is_active=True
    )
    return others.exclude(user=acting.user).exists()


def told(acting: Acting, event: AuditEvent, *, alone: bool) -> None:
    """The event; on the review list where one person did what two should."""
    written = audit(acting, event)
    if alone:
        note_alone(acting, written)


def new_licence_code() -> str:
    """Letters that anybody can type from paper: `KTRA-MWEX-PNBC`."""
    return new_code(_GROUPS)


def next_number(licence: Licence) -> str:
    """The next number of the Party's licences in this year; the agency's row is held until the commit."""
    start = f"{licence.party}-{timezone.localdate().year}-"
    of_party = Licence.objects.filter(party=licence.party)
    place = next_place(licence.owner_id, of_party, "number", start)
    while of_party.filter(number=f"{start}{place:05}").exists():  # an imported one may be in the way
        place += 1
    return f"{start}{place:05}"


def say_changed(licence: Licence) -> None:
    """Let later apps know, in the caller's transaction."""
    announce(CHANGED, {"licence": str(licence.pk)}, agency_id=licence.owner_id)


def _open(acting: Acting, licence_id: object) -> Licence:
    licence = deciding(acting, licence_id)
    if licence.state not in OPEN:
        raise Refused(_("this application does not wait for a decision"))
    return licence


def _must_have_quota(licence: Licence, rule: LicensingRule, beyond_quota: str) -> None:
    if rule.counts_at != CountsAt.GRANT or beyond_quota:
        return
    lines = list(licence.lines.all())
    for need in quota_moves.lock_needs(licence, lines, rule):
        if need.missing_mg:
            raise Refused(_("%(missing)s; a supervisor may let it go beyond, with a reason") % {
                "missing": missing_text(need)
            })  # fmt: skip


def missing_text(need: Need) -> str:
    """What a holder lacks, as a sentence without its full stop."""
    return _("the holder has %(left)s of quota left for %(group)s and this needs %(wanted)s") % {
        "left": amount_text(max(0, need.left_mg), need.unit), "group": group_text(need.group),
        "wanted": amount_text(need.amount_mg, need.unit),
    }  # fmt: skip


def _waits_for_second(acting: Acting, rule: LicensingRule) -> bool:
    return rule.two_people and has_second(acting)


def _propose(acting: Acting, licence: Licence, state: State, said: dict[str, Any]) -> Licence:
    licence.proposed = {
        **said, "state": state.value, "by": acting.user_id, "by_name": acting.user.display_name,
        "at": timezone.now().isoformat(),
    }  # fmt: skip
    step(licence, by=acting.user_id, why=said["reasons"])
    audit(acting, DecisionProposed(
        subject_kind=Licence.kind, subject_id=str(licence.pk), state=state.value, reason=said["reasons"],
    ))  # fmt: skip
    return licence


def _waiting(acting: Acting, licence: Licence) -> dict[str, Any]:
    said: dict[str, Any] | None = licence.proposed
    if said is None:
        raise Refused(_("no decision waits for a second person"))
    if said["by"] == acting.user_id:
        raise NotAllowed(_("confirming one's own decision"), _("another person"))
    return said


def _grant(
    acting: Acting, licence: Licence, rule: LicensingRule, said: dict[str, Any], *, alone: bool
) -> Licence:
    lines = list(LicenceLine.objects.select_for_update().filter(licence=licence))
    for line in lines:
        line.tolerance_g = line.allowed_g * rule.tolerance_per_mille // 1000
        line.save(update_fields=["tolerance_g"])
    drawn = []
    if rule.counts_at == CountsAt.GRANT:
        drawn = quota_moves.commit(
            licence, lines, rule, by=acting.user_id, beyond_quota=said.get("beyond_quota", "")
        )
    licence.state, licence.reasons = State.GRANTED, said["reasons"]
    licence.number, licence.code = next_number(licence), new_licence_code()
    licence.ucr = licence.ucr or reference_of(licence, timezone.localdate())
    licence.decided_by, licence.decided_at = acting.user, timezone.now()
    step(licence, by=acting.user_id, why=said["reasons"])
    say_changed(licence)
    event = LicenceGranted(
        subject_kind=Licence.kind, subject_id=str(licence.pk), number=licence.number or "",
        version=licence.version, beyond_quota=said.get("beyond_quota", ""), reason=said["reasons"],
        drawn={need.group: {"mg": need.amount_mg, "unit": need.unit} for need in drawn},
    )  # fmt: skip
    told(acting, event, alone=alone)
    return licence


def _refuse(acting: Acting, licence: Licence, reasons: str, *, alone: bool) -> Licence:
    before, licence.state, licence.reasons = licence.state, State.REFUSED, reasons
    licence.decided_by, licence.decided_at, licence.proposed = acting.user, timezone.now(), None
    step(licence, by=acting.user_id, why=reasons)
    _tell_state(acting, licence, before, reasons, alone=alone)
    return licence


def _tell_state(acting: Acting, licence: Licence, before: str, reasons: str, *, alone: bool = False) -> None:
    event = StateChanged(
        subject_kind=Licence.kind, subject_id=str(licence.pk), before=before, after=licence.state,
        version=licence.version, reason=reasons.strip(),
    )  # fmt: skip
    told(acting, event, alone=alone)
