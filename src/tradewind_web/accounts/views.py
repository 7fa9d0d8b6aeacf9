"""One's own password."""

from __future__ import annotations

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from tradewind_web.accounts.actions import change_password as change
from tradewind_web.accounts.forms import ChangePassword
from tradewind_web.accounts.models import User
from tradewind_web.accounts.oneself import actor_of


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password; asked of everybody whose password somebody else has seen."""
    user = cast(User, request.user)
    form = ChangePassword(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        # The adapter counts a wrong one toward the lock-out, as at sign-in.
        if get_adapter().reauthenticate(user, form.cleaned_data["current"]):
            change(acting=actor_of(request, user), user=user, password=form.cleaned_data["password1"])
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password is changed. Your other sessions have ended."))
            return redirect("home")
        form.add_error("current", _("This is not your password."))
    return render(request, "account/password_change.html", {"form": form, "must": user.must_change_password})
