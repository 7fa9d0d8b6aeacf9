"""Quotas, moves of them, and the rules of the Party, as they are typed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind.errors import UnknownName
from tradewind.formats.numerals import DecimalMarkUnknown, Unreadable, parse_number
from tradewind.reference.limits import group_named
from tradewind_web.errors import Refused
from tradewind_web.licensing.actions.allotting import MOST_MG
from tradewind_web.licensing.actions.ruling import FIELDS
from tradewind_web.licensing.models import LicensingRule, Quota
from tradewind_web.licensing.naming import licensed_gas
from tradewind_web.licensing.showing import GROUPS
from tradewind_web.licensing.templatetags.licence_words import whose
from tradewind_web.licensing.words import CountsAt, Entry, Leads, LinkLevel, Pool, Span, Unit

_WHY: Final = forms.Textarea(attrs={"rows": 2})


class AmountField(forms.CharField):
    """A figure of kilograms of the quota's unit, as people write it; gives whole milligrams."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> int | None:
        """Milligrams, or None for a blank field."""
        text = super().clean(value)
        return amount_of(text) if text.strip() else None


def amount_of(text: str) -> int:
    """Milligrams of a figure in kilograms.

    Raises:
        ValidationError: it is no figure.
    """
    try:
        mg = int((parse_number(text) or Decimal(0)) * 1_000_000)
    except DecimalMarkUnknown as error:
        raise forms.ValidationError(
            _("“%(text)s” can be read in two ways; write it without a mark, or with two decimals")
            % {"text": text}
        ) from error
    except (Unreadable, InvalidOperation) as error:
        raise forms.ValidationError(_("“%(text)s” is no figure; write kilograms") % {"text": text}) from error
    if not 0 <= mg <= MOST_MG:
        raise forms.ValidationError(_("this is no amount of quota; write a figure of kilograms"))
    return mg


def quota_group(text: str) -> str:
    """The annex group or gas a quota is given in.

    Raises:
        Refused: neither is meant.
    """
    try:
        return group_named(text)
    except UnknownName:
        return licensed_gas(text)


class AllotForm(forms.Form):
    """One quota: whose, of what, in which year, how much."""

    pool = forms.ChoiceField(label=_l("Whose"), choices=Pool.choices)
    group = forms.CharField(
        label=_l("Group or gas"), max_length=100,
        help_text=_l("An annex group (C-I for HCFCs, F for HFCs) or one gas."),
        widget=forms.TextInput(attrs={"list": "groups", "autocomplete": "off"}),
    )  # fmt: skip
    year = forms.IntegerField(label=_l("Year"), min_value=1990, max_value=2100)
    unit = forms.ChoiceField(label=_l("Unit"), choices=Unit.choices)
    amount = AmountField(label=_l("How much"), help_text=_l("In kilograms of the unit."))
    reason = forms.CharField(
        label=_l("Reason"), max_length=2000, required=False, widget=_WHY,
        help_text=_l("The decision that allotted it; needed where it is corrected."),
    )  # fmt: skip

    def clean_group(self) -> str:
        """The group or gas that is meant."""
        try:
            return quota_group(self.cleaned_data["group"])
        except Refused as error:
            raise forms.ValidationError(str(error)) from error


class MoveForm(forms.Form):
    """A part of a quota that goes elsewhere or is taken."""

    what = forms.ChoiceField(
        label=_l("What happens"), widget=forms.RadioSelect,
        choices=(
            ("transfer", _l("it goes to the holder or pool chosen below")),
            (Entry.RETURN.value, _l("it is returned unused")),
            (Entry.PENALTY.value, _l("it is taken for excess in an earlier year")),
        ),
    )  # fmt: skip
    to = forms.ChoiceField(label=_l("To whom"), required=False)
    amount = AmountField(label=_l("How much"), help_text=_l("In kilograms of the unit."))
    reason = forms.CharField(label=_l("Reason"), max_length=2000, widget=_WHY)

    def offer(self, quotas: list[Quota]) -> None:
        """Where it may go."""
        choices = [("", _("nobody")), *((str(q.pk), whose(q)) for q in quotas)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A transfer needs a target."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("what") == "transfer" and not said.get("to"):
            self.add_error(
                "to", _("choose to whom it goes; enter a quota of 0 for a holder who has none yet")
            )
        return said


class RulesForm(forms.Form):
    """What the Party's law says."""

    level = forms.TypedChoiceField(label=_l("How customs is linked"), choices=LinkLevel.choices, coerce=int)
    leads = forms.ChoiceField(label=_l("Which balance counts"), choices=Leads.choices)
    counts_at = forms.ChoiceField(label=_l("When quota is drawn"), choices=CountsAt.choices)
    span = forms.ChoiceField(label=_l("One licence covers"), choices=Span.choices)
    tolerance_per_mille = forms.IntegerField(
        label=_l("Tolerance, per mille"), min_value=0, max_value=1000,
        help_text=_l("By how much a shipment may be above its licence."),
    )  # fmt: skip
    tolerance_basis = forms.CharField(label=_l("Law of the tolerance"), max_length=300, required=False)
    reservation_hours = forms.IntegerField(
        label=_l("Hours a reservation is held"), min_value=1, max_value=8760
    )
    penalty_per_mille = forms.IntegerField(
        label=_l("Penalty, per mille of the excess"), min_value=0, max_value=10_000,
        help_text=_l("2000 takes double the excess off the next year's quota; 0 is no penalty."),
    )  # fmt: skip
    penalty_basis = forms.CharField(label=_l("Law of the penalty"), max_length=300, required=False)
    used_draws_quota = forms.BooleanField(label=_l("Used gas draws on quota"), required=False)
    equipment_draws_quota = forms.BooleanField(label=_l("Gas in equipment draws on quota"), required=False)
    two_people = forms.BooleanField(label=_l("A second person confirms each decision"), required=False)
    reason = forms.CharField(label=_l("Reason"), max_length=2000, widget=_WHY)

    @classmethod
    def of(cls, rule: LicensingRule, data: Any = None) -> RulesForm:
        """The form filled with what stands now."""
        return cls(data, initial={name: getattr(rule, name) for name in FIELDS})


def first_year() -> int:
    """The year a new quota is most likely for."""
    return timezone.localdate().year


GROUP_CHOICES: Final = tuple(GROUPS)


class LimitForm(forms.Form):
    """A limit of a group and year, with what sets it."""

    group = forms.ChoiceField(label=_l("Group"), choices=list(GROUPS.items()), initial="F")
    year = forms.IntegerField(
        label=_l("Year"), min_value=1986, max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    amount = AmountField(
        label=_l("The most in a year, kg"), required=False,
        help_text=_l("ODP kilograms; for HFCs kilograms of CO2 equivalent. Blank: the limit that stands ends."),
    )  # fmt: skip
    rule = forms.CharField(
        label=_l("Law or agreement that says so"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
