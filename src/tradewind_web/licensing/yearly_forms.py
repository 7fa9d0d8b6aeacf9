"""Forms of the yearly figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.licensing.fields import Day, MassField


class StatementForm(forms.Form):
    """A mass, or that there was none, and where that comes from."""

    mass = MassField(
        label=_l("Mass"), required=False, help_text=_l("kilograms without a unit; “1.2 t” also works")
    )
    zero = forms.BooleanField(label=_l("There was none: zero"), required=False)
    source = forms.CharField(
        label=_l("Where the figure comes from"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Either a mass or zero."""
        said = super().clean() or {}
        if not self.errors and (said.get("mass") is None) == (not said.get("zero")):
            raise forms.ValidationError(
                _("write the mass, or tick that there was none: a blank is not a zero"), code="blank"
            )
        return said

    @property
    def amount(self) -> int:
        """Grams."""
        return 0 if self.cleaned_data["zero"] else int(self.cleaned_data["mass"])


class PriceForm(forms.Form):
    """A price in US dollars a kg, and where it comes from."""

    price = forms.DecimalField(
        label=_l("US dollars a kg"), min_value=Decimal("0.01"), max_value=Decimal(100_000), decimal_places=2
    )
    source = forms.CharField(
        label=_l("Where the figure comes from"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def amount(self) -> int:
        """US cents."""
        return int(self.cleaned_data["price"] * 100)


class SubmitForm(forms.Form):
    """When a report went out, and under which reference."""

    on = forms.DateField(label=_l("Sent on"), widget=Day())
    reference = forms.CharField(
        label=_l("Reference of the letter or of the online system"), max_length=200, required=False
    )
