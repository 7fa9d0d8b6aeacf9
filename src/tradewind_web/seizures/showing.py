"""A seizure, a draft and the difference of two versions as lines that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext, pgettext_lazy

from tradewind.quantities import GRAMS_PER_KG
from tradewind_web.phrasing import listed, series
from tradewind_web.seizures.models import Version
from tradewind_web.seizures.naming import shown
from tradewind_web.seizures.values import STEPS, is_done
from tradewind_web.seizures.words import METHOD_WORDS, Basis, Container, Found, Outcome, Transport, What
from tradewind_web.traders.places import named

LABELS: Final = {
    "what": _l("What happened"), "seized_on": _l("Day"), "place": _l("Where"), "country": _l("Country"),
    "items": _l("Goods"), "declared_as": _l("Declared as"), "who": _l("Who was involved"), "traders": _l("Traders"),
    "came_from": pgettext_lazy("a route", "From"), "via": _l("Via"),
    "going_to": pgettext_lazy("a route", "To"),
    "transport": _l("How it travelled"),
    "documents": _l("Document numbers"), "found": _l("How it was found"), "found_note": _l("More on that"),
    "methods": _l("How it was hidden or covered"), "legal_basis": _l("Legal basis"),
    "outcome": _l("Where it stands"), "notes": _l("Notes"),
}  # fmt: skip
_CHOICES: Final[Mapping[str, Any]] = {
    "what": What,
    "found": Found,
    "transport": Transport,
    "outcome": Outcome,
}
_PLACES: Final = frozenset({"country", "came_from", "going_to"})


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what is said; `is_said` is False where it is not known."""

    label: str
    text: str

    @property
    def is_said(self) -> bool:
        """Whether anything is known."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a draft on its way: its place, whether it was answered, its lines."""

    name: str
    title: str
    number: int
    is_done: bool
    is_here: bool
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of two versions."""

    label: str
    before: str
    after: str


def text_of(field: str, value: Any) -> str:
    """What a field says, in the reader's language; "" where it is not known."""
    if value in (None, "", [], ()):
        return ""
    if field in _CHOICES:
        return str(_CHOICES[field](value).label)
    if field in _PLACES:
        return named(value)
    if field == "via":
        return listed(named(code) for code in value)
    if field == "seized_on":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if field == "methods":
        return listed(str(METHOD_WORDS[code]) for code in value if code in METHOD_WORDS)
    if field == "items":
        return series(item_text(item) for item in value)
    return str(len(value)) if field == "traders" else str(value)


def item_text(item: Mapping[str, Any]) -> str:
    """One gas in a line: `R-22, 115 non-refillable cylinders, 1,564 kg (net ...)`."""
    parts = [shown(item["substance"])]
    if item.get("label_says"):
        parts.append(_("labelled “%(label)s”") % {"label": item["label_says"]})
    containers = containers_text(item.get("containers"), item.get("container_kind") or "")
    return listed(filter(None, [*parts, containers, mass_text(item.get("mass_g"), item.get("basis") or "")]))


def containers_text(count: int | None, kind: str) -> str:
    """`115 non-refillable cylinders`; what is not known is left out."""
    words = str(Container(kind).label) if kind else _("containers")
    return f"{number_format(count, force_grouping=True)} {words}" if count else (words if kind else "")


def kilos_text(mass_g: int) -> str:
    """Grams as kilograms, to the gram and without idle zeros, grouped as the reader's language does."""
    exact = format((Decimal(mass_g) / GRAMS_PER_KG).normalize(), "f")
    return number_format(exact, use_l10n=True, force_grouping=True)


def mass_text(mass_g: int | None, basis: str) -> str:
    """A mass in kg with what it is; "" where it is not known."""
    if mass_g is None:
        return ""
    figure = kilos_text(mass_g)
    short = {
        Basis.NET: pgettext("after a mass in kg", "net"), Basis.GROSS: pgettext("after a mass in kg", "gross"),
        Basis.ESTIMATED: pgettext("after a mass in kg", "estimated"),
    }  # fmt: skip
    return _("%(figure)s kg %(basis)s") % {
        "figure": figure,
        "basis": short.get(Basis(basis), "") if basis else "",
    }


def stages(
    said: Mapping[str, Any], photos: int, here: str, titles: Mapping[str, Any], traders: str = ""
) -> list[Stage]:
    """The steps of a draft in their order, each with what it says; `traders` names those its writer may see."""
    found = []
    for number, step in enumerate(STEPS, 1):
        done = bool(photos) if step == "photos" else is_done(said, step)
        lines = [
            Line(str(LABELS[field]), traders if field == "traders" else text_of(field, value))
            for field, value in (said.get(step) or {}).items()
            if field in LABELS
        ]
        found.append(Stage(step, str(titles[step]), number, done, step == here, lines))
    return found


def changes(versions: Sequence[Version]) -> list[tuple[Version, list[Change]]]:
    """Each version with what it changed of the one before it, the newest first."""
    older: list[Version | None] = [*versions[1:], None]
    return [
        (version, _changes(before.said, version.said) if before else [])
        for version, before in zip(versions, older, strict=True)
    ]


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return [
        Change(str(label), text_of(field, before.get(field)), text_of(field, after.get(field)))
        for field, label in LABELS.items()
        if before.get(field) != after.get(field)
    ]
