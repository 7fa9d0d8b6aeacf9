"""Pages of the register of seizures."""

from __future__ import annotations

import hashlib
import uuid

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused
from tradewind_web.seizures import policy
from tradewind_web.seizures.actions import drafting, sending, using
from tradewind_web.seizures.exporting import MEDIA_TYPE, workbook
from tradewind_web.seizures.models import Photo, Seizure
from tradewind_web.seizures.naming import shown as gas_shown
from tradewind_web.seizures.photographs import bare
from tradewind_web.seizures.queries import (
    Filters,
    case_of,
    cases_like,
    choices,
    drafts_of,
    finding_of,
    findings_like,
    page,
    photo_of,
    seizure_for,
    traders_in,
    versions_of,
)
from tradewind_web.seizures.queries_marks import marks_waiting
from tradewind_web.seizures.showing import changes
from tradewind_web.seizures.words import METHODS, Found
from tradewind_web.sharing.answering import share_page, withdraw_page
from tradewind_web.sharing.paging import place_in
from tradewind_web.sharing.showing import shown


class FilterForm(forms.Form):
    """What the list is narrowed to; what cannot be meant narrows nothing."""

    year = forms.TypedChoiceField(label=_l("Year"), coerce=int, empty_value=None, required=False)
    substance = forms.ChoiceField(label=_l("Substance"), required=False)
    method = forms.ChoiceField(
        label=_l("How it was hidden or covered"), choices=(("", _l("all")), *METHODS), required=False
    )
    found = forms.ChoiceField(
        label=_l("How it was found"), choices=(("", _l("all")), *Found.choices), required=False
    )

    def offer(self, years: list[int], substances: list[str]) -> None:
        """The years and substances that occur."""
        self.fields["year"].choices = [("", _("all")), *((y, str(y)) for y in years)]  # type: ignore[attr-defined]
        named = [("", _("all")), *((code, gas_shown(code)) for code in substances)]
        self.fields["substance"].choices = named  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was asked, as far as it can be meant."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            said.get("year"), said.get("substance", ""), said.get("method", ""), said.get("found", "")
        )


@require_safe
@for_content
def seizures(request: HttpRequest) -> HttpResponse:
    """The register, the newest first, narrowed by a form that works in the address; one's own drafts above it."""
    acting = acting_of(request)
    form = FilterForm(request.GET)
    form.offer(*choices(acting))
    filters = form.filters()
    given = {**{k: str(v) for k, v in filters.told().items()}, **place_in(request.GET)}
    said = {
        "form": form, "page": page(acting, filters, given), "is_narrowed": bool(filters.told()),
        "narrowed": filters.told().items(),
        "drafts": drafts_of(acting), "may_record": policy.can_record(acting), "marks": marks_waiting(acting),
    }  # fmt: skip
    return render(request, "seizures/list.html", said)


@require_POST
@for_content
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook; that it was taken stands in the audit."""
    acting = acting_of(request)
    form = FilterForm(request.POST)
    form.offer(*choices(acting))
    filters = form.filters()
    try:
        made = workbook(acting, filters)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("seizures:list")
    digest = hashlib.sha256(made.content).hexdigest()
    using.note_export(acting=acting, count=made.count, filters=filters.told(), digest=digest)
    response = HttpResponse(made.content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@require_safe
@for_content
def one(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """One seizure: what was found, photographs, versions, history, and who can see it. `?print` for paper."""
    acting = acting_of(request)
    seizure = seizure_for(acting, seizure_id)
    sharing_ = shown(
        acting, seizure, share_url=reverse("seizures:share", args=[seizure.pk]),
        withdraw_url=reverse("seizures:withdraw", args=[seizure.pk]),
    )  # fmt: skip
    said = {
        "seizure": seizure, "sharing": sharing_, "traders": traders_in(acting, seizure),
        "versions": changes(versions_of(seizure)), "finding": finding_of(acting, seizure),
        "case": case_of(acting, seizure),
        "may_correct": policy.can_correct(acting, seizure), "is_own": seizure.owner_id == acting.agency.pk,
        "history": history(Seizure.kind, str(seizure.pk), chains=[acting.chain]),
    }  # fmt: skip
    return render(request, "seizures/print.html" if "print" in request.GET else "seizures/one.html", said)


@require_POST
@for_content
def correct(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Begin a new version: a draft that says what stands now."""
    draft = drafting.begin(acting=acting_of(request), corrects_id=seizure_id)
    return redirect("seizures:draft", draft.pk)


@for_content
def tie(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Choose the finding that the seizure answers, or none."""
    acting = acting_of(request)
    seizure = seizure_for(acting, seizure_id)
    policy.may_correct(acting, seizure)
    if request.method == "POST":
        text = request.POST.get("finding", "")
        using.tie(acting=acting, seizure_id=seizure.pk, finding_id=id_of(text) if text else None)
        messages.success(request, _("It is noted."))
        return redirect("seizures:one", seizure.pk)
    query = request.GET.get("q", "")[:200]
    said = {
        "seizure": seizure, "query": query, "offered": findings_like(acting, query),
        "finding": finding_of(acting, seizure),
    }  # fmt: skip
    return render(request, "seizures/tie.html", said)


@for_content
def case(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Choose the case in which the seizure is worked on, or none."""
    acting = acting_of(request)
    seizure = seizure_for(acting, seizure_id)
    policy.may_correct(acting, seizure)
    if request.method == "POST":
        text = request.POST.get("case", "")
        using.put_in_case(acting=acting, seizure_id=seizure.pk, case_id=id_of(text) if text else None)
        messages.success(request, _("It is noted."))
        return redirect("seizures:one", seizure.pk)
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    said = {
        "seizure": seizure, "query": query, "offered": cases_like(acting, query), "case": case_of(acting, seizure),
    }  # fmt: skip
    return render(request, "seizures/case.html", said)


@require_POST
@for_content
def lay(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Lay something of the seizure to its case: the record, its custody, a disposal, a report."""
    acting, ref = acting_of(request), request.POST.get("ref", "")[:120]
    try:
        laid = using.lay(acting=acting, seizure_id=seizure_id, ref=ref)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("seizures:one", seizure_id)
    messages.success(request, _("The evidence is kept."))
    return redirect("cases:one", laid.case_id)


@require_safe
@for_content
def photo(request: HttpRequest, seizure_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """A photograph without what the camera wrote beside the picture: for everybody whom the seizure reaches."""
    return bare_picture(photo_of(acting_of(request), seizure_id, photo_id))


@require_POST
@for_content
def original(request: HttpRequest, seizure_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponseBase:
    """A photograph as it came, for the agency that answers for it; that it was taken stands in the audit."""
    found = using.take_original(acting=acting_of(request), seizure_id=seizure_id, photo_id=photo_id)
    suffix = "jpg" if found.media_type == "image/jpeg" else "png"
    return FileResponse(
        found.path.open("rb"),
        content_type=found.media_type,
        as_attachment=True,
        filename=f"{found.pk}.{suffix}",
    )


@for_content
def share(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Share a seizure; what stands in the warehouse is sent anew in the same transaction."""
    acting = acting_of(request)
    seizure = seizure_for(acting, seizure_id)
    with transaction.atomic():
        response = share_page(
            request, seizure, title=str(seizure), back=reverse("seizures:one", args=[seizure.pk])
        )
        if response.status_code == 302:
            sending.send_again(acting=acting, seizure=seizure)
    return response


@for_content
def withdraw(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """Withdraw a seizure from everyone but its own agency, in the warehouse at the same moment."""
    acting = acting_of(request)
    seizure = seizure_for(acting, seizure_id)
    before = seizure.audience_id
    with transaction.atomic():
        response = withdraw_page(
            request, seizure, title=str(seizure), back=reverse("seizures:one", args=[seizure.pk])
        )
        if response.status_code == 302:
            sending.hold_back(acting=acting, seizure=seizure, audience_id=before)
    return response


def bare_picture(found: Photo) -> HttpResponse:
    """The picture alone, not to be kept by anything on the way."""
    response = HttpResponse(bare(found.path.read_bytes()), content_type=found.media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response
