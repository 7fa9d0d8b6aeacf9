"""How long one case, proceeding or custody is kept: its last day, what keeps it, the legal hold, the forgetting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.reading import holds_on
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.proceedings.ends import SUBJECTS, record_for, why_kept
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sources.actions import ending as acts
from tradewind_web.sources.forms import ReasonForm, RetentionForm
from tradewind_web.sources.models import Ending
from tradewind_web.sources.policy import must_decide_for
from tradewind_web.sources.queries import ending_of
from tradewind_web.sources.retention import term_of

_PAGES = {"case": "cases:one", "proceeding": "proceedings:one", "seizure": "seizures:one"}


@for_content
@require_safe
def end(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Until when a record is kept, why, and what keeps it longer."""
    acting = acting_of(request)
    record = _own(acting, kind, record_id)
    return _page(request, acting, record)


@for_content
@require_POST
def keep(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Another last day, with why."""
    form = RetentionForm(request.POST)
    return _done(request, kind, record_id, "keep", form, acts.change_day, _("The day is changed."))


@for_content
@require_POST
def hold(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Place a legal hold, or lift the one that stands, with why."""
    is_held = bool(holds_on(kind, [str(record_id)]))
    act, said = (
        (acts.release, _("The hold is lifted.")) if is_held else (acts.hold, _("A legal hold stands."))
    )
    return _done(request, kind, record_id, "hold", ReasonForm(request.POST), act, said)


@for_content
@require_POST
def forget(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Do not wait for the announced day, with why."""
    said = _("It is forgotten with the next daily round, unless something keeps it.")
    return _done(request, kind, record_id, "forget", ReasonForm(request.POST), acts.hasten, said)


def _done(
    request: HttpRequest, kind: str, record_id: UUID, which: str, form: Any, act: Callable[..., Any], said: str
) -> HttpResponse:  # fmt: skip
    acting = acting_of(request)
    record = _own(acting, kind, record_id)
    must_decide_for(acting, record)
    if form.is_valid():
        try:
            act(acting=acting, record=record, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("end", kind, record_id)
    return _page(request, acting, record, {f"{which}_form": form}, status=409)


def _page(
    request: HttpRequest, acting: Acting, record: SharedRecord, forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    ending, today = ending_of(record.kind, record.pk), timezone.localdate()
    waits = "" if ending is not None and ending.is_forgotten else why_kept(record, today)
    said = {
        "record": record, "number": getattr(record, "number", ""), "ending": ending,
        "waits": Ending.Waits(waits).label if waits else "",
        "held": holds_on(record.kind, [str(record.pk)]).get(str(record.pk), ""),
        "term": term_of(acting.agency, SUBJECTS[record.kind].what), "what": SUBJECTS[record.kind].what,
        "is_past": bool(ending and ending.retain_until and ending.retain_until <= today),
        "may_decide": acting.holds(Role.SUPERVISOR),
        "back": reverse(_PAGES[record.kind], args=[record.pk]),
        "keep_form": RetentionForm(initial={"retain_until": ending.retain_until if ending else None}, prefix=None),
        "hold_form": ReasonForm(auto_id="hold_%s"), "forget_form": ReasonForm(auto_id="forget_%s"), **(forms or {}),
    }  # fmt: skip
    return render(request, "desk/end.html", said, status=status)


def _own(acting: Acting, kind: str, record_id: UUID) -> SharedRecord:
    """The record, of the acting agency. Raises Http404 or NotAllowed."""
    if kind not in SUBJECTS:
        raise Http404
    record = record_for(acting, kind, record_id)
    if record.owner_id != acting.agency.pk:
        raise NotAllowed(_("reading how long another agency keeps it"), _("officer of that agency"))
    return record
