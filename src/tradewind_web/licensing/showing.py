"""Licences and quotas in the words and figures of the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.licensing.models import LicenceVersion
from tradewind_web.licensing.words import Direction, Nature, Purpose, Sector, State, Unit, What
from tradewind_web.phrasing import listed
from tradewind_web.traders.places import named

#: What the annex groups are called.
GROUPS: Final = {
    "A-I": _l("CFCs (Annex A, group I)"), "A-II": _l("halons (Annex A, group II)"),
    "B-I": _l("other CFCs (Annex B, group I)"), "B-II": _l("carbon tetrachloride (Annex B, group II)"),
    "B-III": _l("methyl chloroform (Annex B, group III)"), "C-I": _l("HCFCs (Annex C, group I)"),
    "C-II": _l("HBFCs (Annex C, group II)"), "C-III": _l("bromochloromethane (Annex C, group III)"),
    "E": _l("methyl bromide (Annex E)"), "F": _l("HFCs (Annex F)"),
}  # fmt: skip
LABELS: Final = {
    "direction": _l("What for"), "holder_name": _l("Holder"), "holder_number": _l("Number of the holder"),
    "partner": _l("Other country"), "partner_trader": _l("Trader in the other country"),
    "partner_licence": _l("Licence of the other country"), "route": _l("Countries on the way"),
    "offices": _l("Customs offices"), "conditions": _l("Conditions"), "notes": _l("Notes"), "ucr": _l("UCR"),
    "quota_year": _l("Quota year"), "valid_from": _l("Valid from"), "valid_until": _l("Valid until"),
    "applied_on": _l("Applied on"), "lines": _l("Gases"), "state": _l("State"), "reasons": _l("Reasons"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One field of two versions."""

    label: str
    before: str
    after: str


def group_text(group: str) -> str:
    """An annex group by its name; a designation as it is."""
    return str(GROUPS.get(group, group))


def kilos_text(grams: int) -> str:
    """Kilograms in the reader's figures, no digit lost."""
    places = 0 if grams % 1000 == 0 else 3
    return number_format(Decimal(grams) / 1000, decimal_pos=places, force_grouping=True)


def amount_text(mg: int, unit: str) -> str:
    """An amount of quota with its unit, in the reader's figures: `1,000 kg CO2e`."""
    figure = Decimal(mg) / 1_000_000
    places = 0 if mg % 1_000_000 == 0 else (3 if mg % 1000 == 0 else 6)
    return _("%(figure)s %(unit)s") % {
        "figure": number_format(figure, decimal_pos=places, force_grouping=True), "unit": Unit(unit).label,
    }  # fmt: skip


def line_text(said: Mapping[str, Any]) -> str:
    """A line of a licence as one sentence: `R-22 1,000 kg, reclaimed, servicing`."""
    parts = [
        _("%(gas)s %(mass)s kg") % {"gas": said["substance"], "mass": kilos_text(said["allowed_g"])},
        *([str(Nature(said["nature"]).label)] if said["nature"] != Nature.NEW else []),
        *([str(Purpose(said["purpose"]).label)] if said["purpose"] != Purpose.ORDINARY else []),
        *([str(What(said["what"]).label)] if said["what"] != What.BULK else []),
        *([str(Sector(said["sector"]).label)] if said.get("sector") else []),
    ]
    return listed(parts)


def text_of(name: str, value: Any) -> str:
    """What a field of a version says; "" where nothing."""
    if value in (None, "", []):
        return ""
    if name == "direction":
        return str(Direction(value).label)
    if name == "state":
        return str(State(value).label)
    if name == "partner":
        return named(value)
    if name == "route":
        return listed(named(code) for code in value)
    if name == "offices":
        return listed(value)
    if name in ("valid_from", "valid_until", "applied_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name == "lines":
        return "; ".join(line_text(line) for line in value if line["allowed_g"])
    return str(value)


def changes(versions: Sequence[LicenceVersion]) -> list[tuple[LicenceVersion, list[Change]]]:
    """Each version, the newest first, with what it says otherwise than the one before."""
    shown = []
    for place, version in enumerate(versions):
        before: Mapping[str, Any] = versions[place + 1].said if place + 1 < len(versions) else {}
        changed = [
            Change(str(label), text_of(name, before.get(name)), text_of(name, version.said.get(name)))
            for name, label in LABELS.items()
            if before and before.get(name) != version.said.get(name)
        ]
        shown.append((version, [c for c in changed if c.before != c.after]))
    return shown
