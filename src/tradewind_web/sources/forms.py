"""What people fill in about files, folders and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tradewind.reference.parties import name_in, parties
from tradewind_web.agencies.acting import Acting
from tradewind_web.sharing.forms import AudienceForm
from tradewind_web.sources.actions.sending import Keeping, Told
from tradewind_web.sources.models import CALENDARS
from tradewind_web.sources.retention import Term, What, term_of

#: Ten years: the time after which the laws that asked us no more say let go; an agency sets its own day.
KEPT_YEARS = 10
_ORDERS = (
    ("", _("as the file itself tells")),
    ("day", _("day first: 03/04/2024 is 3 April")),
    ("month", _("month first: 03/04/2024 is 4 March")),
)


class FilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class DayInput(forms.DateInput):
    """A day as browsers offer it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _party_choices() -> list[tuple[str, Any]]:
    language = {"zh-hans": "zh"}.get(get_language() or "en", get_language() or "en")
    named = sorted((name_in(p, language), p.iso3) for p in parties())
    return [("", _("not stated")), *((iso3, name) for name, iso3 in named)]


class ToldForm(forms.Form):
    """What a file cannot tell."""

    sender = forms.CharField(
        label=_("Whom you had it from"),
        help_text=_("Only where it is not your own agency, such as the office at a port."),
        required=False,
        max_length=200,
    )
    party = forms.ChoiceField(
        label=_("Whose data it is"),
        help_text=_("The Party whose national tariff its codes are of."),
        required=False,
    )
    order = forms.ChoiceField(label=_("Order of dates"), choices=_ORDERS, required=False)
    calendar = forms.ChoiceField(
        label=_("Calendar"), choices=[("", _("as the file itself tells")), *CALENDARS], required=False
    )
    historical = forms.BooleanField(
        label=_("It is the past: no clock starts and nothing is raised as new"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = _party_choices()  # type: ignore[attr-defined]

    def told(self) -> Told:
        """What was said."""
        said = self.cleaned_data
        return Told(
            sender=" ".join(said["sender"].split()),
            party=said["party"],
            historical=said["historical"],
            day_first={"day": True, "month": False}.get(said["order"]),
            calendar=said["calendar"],
        )


class KeptForm(forms.Form):
    """Why something is held and until when."""

    purpose = forms.CharField(
        label=_("What it is held for"),
        help_text=_("What has no purpose may not be kept."),
        initial=pgettext_lazy("purpose of a file", "finding illegal trade in controlled substances"),
        max_length=300,
    )
    legal_basis = forms.CharField(
        label=_("Law it rests on"),
        help_text=_("The act and article, where your agency states one."),
        required=False,
        max_length=300,
    )


class SendForm(AudienceForm, KeptForm, ToldForm):
    """Files, whom they reach, why they are held, and what they cannot tell."""

    upload = forms.FileField(label=_("Files"), widget=FilesInput, required=False)
    retain_until = forms.DateField(label=_("Kept until"), widget=DayInput, required=False)

    def __init__(self, acting: Acting, *args: Any, **kwargs: Any) -> None:
        term = term_of(acting.agency, What.FILE)
        decided = {"purpose": term.purpose, "legal_basis": term.legal_basis} if term.is_decided else {}
        kwargs["initial"] = {
            "party": acting.agency.party,
            "retain_until": term.until(),
            **decided,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(acting, *args, **kwargs)

    def clean_retain_until(self) -> date | None:
        """A day to come."""
        day: date | None = self.cleaned_data["retain_until"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("choose a day that is still to come"))
        return day

    def keeping(self) -> Keeping:
        """Why the files are held and until when."""
        said = self.cleaned_data
        return Keeping(said["purpose"].strip(), said["legal_basis"].strip(), said["retain_until"])


class FolderForm(AudienceForm, KeptForm):
    """The watched folder: on or off, how often, whom its files reach."""

    is_on = forms.BooleanField(label=_("Load files of the folder by themselves"), required=False)
    every_minutes = forms.TypedChoiceField(
        label=_("How often to look"),
        coerce=int,
        choices=[
            (5, _("every 5 minutes")), (15, _("every quarter of an hour")), (60, _("every hour")),
            (360, _("every 6 hours")), (1440, _("once a day")),
        ],
        initial=60,
    )  # fmt: skip
    retain_years = forms.IntegerField(
        label=_("Years they are kept"), min_value=1, max_value=100, initial=KEPT_YEARS
    )


class RetentionForm(forms.Form):
    """A new last day, and why."""

    retain_until = forms.DateField(label=_("Keep until"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=1000)


class RuleForm(KeptForm):
    """How long records of one kind are kept, why, and on which law."""

    days = forms.IntegerField(label=_("Days they are kept"), min_value=1, max_value=36_500)
    notice_days = forms.IntegerField(
        label=_("Days between the notice and the forgetting"), min_value=1, max_value=36_500
    )
    grace_days = forms.IntegerField(
        label=_("Days from then on until the old files are removed"), min_value=1, max_value=36_500
    )
    reason = forms.CharField(label=_("Why it is decided"), max_length=1000)

    @classmethod
    def of(cls, term: Term, data: Any = None) -> Self:
        """The form filled with what holds now; not every kind has a notice and a grace period."""
        initial = {name: getattr(term, name) for name in ("days", "notice_days", "grace_days", "legal_basis")}
        form = cls(data, initial={**initial, **({"purpose": term.purpose} if term.purpose else {})})
        form.held = term
        if not term.is_stepwise:
            del form.fields["notice_days"], form.fields["grace_days"]
        return form

    held: Term

    def term(self) -> Term:
        """What was decided."""
        said = self.cleaned_data
        return replace(self.held, is_decided=True, **{k: v for k, v in said.items() if k != "reason"})


class ReasonForm(forms.Form):
    """Why a hold is placed or lifted."""

    reason = forms.CharField(label=_("Why"), max_length=1000)


class SearchForm(forms.Form):
    """For whom everything held is searched, and who asks."""

    searched = forms.CharField(
        label=_("Name or number"),
        help_text=_("Case, accents and punctuation do not count; every word must be there."),
        max_length=300,
    )
    reason = forms.CharField(
        label=_("Who asks, and why"),
        help_text=_("It stands in the history; the name itself is kept encrypted."),
        max_length=1000,
    )
