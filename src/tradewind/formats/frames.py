"""Columns of a large table in chunks, each row with its number, from CSV, JSON or Parquet; memory stays flat."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq

from tradewind.errors import FileRefused, HostileFile
from tradewind.formats.bounded import MAX_LINE_BYTES
from tradewind.formats.opening import MAX_COLUMNS, Opened, misread, too_wide
from tradewind.formats.reading import Refused
from tradewind.formats.sheets import header_key

#: One chunk of CSV text, about 20,000 Comtrade rows, and so the longest line. Arrow reads up to 32 of them ahead.
BLOCK_BYTES: Final = 4 << 20
#: What Arrow raises for a Parquet file that contradicts itself; a name that is no text is a ValueError.
_BROKEN_PARQUET: Final = (pa.ArrowException, OSError, ValueError)
RECORDS_A_CHUNK: Final = 65_536
#: The key under which Comtrade and others keep the records of a JSON answer.
_LIST_OF_RECORDS: Final = re.compile(r'"(?:data|dataset)"\s*:\s*\[')
_JSON_READ_CHARS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    """A chunk: `columns` by the file's own headings, `rows` the number of each row as a person counts them."""

    columns: pa.Table
    rows: pa.Array


def headings(opened: Opened) -> list[str]:
    """Names of the columns of a CSV, Parquet or JSON file, in order; empty where it has none we can see."""
    if opened.kind == "parquet":
        with opened.seekable() as stream:
            try:
                return list(pq.read_schema(stream).names)
            except _BROKEN_PARQUET:
                return []
    if opened.kind in ("json", "jsonl"):
        return _keys_in_head(opened)
    return _header(opened)[0]


def frames(opened: Opened, wanted: Sequence[str]) -> Iterator[Frame | Refused]:
    """The columns of `wanted` that the file has, as text or as the file's own numbers, chunk by chunk.

    A row with too few or too many cells is Refused. FileRefused where the file breaks off or is not what its
    beginning promised. Headings match whatever their case and spacing; the columns carry the names in `wanted`.
    """
    if opened.kind == "parquet":
        yield from _parquet(opened, wanted)
    elif opened.kind in ("json", "jsonl"):
        yield from _json(opened, wanted)
    else:
        yield from _delimited(opened, wanted)


def records(opened: Opened) -> Iterator[dict[str, Any]]:
    """The objects of a JSON list, of the first list inside a JSON object, or of JSON lines, one at a time.

    Numbers stay as written, as text. FileRefused where it is not JSON or breaks off; HostileFile where one
    object is endless or nested without end.
    """
    try:
        for record in _json_lines(opened) if opened.kind == "jsonl" else _json_items(opened):
            if not isinstance(record, dict):
                reason = "its list holds things that are no records"
                raise FileRefused(str(opened.path), reason, "check the download")
            yield record
    except UnicodeDecodeError as error:
        raise misread(str(opened.path), opened.encoding) from error


def _header(opened: Opened) -> tuple[list[str], int]:
    """The first line with words in it as headings, and how many lines that is into the file."""
    if opened.delimiter is None:
        return [], 0
    text = io.StringIO(opened.head_text.lstrip("\ufeff"), newline="")
    reader = csv.reader(text, delimiter=opened.delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                return [name.strip() for name in row], reader.line_num
    except csv.Error:
        return [], 0
    return [], 0


def _chosen(present: Sequence[str], wanted: Sequence[str]) -> dict[str, str]:
    """The file's heading -> the wanted name, for the headings that are wanted."""
    by_key = {header_key(name): name for name in wanted}
    return {name: by_key[header_key(name)] for name in present if header_key(name) in by_key}


def _delimited(opened: Opened, wanted: Sequence[str]) -> Iterator[Frame | Refused]:
    """By several threads while every row has as many cells as the header; from the first that has not by one,
    because only then does a row that cannot be read come with its number."""
    present, lines = _header(opened)
    chosen, gaps = _chosen(present, wanted), _Gaps(present, lines)
    seen = 0
    try:
        for frame in _read_delimited(opened, chosen, gaps, 0, threads=True):
            seen += len(frame.rows)
            yield frame
    except (pa.ArrowInvalid, UnicodeDecodeError):
        pass
    else:
        return
    try:
        for frame in _read_delimited(opened, chosen, gaps, seen, threads=False):
            yield from gaps.refused()
            yield frame
        yield from gaps.refused()
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise _broken_csv(opened, error) from error


def _read_delimited(
    opened: Opened, chosen: Mapping[str, str], gaps: _Gaps, after: int, *, threads: bool
) -> Iterator[Frame]:
    """The chunks after the first `after` rows that can be read."""
    seen = 0
    with opened.stream() as stream, _reader(opened, stream, chosen, gaps, threads=threads) as reader:
        for batch in reader:
            fresh = max(after - seen, 0)
            if fresh < batch.num_rows:
                rows = gaps.numbers(seen, batch.num_rows)
                table = pa.Table.from_batches([batch]).rename_columns([chosen[n] for n in batch.schema.names])
                yield Frame(table.slice(fresh), rows[fresh:])
            seen += batch.num_rows


def _reader(
    opened: Opened, stream: Any, chosen: Mapping[str, str], gaps: _Gaps, *, threads: bool
) -> pv.CSVStreamingReader:
    return pv.open_csv(
        stream,
        read_options=pv.ReadOptions(
            use_threads=threads,
            block_size=BLOCK_BYTES,
            encoding=_codec(opened),
            column_names=gaps.present,
            skip_rows=gaps.above,
        ),
        parse_options=pv.ParseOptions(
            delimiter=opened.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=None if threads else gaps.note,
        ),
        convert_options=pv.ConvertOptions(
            include_columns=list(chosen),
            column_types={name: pa.string() for name in chosen},
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )


def _codec(opened: Opened) -> str:
    return "utf8" if opened.encoding in (None, "utf-8", "utf-8-sig") else str(opened.encoding)


def _broken_csv(opened: Opened, error: Exception) -> FileRefused:
    path = str(opened.path)
    if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
        return misread(path, opened.encoding)
    if "straddling" in str(error):
        return HostileFile(
            path,
            "a cell has no end",
            "look for a quotation mark that is never closed, and save the file again",
        )
    return FileRefused(path, f"the table cannot be read ({str(error)[:120]})", "save it again as CSV")


class _Gaps:
    """Rows that were left out because they have another number of cells, so that later rows keep their number."""

    def __init__(self, present: list[str], above: int) -> None:
        self.present, self.above = _distinct(present), above
        self._left_out: list[tuple[int, int, str]] = []
        self._told = 0

    def note(self, row: pv.InvalidRow) -> Literal["skip", "error"]:
        if row.actual_columns > MAX_COLUMNS:
            raise too_wide("the table", row.actual_columns)
        self._left_out.append((row.number, row.actual_columns, row.text))
        return "skip"

    def numbers(self, seen: int, count: int) -> pa.Array:
        """Numbers of the next `count` rows after `seen` were read; `above` lines stand before the first."""
        index = np.arange(seen, seen + count, dtype=np.int64)
        if not self._left_out:
            return pa.array(index + self.above + 1)
        skipped = np.array([number for number, _, _ in self._left_out], dtype=np.int64) - self.above - 1
        before = np.searchsorted(skipped - np.arange(len(skipped)), index, side="right")
        return pa.array(index + before + self.above + 1)

    def refused(self) -> Iterator[Refused]:
        for number, cells, text in self._left_out[self._told :]:
            yield Refused(
                number,
                None,
                text[:200],
                f"the row has {cells} cells and the header {len(self.present)}",
                "check for a delimiter inside a cell; put such a cell in quotation marks",
                record={"row": text[:2000]},
            )
        self._told = len(self._left_out)


def _distinct(names: Sequence[str]) -> list[str]:
    """Column names, each once: a repeated one gets a number, which no layout asks for."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return out


def _parquet(opened: Opened, wanted: Sequence[str]) -> Iterator[Frame]:
    with opened.seekable() as stream:
        try:
            file = pq.ParquetFile(stream)
            chosen = _chosen(file.schema_arrow.names, wanted)
            seen = 0
            for batch in file.iter_batches(batch_size=RECORDS_A_CHUNK, columns=list(chosen)):
                table = pa.Table.from_batches([batch]).rename_columns([chosen[n] for n in batch.schema.names])
                yield Frame(table, pa.array(np.arange(seen + 1, seen + 1 + batch.num_rows, dtype=np.int64)))
                seen += batch.num_rows
        except _BROKEN_PARQUET as error:
            raise FileRefused(
                str(opened.path), "the Parquet file is damaged or cut short", "download or write it again"
            ) from error


def _json(opened: Opened, wanted: Sequence[str]) -> Iterator[Frame]:
    waiting: list[dict[str, Any]] = []
    seen = 0
    for record in records(opened):
        waiting.append(record)
        if len(waiting) == RECORDS_A_CHUNK:
            yield _frame(waiting, seen, wanted)
            seen += len(waiting)
            waiting = []
    if waiting:
        yield _frame(waiting, seen, wanted)


def _frame(waiting: list[dict[str, Any]], seen: int, wanted: Sequence[str]) -> Frame:
    present = list(dict.fromkeys(key for record in waiting for key in record))
    columns = {
        name: pa.array([as_json_text(record.get(key)) for record in waiting], pa.string())
        for key, name in _chosen(present, wanted).items()
    }
    rows = pa.array(np.arange(seen + 1, seen + 1 + len(waiting), dtype=np.int64))
    return Frame(pa.table(columns), rows)


def as_json_text(value: Any) -> str | None:
    """A JSON value as the text of a cell: None stays None, true and false in lower case, lists as JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=str, parse_int=str)


def _keys_in_head(opened: Opened) -> list[str]:
    """Keys of the first record, where it fits into the first 64 KiB."""
    text = opened.head_text.lstrip("\ufeff \t\r\n")
    found = _LIST_OF_RECORDS.search(text) if text.startswith("{") and opened.kind == "json" else None
    start = text.find("{", found.end() if found else 0)
    try:
        value, _ = _decoder().raw_decode(text, max(start, 0))
    except (ValueError, RecursionError):
        return []
    return list(value) if isinstance(value, dict) else []


def _json_lines(opened: Opened) -> Iterator[Any]:
    decoder = _decoder()
    for number, line in enumerate(opened.lines(), 1):
        if line.strip():
            try:
                yield decoder.decode(line)
            except ValueError as error:
                raise FileRefused(
                    str(opened.path), f"line {number} is not JSON ({error})", "write one JSON object a line"
                ) from error
            except RecursionError as error:
                raise _nested(opened) from error


def _json_items(opened: Opened) -> Iterator[Any]:
    """Items of the list, decoded one by one from a window that moves over the text."""
    decoder = _decoder()
    with opened.text() as text:
        window, at = _list_start(opened, text)
        while True:
            while at < len(window) and window[at] in " \t\r\n,":
                at += 1
            if at < len(window) and window[at] == "]":
                return
            try:
                item, end = decoder.raw_decode(window, at)
                if end == len(window) and not window.endswith(("}", "]")):
                    raise ValueError("a number may go on")
                yield item
                at = end
            except ValueError as error:
                window, at = _more(opened, text, window[at:], error), 0
            except RecursionError as error:
                raise _nested(opened) from error


def _list_start(opened: Opened, text: Any) -> tuple[str, int]:
    """The text up to and beyond the bracket that opens the first list of records."""
    window = text.read(_JSON_READ_CHARS).lstrip("\ufeff")
    found = _LIST_OF_RECORDS.search(window) or re.search(r"\[", window)
    if not found:
        raise FileRefused(str(opened.path), "it holds no list of records", "check the download")
    return window, found.end()


def _more(opened: Opened, text: Any, rest: str, error: ValueError) -> str:
    added: str = text.read(_JSON_READ_CHARS)
    if not added:
        reason = f"the JSON is cut short or broken ({error})" if rest.strip() else "the JSON is cut short"
        raise FileRefused(str(opened.path), reason, "download it again whole") from error
    if len(rest) > MAX_LINE_BYTES:
        raise HostileFile(str(opened.path), "one record of it has no end", "download it again") from error
    return rest + added


def _nested(opened: Opened) -> HostileFile:
    return HostileFile(str(opened.path), "its JSON is nested without end", "ask the sender for a plain table")
