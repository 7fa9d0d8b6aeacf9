"""The customs desk: what is left on a licence, writing off in one line, and the list that is printed each week."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.licensing import one_line
from tradewind_web.licensing.actions.overdrawing import write_off_and_follow
from tradewind_web.licensing.actions.writing_off import Passed
from tradewind_web.licensing.customs_policy import can_clear, may_clear
from tradewind_web.licensing.customs_queries import licence_for, live_on, rule_of, standing_there, written_by
from tradewind_web.licensing.one_line import Typed
from tradewind_web.licensing.verifying import kilos
from tradewind_web.licensing.words import Came, LinkLevel
from tradewind_web.sharing.paging import page_of

PRINTED = 200


class LineForm(forms.Form):
    """A write-off in one line; what passed while the link was down says under which declaration and why."""

    line = forms.CharField(
        label=_l("Licence, row on its back, mass"), max_length=one_line.LONGEST,
        help_text=_l("As on the paper: 26X123 3 1360kg. Where the licence is for several gases, write which."),
    )  # fmt: skip
    on = forms.DateField(
        label=_l("Cleared on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_l("Today where nothing is said."),
    )  # fmt: skip
    declaration = forms.CharField(
        label=_l("Declaration"), max_length=100, required=False,
        help_text=_l("Where it passed while the link was down: the daily file is then matched with it."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_l("Why it was let through without the link"), max_length=500, required=False
    )

    def clean(self) -> dict[str, Any]:
        """With a declaration there is a reason; a day to come is none."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("declaration") and not said.get("reason", "").strip():
            self.add_error("reason", _("say why: somebody will ask when it is compared with the daily file"))
        if said.get("on") and said["on"] > timezone.localdate():
            self.add_error("on", _("this day has not come yet"))
        return said


@require_safe
@for_content
def desk(request: HttpRequest) -> HttpResponse:
    """Find a licence, see what is left, write off; what the agency wrote off last."""
    return _desk(request, LineForm())


@require_POST
@for_content
def typed(request: HttpRequest) -> HttpResponse:
    """The line as it was understood, with what it changes; taken only when it comes back with a yes."""
    acting = acting_of(request)
    may_clear(acting)
    form = LineForm(request.POST)
    if not form.is_valid():
        return _desk(request, form, status=422)
    try:
        read = one_line.read(acting, form.cleaned_data["line"])
        if "sure" not in request.POST:
            return _desk(request, form, read=read)
        passed = _passed(form, read)
        done = write_off_and_follow(acting=acting, passed=passed)
        if done is None:
            raise Refused(_("nothing stands at this row that could be taken back; write a mass"))
    except Refused as error:
        form.add_error("line", str(error))
        return _desk(request, form, status=409)
    if done.beyond_g:
        messages.warning(
            request,
            _("It is written off; %(mass)s kg of it are beyond the licence.")
            % {"mass": kilos(done.beyond_g)},
        )
    else:
        messages.success(request, _("It is written off."))
    return redirect("customs:desk")


@require_safe
@for_content
def weekly(request: HttpRequest) -> HttpResponse:
    """Every licence that is good today with what is left on it, for posts without a network."""
    acting = acting_of(request)
    day = timezone.localdate()
    page = page_of(live_on(acting, day), request.GET, key="valid_until", newest_first=False, size=PRINTED)
    return render(request, "licensing/customs/weekly.html", {"page": page, "day": day})


def _passed(form: LineForm, read: Typed) -> Passed:
    said = form.cleaned_data
    declaration = said["declaration"].replace("\x00", " ").strip()
    return Passed(
        line=read.line, declaration=declaration or read.declaration, item=read.row, mass_g=read.mass_g,
        on=said["on"] or timezone.localdate(), source=Came.FALLBACK if declaration else Came.PAPER,
        reason=said["reason"].strip(),
    )  # fmt: skip


def _desk(
    request: HttpRequest, form: LineForm, *, read: Typed | None = None, status: int = 200
) -> HttpResponse:
    acting = acting_of(request)
    query = request.GET.get("q", "")[:60]
    said: dict[str, Any] = {
        "form": form, "query": query, "may_clear": can_clear(acting), "read": read,
        "level": LinkLevel(rule_of(acting.agency.party).level).label,
        "page": page_of(written_by(acting), request.GET, key="held_at"),
    }  # fmt: skip
    if query:
        try:
            said["licence"] = licence_for(acting, query)
        except Refused as error:
            said["trouble"] = str(error)
    if read is not None:
        passed = _passed(form, read)
        before = standing_there(read.line, passed.declaration, passed.item)
        cleared = (before.cleared_g or before.mass_g) if before else 0
        said |= {
            "passed": passed, "stands": before, "same": before is not None and before.cleared_g == read.mass_g,
            "after_g": read.line.left_g + cleared - read.mass_g,
        }  # fmt: skip
    return render(request, "licensing/customs/desk.html", said, status=status)
