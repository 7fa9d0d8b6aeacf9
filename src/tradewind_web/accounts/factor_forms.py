"""Asking for a second factor: wrong codes count toward the same lock-out as wrong passwords, and a clock that is
off is told as what it is."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.accounts import clock, factors, lock_out


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The six digits your app shows now, or one of your printed codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false", "dir": "ltr"}
        ),
    )


def _wrong() -> str:
    return _("This code is wrong, or was used already. Wait for the next one and type that.")


class _CountsFailures:
    """A code form of a known person: each failure counts, and none is heard while the person is locked out."""

    user: Any
    authenticator: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, once it proved right."""
        lock_out.refuse_if_locked(context.request, self.user.username)
        typed = self.cleaned_data["code"]
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            lock_out.count_failure(context.request, self.user.username)
            steps = clock.steps_off_for(self.user, typed)
            # Within one step the code was right but used before; beyond, a clock is off.
            raise ValidationError(clock.sentence(steps) if steps and abs(steps) > 1 else _wrong()) from error
        if self.authenticator.type == Authenticator.Type.TOTP:
            steps = clock.steps_off_for(self.user, typed)
            if steps is None or not factors.spend(self.authenticator, clock.counter_at() + steps):
                lock_out.count_failure(context.request, self.user.username)
                raise ValidationError(_wrong())
        return code


class AuthenticateForm(_CountsFailures, AllauthAuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field()


class ReauthenticateForm(_CountsFailures, AllauthReauthenticateForm):  # type: ignore[misc]
    """Proving oneself again before a change to one's own sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field()


class ActivateTOTPForm(AllauthActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field()
        self.fields["code"].help_text = _("The six digits that the app shows for Tradewind now.")

    def clean_code(self) -> str:
        """The code, once it proved right."""
        typed = self.cleaned_data["code"]
        try:
            code: str = super().clean_code()
        except ValidationError as error:
            steps = clock.steps_off(self.secret, typed)
            raise ValidationError(clock.sentence(steps) if steps and abs(steps) > 1 else _wrong()) from error
        return code
