"""Forms of cases: opening, evidence, holding, arranging; and bringing a procedure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tradewind_web.accounts.models import User
from tradewind_web.agencies.models import Agency
from tradewind_web.cases.models import Case, Procedure
from tradewind_web.cases.queries import Filters
from tradewind_web.cases.speaking import called
from tradewind_web.cases.words import EVIDENCE, Ended, Origin, said
from tradewind_web.findings.models import Finding

_SHORT = forms.Textarea(attrs={"rows": 3})


class FilterForm(forms.Form):
    """What the list is narrowed to; what cannot be meant narrows nothing."""

    look = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=(("open", _("all that are open")), ("mine", _("in my hands")), ("due", _("due or in danger")),
                 ("closed", _("closed")), ("all", _("all"))),
    )  # fmt: skip
    q = forms.CharField(label=_("Number or title"), max_length=100, required=False)
    origin = forms.ChoiceField(
        label=_("How it came up"), choices=(("", _("all")), *Origin.choices), required=False
    )

    def filters(self) -> Filters:
        """What was asked, as far as it can be meant."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(said.get("look") or "open", said.get("q", ""), said.get("origin", ""))


class OpenForm(forms.Form):
    """A new case in at most five fields."""

    title = forms.CharField(label=_("What it is about"), max_length=200)
    origin = forms.ChoiceField(label=_("How it came up"), choices=Origin.choices)
    origin_note = forms.CharField(
        label=_("More about that"), widget=_SHORT, required=False, max_length=4000,
        help_text=_("Who told it, where and when; of a control that found nothing, what was looked at."),
    )  # fmt: skip
    procedure = forms.ChoiceField(label=_("Procedure"))
    nothing_found = forms.BooleanField(
        label=_("It was looked at, and nothing was found"), required=False,
        help_text=_("The case is closed at once. Non-finds count as much as finds."),
    )  # fmt: skip

    def __init__(self, procedures: Sequence[Procedure], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["procedure"].choices = [(str(p.pk), called(p)) for p in procedures]  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """One piece of evidence."""

    kind = forms.ChoiceField(label=_("Kind of evidence"))
    text = forms.CharField(label=_("What it is and what it shows"), widget=_SHORT, max_length=4000)
    source = forms.CharField(
        label=_("Where it lies"), max_length=300, required=False,
        help_text=_("A file's name, a shelf, the number of a report."),
    )  # fmt: skip

    def __init__(self, needed: Sequence[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = dict.fromkeys([*needed, *EVIDENCE])
        named = [(k, said(EVIDENCE, k).capitalize()) for k in kinds if k]
        self.fields["kind"].choices = named  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    """The hold: the ground is the officer's choice among grounds of law."""

    ground = forms.ChoiceField(label=_("Ground of law"), widget=forms.RadioSelect)
    law = forms.CharField(label=_("Article of the law"), max_length=300)
    goods = forms.CharField(
        label=_("What is held"), widget=_SHORT, max_length=4000, help_text=_("What it is, how much, in what.")
    )
    place = forms.CharField(label=_("Where"), max_length=200)
    seals = forms.CharField(label=_("Numbers of the seals"), max_length=300, required=False)
    importer = forms.CharField(label=_("Importer"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language of the importer"), choices=settings.LANGUAGES)

    def __init__(self, grounds: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ground"].choices = list(grounds)  # type: ignore[attr-defined]


class EndHoldForm(forms.Form):
    """How a hold ends, and why."""

    how = forms.ChoiceField(
        label=_("The goods are"), choices=[(e.value, e.label) for e in (Ended.RELEASED, Ended.SEIZED)]
    )
    reason = forms.CharField(label=_("Why"), widget=_SHORT, max_length=4000)


class WordsForm(forms.Form):
    """A few words."""

    text = forms.CharField(label=_("Your words"), widget=_SHORT, max_length=4000)


class AssignForm(forms.Form):
    """A colleague."""

    to = forms.ChoiceField(label=_("Colleague"))
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, people: Iterable[User], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = [(str(p.pk), p.display_name) for p in people]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Another agency, and why."""

    agency = forms.ChoiceField(label=_("Agency"))
    why = forms.CharField(label=_("Why"), widget=_SHORT, max_length=2000)

    def __init__(self, agencies: Sequence[Agency], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [(str(a.pk), a.name) for a in agencies]  # type: ignore[attr-defined]


class OtherCaseForm(forms.Form):
    """Another case, and why."""

    other = forms.ChoiceField(label=_("The other case"))
    why = forms.CharField(label=_("Why"), widget=_SHORT, max_length=2000)

    def __init__(self, cases: Sequence[Case], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["other"].choices = [(str(c.pk), str(c)) for c in cases]  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """The findings that go on in a case of their own."""

    findings = forms.MultipleChoiceField(
        label=_("Findings that go to a new case"), widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("What the new case is about"), max_length=200)
    why = forms.CharField(label=_("Why"), widget=_SHORT, max_length=2000)

    def __init__(self, findings: Sequence[Finding], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(str(f.pk), f"{f.subject_id} {f.substance}") for f in findings]
        self.fields["findings"].choices = named  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """The version to which a case moves, and why."""

    procedure = forms.ChoiceField(label=_("Procedure"))
    why = forms.CharField(label=_("Why"), widget=_SHORT, max_length=2000)

    def __init__(self, procedures: Sequence[Procedure], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["procedure"].choices = [(str(p.pk), called(p)) for p in procedures]  # type: ignore[attr-defined]


class BringForm(forms.Form):
    """A procedure as a workbook or a TOML file."""

    file = forms.FileField(label=_("Workbook (XLSX) or TOML file"))
    base = forms.ChoiceField(label=_("It was made from"))
    why = forms.CharField(
        label=_("Why"), widget=_SHORT, max_length=2000, help_text=_("The law or the order behind it.")
    )

    def __init__(self, procedures: Sequence[Procedure], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["base"].choices = [(str(p.pk), called(p)) for p in procedures]  # type: ignore[attr-defined]
