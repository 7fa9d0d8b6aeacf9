"""Fields that several registers ask with: a day, a mass as people write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tradewind.formats.numerals import (
    IMPLAUSIBLE_MASS_G,
    DecimalMarkUnknown,
    UnitUnknown,
    Unreadable,
    parse_mass_g,
)


class Day(forms.DateInput):
    """The browser's own day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def as_typed(grams: int, unit: int) -> str:
    """Grams in a unit of so many grams, to the last one, as the fields read it back: never with three decimals, which
    may be thousands."""
    whole, rest = divmod(grams, unit)
    decimals = f"{rest:0{len(str(unit)) - 1}}".rstrip("0")
    return f"{whole}.{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else str(whole)


class MassField(forms.CharField):
    """A mass as people write it: `13.6`, `13,6`, `30 lb`, `115 x 13.6`; kilograms without a unit. Gives grams."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Grams are shown as kilograms."""
        return as_typed(value, 1000) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Whole grams, or None for a blank field."""
        text = super().clean(value)
        try:
            mass = parse_mass_g(text, "kg") if text.strip() else None
        except DecimalMarkUnknown as error:
            raise forms.ValidationError(
                _("“%(text)s” can be read in two ways; write it without a mark, or with two decimals")
                % {"text": text}
            ) from error
        except UnitUnknown as error:
            raise forms.ValidationError(
                _("the unit in “%(text)s” is not clear; write kg, or no unit") % {"text": text}
            ) from error
        except Unreadable as error:
            raise forms.ValidationError(
                _("“%(text)s” is no mass; write a number of kilograms") % {"text": text}
            ) from error
        if mass == 0:
            raise forms.ValidationError(_("a mass of zero is no mass; leave it blank if it is not known"))
        if mass is not None and mass > IMPLAUSIBLE_MASS_G:
            raise forms.ValidationError(_("this is more gas than there is; write kilograms"))
        return mass
