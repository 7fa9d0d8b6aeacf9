"""Every sentence of an identification, in English with named values; `locale/` holds the other languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from tradewind.identification.evidence import AIR, HYDROCARBONS, UNKNOWN
from tradewind.languages import translator
from tradewind.reference.rows import read


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be said: its code and its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The sentence in a language of the house."""
        return translator("identification", language)(TEMPLATES[self.code]) % {
            name: _shown(value, language) for name, value in self.values.items()
        }

    def __str__(self) -> str:
        return self.text()


def say(code: str, **values: object) -> Sentence:
    """A sentence with its values, which become text when it is read: most never are."""
    return Sentence(code, values)


def named(text: str, language: str = "en") -> str:
    """Names of gases with those of fakes and the words of a display in a language; designations stay.

    >>> named("R-22 62 %, air 3 %; Water under another label", "es")
    'R-22 62 %, aire 3 %; Agua con otra etiqueta'
    """
    if language == "en":
        return text
    translate = translator("identification", language)
    return _names().sub(lambda found: translate(found[0]), text)


@cache
def _names() -> re.Pattern[str]:
    names = [row["name"] for row in read("counterfeits")] + [AIR, UNKNOWN, HYDROCARBONS]
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])")


def _shown(value: object, language: str) -> str:
    return f"{value:.3g}" if isinstance(value, float) else named(str(value), language)


TEMPLATES: Final = {
    # what a reading says against a gas
    "above": _(
        "%(pressure)s bar absolute is more than %(gas)s shows at %(temperature)s °C (%(high)s bar):"
        " another gas, or air inside."
    ),
    "above_air": _(
        "%(pressure)s bar absolute is more than %(gas)s shows at %(temperature)s °C (%(high)s bar);"
        " the air that was read may explain it."
    ),
    "below_liquid": _(
        "%(pressure)s bar absolute is less than %(gas)s shows at %(temperature)s °C (%(low)s bar)"
        " while liquid is inside."
    ),
    "below": _(
        "%(pressure)s bar absolute is less than %(gas)s shows at %(temperature)s °C (%(low)s bar):"
        " no liquid left, or another gas."
    ),
    "edge": _("%(pressure)s bar absolute is at the edge of what %(gas)s can show at %(temperature)s °C."),
    "no_curve": _("We hold no saturation pressure of %(gas)s at %(temperature)s °C, so its pressure says nothing."),
    "read_other": _("The identifier shows %(shown)s; %(gas)s would show %(expected)s."),
    "too_dense": _("%(mass)s kg of %(gas)s cannot be in %(litres)s litres: at most %(most)s kg as liquid."),
    "overfull": _(
        "%(mass)s kg of %(gas)s in %(litres)s litres is more than is safe (%(most)s kg): overfull, or another liquid."
    ),
    # what a reading says for the whole
    "package_un": _("The label says %(label)s, but UN %(number)s is %(gas)s: the package contradicts itself."),
    "package_code": _("The label says %(label)s, but the text of the code names %(gases)s."),
    "air_only": _("The identifier shows hardly anything but air: purge the hose and read again."),
    "alike": _("At this temperature and with this instrument the pressure also fits %(gases)s."),
    "mixture_can": _("A mixture can be made to show any pressure: the gauge alone never proves a gas."),
    "air_raises": _("Air in the cylinder raises the pressure above that of the gas."),
    "outside_table": _(
        "Our pressures go from %(low)s to %(high)s °C: at %(temperature)s °C the gauge decides nothing."
    ),
    "net_differs": _("The net mass stated is %(stated)s kg, the scales say %(weighed)s kg."),
    "colour": _("The colour decides nothing: since 2020 all new cylinders have one colour, and anyone can paint."),
    "legacy_unit": _("This identifier knows only %(gases)s; it shows other gases as unknown or as a wrong mixture."),
    "nothing_fits": _("No gas, blend or known fake that we hold fits all readings: a mixture, or a reading is wrong."),
    "water": _(
        "Water or another heavy liquid shows no pressure: is the cylinder filled with water to pass the scales?"
    ),
    # verdicts
    "contradicted": _("What was found contradicts the label %(label)s."),
    "consistent": _("What was found agrees with the label %(label)s."),
    "undecided": _("What was found does not decide whether the label %(label)s is true."),
    "no_label": _("No label was given, so there is nothing to agree with."),
    # next steps
    "next_stop": _("Stop here: the safety words come first."),
    "next_stop_laboratory": _(
        "Stop here: the safety words come first. Hold the goods and let a laboratory take the sample."
    ),
    "next_contradicted": _(
        "Hold the goods. Weigh all of them, choose cylinders at random over all rows and layers,"
        " keep a second sample sealed, and have a laboratory prove the composition (AHRI 700)."
    ),
    "next_consistent": _(
        "Go on with the papers. A field reading is no proof of purity: where it matters, a laboratory (AHRI 700)."
        " One cylinder speaks only for itself: choose the others at random over all rows and layers."
    ),
    "next_weigh": _(
        "Weigh it or feel for liquid: without liquid inside, a low pressure says nothing. Then measure again."
    ),
    "next_identifier": _(
        "The gauge cannot decide: read it with a refrigerant identifier. Without one this cannot be decided here:"
        " send a sample to a laboratory."
    ),
    "next_laboratory": _(
        "This cannot be decided in the field: hold the goods and send a sample to a laboratory (AHRI 700)."
    ),
    "next_measure": _("Measure: pressure with temperature, mass, and an identifier where there is one."),
    # how the likelihoods came about
    "basis": _(
        "Likelihood is what was assumed before (how often a gas is in our register of public cases; a label counts"
        " twenty-fold, a fake known under that label eight-fold) times how well each reading fits, shared out to 1 over"
        " all candidates. It ranks; it is no probability of guilt."
    ),
}  # fmt: skip
