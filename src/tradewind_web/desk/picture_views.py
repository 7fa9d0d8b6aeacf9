"""Pages of the picture: its chapters, and each section on a page of its own so that a map comes only when asked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.desk.pictures import ask_for, drawn_for


@require_GET
@for_content
def picture(request: HttpRequest) -> HttpResponse:
    """The chapters of the picture with what each section asks; the agency's own Party first."""
    acting = acting_of(request)
    language = get_language() or "en"
    drawn = drawn_for(acting.agency, language)
    job = None
    if drawn is None or drawn.is_behind:
        job = ask_for(acting.agency, language, asked_by_id=acting.user_id)
    return render(request, "desk/picture.html", {"drawn": drawn, "job": job})


@require_GET
@for_content
def section(request: HttpRequest, key: str) -> HttpResponse:
    """One section with its figures and tables."""
    drawn = drawn_for(acting_of(request).agency, get_language() or "en")
    if drawn is None:
        return redirect("picture")
    chapter = drawn.chapter_of(key)
    if chapter is None:
        raise Http404
    keys = [s["key"] for s in chapter["sections"]]
    place = keys.index(key)
    beside = {
        "before": chapter["sections"][place - 1] if place else None,
        "after": chapter["sections"][place + 1] if place + 1 < len(keys) else None,
    }
    return render(
        request,
        "desk/picture_section.html",
        {"drawn": drawn, "chapter": chapter, "piece": drawn.pieces[key], "key": key, **beside},
    )


@require_POST
@for_content
def draw_again(request: HttpRequest) -> HttpResponse:
    """Ask for the picture to be drawn anew."""
    acting = acting_of(request)
    ask_for(acting.agency, get_language() or "en", asked_by_id=acting.user_id)
    return redirect("picture")
