"""Numbers by which the Ozone Secretariat's reporting system names substances in its workbooks (SubstID).

Annexes A to E are numbered from 100 in the order below, annex F by ASHRAE number, mixtures of the 400 and 500
series by R-number and letter (4041 is R-404A). Source: identifiers of the reporting system, state of April
2021.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tradewind.formats.naming import designation_of

_FROM_100: Final = (
    "CFC-11 CFC-113 CFC-114 CFC-115 CFC-12 Halon-1211 Halon-1301 Halon-2402 CFC-111 CFC-112 CFC-13 "
    "CFC-211 CFC-212 CFC-213 CFC-214 CFC-215 CFC-216 CFC-217 CCl4 CH3CCl3 HCFC-121 HCFC-122 "
    "HCFC-123_(all_isomers) HCFC-123 HCFC-124_(all_isomers) HCFC-124 HCFC-131 HCFC-132 HCFC-133 HCFC-141 "
    "HCFC-141b HCFC-142 HCFC-142b HCFC-151 HCFC-21 HCFC-22 HCFC-221 HCFC-222 HCFC-223 HCFC-224 HCFC-225 "
    "HCFC-225ca HCFC-225cb HCFC-226 HCFC-231 HCFC-232 HCFC-233 HCFC-234 HCFC-235 HCFC-241 HCFC-242 "
    "HCFC-243 HCFC-244 HCFC-251 HCFC-252 HCFC-253 HCFC-261 HCFC-262 HCFC-271 HCFC-31 HBFC-132B2 "
    "HBFC-133B1 HBFC-131B3 HBFC-142B1 HBFC-141B2 HBFC-151B1 HBFC-122B3 HBFC-123B2 HBFC-124B1 HBFC-121B4 "
    "HBFC-232B4 HBFC-233B3 HBFC-234B2 HBFC-235B1 HBFC-231B5 HBFC-242B3 HBFC-243B2 HBFC-244B1 HBFC-241B4 "
    "HBFC-252B2 HBFC-253B1 HBFC-251B3 HBFC-262B1 HBFC-261B2 HBFC-271B1 HBFC-222B5 HBFC-223B4 HBFC-224B3 "
    "HBFC-225B2 HBFC-226B1 HBFC-221B6 HBFC-31B1 HBFC-21B2 HBFC-22B1 CH3Br CH2BrCl CFC-113a HCFC-151a "
    "HCFC-133a"
)
_ANNEX_F: Final = {
    1250: "HFC-125", 1340: "HFC-134", 1341: "HFC-134a", 1430: "HFC-143", 1431: "HFC-143a", 1520: "HFC-152",
    1521: "HFC-152a", 2275: "HFC-227ea", 2300: "HFC-23", 2363: "HFC-236cb", 2365: "HFC-236ea", 2366: "HFC-236fa",
    2453: "HFC-245ca", 2456: "HFC-245fa", 3200: "HFC-32", 3659: "HFC-365mfc", 4100: "HFC-41", 4310: "HFC-43-10mee",
}  # fmt: skip


def substance_of(number: str) -> str | None:
    """Our designation of a SubstID, or a substance written by name; None where the number is not known.

    >>> substance_of("135"), substance_of("4041"), substance_of("369")
    ('R-22', 'R-404A', None)
    """
    if not number.isdigit():
        found = designation_of(number)
        return found if found != number or re.match(r"(R|Halon)-", number) else None
    known = _named().get(int(number))
    if known is not None:
        return known
    mixture = re.fullmatch(r"([45]\d\d)(\d)", number)
    if not mixture:
        return None
    name = f"R-{mixture[1]}{'' if mixture[2] == '0' else chr(ord('A') + int(mixture[2]) - 1)}"
    found = designation_of(name)
    return found if found.startswith("R-") else None


@cache
def _named() -> dict[int, str]:
    listed = dict(enumerate((name.replace("_", " ") for name in _FROM_100.split()), 100))
    return {number: designation_of(name) for number, name in {**listed, **_ANNEX_F}.items()}
