"""A blend's mass divided among its components by its reference composition, to the gram."""

from __future__ import annotations

from tradewind.quantities import MILLION, shared_out
from tradewind.reference import components_of


def split(substance: str, mass_g: int) -> tuple[tuple[str, int], ...]:
    """(designation, grams) of each component; the grams always sum to the mass.

    What rounding down leaves over goes, gram by gram, to the components that lost most by it, so the same mass is
    always divided the same way. A pure substance is its own only component; UnknownName for a name we do not know.

    >>> split("R-410A", 1001)
    (('R-125', 501), ('R-32', 500))
    """
    shares = {name: round(share * MILLION) for name, share in components_of(substance)}
    return tuple(shared_out(mass_g, shares).items())
