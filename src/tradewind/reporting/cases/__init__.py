"""Official forms about one case, made of one record: the Secretariat's, a customs network's, letters, statistics."""

from tradewind.reporting.cases.columns import COLUMNS, ColumnsUnreadable, case_of, columns_of
from tradewind.reporting.cases.document import Document, Table
from tradewind.reporting.cases.filing import Filing, is_chain
from tradewind.reporting.cases.forms import FORMS, Form, document_of
from tradewind.reporting.cases.report import UNKNOWN, CaseReport, Mass, Traded
from tradewind.reporting.cases.statistic import THRESHOLD, TOTAL, Published, publish
from tradewind.reporting.cases.wording import ENGLISH, Words
from tradewind.reporting.cases.writing import MEDIA_TYPES, write

__all__ = [
    "COLUMNS", "ENGLISH", "FORMS", "MEDIA_TYPES", "THRESHOLD", "TOTAL", "UNKNOWN", "CaseReport", "ColumnsUnreadable",
    "Document", "Filing", "Form", "Mass", "Published", "Table", "Traded", "Words", "case_of", "columns_of",
    "document_of", "is_chain", "publish", "write",
]  # fmt: skip
