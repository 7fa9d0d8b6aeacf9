"""Forms about one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind_web.accounts.models import User


def password_field(label: Any, *, autocomplete: str, hint: Any = "") -> forms.CharField:
    """A field whose content no page ever shows again."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, max_length=256, widget=widget, help_text=hint)


class NewPassword(forms.Form):
    """A new password, typed twice."""

    password1 = password_field(
        gettext_lazy("New password"),
        autocomplete="new-password",
        hint=gettext_lazy(
            "At least 12 characters. Three or four words that do not belong together are easy to keep in mind."
        ),
    )
    password2 = password_field(gettext_lazy("The same again"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("password1") and cleaned.get("password2") not in (None, cleaned["password1"]):
            self.add_error("password2", _("The two are not the same; type the new password again."))
        return cleaned


class ChangePassword(NewPassword):
    """The password in use, and a new one."""

    field_order = ("current", "password1", "password2")
    current = password_field(gettext_lazy("Password now"), autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        """Long enough, not common, not like the name, and not the one in use."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        if self.user.check_password(password):
            raise ValidationError(_("This is the password you have now; choose another."))
        return password
