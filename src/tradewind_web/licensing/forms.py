"""What an application, a decision and a move of quota are typed with."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.errors import Refused
from tradewind_web.licensing.fields import Day, MassField
from tradewind_web.licensing.naming import licensed_gas
from tradewind_web.licensing.queries import Filters
from tradewind_web.licensing.values import LicenceValues, LineValues
from tradewind_web.licensing.words import Appealed, Direction, Nature, Purpose, Sector, What
from tradewind_web.traders.places import PlaceField, PlacesField

_SHORT: Final = forms.Textarea(attrs={"rows": 2})
_GAS: Final = {"list": "gases", "autocomplete": "off", "autocapitalize": "characters"}


class CommaField(forms.CharField):
    """Several words between commas."""

    def prepare_value(self, value: Any) -> Any:
        """Shown between commas."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> list[str]:
        """The words in their order, none twice."""
        parts = (p.strip() for p in super().clean(value).replace("،", ",").replace(";", ",").split(","))
        return list(dict.fromkeys(filter(None, parts)))


class ApplicationForm(forms.Form):
    """What is asked for, from whom and when."""

    direction = forms.ChoiceField(label=_l("What for"), choices=Direction.choices)
    partner = PlaceField(
        label=_l("Other country"),
        help_text=_l("Where an import comes from, where an export or a transit goes to."),
    )
    partner_trader = forms.CharField(label=_l("Trader in the other country"), max_length=300, required=False)
    partner_licence = forms.CharField(
        label=_l("Licence of the other country"), max_length=100, required=False,
        help_text=_l("Its number, as the other ozone unit will know it."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_l("Valid from"), widget=Day)
    valid_until = forms.DateField(label=_l("Valid until"), widget=Day)
    quota_year = forms.IntegerField(
        label=_l("Quota year"), required=False, min_value=1990, max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_l("Leave it blank for the year of the first day."),
    )  # fmt: skip
    applied_on = forms.DateField(label=_l("Applied on"), required=False, widget=Day)
    route = PlacesField(
        label=_l("Countries on the way"), required=False, help_text=_l("Several between commas.")
    )
    offices = CommaField(
        label=_l("Customs offices"), required=False, max_length=500,
        help_text=_l("Where it is good; leave it blank for all of them. Several between commas."),
    )  # fmt: skip
    ucr = forms.CharField(
        label=_l("UCR"),
        max_length=35,
        required=False,
        help_text=_l("Unique consignment reference, if known."),
    )
    conditions = forms.CharField(
        label=_l("Conditions"), max_length=4000, required=False, widget=_SHORT,
        help_text=_l("They stand on the paper."),
    )  # fmt: skip
    notes = forms.CharField(
        label=_l("Notes"), max_length=4000, required=False, widget=_SHORT,
        help_text=_l("For the office; they do not stand on the paper."),
    )  # fmt: skip

    def clean_applied_on(self) -> date | None:
        """A day that has come."""
        day: date | None = self.cleaned_data["applied_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("this day has not come yet; write the day the application came in"))
        return day

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and within two years."""
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("it ends before it begins; correct one of the two days"))
        elif begins and ends and (ends - begins).days > 1100:
            self.add_error("valid_until", _("this is more than three years; correct one of the two days"))
        return said

    def values(self, lines: list[LineValues]) -> LicenceValues:
        """The cleaned form with its lines."""
        said = self.cleaned_data
        return LicenceValues(
            said["direction"], said["partner"], said["valid_from"], said["valid_until"], tuple(lines),
            said["partner_trader"].strip(), said["partner_licence"].strip(), tuple(said["route"]),
            tuple(said["offices"]), said["conditions"].strip(), said["notes"].strip(), said["ucr"].strip(),
            said["applied_on"], said["quota_year"],
        )  # fmt: skip


class LineForm(forms.Form):
    """One gas; a line on which nothing is typed is none."""

    substance = forms.CharField(
        label=_l("Gas"), max_length=100, required=False, widget=forms.TextInput(attrs=_GAS)
    )
    allowed_g = MassField(label=_l("Mass in kg"), required=False)
    nature = forms.ChoiceField(label=_l("New or used"), choices=Nature.choices, initial=Nature.NEW)
    purpose = forms.ChoiceField(label=_l("Use"), choices=Purpose.choices, initial=Purpose.ORDINARY)
    what = forms.ChoiceField(label=_l("How it travels"), choices=What.choices, initial=What.BULK)
    sector = forms.ChoiceField(
        label=_l("Sector"), choices=(("", _l("not said")), *Sector.choices), required=False
    )
    source = forms.CharField(label=_l("Source of used gas"), max_length=300, required=False)
    hs_code = forms.CharField(label=_l("HS code"), max_length=12, required=False)
    units = forms.IntegerField(
        label=_l("Pieces of equipment"), required=False, min_value=1, max_value=10**8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    charge_g = MassField(label=_l("Charge of one in kg"), required=False)

    def clean_substance(self) -> str:
        """The designation that is meant."""
        text = self.cleaned_data["substance"].strip()
        if not text:
            return ""
        try:
            return licensed_gas(text)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error

    def clean_hs_code(self) -> str:
        """Digits alone."""
        code: str = self.cleaned_data["hs_code"].replace(".", "").replace(" ", "")
        if code and not (code.isascii() and code.isdigit() and len(code) >= 4):
            raise forms.ValidationError(_("a code has at least four digits; write 2903.45"))
        return code

    def clean(self) -> dict[str, Any]:
        """A gas has a mass, given or by its pieces."""
        said: dict[str, Any] = super().clean() or {}
        if self.is_blank:
            return said
        by_pieces = said.get("what") == What.EQUIPMENT and said.get("units") and said.get("charge_g")
        if by_pieces and not said.get("allowed_g"):
            said["allowed_g"] = said["units"] * said["charge_g"]
        if "substance" not in self.errors and not said.get("substance"):
            self.add_error("substance", _("name the gas"))
        if "allowed_g" not in self.errors and not said.get("allowed_g"):
            self.add_error("allowed_g", _("write the mass, or the pieces with the charge of one"))
        return said

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        names = ("substance", "allowed_g", "source", "hs_code", "units", "charge_g")
        return not any((self.data.get(self.add_prefix(n)) or "").strip() for n in names)

    def values(self) -> LineValues:
        """The cleaned line."""
        said = self.cleaned_data
        return LineValues(
            said["substance"], said["allowed_g"], said["nature"], said["purpose"], said["what"], said["sector"],
            said["source"].strip(), "2022" if said["hs_code"] else "", said["hs_code"], said["units"],
            said["charge_g"],
        )  # fmt: skip


LineForms = forms.formset_factory(LineForm, extra=0, max_num=40, absolute_max=60)


class FilterForm(forms.Form):
    """What the list is narrowed to; what cannot be meant narrows nothing."""

    q = forms.CharField(
        label=_l("Number or holder"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    view = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    direction = forms.ChoiceField(
        label=_l("What for"), choices=(("", _l("all")), *Direction.choices), required=False
    )
    substance = forms.ChoiceField(label=_l("Gas"), required=False)
    year = forms.TypedChoiceField(label=_l("Quota year"), coerce=int, empty_value=None, required=False)

    def offer(self, years: list[int], substances: list[str]) -> None:
        """The years and gases that occur."""
        self.fields["year"].choices = [("", _("all")), *((y, str(y)) for y in years)]  # type: ignore[attr-defined]
        named = [("", _("all")), *((code, code) for code in substances)]
        self.fields["substance"].choices = named  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was asked, as far as it can be meant."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            said.get("q", ""), said.get("view", ""), said.get("direction", ""), said.get("substance", ""),
            said.get("year"),
        )  # fmt: skip


class ReasonForm(forms.Form):
    """A reason alone."""

    reasons = forms.CharField(
        label=_l("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("They stand in the history, and the holder is told them."),
    )  # fmt: skip


class GrantForm(forms.Form):
    """The grant with what stands on the paper."""

    conditions = forms.CharField(
        label=_l("Conditions"), max_length=4000, required=False, widget=_SHORT,
        help_text=_l("They stand on the paper."),
    )  # fmt: skip
    reasons = forms.CharField(label=_l("Reasons"), max_length=4000, required=False, widget=_SHORT)
    beyond_quota = forms.CharField(
        label=_l("Why it may go beyond the quota"), max_length=2000, required=False, widget=_SHORT,
        help_text=_l("A supervisor's decision; it stands in the history of the licence and of the quota."),
    )  # fmt: skip


class AppealForm(forms.Form):
    """An appeal as it came in."""

    lodged_on = forms.DateField(label=_l("Lodged on"), widget=Day)
    reasons = forms.CharField(label=_l("Grounds"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class OutcomeForm(forms.Form):
    """What became of an appeal."""

    outcome = forms.ChoiceField(
        label=_l("What became of it"), choices=Appealed.choices[1:], widget=forms.RadioSelect
    )
    reasons = forms.CharField(label=_l("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class VerifyForm(forms.Form):
    """Number and code from the paper."""

    number = forms.CharField(
        label=_l("Number of the licence"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_l("Code"), max_length=40, help_text=_l("Twelve letters, printed beside the square of dots."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )  # fmt: skip


class SlipForm(forms.Form):
    """The code of a holder's slip."""

    code = forms.CharField(
        label=_l("Code of the slip"), max_length=40, help_text=_l("Sixteen letters."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )  # fmt: skip
