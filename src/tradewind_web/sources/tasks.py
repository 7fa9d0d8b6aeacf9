"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.sources.publics import load_public_facts


@job("sources.load_public_facts")
def load_public(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Load the register of public cases that ships with the product."""
    tell(0.1, "reading the register of public cases")
    fresh = load_public_facts()
    return f"{sum(b.rows for b in fresh)} rows"
