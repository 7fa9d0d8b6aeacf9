"""The steps of a seizure, each a short form; what is blank stays unknown."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from tradewind_web.errors import Refused
from tradewind_web.licensing.fields import MassField
from tradewind_web.seizures.fields import PastDay
from tradewind_web.seizures.models import UNKNOWN
from tradewind_web.seizures.naming import designation
from tradewind_web.seizures.words import METHODS, Basis, Container, Found, Outcome, Transport, What
from tradewind_web.traders.places import PlaceField, PlacesField

#: CFCs were first made in 1930: an earlier day is mistyped.
_EARLIEST: Final = date(1930, 1, 1)
_SHORT: Final = forms.Textarea(attrs={"rows": 2})


class Step(forms.Form):
    """One screen."""

    def said(self) -> dict[str, Any]:
        """The cleaned form as JSON."""
        return {n: v.isoformat() if isinstance(v, date) else v for n, v in self.cleaned_data.items()}


class HappenedForm(Step):
    """What happened where and when."""

    what = forms.ChoiceField(label=_l("What happened"), choices=What.choices, widget=forms.RadioSelect)
    seized_on = PastDay(label=_l("On which day"), earliest=_EARLIEST)
    place = forms.CharField(label=_l("Where"), max_length=200, help_text=_l("The post, port, road or shop."))
    country = PlaceField(label=_l("Country"))


class ItemForm(Step):
    """One gas: what it is, what the label says, in how many of what, and how much."""

    substance = forms.CharField(
        label=_l("Which gas"), max_length=100, required=False,
        help_text=_l("As it was tested or is believed: R-22, Freon 134a, a CAS number."),
        widget=forms.TextInput(attrs={"list": "gases", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    unknown = forms.BooleanField(label=_l("Nobody knows what gas it is"), required=False)
    label_says = forms.CharField(
        label=_l("What the label says"), max_length=300, required=False, help_text=_l("Word for word.")
    )
    containers = forms.IntegerField(
        label=_l("How many containers"), required=False, max_value=10_000_000,
        help_text=_l("Leave it blank if they were not counted."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    container_kind = forms.ChoiceField(
        label=_l("Of which kind"), choices=(("", _l("not said")), *Container.choices), required=False
    )
    mass_g = MassField(
        label=_l("Mass in kg"), required=False, help_text=_l("Leave it blank if it is not known.")
    )
    basis = forms.ChoiceField(
        label=_l("This mass is"), choices=Basis.choices, required=False, widget=forms.RadioSelect
    )

    def clean_containers(self) -> int | None:
        """A count, or nothing."""
        count: int | None = self.cleaned_data["containers"]
        if count is not None and count < 1:
            raise forms.ValidationError(
                _("write how many there are, or leave it blank if they were not counted")
            )
        return count

    def clean(self) -> dict[str, Any]:
        """The gas by its designation; a mass with what it is."""
        said: dict[str, Any] = super().clean() or {}
        typed, unknown = said.get("substance", ""), said.pop("unknown", False)
        if typed and unknown:
            self.add_error("substance", _("a gas is named and ticked as unknown; choose one of the two"))
        elif not typed and not unknown:
            self.add_error("substance", _("name the gas, or tick that nobody knows what it is"))
        elif typed:
            try:
                said["substance"] = designation(typed)
            except Refused as error:
                self.add_error("substance", str(error))
        else:
            said["substance"] = UNKNOWN
        if said.get("mass_g") is not None and not said.get("basis"):
            self.add_error("basis", _("say what this mass is: a mass without it cannot be compared"))
        if said.get("mass_g") is None and "mass_g" not in self.errors:
            said["basis"] = ""
        return said

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed, so that there is no gas to add."""
        names = ("substance", "unknown", "label_says", "containers", "container_kind", "mass_g")
        return not any((self.data.get(name) or "").strip() for name in names)


class RouteForm(Step):
    """Who was involved and which way the goods went; traders are chosen beside it."""

    who = forms.CharField(
        label=_l("Who was involved"), max_length=2000, required=False, widget=_SHORT,
        help_text=_l("Names as they stand in the papers. What identifies a person is encrypted in the history."),
    )  # fmt: skip
    came_from = PlaceField(label=pgettext_lazy("a route", "From"), required=False)
    via = PlacesField(label=_l("Via"), required=False, help_text=_l("Several between commas."))
    going_to = PlaceField(label=pgettext_lazy("a route", "To"), required=False)
    transport = forms.ChoiceField(
        label=_l("How it travelled"), choices=(("", _l("not known")), *Transport.choices), required=False
    )
    documents = forms.CharField(
        label=_l("Document numbers"), max_length=1000, required=False, widget=_SHORT,
        help_text=_l("Declaration, licence, bill of lading, container: one a line."),
    )  # fmt: skip


class FoundForm(Step):
    """How it was found."""

    found = forms.ChoiceField(label=_l("How it was found"), choices=Found.choices, widget=forms.RadioSelect)
    found_note = forms.CharField(label=_l("More on that"), max_length=2000, required=False, widget=_SHORT)
    methods = forms.MultipleChoiceField(
        label=_l("How it was hidden or covered"), choices=METHODS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class BasisForm(Step):
    """On what law it rests, and where it stands."""

    legal_basis = forms.CharField(
        label=_l("Legal basis"), max_length=2000, required=False, widget=_SHORT,
        help_text=_l("The act and section, as the report will cite it."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_l("Where it stands"), choices=Outcome.choices)
    notes = forms.CharField(label=_l("Notes"), max_length=4000, required=False, widget=_SHORT)


class DeclaredForm(forms.Form):
    """What the goods were declared as, asked once for all of them."""

    declared_as = forms.CharField(label=_l("Declared as"), max_length=500, required=False)


class WhyForm(forms.Form):
    """Why a recorded seizure is corrected."""

    why = forms.CharField(
        label=_l("Why it is corrected"), max_length=2000, widget=_SHORT,
        help_text=_l("The reason stands beside the new version. The version before stays."),
    )  # fmt: skip


FORMS: Final[dict[str, type[Step]]] = {
    "happened": HappenedForm, "route": RouteForm, "found": FoundForm, "basis": BasisForm,
}  # fmt: skip
TITLES: Final = {
    "happened": _l("What happened, where and when"),
    "goods": _l("Which goods"),
    "route": _l("Who, and which way"),
    "found": _l("How it was found"),
    "photos": _l("Photographs"),
    "basis": _l("Legal basis"),
}
