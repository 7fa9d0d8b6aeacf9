"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.traders.proposing import propose_from


@job("traders.propose", after="sources.batch_loaded")
def propose_traders(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Propose the traders that newly loaded batches name."""
    return f"{propose_from(arguments['agency'], arguments['batches'], tell)} traders proposed"
