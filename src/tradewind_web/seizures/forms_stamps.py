"""The form that names an authority for time stamps."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tradewind_web.seizures.stamp_asking import LONGEST_ADDRESS, LONGEST_ROOTS


class AuthorityForm(forms.Form):
    """Whom to ask, and what proves the answer."""

    address = forms.CharField(
        label=_("Address of the authority"), max_length=LONGEST_ADDRESS,
        help_text=_("As its operator publishes it, such as https://stamps.example/tsr"),
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip
    roots = forms.CharField(
        label=_("Its root certificate"), max_length=LONGEST_ROOTS,
        help_text=_("As PEM. Certificates between the root and the one that signs may follow."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip
