"""Fields that several forms about seizures ask with: a day that has come, an amount, its currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.licensing.fields import Day


class PastDay(forms.DateField):
    """A day that has come; one before `earliest` is mistyped."""

    def __init__(self, *, earliest: date = date(1990, 1, 1), **kwargs: Any) -> None:
        super().__init__(widget=Day, **kwargs)
        self.earliest = earliest

    def clean(self, value: Any) -> Any:
        """The day, or nothing."""
        day: date | None = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("this day has not come yet; write the day it happened"))
        if day is not None and day < self.earliest:
            raise forms.ValidationError(_("this day is too long ago; write the year with four digits"))
        return day


class MoneyField(forms.DecimalField):
    """An amount with at most two decimals; gives hundredths."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(
            min_value=0, max_digits=15, decimal_places=2, required=False, widget=widget, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """Hundredths are shown as an amount."""
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Hundredths, or None for a blank field."""
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)


class CurrencyField(forms.CharField):
    """The currency of an amount beside it."""

    def __init__(self) -> None:
        super().__init__(
            label=_l("Currency"), max_length=3, required=False, help_text=_l("Three letters: KES, EUR.")
        )

    def clean(self, value: Any) -> str:
        """Three letters, or nothing."""
        code: str = super().clean(value).upper()
        if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise forms.ValidationError(_("write the currency in three letters"))
        return code
