"""Forms of storage and disposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind.ledgers.disposal import CONDITIONS
from tradewind_web.licensing.fields import MassField
from tradewind_web.seizures.actions.disposal import ProposalValues
from tradewind_web.seizures.actions.storage import SiteValues, StayValues
from tradewind_web.seizures.fields import CurrencyField, MoneyField, PastDay
from tradewind_web.seizures.models_custody import Exhibit
from tradewind_web.seizures.models_storage import Site
from tradewind_web.seizures.words_custody import CONDITION_WORDS, Answer, Payer, Ventilation, Way

_SHORT: Final = forms.Textarea(attrs={"rows": 2})
_COUNT: Final = forms.TextInput(attrs={"inputmode": "numeric"})
#: Condition -> on what it rests, in the order of the ways.
SOURCES: Final[dict[str, str]] = {
    code: "; ".join(dict.fromkeys(c.source for told in CONDITIONS.values() for c in told if c.code == code))
    for code in CONDITION_WORDS
}


class SiteForm(forms.Form):
    """A site where goods are kept."""

    name = forms.CharField(label=_l("Name"), max_length=200, help_text=_l("As it is written in the custody."))
    address = forms.CharField(label=_l("Address"), max_length=300, required=False)
    capacity_g = MassField(label=_l("Room for how many kg"), required=False)
    capacity_containers = forms.IntegerField(
        label=_l("Room for how many containers"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        widget=_COUNT,
    )
    ventilation = forms.ChoiceField(
        label=_l("Ventilation"), choices=(("", _l("not said")), *Ventilation.choices), required=False
    )
    takes_flammable = forms.NullBooleanField(
        label=_l("Flammable gas may be kept here"), required=False,
        widget=forms.Select(choices=(("", _l("not said")), ("true", _l("yes")), ("false", _l("no")))),
    )  # fmt: skip
    notes = forms.CharField(label=_l("Notes"), max_length=2000, required=False, widget=_SHORT)

    def values(self) -> SiteValues:
        """The cleaned form as a value."""
        return SiteValues(**self.cleaned_data)


class CheckForm(forms.Form):
    """How a site was found."""

    on = PastDay(label=_l("On which day"))
    is_well = forms.TypedChoiceField(
        label=_l("How it was found"), choices=(("yes", _l("all is well")), ("no", _l("something is not well"))),
        coerce=lambda v: v == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    found = forms.CharField(
        label=_l("What was seen"), max_length=2000, required=False, widget=_SHORT,
        help_text=_l("Ventilation, heat, cylinders upright, smell or hiss, locks."),
    )  # fmt: skip


class StayForm(forms.Form):
    """Where goods lie, since when, and who pays."""

    site = forms.UUIDField(label=_l("Site"), widget=forms.Select)
    since = PastDay(label=_l("Since which day"))
    mass_g = MassField(label=_l("Mass with containers, kg"), required=False)
    containers = forms.IntegerField(
        label=_l("Containers"), required=False, min_value=1, max_value=10_000_000, widget=_COUNT
    )
    daily_minor = MoneyField(label=_l("Cost of one day"))
    currency = CurrencyField()
    payer = forms.ChoiceField(
        label=_l("Who pays"), choices=(("", _l("not said")), *Payer.choices), required=False
    )
    payer_name = forms.CharField(label=_l("Name of who pays"), max_length=200, required=False)

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].widget.choices = [(s.pk, s.name) for s in sites]

    def clean(self) -> dict[str, Any]:
        """A cost with its currency."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("daily_minor") is not None and not said.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("say in which currency"))
        return said

    def values(self) -> StayValues:
        """The cleaned form as a value."""
        return StayValues(**{k: v for k, v in self.cleaned_data.items() if k != "site"})


class ProposalForm(forms.Form):
    """What is known of each condition, and which way is proposed."""

    exhibits = forms.TypedMultipleChoiceField(
        label=_l("Which exhibits"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_l("Which way"), choices=Way.choices, widget=forms.RadioSelect, required=False
    )
    partner = forms.CharField(
        label=_l("Plant, buyer or ozone unit that receives it"), max_length=200, required=False
    )
    why = forms.CharField(label=_l("Why this way"), max_length=2000, widget=_SHORT, required=False)

    def __init__(
        self, *args: Any, exhibits: Sequence[Exhibit], known: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exhibits"].choices = [(e.number, f"{e.number}: {e.what}") for e in exhibits]  # type: ignore[attr-defined]
        for code, words in CONDITION_WORDS.items():
            self.fields[f"is_{code}"] = forms.ChoiceField(
                label=str(words), choices=Answer.choices, required=False, help_text=SOURCES[code],
                initial=known.get(code, Answer.UNKNOWN),
            )  # fmt: skip
            self.fields[f"by_{code}"] = forms.CharField(
                label=_l("It rests on"), max_length=300, required=False
            )

    def conditions(self) -> list[tuple[Any, Any]]:
        """The fields of each condition: the answer, and on what it rests."""
        return [(self[f"is_{code}"], self[f"by_{code}"]) for code in CONDITION_WORDS]

    def answers(self) -> dict[str, tuple[str, str]]:
        """Condition -> (answer, on what it rests)."""
        return {
            code: (
                self.cleaned_data.get(f"is_{code}") or Answer.UNKNOWN.value,
                self.cleaned_data.get(f"by_{code}", ""),
            )
            for code in CONDITION_WORDS
        }

    def must_propose(self) -> None:
        """A proposal names a way and says why."""
        for name, trouble in (("way", _("choose a way")), ("why", _("say why this way"))):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, trouble)

    def values(self) -> ProposalValues:
        """The cleaned form as a value."""
        said = self.cleaned_data
        return ProposalValues(
            said["way"], tuple(said["exhibits"]), self.answers(), said["why"], said["partner"]
        )


class DecisionForm(forms.Form):
    """A second person decides."""

    allow = forms.TypedChoiceField(
        label=_l("Decision"), choices=(("yes", _l("it is done so")), ("no", _l("it is refused"))),
        coerce=lambda v: v == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    decision = forms.CharField(label=_l("Reasons"), max_length=2000, widget=_SHORT)


class DoneForm(forms.Form):
    """How much went, and what proves it."""

    on = PastDay(label=_l("On which day"))
    certificate = forms.IntegerField(
        label=_l("Number of the certificate among the evidence"), required=False, min_value=1, widget=_COUNT,
        help_text=_l("Of a destruction it is needed: E4 is 4."),
    )  # fmt: skip
    difference_why = forms.CharField(
        label=_l("Why it is not what was held"), max_length=2000, required=False, widget=_SHORT,
        help_text=_l("Only where the masses differ by more than the scales may err."),
    )  # fmt: skip

    def __init__(self, *args: Any, exhibits: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = exhibits
        for number in exhibits:
            label = _("Net mass of exhibit %(number)s that went, kg") % {"number": number}
            self.fields[f"mass_{number}"] = MassField(label=label)
        self.order_fields(["on", *(f"mass_{n}" for n in exhibits)])

    def disposed(self) -> dict[int, int]:
        """Exhibit -> grams."""
        return {number: self.cleaned_data[f"mass_{number}"] for number in self.numbers}


class ArrivalForm(forms.Form):
    """The other ozone unit told that it arrived."""

    on = PastDay(label=_l("On which day it arrived"))
    proof = forms.IntegerField(
        label=_l("Number of its confirmation among the evidence"), min_value=1, widget=_COUNT
    )


class EndForm(forms.Form):
    """The last day of a stay."""

    until = PastDay(label=_l("Last day"))
