"""What an officer asks beside the cylinders. Nothing is kept: the answer follows from the address alone."""

from __future__ import annotations

import secrets
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tradewind.errors import RequestError
from tradewind.identification import identify
from tradewind_web.field.forms import CylinderForm, LoadForm
from tradewind_web.field.showing import Answer, shown
from tradewind_web.licensing.naming import COMMON

#: Names of the verdict, each with how it is coloured.
VERDICTS: Final = {
    "consistent": (pgettext_lazy("verdict on a label", "It agrees with the label"), "good"),
    "contradicted": (pgettext_lazy("verdict on a label", "It is not what the label says"), "against"),
    "undecided": (pgettext_lazy("verdict on a label", "This does not decide it"), "open"),
}
_NO_LABEL: Final = (pgettext_lazy("verdict on a label", "There is no label to compare with"), "open")


@require_safe
def gas(request: HttpRequest) -> HttpResponse:
    """What gas is this? Asked with a query, so that going back and reloading are safe."""
    is_asked = "ask" in request.GET
    form, answer = CylinderForm(request.GET if is_asked else None), None
    if is_asked and form.is_valid():
        answer = _answered(form)
    said = {"form": form, "answer": answer, "gases": COMMON}
    return render(request, "field/gas.html", said, status=200)


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


def _answered(form: CylinderForm) -> Answer | None:
    try:
        found = identify(form.evidence())
    except RequestError as error:
        empty = _(
            "There is nothing to go by yet: write what the gauge, the identifier, the scales or the label says."
        )
        form.add_error(None, str(error) if form.has_changed() and any(_said(form)) else empty)
        return None
    return shown(
        found, (get_language() or "en")[:2], VERDICTS[found.verdict] if found.evidence.label else _NO_LABEL
    )


def _said(form: CylinderForm) -> list[object]:
    """What was said of the content, blank or not."""
    names = ("pressure", "reading", "label", "net", "un", "code", "gross")
    return [form.cleaned_data[name] for name in names]
