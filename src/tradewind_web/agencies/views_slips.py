"""Coming in by a printed slip: for a bearer who is not signed in, with a second person beside them."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tradewind_web.accounts.models import User
from tradewind_web.accounts.proving import to_prove
from tradewind_web.agencies import slips
from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.agencies.forms_people import JoinForm, SlipForm
from tradewind_web.agencies.models import Agency, Slip
from tradewind_web.agencies.signing import act_for
from tradewind_web.errors import Refused


@login_not_required
@never_cache
@sensitive_post_parameters()
def use_slip(request: HttpRequest) -> HttpResponse:
    """A code, a new password, and the second person's name and password; then to sign-in. Somebody who is signed in
    joins the agency of the slip with the account they have."""
    if request.user.is_authenticated:
        return _join_page(request, request.user)
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _come_in(request, form):
        return redirect("account_login")
    return render(request, "agencies/use_slip.html", {"form": form}, status=422 if form.errors else 200)


def _come_in(request: HttpRequest, form: SlipForm) -> bool:
    data = form.cleaned_data
    slip = _slip(form)
    if slip is None:
        return False
    acting = None
    if not data["alone"]:
        acting = _beside(request, form, slip.agency)
        if acting is None:
            return False
    try:
        user = slips.use(acting=acting, slip=slip, password=data["password1"])
    except ValidationError as error:
        form.add_error("password1", error)
    except Refused as error:
        form.add_error(None, str(error))
    else:
        text = _("Welcome, %(name)s. Sign in as “%(username)s” with the password you just chose.")
        messages.success(request, text % {"name": user.display_name, "username": user.username})
        return True
    return False


def _join_page(request: HttpRequest, user: User) -> HttpResponse:
    """They show again that it is they, then the code, and the second person's name and password."""
    if ask := to_prove(request, user, reverse("agencies:use_slip")):
        return redirect(ask)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (joined := _joined(request, form, user)) is not None:
        act_for(request=request, user=user, agency_id=str(joined.pk))
        text = _(
            "You work for %(agency)s too from now. Your name at the top of each page shows for whom you act."
        )
        messages.success(request, text % {"agency": joined.name})
        return redirect("home")
    return render(request, "agencies/join.html", {"form": form}, status=422 if form.errors else 200)


def _joined(request: HttpRequest, form: JoinForm, user: User) -> Agency | None:
    slip = _slip(form)
    beside = _beside(request, form, slip.agency) if slip else None
    if slip is None or beside is None:
        return None
    try:
        return slips.join(acting=beside, slip=slip, user=user)
    except Refused as error:
        form.add_error(None, str(error))
        return None


def _slip(form: JoinForm | SlipForm) -> Slip | None:
    slip = slips.slip_with(form.cleaned_data["slip"])
    if slip is None:
        why = _(
            "No slip has this code now. It is mistyped, used, withdrawn or older than three days; ask for a new one."
        )
        form.add_error("slip", why)
    return slip


def _beside(request: HttpRequest, form: JoinForm | SlipForm, agency: Agency) -> Acting | None:
    data = form.cleaned_data
    acting = _second_person(request, data["witness"], data["witness_password"], agency)
    if acting is None:
        form.add_error("witness", _("This is not the name and password of somebody who works in the agency."))
    return acting


def _second_person(request: HttpRequest, username: str, password: str, agency: Agency) -> Acting | None:
    """Who stands beside, if these are their name and password; a wrong one counts toward their lock-out."""
    user = get_adapter().authenticate(request, username=username, password=password)
    return acting_for(user, agency) if user is not None and user.is_active else None
