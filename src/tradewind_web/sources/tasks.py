"""Work of this app that goes on after a page has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradewind_web.jobs.queue import Tell, job
from tradewind_web.sources.loading import load_file
from tradewind_web.sources.publics import load_public_facts
from tradewind_web.sources.retiring import forget_due, retire
from tradewind_web.sources.searching import answer_search
from tradewind_web.sources.watching import look_into_folder


@job("sources.load_public_facts")
def load_public(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Load the register of public cases that ships with the product."""
    tell(0.1, "reading the register of public cases")
    fresh = load_public_facts()
    return f"rows: {sum(b.rows for b in fresh)}"


@job("sources.load_upload", attempts=3)
def load_upload(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Read a file that was sent into the warehouse."""
    return load_file(arguments["upload"], tell)


@job("sources.watch_folder", attempts=1)
def watch_folder(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Look into an agency's watched folder; each file is then read by a job of its own."""
    return f"files: {look_into_folder(arguments['agency'])}"


@job("sources.forget_due")
def forget(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Go on with forgetting whatever of an agency reached its last day."""
    return forget_due(arguments["agency"], tell)


@job("sources.retire")
def retire_batch(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Forget at once who is named in a batch."""
    return retire(arguments["batch"], tell)


@job("sources.search_person", attempts=2)
def search_person(arguments: Mapping[str, Any], tell: Tell) -> str:
    """Make the workbook of what is held on a person."""
    return answer_search(arguments["search"], tell)
