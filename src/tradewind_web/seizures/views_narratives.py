"""A text about a seizure, read; what was found is looked over and begins a draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.seizures import policy
from tradewind_web.seizures.actions import drafting
from tradewind_web.seizures.forms_reports import NarrativeForm
from tradewind_web.seizures.reading import proposals, read
from tradewind_web.seizures.values import STEPS


@for_content
def read_text(request: HttpRequest) -> HttpResponse:
    """GET: a place for a text. POST: what it says, marked.

    `then` is `begin` to begin a draft with it, or `begin-2` with the second of the seizures it tells apart.
    """
    acting = acting_of(request)
    policy.may_record(acting)
    form, found = NarrativeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = read(form.cleaned_data["text"], form.cleaned_data["published"])
        begin, _, which = request.POST.get("then", "").partition("-")
        if begin == "begin":
            of_it = found.narrative.seizures
            chosen = of_it[int(which) - 1] if which in map(str, range(1, len(of_it) + 1)) else found.narrative
            draft = drafting.begin(acting=acting, proposed=proposals(chosen))
            return redirect("seizures:step", draft.pk, STEPS[0])
    status = 409 if request.method == "POST" and found is None else 200
    return render(request, "seizures/read_text.html", {"form": form, "found": found}, status=status)
