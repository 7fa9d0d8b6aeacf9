"""For supervisors: the watched folder, what is due to be forgotten, holds, and what is held on a person."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tradewind_web.agencies.gates import acting_of, for_roles
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import Refused
from tradewind_web.sharing.paging import page_of
from tradewind_web.sources.actions import keeping as actions
from tradewind_web.sources.actions.retiring import retire_now
from tradewind_web.sources.actions.sending import Keeping
from tradewind_web.sources.actions.watching import switch_folder
from tradewind_web.sources.forms import FolderForm, ReasonForm, RetentionForm, SearchForm
from tradewind_web.sources.models import PersonSearch
from tradewind_web.sources.policy import must_decide_for
from tradewind_web.sources.queries import (
    batch_for,
    due_of,
    folder_of,
    holds_on,
    retirement_of,
    searches_of,
)
from tradewind_web.sources.retention import What, term_of

for_supervisors = for_roles(Role.SUPERVISOR)


@for_supervisors
def folder(request: HttpRequest) -> HttpResponse:
    """The watched folder: where it lies, whether it is on; POST decides it anew."""
    acting = acting_of(request)
    watched = folder_of(acting)
    initial = {}
    if watched is not None:
        members = list(watched.audience.members.all())
        initial = {
            "is_on": watched.is_on, "every_minutes": watched.every_minutes, "purpose": watched.purpose,
            "legal_basis": watched.legal_basis, "retain_years": watched.retain_years,
            "tlp": watched.audience.tlp, "permitted": watched.audience.permitted,
            "agencies": [m.agency_id for m in members if m.agency_id],
            "groups": [m.group_id for m in members if m.group_id],
        }  # fmt: skip
    form = FolderForm(acting, request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid() and (audience := form.audience()) is not None:
            said = form.cleaned_data
            try:
                switch_folder(
                    acting=acting, is_on=said["is_on"], every_minutes=said["every_minutes"], audience=audience,
                    keeping=Keeping(said["purpose"], said["legal_basis"]), retain_years=said["retain_years"],
                )  # fmt: skip
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("It is decided."))
                return redirect("sources:folder")
    return render(request, "sources/folder.html", {"form": form, "watched": watched}, status=status)


@for_supervisors
@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """What is due by the end of this year, the longest overdue first: the yearly list."""
    acting = acting_of(request)
    today = timezone.localdate()
    page = page_of(
        due_of(acting, date(today.year, 12, 31)), request.GET.dict(), key="retain_until", newest_first=False
    )
    held = holds_on(page.rows)
    rows = [(b, held.get(str(b.pk), ""), b.retain_until <= today, retirement_of(b)) for b in page.rows]
    return render(request, "sources/keeping.html", {"page": page, "rows": rows, "year": today.year})


@for_supervisors
def retention(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Change the last day until which a batch is kept."""
    acting = acting_of(request)
    found = batch_for(acting, batch_id)
    must_decide_for(acting, found)
    form = RetentionForm(request.POST or None, initial={"retain_until": found.retain_until})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_retention(
                acting=acting, batch=found, retain_until=said["retain_until"], reason=said["reason"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The day is changed."))
            return redirect("sources:batch", found.pk)
    status = 409 if request.method == "POST" else 200
    return render(request, "sources/retention.html", {"batch": found, "form": form}, status=status)


@for_supervisors
def hold(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Place a legal hold on a batch, or lift the one that stands."""
    acting = acting_of(request)
    found = batch_for(acting, batch_id)
    must_decide_for(acting, found)
    held = holds_on([found]).get(str(found.pk), "")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.release if held else actions.hold
        try:
            act(acting=acting, batch=found, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The hold is lifted.") if held else _("A legal hold stands."))
            return redirect("sources:batch", found.pk)
    status = 409 if request.method == "POST" else 200
    return render(request, "sources/hold.html", {"batch": found, "form": form, "held": held}, status=status)


@for_supervisors
def forget(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Have who is named in a batch forgotten at once, after its last day, with why."""
    acting = acting_of(request)
    found = batch_for(acting, batch_id)
    must_decide_for(acting, found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retire_now(acting=acting, batch=found, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is being forgotten; the list says when it is done."))
            return redirect("sources:keeping")
    status = 409 if request.method == "POST" else 200
    said = {"batch": found, "form": form, "term": term_of(acting.agency, What.FILE)}
    return render(request, "sources/forget.html", said, status=status)


@for_supervisors
def persons(request: HttpRequest) -> HttpResponse:
    """What do you hold on this person? POST has a workbook made for the person who asks, and nobody else."""
    acting = acting_of(request)
    form = SearchForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                actions.search_person(acting=acting, **form.cleaned_data)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The workbook is being made; reload this page to fetch it."))
                return redirect("sources:persons")
    said = {
        "form": form, "searches": searches_of(acting)[:30], "term": term_of(acting.agency, What.SEARCH),
    }  # fmt: skip
    return render(request, "sources/persons.html", said, status=status)


@for_supervisors
@require_safe
def person_workbook(request: HttpRequest, search_id: UUID) -> HttpResponseBase:
    """The workbook, for the person who asked for it."""
    acting = acting_of(request)
    search: PersonSearch = searches_of(acting).one_for(acting, search_id)
    if search.state != PersonSearch.State.READY or not search.path.exists():
        raise Http404
    try:
        actions.take_search(acting=acting, search=search)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("sources:persons")
    name = settings.OFFICE.file_name("held-on-a-person.xlsx")
    return FileResponse(search.path.open("rb"), as_attachment=True, filename=name)
