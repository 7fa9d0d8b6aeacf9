"""Promises of intake: what is read, refused, already loaded, and what a broken file leaves behind."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from tradewind.errors import FileRefused, RequestError
from tradewind.formats.opening import Opened
from tradewind.formats.reading import Instructions, Notice, Reader, Refused, Rows
from tradewind.intake import LoadReport, choosing, load
from tradewind.warehouse import Warehouse


class PlainReader:
    """A reader of `code,grams` lines: a mass below zero is refused, and `!` breaks the file half-way."""

    name, version, title = "plain", "1.3", "a plain list"

    def recognises(self, opened: Opened) -> float:
        return float(opened.head_text.startswith("code,grams"))

    def read(self, opened: Opened, instructions: Instructions) -> Iterator[Rows | Refused | Notice]:
        yield Notice("a plain list has no years")
        for number, (code, grams) in enumerate((line.split(",") for line in opened.lines()), 1):
            if number == 1:
                continue
            if grams.startswith("-"):
                yield Refused(
                    number, "grams", grams, "a mass below zero", "write the mass", record={"code": code}
                )
                continue
            if grams == "!":
                raise FileRefused(str(opened.path), "it breaks off", "send it again")
            data = pa.table({"hs_code": [code], "net_mass_g": [int(grams)], "source_row": [number]})
            yield Rows("trade_flows", data)


@pytest.fixture(autouse=True)
def _one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are recognised as plain lists or not at all."""

    def recognised(opened: Opened, instructions: Instructions) -> Reader:
        if not PlainReader().recognises(opened):
            raise FileRefused(
                str(opened.path), "it is none of the formats known", "describe it with a mapping"
            )
        return PlainReader()

    monkeypatch.setattr(choosing, "recognise_format", recognised)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder for files that came in."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the warehouse will be."""
    return tmp_path / "warehouse"


def write(folder: Path, name: str, *lines: str) -> Path:
    """A plain list of these lines."""
    path = folder / name
    path.write_text("\n".join(["code,grams", *lines]) + "\n")
    return path


def current(store: Path) -> dict[str, int]:
    """Mass by code in the newest generation."""
    with Warehouse.open(store) as warehouse:
        rows = warehouse.current("trade_flows").to_pyarrow().to_pylist()
    return {row["hs_code"]: row["net_mass_g"] for row in rows}


def test_rows_are_published_and_refused_rows_kept(inbox: Path, store: Path) -> None:
    report = load([write(inbox, "a.csv", "290371,5", "290376,-1", "290339,7")], store)
    assert current(store) == {"290371": 5, "290339": 7}
    told = report.as_dict()
    [batch] = told["batches"]
    assert (told["generation"], batch["rows"], batch["refused"]) == (1, 2, 1)
    assert (batch["format"], batch["tables"], batch["already_loaded"]) == ("plain", {"trade_flows": 2}, False)
    assert batch["notices"] == ["a plain list has no years"]
    [refused] = told["refused"]
    assert refused["path"].endswith("a.csv")
    assert {k: refused[k] for k in ("row", "column", "value", "reason", "mend")} == {
        "row": 3, "column": "grams", "value": "-1", "reason": "a mass below zero", "mend": "write the mass",
    }  # fmt: skip
    with Warehouse.open(store) as warehouse:
        assert [r["record"] for r in warehouse.refused()] == [{"code": "290376"}]
        [record] = warehouse.batches()
    assert (store / "originals" / record.identity.sha256).read_bytes() == (inbox / "a.csv").read_bytes()


def test_loading_again_changes_nothing(inbox: Path, store: Path) -> None:
    path = write(inbox, "a.csv", "290371,5", "290376,-1")
    load([path], store)
    before = {p: p.stat().st_mtime_ns for p in store.rglob("*") if p.is_file() and p.name != "LOCK"}
    path.rename(inbox / "renamed.csv")
    again = load([inbox / "renamed.csv"], store)
    assert (again.generation, [b.already_loaded for b in again.batches], again.is_whole) == (1, [True], True)
    assert {p: p.stat().st_mtime_ns for p in store.rglob("*") if p.is_file() and p.name != "LOCK"} == before


def test_the_same_file_twice_in_one_load_counts_once(inbox: Path, store: Path) -> None:
    first, second = write(inbox, "a.csv", "290371,5"), write(inbox, "b.csv", "290371,5")
    report = load([first, second], store)
    assert [b.already_loaded for b in report.batches] == [False, True]


def test_all_files_of_a_load_are_one_generation(inbox: Path, store: Path) -> None:
    write(inbox, "a.csv", "290371,5")
    write(inbox, "b.csv", "290371,6")
    assert load([inbox], store).generation == 1
    assert current(store) == {"290371": 6}


def test_a_file_that_dies_half_way_leaves_nothing_behind(inbox: Path, store: Path) -> None:
    good, bad = (
        write(inbox, "good.csv", "290371,5"),
        write(inbox, "bad.csv", "290376,1", "290339,-1", "290377,!"),
    )
    report = load([bad, good], store)
    assert current(store) == {"290371": 5}
    assert [(r["row"], r["reason"]) for r in report.refused] == [(None, "it breaks off")]
    assert len(list((store / "originals").iterdir())) == len(list((store / "batches").iterdir())) == 1
    assert list((store / "staging").iterdir()) == []


def test_content_no_reader_foresaw_refuses_the_file_and_not_the_load(inbox: Path, store: Path) -> None:
    good, bad = write(inbox, "good.csv", "290371,5"), write(inbox, "bad.csv", "290376,many")
    [refused] = load([bad, good], store).refused
    assert "looks like a plain list but cannot be read as such" in refused["reason"]
    assert current(store) == {"290371": 5}


def test_nothing_read_at_all_is_an_error_and_no_generation(inbox: Path, store: Path) -> None:
    bad = write(inbox, "bad.csv", "290377,!")
    with pytest.raises(FileRefused, match="it breaks off; send it again"):
        load([bad], store)
    (inbox / "notes.txt").write_text("hello there\n")
    with pytest.raises(RequestError, match=r"none of 2 files could be read.*bad\.csv.*notes\.txt"):
        load([inbox], store)
    assert Warehouse.open(store).generation == 0


def test_a_folder_is_read_in_order_of_name_without_its_litter(inbox: Path, store: Path) -> None:
    (inbox / "__MACOSX").mkdir()
    (inbox / "deeper").mkdir()
    for name in ("b.csv", "a.csv", ".hidden.csv", "~$a.csv", "__MACOSX/a.csv", "deeper/c.csv"):
        write(inbox, name, f"{len(name):06d},1", f"{name.encode().hex()},2")
    report = load([inbox, inbox / "a.csv"], store)
    assert [Path(b.path).name for b in report.batches] == ["a.csv", "b.csv", "c.csv"]


def test_a_warehouse_inside_the_folder_is_not_read_into_itself(inbox: Path) -> None:
    write(inbox, "a.csv", "290371,5")
    load([inbox], inbox / "warehouse")
    again = load([inbox], inbox / "warehouse")
    assert [(Path(b.path).name, b.already_loaded) for b in again.batches] == [("a.csv", True)]
    assert again.is_whole


def test_an_unknown_file_in_a_folder_is_reported_and_the_others_are_read(inbox: Path, store: Path) -> None:
    write(inbox, "a.csv", "290371,5")
    (inbox / "README.md").write_text("read me\n")
    report = load([inbox], store)
    assert len(report.batches) == 1
    assert [r["reason"] for r in report.refused] == ["it is none of the formats known"]
    assert not report.is_whole


def test_the_first_bad_file_can_stop_the_load(inbox: Path, store: Path) -> None:
    good, bad = write(inbox, "good.csv", "290371,5"), write(inbox, "bad.csv", "290377,!")
    with pytest.raises(FileRefused):
        load([good, bad], store, keep_going=False)
    assert Warehouse.open(store).generation == 0


def test_an_empty_folder_and_no_path_say_so(inbox: Path, store: Path) -> None:
    with pytest.raises(RequestError, match="there is no file in"):
        load([inbox], store)
    with pytest.raises(RequestError, match="no file is named"):
        load([], store)


def test_a_header_without_rows_is_refused(inbox: Path, store: Path) -> None:
    with pytest.raises(FileRefused, match="it holds no rows"):
        load([write(inbox, "a.csv")], store)


def test_each_member_of_an_archive_is_a_batch_of_its_own(inbox: Path, store: Path) -> None:
    with zipfile.ZipFile(inbox / "all.zip", "w") as archive:
        archive.writestr("one.csv", "code,grams\n290371,5\n")
        archive.writestr("two.csv", "code,grams\n290376,6\n")
        archive.writestr("notes.txt", "hello there\n")
    report = load([inbox / "all.zip"], store)
    assert current(store) == {"290371": 5, "290376": 6}
    assert [Path(b.path).name for b in report.batches] == ["all.zip:one.csv", "all.zip:two.csv"]
    assert [Path(r["path"]).name for r in report.refused] == ["all.zip:notes.txt"]
    again: LoadReport = load([inbox / "all.zip"], store)
    assert [b.already_loaded for b in again.batches] == [True, True]


def test_what_is_said_about_a_file_is_part_of_its_reading(inbox: Path, store: Path) -> None:
    path = write(inbox, "a.csv", "290371,5")
    load([path], store)
    said = Instructions(sender="Customs of Kenya", party="KEN", historical=True)
    assert load([path], store, said).generation == 2
    with Warehouse.open(store) as warehouse:
        [row] = warehouse.history("trade_flows").to_pyarrow().to_pylist()
        [record] = warehouse.batches()
    assert (row["source"], row["historical"]) == ("Customs of Kenya", True)
    assert (record.party, record.sender, record.audience) == ("KEN", "Customs of Kenya", ("public",))
    assert load([path], store).generation == 3
    assert len(list((store / "batches").iterdir())) == 2


def test_an_original_need_not_be_kept(inbox: Path, store: Path) -> None:
    load([write(inbox, "a.csv", "290371,5")], store, keep_originals=False)
    assert list((store / "originals").iterdir()) == []
    with Warehouse.open(store) as warehouse:
        assert not warehouse.batches()[0].original_kept


def test_a_report_shows_a_thousand_refused_rows_and_counts_all(inbox: Path, store: Path) -> None:
    report = load([write(inbox, "a.csv", "290371,5", *(f"{i:06d},-1" for i in range(1200)))], store)
    assert (len(report.refused), report.refused_total) == (1000, 1200)
    with Warehouse.open(store) as warehouse:
        assert len(warehouse.refused()) == 1200


def test_progress_names_each_file(inbox: Path, store: Path) -> None:
    said: list[str] = []
    load([write(inbox, "a.csv", "290371,5"), write(inbox, "b.csv", "290371,6")], store, progress=said.append)
    assert said == ["1 of 2: a.csv", "2 of 2: b.csv"]
