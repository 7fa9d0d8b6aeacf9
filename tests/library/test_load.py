"""Promises of `tradewind load` and `tradewind warehouse`, through the command, on Comtrade downloads."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from comtrade_lines import HEADER, download, flow

from shared_data import shared
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main


class Command:
    """Runs the command on one warehouse; status, JSON and the line on stderr."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self._capsys = store, capsys

    def __call__(self, verb: str, *words: str | Path) -> tuple[int, str, str]:
        status = main([verb, *map(str, words), "--warehouse", f"duckdb://{self.store}/"])
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def load(self, *words: str | Path) -> tuple[int, Any]:
        status, out, _ = self("load", *words, "--json")
        return status, json.loads(out)

    def refusal(self, *words: str | Path) -> str:
        """The one line of a load that reads nothing; nothing may be on stdout, no generation made."""
        status, out, err = self("load", *words, "--json")
        assert (status, out, err.count("\n")) == (2, "", 1), (status, out, err)
        assert Warehouse.open(self.store).generation == 0
        return err.removeprefix("tradewind: ").rstrip("\n")


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command over a new warehouse."""
    return Command(tmp_path / "warehouse", capsys)


def kilograms(store: Path, what: str = "current") -> list[tuple[str, float]]:
    """Code and kilograms of every flow."""
    with Warehouse.open(store) as warehouse:
        rows = getattr(warehouse, what)("trade_flows").to_pyarrow().to_pylist()
    return sorted((row["hs_code"], row["net_mass_g"] / 1000) for row in rows)


def test_a_download_is_recognised_by_its_content_and_loaded_once(command: Command, tmp_path: Path) -> None:
    path = download(tmp_path, "no-name-at-all", flow("290371", 5), flow("290376", 7))
    status, report = command.load(path)
    assert (status, report["generation"], report["refused"]) == (0, 1, [])
    [batch] = report["batches"]
    assert (batch["rows"], batch["tables"], batch["already_loaded"]) == (2, {"trade_flows": 2}, False)
    assert len(batch["sha256"]) == 64
    status, again = command.load(path)
    assert (status, again["generation"]) == (0, 1)
    assert again["batches"][0]["already_loaded"] is True


def test_two_overlapping_downloads_give_each_flow_once_the_revised_figure(
    command: Command, tmp_path: Path
) -> None:
    first = download(tmp_path, "a.csv", flow("290371", 5), flow("290376", 7))
    revised = download(tmp_path, "b.csv", flow("290376", 107.55), flow("290339", 3))
    assert command.load(first)[0] == command.load(revised)[0] == 0
    assert kilograms(command.store) == [("290339", 3), ("290371", 5), ("290376", 107.55)]
    assert kilograms(command.store, "history") == [
        ("290339", 3),
        ("290371", 5),
        ("290376", 7),
        ("290376", 107.55),
    ]


def test_a_person_sees_files_rows_and_what_to_do_next(command: Command, tmp_path: Path) -> None:
    status, out, err = command("load", download(tmp_path, "a.csv", flow("290371", 5)))
    assert (status, err) == (0, "")
    assert "a.csv" in out
    assert "Generation 1 now counts." in out
    assert "tradewind picture" in out
    assert "Nothing new" in command("load", tmp_path / "a.csv")[1]


def test_a_bad_file_beside_a_good_one_is_reported_with_status_1(command: Command, tmp_path: Path) -> None:
    good, empty = download(tmp_path, "a.csv", flow("290371", 5)), tmp_path / "empty.csv"
    empty.touch()
    status, report = command.load(good, empty)
    assert (status, len(report["batches"]), report["refused_total"]) == (1, 1, 1)
    [refused] = report["refused"]
    assert (refused["path"], refused["row"], refused["reason"]) == (str(empty), None, "the file is empty")
    status, out, _ = command("load", good, empty)
    assert status == 1
    assert (
        f"Not read: the file is empty; check the download or the export and send it again\n  {empty}\n" in out
    )


def test_an_empty_file_gets_a_clear_error(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    assert command.refusal(tmp_path / "a.csv") == (
        f"{tmp_path / 'a.csv'}: the file is empty; check the download or the export and send it again"
    )


def test_a_missing_file_gets_a_clear_error(command: Command, tmp_path: Path) -> None:
    assert "the file cannot be read (No such file or directory)" in command.refusal(tmp_path / "none.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(command: Command, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "this is not a plain file" in command.refusal(tmp_path / "pipe.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_one_may_not_read_gets_a_clear_error(command: Command, tmp_path: Path) -> None:
    path = download(tmp_path, "a.csv", flow("290371", 5))
    path.chmod(0)
    assert "the file cannot be read (Permission denied)" in command.refusal(path)


def test_a_folder_without_files_gets_a_clear_error(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert command.refusal(tmp_path / "empty") == f"there is no file in {tmp_path / 'empty'}"


def test_no_file_named_says_what_to_name(command: Command) -> None:
    assert command.refusal() == "no file is named; name the files or folders to load"


def test_a_truncated_gzip_leaves_nothing_behind(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    lines = "\n".join([HEADER, *(flow(f"{290000 + i}", i) for i in range(20_000))])
    whole = gzip.compress(lines.encode())
    path.write_bytes(whole[: len(whole) // 2])
    assert command.refusal(path) == (
        f"{path}: the compressed file is cut short: its end is missing; download or copy it again whole"
    )
    assert [list((command.store / d).iterdir()) for d in ("batches", "originals", "staging")] == [[], [], []]


def test_a_whole_gzip_and_a_zip_are_read(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(f"{HEADER}\n{flow('290371', 5)}\n".encode()))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("b.csv", f"{HEADER}\n{flow('290376', 7)}\n")
    assert command.load(tmp_path / "a.gz", tmp_path / "b.zip")[0] == 0
    assert kilograms(command.store) == [("290371", 5), ("290376", 7)]


def test_a_zip_bomb_is_not_unpacked(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
        member.write(HEADER.encode() + b"\n")
        for _ in range(150):
            member.write(bytes(1 << 20))
    said = command.refusal(path)
    assert "it expands to more than 200 times its size, as a zip bomb" in said


def test_a_line_of_ten_million_columns_is_refused_at_once(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(b"," * 10_000_000)
    assert "a line has 10,000,001 columns, more than the 4,096 that any table here has" in command.refusal(
        path
    )
    path.write_bytes(b"a" + b",a" * 10_000_000)
    assert "a line is longer than 16 MiB, which no table has" in command.refusal(path)


def test_another_delimiter_is_found_out(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "semicolons.csv"
    path.write_text(f"{HEADER}\n{flow('290371', 5)}\n".replace(",", ";"), encoding="utf-8")
    assert command.load(path)[0] == 0
    assert kilograms(command.store) == [("290371", 5)]


def test_a_header_with_one_delimiter_and_rows_with_another_is_refused(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(f"{HEADER}\n{flow('290371', 5).replace(',', '|')}\n", encoding="utf-8")
    assert str(path) in command.refusal(path)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(command: Command, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    line = flow("290371", 5).replace("Chemicals", "dérivés fluorés, préparés".replace(",", ""))
    path.write_bytes(f"{HEADER}\n{line}\n".encode(encoding))
    assert command.load(path)[0] == 0
    assert kilograms(command.store) == [("290371", 5)]


def test_duplicate_rows_count_once_and_stay_in_history(command: Command, tmp_path: Path) -> None:
    status, report = command.load(download(tmp_path, "a.csv", flow("290371", 5), flow("290371", 5)))
    assert kilograms(command.store) == [("290371", 5)]
    assert status in (0, 1)
    told = json.dumps(report)
    assert "repeat" in told or "twice" in told


def test_a_negative_mass_is_refused_and_the_row_kept(command: Command, tmp_path: Path) -> None:
    status, report = command.load(download(tmp_path, "a.csv", flow("290371", 5), flow("290376", -7)))
    assert status == 1
    [refused] = report["refused"]
    assert (refused["row"], refused["value"]) == (3, "-7")
    assert kilograms(command.store) == [("290371", 5)]
    status, out, _ = command("warehouse", "--refused")
    assert status == 0
    assert "row 3" in out
    assert refused["mend"] in out


def test_a_web_page_is_told_apart_from_a_table(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>")
    assert "this is a web page, not a table" in command.refusal(tmp_path / "a.csv")


def test_the_warehouse_verb_says_what_is_loaded(command: Command, tmp_path: Path) -> None:
    assert "Nothing is loaded yet" in command("warehouse")[1]
    command.load(download(tmp_path, "a.csv", flow("290371", 5)))
    command.load(download(tmp_path, "b.csv", flow("290371", 6)))
    status, out, _ = command("warehouse", "--generations", "--json")
    told = json.loads(out)
    assert (status, told["generation"]) == (0, 2)
    assert told["tables"] == {"trade_flows": {"rows": 2, "current": 1}}
    assert [b["name"] for b in told["batches"]] == ["a.csv", "b.csv"]
    assert [(g["generation"], g["added"]) for g in told["generations"]] == [(1, 1), (2, 1)]
    earlier = json.loads(command("warehouse", "--generation", "1", "--json")[1])
    assert [b["name"] for b in earlier["batches"]] == ["a.csv"]


def test_an_unknown_engine_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = download(tmp_path, "a.csv", flow("290371", 5))
    assert main(["load", str(path), "--warehouse", "oracle://x"]) == 2
    assert capsys.readouterr().err == (
        "tradewind: no engine is called 'oracle'; name the warehouse as duckdb:///path/to/folder/\n"
    )


def test_the_real_india_2018_download_is_read_whole(command: Command) -> None:
    status, report = command.load(shared("comtrade/india_exports_hs6_2018_world_comtrade.csv"))
    assert (status, report["batches"][0]["rows"]) == (0, 6354)
    assert ("290376", 107_550.0) in {(c, kg) for c, kg in _with_mass(command.store) if c == "290376"}


def _with_mass(store: Path) -> list[tuple[str, float]]:
    with Warehouse.open(store) as warehouse:
        flows = warehouse.current("trade_flows")
        rows = (
            flows.filter(flows.net_mass_g.notnull()).select("hs_code", "net_mass_g").to_pyarrow().to_pylist()
        )
    return [(row["hs_code"], row["net_mass_g"] / 1000) for row in rows]
