"""Intake: files and folders that others sent, recognised by content and read into the warehouse."""

from tradewind.intake.loading import load
from tradewind.intake.report import LoadedBatch, LoadReport

__all__ = ["LoadReport", "LoadedBatch", "load"]
