"""What a person fills in when judging findings: one form an act, the same for one finding and for many."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.findings import actions
from tradewind_web.findings.models import Triage, Watch
from tradewind_web.findings.queries import colleagues
from tradewind_web.findings.watching import LONGEST

Ids = Sequence[uuid.UUID | str]
LONGEST_NOTE: Final = 4000


def day(**attrs: str) -> forms.DateInput:
    """A field for a day, in the form browsers send."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


def note(rows: int = 3) -> forms.Textarea:
    """A field for a few sentences."""
    return forms.Textarea(attrs={"rows": rows})


class Act(forms.Form):
    """Something done to findings. `do` calls the one action; what it refuses is shown beside the form."""

    name: ClassVar[str] = ""
    done: ClassVar[Any] = ""

    def __init__(self, acting: Acting, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}_%s")
        super().__init__(*args, **kwargs)
        self.acting = acting

    def do(self, findings: Ids) -> None:
        """Do it to these.

        Raises:
            Refused, NotAllowed, Http404: as the action.
        """
        raise NotImplementedError


class AssignForm(Act):
    """Who has it in hand."""

    name, done = "assign", _("Assigned.")
    to = forms.TypedChoiceField(label=_("Assign to"), coerce=int)

    def __init__(self, acting: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(acting, *args, **kwargs)
        self.people = {person.pk: person for person in colleagues(acting)}
        choices = [(person.pk, person.display_name) for person in self.people.values()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def do(self, findings: Ids) -> None:
        to: User = self.people[self.cleaned_data["to"]]
        actions.assign(acting=self.acting, findings=findings, to=to)


class SnoozeForm(Act):
    """Until when it is put aside."""

    name, done = "snooze", _("Put aside.")
    until = forms.DateField(label=_("Put aside until"), widget=day())
    why = forms.CharField(label=_("Why"), required=False, max_length=LONGEST_NOTE)

    def do(self, findings: Ids) -> None:
        said = self.cleaned_data
        actions.snooze(acting=self.acting, findings=findings, until=said["until"], reason=said["why"])


class WrongForm(Act):
    """What is wrong with it."""

    name, done = "wrong", _("Marked wrong.")
    because = forms.ChoiceField(label=_("Wrong, because"), choices=Triage.Wrong.choices)
    note = forms.CharField(label=_("In your words"), required=False, max_length=LONGEST_NOTE, widget=note(2))

    def do(self, findings: Ids) -> None:
        said = self.cleaned_data
        actions.mark_wrong(acting=self.acting, findings=findings, because=said["because"], note=said["note"])


class ExplainForm(Act):
    """The lawful explanation that was found."""

    name, done = "explain", _("Explained; the detectors will learn of it.")
    explanation = forms.CharField(
        label=_("The lawful explanation"), max_length=LONGEST_NOTE, widget=note(),
        help_text=_("What was seen, and the document it rests on."),
    )  # fmt: skip
    inspected_on = forms.DateField(label=_("Day of the check"), widget=day(), initial=timezone.localdate)
    stands_until = forms.DateField(
        label=_("It stands until"), widget=day(), required=False,
        help_text=_("Leave it empty where it does not end."),
    )  # fmt: skip

    def do(self, findings: Ids) -> None:
        said = self.cleaned_data
        actions.explain(
            acting=self.acting, findings=findings, explanation=said["explanation"],
            inspected_on=said["inspected_on"], stands_until=said["stands_until"],
        )  # fmt: skip


class ConfirmForm(Act):
    """What was found, and what that rests on."""

    name, done = "confirm", _("Confirmed; the detectors will learn of it.")
    result = forms.ChoiceField(label=_("What was found"), choices=Triage.Result.choices)
    proof = forms.ChoiceField(label=_("It rests on"), choices=Triage.Proof.choices)
    inspected_on = forms.DateField(label=_("Day of the check"), widget=day(), initial=timezone.localdate)
    note = forms.CharField(label=_("In your words"), required=False, max_length=LONGEST_NOTE, widget=note())

    def do(self, findings: Ids) -> None:
        said = self.cleaned_data
        actions.confirm(
            acting=self.acting, findings=findings, result=said["result"], proof=said["proof"],
            inspected_on=said["inspected_on"], note=said["note"],
        )  # fmt: skip


class JoinForm(Act):
    """The finding under which these go on."""

    name, done = "join", _("Joined.")
    into = forms.UUIDField(label=_("Join to"))

    def do(self, findings: Ids) -> None:
        actions.join(acting=self.acting, findings=findings, to=self.cleaned_data["into"])


class ReopenForm(Act):
    """Why it waits again."""

    name, done = "reopen", _("Open again.")
    why = forms.CharField(label=_("Why it is opened again"), required=False, max_length=LONGEST_NOTE)

    def do(self, findings: Ids) -> None:
        actions.reopen(acting=self.acting, findings=findings, reason=self.cleaned_data["why"])


ACTS: Final[dict[str, type[Act]]] = {
    form.name: form
    for form in (AssignForm, SnoozeForm, WrongForm, ExplainForm, ConfirmForm, JoinForm, ReopenForm)
}


#: Acts that follow from a check: not offered where others gave the finding for reading only.
ENQUIRING: Final = frozenset({ExplainForm.name, ConfirmForm.name})


def many_at_once(acting: Acting) -> list[tuple[Act, str, str]]:
    """The forms for all findings that are ticked which have several fields, each with its heading and its button."""
    said: list[tuple[Act, str, str]] = [
        (ConfirmForm(acting, prefix=ConfirmForm.name), gettext("Confirmed by a check"), gettext("Confirm")),
        (
            ExplainForm(acting, prefix=ExplainForm.name),
            gettext("A lawful explanation was found"),
            gettext("Explained"),
        ),
    ]
    for form, _heading, _button in said:
        form.use_required_attribute = False  # one page sends many acts; the others may stay blank
    return said


def in_90_days() -> Any:
    """The last day a watch may be set to."""
    return timezone.localdate() + LONGEST


class WatchForm(forms.Form):
    """What is watched, why and until when."""

    what = forms.ChoiceField(label=_("What to watch"), choices=Watch.What.choices, widget=forms.RadioSelect)
    trader = forms.CharField(
        label=_("Trader's name"), required=False, max_length=200,
        help_text=_("In any script; every word of it must occur."),
    )  # fmt: skip
    substance = forms.CharField(label=_("Substance"), required=False, max_length=200,
                                help_text=_("As findings name it, such as HCFC-22."))  # fmt: skip
    party = forms.CharField(label=_("Party"), required=False, max_length=80,
                            help_text=_("A name or a three-letter code."))  # fmt: skip
    subject_kind = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    subject_id = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is watched"), widget=note(), max_length=LONGEST_NOTE)
    until = forms.DateField(
        label=_("Until"), widget=day(), initial=in_90_days,
        help_text=_("It ends by itself on that day, at most 90 days ahead, unless somebody renews it."),
    )  # fmt: skip


class RenewForm(forms.Form):
    """Why and until when a watch goes on."""

    reason = forms.CharField(label=_("Why it is still watched"), max_length=LONGEST_NOTE)
    until = forms.DateField(label=_("Until"), widget=day(), initial=in_90_days)


class RuleOutForm(forms.Form):
    """How a lawful explanation was ruled out."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    how = forms.CharField(label=_("How it was ruled out"), max_length=LONGEST_NOTE)
