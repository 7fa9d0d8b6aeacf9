"""Comtrade and WITS: every row kept, masses and values exact, and a clear word where a row cannot be."""

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading_files import read

from shared_data import shared
from tradewind.errors import FileRefused
from tradewind.formats import comtrade_api, comtrade_bulk
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Rows

BULK_HEADER = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,"
    "Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,"
    "2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,"
    "Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),"
    "Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag"
)
BULK = BULK_HEADER.split(",")
ROW = {
    "Classification": "H5", "Year": "2018", "Period": "2018", "Aggregate Level": "6", "Is Leaf Code": "1",
    "Trade Flow Code": "2", "Trade Flow": "Export", "Reporter Code": "699", "Reporter": "India",
    "Reporter ISO": "IND", "Partner Code": "0", "Partner": "World", "Partner ISO": "WLD", "Commodity Code": "290371",
    "Commodity": "HCFC-22", "Qty Unit Code": "8", "Qty Unit": "Weight in kilograms", "Qty": "1000",
    "Netweight (kg)": "1000", "Trade Value (US$)": "2500", "Flag": "0",
}  # fmt: skip
API_HEADER = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,"
    "classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,"
    "isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,"
    "altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,"
    "isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate"
)
API = API_HEADER.split(",")
API_ROW: dict[str, Any] = {
    **dict.fromkeys(API),
    "typeCode": "C", "freqCode": "A", "refPeriodId": 20180101, "refYear": 2018, "refMonth": 52, "period": "2018",
    "reporterCode": 699, "reporterISO": "IND", "reporterDesc": "India", "flowCode": "X", "flowDesc": "Export",
    "partnerCode": 0, "partnerISO": "W00", "partnerDesc": "World", "partner2Code": 0, "partner2ISO": "W00",
    "classificationCode": "H5", "classificationSearchCode": "HS", "isOriginalClassification": True,
    "cmdCode": "290371", "cmdDesc": "HCFC-22", "aggrLevel": 6, "isLeaf": True, "customsCode": "C00", "mosCode": "0",
    "motCode": 0, "qtyUnitCode": 8, "qtyUnitAbbr": "kg", "qty": 1000.0, "isQtyEstimated": False, "netWgt": 1000.0,
    "isNetWgtEstimated": False, "fobvalue": 2500.0, "primaryValue": 2500.0, "legacyEstimationFlag": 0,
    "isReported": True, "isAggregate": False,
}  # fmt: skip


def bulk(folder: Path, *changes: dict[str, str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """An invented file of the 35-column layout, one row for each dictionary of changes."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, BULK, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows({**ROW, **change} for change in changes)
    path = folder / "sent"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_the_real_india_file_reads_whole_with_its_halons() -> None:
    made = read(shared("comtrade/india_exports_hs6_2018_world_comtrade.csv"))
    assert made.reader.name == "comtrade-bulk"
    assert (len(made.flows()), made.refused) == (6354, [])
    (halons,) = [row for row in made.flows() if row["hs_code"] == "290376"]
    assert halons["net_mass_g"] == 107_550_000
    assert (halons["reporter"], halons["partner"], halons["flow"]) == ("IND", "WLD", "export")
    assert (halons["hs_edition"], halons["period_start"]) == ("2017", date(2018, 1, 1))
    assert halons["value_usd_cents"] == 141_369_700
    assert halons["source_row"] == 1428


def test_the_real_india_file_keeps_every_chapter_and_the_totals() -> None:
    flows = read(shared("comtrade/india_exports_hs6_2018_world_comtrade.csv")).flows()
    levels = [row["aggregate_level"] for row in flows]
    assert {n: levels.count(n) for n in (0, 2, 4, 6)} == {0: 1, 2: 97, 4: 1212, 6: 5044}
    (total,) = [row for row in flows if row["hs_code"] == "TOTAL"]
    assert (total["value_usd_cents"], total["net_mass_g"]) == (32_249_209_989_700, None)


def test_the_real_wits_file_gives_exact_cents_of_all_pairs() -> None:
    made = read(shared("comtrade/wits_2009_total_bilateral_both_sides.csv"))
    assert (made.reader.name, len(made.flows()), made.refused) == ("wits", 40618, [])
    first = made.flows()[0]
    assert (first["reporter"], first["partner"], first["value_usd_cents"]) == ("ABW", "ARG", 6700)
    assert first["hs_edition"] is None
    assert {row["flow"] for row in made.flows()} == {"import", "export"}
    assert {row["partner_note"] for row in made.flows()} - {None} == {"Unspecified", "Western Sahara"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_delimiter_and_the_encoding_of_a_spreadsheet_change_nothing(
    tmp_path: Path, encoding: str
) -> None:
    path = bulk(
        tmp_path, {"Partner": "Côte d'Ivoire", "Partner Code": "384"}, delimiter=";", encoding=encoding
    )
    (row,) = read(path).flows()
    assert (row["partner"], row["net_mass_g"]) == ("CIV", 1_000_000)


def test_decimal_commas_and_thousands_marks_are_understood_from_the_columns(tmp_path: Path) -> None:
    path = bulk(
        tmp_path, {"Netweight (kg)": "1.234,5"}, {"Netweight (kg)": "1.234", "Qty": "2"}, delimiter=";"
    )
    assert [row["net_mass_g"] for row in read(path).flows()] == [1_234_500, 1_234_000]
    path = bulk(tmp_path, {"Netweight (kg)": "1,234.5"}, {"Netweight (kg)": "1 234", "Qty": "2"})
    assert [row["net_mass_g"] for row in read(path).flows()] == [1_234_500, 1_234_000]
    with pytest.raises(FileRefused, match="decimal comma"):
        read(bulk(tmp_path, {"Netweight (kg)": "1,5"}, {"Netweight (kg)": "1.5"}, delimiter=";"))


def api_csv(folder: Path, rows: list[dict[str, Any]]) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, API)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "api.csv"
    path.write_text(text.getvalue(), "utf-8")
    return path


@pytest.mark.parametrize(
    "form", ["csv", "csv.gz", "zip", "json", "json.gz", "bare list", "parquet", "parquet.gz"]
)
def test_the_47_columns_read_alike_in_every_form(tmp_path: Path, form: str) -> None:
    rows = [API_ROW, {**API_ROW, "cmdCode": "290376", "netWgt": 0.5}]
    path = api_csv(tmp_path, rows)
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "z", "w") as archive:
            archive.write(path, "C_A_699_2018_H5.csv")
        path = tmp_path / "z"
    elif form.startswith(("json", "bare")):
        text = json.dumps(
            rows if form == "bare list" else {"elapsedTime": "1 s", "count": 2, "data": rows, "error": ""}
        )
        path.write_text(text, "utf-8")
    elif form.startswith("parquet"):
        pq.write_table(pa.Table.from_pylist(rows), path)
    if form.endswith(".gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    made = read(path)
    assert (made.reader.name, made.refused) == ("comtrade-api", [])
    first, second = made.flows()
    assert (first["net_mass_g"], second["net_mass_g"], second["hs_code"]) == (1_000_000, 500, "290376")
    assert (first["valuation"], first["quantity_estimated"], first["net_mass_estimated"]) == (
        "fob",
        False,
        False,
    )


def test_both_layouts_give_one_flow_the_same_key(tmp_path: Path) -> None:
    key = ("source", "reporter", "partner", "partner2", "flow", "period_start", "period_end", "hs_edition", "hs_code",
           "customs_procedure", "transport")  # fmt: skip
    (old,) = read(bulk(tmp_path, {})).flows()
    (new,) = read(api_csv(tmp_path, [API_ROW])).flows()
    assert [old[name] for name in key] == [new[name] for name in key]


def test_months_and_years_are_periods(tmp_path: Path) -> None:
    made = read(bulk(tmp_path, {"Period": "201802"}, {"Period": "2018"})).flows()
    assert [(r["period_start"], r["period_end"]) for r in made] == [
        (date(2018, 2, 1), date(2018, 2, 28)),
        (date(2018, 1, 1), date(2018, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("flow", "words", "expected"),
    [
        ("1", "Import", "import"),
        ("3", "Re-Export", "re-export"),
        ("4", "Re-Import", "re-import"),
        ("2", "", "export"),
    ],
)
def test_flows_keep_their_direction(tmp_path: Path, flow: str, words: str, expected: str) -> None:
    (row,) = read(bulk(tmp_path, {"Trade Flow Code": flow, "Trade Flow": words})).flows()
    assert row["flow"] == expected


def test_a_part_of_exports_is_never_called_export(tmp_path: Path) -> None:
    (row,) = read(api_csv(tmp_path, [{**API_ROW, "flowCode": "DX", "flowDesc": "Domestic Export"}])).flows()
    assert row["flow"] == "domestic export"


@pytest.mark.parametrize("mark", ["HS", "H9", ""])
def test_an_unknown_edition_is_kept_and_marked_never_refused(tmp_path: Path, mark: str) -> None:
    made = read(bulk(tmp_path, {"Classification": mark}))
    assert made.flows()[0]["hs_edition"] is None
    assert any("edition" in notice for notice in made.notices)


def test_areas_and_confidential_partners_and_estimates_are_carried_as_such(tmp_path: Path) -> None:
    made = read(
        bulk(
            tmp_path,
            {"Partner Code": "899", "Partner": "Areas, nes", "Partner ISO": "", "Flag": "6"},
            {"Partner Code": "9901", "Partner": "Confidential", "Partner ISO": "", "Flag": "4"},
        )
    ).flows()
    assert [(r["partner"], r["partner_note"]) for r in made] == [
        ("m49:899", "Areas, nes"),
        ("m49:9901", "Confidential"),
    ]
    assert [(r["net_mass_estimated"], r["quantity_estimated"]) for r in made] == [(True, True), (True, False)]


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"Netweight (kg)": "-5"}, "Netweight (kg)", "below zero"),
        ({"Netweight (kg)": "1" + "0" * 15}, "Netweight (kg)", "more than all the goods"),
        ({"Netweight (kg)": "12 kg"}, "Netweight (kg)", "no number that"),
        ({"Trade Value (US$)": "-1"}, "Trade Value (US$)", "below zero"),
        ({"Period": "2999"}, "Period", "future"),
        ({"Period": "201813"}, "Period", "cannot be read"),
        ({"Trade Flow Code": "9", "Trade Flow": "?"}, "Trade Flow Code", "direction"),
        ({"Reporter Code": "", "Reporter ISO": "", "Reporter": ""}, "Reporter Code", "who reports"),
        ({"Commodity Code": ""}, "Commodity Code", "no commodity code"),
        ({"Commodity Code": "=cmd|' /C calc'!A0"}, "Commodity Code", "no commodity code"),
        ({"Classification": "S3"}, "Classification", "another classification"),
    ],
)
def test_a_wrong_row_is_refused_with_reason_and_mend(
    tmp_path: Path, change: dict[str, str], column: str, words: str
) -> None:
    made = read(bulk(tmp_path, {}, change))
    (refused,) = made.refused
    assert (refused.row, refused.column, len(made.flows())) == (3, column, 1)
    assert words in refused.reason and refused.mend
    assert refused.record["Reporter"] == change.get("Reporter", "India") or refused.record["Reporter"] is None


def test_refused_rows_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    made = read(bulk(tmp_path, {"Period": "2999"}, {"Commodity Code": ""}, {}, {"Trade Value (US$)": "-1"}))
    assert [refused.row for refused in made.refused] == [2, 3, 5]


def test_a_mass_in_the_wrong_unit_is_told_and_kept(tmp_path: Path) -> None:
    made = read(bulk(tmp_path, {"Netweight (kg)": "1000000000"}))
    assert made.flows()[0]["net_mass_g"] == 10**12
    assert any("unit may be wrong" in notice and "rows 2" in notice for notice in made.notices)


def test_nothing_of_worth_weighs_nothing(tmp_path: Path) -> None:
    (row,) = read(bulk(tmp_path, {"Netweight (kg)": "0", "Flag": "4"})).flows()
    assert (row["net_mass_g"], row["net_mass_estimated"]) == (None, None)


def test_identical_rows_count_once_and_are_told(tmp_path: Path) -> None:
    made = read(bulk(tmp_path, {}, {}, {"Qty": "7"}, {}))
    assert [row["source_row"] for row in made.flows()] == [2, 4]
    assert any(notice.startswith("2 rows repeat") for notice in made.notices)


def test_a_zero_that_a_spreadsheet_dropped_is_put_back(tmp_path: Path) -> None:
    (row,) = read(bulk(tmp_path, {"Commodity Code": "10121"})).flows()
    assert row["hs_code"] == "010121"


def test_rows_of_another_width_are_refused_and_the_rest_keep_their_numbers(tmp_path: Path) -> None:
    path = bulk(tmp_path, {}, {"Qty": "7"})
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1], "broken,row", lines[2]]) + "\n", "utf-8")
    made = read(path)
    assert [(r.row, "2 cells" in r.reason) for r in made.refused] == [(3, True)]
    assert [row["source_row"] for row in made.flows()] == [2, 4]


def test_blank_lines_above_the_header_do_not_shift_the_numbers(tmp_path: Path) -> None:
    path = bulk(tmp_path, {}, {"Qty": "7"})
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(["", ",,,", lines[0], lines[1], "broken,row", lines[2]]) + "\n", "utf-8")
    made = read(path)
    assert ([r.row for r in made.refused], [row["source_row"] for row in made.flows()]) == ([5], [4, 6])


def test_a_json_answer_that_breaks_off_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text(json.dumps({"data": [API_ROW, API_ROW]})[:-40], "utf-8")
    with pytest.raises(FileRefused, match="cut short"):
        read(path)


def test_a_layout_with_missing_columns_is_named_in_the_refusal(tmp_path: Path) -> None:
    (tmp_path / "part.csv").write_text(
        "Period,Commodity Code,Trade Flow Code,Reporter ISO,Partner ISO\n2018,1,1,IND,WLD\n"
    )
    with pytest.raises(FileRefused, match="resembles UN Comtrade bulk"):
        read(tmp_path / "part.csv")


def test_a_long_file_streams_in_chunks_with_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    line = ",".join(ROW.get(name, "") for name in BULK)
    with path.open("w") as out:
        out.write(",".join(BULK) + "\n")
        out.writelines(line.replace(",1000,", f",{n},") + "\n" for n in range(60_000))
    chunks = [
        i.data for i in comtrade_bulk.READER.read(open_file(path), Instructions()) if isinstance(i, Rows)
    ]
    assert len(chunks) > 1
    numbers = [n for chunk in chunks for n in chunk["source_row"].to_pylist()]
    assert numbers == list(range(2, 60_002))


def test_a_reader_knows_only_its_own_layout(tmp_path: Path) -> None:
    old, new = open_file(bulk(tmp_path, {})), open_file(api_csv(tmp_path, [API_ROW]))
    assert comtrade_bulk.READER.recognises(new) < 0.1 < 0.9 < comtrade_bulk.READER.recognises(old)
    assert comtrade_api.READER.recognises(old) < 0.1 < 0.9 < comtrade_api.READER.recognises(new)
