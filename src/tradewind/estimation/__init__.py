"""How much passes unseen: illegal mass in what was released uninspected, from a random floor, with its interval."""

from tradewind.estimation.frame import Frame
from tradewind.estimation.leakage import Leakage, StratumLeakage, leakage
from tradewind.estimation.share import share_interval

__all__ = ["Frame", "Leakage", "StratumLeakage", "leakage", "share_interval"]
