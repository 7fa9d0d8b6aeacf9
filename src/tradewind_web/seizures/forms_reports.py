"""What a report asks of the person who files it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind.reporting.cases import FORMS
from tradewind_web.seizures.actions.reporting import MOST_DAYS
from tradewind_web.seizures.case_records import Added
from tradewind_web.seizures.fields import PastDay
from tradewind_web.seizures.market import Proposal
from tradewind_web.seizures.report_words import form_title
from tradewind_web.traders.places import PlaceField

_ANSWERS: Final = (("", _l("nobody has said yet")), ("yes", _l("yes")), ("no", _l("no")))
_TEXT: Final = forms.Textarea(attrs={"rows": 3})
_SAID: Final = {"": None, "yes": True, "no": False}
MOST_TEXT: Final = 20_000
_TEXTS: Final = ("details", "action", "addressed", "causes", "remarks")
#: What a form asks beside the seizure; what another form was told is kept and not asked again.
_ASKED: Final = {
    "form1": ("is_proven", "is_on_market", "details", "action", "remarks"),
    "form2": ("is_proven", "action", "addressed", "causes", "remarks"),
    "columns": ("is_proven", "is_on_market", *_TEXTS),
    "cen": (), "national": ("is_proven", "is_on_market"), "article7": ("is_on_market",), "neighbour": ("is_proven",),
    "origin": ("is_proven",), "press": ("is_proven",),
}  # fmt: skip


class ReportForm(forms.Form):
    """What a report tells beside the seizure itself."""

    to = PlaceField(label=_l("To which country"))
    is_proven = forms.ChoiceField(
        label=_l("Is it proven?"), choices=_ANSWERS, required=False,
        help_text=_l("Proven: an authority or a court found so. Cases that are not proven may be reported too."),
    )  # fmt: skip
    is_on_market = forms.ChoiceField(
        label=_l("Are the goods placed on the own market?"), choices=_ANSWERS, required=False,
        help_text=_l("Sold or auctioned for use here: yes. Destroyed, returned or still held: no. It decides whether"
                     " they count as consumption."),
    )  # fmt: skip
    market_why = forms.CharField(
        label=_l("Why it is otherwise than the disposal says"), max_length=1000, required=False,
        help_text=_l("Only where your answer differs; it goes out among the remarks."),
    )  # fmt: skip
    details = forms.CharField(
        label=_l("Details of the illegal trade"), max_length=4000, required=False, widget=_TEXT,
        help_text=_l("Name nobody: reports are published."),
    )  # fmt: skip
    action = forms.CharField(label=_l("Action taken"), max_length=4000, required=False, widget=_TEXT)
    addressed = forms.CharField(
        label=_l("How it was addressed"), max_length=4000, required=False, widget=_TEXT
    )
    causes = forms.CharField(label=_l("Why it happened"), max_length=4000, required=False, widget=_TEXT)
    remarks = forms.CharField(label=_l("Remarks"), max_length=4000, required=False, widget=_TEXT)
    why = forms.CharField(label=_l("Why it is revised"), max_length=1000, required=False)

    def __init__(
        self, name: str, *args: Any, is_revision: bool = False, market: Proposal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.market = market
        for other in ("is_proven", "is_on_market", *_TEXTS):
            if other not in _ASKED[name]:
                del self.fields[other]
        if "is_on_market" in self.fields and market is not None:
            self.fields["is_on_market"].help_text = market.why
            if not self.initial.get("is_on_market"):
                self.initial["is_on_market"] = {None: "", True: "yes", False: "no"}[market.value]
        else:
            del self.fields["market_why"]
        if FORMS[name].to != "party":
            del self.fields["to"]
        if not is_revision:
            del self.fields["why"]

    @classmethod
    def begun(cls, added: Added, to: str) -> dict[str, Any]:
        """What the form begins with."""
        answers = {None: "", True: "yes", False: "no"}
        told = {name: getattr(added, name) for name in _TEXTS}
        yes_no = {name: answers[getattr(added, name)] for name in ("is_proven", "is_on_market")}
        return {**told, **yes_no, "to": to}

    def clean(self) -> dict[str, Any]:
        """An answer against what the disposal says has a reason."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        market = self.market
        if market is not None and market.value is not None and "is_on_market" in said:
            is_otherwise = _SAID[said["is_on_market"]] not in (None, market.value)
            if is_otherwise and not said.get("market_why", "").strip():
                self.add_error(
                    "market_why", _("The disposal says otherwise: write why your answer is right.")
                )
        return said

    def added(self, before: Added) -> Added:
        """What was said, beside what an earlier report said and this form does not ask."""
        said = self.cleaned_data
        changed: dict[str, Any] = {
            name: _SAID[said[name]] for name in ("is_proven", "is_on_market") if name in said
        }
        texts = {name: said[name].strip() for name in _TEXTS if name in said}
        why = said.get("market_why", "").strip()
        remarks = texts.get("remarks", before.remarks)
        if why and why not in remarks:
            reason = _("On the own market: %(why)s") % {"why": why}
            texts["remarks"] = "\n".join(filter(None, (remarks, reason)))
        return replace(before, **changed, **texts)


class RecallForm(forms.Form):
    """Why a report is recalled."""

    why = forms.CharField(
        label=_l("Why it is recalled"), max_length=1000, help_text=_l("The addressee reads the reason.")
    )


class TakeForm(forms.Form):
    """As which file, in which language."""

    language = forms.ChoiceField(label=_l("Language"), choices=settings.LANGUAGES)


class TermForm(forms.Form):
    """The agency's own day for a form."""

    form = forms.ChoiceField(label=_l("Form"), choices=[(name, form_title(name)) for name in FORMS])
    days = forms.IntegerField(
        label=_l("Days after the entry"), required=False, min_value=1, max_value=MOST_DAYS,
        help_text=_l("Blank: no day is set."), widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class NarrativeForm(forms.Form):
    """A text to be read."""

    text = forms.CharField(
        label=_l("The text"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_l("A press report, a letter, a line of a register, in any language."),
    )  # fmt: skip
    published = PastDay(
        label=_l("The day it was published"), required=False,
        help_text=_l("With it, words like “yesterday” and “on Tuesday” are read as a day."),
    )  # fmt: skip
