"""Under which codes of all editions the same goods may stand, as a table to join to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import ibis
import pyarrow as pa

from tradewind.reference.hs import code_facts, editions, relevant_codes


def kindred_codes() -> ibis.Table:
    """Each relevant code (hs_edition, hs_code) with itself and every code before or after it (kin_edition,
    kin_code); `later` where that edition is a later one."""
    return ibis.memtable(_table())


@cache
def _table() -> pa.Table:
    rows = [
        (edition, code, *other, other[0] > edition)
        for edition, *codes in relevant_codes()
        for code in codes
        for other in sorted({(edition, code), *_onward(edition, code, 1), *_onward(edition, code, -1)})
    ]
    names = ("hs_edition", "hs_code", "kin_edition", "kin_code", "later")
    return pa.table({column: [row[at] for row in rows] for at, column in enumerate(names)})


def _onward(edition: str, code: str, step: int) -> Iterator[tuple[str, str]]:
    """The codes that follow (or precede) a code in every later (or earlier) edition."""
    names = [e.name for e in editions()]
    at, codes = names.index(edition), {code}
    while codes and 0 <= at + step < len(names):
        facts = [code_facts(c, names[at]) for c in codes]
        codes = {c for f in facts for c in (f.successors if step > 0 else f.predecessors)}
        at += step
        yield from ((names[at], c) for c in codes)
