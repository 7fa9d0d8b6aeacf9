"""An invented month of a small Party, whose truth is known: customs sees the papers, the truth is written apart.

Traders, numbers and goods are invented and say so on every row. Nothing here was fitted to a detector, and no
detector reads it: the mixture of goods, the breaches and their rates are assumptions, stated in `parameters`.
"""

from tradewind.simulation.parameters import Parameters
from tradewind.simulation.simulating import Simulated, simulate

__all__ = ["Parameters", "Simulated", "simulate"]
