"""The groups an agency belongs to: made, widened and left by supervisors."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tradewind_web.agencies.gates import acting_of, for_content, for_roles
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import Refused
from tradewind_web.sharing.actions import add_to_group, make_group, remove_from_group
from tradewind_web.sharing.forms import GroupForm, JoinForm, LeaveForm
from tradewind_web.sharing.queries import agencies_worked_for, group_for, groups_of


@require_GET
@for_content
def groups(request: HttpRequest) -> HttpResponse:
    """The groups the acting agency belongs to now, with their members."""
    return _page(request, GroupForm(auto_id="new_%s"))


@require_POST
@for_roles(Role.SUPERVISOR)
def new_group(request: HttpRequest) -> HttpResponse:
    """Make a group; its own agency is its first member."""
    form = GroupForm(request.POST, auto_id="new_%s")
    if form.is_valid():
        try:
            group = make_group(acting=acting_of(request), **form.cleaned_data)
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The group %(name)s is made.") % {"name": group.name})
            return redirect("sharing:groups")
    return _page(request, form, status=422)


@require_POST
@for_roles(Role.SUPERVISOR)
def join(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Add an agency to a group of one's own agency."""
    acting = acting_of(request)
    group = group_for(acting, group_id)
    form = JoinForm(group, request.POST)
    if form.is_valid():
        add_to_group(acting=acting, group=group, **form.cleaned_data)
        return redirect("sharing:groups")
    return _wrong(request, form)


@require_POST
@for_roles(Role.SUPERVISOR)
def leave(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Take an agency out of one's own group, or one's own agency out of any."""
    acting = acting_of(request)
    group = group_for(acting, group_id)
    form = LeaveForm(group, request.POST)
    if form.is_valid():
        remove_from_group(acting=acting, group=group, **form.cleaned_data)
        return redirect("sharing:groups")
    return _wrong(request, form)


def _page(request: HttpRequest, form: GroupForm, status: int = 200) -> HttpResponse:
    acting = acting_of(request)
    leads, known = acting.holds(Role.SUPERVISOR), groups_of(acting)
    agencies = list(agencies_worked_for()) if leads else []
    found = []
    for group in known:
        inside = {stay.agency_id for stay in group.present}  # type: ignore[attr-defined]
        join = None
        if leads and group.owner_id == acting.agency.pk:
            outside = [agency for agency in agencies if agency.pk not in inside]
            join = JoinForm(group, auto_id=f"join_{group.pk}_%s").offer(outside)
        found.append({"group": group, "join": join, "is_member": acting.agency.pk in inside})
    context = {"groups": found, "form": form, "leads": leads}
    return render(request, "sharing/groups.html", context, status=status)


def _wrong(request: HttpRequest, form: forms.Form) -> HttpResponse:
    for field, errors in form.errors.items():
        for error in errors:
            label = form.fields[field].label if field in form.fields else ""
            messages.error(request, _("%(field)s: %(error)s") % {"field": label, "error": error})
    return redirect("sharing:groups")
