"""Licence numbers as two offices write them: `HFC-2025/007`, `hfc 2025 7`, and one character misread.

A fit: from the distinct numbers of both files to a small table of links.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

_RUNS: Final = re.compile(r"[^\W\d_]+|\d+")

How = Literal["number", "compact number", "number misread"]


@dataclass(frozen=True, slots=True)
class NumberLink:
    """A number as cited, the register's key it stands for, how sure that is, and how it was found."""

    written: str
    licence_key: str
    certainty: float
    how: How


def licence_key(written: str) -> str:
    """A number without case, separators and leading zeros; its runs of letters and digits stay apart.

    >>> licence_key("hfc 2025-007"), licence_key("HFC/2025/7")
    ('HFC|2025|7', 'HFC|2025|7')
    """
    folded = unicodedata.normalize("NFKC", written).upper()
    return "|".join(run.lstrip("0") or "0" if run.isdigit() else run for run in _RUNS.findall(folded))


def link_numbers(cited: Iterable[str], register: Iterable[str]) -> list[NumberLink]:
    """Every cited number that stands for one of the register, at most one link for each exact reading.

    A number one character off is offered for each register number it is near to: matching keeps it only where
    trader, substance and date fit too.
    """
    numbers = [written for written in register if licence_key(written)]
    keys = {licence_key(written) for written in numbers}
    compact: dict[str, set[str]] = defaultdict(set)
    for written in numbers:
        key = licence_key(written)
        compact[key.replace("|", "")].add(key)
        compact[_joined(written)].add(key)
    near = _Deletions(numbers)
    links = []
    for written in sorted(set(cited)):
        key = licence_key(written)
        run_together = compact.get(_joined(written)) or compact.get(key.replace("|", "")) or set()
        if key in keys:
            links.append(NumberLink(written, key, 1.0, "number"))
        elif len(run_together) == 1:
            links.append(NumberLink(written, next(iter(run_together)), 0.95, "compact number"))
        elif key:
            links += [NumberLink(written, k, 0.85, "number misread") for k in near.one_off(written)]
    return links


class _Deletions:
    """Finds numbers one character apart without comparing all pairs: both share a string with one deletion."""

    def __init__(self, register: Iterable[str]) -> None:
        self._by_deletion: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for written in register:
            joined = _joined(written)
            for shorter in _with_deletions(joined):
                self._by_deletion[shorter].add((joined, licence_key(written)))

    def one_off(self, written: str) -> list[str]:
        """Keys of numbers one substitution, insertion, deletion or swap of neighbours away, in order."""
        joined = _joined(written)
        found = {near for shorter in _with_deletions(joined) for near in self._by_deletion.get(shorter, ())}
        return sorted({key for other, key in found if other != joined and abs(len(other) - len(joined)) <= 1})


def _joined(written: str) -> str:
    """Letters and digits only, leading zeros kept: what a misread character leaves comparable."""
    return "".join(_RUNS.findall(unicodedata.normalize("NFKC", written).upper()))


def _with_deletions(joined: str) -> set[str]:
    return {joined, *(joined[:i] + joined[i + 1 :] for i in range(len(joined)))}
