"""The paper of a licence, and the page on which anybody verifies one."""

from __future__ import annotations

import uuid
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.licensing import queries
from tradewind_web.licensing.actions.holding import make_slip
from tradewind_web.licensing.actions.printing import note_printed
from tradewind_web.licensing.forms import SlipForm, VerifyForm
from tradewind_web.licensing.holder_view import seen_with
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.printing import paper
from tradewind_web.licensing.words import Standing

#: Wrong codes from one address within ten minutes before it must wait; right ones never count.
MOST_WRONG: Final = 20
WAIT: Final = 600


@require_safe
@for_content
def printed(request: HttpRequest, licence_id: uuid.UUID) -> HttpResponse:
    """The paper as a PDF, in the language of the page; for the agency that licensed."""
    acting = acting_of(request)
    licence = queries.licence_for(acting, licence_id)
    if not licence.number:
        raise Http404
    language = get_language() or licence.owner.language
    address = request.build_absolute_uri(reverse("licensing:verify"))
    note_printed(acting=acting, licence_id=licence.pk)
    response = HttpResponse(
        paper(licence, language=language, address=address), content_type="application/pdf"
    )
    name = settings.OFFICE.file_name(f"{licence.number.replace('/', '-')}.pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'.encode("ascii", "replace").decode()
    return response


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Number and code in: what stands on the paper and whether it is good. Nobody signs in for it."""
    asked = "number" in request.GET or "code" in request.GET
    form = VerifyForm(request.GET if asked else None)
    said: dict[str, object] = {"form": form}
    status = 200
    if asked and form.is_valid():
        if _wrong(request) >= MOST_WRONG:
            form.add_error(None, _("too many wrong codes came from your address; try again in ten minutes"))
            status = 429
        else:
            found = queries.issued(form.cleaned_data["number"], form.cleaned_data["code"])
            if found is None:
                _count_wrong(request)
            said |= {"asked": True, "licence": found, **(_told(found) if found else {})}
    return render(request, "licensing/verify.html", said, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def holder(request: HttpRequest) -> HttpResponse:
    """A holder's own licences, balances and quotas, opened with the code of its slip; nothing is remembered."""
    form = SlipForm(request.POST or None)
    seen, status = None, 200
    if request.method == "POST" and form.is_valid():
        if _wrong(request) >= MOST_WRONG:
            form.add_error(None, _("too many wrong codes came from your address; try again in ten minutes"))
            status = 429
        elif (seen := seen_with(form.cleaned_data["code"])) is None:
            _count_wrong(request)
            wrong = _("this code opens nothing; type it again, or ask the licensing agency for a new slip")
            form.add_error("code", wrong)
            status = 409
    return render(request, "licensing/holder.html", {"form": form, "seen": seen}, status=status)


@require_POST
@for_content
def slip(request: HttpRequest, trader_id: uuid.UUID) -> HttpResponse:
    """A slip for a holder, shown once to be printed."""
    made, code = make_slip(acting=acting_of(request), trader_id=trader_id)
    said = {"slip": made, "code": code, "address": request.build_absolute_uri(reverse("licensing:holder"))}
    return render(request, "licensing/slip.html", said)


def _told(licence: Licence) -> dict[str, object]:
    """Only what stands on the paper, and whether it is good today; never what is left."""
    standing = licence.standing(timezone.localdate())
    good = standing in (Standing.VALID, Standing.USED_UP)
    return {"standing": standing.label if standing else "", "is_good": good}


def _key(request: HttpRequest) -> str:
    return f"licence-verify:{request.META.get('REMOTE_ADDR', '')}"


def _wrong(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _count_wrong(request: HttpRequest) -> None:
    if not cache.add(_key(request), 1, WAIT):
        cache.incr(_key(request))
