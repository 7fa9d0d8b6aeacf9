"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.traders.proposing import forget_proposed, propose_from


@job("traders.propose", after="sources.batch_loaded")
def propose_traders(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Propose the traders that newly loaded batches name."""
    return f"traders proposed: {propose_from(arguments['agency'], arguments['batches'], tell)}"


@job("traders.forget", after="sources.persons_forgotten")
def forget_traders(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Forget the proposals of a forgotten batch, and propose again those that others still name."""
    return f"proposed traders forgotten: {forget_proposed(arguments['batch'], tell)}"
