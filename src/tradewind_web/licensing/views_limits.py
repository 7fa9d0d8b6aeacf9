"""The page of the limits a Party sets itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.licensing import policy
from tradewind_web.licensing.actions.limiting import set_limit
from tradewind_web.licensing.forms_quotas import LimitForm
from tradewind_web.licensing.own_limits import standing_limits, unit_of
from tradewind_web.licensing.showing import amount_text, group_text


@for_content
def limits(request: HttpRequest) -> HttpResponse:
    """The Party's own limits: read by all of the agency, set by a supervisor."""
    acting = acting_of(request)
    form = LimitForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
    if request.method == "POST":
        policy.may_set_rules(acting)
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = set_limit(
                    acting=acting, group=said["group"], year=said["year"], amount_mg=said["amount"],
                    rule=said["rule"],
                )  # fmt: skip
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The limit is set.") if made else _("The limit has ended."))
                return redirect("licensing:limits")
    shown = {
        "form": form, "may_set": policy.can_override(acting),
        "rows": [
            (own, group_text(own.group), amount_text(own.amount_mg, unit_of(own.group)))
            for own in standing_limits(acting.agency.party)
        ],
    }  # fmt: skip
    return render(request, "licensing/limits.html", shown, status=409 if request.method == "POST" else 200)
