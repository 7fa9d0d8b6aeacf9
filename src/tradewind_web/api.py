"""`/api/v1` for programs: signed in by session (with the CSRF token) or by a bearer token with its scopes.

Another agency's record is a 404, a role that lacks is a 403, a rule that stands against it a 409 with what to do.
The description is /api/v1/openapi.json, checked in as docs/reference/openapi.json.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Router, Schema
from ninja.security import APIKeyCookie
from pydantic import Field

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.tokens import Bearer
from tradewind_web.cases.api import router as cases
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.findings.api import Trouble, reader
from tradewind_web.findings.api import router as findings
from tradewind_web.licensing.api import router as licences
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_visible_to


class Session(APIKeyCookie):
    """A browser that is signed in; what changes something carries the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """The Acting, or None for 401. A request with a token stands or falls with the token."""
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting | None:
        """Whom the signed-in person acts as; None when they hold no role."""
        return getattr(request, "acting", None)


api = NinjaAPI(
    title="Tradewind", version="1", urls_namespace="api", openapi_url="/openapi.json", docs_url=None,
    description="Findings, cases, batches and licences of a Tradewind office, as the acting person sees them."
    " Masses in kg.",
)  # fmt: skip
batches = Router(tags=["batches"])


class BatchOut(Schema):
    """A batch that reaches the acting person: one reading of one file, and how much of it could be read."""

    id: uuid.UUID
    library_id: str
    file_name: str
    format: str
    tables: dict[str, int]
    rows: int
    refused: int
    loaded_at: datetime
    owner: str
    tlp: str
    permitted: str


class BatchPage(Schema):
    """A page of batches, newest first; `next` is the `after` of the following one."""

    items: list[BatchOut]
    next: str | None


class BatchesAsked(Schema):
    """Where a page begins and how long it is."""

    after: str = ""
    limit: int = Field(25, ge=1, le=100)


_TROUBLES: dict[Any, Any] = {401: Trouble, 403: Trouble, 404: Trouble}


@batches.get("", response={200: BatchPage, **_TROUBLES}, url_name="batches", summary="Batches")
def listed(request: HttpRequest, asked: Query[BatchesAsked]) -> dict[str, Any]:
    """The batches that reach the acting person and count, newest first."""
    rows = (
        batches_visible_to(reader(request)).select_related("owner", "audience").order_by("-loaded_at", "-id")
    )
    place = _place(asked.after)
    if place is not None:
        moment, key = place
        rows = rows.filter(Q(loaded_at__lt=moment) | Q(loaded_at=moment, id__lt=key))
    found: list[Batch] = list(rows[: asked.limit + 1])
    more, found = len(found) > asked.limit, found[: asked.limit]
    return {
        "items": [_batch(b) for b in found],
        "next": f"{found[-1].loaded_at.isoformat()}~{found[-1].pk}" if more else None,
    }


@batches.get("/{uuid:batch_id}", response={200: BatchOut, **_TROUBLES}, url_name="batch", summary="One batch")
def one(request: HttpRequest, batch_id: uuid.UUID) -> dict[str, Any]:
    """A batch that reaches the acting person."""
    rows = batches_visible_to(reader(request)).select_related("owner", "audience")
    found = rows.filter(pk=batch_id).first()
    if found is None:
        raise Http404
    return _batch(found)


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.pk, "library_id": batch.library_id, "file_name": batch.file_name, "format": batch.format,
        "tables": batch.tables, "rows": batch.rows, "refused": batch.refused, "loaded_at": batch.loaded_at,
        "owner": batch.owner.name, "tlp": batch.audience.tlp, "permitted": batch.audience.permitted,
    }  # fmt: skip


def _place(after: str) -> tuple[datetime, str] | None:
    """A cursor that says nothing is the beginning."""
    moment, _tilde, key = after.partition("~")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return (at, str(uuid.UUID(key))) if at.tzinfo else None
    except ValueError:
        return None


def description() -> str:
    """The OpenAPI description as it is checked in."""
    return json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(
        request, {"detail": _("It does not exist, or not for you: nobody can tell which.")}, status=404
    )


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=403)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=409)


@api.exception_handler(Refusal)
def _refused_by_rule(request: HttpRequest, error: Refusal) -> HttpResponse:
    said = {"code": error.code, "detail": str(error), "source": error.source}
    return api.create_response(request, said, status=error.rule.status)


api.add_router("/findings", findings, auth=[Bearer("findings"), Session()])
api.add_router("/cases", cases, auth=[Bearer("cases", kept_seconds=1), Session()])
api.add_router("/batches", batches, auth=[Bearer("sources"), Session()])
api.add_router("/licences", licences, auth=[Bearer("licensing", kept_seconds=1), Session()])
#: For `path("api/v1/", addresses)`; asked of django-ninja once, because it counts.
addresses = api.urls
for _address in addresses[0]:
    # The API says 401 itself; sending a program to the sign-in page would help nobody.
    _view: Any = getattr(_address, "callback", None)
    if _view is not None:
        login_not_required(_view)
