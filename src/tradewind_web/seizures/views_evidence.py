"""Pages of evidence files. A file is only ever downloaded: no page shows what is in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.seizures import policy, queries_custody
from tradewind_web.seizures.actions import evidence as actions
from tradewind_web.seizures.forms_evidence import EvidenceForm, TellForm
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.queries_evidence import files_of, without_original
from tradewind_web.seizures.words_custody import Origin
from tradewind_web.sources.receiving import ReceivedFile, not_received

_INITIAL: Mapping[str, str] = {"origin": Origin.ORIGINAL}


@for_content
def evidence(request: HttpRequest, seizure_id: uuid.UUID) -> HttpResponse:
    """The files of a seizure; POST takes more in."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    begun = {**_INITIAL, **({"of": request.GET["of"][:6]} if "of" in request.GET else {})}
    form, troubles = EvidenceForm(request.POST if request.method == "POST" else None, initial=begun), []
    if request.method == "POST":
        policy.may_correct(acting, seizure)
        troubles = _take_in(request, acting, seizure, form)
        if not troubles:
            return redirect("seizures:evidence", seizure.pk)
    files = files_of(seizure)
    said = {
        "seizure": seizure, "form": form, "files": files, "troubles": troubles, "asked": without_original(files),
        "may_write": policy.can_correct(acting, seizure), "most": filesizeformat(settings.UPLOAD_LIMIT),
    }  # fmt: skip
    return render(request, "seizures/evidence.html", said, status=409 if troubles else 200)


@for_content
@require_POST
def sheet(request: HttpRequest, seizure_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """The signed sheet of an entry of custody, photographed or scanned."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    entry = queries_custody.entry_of(seizure, entry_id)
    form = EvidenceForm(
        {"origin": Origin.SCAN, "note": _("Signed sheet of entry %(n)s") % {"n": entry.number}}
    )
    form.is_valid()
    for trouble in _take_in(request, acting, seizure, form, entry.pk):
        messages.error(request, trouble)
    return redirect("seizures:custody_entry", seizure.pk, entry.pk)


@for_content
@require_POST
def take(request: HttpRequest, seizure_id: uuid.UUID, number: int) -> HttpResponseBase:
    """Download a file; that it was taken stands in the audit."""
    try:
        found = actions.take_file(acting=acting_of(request), seizure_id=seizure_id, number=number)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("seizures:evidence", seizure_id)
    return as_download(found)


@for_content
def tell_more(request: HttpRequest, seizure_id: uuid.UUID, number: int) -> HttpResponse:
    """Add what was not known of a copy, or that its original is not to be had."""
    acting = acting_of(request)
    seizure = queries_custody.held_seizure(acting, seizure_id)
    policy.may_correct(acting, seizure)
    found = queries_custody.file_of(seizure, number)
    form, trouble = TellForm(request.POST or None), ""
    if request.method == "POST":
        try:
            if "gone" in request.POST:
                why = request.POST.get("why", "")[:2000]
                actions.note_gone(acting=acting, seizure_id=seizure.pk, number=number, why=why)
            elif form.is_valid():
                actions.tell_more(acting=acting, seizure_id=seizure.pk, number=number, **form.cleaned_data)
        except Refused as error:
            trouble = str(error)
        if not trouble and ("gone" in request.POST or form.is_valid()):
            messages.success(request, _("It is noted."))
            return redirect("seizures:evidence", seizure.pk)
    said = {"seizure": seizure, "file": found, "form": form, "trouble": trouble}
    return render(
        request, "seizures/evidence_tell.html", said, status=409 if request.method == "POST" else 200
    )


def as_download(found: EvidenceFile) -> FileResponse:
    """The bytes as they came, under a name that no desk runs; nothing on the way keeps or shows them."""
    response = FileResponse(
        found.path.open("rb"), as_attachment=True, content_type="application/octet-stream",
        filename=settings.OFFICE.file_name(f"{found}.{found.suffix}"),
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _take_in(
    request: HttpRequest,
    acting: Acting,
    seizure: Seizure,
    form: EvidenceForm,
    entry_id: uuid.UUID | None = None,
) -> list[str]:
    """What was in the way; [] where every file was taken."""
    received = [f for f in request.FILES.getlist("upload") if isinstance(f, ReceivedFile)]
    troubles = [
        _("%(name)s is larger than %(most)s; send it on a disc") % {
            "name": missing.name, "most": filesizeformat(settings.UPLOAD_LIMIT),
        }
        if missing.too_large
        else _("there is no room on the office's disk for %(name)s; tell whoever runs it") % {"name": missing.name}
        for missing in not_received(request)
    ]  # fmt: skip
    if not form.is_valid():
        return [*troubles, *(str(e) for errors in form.errors.values() for e in errors)]
    if not received and not troubles:
        return [_("choose a file")]
    taken = 0
    for file in received:
        try:
            actions.add_file(
                acting=acting, seizure_id=seizure.pk, file=file, values=form.values(), entry_id=entry_id
            )
            taken += 1
        except Refused as error:
            troubles.append(str(error))
    if taken:
        messages.success(
            request,
            ngettext("%(count)s file is taken in.", "%(count)s files are taken in.", taken)
            % {"count": taken},
        )
    return troubles
