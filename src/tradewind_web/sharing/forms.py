"""Choosing whom a record reaches: the same fields wherever a record is made or shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.errors import Refused
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sharing.models import Audience, Group
from tradewind_web.sharing.queries import agencies_inside, agencies_outside, groups_of, persons_named

#: TLP:RED is for named persons, whom only the form to share names.
OFFERED = [choice for choice in Tlp.choices if choice[0] != Tlp.RED]


class _Agencies(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Agency) -> str:
        return f"{obj.name} ({obj.party})" if obj.party else obj.name


class AudienceForm(forms.Form):
    """Agencies and groups beside one's own agency, which always sees what it makes; and the marking."""

    agencies = _Agencies(
        Agency.objects.none(),
        required=False,
        label=_("Agencies"),
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        required=False,
        label=_("Groups"),
        widget=forms.CheckboxSelectMultiple,
    )
    tlp = forms.ChoiceField(choices=OFFERED, label=_("How far it may travel"), initial=Tlp.AMBER_STRICT)
    permitted = forms.ChoiceField(
        choices=Permitted.choices, label=_("What those who see it may do"), initial=Permitted.USE
    )

    def __init__(self, acting: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        # An agency for which nobody works (the steward of public facts) reads nothing.
        worked_for = Agency.objects.filter(memberships__isnull=False).exclude(pk=acting.agency.pk).distinct()
        self.fields["agencies"].queryset = worked_for  # type: ignore[attr-defined]
        self.fields["groups"].queryset = groups_of(acting)  # type: ignore[attr-defined]

    def audience(self) -> Audience | None:
        """The chosen audience, one's own agency in it; None where the form now says what is wrong."""
        said = self.cleaned_data
        try:
            return audience_of(
                agencies=[self.acting.agency, *said["agencies"]],
                groups=said["groups"],
                tlp=Tlp(said["tlp"]),
                permitted=Permitted(said["permitted"]),
            )
        except Refused as error:
            self.add_error(None, str(error))
            return None


class ShareForm(AudienceForm):
    """Whom a record shall reach too, persons among them, and why."""

    tlp = forms.ChoiceField(choices=Tlp.choices, label=_("How far it may travel"), initial=Tlp.AMBER_STRICT)
    persons = forms.CharField(
        label=_("Persons, by their user names"),
        help_text=_(
            "One a line. Under TLP:RED only they and you see it: your agency as a whole no longer does."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
        max_length=2000,
    )
    reason = forms.CharField(
        label=_("Why it is shared"),
        help_text=_("The reason stands in the record's history."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def clean_persons(self) -> list[tuple[Agency, User]]:
        """The persons, each in the agencies they work for."""
        names = self.cleaned_data["persons"].replace(",", "\n").split()
        found = persons_named(names)
        if missing := [name for name in names if name not in found]:
            raise forms.ValidationError(
                _("nobody who reads records has the user name %(name)s; ask them how they sign in"),
                params={"name": missing[0]},
            )
        return [whom for name in dict.fromkeys(names) for whom in found[name]]


class WithdrawForm(forms.Form):
    """Why a record shall reach its own agency alone again."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class GroupForm(forms.Form):
    """A new group of agencies."""

    name = forms.CharField(label=_("Name of the group"), max_length=200)
    late_joiner = forms.ChoiceField(
        choices=Group.LateJoiner.choices,
        label=_("What an agency that joins later sees of what was shared before"),
    )
    reason = forms.CharField(label=_("What it is for"), max_length=2000)


class JoinForm(forms.Form):
    """An agency to add to a group, and why."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    reason = forms.CharField(label=_("Why"), max_length=2000)

    def __init__(self, group: Group, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_outside(group)  # type: ignore[attr-defined]

    def offer(self, agencies: Iterable[Agency]) -> Self:
        """This form with these agencies to choose from, read once for all groups of a page."""
        blank = self.fields["agency"].empty_label  # type: ignore[attr-defined]
        offered = [("", blank), *((str(agency.pk), str(agency)) for agency in agencies)]
        self.fields["agency"].choices = offered  # type: ignore[attr-defined]
        return self


class LeaveForm(forms.Form):
    """An agency to take out of a group, and why."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    reason = forms.CharField(label=_("Why"), max_length=2000)

    def __init__(self, group: Group, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_inside(group)  # type: ignore[attr-defined]
