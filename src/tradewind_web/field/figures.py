"""Figures as people type them on a phone: with a comma, in Arabic digits, with a true minus, in the unit they read."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

#: What one unit of a gauge is in bar.
BAR: Final = {"bar": 1.0, "psi": 0.0689476, "kPa": 0.01, "MPa": 10.0, "kgf/cm²": 0.980665}
_MARKS: Final = str.maketrans({"٫": ".", ",": ".", "−": "-", "–": "-", " ": "", "\u00a0": "", "\u202f": ""})


class Figure(forms.CharField):
    """A number between two bounds, or None where it is blank."""

    def __init__(self, low: float, high: float, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(
            max_length=20, required=False,
            widget=forms.TextInput(attrs={"inputmode": "text" if low < 0 else "decimal", "autocomplete": "off"}),
            **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> float | None:
        """The number. Raises ValidationError for what is none, or out of bounds."""
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            number = float(text.translate(_MARKS))
        except ValueError:
            raise forms.ValidationError(_("“%(text)s” is no number") % {"text": text}) from None
        if not self.low <= number <= self.high:
            raise forms.ValidationError(
                _("“%(text)s” cannot be right; it lies between %(low)s and %(high)s")
                % {"text": text, "low": f"{self.low:g}", "high": f"{self.high:g}"}
            )
        return number


class Count(Figure):
    """A whole number."""

    def clean(self, value: Any) -> int | None:
        """The count. Raises ValidationError for a part of one."""
        number = super().clean(value)
        if number is None:
            return None
        if number != int(number):
            raise forms.ValidationError(_("“%(text)s” is no whole number") % {"text": str(value).strip()})
        return int(number)
