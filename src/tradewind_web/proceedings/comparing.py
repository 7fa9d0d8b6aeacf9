"""Comparable outcomes with what differs: the office's own decisions, and public cases with their source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from tradewind.errors import UnknownName
from tradewind.quantities import GRAMS_PER_KG, GRAMS_PER_TONNE, grams
from tradewind.reference import rows
from tradewind.reference.cases import cases, standing
from tradewind.reference.parties import place
from tradewind_web.agencies.acting import Acting
from tradewind_web.phrasing import listed
from tradewind_web.proceedings import money
from tradewind_web.proceedings.models import Decision, Proceeding
from tradewind_web.proceedings.ranges import per_unit
from tradewind_web.proceedings.words import WITH_AMOUNT
from tradewind_web.seizures.showing import kilos_text
from tradewind_web.traders.places import named

#: More nobody reads beside a form.
MOST_OWN, MOST_ALIKE, MOST_PUBLIC = 12, 10, 30


@dataclass(frozen=True, slots=True)
class Comparable:
    """An outcome elsewhere. `key` names it for ever; figures a kilogram stand in the currency it was decided in."""

    key: str
    title: str
    outcome: str
    per_kg: str
    per_tonne: str
    differs: str
    source: str
    grade: str

    def as_json(self) -> dict[str, str]:
        """As a worksheet keeps it."""
        return asdict(self)


def comparables(acting: Acting, proceeding: Proceeding) -> list[Comparable]:
    """The office's own first, then public ones, those of the same gases at the front."""
    gases = _gases(proceeding)
    return [*_own(acting, proceeding, gases), *_public(proceeding, gases)]


def unit_texts(decision: Decision) -> tuple[str, str]:
    """An amount for a kilogram and for a tonne of CO2e, in its own currency; "" where it is not known."""
    return _units(decision.amount, decision.currency, decision.net_g, decision.co2e_g)


def _units(amount: int | None, currency: str, net_g: int | None, co2e_g: int | None) -> tuple[str, str]:
    if amount is None:
        return "", ""
    found = (per_unit(amount, net_g, GRAMS_PER_KG), per_unit(amount, co2e_g, GRAMS_PER_TONNE))
    one, other = (f"{money.figure(f, currency, 2)} {currency}" if f is not None else "" for f in found)
    return one, other


def _own(acting: Acting, proceeding: Proceeding, gases: set[str]) -> Iterator[Comparable]:
    reached = Proceeding.objects.visible_to(acting).exclude(pk=proceeding.pk)
    decided = Decision.objects.filter(proceeding__in=reached, verdict__in=WITH_AMOUNT).select_related(
        "proceeding__seizure", "proceeding__owner"
    )
    for decision in decided.prefetch_related("proceeding__seizure__items")[:MOST_OWN]:
        other = decision.proceeding
        per_kg, per_tonne = unit_texts(decision)
        said = [str(decision.get_verdict_display()), money.shown(decision.amount, decision.currency)]
        yield Comparable(
            f"decision-{decision.pk}", f"{other.number}, {other.owner.name}",
            listed(filter(None, said)),
            per_kg, per_tonne,
            _differences(
                gases, _gases(other), proceeding.jurisdiction, other.jurisdiction, decision.net_g,
                proceeding.act_on.year, other.act_on.year,
                "" if other.track == proceeding.track else str(other.get_track_display()),
            ),
            _("own register"), "",
        )  # fmt: skip


def _public(proceeding: Proceeding, gases: set[str]) -> Iterator[Comparable]:
    found = [*((one, False) for one in _sanctions()), *_register(proceeding, gases)]
    first = [c for c, alike in found if alike]
    yield from [*first[:MOST_ALIKE], *(c for c, alike in found if not alike)][:MOST_PUBLIC]


def _sanctions() -> Iterator[Comparable]:
    for n, row in enumerate(rows.read("sanctions")):
        if not row["type"].startswith("case"):
            continue
        said = listed(filter(None, [row["scope"], row["note"]]))
        differs = _("another law: %(place)s") % {"place": row["jurisdiction"]}
        yield Comparable(
            f"sanction-{n}", f"{row['jurisdiction']}: {said}", row["sanction"], "", "", differs,
            listed(s.citation for s in rows.sources(row["source"])), row["confidence"],
        )  # fmt: skip


def _register(proceeding: Proceeding, gases: set[str]) -> Iterator[tuple[Comparable, bool]]:
    for case in _fined():
        theirs = {s["designation"] for s in case["substances"]}
        fines = [(_minor(f), f["currency"], f["who"] or "–") for f in case["fines"]]
        net_g = grams(case["total_kg"]) if case["total_kg"] else None
        amount, currency, _who = fines[0]
        per_kg, _tonne = _units(amount, currency, net_g, None) if len(fines) == 1 else ("", "")
        outcome = listed(f"{money.shown(minor, of)} ({who})" for minor, of, who in fines)
        year = int(str(case["date"])[:4]) if case["date"] else None
        there = _iso3(case)
        differs = _differences(
            gases, theirs, proceeding.jurisdiction, there, net_g, proceeding.act_on.year, year
        )
        yield Comparable(
            f"case-{case['id']}", listed(filter(None, [case["id"], str(case["date"] or ""), named(there)])), outcome,
            per_kg, "", differs, case["source_url"] or "", standing(case["outcome"], case["kind"]),
        ), bool(gases & theirs)  # fmt: skip


def _minor(fine: dict[str, Any]) -> int:
    return int(Decimal(str(fine["amount"])).scaleb(money.precision(fine["currency"])))


@cache
def _fined() -> tuple[dict[str, Any], ...]:
    return tuple(c for c in cases() if c["fines"] and all(f["amount"] and f["currency"] for f in c["fines"]))


def _iso3(case: dict[str, Any]) -> str:
    try:
        return place(case["country"]).code if case["country"] else ""
    except UnknownName:
        return str(case["country"])


def _gases(proceeding: Proceeding) -> set[str]:
    return {i.substance for i in proceeding.seizure.items.all()} if proceeding.seizure is not None else set()


def _differences(
    ours: set[str], theirs: set[str], here: str, there: str, net_g: int | None, year: int, other_year: int | None,
    track: str = "",
) -> str:  # fmt: skip
    found = []
    if track:
        found.append(_("another track: %(track)s") % {"track": track})
    if here != there:
        found.append(_("another law: %(place)s") % {"place": named(there) or "–"})
    if ours != theirs:
        found.append(_("other gases: %(gases)s") % {"gases": listed(sorted(theirs)) or "–"})
    mass = _("%(kg)s kg there") % {"kg": kilos_text(net_g)} if net_g else _("mass not known there")
    found.append(mass)
    if other_year and other_year != year:
        found.append(_("in %(year)s") % {"year": other_year})
    return listed(found)
