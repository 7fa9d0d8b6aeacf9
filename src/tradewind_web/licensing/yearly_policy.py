"""Who reads and writes yearly figures: the agency that licenses, and in it the licensing officers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import NotAllowed
from tradewind_web.licensing.policy import can_license, is_licensing_agency


def can_read_figures(acting: Acting) -> bool:
    """Whether the person reads the yearly figures of the agency acted for."""
    return acting.sees_content and is_licensing_agency(acting)


def may_read_figures(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_read_figures(acting):
        raise NotAllowed(_("reading yearly figures"), _("somebody of the licensing agency"))


def can_report(acting: Acting) -> bool:
    """Whether the person states, explains, draws up and sends."""
    return can_license(acting)


def may_report(acting: Acting) -> None:
    """Raises NotAllowed unless they do."""
    if not can_report(acting):
        raise NotAllowed(_("writing yearly reports"), _("licensing officer of the licensing agency"))
