"""A file damaged anywhere is read or refused with a reason and a mend; it never brings the program down."""

import gzip
import io
import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_files import read
from test_atmosphere import AGAGE
from test_registers import CASE
from test_trade_statistics import API, API_ROW, BULK, ROW

from tradewind.errors import FileRefused
from tradewind.reference.cases import cases_path


@cache
def samples() -> dict[str, bytes]:
    """A small whole file of each form."""
    bulk = "\n".join([",".join(BULK), *[",".join(ROW.get(n, "") for n in BULK)] * 5]).encode()
    packed, book, parquet = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bulk.csv", bulk)
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        for name in ("Import", "Export", "Destroy"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["CntryID", "PeriodID", "SubstID", "ImpNew", "ExpNew", "Destroyed"])
            sheet.write_row(1, 0, ["IN", "2009", 135, 1.5, 2, 3])
    pq.write_table(pa.Table.from_pylist([API_ROW] * 5), parquet)
    wits = (
        "Nomenclature;ReporterISO3;ProductCode;ReporterName;PartnerISO3;PartnerName;Year;TradeFlowName;TradeFlowCode;"
        "TradeValue in 1000 USD\nNC;ABW; Total;Aruba;ARG;Argentina;2009;Export;6;.067\n"
    )
    return {
        "bulk": bulk,
        "bulk gz": gzip.compress(bulk, mtime=0),
        "bulk zip": packed.getvalue(),
        "bulk utf-16": bulk.decode().encode("utf-16"),
        "api": json.dumps({"data": [API_ROW] * 3}).encode(),
        "api parquet": parquet.getvalue(),
        "api csv": (",".join(API) + "\n").encode(),
        "wits": wits.encode(),
        "article 7": book.getvalue(),
        "register": (json.dumps(CASE) + "\n").encode() + cases_path().read_bytes()[:6000],
        "agage": AGAGE.encode(),
    }


def read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        path.write_bytes(data)
        try:
            made = read(path)
        except FileRefused as refused:
            assert refused.reason and refused.mend
        else:
            assert all(row.reason and row.mend for row in made.refused)


@pytest.mark.parametrize("form", sorted(samples()))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(form: str, data: st.DataObject) -> None:
    whole = samples()[form]
    at = data.draw(st.integers(0, len(whole) - 1))
    match data.draw(st.sampled_from(["cut", "overwrite", "insert", "repeat"])):
        case "cut":
            damaged = whole[:at]
        case "overwrite":
            noise = data.draw(st.binary(min_size=1, max_size=8))
            damaged = whole[:at] + noise + whole[at + len(noise) :]
        case "insert":
            damaged = (
                whole[:at]
                + data.draw(st.sampled_from([b'"', b"\n", b",", b"\0", b"\xff", b"{", b"]"]))
                + whole[at:]
            )
        case _:
            damaged = whole[:at] + whole
    read_or_refused(damaged)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)
