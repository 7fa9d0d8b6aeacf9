"""World Integrated Trade Solution: bilateral trade in thousands of US dollars, one line a pair, year and flow.

Source of the layout: downloads of wits.worldbank.org. Flow 5 is gross imports, 6 gross exports. Nomenclature NC
is whatever edition the reporter used, so the edition is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tradewind.formats.frames import frames, headings
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.formats.sheets import header_key
from tradewind.formats.trade_statistics import Layout, trade_flows, utc_today

LAYOUT = Layout(
    "wits",
    {
        "edition": "Nomenclature", "reporter_iso": "ReporterISO3", "reporter_name": "ReporterName",
        "partner_iso": "PartnerISO3", "partner_name": "PartnerName", "code": "ProductCode", "period": "Year",
        "flow": "TradeFlowCode", "flow_words": "TradeFlowName", "value": "TradeValue in 1000 USD",
        "net": "NetWeight in KGM", "quantity": "Quantity", "unit": "Quantity Unit",
    },
    value_places=5,
)  # fmt: skip
_ALWAYS = ("Nomenclature", "ReporterISO3", "PartnerISO3", "ProductCode", "Year", "TradeValue in 1000 USD")


@dataclass(slots=True)
class Wits:
    """Reads WITS bilateral trade as CSV into `trade_flows`."""

    name: str = "wits"
    version: str = "1.0"
    title: str = "WITS bilateral trade"
    today: Callable[[], date] = utc_today

    def recognises(self, opened: Opened) -> float:
        """1 where the headings that every WITS download has are there."""
        if opened.kind != "csv":
            return 0.0
        present = {header_key(name) for name in headings(opened)}
        return 1.0 if {header_key(name) for name in _ALWAYS} <= present else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every row; values become US cents exactly."""
        return trade_flows(str(opened.path), LAYOUT, frames(opened, LAYOUT.wanted), self.today())


READER: Reader = Wits()
