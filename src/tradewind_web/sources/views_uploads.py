"""Sending files, seeing how far they are, and answering what they ask."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.errors import RequestError
from tradewind_web.agencies.gates import acting_of, for_content
from tradewind_web.errors import Refused
from tradewind_web.sources import describing
from tradewind_web.sources.actions.sending import Handed, keep_mapping, read_again, send_files
from tradewind_web.sources.forms import SendForm, ToldForm
from tradewind_web.sources.models import Upload
from tradewind_web.sources.policy import must_answer_for, must_send
from tradewind_web.sources.queries import batches_of_upload, unfinished_uploads_of, upload_for
from tradewind_web.sources.receiving import ReceivedFile, not_received

_UNITS = ("", "kg", "t", "g")
#: Fields that are often the same for a whole file and have no column in it.
_ONE_FOR_ALL = ("direction", "flow", "regime")


@for_content
def send(request: HttpRequest) -> HttpResponse:
    """The form to send files; POST takes them, or says what is wrong (409)."""
    acting = acting_of(request)
    must_send(acting)
    form = SendForm(acting, request.POST or None)
    if request.method == "POST":
        received = [f for f in request.FILES.getlist("upload") if isinstance(f, ReceivedFile)]
        missing = not_received(request)
        if form.is_valid() and (audience := form.audience()) is not None:
            files = [Handed(f.name or "", f.size or 0, f.sha256, f.keep_at) for f in received]
            try:
                if not files and missing:
                    raise Refused(" ".join(_why_not(n.name, too_large=n.too_large) for n in missing))
                sent = send_files(
                    acting=acting, files=files, audience=audience, told=form.told(), keeping=form.keeping()
                )
            except Refused as error:
                form.add_error("upload", str(error))
            else:
                for n in missing:
                    messages.error(request, _why_not(n.name, too_large=n.too_large))
                count = ngettext(
                    "One file is on its way in.", "%(count)s files are on their way in.", len(sent)
                ) % {"count": len(sent)}
                messages.success(request, count)
                return (
                    redirect("sources:upload", sent[0].pk) if len(sent) == 1 else redirect("sources:batches")
                )
        return _send_page(request, form, 409)
    return _send_page(request, form, 200)


@for_content
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """How far the files on their way in are: a part of the list of batches, asked for every two seconds."""
    uploads = unfinished_uploads_of(acting_of(request))
    response = render(request, "sources/parts/running.html", {"uploads": uploads, "polled": True})
    if not any(u.state == Upload.State.WAITING for u in uploads):
        response["HX-Refresh"] = "true"  # nothing runs any more: the list has what it became
    return response


@for_content
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One file the acting agency sent: how far it is, what it asks, or what became of it."""
    acting = acting_of(request)
    found = upload_for(acting, upload_id)
    if request.htmx and found.state != Upload.State.WAITING:  # type: ignore[attr-defined]
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    initial = {
        "sender": found.sender, "party": found.party, "calendar": found.calendar, "historical": found.historical,
        "order": {True: "day", False: "month"}.get(found.day_first, ""),  # type: ignore[arg-type]
    }  # fmt: skip
    said = {
        "upload": found,
        "batches": batches_of_upload(acting, found),
        "form": ToldForm(initial=initial),
        "may_describe": bool(found.draft) and found.way != Upload.Way.CORRECTION,
        "gave_up": found.job is not None and found.job.state == "gave_up",
    }
    template = "sources/parts/progress.html" if request.htmx else "sources/upload.html"  # type: ignore[attr-defined]
    return render(request, template, said)


@for_content
@require_POST
def again(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Have the file read again with what the person answered."""
    acting = acting_of(request)
    found = upload_for(acting, upload_id)
    must_answer_for(acting, found)
    form = ToldForm(request.POST)
    if form.is_valid():
        try:
            read_again(acting=acting, upload=found, told=form.told())
        except Refused as error:
            messages.error(request, str(error))
        return redirect("sources:upload", found.pk)
    said = {"upload": found, "batches": [], "form": form, "may_describe": bool(found.draft)}
    return render(request, "sources/upload.html", said, status=409)


@for_content
def describe(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Which column is what: the draft to look over, a choice per column; POST keeps it and has the file read."""
    acting = acting_of(request)
    found = upload_for(acting, upload_id)
    must_answer_for(acting, found)
    if not found.draft or "mapping" not in found.draft:
        return redirect("sources:upload", found.pk)
    trouble = ""
    if request.method == "POST" and "redraw" not in request.POST:
        try:
            keep_mapping(acting=acting, upload=found, said=_settled(request, found))
            return redirect("sources:upload", found.pk)
        except (Refused, RequestError) as error:
            trouble = str(error)
    return render(
        request,
        "sources/describe.html",
        _description(request, found, trouble),
        status=409 if trouble else 200,
    )


def _settled(request: HttpRequest, found: Upload) -> dict[str, object]:
    given = request.POST
    table = _table(request, found)
    allowed = {name for name, _label in describing.fields_for(table, "en")}
    draft = found.draft or {}
    headings = [heading for heading, _values in draft["headings"]]
    fields = {h: given.get(f"column-{i}", "") for i, h in enumerate(headings)}
    chosen = [f for f in fields.values() if f]
    if unknown := set(chosen) - allowed:
        raise Refused(_("%(field)s is no field of this table; choose again") % {"field": sorted(unknown)[0]})
    twice = sorted({f for f in chosen if chosen.count(f) > 1})
    if twice:
        names = dict(describing.fields_for(table, get_language() or "en"))
        raise Refused(
            _("%(field)s is chosen for two columns; leave one of them unread") % {"field": names[twice[0]]}
        )
    if not chosen:
        raise Refused(_("say of at least one column what it holds"))
    unit = given.get("unit", "")
    return describing.mapping_from(
        draft, table, fields, unit=unit if unit in _UNITS else "",
        day_first={"day": True, "month": False}.get(given.get("order", "")),
        decimal=given.get("decimal", "") if given.get("decimal") in (".", ",") else "",
        constants={name: given.get(f"all-{name}", "").strip()[:200] for name in allowed if given.get(f"all-{name}")},
    )  # fmt: skip


def _table(request: HttpRequest, found: Upload) -> str:
    given = request.POST.get("table", "")
    known = (found.draft or {})["mapping"]["table"]
    return given if given in describing.DESCRIBED else known if known in describing.DESCRIBED else "licences"


def _description(request: HttpRequest, found: Upload, trouble: str) -> dict[str, object]:
    language = get_language() or "en"
    table = _table(request, found)
    draft = found.draft or {}
    mapping = draft["mapping"]
    drafted = (
        {heading: field for field, heading in mapping["columns"].items()} if table == mapping["table"] else {}
    )
    given = request.POST
    columns = [
        {
            "name": f"column-{i}", "heading": heading, "values": values,
            "field": given.get(f"column-{i}", "") if given and "redraw" not in given else drafted.get(heading, ""),
        }
        for i, (heading, values) in enumerate(draft["headings"])
    ]  # fmt: skip
    fields = describing.fields_for(table, language)
    known = mapping.get("constants", {}) if table == mapping["table"] else {}
    labels = dict(fields)
    constants = {**{n: "" for n in _ONE_FOR_ALL if n in labels and n not in drafted.values()}, **known}
    return {
        "upload": found, "table": table, "tables": describing.tables_for(language), "fields": fields,
        "columns": columns, "trouble": trouble,
        # What the draft asks to be written into its file is asked by fields of this page.
        "questions": [q for q in draft["questions"] if table == mapping["table"] and "[con" not in q],
        "constants": [
            {"name": name, "label": labels[name].removesuffix(" *"), "value": given.get(f"all-{name}", value)}
            for name, value in constants.items() if name in labels
        ],
        "unit": given.get("unit", ""), "order": given.get("order") or _order(mapping),
        "decimal": given.get("decimal") or mapping.get("decimal", ""),
    }  # fmt: skip


def _order(mapping: dict[str, dict[str, str]]) -> str:
    return {"day-first": "day", "month-first": "month"}.get(mapping.get("dates", {}).get("order", ""), "")


def _send_page(request: HttpRequest, form: SendForm, status: int) -> HttpResponse:
    limit = {"limit": filesizeformat(settings.UPLOAD_LIMIT), "limit_bytes": settings.UPLOAD_LIMIT}
    return render(request, "sources/send.html", {"form": form, **limit}, status=status)


def _why_not(name: str, *, too_large: bool) -> str:
    if too_large:
        return _(
            "%(file)s was not taken: what is sent at once may have at most %(limit)s. Send fewer files at once, "
            "pack the file (zip), split it, or ask an administrator to load it from the office's disk."
        ) % {"file": name, "limit": filesizeformat(settings.UPLOAD_LIMIT)}
    return _(
        "%(file)s was not taken: the office's disk is full. Tell an administrator, then send it again."
    ) % {"file": name}
