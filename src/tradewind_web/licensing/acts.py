"""What a person may do with a licence, each with its page: which form, in which states, by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.licensing import policy
from tradewind_web.licensing.actions import applying, deciding, standing
from tradewind_web.licensing.forms import AppealForm, GrantForm, OutcomeForm, ReasonForm
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.words import OPEN, Appealed, State

Said = Mapping[str, Any]
_OPEN: Final = tuple(State(s) for s in OPEN)


@dataclass(frozen=True, slots=True)
class Act:
    """A page with a form and the action it calls."""

    name: str
    label: str | Promise
    form: type[forms.Form]
    run: Callable[[Acting, Licence, Said], Any]
    states: tuple[State, ...]
    done: str | Promise
    explained: str | Promise = ""
    allowed: Callable[[Acting, Licence], bool] = policy.can_decide
    when: Callable[[Licence], bool] = field(default=lambda licence: licence.proposed is None)


class NoForm(forms.Form):
    """Nothing is asked."""


def _grant(acting: Acting, licence: Licence, said: Said) -> Licence:
    return deciding.grant(
        acting=acting, licence_id=licence.pk, reasons=said["reasons"], conditions=said["conditions"],
        beyond_quota=said.get("beyond_quota", ""),
    )  # fmt: skip


ACTS: Final = {
    act.name: act
    for act in (
        Act(
            "take-in", _("Take in"), NoForm,
            lambda acting, licence, said: applying.take_in(acting=acting, licence_id=licence.pk),
            (State.DRAFT, State.MORE_ASKED), _("The application waits for a decision."),
            _("The application is complete and waits for a decision from now."), policy.can_change,
        ),
        Act("grant", _("Grant"), GrantForm, _grant, _OPEN, _("It is decided.")),
        Act(
            "ask", _("Ask for more"), ReasonForm,
            lambda acting, licence, said: deciding.ask_more(
                acting=acting, licence_id=licence.pk, reasons=said["reasons"]
            ),
            _OPEN, _("It is noted what the applicant is to bring."),
        ),
        Act(
            "refuse", _("Refuse"), ReasonForm,
            lambda acting, licence, said: deciding.refuse(
                acting=acting, licence_id=licence.pk, reasons=said["reasons"]
            ),
            _OPEN, _("It is decided."),
        ),
        Act(
            "confirm", _("Confirm the decision"), NoForm,
            lambda acting, licence, said: deciding.confirm(acting=acting, licence_id=licence.pk),
            _OPEN, _("The decision is confirmed."), _("What your colleague decided is done in both your names."),
            when=lambda licence: licence.proposed is not None,
        ),
        Act(
            "send-back", _("Send it back"), ReasonForm,
            lambda acting, licence, said: deciding.send_back(
                acting=acting, licence_id=licence.pk, reason=said["reasons"]
            ),
            _OPEN, _("It is open again."), when=lambda licence: licence.proposed is not None,
        ),
        Act(
            "suspend", _("Suspend"), ReasonForm,
            lambda acting, licence, said: standing.suspend(
                acting=acting, licence_id=licence.pk, reason=said["reasons"]
            ),
            (State.GRANTED,), _("The licence is suspended: customs clears nothing on it."),
            _("Customs clears nothing on it until it is resumed. What it holds of quotas stays."),
        ),
        Act(
            "resume", _("Resume"), ReasonForm,
            lambda acting, licence, said: standing.resume(
                acting=acting, licence_id=licence.pk, reason=said["reasons"]
            ),
            (State.SUSPENDED,), _("The licence counts again."),
        ),
        Act(
            "revoke", _("Revoke"), ReasonForm,
            lambda acting, licence, said: standing.revoke(
                acting=acting, licence_id=licence.pk, reason=said["reasons"]
            ),
            (State.GRANTED, State.SUSPENDED), _("The licence is revoked."),
            _("It counts no more. What it did not use of quotas is given back to the holder's quota."),
        ),
        Act(
            "withdraw-application", _("The applicant withdraws"), ReasonForm,
            lambda acting, licence, said: applying.withdraw(
                acting=acting, licence_id=licence.pk, reason=said["reasons"]
            ),
            (State.DRAFT, *_OPEN), _("The application is withdrawn."), "", policy.can_change,
        ),
        Act(
            "appeal", _("Note an appeal"), AppealForm,
            lambda acting, licence, said: standing.lodge_appeal(
                acting=acting, licence_id=licence.pk, lodged_on=said["lodged_on"], grounds=said["reasons"]
            ),
            (State.REFUSED, State.SUSPENDED, State.REVOKED, State.GRANTED), _("The appeal is noted."),
            when=lambda licence: licence.decided_at is not None and not _appealed(licence),
        ),
        Act(
            "decide-appeal", _("Decide the appeal"), OutcomeForm,
            lambda acting, licence, said: standing.decide_appeal(
                acting=acting, licence_id=licence.pk, outcome=said["outcome"], reasons=said["reasons"]
            ),
            tuple(State), _("What became of the appeal is noted."),
            _("A refusal that is set aside is open again; a revocation that is set aside is a suspension first."),
            when=lambda licence: _appealed(licence),
        ),
    )
}  # fmt: skip


def _appealed(licence: Licence) -> bool:
    return licence.appeals.filter(state=Appealed.LODGED).exists()


def offered(acting: Acting, licence: Licence) -> list[Act]:
    """What this person may do with it now."""
    return [
        act
        for act in ACTS.values()
        if licence.state in act.states
        and act.allowed(acting, licence)
        and act.when(licence)
        and _other(acting, act, licence)
    ]


def form_of(act: Act, acting: Acting, licence: Licence, data: Any) -> forms.Form:
    """The form, filled with what stands; going beyond a quota is offered to who may."""
    initial: dict[str, Any] = {"conditions": licence.conditions, "lodged_on": timezone.localdate()}
    form = act.form(data, initial=initial)
    if "beyond_quota" in form.fields and not policy.can_override(acting):
        del form.fields["beyond_quota"]
    return form


def _other(acting: Acting, act: Act, licence: Licence) -> bool:
    """Nobody confirms their own decision."""
    return act.name != "confirm" or (licence.proposed or {}).get("by") != acting.user_id
