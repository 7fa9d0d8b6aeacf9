"""Forms about an agency: how it counts and works, its days without work, and how an office begins."""

from __future__ import annotations

import hmac
import zoneinfo
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tradewind.reference import parties
from tradewind_web.accounts.forms import password_field
from tradewind_web.accounts.models import User, folded
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.roles import Kind

if TYPE_CHECKING:
    from django.utils.functional import Promise

CLIMATE_UNITS = (
    ("t CO2e", gettext_lazy("tonnes of CO₂ equivalent (t CO2e)")),
    ("kt CO2e", gettext_lazy("thousand tonnes of CO₂ equivalent (kt CO2e)")),
    ("Mt CO2e", gettext_lazy("million tonnes of CO₂ equivalent (Mt CO2e)")),
)
#: What the library of languages calls Chinese.
_NAMES_IN = {"zh-hans": "zh"}


@cache
def time_zones() -> tuple[str, ...]:
    """Names of places; the abbreviations and offsets beside them in the list only confuse."""
    return ("UTC", *sorted(z for z in zoneinfo.available_timezones() if _is_place(z)))


def _is_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(
        ("Etc/", "US/", "Canada/", "Mexico/", "Brazil/", "Chile/", "SystemV/")
    )


def party_choices() -> list[tuple[str, str | Promise]]:
    """Parties by their name in the page's language, after the line for an international body."""
    language = _NAMES_IN.get(translation.get_language() or "en", translation.get_language() or "en")
    named = sorted((parties.name_in(p, language), p.iso3) for p in parties.parties())
    return [("", gettext_lazy("none: an international body")), *((code, name) for name, code in named)]


def _months() -> list[tuple[int, str | Promise]]:
    return [(number, MONTHS[number]) for number in range(1, 13)]


class AgencyForm(forms.Form):
    """How an agency counts and works."""

    name = forms.CharField(label=gettext_lazy("Name of the agency"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"), coerce=int, choices=[(n, WEEKDAYS[n]) for n in range(7)],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens_at = forms.TimeField(
        label=gettext_lazy("Opens at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    closes_at = forms.TimeField(
        label=gettext_lazy("Closes at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quota_year_starts = forms.TypedChoiceField(label=gettext_lazy("The quota year begins in"), coerce=int)
    fiscal_year_starts = forms.TypedChoiceField(label=gettext_lazy("The fiscal year begins in"), coerce=int)
    tariff = forms.CharField(
        label=gettext_lazy("National tariff"), max_length=60, required=False,
        help_text=gettext_lazy("Its name and year, as it stands on declarations: for example EAC CET 2022."),
    )  # fmt: skip
    climate_unit = forms.ChoiceField(label=gettext_lazy("Masses for the climate in"), choices=CLIMATE_UNITS)
    idle_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes until a page left alone asks the password"), min_value=1, max_value=240,
        initial=15,
    )  # fmt: skip

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        self.agency = agency
        if agency is not None:
            kwargs["initial"] = {
                **{name: getattr(agency, name) for name in self.base_fields if hasattr(agency, name)},
                "working_days": [n for n in range(7) if n not in agency.weekend],
            }
        super().__init__(*args, **kwargs)
        zones = time_zones() if agency is None else sorted({*time_zones(), agency.time_zone})
        self.fields["time_zone"].choices = [(z, z.replace("_", " ")) for z in zones]  # type: ignore[attr-defined]
        for name in ("quota_year_starts", "fiscal_year_starts"):
            self.fields[name].choices = _months()  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name that no other agency bears."""
        name: str = self.cleaned_data["name"].strip()
        namesakes = Agency.objects.filter(name=name)
        if (namesakes.exclude(pk=self.agency.pk) if self.agency else namesakes).exists():
            raise ValidationError(_("Another agency has this name; write it out, with its town or Party."))
        return name

    def values(self) -> dict[str, Any]:
        """The agency's fields as the form gives them."""
        found = {name: self.cleaned_data[name] for name in self.cleaned_data if hasattr(Agency, name)}
        found["weekend"] = [n for n in range(7) if n not in self.cleaned_data["working_days"]]
        return found


class BeginForm(AgencyForm):
    """The first page of an office."""

    field_order = ("code", "party", "kind", "name")
    code = forms.CharField(
        label=gettext_lazy("Setup code"), strip=True,
        help_text=gettext_lazy("It stands where Tradewind was started, and in the file begin.code of its folder."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip
    party = forms.ChoiceField(label=gettext_lazy("Party"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What the agency is"), choices=Kind.choices)
    name1 = forms.CharField(label=gettext_lazy("Their name"), max_length=150)
    username1 = forms.CharField(label=gettext_lazy("Their sign-in name"), max_length=150)
    password1 = password_field(gettext_lazy("Their password"), autocomplete="new-password")
    name2 = forms.CharField(label=gettext_lazy("Their name"), max_length=150, required=False)
    username2 = forms.CharField(label=gettext_lazy("Their sign-in name"), max_length=150, required=False)
    password2 = password_field(gettext_lazy("Their password"), autocomplete="new-password")

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        self.expected = expected
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = party_choices()  # type: ignore[attr-defined]
        self.fields["password2"].required = False
        hint = _(
            "At least 12 characters. Three or four words that do not belong together are easy to keep in mind."
        )
        self.fields["password1"].help_text = self.fields["password2"].help_text = hint
        for name in ("username1", "username2"):
            self.fields[name].widget.attrs.update(
                autocapitalize="none", spellcheck="false", autocomplete="off"
            )

    def clean_code(self) -> str:
        """The code that only somebody at the machine can read."""
        code: str = self.cleaned_data["code"]
        if not hmac.compare_digest(code.strip().lower().encode(), self.expected.encode()):
            raise ValidationError(_("This is not the code. Read it where Tradewind was started."))
        return code

    def clean(self) -> dict[str, Any]:
        """A Party where the kind has one; passwords that hold; two people are two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") and cleaned["kind"] != Kind.SECRETARIAT and not cleaned.get("party"):
            self.add_error("party", _("Choose the Party; only an international body has none."))
        second = any(cleaned.get(f"{field}2") for field in ("name", "username", "password"))
        for number in ("1", "2") if second else ("1",):
            for field in ("name", "username", "password"):
                if not cleaned.get(field + number) and field + number not in self.errors:
                    self.add_error(field + number, _("Fill in all three, or leave the second person out."))
            password = cleaned.get(f"password{number}")
            if password:
                person = User(
                    username=folded(cleaned.get(f"username{number}") or ""),
                    display_name=cleaned.get(f"name{number}") or "",
                )
                try:
                    validate_password(password, person)
                except ValidationError as error:
                    self.add_error(f"password{number}", error)
        if second and folded(cleaned.get("username1") or "") == folded(cleaned.get("username2") or ""):
            self.add_error("username2", _("Each person needs a sign-in name of their own."))
        return cleaned


class HolidaysForm(forms.Form):
    """The days without work of one year, pasted as a list."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    days = forms.CharField(
        label=gettext_lazy("Days without work"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=gettext_lazy("One a line: the date as 2027-01-01, then its name. The list replaces the year's."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """`found` holds the days; each line that cannot be read is named."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found: dict[date, str] = {}
        year = cleaned.get("year")
        for number, text in enumerate((cleaned.get("days") or "").splitlines(), 1):
            if not text.strip():
                continue
            written, _sep, name = text.strip().replace(";", " ", 1).replace("\t", " ").partition(" ")
            facts = {"number": number, "text": text.strip()[:60]}
            try:
                day = date.fromisoformat(written)
            except ValueError:
                self.add_error(
                    "days",
                    _("Line %(number)s (“%(text)s”) does not begin with a date like 2027-01-01.") % facts,
                )
                continue
            if year and day.year != year:
                self.add_error("days", _("Line %(number)s (“%(text)s”) is not in the year above.") % facts)
            found[day] = name.strip()[:120] or _("holiday")
        cleaned["found"] = found
        return cleaned
