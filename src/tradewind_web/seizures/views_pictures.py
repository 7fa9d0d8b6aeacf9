"""A photograph among the evidence: what it says of itself, and the small picture made from it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.seizures import queries_custody
from tradewind_web.seizures.queries_evidence import picture_of, preview_of
from tradewind_web.seizures.showing_pictures import picture_lines, picture_notes


@require_safe
@for_content
def picture(request: HttpRequest, seizure_id: uuid.UUID, number: int) -> HttpResponse:
    """What a photograph says of itself, where that differs from what was stated, and the small picture."""
    seizure = queries_custody.held_seizure(acting_of(request), seizure_id)
    found = picture_of(seizure, number)
    is_read = found.state == found.State.READ
    said = {
        "seizure": seizure, "file": found.file, "picture": found,
        "lines": picture_lines(found) if is_read else [], "notes": picture_notes(found) if is_read else [],
    }  # fmt: skip
    return render(request, "seizures/picture.html", said)


@require_safe
@for_content
def preview(request: HttpRequest, seizure_id: uuid.UUID, number: int) -> HttpResponse:
    """The small picture: made here from decoded pixels, so nothing of the file that came is in it."""
    seizure = queries_custody.held_seizure(acting_of(request), seizure_id)
    content = preview_of(picture_of(seizure, number))
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
