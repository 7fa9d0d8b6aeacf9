"""Sentences that stand wherever their figure stands. English; each is looked up in the catalogue."""

from __future__ import annotations

from typing import Final

#: United Nations cartographic practice, in the form its maps carry.
DISCLAIMER: Final = (
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or"
    " acceptance by the United Nations or by the makers of this picture. Dashed lines are boundaries that are"
    " disputed or not yet agreed."
)
SAMPLE: Final = "The cases are a convenience sample of public reports; counts are not prevalence."
ALLEGATION: Final = (
    "An allegation is not a conviction. Each case shows what its outcome proves, its date and its source."
)
SILENCE: Final = "Silence is not zero. Where nothing was reported this picture says so."
NO_CASE: Final = "No case on file does not mean no illegal trade: there is no duty to publish a case."
NOT_ADDED: Final = (
    "Official totals count partly the same cases. They are never added to the cases or to each other."
)
GAP: Final = (
    "A trade figure that does not add up is a question, not an offence. Lawful explanations stand beside it."
)
BASKET: Final = "A code that covers several substances is shown as what it covers, never as one of them."
ARCS: Final = "Lines join countries named in the same case; they are not the way the goods took."
PAIR_ARCS: Final = "Lines join the two countries that report; they are not the way the goods took."
PARTIAL: Final = "A case dated only by its year stands in that year; a case without a date stands apart."

#: At the head of every picture and on the notes of every export.
GENERAL: Final = (SAMPLE, ALLEGATION, SILENCE, GAP, BASKET)

REGISTER_SOURCE: Final = (
    "Register of public cases compiled for Tradewind from public reports; each case names its source."
)
