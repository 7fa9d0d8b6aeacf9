"""The customs desk's books: what passed without the link, and customs' own ledger beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tradewind.formats.numerals import defuse
from tradewind.quantities import kilograms
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content, id_of
from tradewind_web.downloads import csv_file
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions.comparing import explain_difference
from tradewind_web.licensing.actions.falling_back import reconcile, refuse
from tradewind_web.licensing.customs_figures import age_in_words, figures_for
from tradewind_web.licensing.customs_policy import can_clear, may_clear
from tradewind_web.licensing.customs_queries import rule_of
from tradewind_web.licensing.fallbacks import VIEWS, counts_of, fallbacks_for
from tradewind_web.licensing.models_customs import CustomsFigure
from tradewind_web.licensing.words import Leads
from tradewind_web.sharing.paging import page_of

#: A copy older than this is said to be old: a daily file and a weekend.
OLD: Final = timedelta(days=4)
#: Rows that are checked at once.
MOST: Final = 200
_LABELS: Final[dict[str, Promise]] = {
    "waiting": gettext_lazy("wait to be reconciled"), "reconciled": gettext_lazy("reconciled"),
    "refused": gettext_lazy("refused"),
}  # fmt: skip


@require_safe
@for_content
def differences(request: HttpRequest) -> HttpResponse:
    """Customs' own figure of each licence and gas beside ours, the largest difference first, and how old it is."""
    return _differences(request)


@require_POST
@for_content
def explain(request: HttpRequest, figure_id: int) -> HttpResponse:
    """Why the two differ, in an officer's words."""
    text = request.POST.get("explanation", "")[:2000]
    try:
        explain_difference(acting=acting_of(request), figure_id=figure_id, explanation=text)
    except Refused as error:
        return _differences(request, trouble=str(error), status=409)
    messages.success(request, _("The explanation is kept."))
    return redirect("customs:differences")


@require_safe
@for_content
def differences_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a file for a spreadsheet, in which no cell runs as a formula."""
    figures = figures_for(acting_of(request)).exportable()
    rows = figures.rows if "every" in request.GET else figures.differing()
    response = csv_file(
        f"customs-ledger-{timezone.localdate().isoformat()}.csv",
        _lines(rows.order_by("-difference_g", "pk").iterator(chunk_size=1000)),
    )
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@for_content
def fallbacks(request: HttpRequest) -> HttpResponse:
    """What passed while the link was down: what waits, what was reconciled, what was refused."""
    return _fallbacks(request, request.GET.get("view", ""))


@require_POST
@for_content
def check_fallbacks(request: HttpRequest) -> HttpResponse:
    """One or many of them reconciled or refused by hand, each told in the audit."""
    acting = acting_of(request)
    may_clear(acting)
    chosen = [id_of(text) for text in request.POST.getlist("row")[:MOST]]
    reason = request.POST.get("reason", "")[:500]
    done = 0
    try:
        if not chosen:
            raise Refused(_("choose at least one row"))
        for row in chosen:
            if request.POST.get("do") == "refuse":
                refuse(acting=acting, reservation_id=row, reason=reason)
            else:
                reconcile(acting=acting, reservation_id=row, reason=reason)
            done += 1
    except Refused as error:
        return _fallbacks(request, "waiting", trouble=str(error), status=409)
    said = ngettext("%(count)s row is done.", "%(count)s rows are done.", done)
    messages.success(request, said % {"count": done})
    return redirect("customs:fallbacks")


def _differences(request: HttpRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
    acting = acting_of(request)
    figures = figures_for(acting)
    as_of = figures.as_of()
    every = "every" in request.GET
    shown: dict[str, Any] = {
        "leads": rule_of(acting.agency.party).leads == Leads.CUSTOMS, "any_figures": as_of is not None,
        "age": age_in_words(as_of) if as_of else "", "is_old": bool(as_of and timezone.now() - as_of > OLD),
        "every": every, "may_clear": can_clear(acting), "trouble": trouble,
        "page": page_of(figures.rows if every else figures.differing(), request.GET, key="difference_g"),
    }  # fmt: skip
    return render(request, "licensing/customs/differences.html", shown, status=status)


def _fallbacks(request: HttpRequest, view: str, *, trouble: str = "", status: int = 200) -> HttpResponse:
    acting = acting_of(request)
    view = view if view in VIEWS else "waiting"
    shown = {
        "view": view, "heading": _LABELS[view], "cards": _cards(acting), "trouble": trouble,
        "may_check": view == "waiting" and can_clear(acting),
        "page": page_of(fallbacks_for(acting, view), request.GET, key="held_at"),
    }  # fmt: skip
    return render(request, "licensing/customs/fallbacks.html", shown, status=status)


def _cards(acting: Acting) -> list[dict[str, Any]]:
    return [{"view": v, "count": n, "label": _LABELS[v]} for v, n in counts_of(acting).items()]


def _lines(rows: Iterator[CustomsFigure]) -> Iterator[list[object]]:
    # Nothing leaves a demonstration without the word.
    invented = ["demonstration"] if settings.OFFICE.demonstration else []
    yield [
        "licence", "holder", "substance", "customs", "counted_here_kg", "by_customs_kg", "difference_kg",
        "left_by_customs_kg", "as_of", "explanation", *invented,
    ]  # fmt: skip
    for row in rows:
        texts = (row.licence.number or "", row.licence.holder_name, row.substance, row.customs.name)
        masses = (row.ours_g, row.theirs_g, row.ours_less_theirs_g, row.left_g)
        yield [
            *map(defuse, texts), *("" if mass is None else kilograms(mass) for mass in masses),
            row.as_of.date().isoformat(), defuse(row.explanation if row.is_explained else ""), *invented,
        ]  # fmt: skip
