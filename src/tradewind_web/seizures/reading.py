"""A text about a seizure as proposals for the steps of a draft. Each step is still answered by a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind.recognition.narratives import Narrative, Span, read_narrative
from tradewind_web.errors import Refused
from tradewind_web.phrasing import listed
from tradewind_web.seizures.models import UNKNOWN
from tradewind_web.seizures.naming import designation
from tradewind_web.seizures.showing import kilos_text
from tradewind_web.seizures.values import ItemValues
from tradewind_web.seizures.words import METHOD_WORDS, Basis, Container

#: Under this name the proposals stand in a draft, beside its steps.
PROPOSED: Final = "proposed"
_REASONS: Final = {
    "there is no such day": _l("there is no such day"),
    "the day or the month may come first": _l("the day or the month may come first"),
    "it counts from the day the text was published": _l("it counts from the day the text was published"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; `label` says what it was read as, blank where as nothing."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A text with what was found in it, for a person to look over."""

    narrative: Narrative
    pieces: list[Piece]
    facts: list[tuple[str, str]]
    refused: list[tuple[str, str]]
    #: The same facts for each seizure, where the text tells several clearly apart.
    each: list[list[tuple[str, str]]]


def read(text: str, published: date | None = None) -> Read:
    """What a text says, marked where it stands."""
    found = read_narrative(text, published)
    refused = [(n.text, str(_REASONS.get(n.reason, n.reason))) for n in found.not_read]
    each = [_facts(one) for one in found.seizures] if len(found.seizures) > 1 else []
    return Read(found, _pieces(found), _facts(found), refused, each)


def _facts(found: Narrative) -> list[tuple[str, str]]:
    return [
        (_("Day"), listed(str(day) for day in found.dates)),
        (_("Where"), listed(place.name for place in found.places)),
        (_("Gas found"), listed(found.contents)),
        (
            _("Label or papers say"),
            listed(dict.fromkeys(s.designation for s in found.substances if s.claimed)),
        ),
        (_("Mass in kg"), listed(kilos_text(mass.grams) for mass in found.masses)),
        (_("Containers"), listed(str(count.count) for count in found.containers)),
        (_("How it was hidden or covered"), listed(str(METHOD_WORDS[m.code]) for m in found.methods)),
    ]


def proposals(found: Narrative) -> dict[str, Any]:
    """Step -> what its form begins with; one gas takes the mass and the count where the text speaks of one only."""
    happened: dict[str, Any] = {"what": "seizure"}
    days = [day for day in found.dates if day.precision == "day"]
    if days:
        happened["seized_on"] = str(days[0])
    if found.places:
        happened["place"] = found.places[0].name
    return {
        "happened": happened, "goods": {"items": [asdict(item) for item in _items(found)]},
        "found": {"methods": [m.code for m in found.methods if m.code in METHOD_WORDS]},
    }  # fmt: skip


def _items(found: Narrative) -> list[ItemValues]:
    gases = []
    for name in found.contents:
        try:
            gases.append(designation(name))
        except Refused:
            continue  # a family or a name of several gases: the person says which
    claimed = listed(dict.fromkeys(s.designation for s in found.substances if s.claimed))
    disposable = any(m.code == "non_refillable_cylinders" for m in found.methods)
    kind = Container.DISPOSABLE.value if disposable else ""
    if len(gases) > 1:
        return [ItemValues(gas, claimed, None, kind) for gas in gases]
    count = found.containers[0].count if len(found.containers) == 1 else None
    mass = found.masses[0].grams if len(found.masses) == 1 else None
    basis = Basis.ESTIMATED.value if mass is not None else ""
    return [ItemValues(gases[0] if gases else UNKNOWN, claimed, count, kind, mass, basis)]


def _pieces(found: Narrative) -> list[Piece]:
    said: list[tuple[Span, str]] = [
        *((d.at, _("day")) for d in found.dates), *((p.at, _("place")) for p in found.places),
        *((s.at, _("label") if s.claimed else _("gas")) for s in found.substances),
        *((m.at, _("mass")) for m in found.masses), *((c.at, _("containers")) for c in found.containers),
        *((m.at, _("method")) for m in found.methods), *((n.at, _("not read")) for n in found.not_read),
    ]  # fmt: skip
    pieces, at = [], 0
    for span, label in sorted(said, key=lambda pair: (pair[0].start, -pair[0].end)):
        if span.start < at:
            continue
        pieces += [Piece(found.text[at : span.start])] if span.start > at else []
        pieces.append(Piece(found.text[span.start : span.end], label))
        at = span.end
    return [*pieces, Piece(found.text[at:])] if at < len(found.text) else pieces
