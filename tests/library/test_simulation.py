"""An invented month: the same seed gives the same bytes, it loads whole, says that it is invented, hides its truth."""

import csv
import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tradewind.errors import RequestError
from tradewind.formats.asycuda_writing import write_declarations
from tradewind.intake import LoadReport, load
from tradewind.reference.methods import methods
from tradewind.simulation import Parameters, Simulated, simulate
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

#: What documents alone can show, of the methods in reference/data/methods.csv.
SHOWN = {1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    return simulate(tmp_path_factory.mktemp("sent") / "month", seed=5, declarations=700)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / "house"


@pytest.fixture(scope="module")
def report(made: Simulated, store: Path) -> LoadReport:
    return load([made.files[0].parent], store)


def truths(made: Simulated) -> list[dict[str, Any]]:
    return [json.loads(line) for line in made.truth.read_text("utf-8").splitlines()][1:]


def held(store: Path, table: str) -> list[dict[str, Any]]:
    with Warehouse.open(store) as house:
        return list(house.current(table).to_pyarrow().to_pylist())


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, made: Simulated) -> None:
    again = simulate(tmp_path / "again", seed=5, declarations=700)
    digest = [hashlib.sha256(p.read_bytes()).hexdigest() for p in (*made.files, made.truth)]
    assert digest == [hashlib.sha256(p.read_bytes()).hexdigest() for p in (*again.files, again.truth)]
    other = simulate(tmp_path / "other", seed=6, declarations=700)
    assert other.files[0].read_bytes() != made.files[0].read_bytes()


def test_every_file_loads_without_a_mapping_and_no_row_is_refused(
    made: Simulated, report: LoadReport, store: Path
) -> None:
    assert report.refused_total == 0
    loaded = Counter[str]()
    for batch in report.batches:
        loaded.update({name: file.rows for name, file in batch.record.tables.items()})
    assert dict(loaded) == dict(made.rows)
    rows = held(store, "declarations")
    assert len({r["declaration_id"] for r in rows if r["lodged_on"] >= date(2026, 3, 1)}) == 700
    assert all(r["net_mass_g"] is not None for r in rows)


def test_every_row_and_file_says_that_it_is_invented(made: Simulated) -> None:
    for path in made.files:
        assert path.name.startswith("invented_")
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as lines:
                assert {row["source"] for row in csv.DictReader(lines)} == {"invented"}
    sad = made.files[1].read_text("utf-8")
    numbers = etree.fromstring(sad.encode()).findall(".//Office_segment/Customs_clearance_office_code")
    assert "invented: no real trade" in sad and all(n.text.startswith("INVENTED") for n in numbers)


def test_names_cannot_be_real(report: LoadReport, store: Path) -> None:
    del report
    for table, columns in {
        "declarations": ("importer", "exporter", "declarant"), "licences": ("holder",), "quotas": ("holder",),
        "traders": ("name",), "movements": ("holder", "consignee"), "zone_stock": ("holder",),
    }.items():  # fmt: skip
        for row in held(store, table):
            assert all(row[c] is None or row[c].endswith("(invented)") for c in columns), (table, row)


def test_every_method_that_documents_show_is_planted_and_its_lines_exist(
    made: Simulated, report: LoadReport, store: Path
) -> None:
    del report
    told = truths(made)
    assert {t["method"] for t in told if t["truth"] == "breach"} == SHOWN
    assert {int(m.id) for m in methods()} >= SHOWN
    known = {(line["declaration_id"], line["item"]) for line in held(store, "declarations")}
    assert {tuple(key) for t in told for key in t["lines"]} <= known
    assert any(t["truth"] == "honest" for t in told)


def test_the_truth_stands_where_no_detector_reads(made: Simulated, tmp_path: Path) -> None:
    folder = made.files[0].parent
    assert made.truth.parent == folder.parent and made.truth not in list(folder.rglob("*"))
    for kind in {t["kind"] for t in truths(made)} - {
        "sample",
        "holiday",
        "shell",
        "disposable",
        "undervalued",
    }:
        for path in made.files:
            text = path.read_text("utf-8", errors="replace") if path.suffix != ".xlsx" else ""
            assert kind not in text or path.name == "invented_inspections.csv", (kind, path)
    with pytest.raises(RequestError, match="where detectors would read it"):
        simulate(tmp_path / "m", 1, 300, truth=tmp_path / "m" / "truth.jsonl")


def test_most_traffic_is_other_goods(report: LoadReport, store: Path) -> None:
    del report
    rows = held(store, "declarations")
    gas = sum(str(r["hs_code"]).startswith(("2903", "3827")) for r in rows)
    assert 0.03 < gas / len(rows) < 0.2
    assert len({r["description"] for r in rows}) > 200


def test_numbers_follow_the_days(report: LoadReport, store: Path) -> None:
    del report
    rows = [r for r in held(store, "declarations") if r["lodged_on"] >= date(2026, 3, 1)]
    ordered = sorted(rows, key=lambda r: int(r["declaration_id"].rpartition("-")[2]))
    assert [r["lodged_on"] for r in ordered] == sorted(r["lodged_on"] for r in rows)


def test_rates_are_parameters(tmp_path: Path) -> None:
    made = simulate(
        tmp_path / "honest", 1, 1000, Parameters(breach_share=0, least_of_each=0, disturbance_share=0)
    )
    assert [t["truth"] for t in truths(made)] == ["honest"]


def test_declarations_written_as_asycuda_read_back_the_same(tmp_path: Path) -> None:
    row = {
        "declaration_id": "INVENTED1-2026-C-9", "item": 1, "regime": "import", "procedure": "4000",
        "importer": "Nowhere Ltd 1 (invented)", "importer_id": "INV-T-1", "importer_address": "1 Pier, Town",
        "exporter": "Far Works (invented)", "exporter_address": "2 Road", "declarant": "Broker (invented)",
        "declarant_id": "INV-T-2", "origin": "CHN", "dispatch": "ARE", "destination": "BVT",
        "national_code": "2903450000", "hs_code": "290345", "description": "Хладагент R134a & Co <12 kg>",
        "packages": 10, "package_kind": "CY", "net_mass_g": 120_500, "gross_mass_g": 220_001, "value_minor": 90_055,
        "currency": "USD", "container": "INVU1234560", "licence_id": "INV-L-1", "quantity": 120.5,
        "quantity_unit": "KG", "transport": "VESSEL 1", "transport_mode": "1", "documents": ["N380", "N705"],
        "office": "INVENTED1", "previous_document": "P-1",
    }  # fmt: skip
    rows = [{**row, "lodged_on": "2026-03-02"}, {**row, "lodged_on": "2026-03-02", "item": 2}]
    assert write_declarations(tmp_path / "sad.xml", rows, "invented") == 1
    load([tmp_path / "sad.xml"], tmp_path / "house")
    with Warehouse.open(tmp_path / "house") as house:
        read = house.current("declarations").order_by("item").to_pyarrow().to_pylist()
    assert [{name: line[name] for name in row} for line in read] == [row, {**row, "item": 2}]


def test_the_verb_tells_files_truth_and_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["simulate", "--out", str(tmp_path / "m"), "--seed", "2", "--declarations", "300", "--json"])
        == 0
    )
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"files", "truth", "rows"}
    assert all(Path(f).exists() for f in (*said["files"], said["truth"]))
    assert main(["simulate", "--out", str(tmp_path / "n"), "--declarations", "3"]) == 2
    assert "at least 200" in capsys.readouterr().err
