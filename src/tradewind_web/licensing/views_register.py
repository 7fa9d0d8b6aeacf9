"""Pages that take a register over from a workbook, and quotas of a year."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.licensing import policy, queries
from tradewind_web.licensing.actions import allotting, taking_over
from tradewind_web.licensing.quota_sheet import allotments_of
from tradewind_web.licensing.register_reading import holders_by_number
from tradewind_web.licensing.register_words import by_kind
from tradewind_web.sources.receiving import ReceivedFile, not_received

MOST_SHEET_BYTES = 8 << 20


@for_content
def import_register(request: HttpRequest) -> HttpResponse:
    """Send a register kept elsewhere; the ones sent before."""
    acting = acting_of(request)
    policy.may_license(acting)
    trouble = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if isinstance(file, ReceivedFile):
            try:
                made = taking_over.receive(acting=acting, file=file)
            except Refused as error:
                trouble = str(error)
            else:
                return redirect("licensing:register", made.pk)
        else:
            trouble = _("the file is too large") if not_received(request) else _("choose a file first")
    said = {"registers": queries.registers_of(acting), "trouble": trouble}
    return render(request, "licensing/import_register.html", said, status=409 if trouble else 200)


@for_content
def register(request: HttpRequest, register_id: uuid.UUID) -> HttpResponse:
    """What does not add up in a register, and the button that takes it over."""
    acting = acting_of(request)
    found = queries.register_for(acting, register_id)
    trouble = ""
    if request.method == "POST":
        try:
            taking_over.take_over(
                acting=acting, register_id=found.pk, reason=request.POST.get("reason", "")[:2000]
            )
        except Refused as error:
            trouble = str(error)
        else:
            messages.success(request, _("It is being taken over; this page says how far it is."))
            return redirect("licensing:register", found.pk)
    said = {
        "register": found, "kinds": by_kind(found.troubles, found.counts), "trouble": trouble,
        "may_license": policy.can_license(acting) and found.owner_id == acting.agency.pk,
    }  # fmt: skip
    return render(request, "licensing/register.html", said, status=409 if trouble else 200)


@for_content
def import_quotas(request: HttpRequest) -> HttpResponse:
    """Quotas from a workbook: all of them, or none and a sentence for each row that is wrong."""
    acting = acting_of(request)
    policy.may_license(acting)
    wrong: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, ReceivedFile):
            wrong = [_("choose a file first")]
        elif (file.size or 0) > MOST_SHEET_BYTES:
            wrong = [_("the file is too large")]
        else:
            try:
                rows, wrong = allotments_of(file.read(), holders_by_number(acting.agency))
                if not wrong:
                    changed = allotting.allot_all(
                        acting=acting, allotments=rows, file=(file.name or "")[:200], sha256=file.sha256,
                        reason=request.POST.get("reason", "")[:2000],
                    )  # fmt: skip
                    messages.success(
                        request, _("%(count)s quotas are entered or changed.") % {"count": changed}
                    )
                    return redirect("licensing:quotas")
            except Refused as error:
                wrong = [str(error)]
    return render(
        request, "licensing/import_quotas.html", {"wrong": wrong[:100]}, status=409 if wrong else 200
    )
