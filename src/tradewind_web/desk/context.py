"""What every page shows around its content: for whom one acts, the rooms one may enter, the demonstration's banner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tradewind_web.desk.navigation import rooms_for


def every_page(request: HttpRequest) -> dict[str, Any]:
    """`acting`, `rooms`, `own_agencies`, `demonstration`, `languages`."""
    acting = getattr(request, "acting", None)
    return {
        "acting": acting,
        "rooms": rooms_for(acting, request.path) if acting else [],
        "own_agencies": getattr(request, "own_agencies", []) if acting else [],
        "demonstration": settings.OFFICE.demonstration,
        "languages": settings.LANGUAGES,
    }
