"""The register of public cases that ships with the product, and what may not be concluded from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from tradewind.errors import UnknownName
from tradewind.reference.rows import read

#: Said wherever the register is shown; English sentences for `translator`.
CAUTIONS: Final = (
    "These cases were collected from public reports. They are a convenience sample: how often a country,"
    " substance or method occurs here says nothing about how often it occurs.",
    "An allegation is not a conviction. Each case shows what its outcome proves, its date and its source.",
    "Many cases have no published date, mass or substance. What is not known stays unknown.",
    "Totals of operations are other counts of partly the same cases: never add them to the cases.",
    "No case on file does not mean no illegal trade: there is no duty to publish a case.",
)

Standing = Literal["allegation", "administrative decision", "judgment"]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the register in words; `standing` says what an outcome proves, "" for other kinds."""

    kind: str
    code: str
    words: str
    standing: str


def cases_path() -> Path:
    """The cases, one JSON object a line; every line has `source_type`, `confidence` and, but for one, `source_url`."""
    return _path("cases.jsonl")


def aggregates_path() -> Path:
    """Official totals of operations, one JSON object a line. Not to be added to the cases."""
    return _path("aggregates.jsonl")


def routes_path() -> Path:
    """Routes counted over the cases, one row a route; `case_ids` lead to the cases and their sources."""
    return _path("routes.csv")


def cases() -> Iterator[dict[str, Any]]:
    """The cases as published, in the order of the register."""
    with cases_path().open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def code(kind: Literal["method", "detection", "outcome"], name: str) -> Code:
    """The words for a code of the register; UnknownName where the register has no such code."""
    found = _codes().get((kind, name))
    if found is None:
        raise UnknownName(f"{kind} of a case", name)
    return found


def standing(outcome: str | None, kind: str | None = None) -> Standing:
    """What a case proves, from its outcome: a judgment, an administrative decision, else an allegation.

    >>> standing("convicted"), standing("seized"), standing(None)
    ('judgment', 'allegation', 'allegation')
    """
    known = _codes().get(("outcome", outcome or ""))
    if known is not None and known.standing == "judgment":
        return "judgment"
    if known is not None and known.standing == "administrative decision":
        return "administrative decision"
    return "administrative decision" if kind == "civil_penalty" and outcome is None else "allegation"


@cache
def _codes() -> dict[tuple[str, str], Code]:
    rows = read("case_codes")
    return {(r["kind"], r["code"]): Code(r["kind"], r["code"], r["words"], r["standing"]) for r in rows}


def _path(name: str) -> Path:
    return Path(str(resources.files("tradewind.reference") / "data" / "register" / name))
