"""The agency's people: who holds which role, who is locked out, whom a slip is printed for, who takes over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tradewind_web.agencies import actions, queries, slips
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.duties import open_duties
from tradewind_web.agencies.forms_people import HandOverForm, InviteForm, RoleForm
from tradewind_web.agencies.gates import acting_of, for_roles
from tradewind_web.agencies.policy import RUNNING
from tradewind_web.agencies.signing import DAILY
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused

SHOWN_EVENTS = 30
running = for_roles(*RUNNING)


@running
def people(request: HttpRequest) -> HttpResponse:
    """A page of the agency's people, and the slips that are open."""
    acting = acting_of(request)
    found = queries.people_of(acting, after=request.GET.get("after", ""))
    return render(request, "agencies/people.html", {"people": found, "slips": queries.open_slips(acting)})


@running
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, lock-out, open duties, what was done about them."""
    return _person(request, acting_of(request), pk)


@require_POST
@running
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """One more role for the person."""
    acting = acting_of(request)
    found = queries.person_of(acting, pk)
    form = RoleForm(request.POST, held=[m.role for m in found.memberships])
    if form.is_valid():
        try:
            actions.grant_role(acting=acting, person=found.user, role=form.cleaned_data["role"])
        except Refused as error:
            return _person(request, acting, pk, refused=str(error))
        messages.success(request, _("The role is given. It counts from now."))
    return redirect("agencies:person", pk=pk)


@require_POST
@running
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """The person holds this role no longer."""
    acting = acting_of(request)
    membership = queries.membership_of(acting, pk)
    try:
        actions.end_role(acting=acting, membership=membership, reason=request.POST.get("reason", "")[:500])
    except Refused as error:
        return _person(request, acting, membership.user_id, refused=str(error))
    messages.success(request, _("The role has ended."))
    if queries.holds_any(acting, membership.user_id):
        return redirect("agencies:person", pk=membership.user_id)
    return redirect("agencies:people" if membership.user_id != acting.user_id else "home")


@require_POST
@running
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a locked-out person try again at once."""
    acting = acting_of(request)
    actions.lift_lock_out(acting=acting, person=queries.person_of(acting, pk).user)
    messages.success(request, _("The lock-out is lifted. They can sign in now."))
    return redirect("agencies:person", pk=pk)


@never_cache
@running
def invite(request: HttpRequest) -> HttpResponse:
    """Ask for a slip for a new colleague; the answer shows it, once, to be printed."""
    acting = acting_of(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            slip, code = slips.invite(
                acting=acting,
                display_name=data["display_name"],
                username=data["username"],
                roles=data["roles"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return render(request, "agencies/slip.html", {"slip": slip, "code": code})
    return render(request, "agencies/invite.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_POST
@running
def recover(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip for somebody who lost password or phone; shown once, to be printed."""
    acting = acting_of(request)
    found = queries.person_of(acting, pk)
    try:
        slip, code = slips.recover(acting=acting, person=found.user)
    except Refused as error:
        return _person(request, acting, pk, refused=str(error))
    return render(request, "agencies/slip.html", {"slip": slip, "code": code})


@require_POST
@running
def withdraw_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip lets nobody in any more."""
    acting = acting_of(request)
    slips.withdraw(acting=acting, slip=queries.slip_of(acting, pk))
    messages.success(request, _("The slip is withdrawn."))
    return redirect("agencies:people")


@running
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person has in hand, and who takes all of it over."""
    acting = acting_of(request)
    found = queries.person_of(acting, pk)
    form = HandOverForm(request.POST or None, heirs=queries.colleagues(acting, found.user))
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.hand_over(
                acting=acting, person=found.user, heir=form.cleaned_data["heir"],
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            number = sum(moved.values())
            text = ngettext("%(number)s duty was handed over.", "%(number)s duties were handed over.", number)
            messages.success(request, text % {"number": number})
            return redirect("agencies:person", pk=pk)
    context = {"person": found, "duties": open_duties(acting.agency, found.user), "form": form}
    return render(request, "agencies/hand_over.html", context, status=422 if form.errors else 200)


def _person(request: HttpRequest, acting: Acting, pk: int, *, refused: str = "") -> HttpResponse:
    found = queries.person_of(acting, pk)
    context: dict[str, Any] = {
        "person": found,
        "form": RoleForm(held=[m.role for m in found.memberships]),
        "duties": [(duty, number) for duty, number in open_duties(acting.agency, found.user) if number],
        "history": history("person", str(pk), chains=[acting.chain], limit=SHOWN_EVENTS, leaving_out=DAILY),
        "refused": refused,
    }
    return render(request, "agencies/person.html", context, status=409 if refused else 200)
