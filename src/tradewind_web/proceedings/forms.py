"""Opening a proceeding, evidence, steps, decisions, and what is left out: short forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tradewind_web.licensing.fields import Day
from tradewind_web.proceedings.models import Worksheet
from tradewind_web.proceedings.money import CurrencyField, NumberField, minor_of
from tradewind_web.proceedings.values import Deciding, Noting, Opening
from tradewind_web.proceedings.words import Edition, Ground, Proof, Side, StepKind, Track, Verdict
from tradewind_web.traders.models import Trader
from tradewind_web.traders.places import PlaceField

LINES = forms.Textarea(attrs={"rows": 3})


class OpenForm(forms.Form):
    """A proceeding is opened."""

    track = forms.ChoiceField(label=_("Before whom"), choices=Track.choices, widget=forms.RadioSelect)
    about = forms.CharField(label=_("What it is about"), max_length=200)
    against = forms.CharField(
        label=_("Against whom"), max_length=300,
        help_text=_("One proceeding for each accused: a carrier is charged beside sender and receiver."),
    )  # fmt: skip
    trader = forms.ChoiceField(label=_("In the register of traders"), required=False)
    act_on = forms.DateField(
        label=_("Day of the act"), widget=Day,
        help_text=_("The law of this day counts. Of an act that lasts, the day on which it ended."),
    )  # fmt: skip
    acts = forms.IntegerField(
        label=_("How many acts"), min_value=1, max_value=999, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    jurisdiction = PlaceField(label=_("Whose law"))

    def offer(self, traders: list[Trader]) -> None:
        """The traders of the seizure."""
        named = [("", _t("none of them")), *((str(t.pk), str(t)) for t in traders)]
        self.fields["trader"].choices = named  # type: ignore[attr-defined]

    def values(self) -> Opening:
        """What was typed."""
        said = self.cleaned_data
        return Opening(
            said["track"], said["about"], said["against"], said["jurisdiction"], said["act_on"], said["acts"],
            said["trader"],
        )  # fmt: skip


class EvidenceForm(forms.Form):
    """Something that speaks for or against an element."""

    side = forms.ChoiceField(label=_("It"), choices=Side.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What it is and what it shows"), max_length=4000, widget=LINES)


class ProofForm(forms.Form):
    """How an element stands."""

    proof = forms.ChoiceField(label=_("It is"), choices=Proof.choices)


class ElementForm(forms.Form):
    """Another element."""

    words = forms.CharField(label=_("What else has to be proved"), max_length=200)


class _MoneyForm(forms.Form):
    """A form with an amount in a currency."""

    def clean(self) -> dict[str, Any]:
        """With the amount in minor units."""
        self.cleaned_data["minor"] = minor_of(self, "amount")
        return self.cleaned_data


class StepForm(_MoneyForm):
    """Something that happened or is due."""

    kind = forms.ChoiceField(label=_("What"), choices=StepKind.choices)
    on = forms.DateField(label=_("On which day"), widget=Day)
    until = forms.DateField(
        label=_("Last day of a suspension"), widget=Day, required=False, help_text=_("Blank: it is not over.")
    )
    amount = NumberField(label=_("Amount"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=LINES)

    def values(self) -> Noting:
        """What was typed."""
        said = self.cleaned_data
        return Noting(said["kind"], said["on"], said["until"], said["minor"], said["currency"], said["note"])


class DecisionForm(_MoneyForm):
    """What was decided."""

    verdict = forms.ChoiceField(
        label=_("What was decided"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    decided_on = forms.DateField(label=_("On which day"), widget=Day)
    amount = NumberField(label=_("Amount"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False)
    worksheet = forms.TypedChoiceField(
        label=_("On which worksheet it rests"), required=False, coerce=int, empty_value=None
    )
    text = forms.CharField(label=_("In the words of the decision"), max_length=8000, widget=LINES)
    appeal_until = forms.DateField(label=_("Last day to appeal"), widget=Day, required=False)
    is_final = forms.BooleanField(label=_("It is final"), required=False)

    def offer(self, worksheets: list[Worksheet]) -> None:
        """The worksheets of the proceeding."""
        offered = [(w.number, _t("Worksheet %(n)s") % {"n": w.number}) for w in worksheets]
        self.fields["worksheet"].choices = [("", _t("none")), *offered]  # type: ignore[attr-defined]

    def values(self) -> Deciding:
        """What was typed."""
        said = self.cleaned_data
        return Deciding(
            said["verdict"], said["decided_on"], said["text"], said["minor"], said["currency"], said["worksheet"],
            said["appeal_until"], said["is_final"],
        )  # fmt: skip


class LeaveOutForm(forms.Form):
    """Something that the defence does not get."""

    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices)
    exhibit = forms.CharField(
        label=_("A whole exhibit"),
        max_length=20,
        required=False,
        help_text=_("Its number: P-001 of a photograph, E-001 of a file."),
    )
    words = forms.CharField(
        label=_("Or words, wherever they stand"), max_length=300, required=False,
        help_text=_("A name, a number, a sentence: gone from every record, from the bundle and from the chains."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=LINES,
        help_text=_("This reason stays in the office; the ground does not."),
    )


class EditionForm(forms.Form):
    """Which archive."""

    edition = forms.ChoiceField(label=_("Edition"), choices=Edition.choices)
