"""Typing a seizure in, one step a screen; what was answered is saved as one goes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.licensing.naming import offered
from tradewind_web.phrasing import listed
from tradewind_web.seizures import policy
from tradewind_web.seizures.actions import drafting, recording
from tradewind_web.seizures.filling import Conflict, conflicts_of
from tradewind_web.seizures.forms import FORMS, TITLES, DeclaredForm, ItemForm, Step, WhyForm
from tradewind_web.seizures.models import UNKNOWN, Draft
from tradewind_web.seizures.photographs import MOST_BYTES, MOST_PHOTOS
from tradewind_web.seizures.queries import draft_for, draft_photo, finding_of, last_place, traders_chosen
from tradewind_web.seizures.reading import PROPOSED
from tradewind_web.seizures.showing import item_text, stages
from tradewind_web.seizures.values import NEEDED, STEPS, is_done, is_id
from tradewind_web.seizures.views import bare_picture
from tradewind_web.traders import queries as traders
from tradewind_web.traders.places import place_names


@require_POST
@for_content
def begin(request: HttpRequest) -> HttpResponse:
    """An empty draft, at its first step."""
    acting = acting_of(request)
    finding, case = request.POST.get("finding", ""), request.POST.get("case", "")
    if any(text and not is_id(text) for text in (finding, case)):
        raise Http404
    draft = drafting.begin(acting=acting, finding_id=finding or None, case_id=case or None)
    return redirect("seizures:step", draft.pk, STEPS[0])


@require_safe
@for_content
def gases(request: HttpRequest) -> HttpResponse:
    """Names of gases that begin like what was typed, as options of the field."""
    policy.may_record(acting_of(request))
    return render(
        request, "seizures/parts/gases.html", {"gases": offered(request.GET.get("substance", "")[:60])}
    )


@for_content
def draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """GET: all that was said, to look over. POST: into the register."""
    acting = acting_of(request)
    found = draft_for(acting, draft_id)
    policy.may_record(acting)
    form, trouble = WhyForm(request.POST or None), ""
    chosen = traders_chosen(acting, (found.said.get("route") or {}).get("traders", []))
    if request.method == "POST" and (found.corrects_id is None or form.is_valid()):
        why = form.cleaned_data["why"] if found.corrects_id else ""
        try:
            seizure = recording.record(acting=acting, draft_id=found.pk, why=why)
        except Refused as error:
            trouble = str(error)
        else:
            messages.success(request, _("The seizure %(number)s is recorded.") % {"number": seizure.number})
            if found.case_id and not found.corrects_id:
                return redirect("cases:one", found.case_id)
            return redirect("seizures:one", seizure.pk)
    said = {
        "draft": found, "form": form, "trouble": trouble, "finding": finding_of(acting, found),
        "stages": _stages(found, "", listed(map(str, chosen))), "photos": found.photos.all(),
        "missing": [s for s in NEEDED if not is_done(found.said, s)],
    }  # fmt: skip
    return render(request, "seizures/draft.html", said, status=409 if request.method == "POST" else 200)


@require_POST
@for_content
def discard(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    drafting.discard(acting=acting_of(request), draft_id=draft_id)
    messages.success(request, _("The draft is thrown away."))
    return redirect("seizures:list")


@for_content
def step(request: HttpRequest, draft_id: uuid.UUID, name: str) -> HttpResponse:
    """One step: GET what was said, POST keeps it and goes on."""
    acting = acting_of(request)
    found = draft_for(acting, draft_id)
    policy.may_record(acting)
    if name not in STEPS:
        raise Http404
    if name == "goods":
        return _goods(request, acting, found)
    if name == "photos":
        return _photos(request, acting, found)
    return _plain(request, acting, found, name)


@require_safe
@for_content
def photo(request: HttpRequest, draft_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """A photograph of one's own draft, the picture alone."""
    return bare_picture(draft_photo(acting_of(request), draft_id, photo_id))


@require_POST
@for_content
def remove_photo(request: HttpRequest, draft_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponse:
    """Take a photograph out of a draft."""
    drafting.remove_photo(acting=acting_of(request), draft_id=draft_id, photo_id=photo_id)
    return redirect("seizures:step", draft_id, "photos")


def _plain(request: HttpRequest, acting: Acting, found: Draft, name: str) -> HttpResponse:
    form = FORMS[name](request.POST or None, initial=_initial(acting, found, name))
    posted, status = request.method == "POST", 200
    extra: dict[str, Any] = {}
    if name == "route":
        chosen = _chosen(request, found)
        query = request.POST.get("q", "")[:200]
        extra = {"chosen": traders_chosen(acting, chosen), "query": query}
        extra["offered"] = traders.offered(acting, query, without=[t.pk for t in extra["chosen"]])
    if posted and form.is_valid():
        said = form.said()
        if name == "route":
            said["traders"] = [str(t.pk) for t in extra["chosen"]]
        drafting.save_step(acting=acting, draft_id=found.pk, step=name, said=said)
        if request.POST.get("then") != "search":
            return _onward(request, found, name)
    elif posted:
        status = 409
    return _screen(request, found, name, {"form": form, **extra}, status)


def _goods(request: HttpRequest, acting: Acting, found: Draft) -> HttpResponse:
    """The gases so far and a form for one more; `then` says what the button was."""
    said = found.said.get("goods") or {}
    items: list[dict[str, Any]] = list(said.get("items") or [])
    then, status = request.POST.get("then", ""), 200
    place = _place(request, len(items))
    declared = DeclaredForm(request.POST or None, initial={"declared_as": said.get("declared_as", "")})
    form: Step = ItemForm(
        initial=_item_initial(items[place]) if place is not None else _proposed_item(found, len(items))
    )
    if request.method == "POST":
        declared.is_valid()
        kept = {"declared_as": declared.cleaned_data.get("declared_as", "")}
        if then.startswith("remove-"):
            items = [item for n, item in enumerate(items) if f"remove-{n}" != then]
            drafting.save_step(acting=acting, draft_id=found.pk, step="goods", said={**kept, "items": items})
            return redirect("seizures:step", found.pk, "goods")
        typed = ItemForm(request.POST)
        if typed.is_blank and items and not declared.errors:
            drafting.save_step(acting=acting, draft_id=found.pk, step="goods", said={**kept, "items": items})
            return _onward(request, found, "goods")
        if typed.is_valid() and not declared.errors:
            if place is None:
                items.append(typed.said())
            else:
                items[place] = typed.said()
            drafting.save_step(acting=acting, draft_id=found.pk, step="goods", said={**kept, "items": items})
            return (
                redirect("seizures:step", found.pk, "goods")
                if then == "more"
                else _onward(request, found, "goods")
            )
        form, status = typed, 409
    listed = [(n, item_text(item)) for n, item in enumerate(items)]
    extra = {"form": form, "declared": declared, "items": listed, "place": place, "gases": offered(""),
             "conflicts": _conflicts(acting, found) if not items else []}  # fmt: skip
    return _screen(request, found, "goods", extra, status)


def _conflicts(acting: Acting, found: Draft) -> list[Conflict]:
    """What a finding and a reading kept with the case say against each other, while no gas was chosen."""
    return conflicts_of(found.case, finding_of(acting, found))


def _photos(request: HttpRequest, acting: Acting, found: Draft) -> HttpResponse:
    troubles = []
    if request.method == "POST":
        files = request.FILES.getlist("photos")
        for file in files[:MOST_PHOTOS]:
            try:
                drafting.add_photo(
                    acting=acting, draft_id=found.pk, name=file.name or "", content=file.read(MOST_BYTES + 1)
                )
            except Refused as error:
                troubles.append(str(error))
        if not troubles:
            return (
                redirect("seizures:step", found.pk, "photos") if files else _onward(request, found, "photos")
            )
    extra = {
        "photos": found.photos.all(),
        "troubles": troubles,
        "most_mb": MOST_BYTES >> 20,
        "most": MOST_PHOTOS,
    }
    return _screen(request, found, "photos", extra, 409 if troubles else 200)


def _screen(
    request: HttpRequest, found: Draft, name: str, extra: Mapping[str, Any], status: int
) -> HttpResponse:
    number = STEPS.index(name) + 1
    said = {
        "draft": found, "step": name, "title": TITLES[name], "number": number, "count": len(STEPS),
        "before": STEPS[number - 2] if number > 1 else "", "stages": _stages(found, name),
        "places": place_names() if name in ("happened", "route") else (), **extra,
    }  # fmt: skip
    return render(request, f"seizures/steps/{name}.html", said, status=status)


def _onward(request: HttpRequest, found: Draft, name: str) -> HttpResponse:
    """The next step; the page to look it over after the last one, or where one came from there."""
    after = STEPS.index(name) + 1
    if after == len(STEPS) or request.POST.get("then") == "check":
        return redirect("seizures:draft", found.pk)
    return redirect("seizures:step", found.pk, STEPS[after])


def _stages(found: Draft, here: str, names: str = "") -> Any:
    return stages(found.said, found.photos.count(), here, TITLES, names)


def _initial(acting: Acting, found: Draft, name: str) -> dict[str, Any]:
    said = found.said.get(name)
    if said is not None or name != "happened":
        proposed = found.said.get(PROPOSED, {}).get(name) or {}
        return said or ({"outcome": "seized", **proposed} if name == "basis" else proposed)
    country, place = last_place(acting)
    begun = {"what": "seizure", "seized_on": timezone.localdate(), "country": country, "place": place}
    # What a text said of another place and day: the person's own are no better guess then.
    read = found.said.get(PROPOSED, {}).get(name)
    return begun if read is None else {"country": country, **read}


def _proposed_item(found: Draft, count: int) -> dict[str, Any]:
    """The next gas that a text was read to speak of; nothing where all of them stand."""
    items = (found.said.get(PROPOSED, {}).get("goods") or {}).get("items") or []
    return _item_initial(items[count]) if count < len(items) else {}


def _item_initial(item: Mapping[str, Any]) -> dict[str, Any]:
    if item["substance"] == UNKNOWN:
        return {**item, "substance": "", "unknown": True}
    return dict(item)


def _chosen(request: HttpRequest, found: Draft) -> list[str]:
    if request.method == "POST":
        return [text for text in request.POST.getlist("traders")[:50] if is_id(text)]
    return list((found.said.get("route") or {}).get("traders", ()))


def _place(request: HttpRequest, count: int) -> int | None:
    """Which of the gases is changed; None for a new one."""
    text = request.POST.get("item") or request.GET.get("item") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < count else None
