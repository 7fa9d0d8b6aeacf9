"""Forms of exhibits, custody and paper forms: few fields first, the rest below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.errors import Refused
from tradewind_web.licensing.fields import Day, MassField
from tradewind_web.seizures.actions.custody import MOST_FORMS
from tradewind_web.seizures.fields import CurrencyField, MoneyField, PastDay
from tradewind_web.seizures.models import UNKNOWN
from tradewind_web.seizures.models_custody import Exhibit
from tradewind_web.seizures.naming import designation, shown
from tradewind_web.seizures.values_custody import CylinderValues, EntryValues, ExhibitValues
from tradewind_web.seizures.words import Container
from tradewind_web.seizures.words_custody import Act, Precision, Source, Weighed

_SHORT: Final = forms.Textarea(attrs={"rows": 2})
#: What people write where there is no seal.
_NO_SEAL: Final = frozenset({"-", "–", "—", "0"})
#: A scale of the yard reads to a tenth of a kilogram.
_SCALE_G: Final = 100
MOST_CYLINDERS: Final = 500
#: Field of one cylinder -> longest.
_IDENTITY: Final = {"serial": 80, "stamp": 120, "valve": 80, "code": 500}


class Clock(forms.TimeInput):
    """The browser's own time of day."""

    input_type = "time"


class ExhibitForm(forms.Form):
    """What is held as one thing."""

    what = forms.CharField(
        label=_l("What is it"),
        max_length=200,
        help_text=_l("A cage of 24 cylinders, one cylinder, a sample."),
    )
    substance = forms.CharField(
        label=_l("Which gas"), max_length=100, required=False,
        help_text=_l("As it was tested or is believed; blank: nobody knows."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    containers = forms.IntegerField(
        label=_l("How many containers"), required=False, min_value=1, max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    container_kind = forms.ChoiceField(
        label=_l("Of which kind"), choices=(("", _l("not said")), *Container.choices), required=False
    )
    gross_g = MassField(label=_l("Gross, kg"), required=False, help_text=_l("With the containers."))
    tare_g = MassField(label=_l("Empty containers, kg"), required=False)
    net_g = MassField(
        label=_l("Net, kg"), required=False, help_text=_l("The gas alone; blank: gross less the empty ones.")
    )
    weighed = forms.ChoiceField(
        label=_l("How it was weighed"), choices=(("", _l("not said")), *Weighed.choices), required=False
    )
    label_says = forms.CharField(
        label=_l("What the label says"), max_length=300, required=False, help_text=_l("Word for word.")
    )
    cylinders = forms.CharField(
        label=_l("Cylinders one by one"), max_length=100_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("One a line: serial number; stamp; valve; QR code or barcode. What cannot be read stays blank."),
    )  # fmt: skip
    packages = forms.CharField(label=_l("Packages"), max_length=200, required=False)
    vehicle = forms.CharField(label=_l("Vehicle it was found in"), max_length=100, required=False)
    taken_from = forms.IntegerField(
        label=_l("Taken out of exhibit"), required=False, min_value=1, max_value=1000,
        help_text=_l("Of a sample: the number of the exhibit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    claimed_minor = MoneyField(label=_l("Value on the papers"))
    market_minor = MoneyField(label=_l("Value on the market"))
    currency = CurrencyField()

    FIRST = ("what", "substance", "containers", "container_kind", "gross_g", "tare_g", "net_g", "weighed")

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:  # what it was taken out of stays
            del self.fields["taken_from"]

    def first(self) -> list[Any]:
        """The fields every exhibit asks for."""
        return [self[name] for name in self.FIRST]

    def rest(self) -> list[Any]:
        """The others."""
        return [field for field in self if field.name not in self.FIRST]

    def clean_substance(self) -> str:
        """The designation that is meant, or that nobody knows."""
        typed = self.cleaned_data["substance"]
        if not typed.strip():
            return UNKNOWN
        try:
            return designation(typed)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error

    def clean_cylinders(self) -> tuple[CylinderValues, ...]:
        """One cylinder a line."""
        lines = [line for line in self.cleaned_data["cylinders"].splitlines() if line.strip()]
        if len(lines) > MOST_CYLINDERS:
            raise forms.ValidationError(
                _("these are more than %(most)s cylinders; make a second exhibit") % {"most": MOST_CYLINDERS}
            )
        found = []
        for number, line in enumerate(lines, 1):
            parts = [part.strip() for part in line.split(";", 3)]
            said = dict(zip(_IDENTITY, [*parts, *[""] * (4 - len(parts))], strict=True))
            if any(len(said[name]) > longest for name, longest in _IDENTITY.items()):
                raise forms.ValidationError(_("line %(number)s is too long") % {"number": number})
            found.append(CylinderValues(**said))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """Masses that fit each other, values with their currency."""
        said: dict[str, Any] = super().clean() or {}
        gross, tare, net = said.get("gross_g"), said.get("tare_g"), said.get("net_g")
        if gross is not None and tare is not None:
            if tare >= gross:
                self.add_error("tare_g", _("the empty containers cannot weigh more than the full ones"))
            elif net is None:
                said["net_g"] = gross - tare
            elif net > gross:
                self.add_error("net_g", _("the gas alone cannot weigh more than with its containers"))
        if any(said.get(name) is not None for name in ("gross_g", "tare_g", "net_g")) and not said.get(
            "weighed"
        ):
            self.add_error("weighed", _("say how it was weighed: a court asks"))
        valued = said.get("claimed_minor") is not None or said.get("market_minor") is not None
        if valued and not said.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("say in which currency"))
        return said

    def values(self) -> ExhibitValues:
        """The cleaned form as a value."""
        return ExhibitValues(**self.cleaned_data)


def exhibit_initial(values: ExhibitValues) -> dict[str, Any]:
    """What the form of an exhibit begins with."""
    lines = ["; ".join([c.serial, c.stamp, c.valve, c.code]).rstrip("; ") for c in values.cylinders]
    known = "" if values.substance == UNKNOWN else values.substance
    return {**values.as_facts(), "cylinders": "\n".join(lines), "substance": known}


class EntryForm(forms.Form):
    """One act of custody, as somebody standing beside the goods writes it."""

    act = forms.ChoiceField(label=_l("What happened"))
    exhibits = forms.TypedMultipleChoiceField(
        label=_l("Which exhibits"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    day = PastDay(label=_l("On which day"))
    at = forms.TimeField(
        label=_l("At what time"), required=False, widget=Clock, help_text=_l("Blank: only the day is known.")
    )
    from_holder = forms.CharField(label=_l("From whom"), max_length=200, required=False)
    from_place = forms.CharField(label=_l("From where"), max_length=200, required=False)
    to_holder = forms.CharField(
        label=_l("To whom"), max_length=200, required=False, help_text=_l("Blank: it stays with them.")
    )
    to_place = forms.CharField(
        label=_l("To where"), max_length=200, required=False, help_text=_l("Blank: it stays there.")
    )
    seal_before = forms.CharField(
        label=_l("Seal found on it"), max_length=80, required=False,
        help_text=_l("Read it off the goods. A dash: there is none. Blank: nobody looked."),
    )  # fmt: skip
    seal_after = forms.CharField(
        label=_l("Seal left on it"), max_length=80, required=False, help_text=_l("Blank: the same.")
    )
    mass_g = MassField(label=_l("Mass if it was weighed, kg"), required=False)
    roughly = forms.BooleanField(label=_l("The time is known only to the hour"), required=False)
    until_day = forms.DateField(label=_l("If it lasted: until which day"), widget=Day, required=False)
    until_at = forms.TimeField(label=_l("Until what time"), required=False, widget=Clock)
    covers_hours = forms.IntegerField(
        label=_l("Hours until the next entry is due"), required=False, min_value=1, max_value=24 * 366,
        help_text=_l("A journey of 6 hours, a look every 720: what comes later is marked."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    condition = forms.CharField(label=_l("In what condition"), max_length=500, required=False)
    basis = forms.ChoiceField(
        label=_l("This mass is"), choices=(("gross", _l("gross")), ("net", _l("net"))), required=False
    )
    scale_g = MassField(label=_l("The scale may err by, kg"), required=False, initial=_SCALE_G)
    taken_g = MassField(
        label=_l("Taken out of it, kg"), required=False, help_text=_l("The mass of a sample.")
    )
    source = forms.ChoiceField(label=_l("How you know"), choices=Source.choices, required=False)
    told_by = forms.CharField(label=_l("Who told you"), max_length=200, required=False)
    code = forms.CharField(
        label=_l("Code of the paper form"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    why = forms.CharField(label=_l("Why"), max_length=2000, required=False, widget=_SHORT)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    FIRST = (
        "day", "at", "from_holder", "from_place", "to_holder", "to_place", "seal_before", "seal_after", "mass_g",
    )  # fmt: skip

    def __init__(
        self, *args: Any, exhibits: Sequence[Exhibit], corrects: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        acts = [c for c in Act.choices if corrects or c[0] != Act.STRUCK]
        self.fields["act"].choices = acts  # type: ignore[attr-defined]
        self.fields["exhibits"].choices = [  # type: ignore[attr-defined]
            (e.number, f"{e.number}: {e.what}, {shown(e.substance)}") for e in exhibits
        ]
        for name in ("from_holder", "to_holder"):
            self.fields[name].widget.attrs["list"] = "holders"
        for name in ("from_place", "to_place"):
            self.fields[name].widget.attrs["list"] = "holding-places"
        self.fields["why"].required = corrects

    def first(self) -> list[Any]:
        """The fields every entry asks for."""
        return [self[name] for name in self.FIRST]

    def rest(self) -> list[Any]:
        """The others."""
        return [f for f in self if f.name not in (*self.FIRST, "act", "exhibits", "seen")]

    def clean(self) -> dict[str, Any]:
        """One mass of one exhibit; an end behind its beginning."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("exhibits") and said.get("act") != Act.STRUCK:
            self.add_error("exhibits", _("say which exhibits it is about"))
        several = len(said.get("exhibits") or ()) > 1
        for name in ("mass_g", "taken_g"):
            if said.get(name) is not None and several:
                self.add_error(name, _("a mass is of one exhibit: write an entry for each that was weighed"))
        if said.get("source") == Source.TOLD and not said.get("told_by"):
            self.add_error("told_by", _("say who told you"))
        if said.get("until_day") and said.get("day"):
            until, begun = (
                _moment(said["until_day"], said.get("until_at")),
                _moment(said["day"], said.get("at")),
            )
            if until < begun:
                self.add_error("until_day", _("it cannot end before it began"))
        return said

    def values(self) -> EntryValues:
        """The cleaned form as a value."""
        said = dict(self.cleaned_data)
        day, at = said.pop("day"), said.pop("at")
        until_day, until_at = said.pop("until_day"), said.pop("until_at")
        roughly = said.pop("roughly")
        said.pop("seen")
        struck = said["act"] == Act.STRUCK
        precision = Precision.DAY if at is None else Precision.HOUR if roughly else Precision.MINUTE
        return EntryValues(
            happened_at=_moment(day, at), precision=precision,
            until=_moment(until_day, until_at) if until_day else None,
            **{
                **said, "exhibits": () if struck else tuple(said["exhibits"]),
                "seal_before": _seal(said["seal_before"]), "seal_after": _seal(said["seal_after"]),
                "basis": said["basis"] or "gross", "source": said["source"] or Source.SEEN,
                "scale_g": said["scale_g"] or 0,
                "taken_g": said["taken_g"] or 0,
            },
        )  # fmt: skip


class ExplainForm(forms.Form):
    """What is said beside a mark."""

    text = forms.CharField(label=_l("Explanation"), max_length=2000, widget=_SHORT)


class WhyForm(forms.Form):
    """Why an exhibit is corrected."""

    why = forms.CharField(label=_l("Why it is corrected"), max_length=2000, widget=_SHORT)


class BookForm(forms.Form):
    """How many numbered forms are printed."""

    forms = forms.IntegerField(
        label=_l("How many forms"), min_value=1, max_value=MOST_FORMS, initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code on a form."""

    code = forms.CharField(
        label=_l("Code of the form"), max_length=40,
        help_text=_l("Twelve letters beside the square of dots; capitals and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


def _moment(day: date, at: time | None) -> datetime:
    """A day without a time is told from its noon."""
    return timezone.make_aware(datetime.combine(day, at or time(12)))


def _seal(text: str) -> str | None:
    if not text.strip():
        return None
    return "" if text.strip() in _NO_SEAL else text.strip()
