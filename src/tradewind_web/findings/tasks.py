"""Work of findings: asking the detectors when something else reaches an agency, and sending outcomes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tradewind_web.audit.recording import PlatformFor
from tradewind_web.findings import rounds
from tradewind_web.findings.forgetting import forget_texts, forget_watches
from tradewind_web.findings.outcomes import send_of
from tradewind_web.jobs.queue import Tell, job


@job("findings.spread", after="sources.batch_loaded")
@job("findings.spread", after="sharing.batch_reaches_others")
@job("findings.spread", after="sharing.group_changed")
def spread(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Let findings follow what was loaded, shared, withdrawn, joined or left, and have the detectors asked anew."""
    return f"agencies: {rounds.spread()}"


@job("findings.forget", after="sources.persons_forgotten")
def forget(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Empty what findings took from a forgotten batch, and have the detectors asked over what is left."""
    emptied = forget_texts(UUID(arguments["batch"]))
    return f"findings emptied: {emptied}; agencies: {rounds.spread()}"


@job("findings.forget_watches", after="sources.looked_for_due")
def forget_watch_list(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Remove entries of an agency's watch list that ended long ago."""
    agency, today = arguments["agency"], date.fromisoformat(arguments["today"])
    count = forget_watches(acting=PlatformFor(agency), agency_id=UUID(agency), today=today)
    return f"entries removed: {count}"


@job("findings.find")
def find(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Ask every detector over what reaches the agency, and deliver what they say."""
    return rounds.find(arguments["agency"], tell)


@job("findings.send_outcomes")
def send_outcomes(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Send what the agency confirmed or explained back to the detectors, as inspections."""
    return f"outcomes: {send_of(arguments['agency'])}"
