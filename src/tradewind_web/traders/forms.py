"""Typing a trader in, correcting one, linking two, and narrowing the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tradewind_web.traders.models import Kind, Link, Trader
from tradewind_web.traders.places import PlaceField
from tradewind_web.traders.queries import Filters
from tradewind_web.traders.values import LONGEST_NAME, LONGEST_NUMBER, TraderValues, values_of

_WHY = forms.Textarea(attrs={"rows": 3})
QUOTA = (("", _("not known")), ("yes", _("yes")), ("no", _("no")))


class LinesField(forms.CharField):
    """One value a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(required=False, max_length=3000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Values are shown one a line."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines that say something, none twice."""
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return tuple(dict.fromkeys(filter(None, lines)))


class TraderForm(forms.Form):
    """What the register says of a trader."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    is_person = forms.BooleanField(
        label=_("It is a person, not a company"), required=False,
        help_text=_("What identifies a person is kept only as long as it is needed."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("What it does"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    country = PlaceField(label=_("Country"), required=False)
    national_number = forms.CharField(
        label=_("National trader number"), max_length=LONGEST_NUMBER, required=False,
        help_text=_("The number under which customs or the licensing office knows it."),
    )  # fmt: skip
    holds_quota = forms.ChoiceField(label=_("Holds a quota or licence"), choices=QUOTA, required=False)
    other_names = LinesField(
        label=_("Other names"), help_text=_("One a line: in another script, former, trading.")
    )
    registrations = LinesField(
        label=_("Registration numbers"), help_text=_("One a line, with what it is: “VAT 4711”.")
    )
    address = forms.CharField(
        label=_("Address"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def values(self) -> TraderValues:
        """The cleaned form as a value."""
        said = self.cleaned_data
        return TraderValues(
            " ".join(said["name"].split()), said["is_person"], said["other_names"], said["national_number"],
            said["registrations"], said["address"], said["country"], tuple(Kind(k) for k in said["kinds"]),
            {"yes": True, "no": False}.get(said["holds_quota"]), said["notes"],
        )  # fmt: skip


class CorrectForm(TraderForm):
    """The same with the reason."""

    why = forms.CharField(
        label=_("Why it is corrected"), max_length=2000, widget=_WHY,
        help_text=_("The reason stands in the record's history."),
    )  # fmt: skip

    @classmethod
    def of(cls, trader: Trader, data: Any = None) -> CorrectForm:
        """The form filled with what stands now."""
        said = values_of(trader)
        initial: dict[str, Any] = {
            name: getattr(said, name) for name in cls.base_fields if hasattr(said, name)
        }
        initial["kinds"] = [k.value for k in said.kinds]
        initial["holds_quota"] = {True: "yes", False: "no", None: ""}[said.holds_quota]
        return cls(data, initial=initial)


class LinkForm(forms.Form):
    """What is said of this trader and the one chosen."""

    kind = forms.ChoiceField(label=_("This trader"), choices=Link.Kind.choices, widget=forms.RadioSelect)
    other = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why"), max_length=2000, widget=_WHY,
        help_text=_("The reason stands beside the link. A link can be undone; nothing is lost by it."),
    )  # fmt: skip


class WhyForm(forms.Form):
    """A reason alone."""

    why = forms.CharField(label=_("Why"), max_length=2000, widget=_WHY)


class FilterForm(forms.Form):
    """What the list is narrowed to; what cannot be meant narrows nothing."""

    q = forms.CharField(
        label=_("Name, number or address"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("In any script: type a name in Latin letters to find it in Cyrillic, Arabic or Chinese."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What it does"), choices=(("", _("all")), *Kind.choices), required=False)
    country = PlaceField(label=_("Country"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=(("", _("all")), *Trader.State.choices[:2])
    )

    def filters(self) -> Filters:
        """What was asked, as far as it can be meant."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            said.get("q", ""), said.get("kind", ""), said.get("country", ""), said.get("state", "")
        )
