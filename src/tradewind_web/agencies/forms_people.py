"""Forms about people: roles, slips, stand-ins, hand-over, programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.accounts.forms import NewPassword, password_field
from tradewind_web.accounts.models import User
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    _PersonChoice = forms.ModelChoiceField[User]
else:
    _PersonChoice = forms.ModelChoiceField  # generic for the type checker alone


class RoleForm(forms.Form):
    """One more role for a person."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, held: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(r.value, r.label) for r in Role if r.value not in held]  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Somebody who is to come in by a printed slip."""

    display_name = forms.CharField(label=gettext_lazy("Name to show"), max_length=150)
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"), max_length=150,
        help_text=gettext_lazy("What they type to sign in; capitals do not count."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )


class _OnSlip(forms.Form):
    """What stands on a slip, and the second person's name and password."""

    slip = forms.CharField(
        label=gettext_lazy("Code on the slip"), max_length=60,
        help_text=gettext_lazy("Sixteen letters; capitals and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "autofocus": True}),
    )  # fmt: skip
    witness = forms.CharField(
        label=gettext_lazy("Their sign-in name"), required=False, max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    witness_password = password_field(gettext_lazy("Their password"), autocomplete="off")


class JoinForm(_OnSlip):
    """For somebody who has an account. A second person is always there: who joins is none of the agency yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("witness", "witness_password"):
            self.fields[name].required = True


class SlipForm(NewPassword, _OnSlip):
    """What stands on a slip, a new password, and the second person's name and password."""

    field_order = ("slip", "password1", "password2", "witness", "witness_password", "alone")
    alone = forms.BooleanField(
        label=gettext_lazy("There is nobody else in this agency (sole officer)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness_password"].required = False

    def clean(self) -> dict[str, Any]:
        """A second person, unless there is none."""
        cleaned = super().clean()
        if not cleaned.get("alone"):
            for name in ("witness", "witness_password"):
                if not cleaned.get(name):
                    self.add_error(name, _("A second person of the agency types this."))
        return cleaned


class _ColleagueChoice(_PersonChoice):
    def label_from_instance(self, obj: Any) -> str:
        """The name people know them by."""
        return str(obj.display_name)


class StandInForm(forms.Form):
    """Who stands in for whom, in which role, from when to when."""

    lender = _ColleagueChoice(queryset=User.objects.none(), label=gettext_lazy("For whom"))
    holder = _ColleagueChoice(queryset=User.objects.none(), label=gettext_lazy("Who stands in"))
    role = forms.ChoiceField(label=gettext_lazy("In the role of"), choices=Role.choices)
    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, agency: Agency, lenders: QuerySet[User], holders: QuerySet[User], **kwargs: Any
    ) -> None:
        self.agency = agency
        super().__init__(*args, **kwargs)
        self.fields["lender"].queryset = lenders  # type: ignore[attr-defined]
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`starts_at` and `ends_at`: whole days by the agency's own clock."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        if first and last:
            zone = ZoneInfo(self.agency.time_zone)
            cleaned["starts_at"] = datetime(first.year, first.month, first.day, tzinfo=zone)
            end = last + timedelta(days=1)
            cleaned["ends_at"] = datetime(end.year, end.month, end.day, tzinfo=zone)
            if cleaned["ends_at"] <= timezone.now():
                self.add_error("last", _("These days are past."))
        return cleaned


class HandOverForm(forms.Form):
    """Who takes over."""

    heir = _ColleagueChoice(queryset=User.objects.none(), label=gettext_lazy("Who takes over"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, heirs: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = heirs  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A program that is to act for a person."""

    name = forms.CharField(
        label=gettext_lazy("Which program"), max_length=100,
        help_text=gettext_lazy("Something you will know it by: “nightly load of ASYCUDA files”."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"), coerce=int,
        choices=(
            (30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("one year")),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]
