"""A world of months whose truth is known: goods, people and papers are invented and say so.

Goods move first; papers are written about them by the same forwarders, scales and clerks whether the trade is lawful
or not. Nothing here knows a detector.
"""

from tradewind.simulation.world.parameters import WorldParameters
from tradewind.simulation.world.world import World, WorldMonth, with_parameters

__all__ = ["World", "WorldMonth", "WorldParameters", "with_parameters"]
