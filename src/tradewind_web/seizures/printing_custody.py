"""Papers of custody: the form of an entry for two signatures, books of empty forms. All text is data, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tradewind.languages import direction
from tradewind.reporting.paper import paper, square
from tradewind_web.phrasing import invented, listed
from tradewind_web.seizures.models_custody import CustodyEntry, Exhibit, PaperForm
from tradewind_web.seizures.naming import shown
from tradewind_web.seizures.showing import kilos_text
from tradewind_web.seizures.words_custody import Precision, Source

_TEMPLATE: Final = Path(__file__).resolve().parent / "look" / "custody.typ"


def entry_paper(entry: CustodyEntry, exhibits: Sequence[Exhibit], *, language: str, address: str) -> bytes:
    """The form of an entry as a PDF in this language; `address` is where a signed sheet is given back."""
    with translation.override(language):
        named = {e.number: f"{e.number}: {e.what}, {shown(e.substance)}" for e in exhibits}
        rows = [
            (_("Seizure"), entry.seizure.number),
            (_("Exhibits"), listed(named.get(n, str(n)) for n in entry.exhibits)),
            (_("What happened"), str(entry.get_act_display())),
            (_("When"), moment_text(entry)),
            (_("From"), listed(filter(None, [entry.from_holder, entry.from_place]))),
            (_("To"), listed(filter(None, [entry.to_holder, entry.to_place])) or _("stays there")),
            (_("Seal found"), seal_text(entry.seal_before)),
            (_("Seal left"), seal_text(entry.seal_after if entry.seal_after is not None else entry.seal_before)),
            (_("Mass"), _("%(kg)s kg") % {"kg": kilos_text(entry.mass_g)} if entry.mass_g is not None else ""),
            (_("Condition"), entry.condition),
            (_("Why"), entry.why),
            (_("Written by"), entry.written_by.display_name),
        ]  # fmt: skip
        form = {
            "title": _("Custody: entry %(number)s") % {"number": entry.number}, "code": entry.code,
            "rows": [[label, text, False] for label, text in rows if text], "note": "",
        }  # fmt: skip
        return _made([form], entry.seizure.owner.name, language, address)


def book_paper(forms: Sequence[PaperForm], agency: str, *, language: str, address: str) -> bytes:
    """Empty numbered forms as a PDF, one a page."""
    with translation.override(language):
        labels = (
            _("Seizure and exhibits"), _("What happened"), _("Day, hour and minute"), _("From whom, from where"),
            _("To whom, to where"), _("Seal found on it"), _("Seal left on it"), _("Mass in kg, and by which scale"),
            _("Condition"), _("Why"),
        )  # fmt: skip
        note = _(
            "Write at once, with a pen. A spoilt form is kept and given up by its code, never thrown away."
        )
        made = [
            {
                "title": _("Custody: form %(number)s") % {"number": str(form)}, "code": form.code,
                "rows": [[label, "", True] for label in labels], "note": note,
            }
            for form in forms
        ]  # fmt: skip
        return _made(made, agency, language, address)


def moment_text(entry: CustodyEntry) -> str:
    """When it happened, as exactly as it is known."""
    at = timezone.localtime(entry.happened_at)
    if entry.precision == Precision.DAY:
        return date_format(at, "DATE_FORMAT")
    text = date_format(at, "DATETIME_FORMAT")
    return _("about %(moment)s") % {"moment": text} if entry.precision == Precision.HOUR else text


def seal_text(seal: str | None) -> str:
    """A seal as people read it; "" where nobody looked."""
    return "" if seal is None else seal or _("no seal")


def source_text(entry: CustodyEntry) -> str:
    """How its writer knows."""
    if entry.source == Source.TOLD:
        return _("told by %(who)s") % {"who": entry.told_by}
    return str(entry.get_source_display())


def _made(forms: list[dict[str, Any]], agency: str, language: str, address: str) -> bytes:
    data = {
        "language": language[:2], "dir": direction(language[:2]), "agency": agency, "invented": invented(),
        "words": {
            "code": _("Code"), "gives": _("Gives: name, signature, hour"), "takes": _("Takes: name, signature, hour"),
            "back": _("When it is signed, photograph it and send it at %(address)s with its code.")
            % {"address": address},
        },
        "forms": forms,
    }  # fmt: skip
    squares = {}
    for place, form in enumerate(forms):
        form["square"] = f"code-{place}.svg"
        squares[form["square"]] = square(f"{address}?code={form['code']}")
    return paper(_TEMPLATE, data, squares)
