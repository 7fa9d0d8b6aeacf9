"""The words of `inspections`, as an outcome sheet and as older registers write them, in small letters."""

from __future__ import annotations

from typing import Final

#: Of `result`. Every other word, and none, is undecided.
ILLEGAL: Final = ("illegal", "offence")
ON_PAPER: Final = ("paper_breach", "irregularity")
LAWFUL: Final = ("compliant", "nothing found")
#: Months after which an outcome no longer counts for or against a trader: stated by the project, not estimated.
REMEMBERED_MONTHS: Final = 36
#: Of `chosen_by`: drawn by chance and by nothing else.
BY_CHANCE: Final = ("floor", "random")
