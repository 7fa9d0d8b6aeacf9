"""The worksheet of an amount: a person enters amount and reasons, the law says between what."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.proceedings import money
from tradewind_web.proceedings.actions.opening import locked
from tradewind_web.proceedings.comparing import comparables
from tradewind_web.proceedings.events import AmountWeighed, DraftPrinted
from tradewind_web.proceedings.models import Proceeding, Provision, Worksheet
from tradewind_web.proceedings.ranges import Figures, Range, gain, legal_range
from tradewind_web.proceedings.reckoning import provisions_for, stands_on, successor
from tradewind_web.proceedings.values import Weighing
from tradewind_web.proceedings.words import FACTOR_WORDS, WEIGHED


@transaction.atomic
def weigh(*, acting: Acting, proceeding_id: object, values: Weighing) -> Worksheet:
    """A worksheet, as it stands from now on; those before it stay.

    Raises:
        Http404, NotAllowed: the proceeding does not reach the person, or they conduct it not.
        Refused: the provision was not in force on the day of the act; a figure or a factor that the law names is
            missing; the amount lies outside the range and no ground is given; no reasons.
    """
    proceeding = locked(acting, proceeding_id)
    if proceeding.state not in WEIGHED:
        raise Refused(_("it is decided; an amount is weighed while it is open, or on appeal"))
    known = provisions_for(proceeding)
    provision = next(
        (p for p in stands_on(known, proceeding.act_on) if str(p.pk) == str(values.provision_id)), None
    )
    if provision is None:
        raise Refused(_("choose a provision that was in force on the day of the act"))
    now = successor(provision, known, timezone.localdate())
    figures = Figures(values.net_g, values.co2e_g, values.value_minor, proceeding.acts)
    here = _range(provision, figures, is_repeat=values.is_repeat)
    later = legal_range(now.rule, figures, is_repeat=values.is_repeat) if now else Range(None, None)
    _check(provision, here, values)
    chosen = [c.as_json() for c in comparables(acting, proceeding) if c.key in values.comparables]
    made = Worksheet.objects.create(
        proceeding=proceeding, number=proceeding.worksheets.count() + 1, provision=provision, provision_now=now,
        figures=_figures(values, proceeding), minimum=here.minimum, maximum=here.maximum, minimum_now=later.minimum,
        maximum_now=later.maximum, factors=dict(values.factors), gap=_gap(values), comparables=chosen,
        amount=values.amount, currency=values.currency, reasons=values.reasons.strip(), outside=values.outside,
        outside_why=values.outside_why.strip(), law_read_on=values.law_read_on, by=acting.user,
    )  # fmt: skip
    audit(acting, AmountWeighed(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), number=made.number, amount=made.amount,
        shown=money.plain(made.amount, made.currency) + " " + made.currency, currency=made.currency,
        provision=str(provision.pk), outside=made.outside, reasons=made.reasons,
    ))  # fmt: skip
    return made


@transaction.atomic
def note_printed(*, acting: Acting, proceeding_id: object, worksheet: Worksheet) -> None:
    """The draft decision of a worksheet was printed."""
    proceeding = locked(acting, proceeding_id)
    audit(acting, DraftPrinted(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), number=worksheet.number,
    ))  # fmt: skip


def _range(provision: Provision, figures: Figures, *, is_repeat: bool) -> Range:
    found = legal_range(provision.rule, figures, is_repeat=is_repeat)
    if found.missing is None:
        return found
    said = {
        "net_g": _("the law measures by kilograms: enter the net mass"),
        "co2e_g": _("the law measures by tonnes of CO2 equivalent: enter them"),
        "value_minor": _("the law measures by the market value: enter it with its source"),
    }
    raise Refused(said[found.missing])


def _check(provision: Provision, here: Range, values: Weighing) -> None:
    if provision.currency and values.currency != provision.currency:
        raise Refused(
            _("the law states its range in %(currency)s; no rate of exchange is assumed here")
            % {"currency": provision.currency}
        )
    unsaid = [
        str(FACTOR_WORDS[code]) for code in provision.factors if not values.factors.get(code, "").strip()
    ]
    if unsaid:
        raise Refused(
            _("the law names this factor: %(factor)s. Say what is known of it, or that nothing is known")
            % {"factor": unsaid[0]}
        )
    if values.is_repeat and not values.factors.get("repeat", "").strip():
        raise Refused(_("say which earlier infringement makes it a repetition, and when it was decided"))
    if values.value_minor is not None and not values.value_source.strip():
        raise Refused(_("say where the market value is from"))
    if (values.gap_low is None) != (values.gap_high is None) or (
        values.gap_low is not None and values.gap_high is not None and values.gap_low > values.gap_high
    ):
        raise Refused(_("write the gap of the prices from the least to the most"))
    if values.gap_low is not None and not values.gap_source.strip():
        raise Refused(_("say where both prices are from"))
    if not values.reasons.strip():
        raise Refused(_("write the reasons: an amount without reasons does not stand on appeal"))
    if values.law_read_on > timezone.localdate():
        raise Refused(_("it cannot have been read on a day that has not come yet"))
    if not here.holds(values.amount) and not (values.outside and values.outside_why.strip()):
        raise Refused(
            _("the law lets it be %(range)s; for another amount name the rule that allows it, and why")
            % {"range": money.range_text(here.minimum, here.maximum, values.currency)}
        )


def _figures(values: Weighing, proceeding: Proceeding) -> dict[str, Any]:
    return {
        "net_g": values.net_g, "co2e_g": values.co2e_g, "value_minor": values.value_minor,
        "value_source": values.value_source.strip(), "acts": proceeding.acts, "is_repeat": values.is_repeat,
    }  # fmt: skip


def _gap(values: Weighing) -> dict[str, Any]:
    if values.gap_low is None or values.gap_high is None:
        return {}
    found: dict[str, Any] = {
        "low": values.gap_low, "high": values.gap_high, "source": values.gap_source.strip(),
        "currency": values.currency,
    }  # fmt: skip
    if values.net_g is not None:
        found["gain"] = list(gain(values.net_g, values.gap_low, values.gap_high))
    return found
