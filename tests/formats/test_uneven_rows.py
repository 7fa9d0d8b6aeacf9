"""A large CSV is read by several threads; a row with other cells still comes with its number, and no row is lost."""

from pathlib import Path

from reading_files import read

from tradewind.formats import frames

HEADER = "declaration_id,item,lodged_on,regime,hs_code,description,net_mass_g\n"


def test_rows_keep_their_numbers_after_an_uneven_one_deep_in_a_file(tmp_path: Path) -> None:
    lines, bad = 200_000, 150_000
    path = tmp_path / "day.csv"
    with path.open("w") as stream:
        stream.write(HEADER)
        for n in range(lines):
            stream.write(
                f"D{n},1,2026-01-01,import,290342,something of number {n},{n}\n" if n != bad else "D,1\n"
            )
    assert path.stat().st_size > 2 * frames.BLOCK_BYTES
    made = read(path)
    assert [(r.row, r.value) for r in made.refused] == [(bad + 2, "D,1")]
    rows = made.rows["declarations"]
    assert [r["source_row"] for r in rows] == [n + 2 for n in range(lines) if n != bad]
    assert rows[bad]["declaration_id"] == f"D{bad + 1}"
