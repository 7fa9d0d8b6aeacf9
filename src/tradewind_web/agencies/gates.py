"""What a view asks first: somebody acting for an agency, and a role where one is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.roles import Role
from tradewind_web.errors import NotAllowed
from tradewind_web.phrasing import either

View = Callable[..., HttpResponseBase]


def acting_of(request: HttpRequest) -> Acting:
    """Who acts in this request.

    Raises:
        Http404: the person holds no role anywhere.
    """
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        raise Http404
    return acting


def id_of(text: str) -> UUID:
    """The key that a form or an address names.

    Raises:
        Http404: it is none: nobody's record.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def for_content(view: Callable[Concatenate[HttpRequest, ...], HttpResponseBase]) -> View:
    """A view of records: an administrator without another role gets 403."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not acting_of(request).sees_content:
            raise NotAllowed(_("reading records"), _("officer, analyst or supervisor"))
        return view(request, *args, **kwargs)

    return respond


def for_roles(*roles: Role) -> Callable[[View], View]:
    """A view for people who hold one of these roles; others of the agency get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not acting_of(request).holds(*roles):
                raise NotAllowed(_("this page"), either(r.label for r in roles))
            return view(request, *args, **kwargs)

        return respond

    return decorate
