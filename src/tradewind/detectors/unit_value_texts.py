"""How a unit value is put, and what makes an odd one honest."""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = {
    "dear_import": "%(reporter)s reports an import of %(words)s (subheading %(code)s, HS %(edition)s) from %(partner)s "
    "in %(year)s at %(price)s USD/kg, %(times)s times the middle of %(others)s other imports under this code in that "
    "year (%(middle)s USD/kg; half of them lie between %(first)s and %(third)s).",
    "cheap_import": "%(reporter)s reports an import of %(words)s (subheading %(code)s, HS %(edition)s) from "
    "%(partner)s in %(year)s at %(price)s USD/kg; the middle of %(others)s other imports under this code in that year "
    "is %(times)s times as much (%(middle)s USD/kg; half of them lie between %(first)s and %(third)s).",
    "dear_export": "%(reporter)s reports an export of %(words)s (subheading %(code)s, HS %(edition)s) to %(partner)s "
    "in %(year)s at %(price)s USD/kg, %(times)s times the middle of %(others)s other exports under this code in that "
    "year (%(middle)s USD/kg; half of them lie between %(first)s and %(third)s).",
    "cheap_export": "%(reporter)s reports an export of %(words)s (subheading %(code)s, HS %(edition)s) to %(partner)s "
    "in %(year)s at %(price)s USD/kg; the middle of %(others)s other exports under this code in that year is "
    "%(times)s times as much (%(middle)s USD/kg; half of them lie between %(first)s and %(third)s).",
    "mass_and_value": "Reported: %(mass)s kg for %(value)s USD; at the middle price the value would be that of "
    "%(would_be)s kg.",
}

ESTIMATED: Final = (
    "the publisher estimated the mass: the unit value says more about the estimate than the trade"
)
UNIT_ERROR: Final = (
    "a unit error: multiplied or divided by 1,000 the mass would give an ordinary price (grams, kilograms or tonnes "
    "taken for one another)"
)
_OTHER_UNIT: Final = "a mass in another unit than stated"
_SEVERAL: Final = "the code covers several substances, whose prices differ"
_CODE: Final = "a mistaken code: other goods under this one"
_CONTRACT: Final = "prices that moved within the year, or a contract made at an earlier price"
_VALUE: Final = "a value in another currency, or one that was mistyped"
_DEAR: Final = (
    "laboratory grades, reference gas or small refilled cylinders, which cost more a kilogram",
    "a value that includes cylinders, equipment or services",
)
_CHEAP: Final = (
    "recovered gas, waste gas or gas on its way to be destroyed",
    "feedstock in bulk, which costs less than refrigerant in cylinders",
    "a price between related companies, which the law may allow",
)
CHECK: Final = "ask the reporting customs for the largest declarations behind the line: mass, unit, invoice"


def lawful(*, dear: bool, estimated: bool, unit_error: bool, several: bool) -> tuple[str, ...]:
    """What would explain the unit value, what these figures make likely first."""
    likely = [(estimated, ESTIMATED), (unit_error, UNIT_ERROR), (several, _SEVERAL)]
    listed = [text for holds, text in likely if holds] + list(_DEAR if dear else _CHEAP)
    if not unit_error:
        listed.append(_OTHER_UNIT)
    return (*listed, _CONTRACT, _CODE, _VALUE)
