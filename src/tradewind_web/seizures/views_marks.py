"""The board of open marks: for whoever keeps the goods, and for whoever supervises them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.seizures import policy, queries_marks, queries_storage
from tradewind_web.seizures.asking import asked_of
from tradewind_web.seizures.forms_marks import MarksForm


@require_safe
@for_content
def marks(request: HttpRequest) -> HttpResponse:
    """What in the custody of the agency's seizures asks for a look, the oldest first."""
    acting = acting_of(request)
    form = MarksForm(request.GET, sites=queries_storage.sites_of(acting))
    filters = form.filters()
    page = queries_marks.marks_page(acting, filters, request.GET)
    said = {
        "form": form, "page": page, "rows": [(row, asked_of(row)) for row in page.rows],
        "is_narrowed": bool(filters.told()), "may_write": policy.can_record(acting),
    }  # fmt: skip
    return render(request, "seizures/marks.html", said)
