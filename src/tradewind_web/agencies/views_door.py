"""The door: signing in, choosing a demonstration account, locking and unlocking, changing the person."""

from __future__ import annotations

import time
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tradewind_web.accounts.models import User
from tradewind_web.agencies.middleware import LOCKED, SEEN
from tradewind_web.agencies.queries import demonstration_cards, demonstration_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):  # type: ignore[misc]
    """Name and password; in a demonstration, its accounts to choose from."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """allauth's, and the cards of a demonstration."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["cards"] = demonstration_cards() if settings.OFFICE.demonstration else []
        return context


sign_in = SignIn.as_view()


@login_not_required
@require_POST
def enter_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as a demonstration account without a password. In a real office this address does not exist."""
    if not settings.OFFICE.demonstration:
        raise Http404
    user = demonstration_person(pk)
    if request.user.is_authenticated:
        logout(request)
    login(request, user, backend=BACKEND)
    return redirect("home")


@require_POST
def change_person(request: HttpRequest) -> HttpResponse:
    """End this session, keep nothing of it in the browser, and let the next person sign in."""
    logout(request)
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Ask the password again from now: for somebody who leaves the desk."""
    request.session[LOCKED] = True
    return redirect(reverse("agencies:unlock", query={"next": _back_to(request)}))


@never_cache
@sensitive_post_parameters()
def unlock(request: HttpRequest) -> HttpResponse:
    """The password of the person whose session waits; then back to the page they left."""
    user, wrong = cast(User, request.user), ""
    if request.method == "POST":
        # Counts toward the lock-out like any other try.
        if get_adapter().reauthenticate(user, request.POST.get("password", "")):
            request.session.pop(LOCKED, None)
            request.session[SEEN] = time.time()
            return redirect(_back_to(request))
        wrong = _("This is not your password. Try again, or change the person.")
    return render(request, "agencies/unlock.html", {"wrong": wrong, "next": _back_to(request)})


def _back_to(request: HttpRequest) -> str:
    """An address of ours and nobody else's."""
    asked = request.POST.get("next") or request.GET.get("next") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return reverse("home")
    parts = urlsplit(asked)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return reverse("home") if path.startswith(reverse("agencies:unlock")) else path
