"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.licensing.actions.yearly import CUSTOMS
from tradewind_web.licensing.yearly_customs import read_customs_year


@job(CUSTOMS)
def read_customs(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Read what the declarations of a year say, beside the yearly figures."""
    return read_customs_year(arguments["agency"], arguments["year"], tell)
