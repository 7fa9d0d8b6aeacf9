"""What an officer knows of a cylinder, and of a load. Everything may stay blank but not all of it."""

from __future__ import annotations

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from tradewind.errors import UnknownName
from tradewind.identification import Evidence, Layout, SamplingPlan, air_at, read_shares, sampling_plan
from tradewind.reference.packages import un_number
from tradewind_web.errors import Refused
from tradewind_web.field.figures import BAR, Count, Figure
from tradewind_web.licensing.naming import licensed_gas

#: What most identifiers show, as it stands on them: name of the field, what the library calls it, what people read.
SHOWN: Final = (
    ("r134a", "R-134a", "R-134a"), ("r22", "R-22", "R-22"), ("r12", "R-12", "R-12"), ("r40", "R-40", "R-40"),
    ("hc", "hydrocarbons", _l("Hydrocarbons (HC)")), ("air", "air", _l("Air, NCG or NON")),
    ("unknown", "unknown", _l("Unknown or other")),
)  # fmt: skip
#: Lines for gases that the identifier names and that are not among those.
OTHERS: Final = 4
_YES: Final = {"yes": True, "no": False}
#: What a cylinder's gauge can show, from a vacuum on, in bar; and how cold or hot it can be.
_BAR: Final = (-1.03, 300.0)
_CELSIUS: Final = (-60.0, 90.0)
_LARGEST_LOAD: Final = 200_000


class CylinderForm(forms.Form):
    """One cylinder: what it says, what the gauge, the identifier and the scales show."""

    label = forms.CharField(
        label=_l("What the label says"), max_length=100, required=False,
        help_text=_l("R-134a, Freon 22, a CAS number. Blank if there is none."),
        widget=forms.TextInput(attrs={"list": "gases", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    pressure = Figure(*_BAR, label=_l("Pressure on the gauge"))
    pressure_unit = forms.ChoiceField(label=_l("Unit"), choices=[(u, u) for u in BAR], required=False)
    temperature = Figure(
        *_CELSIUS, label=_l("Temperature of the cylinder"), help_text=_l("On its lower part, in the shade.")
    )
    temperature_unit = forms.ChoiceField(label=_l("Unit"), choices=(("C", "°C"), ("F", "°F")), required=False)
    instrument = forms.ChoiceField(
        label=_l("The gauge is"), required=False, widget=forms.RadioSelect, initial="digital",
        choices=(("digital", _l("digital, with figures")), ("analogue", _l("with a needle"))),
    )  # fmt: skip
    liquid = forms.ChoiceField(
        label=_l("Is liquid inside?"), required=False, widget=forms.RadioSelect, initial="",
        choices=(
            ("yes", _l("yes: heard, felt or weighed")), ("no", pgettext_lazy("is liquid inside", "no")),
            ("", _l("nobody knows")),
        ),
    )  # fmt: skip
    identifier = forms.ChoiceField(
        label=_l("The identifier knows"), required=False,
        choices=(
            ("", _l("as its figures show")), ("legacy", _l("only R-134a, R-22, R-12 and hydrocarbons")),
            ("modern", _l("also R-1234yf, R-32, R-125, R-143a")),
        ),
    )  # fmt: skip
    gross = Figure(0.01, 50_000, label=_l("Gross mass, kg"))
    tare = Figure(0.01, 50_000, label=_l("Tare on the cylinder, kg"))
    net = Figure(0.01, 50_000, label=_l("Net mass on the label, kg"))
    water = Figure(
        0.01,
        50_000,
        label=_l("Water capacity, litres"),
        help_text=_l("Stamped as WC. A 13.6 kg disposable one: 13.4."),
    )
    disposable = forms.BooleanField(label=_l("It cannot be refilled"), required=False)
    un = forms.CharField(label=_l("UN number"), max_length=12, required=False)
    colour = forms.CharField(label=_l("Colour"), max_length=40, required=False)
    code = forms.CharField(label=_l("What a QR or bar code says"), max_length=500, required=False)
    height = Figure(-500, 6_000, label=_l("Height above the sea, m"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bounds_by_unit()
        for name, _gas, shown in SHOWN:
            self.fields[f"share_{name}"] = Figure(0, 102, label=shown)
        for number in range(1, OTHERS + 1):
            self.fields[f"gas_{number}"] = forms.CharField(
                label=_l("Another gas"), max_length=60, required=False,
                widget=forms.TextInput(attrs={"list": "gases", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"other_{number}"] = Figure(0, 102, label=_l("per cent"))

    def _bounds_by_unit(self) -> None:
        """What a figure lies between is said in the unit that was chosen for it."""
        bar = BAR.get(self.data.get("pressure_unit") or "bar", 1.0)
        pressure, temperature = (
            cast(Figure, self.fields["pressure"]),
            cast(Figure, self.fields["temperature"]),
        )
        pressure.low, pressure.high = (float(f"{one / bar:.3g}") for one in _BAR)
        if self.data.get("temperature_unit") == "F":
            temperature.low, temperature.high = (one * 1.8 + 32 for one in _CELSIUS)

    @property
    def shares(self) -> list[Any]:
        """The fields of what most identifiers show."""
        return [self[f"share_{name}"] for name, _gas, _shown in SHOWN]

    @property
    def others(self) -> list[tuple[Any, Any]]:
        """The fields of other gases, each with its per cent."""
        return [(self[f"gas_{n}"], self[f"other_{n}"]) for n in range(1, OTHERS + 1)]

    @property
    def has_others(self) -> bool:
        """Whether another gas, its per cent or the kind of identifier was typed, so that its part stands open."""
        typed = ("identifier", *(f"{part}_{n}" for n in range(1, OTHERS + 1) for part in ("gas", "other")))
        return self.is_bound and any(self.data.get(name) for name in typed)

    @property
    def has_package(self) -> bool:
        """Whether something of the package was typed."""
        return self.is_bound and any(self.data.get(name) for name in ("un", "colour", "code", "height"))

    def clean_label(self) -> str | None:
        """The designation the label means."""
        return _gas(self.cleaned_data["label"])

    def clean_un(self) -> str | None:
        """A UN number of these gases."""
        text = self.cleaned_data["un"]
        if not text:
            return None
        try:
            return un_number(text).number
        except UnknownName:
            raise forms.ValidationError(
                _("“%(text)s” is no UN number of these gases; check it, or leave it blank") % {"text": text}
            ) from None

    def clean(self) -> dict[str, Any]:
        """What belongs together: pressure with temperature, gross above tare, shares up to 100."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        if (said["pressure"] is None) != (said["temperature"] is None):
            lacking = "temperature" if said["temperature"] is None else "pressure"
            self.add_error(
                lacking, _("a pressure says nothing without the temperature: write both, or neither")
            )
        if said["gross"] is not None and said["tare"] is not None and said["gross"] < said["tare"]:
            self.add_error("gross", _("this is less than the tare; weigh again, or read the tare again"))
        said["reading"] = self._reading(said)
        if said["reading"] and sum(said["reading"].values()) > 102:
            self.add_error(None, _("What the identifier shows is more than 100 per cent; correct a figure."))
        return said

    def evidence(self) -> Evidence:
        """What is known, for the library. RequestError for what cannot be."""
        said = self.cleaned_data
        pressure, celsius = said["pressure"], said["temperature"]
        if pressure is not None:
            pressure *= BAR[said["pressure_unit"] or "bar"]
        if celsius is not None and said["temperature_unit"] == "F":
            celsius = (celsius - 32) / 1.8
        air = {} if said["height"] is None else {"ambient_bar": air_at(said["height"])}
        return Evidence(
            temperature_c=celsius, pressure_bar_gauge=pressure, instrument=said["instrument"] or "digital",
            label=said["label"], reading=read_shares(said["reading"]) if said["reading"] else None,
            identifier=said["identifier"] or None, liquid=_YES.get(said["liquid"]), gross_kg=said["gross"],
            tare_kg=said["tare"], net_kg=said["net"], water_l=said["water"], disposable=said["disposable"] or None,
            un_number=said["un"], colour=said["colour"] or None, code_text=said["code"] or None, **air,
        )  # fmt: skip

    def _reading(self, said: dict[str, Any]) -> dict[str, float]:
        """What the identifier shows, by the library's names; empty where nothing was typed."""
        reading = {
            gas: said[f"share_{name}"] for name, gas, _shown in SHOWN if said[f"share_{name}"] is not None
        }
        for number in range(1, OTHERS + 1):
            typed, share = said[f"gas_{number}"], said[f"other_{number}"]
            if not typed and share is None:
                continue
            if share is None or not typed:
                self.add_error(f"gas_{number}", _("write the gas and its per cent, or neither"))
                continue
            try:
                gas = licensed_gas(typed)
            except Refused as error:
                self.add_error(f"gas_{number}", str(error))
                continue
            reading[gas] = reading.get(gas, 0.0) + share
        return reading if sum(reading.values()) > 0 else {}


class LoadForm(forms.Form):
    """A load of cylinders, what is to be found out, and how sure."""

    cylinders = Count(1, _LARGEST_LOAD, label=_l("How many cylinders"))
    wrong = forms.ChoiceField(
        label=_l("Find it out if so many are wrong"), initial="5",
        choices=(("1", _l("1 in 100")), ("5", _l("5 in 100")), ("10", _l("10 in 100")), ("20", _l("20 in 100"))),
    )  # fmt: skip
    confidence = forms.ChoiceField(
        label=_l("How sure"), initial="95",
        choices=(
            ("90", _l("in 9 of 10 such loads")), ("95", _l("in 19 of 20 such loads")),
            ("99", _l("in 99 of 100 such loads")),
        ),
    )  # fmt: skip
    sensitivity = forms.ChoiceField(
        label=_l("The field test shows a wrong one"), initial="100",
        choices=(("100", _l("always")), ("90", _l("9 times in 10")), ("75", _l("3 times in 4"))),
    )  # fmt: skip
    rows = Count(1, _LARGEST_LOAD, label=_l("Rows from the door inwards"))
    columns = Count(1, _LARGEST_LOAD, label=_l("Columns across"))
    layers = Count(1, _LARGEST_LOAD, label=_l("Layers upwards"))
    seed = forms.CharField(
        label=_l("Seal or file number"), max_length=60, required=False,
        help_text=_l("The draw follows from it, so that anyone can check it later. Blank: one is made."),
    )  # fmt: skip

    def clean_cylinders(self) -> int:
        """A count."""
        count: int | None = self.cleaned_data["cylinders"]
        if count is None:
            raise forms.ValidationError(_("write how many there are"))
        return count

    def clean(self) -> dict[str, Any]:
        """Rows, columns and layers all or none, and together as many as there are."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        sides = [said["rows"], said["columns"], said["layers"]]
        if any(side is None for side in sides) and any(side is not None for side in sides):
            self.add_error("rows", _("write rows, columns and layers, or none of them"))
        elif sides[0] is not None and sides[0] * sides[1] * sides[2] != said["cylinders"]:
            self.add_error(
                "rows",
                _("these hold %(places)s cylinders, not %(cylinders)s")
                % {"places": sides[0] * sides[1] * sides[2], "cylinders": said["cylinders"]},
            )
        return said

    def plan(self, fresh_seed: str) -> SamplingPlan:
        """The plan. RequestError where no sample can be that sure."""
        said = self.cleaned_data
        layout = Layout(said["rows"], said["columns"], said["layers"]) if said["rows"] else None
        wrong = max(1, -(-said["cylinders"] * int(said["wrong"]) // 100))
        return sampling_plan(
            said["cylinders"], wrong, int(said["confidence"]) / 100, sensitivity=int(said["sensitivity"]) / 100,
            seed=said["seed"] or fresh_seed, layout=layout,
        )  # fmt: skip


def _gas(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return licensed_gas(text)
    except Refused as error:
        raise forms.ValidationError(str(error)) from error
