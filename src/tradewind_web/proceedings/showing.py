"""A proceeding as people read it: ranges, clocks with their steps, outcomes by kilogram, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind.quantities import GRAMS_PER_TONNE
from tradewind_web.proceedings import money
from tradewind_web.proceedings.comparing import unit_texts
from tradewind_web.proceedings.limitation import Stage
from tradewind_web.proceedings.models import Decision, Element, Proceeding, Provision, Step, Worksheet
from tradewind_web.proceedings.reckoning import Running
from tradewind_web.proceedings.words import FACTOR_WORDS, NEVER, Measure, Outside, Proof, StepKind
from tradewind_web.seizures.showing import kilos_text

#: What is due, in words.
DUE: Final = {
    StepKind.HEARING.value: StepKind.HEARING.label,
    StepKind.DEADLINE.value: StepKind.DEADLINE.label,
    "limitation": _l("the limitation ends"),
    "appeal_ends": _l("the time to appeal ends"),
}
#: Within so many days something due asks for a look: a month to write and to serve.
NEAR: Final = 30


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on which day; `urgency` is past, near or far."""

    day: date
    what: str
    urgency: str


def due_of(proceeding: Proceeding, today: date) -> Due | None:
    """What is due next; None where nothing is."""
    if proceeding.due_on == NEVER:
        return None
    left = (proceeding.due_on - today).days
    urgency = "past" if left < 0 else "near" if left <= NEAR else "far"
    return Due(proceeding.due_on, str(DUE.get(proceeding.due_what, proceeding.due_what)), urgency)


def proved_text(elements: Iterable[Element]) -> str:
    """`4 of 6 proved, 1 contested`."""
    known = list(elements)
    contested = sum(e.proof == Proof.CONTESTED for e in known)
    said = {"proved": sum(e.proof == Proof.PROVED for e in known), "all": len(known), "contested": contested}
    if contested:
        return _("%(proved)s of %(all)s elements proved, %(contested)s contested") % said
    return _("%(proved)s of %(all)s elements proved") % said


def provision_range(provision: Provision) -> str:
    """What the provision lets a penalty be, as it states it."""
    if provision.measure == Measure.VALUE:
        ends = (provision.minimum, provision.maximum)
        least, most = (
            "" if e is None else _("%(percent)s per cent") % {"percent": number_format(e)} for e in ends
        )
        if not most:
            return _("at least %(least)s of the market value") % {"least": least}
        if not least:
            return _("at most %(most)s of the market value") % {"most": most}
        return _("%(least)s to %(most)s of the market value") % {"least": least, "most": most}
    text = money.range_text(provision.minimum, provision.maximum, provision.currency)
    return _("%(range)s, %(measure)s") % {"range": text, "measure": provision.get_measure_display()}


def stage_text(stage: Stage) -> str:
    """One step of the reckoning as a sentence."""
    said = {
        "on": date_format(stage.on, "DATE_FORMAT"),
        "last": date_format(stage.last_day, "DATE_FORMAT") if stage.last_day else "–",
        "until": date_format(stage.until, "DATE_FORMAT") if stage.until else "",
    }
    if stage.what == "suspension":
        if not stage.until:
            return _("It stands still since %(on)s.") % said
        return _("It stood still from %(on)s to %(until)s; with that the last day is %(last)s.") % said
    return {
        "start": _("It runs from the act on %(on)s; without anything else the last day is %(last)s."),
        "interruption": _("It was interrupted on %(on)s and begins anew; the last day would be %(last)s."),
        "too_late": _("What happened on %(on)s came too late to interrupt it: it had ended on %(last)s."),
        "before": _("What happened on %(on)s was before the act and interrupts nothing."),
        "longest": _("Whatever interrupts it, it ends on %(last)s."),
    }[stage.what] % said


def clocks(found: Sequence[Running]) -> list[tuple[Running, list[str]]]:
    """Each limitation with its steps in sentences."""
    return [(r, [stage_text(s) for s in r.clock.stages]) for r in found]


def tonnes_text(co2e_g: int | None) -> str:
    """Grams of CO2 equivalent as tonnes."""
    if co2e_g is None:
        return ""
    return number_format((Decimal(co2e_g) / GRAMS_PER_TONNE).quantize(Decimal("0.1")), 1, force_grouping=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet with everything said."""

    worksheet: Worksheet
    amount: str
    range: str
    range_now: str
    figures: list[tuple[str, str]]
    factors: list[tuple[str, str]]
    outside: str


def sheet(worksheet: Worksheet) -> Sheet:
    """The worksheet in words."""
    w = worksheet
    factors = [(str(FACTOR_WORDS.get(code, code)), text) for code, text in w.factors.items()]
    reached = money.range_text(w.minimum, w.maximum, w.currency)
    outside = str(Outside(w.outside).label) if w.outside else ""
    return Sheet(w, money.shown(w.amount, w.currency), reached, _range_now(w), _figures(w), factors, outside)


def _range_now(w: Worksheet) -> str:
    now = w.provision_now
    if now is None:
        return ""
    if w.minimum_now is None and w.maximum_now is None:
        return _("not known")  # the law now measures by a figure that was not entered
    currency = w.currency if now.measure == Measure.VALUE else now.currency
    return money.range_text(w.minimum_now, w.maximum_now, currency)


def _figures(w: Worksheet) -> list[tuple[str, str]]:
    said = w.figures
    rows = []
    if said.get("net_g") is not None:
        rows.append((_("Net mass"), _("%(kg)s kg") % {"kg": kilos_text(said["net_g"])}))
    if said.get("co2e_g") is not None:
        rows.append((_("CO2 equivalent"), _("%(tonnes)s t") % {"tonnes": tonnes_text(said["co2e_g"])}))
    if said.get("acts", 1) > 1:
        rows.append((_("Acts"), str(said["acts"])))
    if said.get("value_minor") is not None:
        value = money.shown(said["value_minor"], w.currency)
        rows.append(
            (
                _("Market value"),
                _("%(value)s (%(source)s)") % {"value": value, "source": said["value_source"]},
            )
        )
    if w.gap:
        least, most = (money.shown(w.gap[end], w.gap["currency"]) for end in ("low", "high"))
        text = _("%(least)s to %(most)s a kilogram (%(source)s)")
        rows.append(
            (_("Gap of the prices"), text % {"least": least, "most": most, "source": w.gap["source"]})
        )
        if "gain" in w.gap:
            least, most = (money.shown(end, w.gap["currency"]) for end in w.gap["gain"])
            rows.append((_("Gain avoided"), _("%(least)s to %(most)s") % {"least": least, "most": most}))
    if said.get("is_repeat"):
        rows.append((_("Repetition"), _("yes")))
    return rows


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision in words, with what it is a kilogram and a tonne."""

    decision: Decision
    amount: str
    per_kg: str
    per_tonne: str


def outcomes(decisions: Iterable[Decision]) -> list[Outcome]:
    """Each decision in words."""
    return [Outcome(d, money.shown(d.amount, d.currency), *unit_texts(d)) for d in decisions]


def step_amount(step: Step) -> str:
    """The money of a step; "" where there is none."""
    return money.shown(step.amount, step.currency)
