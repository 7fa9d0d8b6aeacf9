"""A write-off typed in one line, as on the back of a paper: `26X123 3 1360kg`, with the gas where there are several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tradewind.quantities import grams
from tradewind_web.agencies.acting import Acting
from tradewind_web.errors import Refused
from tradewind_web.licensing.customs_queries import licence_for
from tradewind_web.licensing.models import Licence, LicenceLine
from tradewind_web.licensing.verifying import gas_of
from tradewind_web.phrasing import listed

_MASS: Final = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s*(kg|g|t)(?![\w.,])", re.IGNORECASE)
_FACTORS: Final = {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000)}
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What a line says: a row of the table on the back of a licence's paper, and its mass."""

    licence: Licence
    line: LicenceLine
    row: int
    mass_g: int

    @property
    def declaration(self) -> str:
        """What the write-off stands under: the paper itself, its row as the item."""
        return f"paper {self.licence.number}"  # an identity, the same in every language


def read(acting: Acting, text: str) -> Typed:
    """What is meant.

    Raises:
        Refused: it cannot be read, or names no licence that reaches the agency; the message says what to write.
    """
    text = text.replace("\x00", " ").strip()[:LONGEST]
    mass = _MASS.search(text)
    if mass is None:
        raise Refused(_("write the licence, the row on its back and the mass with its unit: 26X123 3 1360kg"))
    number, unit = mass[1].replace(",", "."), mass[2].casefold()
    if re.fullmatch(r"\d+[.,]\d{3}", mass[1]) and unit == "kg":
        raise Refused(
            _("%(mass)s can mean thousands or thousandths; write it without a separator") % {"mass": mass[0]}
        )
    words = (text[: mass.start()] + " " + text[mass.end() :]).split()
    if len(words) < 2 or not re.fullmatch(r"\d{1,4}", words[1]):
        raise Refused(_("after the licence comes the row on its back: 26X123 3 1360kg"))
    licence = licence_for(acting, words[0])
    mass_g = grams(Decimal(number) * _FACTORS[unit])
    return Typed(licence, _line(licence, " ".join(words[2:])), int(words[1]), mass_g)


def _line(licence: Licence, gas: str) -> LicenceLine:
    lines = list(licence.lines.all())
    if gas:
        lines = [line for line in lines if line.substance == gas_of(gas)]
    if len(lines) == 1:
        return lines[0]
    named = listed(dict.fromkeys(line.substance for line in licence.lines.all()))
    raise Refused(
        _("licence %(number)s is for %(gases)s; write after the mass which of them") % {
            "number": licence.number, "gases": named,
        }
    )  # fmt: skip
