"""`tradewind find`: ask the detectors; findings, what could not be asked and why, and the quota table."""

from __future__ import annotations

import csv
import io
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet

from tradewind.detectors.asking import Answers
from tradewind.detectors.reconcile import QuotaLine, quota_table
from tradewind.detectors.registry import DETECTORS, ask, explain, missing
from tradewind.detectors.sentences import number
from tradewind.detectors.tabular import arrow_table, flat
from tradewind.errors import RequestError
from tradewind.findings import Finding
from tradewind.formats.values import defuse
from tradewind.languages import LANGUAGES
from tradewind.quantities import Interval
from tradewind.reference.parties import party
from tradewind.warehouse import Warehouse
from tradewind_cli import gap_table, output
from tradewind_cli.main import add_warehouse_option, warehouse_url

_FORMATS: Final = ("table", "json", "csv", "parquet")
#: What a person reads at one sitting; files and JSON hold everything unless a limit is given.
_SHOWN: Final = 20
_IN_WORDS: Final = 3
_COLUMNS: Final = ("", "tier", "about", "substance", "kg", "t CO2e", "ODP t", "why")
_QUOTA_COLUMNS: Final = (
    "importer", "substance", "year", "allocated kg", "licensed kg", "cleared kg", "left kg", "unit", "allocated",
    "licensed", "cleared", "left",
)  # fmt: skip


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--detector",
        action="append",
        metavar="NAME",
        help=f"one of {', '.join(DETECTORS)}; all when left out",
    )
    parser.add_argument("--format", choices=_FORMATS, help="table for people (default), json, csv or parquet")
    parser.add_argument("--out", type=Path, metavar="F", help="write to a file; its ending gives the format")
    parser.add_argument("--party", metavar="P", help="only findings that name this Party, or none")
    parser.add_argument("--limit", type=int, metavar="N", help="the strongest N")
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="of sentences in the table"
    )
    parser.add_argument(
        "--quota-table", action="store_true", help="only the quota table of the reconciliation"
    )
    parser.add_argument(
        "--published-gaps",
        action="store_true",
        help="only gaps that others published, beside the same computed again",
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help="of the quota table or the published gaps")
    add_warehouse_option(parser)


def run(parsed: Namespace) -> int:
    """Status 0; 2 where nothing that was asked could be asked."""
    form = _form(parsed)
    if parsed.limit is not None and parsed.limit < 1:
        raise RequestError("--limit takes a number of one or more")
    iso3 = party(parsed.party).iso3 if parsed.party else None
    with Warehouse.open(warehouse_url(parsed)) as warehouse:
        if parsed.quota_table:
            return _quota_only(warehouse, parsed, form)
        if parsed.published_gaps:
            return _gaps_only(warehouse, parsed, form, iso3)
        answers = ask(warehouse, parsed.detector, party=iso3)
        asked = [d for d in DETECTORS if not parsed.detector or d in parsed.detector]
        if len(answers.not_asked) == len(asked):
            output.complain("; ".join(_could_not(*question) for question in answers.not_asked.items()))
            return 2
        lines = []
        if form == "table" and "reconcile" in asked and "reconcile" not in answers.not_asked:
            lines = quota_table(warehouse, parsed.year)
        gaps = gap_table.summary(warehouse) if "published_gaps" in warehouse.tables() else ""
    with _stdout(None if form == "parquet" else parsed.out):
        _write(answers, lines, parsed, form)
        if gaps and form == "table":
            output.say(f"\n{gaps}")
    return 0


def _write(answers: Answers, lines: Sequence[QuotaLine], parsed: Namespace, form: str) -> None:
    findings = answers.findings[: parsed.limit]
    if form == "table":
        _tell(answers, lines, parsed)
        return
    for name, because in answers.not_asked.items():
        output.complain(_could_not(name, because))
    if form == "json":
        output.document([f.as_dict() for f in findings])
    elif form == "csv":
        output.say(_csv([flat(f) for f in findings], list(flat(_NOTHING))))
    else:
        pyarrow.parquet.write_table(arrow_table(findings), parsed.out)


def _form(parsed: Namespace) -> str:
    """The format said, or that of the file's ending, or a table."""
    ending = parsed.out.suffix.lower().removeprefix(".") if parsed.out else ""
    form: str = parsed.format or ("json" if parsed.json else ending if ending in _FORMATS else "table")
    if parsed.json and form != "json":
        raise RequestError("--json and --format disagree; give one of them")
    if form == "parquet" and (parsed.out is None or parsed.quota_table or parsed.published_gaps):
        raise RequestError("parquet is written for findings, and to a file: add --out F.parquet")
    return form


def _tell(answers: Answers, lines: Sequence[QuotaLine], parsed: Namespace) -> None:
    shown = answers.findings[: parsed.limit or _SHOWN]
    if shown:
        output.table([_row(n, f) for n, f in enumerate(shown, 1)], _COLUMNS)
    else:
        output.say("Asked, and nothing found.")
    if len(shown) < len(answers.findings):
        output.say(f"and {len(answers.findings) - len(shown):,} more; --limit N shows more, --out F.csv all")
    for n, finding in enumerate(shown[:_IN_WORDS], 1):
        output.say(f"\n{n}  {explain(finding, parsed.language)}")
    if answers.not_asked or answers.not_judged:
        output.say()
    for name, because in answers.not_asked.items():
        output.say(_could_not(name, because))
    for name, withheld in answers.not_judged.items():
        for why, count in withheld.items():
            output.say(f"{name} did not judge {count:,} {why}")
    if lines:
        output.say("\nQuotas")
        _quota_text(lines)


def _row(number_: int, finding: Finding) -> dict[str, Any]:
    kinds = finding.facts.get("kinds") or list(dict.fromkeys(r.code for r in finding.reasons if r.weight > 0))
    return {
        "": number_,
        "tier": finding.tier,
        "about": f"{finding.subject_kind} {finding.subject_id}",
        "substance": finding.substance,
        "kg": _range(finding.mass_kg),
        "t CO2e": _range(finding.co2e_t),
        "ODP t": _range(finding.odp_t),
        "why": ", ".join(kind.replace("_", " ") for kind in kinds),
    }


def _quota_only(warehouse: Warehouse, parsed: Namespace, form: str) -> int:
    because = missing(DETECTORS["reconcile"], warehouse)
    if because:
        output.complain(_could_not("reconcile", because))
        return 2
    lines = quota_table(warehouse, parsed.year)
    with _stdout(parsed.out):
        if form == "json":
            output.document([line.as_dict() for line in lines])
        elif form == "csv":
            output.say(_csv([_quota_cells(line) for line in lines], _QUOTA_CSV))
        else:
            _quota_text(lines)
    return 0


def _gaps_only(warehouse: Warehouse, parsed: Namespace, form: str, party_: str | None) -> int:
    if "published_gaps" not in warehouse.tables():
        output.complain("published gaps could not be shown, because none are loaded")
        return 2
    limit = parsed.limit or (_SHOWN if form == "table" else None)
    rows = gap_table.listed(warehouse, party_, parsed.year, limit)
    with _stdout(parsed.out):
        if form == "json":
            output.document(rows)
        elif form == "csv":
            output.say(_csv(rows, gap_table.COLUMNS))
        else:
            named = [{word: _text(row[key]) for key, word in gap_table.SHOWN.items()} for row in rows]
            output.table(named, tuple(gap_table.SHOWN.values()))
            output.say(f"\n{gap_table.summary(warehouse)}")
    return 0


def _quota_text(lines: Sequence[QuotaLine]) -> None:
    rows = [
        {
            "importer": line.importer, "substance": line.words, "year": line.year,
            "allocated kg": line.allocated_kg, "licensed kg": line.licensed_kg, "cleared kg": _range(line.cleared_kg),
            "left kg": _range(line.left_kg), "unit": line.unit, "allocated": line.allocated,
            "licensed": _range(line.licensed), "cleared": _range(line.cleared), "left": _range(line.left),
        }
        for line in lines
    ]  # fmt: skip
    output.table([{k: _text(v) for k, v in row.items()} for row in rows], _QUOTA_COLUMNS)


_INTERVALS: Final = ("cleared_kg", "left_kg", "licensed", "cleared", "left")
_QUOTA_CSV: Final = [
    f"{name}_{end}" if end else name
    for name in QuotaLine.__slots__
    for end in (("low", "mid", "high") if name in _INTERVALS else ("",))
]


def _quota_cells(line: QuotaLine) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in line.as_dict().items():
        if name in _INTERVALS:
            ends = value or {"low": None, "mid": None, "high": None}
            cells |= {f"{name}_{end}": figure for end, figure in ends.items()}
        else:
            cells[name] = value
    return cells


def _csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Rows as CSV. Text that a spreadsheet would run as a formula is defused."""
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: defuse(v) if isinstance(v, str) else v for k, v in row.items()})
    return written.getvalue().rstrip("\n")


def _range(quantity: Interval | None) -> str | None:
    if quantity is None:
        return None
    low, high = _text(quantity.low), _text(quantity.high)
    return low if low == high else f"{low} to {high}"


def _text(value: Any) -> Any:
    """Three figures after the point at most, and fewer the larger the number."""
    if not isinstance(value, float):
        return value
    return number(round(value, 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3) or 0.0)


def _could_not(name: str, because: str) -> str:
    return f"{name} could not be asked, because {because}"


@contextmanager
def _stdout(out: Path | None) -> Iterator[None]:
    """Where the answer goes: the file, or the terminal."""
    if out is None:
        yield
        return
    with out.open("w", encoding="utf-8", newline="") as stream, redirect_stdout(stream):
        yield
    if sys.stderr.isatty():
        output.progress_done()


_NOTHING: Final = Finding(
    "", "", "", "", None, None, None, None, None, 0.0, "note", None, None, None, (), (), ""
)
