"""The draft of a decision as a PDF: which law was read on which day, what was weighed, and the reasons.

All text reaches the document as data, never as markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.languages import direction
from tradewind.reporting.paper import paper
from tradewind_web.phrasing import invented, listed
from tradewind_web.proceedings.models import Proceeding, Provision, Worksheet
from tradewind_web.proceedings.showing import Sheet, provision_range, sheet
from tradewind_web.traders.places import named

_TEMPLATE: Final = Path(__file__).resolve().parent / "look" / "draft.typ"


def draft(proceeding: Proceeding, worksheet: Worksheet, *, language: str) -> bytes:
    """The draft decision of a worksheet in this language."""
    with translation.override(language):
        return paper(_TEMPLATE, _data(proceeding, worksheet, language))


def _data(proceeding: Proceeding, worksheet: Worksheet, language: str) -> dict[str, Any]:
    said = sheet(worksheet)
    outside = [
        (_("Outside the range, because of"), said.outside),
        (_("The rule that allows it, and why"), worksheet.outside_why),
    ]
    return {
        "title": _("Decision on %(number)s") % {"number": proceeding.number}, "agency": proceeding.owner.name,
        "draft": _("DRAFT: nothing is decided until it is signed"), "invented": invented(),
        "language": language[:2], "dir": direction(language[:2]),
        "foot": _("%(number)s, worksheet %(n)s, written by %(who)s on %(day)s") % {
            "number": proceeding.number, "n": worksheet.number, "who": worksheet.by.display_name,
            "day": date_format(timezone.localtime(worksheet.at), "DATE_FORMAT"),
        },
        "facts": [
            [_("Before whom"), str(proceeding.get_track_display())],
            [_("Against whom"), proceeding.against],
            [_("What it is about"), proceeding.about],
            [_("Day of the act"), date_format(proceeding.act_on, "DATE_FORMAT")],
            [_("Whose law"), named(proceeding.jurisdiction)],
        ],
        "says": worksheet.provision.says, "law": _law(worksheet, said),
        "figures": said.figures or [("", _("No figure was entered."))],
        "factors": said.factors,
        "heads": [_("Comparable outcome"), _("Outcome"), _("What differs"), _("Source")],
        "comparables": [
            [c["title"], _outcome(c), c["differs"], listed(filter(None, [c["source"], c["grade"]]))]
            for c in worksheet.comparables
        ],
        "reasons": worksheet.reasons, "outside": [pair for pair in outside if pair[1]], "amount": said.amount,
        "words": {
            "law": _("The law"), "goods": _("What was weighed"), "factors": _("Factors that the law names"),
            "comparables": _("Comparable outcomes"), "reasons": _("Reasons"), "amount": _("Amount"),
            "place": _("Place and day"), "signature": _("Name, signature and stamp"),
        },
    }  # fmt: skip


def _outcome(comparable: dict[str, str]) -> str:
    if not comparable["per_kg"]:
        return comparable["outcome"]
    return listed([comparable["outcome"], _("%(amount)s a kilogram") % {"amount": comparable["per_kg"]}])


def _law(worksheet: Worksheet, said: Sheet) -> list[tuple[str, str]]:
    rows = [
        *_provision(worksheet.provision, _("In force on the day of the act")),
        (_("That is here"), said.range),
    ]
    if worksheet.provision_now is not None:
        rows += [
            *_provision(worksheet.provision_now, _("In force now")),
            (_("That would be here"), said.range_now),
        ]
    rows.append((_("Read for this decision on"), date_format(worksheet.law_read_on, "DATE_FORMAT")))
    return rows


def _provision(provision: Provision, label: str) -> list[tuple[str, str]]:
    read = _("%(source)s, read on %(day)s (%(grade)s)") % {
        "source": provision.source, "day": date_format(provision.read_on, "DATE_FORMAT"),
        "grade": provision.get_grade_display(),
    }  # fmt: skip
    since = date_format(provision.in_force_from, "DATE_FORMAT")
    cited = _("%(citation)s, in force from %(day)s") % {"citation": provision.citation, "day": since}
    return [(label, cited), (_("Source"), read), (_("Range"), provision_range(provision))]
