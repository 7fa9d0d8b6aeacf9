"""The rows and findings of a large answer, written part by part."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

import pyarrow.parquet as pq

from tradewind.screening.large import LargeScreened
from tradewind.screening.rows import append_findings, table, write_table_as_jsonl


def write(
    answer: LargeScreened,
    parquet: Path | None = None,
    jsonl: Path | None = None,
    findings: Path | None = None,
    language: str = "en",
) -> int:
    """One row a line as Parquet or JSON lines, every finding as JSON lines, to the files named; how many findings."""
    written, file = 0, None
    with ExitStack() as files:
        said = files.enter_context(findings.open("w", encoding="utf-8")) if findings else None
        lines = files.enter_context(jsonl.open("wb")) if jsonl else None
        for part in answer.parts():
            if said is not None:
                written += append_findings(part, said)
            if parquet is None and lines is None:
                continue
            rows = table(part, language)
            if parquet is not None:
                if file is None:
                    file = files.enter_context(
                        pq.ParquetWriter(parquet, rows.schema, compression="zstd", compression_level=1)
                    )
                file.write_table(rows)
            if lines is not None and jsonl is not None:
                beside = jsonl.with_suffix(".part")
                write_table_as_jsonl(rows, beside)
                with beside.open("rb") as stream:
                    shutil.copyfileobj(stream, lines)
                beside.unlink()
    return written
