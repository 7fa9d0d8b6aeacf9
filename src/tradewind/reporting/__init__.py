"""Yearly reports to the two Secretariats: what customs cleared goes in, rows, differences and files come out.

Pure functions. Masses are whole grams; a cell that nothing was cleared for and nobody stated is blank, never zero
(decision XXIV/14).
"""

from tradewind.reporting.cells import Cell, Cells, Cleared, add_stated, cells_of, total
from tradewind.reporting.columns import ARTICLE_7, COUNTRY_PROGRAMME, Column, Report
from tradewind.reporting.differences import Difference, between_reports, with_customs
from tradewind.reporting.due import Due, due_in
from tradewind.reporting.rounding import tonnes
from tradewind.reporting.splitting import split
from tradewind.reporting.workbook import Book, Sheet, render

__all__ = [
    "ARTICLE_7", "COUNTRY_PROGRAMME", "Book", "Cell", "Cells", "Cleared", "Column", "Difference", "Due", "Report",
    "Sheet", "add_stated", "between_reports", "cells_of", "due_in", "render", "split", "tonnes", "total",
    "with_customs",
]  # fmt: skip
