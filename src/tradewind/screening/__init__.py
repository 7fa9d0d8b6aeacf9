"""Screening: which of many declaration lines to look at first, why, and what an office has learnt of the like."""

from tradewind.screening.lines import Screening
from tradewind.screening.scoring import Parameters
from tradewind.screening.screened import Screened, screen

__all__ = ["Parameters", "Screened", "Screening", "screen"]
