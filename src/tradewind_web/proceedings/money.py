"""Amounts of money: whole minor units inside, as people write them outside. No rate of exchange is known here."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Any

from babel.numbers import get_currency_precision
from babel.numbers import list_currencies as babel_currencies
from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tradewind.formats.numerals import DecimalMarkUnknown, Unreadable, parse_number

#: More than all that was ever fined: mistyped.
MOST = 10**15


def shown(amount: int | None, currency: str) -> str:
    """`5,000.00 EUR`; "" where it is not known."""
    if amount is None:
        return ""
    return f"{figure(Decimal(amount), currency)} {currency}"


def range_text(minimum: int | None, maximum: int | None, currency: str) -> str:
    """`310,000.00 to 620,000.00 EUR` in words that also stand for one end alone."""
    said = {"least": shown(minimum, currency), "most": shown(maximum, currency)}
    if minimum is None:
        return _("at most %(most)s") % said if maximum is not None else _("any amount")
    return _("%(least)s to %(most)s") % said if maximum is not None else _("at least %(least)s") % said


def figure(minor: Decimal, currency: str, digits: int | None = None) -> str:
    """Minor units as the number people read, to the currency's own digits or to these."""
    places = precision(currency) if digits is None else digits
    exact = minor.scaleb(-precision(currency)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return number_format(exact, places, force_grouping=True)  # which would cut digits off, not round


def plain(amount: int | None, currency: str) -> str:
    """The amount as one types it again: `5000.00`."""
    return "" if amount is None else f"{Decimal(amount).scaleb(-precision(currency)):f}"


def precision(currency: str) -> int:
    """How many digits the minor unit has: 2 for the euro, none for the yen."""
    return int(get_currency_precision(currency)) if currency else 2


@cache
def currencies() -> frozenset[str]:
    """Codes of ISO 4217."""
    return frozenset(babel_currencies())


def to_minor(number: Decimal, currency: str) -> int:
    """Whole minor units.

    Raises:
        forms.ValidationError: it has more digits than the currency, or is no amount.
    """
    scaled = number.scaleb(precision(currency))
    if scaled != scaled.to_integral_value():
        raise forms.ValidationError(
            _("%(currency)s has no such small coin; write fewer digits behind the mark")
            % {"currency": currency}
        )
    if not 0 <= scaled <= MOST:
        raise forms.ValidationError(_("this is no amount that a law names; write it in whole units"))
    return int(scaled)


def minor_of(form: forms.Form, name: str) -> int | None:
    """The amount of a field in minor units of the form's currency; what is wrong with it stands on the field."""
    number: Decimal | None = form.cleaned_data.get(name)
    if number is None:
        return None
    try:
        return to_minor(number, form.cleaned_data.get("currency") or "")
    except forms.ValidationError as error:
        form.add_error(name, error)
        return None


class NumberField(forms.CharField):
    """A number as people write it; gives a Decimal, or None for a blank field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """The number."""
        text = super().clean(value)
        try:
            return parse_number(text)
        except DecimalMarkUnknown as error:
            raise forms.ValidationError(
                _("“%(text)s” can be read in two ways; write it without a mark, or with two decimals")
                % {"text": text}
            ) from error
        except Unreadable as error:
            raise forms.ValidationError(
                _("“%(text)s” is no amount; write digits only, such as 1234.50") % {"text": text}
            ) from error


class CurrencyField(forms.CharField):
    """A code of three letters."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocapitalize": "characters", "size": 4, "autocomplete": "off"})
        super().__init__(max_length=3, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """The code in capitals, or "" for a blank field."""
        code: str = super().clean(value).strip().upper()
        if code and code not in currencies():
            raise forms.ValidationError(
                _("“%(code)s” is no currency; write its three letters") % {"code": code}
            )
        return code
