"""What an officer asks beside the cylinders. The answer follows from the address alone, and nothing is kept unless an
officer keeps it with a case."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.errors import RequestError
from tradewind.identification import Identification, identify
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.cases import policy
from tradewind_web.cases.actions.keeping import keep as keep_with_case
from tradewind_web.cases.queries import in_hand
from tradewind_web.errors import Refused
from tradewind_web.field.forms import CylinderForm, LoadForm
from tradewind_web.field.keeping import danger_of, piece_of
from tradewind_web.field.showing import Answer, shown
from tradewind_web.field.troubles import in_words
from tradewind_web.licensing.naming import COMMON

#: Names of the verdict, each with how it is coloured.
VERDICTS: Final = {
    "consistent": (pgettext_lazy("verdict on a label", "It agrees with the label"), "good"),
    "contradicted": (pgettext_lazy("verdict on a label", "It is not what the label says"), "against"),
    "undecided": (pgettext_lazy("verdict on a label", "This does not decide it"), "open"),
}
#: Every field of the form filled to its end is shorter.
_LONGEST_QUERY: Final = 8_000
_NO_LABEL: Final = (pgettext_lazy("verdict on a label", "There is no label to compare with"), "open")


@require_safe
def gas(request: HttpRequest) -> HttpResponse:
    """What gas is this? Asked with a query, so that going back and reloading are safe."""
    return _page(request, request.GET)


@require_POST
@for_content
def keep(request: HttpRequest) -> HttpResponse:
    """Keep an answer with a case: it is worked out anew from what was asked, so that nobody can send another."""
    acting = acting_of(request)
    policy.may_open(acting)
    query = QueryDict(request.POST.get("query", "")[:_LONGEST_QUERY])
    form = CylinderForm(query)
    answered = _answered(form) if form.is_valid() else None
    if answered is None:
        return _page(request, query, status=409)
    found, answer = answered
    typed = {name: text for name in form.fields if (text := query.get(name, "").strip())}
    cylinder = request.POST.get("cylinder", "").strip()[:200]
    case_id, danger = id_of(request.POST.get("case", "")), danger_of(answer)
    try:
        keep_with_case(
            acting=acting, case_id=case_id, piece=piece_of(found, answer, typed, cylinder), danger=danger
        )
    except Refused as error:
        return _page(request, query, status=409, trouble=str(error))
    messages.success(
        request,
        _("The reading is kept with the case, and all work on the goods stands still.")
        if danger
        else _("The reading is kept with the case."),
    )
    return redirect("cases:one", case_id)


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """How many to test, and which."""
    is_asked = "ask" in request.GET
    form, plan = LoadForm(request.GET if is_asked else None), None
    if is_asked and form.is_valid():
        try:
            plan = form.plan(secrets.token_hex(4))
        except RequestError:
            form.add_error(
                None, _("No sample can be that sure: ask for less, or test them all in a laboratory.")
            )
    places = [plan.layout.where(p) for p in plan.positions] if plan and plan.layout else []
    return render(request, "field/sample.html", {"form": form, "plan": plan, "places": places})


def _page(request: HttpRequest, query: QueryDict, *, status: int = 200, trouble: str = "") -> HttpResponse:
    is_asked = "ask" in query
    form, answered = CylinderForm(query if is_asked else None), None
    if is_asked and form.is_valid():
        answered = _answered(form)
    said: dict[str, Any] = {"form": form, "answer": None, "gases": COMMON}
    acting: Acting | None = getattr(request, "acting", None)
    if answered is not None:
        said |= {"answer": answered[1], "query": query.urlencode(), "trouble": trouble}
        if acting is not None and acting.sees_content and acting.holds(*policy.WORKING_ROLES):
            said |= {"may_keep": True, "cases": in_hand(acting)}
    return render(request, "field/gas.html", said, status=status)


def _answered(form: CylinderForm) -> tuple[Identification, Answer] | None:
    try:
        found = identify(form.evidence())
    except RequestError as error:
        empty = _(
            "There is nothing to go by yet: write what the gauge, the identifier, the scales or the label says."
        )
        form.add_error(None, in_words(error) if form.has_changed() and any(_said(form)) else empty)
        return None
    verdict = VERDICTS[found.verdict] if found.evidence.label else _NO_LABEL
    return found, shown(found, (get_language() or "en")[:2], verdict)


def _said(form: CylinderForm) -> list[object]:
    """What was said of the content, blank or not."""
    names = ("pressure", "reading", "label", "net", "un", "code", "gross")
    return [form.cleaned_data[name] for name in names]
