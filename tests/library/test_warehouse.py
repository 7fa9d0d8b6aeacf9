"""Promises of the warehouse: what counts, what is kept, and what a reader sees."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse_rows import FLOW, flows, load, masses, origin, put

from tradewind.errors import RequestError, WarehouseError
from tradewind.formats.reading import Refused
from tradewind.tables import TABLES
from tradewind.warehouse import Warehouse
from tradewind.warehouse.address import folder_of
from tradewind.warehouse.editions import tariff_editions
from tradewind.warehouse.records import Generation


@pytest.mark.parametrize("url", ["duckdb:///srv/trade/", "/srv/trade", Path("/srv/trade")])
def test_a_url_or_a_path_names_a_folder(url: str | Path) -> None:
    assert folder_of(url) == Path("/srv/trade")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://localhost/x", "no engine is called 'postgres'"),
        ("spark:///srv/trade/", "needs an extra"),
        ("duckdb://trade/", "no absolute path"),
        ("", "has no name"),
    ],
)
def test_another_url_is_answered_with_the_form(url: str, said: str) -> None:
    with pytest.raises(RequestError, match=said) as refused:
        folder_of(url)
    assert "duckdb:///path/to/folder/" in str(refused.value)


def test_a_file_is_not_a_warehouse(tmp_path: Path) -> None:
    (tmp_path / "trade.duckdb").write_bytes(b"")
    with pytest.raises(WarehouseError, match="is a file; a warehouse is a folder"):
        Warehouse.open(tmp_path / "trade.duckdb")


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(WarehouseError, match="holds other files"), Warehouse.writing(tmp_path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_warehouse_that_is_not_there_yet_has_every_table_empty(name: str, tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "none") as warehouse:
        assert (warehouse.generation, warehouse.tables()) == (0, ())
        for seen in (warehouse.current(name), warehouse.history(name)):
            made = seen.to_pyarrow()
            assert made.num_rows == 0
            assert made.schema.names == [*TABLES[name].arrow.names, "row_ref"]
            assert [str(t) for t in made.schema.types[:-1]] == [
                str(t).replace("item:", "l:") for t in TABLES[name].arrow.types
            ]
    assert not (tmp_path / "none").exists()


def test_rows_come_back_as_they_were_written_with_a_reference(tmp_path: Path) -> None:
    assert load(tmp_path, "a.csv", flows({"net_mass_g": 107_550_000, "published_on": date(2019, 5, 1)})) == 1
    with Warehouse.open(f"duckdb://{tmp_path}/") as warehouse:
        [row] = warehouse.current("trade_flows").to_pyarrow().to_pylist()
        [batch] = warehouse.batches()
    assert {k: row[k] for k in FLOW} == FLOW
    assert row["net_mass_g"] == 107_550_000
    assert row["gross_mass_g"] is None
    assert (row["source"], row["historical"]) == ("public", False)
    assert row["row_ref"] == f"{batch.id}:trade_flows::2"
    assert batch.tables["trade_flows"].rows == 1


def test_an_overlapping_revised_download_gives_each_flow_once_and_the_earlier_on_request(
    tmp_path: Path,
) -> None:
    load(tmp_path, "first", flows({"net_mass_g": 1}, {"hs_code": "290371", "net_mass_g": 2}))
    load(
        tmp_path,
        "revised",
        flows({"hs_code": "290371", "net_mass_g": 20}, {"hs_code": "290339", "net_mass_g": 3}),
    )
    with Warehouse.open(tmp_path) as warehouse:
        assert sorted(masses(warehouse.current("trade_flows"))) == [1, 3, 20]
        assert sorted(masses(warehouse.history("trade_flows"))) == [1, 2, 3, 20]
    with Warehouse.open(tmp_path, generation=1) as earlier:
        assert sorted(masses(earlier.current("trade_flows"))) == [1, 2]


def test_a_later_publication_outranks_a_later_load(tmp_path: Path) -> None:
    load(tmp_path, "new", flows({"net_mass_g": 2, "published_on": date(2020, 1, 1)}))
    load(tmp_path, "old", flows({"net_mass_g": 1, "published_on": date(2019, 1, 1)}))
    load(tmp_path, "undated", flows({"net_mass_g": 0}))
    with Warehouse.open(tmp_path) as warehouse:
        assert masses(warehouse.current("trade_flows")) == [2]


def test_nulls_in_a_key_are_equal(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({"partner2": None, "net_mass_g": 1}))
    load(tmp_path, "b", flows({"partner2": None, "net_mass_g": 2}, {"partner2": "USA", "net_mass_g": 3}))
    with Warehouse.open(tmp_path) as warehouse:
        assert sorted(masses(warehouse.current("trade_flows"))) == [2, 3]


def test_conflicting_sources_stand_side_by_side(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({"source": "comtrade", "net_mass_g": 1}))
    load(tmp_path, "b", flows({"source": "wits", "net_mass_g": 2}))
    with Warehouse.open(tmp_path) as warehouse:
        assert sorted(masses(warehouse.current("trade_flows"))) == [1, 2]


def test_rows_without_the_number_that_names_them_are_never_merged(tmp_path: Path) -> None:
    rows = pa.table(
        {"licence_id": [None, None, "L1", "L1"], "holder": ["a", "b", "c", "d"], "source_row": [2, 3, 4, 5]}
    )
    with Warehouse.writing(tmp_path) as writer:
        record = put(
            writer, origin("licences"), licences=rows.set_column(0, "licence_id", rows[0].cast(pa.string()))
        )
        writer.publish()
    assert "1 row repeats the key of another row" in record.notices[0]
    with Warehouse.open(tmp_path) as warehouse:
        holders = warehouse.current("licences").holder.to_pyarrow().to_pylist()
    assert sorted(holders) == ["a", "b", "d"]


def test_a_repeated_row_of_one_file_counts_once(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({"net_mass_g": 1}, {"net_mass_g": 1}))
    with Warehouse.open(tmp_path) as warehouse:
        assert masses(warehouse.current("trade_flows")) == [1]
        assert masses(warehouse.history("trade_flows")) == [1, 1]


def test_leaving_without_publishing_leaves_nothing(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}))
    with pytest.raises(ZeroDivisionError), Warehouse.writing(tmp_path) as writer:
        put(writer, origin("b"), trade_flows=flows({}))
        raise ZeroDivisionError
    with Warehouse.open(tmp_path) as warehouse:
        assert warehouse.generation == 1
    assert len(list((tmp_path / "batches").iterdir())) == 1
    assert list((tmp_path / "staging").iterdir()) == []


def test_a_pinned_generation_does_not_change_while_others_load(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({"net_mass_g": 1}))
    with Warehouse.open(tmp_path) as warehouse:
        load(tmp_path, "b", flows({"net_mass_g": 2}))
        assert masses(warehouse.current("trade_flows")) == [1]
        assert Warehouse.open(tmp_path).generation == 2


def test_a_newer_reader_retires_the_older_reading_and_keeps_its_place(tmp_path: Path) -> None:
    load(tmp_path, "first", flows({"net_mass_g": 1}))
    load(tmp_path, "revised", flows({"net_mass_g": 2}))
    load(tmp_path, "first", flows({"net_mass_g": 1000}), version="2.0")
    with Warehouse.open(tmp_path) as warehouse:
        assert masses(warehouse.current("trade_flows")) == [2]
        assert sorted(masses(warehouse.history("trade_flows"))) == [2, 1000]
        assert [b.identity.reader_version for b in warehouse.batches()] == ["2.0", "1.0"]


def test_an_older_reader_finds_a_newer_ones_reading_loaded(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}), version="2.1")
    with Warehouse.writing(tmp_path) as writer:
        assert writer.loaded(origin("a", version="1.9").identity) is not None
        assert writer.loaded(origin("a", version="2.7").identity) is not None
        assert writer.loaded(origin("a", version="3.0").identity) is None
        assert writer.loaded(origin("a", version="2.1", steward="KEN").identity) is None


def test_a_reading_that_was_replaced_can_count_again(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({"net_mass_g": 1}))
    load(tmp_path, "a", flows({"net_mass_g": 2}), mapping_sha256="other")
    with Warehouse.writing(tmp_path) as writer:
        assert writer.revive(origin("b").identity) is None
        assert writer.revive(origin("a").identity) is not None
        assert writer.publish() == 3
    with Warehouse.open(tmp_path) as warehouse:
        assert masses(warehouse.history("trade_flows")) == [1]


def test_publishing_nothing_makes_no_generation(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}))
    with Warehouse.writing(tmp_path) as writer:
        assert writer.publish() == 1


def test_a_disk_that_fails_at_any_step_leaves_a_whole_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, left = os.fsync, [0]

    def failing(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(handle)

    monkeypatch.setattr(os, "fsync", failing)
    outcomes = []
    for steps in range(14):
        folder = tmp_path / str(steps)
        left[0] = 1000
        load(folder, "a", flows({"net_mass_g": 1}))
        left[0] = steps
        with contextlib.suppress(OSError):
            load(folder, "b", flows({"hs_code": "290371", "net_mass_g": 2}))
        with Warehouse.open(folder) as warehouse:
            assert masses(warehouse.current("trade_flows")) in ([1], [1, 2], [2, 1])
            outcomes.append(warehouse.generation)
        left[0] = 1000
        assert load(folder, "c", flows({"hs_code": "290339"})) == outcomes[-1] + 1
        assert len(list((folder / "batches").iterdir())) == outcomes[-1] + 1
    assert set(outcomes) == {1, 2}
    assert outcomes == sorted(outcomes)


def test_the_next_writer_sweeps_what_a_crash_left(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}))
    for orphan in ("batches/0123456789abcdef", "staging/dead", f"scratch/{'x' * 9}~1"):
        (tmp_path / orphan).mkdir(parents=True)
    (tmp_path / "originals" / ("0" * 64)).write_text("orphan")
    (tmp_path / "generations" / ".2.json.new").write_text("{")
    load(tmp_path, "b", flows({"hs_code": "1"}))
    assert len(list((tmp_path / "batches").iterdir())) == 2
    assert [list((tmp_path / d).iterdir()) for d in ("staging", "originals")] == [[], []]
    assert {p.name for p in (tmp_path / "generations").iterdir()} == {"1.json", "2.json"}


def test_the_original_is_kept_under_its_digest(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("in")
    where = origin("in", file=file)
    with Warehouse.writing(tmp_path / "w") as writer:
        put(writer, where, trade_flows=flows({}))
        writer.publish()
    kept = tmp_path / "w" / "originals" / hashlib.sha256(b"in").hexdigest()
    assert kept.read_text() == "in"


def test_refused_rows_are_kept_with_reason_and_mend(tmp_path: Path) -> None:
    where = origin("a")
    with Warehouse.writing(tmp_path) as writer:
        with writer.begin(where) as draft:
            draft.refuse(
                Refused(7, "mass", "12 кг?", "not a mass", "write kilograms", record={"mass": "12 кг?"})
            )
            writer.add(draft, where)
        writer.publish()
    with Warehouse.open(tmp_path) as warehouse:
        [row] = warehouse.refused()
        assert warehouse.tables() == ()
    assert (row["path"], row["row"], row["value"], row["mend"]) == ("/in/a", 7, "12 кг?", "write kilograms")


def test_a_second_writer_says_whom_it_waits_for(tmp_path: Path) -> None:
    said: list[str] = []
    waiting = threading.Event()

    def tell(text: str) -> None:
        said.append(text)
        waiting.set()

    def second() -> None:
        with Warehouse.writing(tmp_path, on_wait=tell) as writer:
            put(writer, origin("b"), trade_flows=flows({"hs_code": "1"}))
            writer.publish()

    with Warehouse.writing(tmp_path) as writer:
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        put(writer, origin("a"), trade_flows=flows({}))
        writer.publish()
    thread.join(10)
    assert len(said) == 1
    assert "is writing to this warehouse; waiting" in said[0]
    with Warehouse.open(tmp_path) as warehouse:
        assert (warehouse.generation, len(warehouse.batches())) == (2, 2)


def test_patience_ends_with_a_clear_error(tmp_path: Path) -> None:
    with Warehouse.writing(tmp_path):
        late = Warehouse.writing(tmp_path, patience_s=0.1)
        with pytest.raises(WarehouseError, match="is writing to"), late:
            pass


def test_a_lock_file_of_a_dead_process_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "LOCK").write_text('{"process": 1, "machine": "gone", "since": "2020-01-01"}')
    assert load(tmp_path, "a", flows({})) == 1


def test_a_newer_programs_folder_asks_for_an_update(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}))
    (tmp_path / "generations" / "2.json").write_text(
        Generation(2).as_text().replace('"layout": 1', '"layout": 2')
    )
    with pytest.raises(WarehouseError, match=r"newer version.*update tradewind"):
        Warehouse.open(tmp_path)


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}))
    [record] = (tmp_path / "batches").glob("*/batch.json")
    record.write_text('{"layout": 1}')
    with pytest.raises(WarehouseError, match="is damaged; restore"):
        Warehouse.open(tmp_path)


@pytest.mark.parametrize(("name", "value"), [("TRADEWIND_MEMORY", "much"), ("TRADEWIND_THREADS", "all")])
def test_bounds_that_mean_nothing_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(RequestError, match=f"{name}='{value}'"):
        Warehouse.open(tmp_path)


def test_work_beyond_memory_goes_to_scratch_in_the_folder_and_is_cleaned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADEWIND_MEMORY", "40MB")
    monkeypatch.setenv("TRADEWIND_THREADS", "1")
    load(tmp_path, "a", flows({}))
    with Warehouse.open(tmp_path) as warehouse:
        warehouse.backend.raw_sql(
            "CREATE TABLE big AS SELECT i, md5(CAST(i AS VARCHAR)) AS text FROM range(2000000) r(i)"
        )
        assert list((tmp_path / "scratch").iterdir())
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_generation_that_was_never_published_is_refused(tmp_path: Path) -> None:
    load(tmp_path, "a", flows({}))
    with pytest.raises(RequestError, match="has no generation 7; the newest is 1"):
        Warehouse.open(tmp_path, generation=7)


def test_a_folders_name_may_hold_any_character(tmp_path: Path) -> None:
    folder = tmp_path / "l'été [2024] *?"
    load(folder, "a", flows({"net_mass_g": 5}))
    with Warehouse.open(folder) as warehouse:
        assert masses(warehouse.current("trade_flows")) == [5]


def test_what_the_reader_left_null_takes_the_edition_of_the_tariff_in_force(tmp_path: Path) -> None:
    tariff = pa.table(
        {
            "party": ["KEN", "KEN"], "national_code": ["29033900", "38276100"],
            "valid_from": [date(2017, 1, 1), date(2022, 1, 1)], "valid_to": [date(2021, 12, 31), None],
            "hs_edition": ["2017", "2022"], "source_row": [2, 3],
        }
    )  # fmt: skip
    declared = pa.table(
        {
            "declaration_id": ["a", "b", "c", "d"], "item": [1, 1, 1, 1], "source_row": [2, 3, 4, 5],
            "lodged_on": [date(2021, 6, 1), date(2023, 6, 1), None, date(2016, 1, 1)],
            "hs_edition": ["2012", None, None, None],
        }
    )  # fmt: skip
    with Warehouse.writing(tmp_path) as writer:
        put(writer, origin("clearances", party="KEN"), declarations=declared)
        put(writer, origin("tariff"), national_tariffs=tariff)
        writer.publish()
    with Warehouse.open(tmp_path) as warehouse:
        rows = warehouse.current("declarations").order_by("declaration_id").to_pyarrow().to_pylist()
    assert [(r["hs_edition"], r["hs_edition_inferred"]) for r in rows] == [
        ("2012", None), ("2022", True), (None, None), (None, None),
    ]  # fmt: skip


def test_days_with_lines_of_two_editions_have_no_edition() -> None:
    lines = [("KEN", None, date(2021, 12, 31), "2017"), ("KEN", date(2021, 7, 1), None, "2022")]
    found = [(t.start, t.end, t.edition) for t in tariff_editions(lines)]
    assert found == [(date.min, date(2021, 6, 30), "2017"), (date(2022, 1, 1), date.max, "2022")]


_LOADS = st.lists(
    st.lists(
        st.fixed_dictionaries(
            {
                "hs_code": st.sampled_from(["290371", "290376", None]),
                "partner2": st.sampled_from(["USA", None]),
                "published_on": st.sampled_from([None, date(2019, 1, 1), date(2020, 1, 1)]),
                "net_mass_g": st.integers(0, 9),
            }
        ),
        max_size=5,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(_LOADS)
def test_current_is_the_last_of_each_key_by_publication_then_load_then_row(
    tmp_path_factory: pytest.TempPathFactory, loads: list[list[dict[str, object]]]
) -> None:
    folder = tmp_path_factory.mktemp("w")
    expected: dict[object, tuple[tuple[object, ...], object]] = {}
    for number, rows in enumerate(loads):
        load(folder, f"file {number}", flows(*rows) if rows else flows({}).slice(0, 0))
        for position, row in enumerate(rows):
            rank = (row["published_on"] or date.min, number, position)
            key = (row["hs_code"], row["partner2"])
            if key not in expected or rank > expected[key][0]:
                expected[key] = (rank, row["net_mass_g"])
    with Warehouse.open(folder) as warehouse:
        seen = warehouse.current("trade_flows").to_pyarrow().to_pylist()
        assert {(r["hs_code"], r["partner2"]): r["net_mass_g"] for r in seen} == {
            key: mass for key, (_, mass) in expected.items()
        }
        assert len(seen) == len(expected)
        assert warehouse.history("trade_flows").count().to_pyarrow().as_py() == sum(map(len, loads))
