"""The paper of a licence: who may bring what, a square of dots and a code to verify it by, and on its back the table
that customs writes off on. All text reaches the document as data, never as markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.languages import direction
from tradewind.reporting import paper as papers
from tradewind_web.licensing.amounts import groups_in
from tradewind_web.licensing.models import Licence, LicenceLine
from tradewind_web.licensing.showing import group_text, kilos_text
from tradewind_web.licensing.words import Direction, Nature, State
from tradewind_web.phrasing import invented, listed
from tradewind_web.traders.places import named

_TEMPLATE: Final = Path(__file__).resolve().parent / "look" / "licence.typ"


def paper(licence: Licence, *, language: str, address: str) -> bytes:
    """The document as a PDF in this language; `address` is where its number and code are verified."""
    code = papers.square(f"{address}?number={licence.number}&code={licence.code}")
    with translation.override(language):
        return papers.paper(_TEMPLATE, _data(licence, language, address), {"code.svg": code})


def _data(licence: Licence, language: str, address: str) -> dict[str, Any]:
    titles = {
        Direction.IMPORT: _("Import licence"), Direction.EXPORT: _("Export licence"),
        Direction.TRANSIT: _("Transit licence"),
    }  # fmt: skip
    stamps = {State.SUSPENDED: _("SUSPENDED"), State.REVOKED: _("REVOKED")}
    lines = [line for line in licence.lines.all() if line.allowed_g]
    decided = date_format(licence.decided_at, "DATE_FORMAT") if licence.decided_at else ""
    return {
        "title": titles[Direction(licence.direction)], "agency": licence.owner.name, "language": language[:2],
        "dir": direction(language[:2]), "number": licence.number, "code": licence.code,
        "invented": invented(), "stamp": stamps.get(State(licence.state), ""), "facts": _facts(licence),
        "heads": [_("Gas"), _("Net mass, kg"), _("HS code"), _("What and for what")],
        "lines": [_line(line) for line in lines], "conditions": licence.conditions,
        "back_heads": [
            _("Day"), _("Declaration and item"), _("Office"), _("Gas"), _("Net kg"), _("Left, kg"),
            _("Stamp and signature"),
        ],
        "words": {
            "code": _("Code"), "conditions": _("Conditions"), "back": _("Written off by customs"),
            "back_how": _(
                "One row for each shipment. Send the row to the licensing agency; what is written here counts until"
                " it is entered there."
            ),
            "verify": _("Whether this licence is good is told at %(address)s with its number and code.")
            % {"address": address},
            "rules": _(
                "Good only for the holder, the gases and the masses named here, and only until its last day."
                " Masses are net. It is not transferable."
            ),
            "granted": _("Granted on %(day)s, version %(version)s") % {"day": decided, "version": licence.version},
            "signature": _("Name, signature and stamp"),
        },
    }  # fmt: skip


def _facts(licence: Licence) -> list[list[str]]:
    where = _("Country of export") if licence.direction == Direction.IMPORT else _("Country of destination")
    rows = [
        (_("Holder"), licence.holder_name),
        (_("Number of the holder"), licence.holder_number),
        (where, named(licence.partner)),
        (_("Trader in the other country"), licence.partner_trader),
        (_("Licence of the other country"), licence.partner_licence),
        (_("Countries on the way"), listed(named(code) for code in licence.route)),
        (_("Customs offices"), listed(licence.offices)),
        (_("Valid"), _("%(from)s to %(until)s") % {
            "from": date_format(licence.valid_from, "DATE_FORMAT"),
            "until": date_format(licence.valid_until, "DATE_FORMAT"),
        }),
        (_("Quota year"), str(licence.quota_year)),
        (_("UCR"), licence.ucr),
    ]  # fmt: skip
    return [[label, text] for label, text in rows if text]


def _line(line: LicenceLine) -> list[str]:
    parts = [
        *(group_text(g) for g in groups_in([line.substance])),
        *([str(line.get_nature_display())] if line.nature != Nature.NEW else []),
        str(line.get_purpose_display()),
        str(line.get_what_display()),
    ]
    if line.units and line.charge_g:
        parts.append(
            _("%(units)s pieces of %(charge)s kg")
            % {"units": line.units, "charge": kilos_text(line.charge_g)}
        )
    return [line.substance, kilos_text(line.allowed_g), line.hs_code, listed(parts)]
