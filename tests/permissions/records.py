"""The records that rows of the table are asked about: made by Own, shared with Reached; name -> address arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency

RECORDS: dict[str, Callable[[Acting, Agency], Mapping[str, Any]]] = {}
