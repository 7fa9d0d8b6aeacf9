"""A file of a procedure as a page hands it out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """The bytes under a name that every system can keep."""
    response = HttpResponse(content, content_type=media_type)
    safe = "".join(c if c.isalnum() or c in "-._" else "_" for c in settings.OFFICE.file_name(name))
    response["Content-Disposition"] = f'attachment; filename="{safe}"'.encode("ascii", "replace").decode()
    return response
