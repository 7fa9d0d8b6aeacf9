"""Tradewind: where the reported trade in Montreal Protocol substances does not add up."""

__version__ = "0.1.0"
