"""Exhibits and the ledger of custody as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tradewind.ledgers.custody import Leak, Mark, Standing
from tradewind.reference import treaty_gwp, treaty_odp
from tradewind_web.seizures.custody_ledger import Ledger
from tradewind_web.seizures.models import UNKNOWN
from tradewind_web.seizures.models_custody import Exhibit
from tradewind_web.seizures.printing_custody import seal_text
from tradewind_web.seizures.showing import kilos_text
from tradewind_web.seizures.words_custody import MARKS


@dataclass(frozen=True, slots=True)
class Held:
    """An exhibit, what it weighs in the treaty's measures, and where it is."""

    exhibit: Exhibit
    net_g: int | None
    co2e_t: str
    odp_kg: str
    standing: Standing | None
    seal: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class LeakLine:
    """Two weighings of an exhibit."""

    exhibit: str
    lost: str
    may_err: str
    days: str
    rate: str
    is_beyond: bool
    is_loss: bool


def held(exhibits: Sequence[Exhibit], ledger: Ledger) -> list[Held]:
    """Each exhibit with where it is."""
    found = []
    for exhibit in exhibits:
        net_g = net_of(exhibit)
        standing = ledger.standing.get(exhibit.number)
        co2e, odp = measures(exhibit.substance, net_g)
        seal = seal_text(standing.seal if standing else None)
        due = standing.covered_until if standing and not standing.has_ended else None
        found.append(
            Held(exhibit, net_g, co2e, odp, standing, seal, due is not None and due < timezone.now())
        )
    return found


def net_of(exhibit: Exhibit) -> int | None:
    """Grams of gas: as weighed, or gross less tare."""
    if exhibit.net_g is not None:
        return exhibit.net_g
    if exhibit.gross_g is not None and exhibit.tare_g is not None:
        return exhibit.gross_g - exhibit.tare_g
    return None


def measures(substance: str, net_g: int | None) -> tuple[str, str]:
    """Tonnes of CO2 equivalent and kg of ODP by the treaty's figures; "" where they cannot be known or are none."""
    if substance == UNKNOWN or net_g is None:
        return "", ""
    co2e = Decimal(net_g) * Decimal(str(treaty_gwp(substance))) / 1_000_000
    odp = Decimal(net_g) * Decimal(str(treaty_odp(substance))) / 1000
    return _figure(co2e), _figure(odp)


def mark_text(mark: Mark) -> str:
    """A mark in the reader's language."""
    facts: dict[str, Any] = dict(mark.facts)
    if "hours" in facts:
        facts["span"] = _span(int(facts["hours"]))
    if "grams" in facts:
        facts["mass"] = kilos_text(int(facts["grams"]))
    for name in ("left", "found"):
        if name in facts and not facts[name]:
            facts[name] = _("no seal") if mark.code == "seal" else _("nothing said")
    return str(MARKS[mark.code]) % facts


def leak_lines(leaks: Sequence[Leak]) -> list[LeakLine]:
    """What each pair of weighings says."""
    return [
        LeakLine(
            leak.exhibit, kilos_text(abs(leak.lost_g)), kilos_text(leak.tolerance_g), number_format(leak.days, 1),
            number_format(leak.kg_a_day, 3) if leak.kg_a_day is not None else "", leak.is_beyond, leak.lost_g > 0,
        )
        for leak in leaks
    ]  # fmt: skip


def money_text(minor: int | None, currency: str) -> str:
    """An amount with its currency; "" where none was said."""
    if minor is None:
        return ""
    figure = number_format(Decimal(minor) / 100, 2, force_grouping=True)
    return _("%(amount)s %(currency)s") % {"amount": figure, "currency": currency}


def said_lines(exhibit: Exhibit) -> list[tuple[str, str]]:
    """What else is known of an exhibit."""
    lines = [
        (_("How it was weighed"), str(exhibit.get_weighed_display())),
        (_("Label says"), exhibit.label_says),
        (_("Packages"), exhibit.packages),
        (_("Vehicle"), exhibit.vehicle),
        (_("Value on the papers"), money_text(exhibit.claimed_minor, exhibit.currency)),
        (_("Value on the market"), money_text(exhibit.market_minor, exhibit.currency)),
        (_("Taken out of exhibit"), str(exhibit.taken_from.number) if exhibit.taken_from else ""),
        (_("Listed"), date_format(exhibit.added_at, "DATETIME_FORMAT")),
    ]
    return [(label, text) for label, text in lines if text]


def _span(hours: int) -> str:
    """Hours, or whole days from the third on."""
    if hours < 72:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": number_format(hours // 24)}


def _figure(value: Decimal) -> str:
    """A treaty figure to the gram, without idle zeros; "" for none."""
    if not value:
        return ""
    exact = format(value.quantize(Decimal("0.001")).normalize(), "f")
    return number_format(exact, use_l10n=True, force_grouping=True)
