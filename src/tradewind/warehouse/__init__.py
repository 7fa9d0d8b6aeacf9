"""The warehouse: a folder of immutable batches and numbered generations, read through an engine in memory.

    with Warehouse.open("duckdb:///srv/trade/") as warehouse:
        flows = warehouse.current("trade_flows")

A reader pins one generation and never waits; a writer publishes the next one whole or not at all.
"""

from tradewind.warehouse.reading import Warehouse
from tradewind.warehouse.records import BatchRecord, Generation, Identity, TableFile
from tradewind.warehouse.writing import Origin, Writer

__all__ = ["BatchRecord", "Generation", "Identity", "Origin", "TableFile", "Warehouse", "Writer"]
