"""Forms of evidence files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.seizures.actions.evidence import EvidenceValues
from tradewind_web.seizures.words_custody import Origin


class Moment(forms.DateTimeInput):
    """The browser's own day and hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class EvidenceForm(forms.Form):
    """What is said of files that are taken in; the files themselves come beside it."""

    origin = forms.ChoiceField(label=_l("What it is"), choices=Origin.choices, widget=forms.RadioSelect)
    sender = forms.CharField(label=_l("Who sent it"), max_length=200, required=False)
    receiver = forms.CharField(label=_l("Who received it"), max_length=200, required=False)
    sent_at = forms.DateTimeField(label=_l("When it was sent"), required=False, widget=Moment())
    service = forms.CharField(label=_l("Through which service"), max_length=80, required=False)
    of = forms.IntegerField(
        label=_l("Number of the other file"), required=False, min_value=1,
        help_text=_l("Of an original: the copy that came before it. Of a cut-out: the file it was made from."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_l("What it shows"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    FIRST = ("sender", "receiver", "sent_at")

    def first(self) -> list[Any]:
        """What is asked of a copy from a telephone."""
        return [self[name] for name in self.FIRST]

    def rest(self) -> list[Any]:
        """The others."""
        return [field for field in self if field.name not in (*self.FIRST, "origin")]

    def clean(self) -> dict[str, Any]:
        """What was made from a file names it."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("origin") == Origin.DERIVED and not said.get("of") and "of" not in self.errors:
            self.add_error("of", _("say from which file it was made"))
        return said

    def values(self) -> EvidenceValues:
        """The cleaned form as a value."""
        return EvidenceValues(**self.cleaned_data)


class TellForm(forms.Form):
    """What was not known of a copy when it came."""

    sender = forms.CharField(label=_l("Who sent it"), max_length=200, required=False)
    receiver = forms.CharField(label=_l("Who received it"), max_length=200, required=False)
    sent_at = forms.DateTimeField(label=_l("When it was sent"), required=False, widget=Moment())
