"""Promises of forgetting in the warehouse: rows stay, persons go, files follow, and a crash changes nothing of it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from warehouse_rows import origin

from tradewind.errors import FileRefused, WarehouseError
from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.tables import TABLES
from tradewind.warehouse import Warehouse, writing
from tradewind.warehouse.folder import Folder

FILE = (
    "declaration_id,item,lodged_on,regime,importer_id,importer,origin,hs_edition,hs_code,description,net_mass_g\n"
    "D-1,1,2024-03-01,import,T-1,Acme Cooling,CHN,2022,290342,R-32 for Jane Doe,1000\n"
    "D-2,1,2024-03-xx,import,T-2,Brill Gases,CHN,2022,290342,R-32,oops\n"
)


@pytest.fixture
def house(tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "in" / "declarations.csv"
    file.parent.mkdir()
    file.write_text(FILE)
    said = Instructions(steward="nou")
    report = load([file], tmp_path / "house", said)
    return tmp_path / "house", report.batches[0].record.id


def everything(folder: Path) -> bytes:
    """All that lies in the newest generation's reach and beside it, Parquet opened."""
    found = b""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".parquet":
            found += repr(pa.parquet.read_table(path).to_pylist()).encode()
        else:
            found += path.read_bytes()
    return found


def blank(folder: Path, batch_id: str) -> str:
    with Warehouse.writing(folder) as writer:
        left = writer.blank(batch_id)
        assert left is not None
        writer.publish()
    return left.id


def remove(folder: Path, batch_id: str) -> bool:
    with Warehouse.writing(folder) as writer:
        removed = writer.remove(batch_id)
        writer.publish()
    return removed


def test_the_rows_of_a_blanked_batch_count_on_without_persons(house: tuple[Path, str]) -> None:
    folder, old = house
    new = blank(folder, old)
    with Warehouse.open(folder) as warehouse:
        rows = warehouse.current("declarations").to_pyarrow().to_pylist()
        assert [b.id for b in warehouse.batches()] == [new] and warehouse.refused() == []
    personal = [c.name for c in TABLES["declarations"].columns if c.personal]
    assert [(r["declaration_id"], r["net_mass_g"]) for r in rows] == [("D-1", 1000)]
    assert all(rows[0][name] is None for name in personal)
    assert rows[0]["row_ref"].startswith(f"{new}:declarations:")
    assert b"Jane Doe" in everything(folder)  # the old batch is there until it is removed
    assert blank(folder, old) == new and Folder(folder).numbers() == [1, 2]


def test_removed_files_are_gone_with_the_original_and_asking_again_changes_nothing(
    house: tuple[Path, str],
) -> None:
    folder, old = house
    with pytest.raises(WarehouseError, match="still counts"):
        remove(folder, old)
    blank(folder, old)
    assert remove(folder, old)
    assert not remove(folder, old) and Folder(folder).numbers() == [1, 2, 3]
    for name in (b"Jane Doe", b"Acme", b"T-1", b"Brill"):
        assert name not in everything(folder)
    assert list((folder / "originals").iterdir()) == []
    with pytest.raises(WarehouseError, match="was forgotten"):
        Warehouse.open(folder, generation=1)
    with Warehouse.open(folder) as warehouse:
        assert warehouse.history("declarations").count().to_pyarrow().as_py() == 1


def test_a_forgotten_file_does_not_come_back_by_being_loaded_again(house: tuple[Path, str]) -> None:
    folder, old = house
    file = folder.parent / "in" / "declarations.csv"
    blank(folder, old)
    for _ in range(2):
        with pytest.raises(FileRefused, match="was forgotten"):
            load([file], folder, Instructions(steward="nou"))
        remove(folder, old)
    # another steward answers for the same file by itself, and its original stays until it forgets it too
    other = load([file], folder, Instructions(steward="customs")).batches[0].record.id
    assert len(list((folder / "originals").iterdir())) == 1
    blank(folder, other)
    assert len(list((folder / "originals").iterdir())) == 1
    remove(folder, other)
    assert list((folder / "originals").iterdir()) == []


def test_the_original_stays_while_another_reading_needs_it(house: tuple[Path, str]) -> None:
    folder, old = house
    file = folder.parent / "in" / "declarations.csv"
    load([file], folder, Instructions(steward="customs"))
    blank(folder, old)
    remove(folder, old)
    assert len(list((folder / "originals").iterdir())) == 1 and b"Jane Doe" in everything(folder)


@pytest.mark.parametrize("step", ["blank", "remove"])
@pytest.mark.parametrize("where", ["write_blanked", "publish_file", "remove_forgotten", "rmtree"])
def test_a_crash_at_any_step_is_gone_on_from(
    house: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, step: str, where: str
) -> None:
    folder, old = house
    if step == "remove":
        blank(folder, old)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writing.shutil if where == "rmtree" else writing, where, crash)
        with contextlib.suppress(KeyboardInterrupt):
            (blank if step == "blank" else remove)(folder, old)
    if step == "blank":
        blank(folder, old)
    remove(folder, old)
    with Warehouse.writing(folder):
        pass  # the next writer sweeps
    assert b"Jane Doe" not in everything(folder)
    with Warehouse.open(folder) as warehouse:
        assert warehouse.current("declarations").count().to_pyarrow().as_py() == 1


def test_two_persons_in_a_key_stay_two_things(tmp_path: Path) -> None:
    rows = {
        "party": ["KEN"] * 3, "holder_id": ["T-1", "T-2", "T-1"], "holder": ["Jane", "John", "Jane"],
        "substance": ["HFC-32"] * 3, "year": [2024, 2024, 2025], "source_row": [2, 3, 4],
    }  # fmt: skip
    kinds = {c.name: c.arrow.type for c in TABLES["quotas"].columns}
    data = pa.table({n: pa.array(v, kinds.get(n, pa.int64())) for n, v in rows.items()})
    where = origin("quotas.csv")
    with Warehouse.writing(tmp_path) as writer:
        with writer.begin(where) as draft:
            draft.append("quotas", data)
            record = writer.add(draft, where)
        writer.publish()
    blank(tmp_path, record.id)
    with Warehouse.open(tmp_path) as warehouse:
        found = warehouse.current("quotas").to_pyarrow().sort_by("source_row").to_pylist()
    holders = [r["holder_id"] for r in found]
    assert holders[0] == holders[2] != holders[1] and "T-" not in "".join(holders)
    assert len(found) == 3
