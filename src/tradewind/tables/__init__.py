"""The canonical tables: what every format is read into and every question is asked of.

Masses are int64 grams, money int64 minor units, dates date32, shares doubles. Null means not reported, always.
Each table has a natural key and an order of precedence; `current` shows the last row of each key.
"""

from tradewind.tables.schema import PROVENANCE, TABLES, Column, Table, table

__all__ = ["PROVENANCE", "TABLES", "Column", "Table", "table"]
