"""The form that narrows the board of open marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tradewind_web.seizures.models_storage import Site
from tradewind_web.seizures.queries_marks import AGES, Filters
from tradewind_web.seizures.words_custody import Ask


class MarksForm(forms.Form):
    """By what asks, where the goods lie, and how long it has stood."""

    kind = forms.ChoiceField(label=_("What asks"), required=False)
    site = forms.ChoiceField(label=_("Where it lies"), required=False)
    days = forms.TypedChoiceField(label=_("Stands for"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, sites: Sequence[Site], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [("", _("anything")), *Ask.choices]  # type: ignore[attr-defined]
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            ("", _("anywhere")), *((str(site.pk), site.name) for site in sites)
        ]  # fmt: skip
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            ("", _("however long")),
            *((n, ngettext("%(n)s day or longer", "%(n)s days or longer", n) % {"n": n}) for n in AGES),
        ]

    def filters(self) -> Filters:
        """What was chosen; a choice that is none narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        site = said.get("site")
        return Filters(said.get("kind") or "", UUID(site) if site else None, said.get("days"))
