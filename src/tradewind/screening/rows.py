"""An answer as one row a declaration item, for programs: Arrow, Parquet and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TextIO

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tradewind.detectors.line_findings import LINE, finding_of, probability
from tradewind.detectors.signs import LineDetector
from tradewind.findings import Finding, digest
from tradewind.screening.answering_for import trader_keys
from tradewind.screening.collecting import without_collecting
from tradewind.screening.scoring import TIERS
from tradewind.screening.screened import Screened
from tradewind.screening.seeing import Numbers
from tradewind.screening.wording import Wording

REASON: Final = pa.struct(
    [("code", pa.string()), ("text", pa.string()), ("weight", pa.float64()), ("rows", pa.list_(pa.string())),
     ("detector", pa.string()), ("family", pa.string()), ("basis", pa.string())]
)  # fmt: skip
FINDING: Final = pa.struct([("id", pa.string()), ("detector", pa.string()), ("version", pa.string())])
_TEXTS: Final = pa.list_(pa.string())
_DIGITS: Final = 6
_BETWEEN: Final = "\x1f"


def table(screened: Screened, language: str = "en") -> pa.Table:
    """One row a screened line, in the order of the file. `score` is the probability, for programs only; where a
    model learnt from invented outcomes alone it only ranks, and there is no probability."""
    lines, count, scores = screened.lines, screened.count, screened.scores
    per_line = _per_line(screened, language)
    probability_ = np.round(scores.probability[:count], _DIGITS)
    columns: dict[str, Any] = {name: lines[name] for name in ("declaration_id", "item", "lodged_on", "office",
                                                              "regime", "hs_code")}  # fmt: skip
    columns |= {
        "score": probability_,
        "tier": pa.DictionaryArray.from_arrays(scores.tier[:count].astype(np.int8), list(TIERS)),
        "probability": pa.nulls(count, pa.float64()) if screened.is_ranked_only else probability_,
        "priority": np.round(scores.priority[:count], _DIGITS),
        # Where no line has a sign the weights are whole numbers, and parts of a file must have columns alike.
        "weight_of_evidence": np.round(scores.weight[:count].astype(float), _DIGITS),
        "co2e_t": np.round(screened.co2e_t[:count], 3),
        "hours": scores.hours[:count],
        "in_frame": lines["in_frame"],
        "substances": _substances(lines),
        **per_line,
        "inclusion_probability": np.round(screened.picks.inclusion, 9),
        "floor_probability": np.round(screened.picks.floor_probability, 9),
        "selected_by": _selected(screened),
        "row_ref": lines["row_ref"],
    }
    return pa.table(columns)


def write_parquet(screened: Screened, path: Path, language: str = "en") -> None:
    """One row a line as Parquet."""
    pq.write_table(table(screened, language), path, compression="zstd", compression_level=1)


def write_both(screened: Screened, path: Path, findings_path: Path, language: str = "en") -> int:
    """`write_parquet` and `write_findings` side by side: packing columns leaves Python free for sentences."""
    rows = table(screened, language)
    with ThreadPoolExecutor(1) as pool:
        packed = pool.submit(pq.write_table, rows, path, compression="zstd", compression_level=1)
        written = write_findings(screened, findings_path)
        packed.result()
    return written


def write_jsonl(screened: Screened, path: Path, language: str = "en") -> None:
    """One JSON object a line of the screened set."""
    write_table_as_jsonl(table(screened, language), path)


def write_table_as_jsonl(rows: pa.Table, path: Path) -> None:
    """Rows of `table` as JSON objects."""
    rows = rows.set_column(rows.column_names.index("tier"), "tier", rows["tier"].cast(pa.string()))
    with duckdb.connect() as engine:
        engine.register("answer", rows)
        engine.execute(f"COPY answer TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT json)")


def write_findings(screened: Screened, path: Path) -> int:
    """Every finding on the screened lines as one JSON object a line, with the keys of `find`; how many."""
    with path.open("w", encoding="utf-8") as stream:
        return append_findings(screened, stream)


def append_findings(screened: Screened, stream: TextIO) -> int:
    """The same, to a file that is open."""
    written = 0
    with without_collecting():
        for found in findings(screened):
            stream.write(json.dumps(found.as_dict(), ensure_ascii=False, default=str) + "\n")
            written += 1
    return written


def findings(screened: Screened) -> Iterator[Finding]:
    """One finding a detector and line, in the order of the lines."""
    seen, last = screened.seen, int(np.searchsorted(screened.seen.line, screened.count))
    places = np.unique(seen.line[:last])
    about = screened.screening.lines.select(list(LINE)).take(pa.array(places)).to_pylist()
    said = seen.said.slice(0, last).to_pylist()
    at = 0
    for place, line in zip(places.tolist(), about, strict=True):
        by_detector: dict[str, tuple[LineDetector, list[Mapping[str, Any]]]] = {}
        while at < last and seen.line[at] == place:
            kind = seen.kinds[seen.kind[at]]
            base = kind.sign.evidence.weight
            strength = float(seen.weight[at]) / base if base else 1.0
            row = {**line, "sign": kind.code, **said[at], "strength": strength}
            by_detector.setdefault(kind.detector.name, (kind.detector, []))[1].append(row)
            at += 1
        yield from (finding_of(detector, rows) for detector, rows in by_detector.values())


def _per_line(screened: Screened, language: str) -> dict[str, Any]:
    """The columns with something to say only where a line has signs."""
    wording, seen = Wording(screened, language), screened.seen
    last = int(np.searchsorted(seen.line, screened.count))
    starts = np.searchsorted(seen.line[:last], np.arange(screened.count + 1)).astype(np.int32)
    with_signs = np.flatnonzero(np.diff(starts))
    reasons = pa.ListArray.from_arrays(pa.array(starts), _reasons(screened, wording, last))
    traders = trader_keys(screened.lines.take(pa.array(with_signs))).to_pylist()
    texts = _Texts(wording)
    rows = [
        texts.of(line, tuple(seen.kind[starts[line] : starts[line + 1]].tolist()), trader)
        for line, trader in zip(with_signs.tolist(), traders, strict=True)
    ]
    findings_ = _finding_names(screened, with_signs, starts)
    spread = {
        name: _spread([row[n] for row in rows], kind, with_signs, screened.count)
        for n, (name, kind) in enumerate(
            (("lawful_explanations", _TEXTS), ("cheapest_check", pa.string()), ("record", _TEXTS),
             ("explanations", _TEXTS))
        )
    }  # fmt: skip
    named = _spread(findings_, pa.list_(FINDING), with_signs, screened.count)
    return {"reasons": reasons, "findings": named, **spread}


class _Texts:
    """Texts of lines: those of one set of signs are put together once."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._known: dict[tuple[int, ...], tuple[list[str], list[str]]] = {}
        self._speaks = any(
            s.explanation for stops in wording.screened.record.by_trader.values() for s in stops
        )

    def of(self, line: int, kinds: tuple[int, ...], trader: str | None) -> tuple[Any, ...]:
        """(lawful explanations, cheapest check, record, what the trader explained)."""
        if kinds not in self._known:
            detectors = dict.fromkeys(self._wording.screened.seen.kinds[k].detector.name for k in kinds)
            told = [f"{name}: {self._wording.like(name)}" for name in detectors]
            self._known[kinds] = (self._wording.lawful(kinds), told)
        lawful, told = self._known[kinds]
        explained = self._wording.explained(trader, kinds) if self._speaks else []
        return lawful, self._wording.check(line), told, explained


def _reasons(screened: Screened, wording: Wording, last: int) -> pa.StructArray:
    """The signs as reasons; the weight of each is the probability it alone would give."""
    seen = screened.seen
    kind = seen.kind[:last]
    alone = np.array([round(probability(w), _DIGITS) for w in seen.weight[:last].tolist()])

    def by_kind(values: Sequence[str]) -> Any:
        return pa.array(values, pa.string()).take(pa.array(kind))

    own = screened.screening.lines["row_ref"].take(pa.array(seen.line[:last])).combine_chunks()
    return pa.StructArray.from_arrays(
        [
            by_kind([k.code for k in seen.kinds]),
            pa.array(wording.sentences()[:last], pa.string()),
            pa.array(alone),
            _with_own(own, seen.said["rows"].slice(0, last).combine_chunks()),
            by_kind([k.detector.name for k in seen.kinds]),
            by_kind([k.detector.family for k in seen.kinds]),
            by_kind([k.sign.evidence.basis for k in seen.kinds]),
        ],
        fields=list(REASON),
    )


def _with_own(own: pa.Array, others: pa.ListArray) -> pa.ListArray:
    """The line's own row before the other rows a reason rests on."""
    if others.null_count == len(others):
        return pa.ListArray.from_arrays(
            pa.array(np.arange(len(own) + 1, dtype=np.int32)), own.cast(pa.string())
        )
    pairs = zip(own.to_pylist(), others.to_pylist(), strict=True)
    return pa.array([[first, *(more or ())] for first, more in pairs], _TEXTS)


def _finding_names(screened: Screened, with_signs: Numbers, starts: Numbers) -> list[list[dict[str, str]]]:
    """Id, detector and version of each line's findings, as `find` names them."""
    seen = screened.seen
    about = screened.lines.select(["declaration_id", "item", "row_ref", "gas", "code_words", "lodged_on"])
    named = []
    for line, row in zip(with_signs.tolist(), about.take(pa.array(with_signs)).to_pylist(), strict=True):
        kinds = [seen.kinds[k] for k in seen.kind[starts[line] : starts[line + 1]].tolist()]
        detectors = {k.detector.name: k.detector for k in kinds}.values()
        subject = f"{row['declaration_id'] or row['row_ref']}/{row['item'] or 1}"
        gas, day = row["gas"] or row["code_words"], row["lodged_on"]
        named.append(
            [
                {"id": digest(d.name, "declaration item", subject, gas, day, day, None, None),
                 "detector": d.name, "version": d.version}
                for d in detectors
            ]
        )  # fmt: skip
    return named


def _spread(values: Sequence[Any], kind: pa.DataType, places: Numbers, count: int) -> pa.Array:
    """Values at their places among all lines: nothing said elsewhere, an empty list where lists are."""
    empty: Any = [] if pa.types.is_list(kind) else None
    held = pa.array([*values, empty], kind)
    at = np.full(count, len(values), dtype=np.int64)
    at[places] = np.arange(len(values))
    return held.take(pa.array(at))


def _substances(lines: pa.Table) -> pa.Array:
    """The gas of words or code; a basket under its own words, never one member of it."""
    worded = pc.if_else(pc.fill_null(lines["text_controlled"], False), lines["text_gas"], None)
    named = pc.coalesce(lines["gas"], worded)
    split = pc.if_else(pc.is_valid(named), pc.replace_substring(named, " or ", _BETWEEN), lines["code_words"])
    encoded = split.combine_chunks().dictionary_encode()
    held = pa.array([*(n.split(_BETWEEN) for n in encoded.dictionary.to_pylist()), []], _TEXTS)
    return held.take(pc.fill_null(encoded.indices, len(held) - 1))


def _selected(screened: Screened) -> pa.Array:
    chosen: list[str | None] = [None] * screened.count
    for line in screened.picks.lines:
        chosen[line] = screened.picks.selected_by(line)
    return pa.array(chosen, pa.string())


__all__ = [
    "append_findings", "findings", "table", "write_both", "write_findings", "write_jsonl", "write_parquet",
    "write_table_as_jsonl",
]  # fmt: skip
