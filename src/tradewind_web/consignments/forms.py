"""Following a consignment, telling of a leg on a phone, deciding, narrowing the board."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tradewind_web.consignments.legs import LegValues
from tradewind_web.consignments.models import Decision
from tradewind_web.consignments.queries import Filters
from tradewind_web.consignments.wording import ALARMS
from tradewind_web.consignments.words import Leg, Nature, SaidBy, State
from tradewind_web.errors import Refused
from tradewind_web.licensing.fields import Day, MassField
from tradewind_web.licensing.naming import licensed_gas
from tradewind_web.traders.places import PlaceField

_WHY = forms.Textarea(attrs={"rows": 3})
#: Who tells, of those a person can type in.
_TELLERS = (
    ("", _("I saw the goods or their papers")),
    (SaidBy.PARTNER.value, _("a partner confirmed it")),
    (SaidBy.LICENCE.value, _("the use of a licence says so")),
)
_TYPED = [kind for kind in Leg if kind is not Leg.HANDED_ON]


class OpenForm(forms.Form):
    """The reference of the papers, or none."""

    ucr = forms.CharField(
        label=_("Reference on the papers (UCR)"), max_length=60, required=False,
        help_text=_("Leave it blank if the papers have none: it gets one of ours."),
    )  # fmt: skip


class LegForm(forms.Form):
    """One leg as somebody standing beside the goods can tell it: few fields first, the rest below."""

    leg = forms.ChoiceField(
        label=_("What happened"), choices=[(k.value, k.label) for k in _TYPED], widget=forms.RadioSelect
    )
    is_departure = forms.ChoiceField(
        label=_("Of a transit: which end"), required=False,
        choices=(("", _("it arrived")), ("yes", _("it left"))),
    )  # fmt: skip
    paper = forms.CharField(
        label=_("Number of the paper"), max_length=80,
        help_text=_("Declaration, MRN or entry in the zone's book. One number for both ends of a leg."),
    )  # fmt: skip
    day = forms.DateField(label=_("On which day"), widget=Day)
    substance = forms.CharField(
        label=_("Which gas"), max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    net_g = MassField(
        label=_("Net mass, kg"), required=False,
        help_text=_("Without the cylinders. Blank: nobody knows. A stocktaking that found nothing: tick below."),
    )  # fmt: skip
    temporary = forms.BooleanField(
        label=_("Only for a time: to come back, or to leave again, by the last day below"), required=False
    )
    nothing_there = forms.BooleanField(label=_("Of a stocktaking: nothing was there"), required=False)
    zone = forms.CharField(label=_("Free zone, warehouse or plant"), max_length=120, required=False)
    country_from = PlaceField(label=_("From"), required=False)
    country_to = PlaceField(label=_("To"), required=False)
    said_by = forms.ChoiceField(label=_("Who tells it"), choices=_TELLERS, required=False)
    partner = forms.CharField(label=_("Which partner"), max_length=80, required=False)
    operator = forms.CharField(label=_("Operator"), max_length=200, required=False)
    consignee = forms.CharField(label=_("Consignee"), max_length=300, required=False)
    container = forms.CharField(label=_("Container"), max_length=120, required=False)
    seals = forms.CharField(label=_("Seals"), max_length=200, required=False)
    bill = forms.CharField(label=_("Bill of lading"), max_length=80, required=False)
    licence = forms.CharField(label=_("Licence"), max_length=80, required=False)
    invoice = forms.CharField(label=_("Invoice"), max_length=80, required=False)
    previous = forms.CharField(label=_("Paper before it"), max_length=80, required=False)
    vehicle = forms.CharField(label=_("Vehicle"), max_length=80, required=False)
    label = forms.CharField(label=_("What the label says"), max_length=200, required=False)
    nature = forms.ChoiceField(
        label=_("Nature"), choices=(("", _("not said")), *Nature.choices), required=False
    )
    packages = forms.IntegerField(
        label=_("Packages"), required=False, min_value=0, max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    cylinders = forms.CharField(
        label=_("Numbers of cylinders"), max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Apart by spaces, commas or lines."),
    )  # fmt: skip
    gross_g = MassField(label=_("Gross mass, kg"), required=False)
    limit_on = forms.DateField(
        label=_("Last day to arrive, come back or leave again"), widget=Day, required=False
    )
    made = forms.BooleanField(label=_("Of a processing: this gas came out"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    #: Shown at once; the others are unfolded.
    FIRST = (
        "paper", "day", "substance", "net_g", "nothing_there", "zone", "country_from", "country_to", "said_by",
        "partner",
    )  # fmt: skip

    def first(self) -> list[Any]:
        """The fields every leg asks for."""
        return [self[name] for name in self.FIRST]

    def rest(self) -> list[Any]:
        """The others."""
        return [field for field in self if field.name not in (*self.FIRST, "leg")]

    def clean_day(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_t("this day has not come yet; write the day it happened"))
        return day

    def clean_substance(self) -> str:
        """The designation that is meant."""
        try:
            return licensed_gas(self.cleaned_data["substance"])
        except Refused as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """A partner who confirms has a name."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("said_by") == SaidBy.PARTNER and not said.get("partner"):
            self.add_error("partner", _t("say which partner confirmed it"))
        return said

    def values(self) -> LegValues:
        """The cleaned form as a value."""
        said = dict(self.cleaned_data)
        empty = said.pop("nothing_there") and said["leg"] == Leg.COUNT
        said.pop("said_by"), said.pop("partner")
        cylinders = tuple(dict.fromkeys(c for c in re.split(r"[\s,;،；，]+", said.pop("cylinders")) if c))
        leaves = said.pop("is_departure") == "yes" and said["leg"] == Leg.TRANSIT
        net_g = 0 if empty else said.pop("net_g")
        said.pop("net_g", None)
        return LegValues(net_g=net_g, is_departure=leaves, cylinders=cylinders, **said)


class HandOnForm(forms.Form):
    """How much of which gas another consignment takes over."""

    substance = forms.ChoiceField(label=_("Which gas"))
    net_g = MassField(label=_("Net mass, kg"))
    day = forms.DateField(label=_("On which day"), widget=Day)
    paper = forms.CharField(label=_("Number of the paper"), max_length=80)
    zone = forms.CharField(
        label=_("In which zone or warehouse"), max_length=120, required=False,
        help_text=_("Blank: on the way."),
    )  # fmt: skip
    other = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def offer(self, substances: list[str]) -> None:
        """The gases of the consignment."""
        self.fields["substance"].choices = [(s, s) for s in substances]  # type: ignore[attr-defined]

    def values(self) -> LegValues:
        """The cleaned form as a value."""
        said = {k: v for k, v in self.cleaned_data.items() if k != "other"}
        return LegValues(leg=Leg.HANDED_ON, **said)


class DecideForm(forms.Form):
    """What is decided about a report."""

    verdict = forms.ChoiceField(
        label=_("This report"), choices=Decision.Verdict.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why"), max_length=2000, widget=_WHY,
        help_text=_("The reason stands beside the decision. It can be undone; the other reports stay."),
    )  # fmt: skip


class WhyForm(forms.Form):
    """A reason alone."""

    why = forms.CharField(label=_("Why"), max_length=2000, widget=_WHY)


class FilterForm(forms.Form):
    """What the board is narrowed to; what cannot be meant narrows nothing."""

    q = forms.CharField(
        label=_("Reference, paper, container, bill or licence"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    look = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=(("", _("what asks for a look")), ("late", _("what is overdue")), *State.choices, ("all", _("all"))),
    )  # fmt: skip
    alarm = forms.ChoiceField(label=_("Why"), choices=(("", _("all")), *ALARMS), required=False)
    substance = forms.ChoiceField(label=_("Gas"), required=False)

    def offer(self, substances: list[str]) -> None:
        """The gases that occur."""
        self.fields["substance"].choices = [("", _t("all")), *((s, s) for s in substances)]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was asked, as far as it can be meant."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            said.get("look", ""), said.get("alarm", ""), said.get("substance", ""),
            said.get("q", "").replace("\x00", "").strip(),
        )  # fmt: skip
