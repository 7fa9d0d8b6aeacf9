"""What reports, forms, columns and differences are called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tradewind_web.licensing.models_yearly import ReportName
from tradewind_web.licensing.words import Sector

REPORTS: Final[dict[str, str | Promise]] = dict(ReportName.choices)
FORMS: Final[dict[str, str | Promise]] = {
    "imports": _("imports"), "exports": _("exports"), "production": _("production"),
    "destruction": _("destruction"), "prices": _("prices"),
}  # fmt: skip
COLUMNS: Final[dict[str, str | Promise]] = {
    "new": _("new, for all uses"),
    "recovered": _("recovered or reclaimed"),
    "feedstock": _("feedstock"),
    "exempted": _("exempted uses"),
    "qps": _("quarantine and pre-shipment"),
    "process_agent": _("process agent"),
    "re_exported": _("of which re-exported"),
    "in_equipment": _("inside equipment (not added)"),
    "in_polyol": _("in pre-blended polyol (not added)"),
    "produced": _("produced, for all uses"),
    "destroyed": _("destroyed"),
    "all": _("all but feedstock"),
    "per_kg": _("US dollars a kg"),
    "sector_unknown": _("sector not told"),
    **dict(Sector.choices),
}
BETWEEN: Final[dict[str, str | Promise]] = {
    "reports": _("Article 7 and country programme"),
    "sectors": _("imports and their sectors of use"),
    "customs": _("Article 7 and customs declarations"),
}
BECAUSE: Final[dict[str, str | Promise]] = {
    "feedstock": _("Feedstock explains it to the gram: Article 7 counts it, the country programme report does not."),
}  # fmt: skip
LEFT_OUT: Final[dict[str, str | Promise]] = {
    "no_gas": _("items whose gas is not clear"),
    "no_mass": _("items without a net mass"),
    "equipment": _("items of equipment"),
}
