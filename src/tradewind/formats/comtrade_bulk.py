"""UN Comtrade's older download layout of 35 columns ("Classification, Year, Period, ... Flag").

Source of the layout: the files of the bulk download service of comtrade.un.org until 2022.
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
    "comtrade",
    {
        "edition": "Classification", "period": "Period", "level": "Aggregate Level",
        "flow": "Trade Flow Code", "flow_words": "Trade Flow",
        "reporter": "Reporter Code", "reporter_iso": "Reporter ISO", "reporter_name": "Reporter",
        "partner": "Partner Code", "partner_iso": "Partner ISO", "partner_name": "Partner",
        "partner2": "2nd Partner Code", "partner2_iso": "2nd Partner ISO", "partner2_name": "2nd Partner",
        "procedure": "Customs Proc. Code", "transport": "Mode of Transport Code", "code": "Commodity Code",
        "unit_code": "Qty Unit Code", "unit": "Qty Unit", "quantity": "Qty", "net": "Netweight (kg)",
        "gross": "Gross weight (kg)", "value": "Trade Value (US$)", "cif": "CIF Trade Value (US$)",
        "fob": "FOB Trade Value (US$)", "flag": "Flag",
    },
)  # fmt: skip


@dataclass(slots=True)
class ComtradeBulk:
    """Reads the 35-column layout as CSV or Parquet, packed or not, into `trade_flows`."""

    name: str = "comtrade-bulk"
    version: str = "1.0"
    title: str = "UN Comtrade bulk download (35 columns)"
    today: Callable[[], date] = utc_today

    def recognises(self, opened: Opened) -> float:
        """How much of the layout the headings are."""
        return LAYOUT.share_of(headings(opened), header_key) if opened.kind in ("csv", "parquet") else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every row of the file, whatever its chapter."""
        return trade_flows(str(opened.path), LAYOUT, frames(opened, LAYOUT.wanted), self.today())


READER: Reader = ComtradeBulk()
