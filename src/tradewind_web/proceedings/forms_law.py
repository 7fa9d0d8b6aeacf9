"""Entering a provision, and the worksheet of an amount, in which nothing has a default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tradewind.quantities import GRAMS_PER_TONNE
from tradewind_web.licensing.fields import Day, MassField
from tradewind_web.proceedings.comparing import Comparable
from tradewind_web.proceedings.forms import LINES
from tradewind_web.proceedings.models import Provision
from tradewind_web.proceedings.money import CurrencyField, NumberField, minor_of
from tradewind_web.proceedings.values import Law, Weighing
from tradewind_web.proceedings.words import FACTORS, Grade, Measure, Outside, Track
from tradewind_web.traders.places import PlaceField

_NUMERIC = forms.TextInput(attrs={"inputmode": "numeric"})


class ProvisionForm(forms.Form):
    """A provision as somebody read it."""

    jurisdiction = PlaceField(label=_("Whose law"))
    track = forms.ChoiceField(label=_("Before whom"), choices=Track.choices)
    citation = forms.CharField(label=_("Act and section"), max_length=300)
    says = forms.CharField(
        label=_("What it says"),
        max_length=8000,
        widget=LINES,
        help_text=_("Word for word, the part that counts."),
    )
    measure = forms.ChoiceField(label=_("The amounts are"), choices=Measure.choices)
    minimum = NumberField(label=_("Least"), required=False, help_text=_("Blank: the law names none."))
    maximum = NumberField(label=_("Most"), required=False, help_text=_("Blank: the law names none."))
    currency = CurrencyField(label=_("Currency"), required=False)
    repeat_percent = forms.IntegerField(
        label=_("Of a repetition, per cent of that"), min_value=100, max_value=10_000, initial=100, widget=_NUMERIC,
        help_text=_("100 where the law makes no difference; 160 where five times becomes eight times."),
    )  # fmt: skip
    repeat_years = forms.IntegerField(
        label=_("A repetition within how many years"),
        min_value=1,
        max_value=100,
        required=False,
        widget=_NUMERIC,
    )
    factors = forms.MultipleChoiceField(
        label=_("Factors that it names"), choices=FACTORS, required=False, widget=forms.CheckboxSelectMultiple
    )
    in_force_from = forms.DateField(label=_("In force from"), widget=Day)
    in_force_until = forms.DateField(
        label=_("In force until"),
        widget=Day,
        required=False,
        help_text=_("Blank: until another takes its place."),
    )
    limitation_years = forms.IntegerField(
        label=_("Limitation, years"), min_value=0, max_value=100, required=False, widget=_NUMERIC
    )
    limitation_months = forms.IntegerField(
        label=_("and months"), min_value=0, max_value=999, required=False, widget=_NUMERIC
    )
    longest_years = forms.IntegerField(
        label=_("At most, whatever interrupts it, years"),
        min_value=1,
        max_value=100,
        required=False,
        widget=_NUMERIC,
    )
    counts_first_day = forms.BooleanField(label=_("The day of the act itself is counted"), required=False)
    source = forms.CharField(
        label=_("Where it was read"), max_length=500, help_text=_("Gazette, number, page; or address.")
    )
    read_on = forms.DateField(label=_("On which day it was read"), widget=Day)
    grade = forms.ChoiceField(label=_("How well it is known"), choices=Grade.choices)

    def clean(self) -> dict[str, Any]:
        """With the amounts in minor units, or in per cent."""
        for name in ("minimum", "maximum"):
            self.cleaned_data[name] = self._amount(name)
        return self.cleaned_data

    def _amount(self, name: str) -> int | None:
        if self.cleaned_data.get("measure") != Measure.VALUE:
            return minor_of(self, name)
        number: Decimal | None = self.cleaned_data.get(name)
        if number is None:
            return None
        if number != number.to_integral_value() or not 0 <= number <= 1_000_000:
            self.add_error(name, _t("write whole per cent of the value: 500 for five times"))
            return None
        return int(number)

    def values(self) -> Law:
        """What was typed."""
        said = self.cleaned_data
        return Law(
            jurisdiction=said["jurisdiction"], track=said["track"], citation=said["citation"], says=said["says"],
            measure=said["measure"], minimum=said["minimum"], maximum=said["maximum"], currency=said["currency"],
            in_force_from=said["in_force_from"], in_force_until=said["in_force_until"], source=said["source"],
            read_on=said["read_on"], grade=said["grade"], repeat_percent=said["repeat_percent"],
            repeat_years=said["repeat_years"], factors=tuple(said["factors"]),
            limitation_years=said["limitation_years"] or 0, limitation_months=said["limitation_months"] or 0,
            longest_years=said["longest_years"], counts_first_day=said["counts_first_day"],
        )  # fmt: skip


class WeighForm(forms.Form):
    """The worksheet. Mass and CO2e are those of the seizure until somebody corrects them; the amount has no default."""

    provision = forms.ChoiceField(
        label=_("Provision in force on the day of the act"), widget=forms.RadioSelect
    )
    currency = CurrencyField(label=_("Currency of all amounts here"))
    net_g = MassField(label=_("Net mass, kg"), required=False)
    co2e_t = NumberField(label=_("Tonnes of CO2 equivalent"), required=False)
    value = NumberField(label=_("Market value"), required=False, help_text=_("Where the law measures by it."))
    value_source = forms.CharField(label=_("Where the value is from"), max_length=500, required=False)
    gap_low = NumberField(label=_("Gap of the two prices a kilogram, at least"), required=False)
    gap_high = NumberField(label=_("at most"), required=False)
    gap_source = forms.CharField(
        label=_("Where both prices are from"), max_length=500, required=False,
        help_text=_("Which legal price, which price elsewhere, of which days."),
    )  # fmt: skip
    is_repeat = forms.BooleanField(label=_("It is a repetition within the years of the law"), required=False)
    comparables = forms.MultipleChoiceField(
        label=_("Comparable outcomes that were looked at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount = NumberField(label=_("The amount"), help_text=_("Nothing is filled in: it is yours to weigh."))
    reasons = forms.CharField(
        label=_("The reasons"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
    law_read_on = forms.DateField(label=_("On which day the law was read for this"), widget=Day)
    outside = forms.ChoiceField(
        label=_("If it lies outside the range: on which ground"), required=False,
        choices=(("", _("it lies inside")), *Outside.choices),
    )  # fmt: skip
    outside_why = forms.CharField(
        label=_("The rule that allows it, and why it applies"), max_length=4000, required=False, widget=LINES
    )

    def __init__(
        self, *args: Any, provisions: Sequence[Provision], offered: Iterable[Comparable], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provision"].choices = [(str(p.pk), str(p)) for p in provisions]  # type: ignore[attr-defined]
        self.fields["comparables"].choices = [(c.key, c.title) for c in offered]  # type: ignore[attr-defined]
        named = {code for p in provisions for code in p.factors}
        self.factor_codes = [code for code, _label in FACTORS if code in named or code == "repeat"]
        for code, label in FACTORS:
            if code in self.factor_codes:
                self.fields[f"factor_{code}"] = forms.CharField(
                    label=label, max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
                )

    def factor_fields(self) -> list[forms.BoundField]:
        """A field for each factor that the provisions name."""
        return [self[f"factor_{code}"] for code in self.factor_codes]

    def clean(self) -> dict[str, Any]:
        """With the amounts in minor units."""
        said = self.cleaned_data
        for name in ("value", "gap_low", "gap_high", "amount"):
            said[name] = minor_of(self, name)
        tonnes: Decimal | None = said.get("co2e_t")
        if tonnes is not None and not 0 < tonnes < 10**9:
            self.add_error("co2e_t", _t("write tonnes, more than none; leave it blank if it is not known"))
        return said

    def values(self) -> Weighing:
        """What was typed."""
        said = self.cleaned_data
        tonnes: Decimal | None = said["co2e_t"]
        return Weighing(
            provision_id=said["provision"], amount=said["amount"], currency=said["currency"], reasons=said["reasons"],
            law_read_on=said["law_read_on"], net_g=said["net_g"],
            co2e_g=None if tonnes is None else int((tonnes * GRAMS_PER_TONNE).to_integral_value()),
            value_minor=said["value"], value_source=said["value_source"], is_repeat=said["is_repeat"],
            factors={code: said[f"factor_{code}"] for code in self.factor_codes if said[f"factor_{code}"].strip()},
            gap_low=said["gap_low"], gap_high=said["gap_high"], gap_source=said["gap_source"],
            comparables=tuple(said["comparables"]), outside=said["outside"], outside_why=said["outside_why"],
        )  # fmt: skip
