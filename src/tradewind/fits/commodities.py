"""One name for the same goods in every edition, where one code follows one code: what may be compared."""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa

from tradewind.reference.hs import code_facts, editions, relevant_codes


def commodities() -> ibis.Table:
    """Each relevant code (hs_edition, hs_code) with its `commodity`: the newest code it is one to one with, as
    `290371-2017`. A code that was split or merged is another commodity on each side of the change."""
    return ibis.memtable(_table())


@cache
def _table() -> pa.Table:
    newest: dict[tuple[str, str], str] = {}
    names = [e.name for e in editions()]
    codes = {edition: of for edition, *of in relevant_codes()}
    for edition in reversed(names):
        for code in codes.get(edition, ()):
            newest[edition, code] = newest.get(
                _only_successor(edition, code) or ("", ""), f"{code}-{edition}"
            )
    rows = [(edition, code, name) for (edition, code), name in sorted(newest.items())]
    columns = ("hs_edition", "hs_code", "commodity")
    return pa.table({column: [row[at] for row in rows] for at, column in enumerate(columns)})


def _only_successor(edition: str, code: str) -> tuple[str, str] | None:
    facts = code_facts(code, edition)
    if facts.successor_edition is None or len(facts.successors) != 1:
        return None
    follower = facts.successors[0]
    back = code_facts(follower, facts.successor_edition).predecessors
    return (facts.successor_edition, follower) if back == (code,) else None
