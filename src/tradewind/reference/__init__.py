"""What is controlled, by whom, until when: facts with a source and a grade each, and the rules that are law."""

from tradewind.reference.blends import (
    all_blends,
    all_substances,
    components_of,
    substance,
    treaty_gwp,
    treaty_odp,
)
from tradewind.reference.finding import find
from tradewind.reference.substances import Entry

__all__ = [
    "Entry",
    "all_blends",
    "all_substances",
    "components_of",
    "find",
    "substance",
    "treaty_gwp",
    "treaty_odp",
]
