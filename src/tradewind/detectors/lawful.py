"""Lawful explanations that several signs on declaration items share."""

from __future__ import annotations

from typing import Final

OLDER_EDITION: Final = "the code was right in an earlier edition of the Harmonized System"
NATIONAL: Final = "the national tariff files this gas under that line"
BROKER_ERROR: Final = "a mistake of the broker, the same on all of this trader's items"
TYPING_ERROR: Final = "a figure mistyped, or in another unit"
PART_OF_IT: Final = "the words describe the whole consignment, the masses only this item"
