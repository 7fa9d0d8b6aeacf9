"""Which refrigerant numbers exist, and what the written number means: "134a", "12b1", "410", "507".

A number without its letter means the one substance or blend it can only be, or is ambiguous and carries its
alternatives. Everything comes from the reference tables; only the choice among alternatives is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from tradewind.reference.rows import read


@dataclass(frozen=True, slots=True)
class Code:
    """What a written number stands for; `alternatives` are the other things it could be."""

    designation: str
    alternatives: tuple[str, ...]
    #: How sure the number alone makes it, when a prefix such as R- stands before it.
    certainty: float


#: Where trade means one of several, it means this one. Ranked by what is on the market.
_MEANT: Final = {
    "134": ("R-134a", 0.85),
    "410": ("R-410A", 0.9),
    "404": ("R-404A", 0.95),
    "407": ("R-407C", 0.6),
    "507": ("R-507A", 0.97),
    "1234": ("R-1234yf", 0.6),
    "1234ze": ("R-1234ze(E)", 0.97),
    "1233zd": ("R-1233zd(E)", 0.97),
    "1336mzz": ("R-1336mzz(Z)", 0.8),
    "1224yd": ("R-1224yd(Z)", 0.97),
    "1225ye": ("R-1225ye(Z)", 0.97),
    "1233": ("R-1233zd(E)", 0.9),
    "227": ("R-227ea", 0.9),
    "245": ("R-245fa", 0.8),
    "236": ("R-236fa", 0.8),
    "365": ("R-365mfc", 0.9),
    "600": ("R-600", 0.9),
    "509": ("R-509A", 0.9),
    "508": ("R-508B", 0.6),
    "401": ("R-401A", 0.6),
    "402": ("R-402A", 0.6),
    "403": ("R-403B", 0.6),
    "408": ("R-408A", 0.9),
    "409": ("R-409A", 0.85),
    "417": ("R-417A", 0.8),
    "422": ("R-422D", 0.6),
    "427": ("R-427A", 0.9),
    "437": ("R-437A", 0.9),
    "438": ("R-438A", 0.95),
    "448": ("R-448A", 0.9),
    "449": ("R-449A", 0.9),
    "450": ("R-450A", 0.95),
    "452": ("R-452A", 0.7),
    "453": ("R-453A", 0.9),
    "454": ("R-454B", 0.6),
    "455": ("R-455A", 0.95),
    "513": ("R-513A", 0.9),
    "12b1": ("Halon-1211", 0.98),
    "13b1": ("Halon-1301", 0.98),
    "114b2": ("Halon-2402", 0.98),
    "40b1": ("Methyl bromide", 0.95),
    "30b1": ("Bromochloromethane", 0.9),
    "10": ("Carbon tetrachloride", 0.4),
    "140a": ("1,1,1-trichloroethane", 0.9),
    "1301": ("Halon-1301", 0.9),
    "1211": ("Halon-1211", 0.9),
    "2402": ("Halon-2402", 0.9),
}
#: Two- and three-digit numbers so usual as refrigerants that "R" before them is enough.
_USUAL_NUMBERS: Final = (
    "11 12 13 22 23 32 113 114 115 123 124 125 134 141 142 143a 152 170 290 404 407 410 417 500 502 503 "
    "507 600 717 744 1270 1234 401 402 403 408 409 413 422 427 437 438 448 449 450 452 453 454 455 513"
)
USUAL: Final = frozenset(_USUAL_NUMBERS.split())


@cache
def codes() -> dict[str, Code]:
    """Every number that stands for something, folded: "22", "134a", "1234ze(e)", "43-10mee", "c318"."""
    names = [row["designation"] for table in ("substances", "blends", "uncontrolled") for row in read(table)]
    numbered = {n[2:].lower(): n for n in names if n.startswith("R-")}
    found = {number: Code(name, (), _certainty(number)) for number, name in numbered.items()}
    for number, (meant, certainty) in _MEANT.items():
        others = (
            tuple(n for k, n in numbered.items() if k.startswith(number) and not k[len(number)].isdigit())
            if number not in numbered
            else _letter_lost(number, meant, numbered)
        )
        found[number] = Code(meant, tuple(o for o in others if o != meant), certainty)
    for name in names:
        if name.startswith("HBFC-"):
            found.setdefault(name[5:].lower(), Code(name, (), 0.9))
    return found


def _letter_lost(number: str, meant: str, numbered: dict[str, str]) -> tuple[str, ...]:
    own = numbered[number]
    return (own,) if own != meant else ()


def _certainty(number: str) -> float:
    if number in USUAL or len(number) > 3:
        return 0.98 if len(number) > 2 else 0.93
    return 0.5 if number.isdigit() else 0.9


@cache
def composition(designation: str) -> frozenset[str]:
    """The components of a blend, empty for anything else."""
    return frozenset(_compositions().get(designation, ()))


@cache
def _compositions() -> dict[str, set[str]]:
    parts: dict[str, set[str]] = {}
    for row in read("blend_components"):
        parts.setdefault(row["designation"], set()).add(row["component"])
    return parts


@cache
def controlled() -> frozenset[str]:
    """Designations that the Protocol controls, blends with a controlled component and "Halon" included."""
    pure = {row["designation"] for row in read("substances")}
    blends = {name for name, parts in _compositions().items() if parts & pure}
    return frozenset(pure | blends | {"Halon"})
