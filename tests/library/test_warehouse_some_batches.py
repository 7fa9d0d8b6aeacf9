"""A warehouse read over some of its batches: the others have no effect, and nothing tells that they are there."""

from pathlib import Path

import pytest
from test_declarations_that_count import amendment
from warehouse_rows import flows, masses, origin, put

from customs_files import wco, wco_item
from tradewind.formats.reading import Refused
from tradewind.intake import load
from tradewind.tables import TABLES
from tradewind.warehouse import Warehouse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three batches of one flow, each later than the one before, the second with a refused row."""
    with Warehouse.writing(tmp_path / "w") as writer:
        put(writer, origin("one"), trade_flows=flows({"net_mass_g": 1}))
        where = origin("two")
        with writer.begin(where) as draft:
            draft.append("trade_flows", flows({"net_mass_g": 2}))
            draft.refuse(Refused(9, "mass", "x", "is no mass", "write a number"))
            writer.add(draft, where)
        put(writer, origin("three"), trade_flows=flows({"net_mass_g": 3}))
        writer.publish()
    return tmp_path / "w"


def ids(folder: Path) -> list[str]:
    with Warehouse.open(folder) as whole:
        return [record.id for record in whole.batches()]


def test_only_the_named_batches_have_rows_records_and_refusals(folder: Path) -> None:
    one, two, three = ids(folder)
    with Warehouse.open(folder, batches=[one, three]) as some:
        assert [r.id for r in some.batches()] == [one, three]
        assert sorted(masses(some.history("trade_flows"))) == [1, 3]
        assert masses(some.current("trade_flows")) == [3]
        assert some.refused() == []
    with Warehouse.open(folder, batches={two}) as second:
        assert masses(second.current("trade_flows")) == [2]
        assert [r["row"] for r in second.refused()] == [9]


def test_a_row_superseded_by_a_batch_out_of_reach_still_counts(folder: Path) -> None:
    one, two, _three = ids(folder)
    with Warehouse.open(folder, batches=[one, two]) as some:
        assert masses(some.current("trade_flows")) == [2]


@pytest.mark.parametrize("nothing", [(), ["0123456789abcdef"]])
def test_naming_no_batch_of_the_warehouse_leaves_every_table_empty(folder: Path, nothing: list[str]) -> None:
    with Warehouse.open(folder, batches=nothing) as none:
        assert (none.batches(), none.tables(), none.refused()) == ((), (), [])
        for name in ("trade_flows", "declarations"):
            assert none.current(name).to_pyarrow().num_rows == 0
            assert none.history(name).to_pyarrow().schema.names == [*TABLES[name].arrow.names, "row_ref"]


def test_neither_generations_nor_records_tell_of_batches_out_of_reach(folder: Path) -> None:
    one, two, _three = ids(folder)
    with Warehouse.open(folder) as whole:
        hidden = whole.batches()[1]
    with Warehouse.open(folder, batches=[one]) as some:
        assert [g.batches for g in some.generations()] == [(one,)]
        assert some.refused_of(hidden) == []
        assert two not in str(some.generations())


def test_what_a_later_reading_retired_is_told_only_to_who_reaches_both(folder: Path) -> None:
    with Warehouse.writing(folder) as writer:
        put(writer, origin("one", version="2.0"), trade_flows=flows({"net_mass_g": 7}))
        writer.publish()
    newest = ids(folder)[0]
    with Warehouse.open(folder, generation=1) as before:
        old = before.batches()[0].id
    for allowed, told in (([old], {}), ([newest], {}), ([old, newest], {old: newest})):
        with Warehouse.open(folder, batches=allowed) as some:
            assert dict(some.generations()[-1].retired) == told
    with Warehouse.open(folder, generation=1, batches=[old, newest]) as pinned:
        assert masses(pinned.current("trade_flows")) == [1]


def test_an_amendment_from_a_batch_out_of_reach_does_not_act(tmp_path: Path) -> None:
    held = tmp_path / "warehouse"
    for name, text in (
        ("declaration", wco("L1", wco_item(1), "26GB1")),
        ("amendment", amendment("A1", "26GB1", (1, "89"))),
    ):
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
        load([tmp_path / f"{name}.xml"], held)
    declared, amended = ids(held)

    def counted(*batches: str) -> list[tuple[int, str]]:
        with Warehouse.open(held, batches=batches) as some:
            rows = some.current("declarations").to_pyarrow().to_pylist()
        return [(r["net_mass_g"], r["status"]) for r in rows]

    assert counted(declared, amended) == [(89_000, "amended")]
    assert counted(declared) != [(89_000, "amended")]
    assert len(counted(declared)) == 1
