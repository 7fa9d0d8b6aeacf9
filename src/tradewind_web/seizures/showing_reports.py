"""Reports that are due or filed, as lines that people read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from tradewind.reporting.cases import FORMS
from tradewind_web.seizures.models_reports import CaseFiling
from tradewind_web.seizures.queries_reports import Duty
from tradewind_web.seizures.report_words import form_title
from tradewind_web.traders.places import named

_STATES: dict[str, Promise] = {
    "open": _l("not filed yet"),
    "filed": pgettext_lazy("a report", "filed"),
    "changed": _l("filed, and the seizure was corrected since: revise it"),
    "recalled": pgettext_lazy("a report", "recalled"),
}
_RULES: dict[str, Promise] = {
    "own": _l("a day your agency set"),
    "protocol": _l("Article 7, paragraph 3 of the Protocol"),
    "": _l("when it occurs: no day is set"),
}
_ORGANISATIONS: dict[str, Promise] = {
    "Ozone Secretariat": _l("Ozone Secretariat"),
    "World Customs Organization": _l("World Customs Organization"),
    "national register": _l("national register"),
    "national ozone unit": _l("national ozone unit"),
    "public": _l("the public"),
}


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A report in a list."""

    form: str
    title: Promise
    to: str
    to_code: str
    state: Promise
    rule: Promise
    due_on: date | None
    is_late: bool
    needs_work: bool
    filing: CaseFiling | None


def duty_lines(duties: Iterable[Duty]) -> list[DutyLine]:
    """What is due to whom, in the order of the forms."""
    today = timezone.localdate()
    return [
        DutyLine(
            d.form, form_title(d.form), addressee(d.to), d.to if FORMS[d.form].to == "party" else "", _STATES[d.state],
            _RULES[d.rule], d.due_on, bool(d.needs_work and d.due_on and d.due_on < today), d.needs_work, d.filing,
        )
        for d in duties
    ]  # fmt: skip


def addressee(to: str) -> str:
    """A country by its name, an organisation in the reader's language."""
    known = _ORGANISATIONS.get(to)
    return str(known) if known is not None else named(to)
