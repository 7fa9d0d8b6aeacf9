"""Pages of archives for a court and of what the defence does not get."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.proceedings import queries
from tradewind_web.proceedings.actions import archiving
from tradewind_web.proceedings.forms import EditionForm, LeaveOutForm
from tradewind_web.proceedings.making import signer
from tradewind_web.proceedings.models import Archive, Proceeding
from tradewind_web.proceedings.policy import may_archive
from tradewind_web.proceedings.words import Edition, Ground


@require_safe
@for_content
def court(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """The archives made so far, and what is left out of the disclosure."""
    return _page(request, queries.proceeding_for(acting_of(request), proceeding_id))


@require_POST
@for_content
def archive(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Ask for an archive; a job writes it."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    may_archive(acting, proceeding)
    form = EditionForm(request.POST)
    if form.is_valid():
        try:
            made = archiving.ask(
                acting=acting, proceeding_id=proceeding_id, edition=Edition(form.cleaned_data["edition"]),
                language=get_language() or proceeding.owner.language,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("proceedings:receipt", proceeding_id, made.pk)
    return _page(request, proceeding, edition=form, status=409)


@require_POST
@for_content
def leave_out(request: HttpRequest, proceeding_id: uuid.UUID) -> HttpResponse:
    """Leave an exhibit or words out of the disclosure."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    may_archive(acting, proceeding)
    form = LeaveOutForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            archiving.leave_out(
                acting=acting, proceeding_id=proceeding_id, ground=Ground(said["ground"]), why=said["why"],
                exhibit=said["exhibit"], words=said["words"],
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is left out of every disclosure made from now on."))
            return redirect("proceedings:court", proceeding_id)
    return _page(request, proceeding, leave=form, status=409)


@require_POST
@for_content
def lift(request: HttpRequest, proceeding_id: uuid.UUID, left_out_id: int) -> HttpResponse:
    """Put it back into the disclosure."""
    archiving.lift(acting=acting_of(request), proceeding_id=proceeding_id, left_out_id=left_out_id)
    messages.success(request, _("It goes to the defence from now on."))
    return redirect("proceedings:court", proceeding_id)


@require_safe
@for_content
def receipt(request: HttpRequest, proceeding_id: uuid.UUID, archive_id: uuid.UUID) -> HttpResponse:
    """The receipt of an archive: its digest, its size, and how to check it. Printable."""
    acting = acting_of(request)
    proceeding = queries.proceeding_for(acting, proceeding_id)
    found = queries.archive_of(acting, proceeding, archive_id)
    said = {"proceeding": proceeding, "archive": found, "fingerprint": signer().fingerprint}
    return render(request, "proceedings/receipt.html", said)


@require_POST
@for_content
def download(request: HttpRequest, proceeding_id: uuid.UUID, archive_id: uuid.UUID) -> HttpResponseBase:
    """The archive itself; that it was taken stands in the audit."""
    found: Archive = archiving.take(
        acting=acting_of(request), proceeding_id=proceeding_id, archive_id=archive_id
    )
    return FileResponse(
        found.path.open("rb"), content_type="application/zip", as_attachment=True, filename=found.name
    )


def _page(
    request: HttpRequest, proceeding: Proceeding, *, edition: EditionForm | None = None,
    leave: LeaveOutForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    acting = acting_of(request)
    said = {
        "proceeding": proceeding, "archives": queries.archives_of(acting, proceeding),
        "left_out": queries.left_out_of(acting, proceeding), "edition_form": edition or EditionForm(),
        "leave_form": leave or LeaveOutForm(),
    }  # fmt: skip
    return render(request, "proceedings/court.html", said, status=status)
