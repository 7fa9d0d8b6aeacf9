"""An invented world of months: known truth, one process for all papers, no value that only illegal trade takes."""

import ast
import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import tradewind.simulation.world as package
from tradewind.errors import RequestError
from tradewind.intake import load
from tradewind.reference.methods import methods
from tradewind.simulation.world import World, WorldMonth, WorldParameters, with_parameters
from tradewind.simulation.world.stated import rows
from tradewind.tables import table
from tradewind.warehouse import Warehouse
from tradewind_cli.main import main

USUAL = WorldParameters()
#: Enough illegal trade to see every method in a few months.
BUSY = with_parameters(USUAL, "illegal", prevalence=0.25)
#: No gas of theirs is on any declaration.
UNDECLARED = {5, 19, 27}


@pytest.fixture(scope="module")
def months() -> list[WorldMonth]:
    world = World(BUSY, seed=11, declarations=12_000)
    return [world.month(n) for n in range(3)]


def together(lines: pa.Table, truth: pa.Table) -> pa.Table:
    """Lines with their truth beside them; both stand in the same order."""
    told = truth.filter(pc.is_valid(truth["declaration_id"]))
    assert told.select(["declaration_id", "item"]).equals(lines.select(["declaration_id", "item"]))
    for name in ("method", "illegal_g", "honest_kind"):
        lines = lines.append_column(name, told[name])
    return lines


@pytest.fixture(scope="module")
def binned(months: list[WorldMonth]) -> pa.Table:
    lines = pa.concat_tables([together(m.lines, m.truth) for m in months])
    net, gross, packages, value = (
        lines[n].to_numpy().astype(float) for n in ("net_mass_g", "gross_mass_g", "packages", "value_minor")
    )
    bins = {
        "gross over net": np.clip(np.round(gross / net, 1), 0, 3),
        "kg a package": np.round(np.log2(net / packages) * 2),
        "usd a kg": np.round(np.log2(value / net)),
        "net kg": np.round(np.log2(net)),
        "packages in twos": np.round(np.log2(packages)),
    }
    for name, values in bins.items():
        lines = lines.append_column(name, pa.array(values))
    documents = pc.binary_join(lines["documents"], ";")
    return lines.set_column(lines.column_names.index("documents"), "documents", documents)


def only(method: int, **illegal: Any) -> WorldParameters:
    shares = {k: float(int(k) == method) for k in USUAL.illegal.methods}
    return with_parameters(USUAL, "illegal", methods=shares, prevalence=0.2, **illegal)


def test_the_same_seed_gives_the_same_months() -> None:
    told = []
    for seed in (3, 3, 4):
        world = World(USUAL, seed, 400)
        first, second = world.month(0), world.month(1)
        told.append((first.lines, second.lines, second.truth, second.registers["licences"]))
    assert all(a.equals(b) for a, b in zip(told[0], told[1], strict=True))
    assert not told[0][0].equals(told[2][0])


def test_the_parts_of_a_world_are_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tradewind.simulation.world.world.REGION", 400)
    whole = World(USUAL, 5, 1000)
    parts = list(World.parts(USUAL, 5, 1000))
    assert len(parts) == 3
    for number in range(2):
        month = whole.month(number)
        lines = pa.concat_tables([p.month(number).lines for p in parts])
        assert lines.equals(month.lines)
        assert pc.count_distinct(lines["declaration_id"]).as_py() == 1000


def test_a_month_has_the_declarations_that_were_asked_for() -> None:
    world = World(USUAL, 5, 1000)
    for number in range(2):
        month = world.month(number)
        assert pc.count_distinct(month.lines["declaration_id"]).as_py() == 1000
        serials = [int(d.rpartition("-")[2]) for d in month.lines["declaration_id"].to_pylist()]
        assert serials == sorted(serials)  # the place of a line tells nothing
        assert set(pc.month(month.lines["lodged_on"]).unique().to_pylist()) == {number + 3}
    with pytest.raises(RequestError, match="the next one is 2"):
        world.month(5)


def test_lines_are_columns_of_the_canonical_table_and_say_that_they_are_invented(
    months: list[WorldMonth],
) -> None:
    lines = months[0].lines
    known = table("declarations").arrow
    for name in lines.column_names:
        assert lines.schema.field(name).type == known.field(name).type, name
    assert lines["source"].unique().to_pylist() == ["invented"]
    for name in ("importer", "exporter", "consignee", "declarant"):
        assert pc.all(pc.ends_with(lines[name], "(invented)")).as_py(), name
    assert pc.all(pc.starts_with(lines["declaration_id"], "INVENTED")).as_py()
    for name, register in months[0].registers.items():
        assert register["source"].unique().to_pylist() == ["invented"], name
        for field in register.schema:
            assert field.type == table(name).arrow.field(field.name).type, (name, field.name)


def test_every_method_is_there_and_the_undeclared_stay_in_the_denominator(months: list[WorldMonth]) -> None:
    truth = pa.concat_tables([m.truth for m in months])
    assert {int(m.id) for m in methods()} == set(truth["method"].drop_null().unique().to_pylist())
    missing = truth.filter(pc.is_null(truth["declaration_id"]))
    assert set(missing["method"].unique().to_pylist()) >= UNDECLARED
    assert set(missing["method"].unique().to_pylist()) <= UNDECLARED | {24}
    assert pc.min(missing["illegal_g"]).as_py() > 0 and not pc.any(missing["leaves_trace"]).as_py()
    untraced = truth.filter(pc.and_(pc.is_valid(truth["method"]), pc.invert(truth["leaves_trace"])))
    assert {2, 3, 23, 24, 26} <= set(untraced["method"].unique().to_pylist())


def test_only_illegal_lines_have_illegal_mass(months: list[WorldMonth]) -> None:
    truth = pa.concat_tables([m.truth for m in months])
    lawful = truth.filter(pc.is_null(truth["method"]))
    assert pc.sum(lawful["illegal_g"]).as_py() == 0 and not pc.any(lawful["leaves_trace"]).as_py()
    by_lot = truth.filter(pc.is_valid(truth["method"])).group_by("lot").aggregate([("illegal_g", "sum")])
    assert pc.min(by_lot["illegal_g_sum"]).as_py() > 0  # a lot that goes round counts once, but it counts
    holds = truth.filter(pc.greater(truth["illegal_g"], 0))["holds"]
    assert holds.null_count == 0


@pytest.mark.parametrize(
    "column",
    [
        "regime", "procedure", "origin", "dispatch", "destination", "hs_code", "hs_edition",
        "package_kind",
        "un_number", "currency", "transport_mode", "quantity_unit", "documents", "office", "gross over net",
        "kg a package",
        "usd a kg", "net kg", "packages in twos",
    ],
)  # fmt: skip
def test_no_value_is_taken_by_illegal_lines_alone(binned: pa.Table, column: str) -> None:
    values, lawful = pc.fill_null(pc.cast(binned[column], pa.string()), "none"), pc.is_null(binned["method"])
    illegal = values.filter(pc.invert(lawful))
    alone = illegal.filter(pc.invert(pc.is_in(illegal, values.filter(lawful).unique())))
    assert len(alone) <= 0.005 * len(illegal), alone.value_counts()


def test_honest_trade_has_honest_faults() -> None:
    lawful = World(with_parameters(USUAL, "illegal", prevalence=0.0), 6, 8000)
    lines = lawful.month(0)
    assert lines.truth["method"].null_count == lines.truth.num_rows
    every = together(lines.lines, lines.truth)
    of_gas = every.filter(pc.equal(every["honest_kind"], "gas"))
    assert 0.01 < of_gas["licence_id"].null_count / of_gas.num_rows < 0.35
    codes = pc.utf8_slice_codeunits(of_gas["hs_code"], 0, 4)
    other = pc.sum(pc.invert(pc.is_in(codes, pa.array(["2903", "3827", "3824"])))).as_py()
    assert 0.003 < other / of_gas.num_rows < 0.06  # wrong but innocent codes
    assert pc.any(pc.greater(of_gas["net_mass_g"], of_gas["gross_mass_g"])).as_py()


def test_a_full_load_weighs_what_such_loads_weigh() -> None:
    month = World(only(14, full_load=1.0, perfect=0.0), 2, 6000).month(0)
    loads = month.truth.filter(pc.equal(month.truth["method"], 14))
    tonnes = np.sort(loads["illegal_g"].to_numpy() / 1e6)
    # 1,000 to 1,200 cylinders of 9.5 to 13.6 kg; actors of small scale send less than a load
    assert 9.5 <= np.median(tonnes) <= 16.4 and tonnes[-1] <= 16.4


def test_rates_are_parameters() -> None:
    for method in (4, 15):
        truth = World(only(method), 9, 2000).month(0).truth
        assert truth["method"].drop_null().unique().to_pylist() == [method]


def test_stock_in_the_zone_is_carried_over(months: list[WorldMonth]) -> None:
    closing: dict[tuple[str, str], int] = {}
    for month in months:
        now = {}
        for row in month.registers["zone_stock"].to_pylist():
            key = (row["holder_id"], row["substance"])
            assert row["opening_g"] == closing.get(key, 0)
            assert 0 <= row["closing_g"] <= row["opening_g"] + row["in_g"] - row["out_g"]
            now[key] = row["closing_g"]
        closing = {k: v for k, v in now.items() if v}


def test_an_inspection_finds_by_its_depth_and_a_laboratory_takes_days(months: list[WorldMonth]) -> None:
    world = World(BUSY, seed=11, declarations=12_000)
    month = world.month(0)
    hidden = month.truth.filter(
        pc.and_(pc.is_in(month.truth["method"], pa.array([2, 4, 15])), pc.is_valid(month.truth["item"]))
    )
    found = {}
    for depth in ("papers", "opened", "analysed"):
        made = world.inspect(hidden.select(["declaration_id", "item"]), month.first.replace(day=20), seed=1,
                             chosen={"chosen_by": "risk", "chosen_probability": 1.0, "depth": depth})  # fmt: skip
        found[depth] = pc.sum(pc.equal(made["result"], "illegal")).as_py() / made.num_rows
        assert set(made.column_names) <= {*table("inspections").names, "source"}
    assert found["papers"] < 0.2 < found["opened"] < found["analysed"]
    waited = np.array(made["result_on"]) - np.array(made["inspected_on"])
    assert np.median(waited) >= np.timedelta64(4, "D")
    assert "undecided" in made["result"].to_pylist()
    net = dict(
        zip(month.lines["declaration_id"].to_pylist(), month.lines["net_mass_g"].to_pylist(), strict=True)
    )
    caught = [r for r in made.to_pylist() if r["result"] == "illegal"]
    assert any(r["mass_found_g"] > net[r["declaration_id"]] for r in caught)
    again = world.inspect(hidden.select(["declaration_id", "item"]), month.first.replace(day=20), seed=1,
                          chosen={"chosen_by": "risk", "chosen_probability": 1.0, "depth": "analysed"})  # fmt: skip
    assert again.equals(made)
    with pytest.raises(RequestError, match="not as deep as x-ray"):
        world.inspect([("a", 1)], month.first, seed=1, chosen={"depth": "x-ray"})


def test_lines_that_were_never_seen_are_lawful_and_mostly_compliant() -> None:
    world = World(USUAL, 1, 2000)
    month = world.month(0)
    other = month.truth.filter(pc.equal(month.truth["honest_kind"], "other"))
    made = world.inspect(other.select(["declaration_id", "item"]), month.first, seed=2)
    results = made["result"].to_pylist()
    assert set(results) <= {"compliant", "paper_breach", "illegal"}
    assert results.count("compliant") > 0.98 * len(results)


def test_the_caught_answer_and_without_an_adversary_nobody_does() -> None:
    told = {}
    for on in (True, False):
        for inspects in (True, False):
            world = World(with_parameters(BUSY, "adversary", on=on, speed=1.0), 4, 3000)
            month = world.month(0)
            bad = month.truth.filter(
                pc.and_(pc.is_valid(month.truth["method"]), pc.is_valid(month.truth["item"]))
            )
            made = world.inspect(
                bad.select(["declaration_id", "item"]), month.first, seed=1, chosen={"depth": "analysed"}
            )
            if inspects:
                world.react(made)
            told[on, inspects] = world.month(1)
    assert told[False, True].lines.equals(told[False, False].lines)
    assert not told[True, True].truth.equals(told[True, False].truth)
    assert "probe" in told[True, True].truth["honest_kind"].to_pylist()


def test_parameters_have_a_source_and_read_back_from_toml() -> None:
    assert all(source and meaning for _, _, _, meaning, source in rows(USUAL))
    other = WorldParameters.varied(7)
    assert other == WorldParameters.varied(7) != WorldParameters.varied(8)
    assert WorldParameters.from_toml(other.as_toml()) == other
    for text, said in (
        ("[office]\nopenned = 1", "no parameter openned"), ("[ofice]\n", "no group ofice"), ("a = ", "not TOML"),
        ('[office]\nopened = "much"', "cannot stand for it"), ('[illegal.methods]\n"99" = 1', "cannot stand for it"),
    ):  # fmt: skip
        with pytest.raises(RequestError, match=said):
            WorldParameters.from_toml(text)
    changed = [
        (g.name, f.name) for g in dataclasses.fields(USUAL) for f in dataclasses.fields(getattr(USUAL, g.name))
        if getattr(getattr(USUAL, g.name), f.name) != getattr(getattr(other, g.name), f.name)
    ]  # fmt: skip
    assert len(changed) > 40


def test_the_world_knows_no_detector() -> None:
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            assert not any(
                n.startswith(("tradewind.detectors", "tradewind.screening", "tradewind.derivations"))
                for n in names
            )


def test_the_files_of_months_load_whole_and_the_truth_stands_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(name: str) -> dict[str, Any]:
        asked = [
            "simulate",
            "--out",
            str(tmp_path / name),
            "--seed",
            "2",
            "--declarations",
            "700",
            "--months",
            "2",
            "--json",
        ]
        assert main(asked) == 0
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    said, again = write("world"), write("again")
    for one, other in zip(said["files"], again["files"], strict=True):
        assert (
            hashlib.sha256(Path(one).read_bytes()).digest()
            == hashlib.sha256(Path(other).read_bytes()).digest()
        )
    report = load([tmp_path / "world"], tmp_path / "house")
    assert report.refused_total == 0
    with Warehouse.open(tmp_path / "house") as house:
        for name, count in said["rows"].items():
            held = house.current(name).count().to_pyarrow().as_py()
            # an amended licence or quota takes the place of the one before
            assert held == count or (name in ("licences", "quotas") and 0 < held < count), name
    about, *told = (json.loads(line) for line in Path(said["truth"]).read_text("utf-8").splitlines())
    assert about["invented"] and about["seed"] == 2 and about["truth"] == "about"
    assert any(t["truth"] == "breach" for t in told) and all(t["invented"] for t in told)
    assert about["parameters"]["packing"]["load_low"] == {
        "value": 1000,
        "source": "OLAF-14, DK-1150: a load of 14 t; range assumed",
    }
    assert WorldParameters.from_toml((tmp_path / "world.world.toml").read_text("utf-8")) == USUAL
    assert Path(said["truth"]).parent == tmp_path
    asked = [
        "simulate",
        "--out",
        str(tmp_path / "p"),
        "--seed",
        "2",
        "--months",
        "2",
        "--truth",
        str(tmp_path / "p.parquet"),
    ]
    assert main(asked) == 0
    truth = pq.read_table(tmp_path / "p.parquet")
    assert json.loads(truth.schema.metadata[b"tradewind.world"]) == about
    assert truth["illegal_g"].to_pylist() == [t["illegal_g"] for t in told]
    assert main(["simulate", "--out", str(tmp_path / "n"), "--months", "0"]) == 2
    assert (
        main(["simulate", "--out", str(tmp_path / "n"), "--world", str(tmp_path / "world.world.toml")]) == 2
    )
    assert "say how many with --months" in capsys.readouterr().err


def test_the_explanation_has_a_row_for_every_method() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "synthetic-world.md"
    rows_of = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]
    told = {int(line.split()[1]) for line in rows_of if line.split()[1].isdigit()}
    assert told == {int(m.id) for m in methods()}
