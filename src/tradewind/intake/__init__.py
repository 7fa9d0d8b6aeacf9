"""Intake: files and folders that others sent, recognised by content and read into the warehouse."""

from tradewind.intake.corrections import Correction, write_corrections
from tradewind.intake.explaining import Explanation, explain
from tradewind.intake.in_memory import FilesRead, read
from tradewind.intake.loading import load
from tradewind.intake.report import LoadedBatch, LoadReport

__all__ = [
    "Correction",
    "Explanation",
    "FilesRead",
    "LoadReport",
    "LoadedBatch",
    "explain",
    "load",
    "read",
    "write_corrections",
]
