"""A blend's mass divided among its components by its reference composition, to the gram."""

from __future__ import annotations

from tradewind.reference import components_of

#: Reference shares are given to a millionth.
_WHOLE = 1_000_000


def split(substance: str, mass_g: int) -> tuple[tuple[str, int], ...]:
    """(designation, grams) of each component; the grams always sum to the mass.

    What rounding down leaves over goes, gram by gram, to the components that lost most by it, so the same mass is
    always divided the same way. A pure substance is its own only component; UnknownName for a name we do not know.

    >>> split("R-410A", 1001)
    (('R-125', 501), ('R-32', 500))
    """
    parts = sorted((name, round(share * _WHOLE)) for name, share in components_of(substance))
    whole = sum(weight for _name, weight in parts)
    grams = {name: mass_g * weight // whole for name, weight in parts}
    lost = sorted(parts, key=lambda part: (-(mass_g * part[1] % whole), part[0]))
    for name, _weight in lost[: mass_g - sum(grams.values())]:
        grams[name] += 1
    return tuple(grams.items())
