"""A text about a seizure read into dates, places, gases, masses, containers and methods, for a person to confirm."""

from tradewind.recognition.narratives.narrative import Narrative, read_narrative
from tradewind.recognition.narratives.said import (
    CountSaid,
    DateSaid,
    MassSaid,
    MethodSaid,
    NotRead,
    PlaceSaid,
    Span,
    SubstanceSaid,
)

__all__ = [
    "CountSaid", "DateSaid", "MassSaid", "MethodSaid", "Narrative", "NotRead", "PlaceSaid", "Span", "SubstanceSaid",
    "read_narrative",
]  # fmt: skip
