"""UN Comtrade's present layout of 47 columns ("typeCode, freqCode, refPeriodId, ... isAggregate").

Source of the layout: the data items of the Comtrade API v1 (comtradedeveloper.un.org). It comes as CSV, as
JSON with the records in `data`, and as Parquet.
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
        "edition": "classificationCode", "period": "period", "level": "aggrLevel",
        "flow": "flowCode", "flow_words": "flowDesc",
        "reporter": "reporterCode", "reporter_iso": "reporterISO", "reporter_name": "reporterDesc",
        "partner": "partnerCode", "partner_iso": "partnerISO", "partner_name": "partnerDesc",
        "partner2": "partner2Code", "partner2_iso": "partner2ISO", "partner2_name": "partner2Desc",
        "procedure": "customsCode", "transport": "motCode", "code": "cmdCode",
        "unit_code": "qtyUnitCode", "unit": "qtyUnitAbbr", "quantity": "qty",
        "quantity_estimated": "isQtyEstimated", "net": "netWgt", "net_estimated": "isNetWgtEstimated",
        "gross": "grossWgt", "value": "primaryValue", "cif": "cifvalue", "fob": "fobvalue",
        "flag": "legacyEstimationFlag",
    },
)  # fmt: skip


@dataclass(slots=True)
class ComtradeApi:
    """Reads the 47-column layout as CSV, JSON or Parquet, packed or not, into `trade_flows`."""

    name: str = "comtrade-api"
    version: str = "1.0"
    title: str = "UN Comtrade API download (47 columns)"
    today: Callable[[], date] = utc_today

    def recognises(self, opened: Opened) -> float:
        """How much of the layout the headings, or the keys of the first record, are."""
        kinds = ("csv", "parquet", "json", "jsonl")
        return LAYOUT.share_of(headings(opened), header_key) if opened.kind in kinds else 0.0

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        """Every row of the file, whatever its chapter."""
        return trade_flows(str(opened.path), LAYOUT, frames(opened, LAYOUT.wanted), self.today())


READER: Reader = ComtradeApi()
