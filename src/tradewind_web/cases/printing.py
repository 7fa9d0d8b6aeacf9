"""The notice of a hold for the importer, in the importer's language: why, until when, and the right to be heard.

All text reaches the document as data, never as markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.languages import direction
from tradewind.reporting.paper import paper
from tradewind_web.cases.models import Hold
from tradewind_web.cases.words import Ended
from tradewind_web.phrasing import invented

_TEMPLATE: Final = Path(__file__).resolve().parent / "look" / "notice.typ"


def notice(hold: Hold, language: str) -> bytes:
    """The notice as a PDF in this language; of a hold that ended, the notice of its end."""
    with translation.override(language):
        return paper(_TEMPLATE, _data(hold, language))


def _data(hold: Hold, language: str) -> dict[str, Any]:
    ended = bool(hold.ended)
    titles = {
        "": _("Notice: goods are held"), Ended.RELEASED: _("Notice: goods are released"),
        Ended.SEIZED: _("Notice: goods are seized"), Ended.LAPSED: _("Notice: the hold has ended"),
    }  # fmt: skip
    return {
        "title": titles[hold.ended], "number": hold.number, "agency": hold.case.owner.name,
        "language": language[:2], "dir": direction(language[:2]), "invented": invented(),
        "opening": [hold.reason] if ended and hold.reason else [
            _(
                "The goods named below are held. This is a receipt for them and tells you why, until when, and what"
                " you can do."
            )
        ],
        "facts": _facts(hold), "parts": [] if ended else _rights(hold),
        "signatures": [_("For the agency: name, signature, stamp"), _("Received: name, day, signature")],
    }  # fmt: skip


def _facts(hold: Hold) -> list[list[str]]:
    rows = [
        (_("Held since"), date_format(hold.since, "DATE_FORMAT")),
        (
            _("At the latest until"),
            date_format(hold.due, "DATE_FORMAT") if hold.due and not hold.ended else "",
        ),
        (_("Ended on"), date_format(hold.ended_at, "DATE_FORMAT") if hold.ended_at else ""),
        (_("Ground of law"), _(hold.ground)),
        (_("Article"), hold.law),
        (_("Goods"), hold.goods),
        (_("Where"), hold.place),
        (_("Seals"), hold.seals),
        (_("Importer"), hold.importer),
        (_("Officer"), hold.made_by.display_name),
        (_("Case"), hold.case.number),
    ]
    return [[label, text] for label, text in rows if text]


def _rights(hold: Hold) -> list[list[str]]:
    return [
        [
            _("You have the right to be heard"),
            _(
                "You can say in writing or in person what the goods are, where they come from and why they are"
                " lawful, and give papers. What you say is written down and weighed before anything is decided."
            ),
        ],
        [
            _("How it ends"),
            _(
                "By the last day named above the goods are released, or seized by a written decision with its"
                " reasons, against which you can use the remedies of the law. If nothing is decided by then, the hold"
                " ends."
            ),
        ],
        [_("Do not move or open the goods"), _("They can be under pressure, flammable or toxic.")],
    ]
