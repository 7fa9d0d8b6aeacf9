"""Numbers by which the Ozone Secretariat's reporting system names substances in its workbooks (SubstID).

They are the reference table `secretariat_numbers`. A mixture that came after it follows from the numbering that
all its mixtures of the 400 and 500 series keep: the R-number and the place of the letter (4041 is R-404A).
"""

from __future__ import annotations

import re
from functools import cache

from tradewind.formats.naming import designation_of
from tradewind.reference import all_blends
from tradewind.reference.rows import read


def substance_of(number: str) -> str | None:
    """Our designation of a SubstID, or a substance written by name; None where the number is not known.

    >>> substance_of("135"), substance_of("4041"), substance_of("369")
    ('R-22', 'R-404A', None)
    """
    if not number.isdigit():
        found = designation_of(number)
        return found if found != number or re.match(r"(R|Halon)-", number) else None
    return _named().get(str(int(number))) or _mixture(str(int(number)))


def _mixture(number: str) -> str | None:
    parts = re.fullmatch(r"([45]\d\d)(\d)", number)
    if not parts:
        return None
    name = f"R-{parts[1]}{'' if parts[2] == '0' else chr(ord('A') + int(parts[2]) - 1)}"
    return name if name in {blend.designation for blend in all_blends()} else None


@cache
def _named() -> dict[str, str]:
    return {row["number"]: row["designation"] for row in read("secretariat_numbers")}
