"""What the words, the code and the UN number of a declaration item say, as columns beside the row.

Each distinct description, code and number is read once, each distinct pair of gas and code compared once; what
is said of a row is then taken from those few by position. So a million lines cost what their distinct
descriptions cost. The columns are stored or joined by whoever asks; a detector reads them as columns of `lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.derivations.code_fit import fit_of
from tradewind.derivations.code_sides import CodeSide, code_side
from tradewind.derivations.schema import CODE, DERIVED, TEXT, UN
from tradewind.derivations.un_sides import UnSide, un_side
from tradewind.derivations.words import Words, words_of

#: Version of the derivation; part of a run's name.
VERSION: Final = "1.2"

#: Columns that are read, where a table has them.
READ: Final = ("description", "substance_text", "un_number", "hs_code", "hs_edition")

_Positions = np.ndarray[Any, np.dtype[np.int64]]


def derive(declarations: pa.Table) -> pa.Table:
    """The DERIVED columns of these rows, in their order.

    Reads the columns READ; one that the table lacks is null.
    """
    read, text_at = _texts(declarations)
    sides, code_at = _codes(declarations)
    numbers, un_at = _un_numbers(declarations, read, text_at)
    columns = _taken([w.columns() if w else {} for w in read], TEXT, text_at)
    columns |= _taken([s.columns() if s else {} for s in sides], CODE, code_at)
    columns |= _taken([u.columns() if u else {} for u in numbers], UN, un_at)
    columns |= _fits(read, text_at, sides, code_at, numbers, un_at)
    columns |= _counted(read, text_at, sides, code_at, numbers, un_at)
    return pa.table([columns[field.name] for field in DERIVED], schema=DERIVED)


def _texts(rows: pa.Table) -> tuple[list[Words | None], _Positions]:
    """Distinct readings, None first for rows without a text, and which of them each row is."""
    texts = _encoded(_joined(rows))
    read, at = words_of(texts.dictionary.to_pylist())
    return [None, *read], _at(texts, at)


def _codes(rows: pa.Table) -> tuple[list[CodeSide | None], _Positions]:
    code, edition = _column(rows, "hs_code"), pc.fill_null(_column(rows, "hs_edition"), "")
    keys = _encoded(pc.binary_join_element_wise(edition, code, "/"))
    sides = [code_side(key) for key in keys.dictionary.to_pylist()]
    return [None, *sides], _at(keys, np.arange(len(sides)))


def _un_numbers(
    rows: pa.Table, read: Sequence[Words | None], text_at: _Positions
) -> tuple[list[UnSide | None], _Positions]:
    """UN numbers as declared, else as written in the text."""
    written = pa.array([words.un if words else None for words in read], pa.string())
    given = pc.replace_substring_regex(_column(rows, "un_number"), r"\D", "")
    given = pc.if_else(pc.equal(pc.utf8_length(given), 4), given, pa.scalar(None, pa.string()))
    numbers = _encoded(pc.coalesce(given, written.take(pa.array(text_at))))
    sides = [un_side(number) for number in numbers.dictionary.to_pylist()]
    return [None, *sides], _at(numbers, np.arange(len(sides)))


def _fits(
    read: Sequence[Words | None], text_at: _Positions, sides: Sequence[CodeSide | None], code_at: _Positions,
    numbers: Sequence[UnSide | None], un_at: _Positions,
) -> dict[str, pa.Array]:  # fmt: skip
    """How the code agrees with the gas of the words, and with that of the UN number."""
    named = [w.designations if w and w.sure else () for w in read]
    carried = [u.gas.designations if u and u.gas else () for u in numbers]
    return {
        "fit": _compared(named, text_at, sides, code_at),
        "un_fit": _compared(carried, un_at, sides, code_at),
    }


def _compared(
    gases: Sequence[tuple[str, ...]], gas_at: _Positions, sides: Sequence[CodeSide | None], code_at: _Positions
) -> pa.Array:  # fmt: skip
    """The fit of each row's gas and code; null where either is not known."""
    distinct = list(dict.fromkeys(gases))
    place = {gas: n for n, gas in enumerate(distinct)}
    of_row = np.array([place[gas] for gas in gases])[gas_at] * len(sides) + code_at
    pairs, at = np.unique(of_row, return_inverse=True)
    found = []
    for pair in pairs.tolist():
        gas, side = distinct[pair // len(sides)], sides[pair % len(sides)]
        found.append(fit_of(gas, side.edition, side.code) if gas and side else None)
    return pa.array(found, pa.string()).take(pa.array(at))


def _counted(
    read: Sequence[Words | None], text_at: _Positions, sides: Sequence[CodeSide | None], code_at: _Positions,
    numbers: Sequence[UnSide | None], un_at: _Positions,
) -> dict[str, pa.Array]:  # fmt: skip
    """The gas to count a row with: of the words where they are sure of one, else of the code."""
    one = [w if w and w.sure and len(w.designations) == 1 else None for w in read]
    by_text = _taken(
        [{"gas": w.gas, "co2e_low": w.co2e[0], "co2e_high": w.co2e[1]} if w else {} for w in one],
        ("gas", "co2e_low", "co2e_high"), text_at,
    )  # fmt: skip
    by_code = _taken(
        [{"gas": s.gas, "co2e_low": s.co2e[0], "co2e_high": s.co2e[1]} if s else {} for s in sides],
        ("gas", "co2e_low", "co2e_high"), code_at,
    )  # fmt: skip
    sure = pc.is_valid(by_text["gas"])
    counted = {
        "gas": pc.coalesce(by_text["gas"], by_code["gas"]),
        "co2e_low": pc.if_else(sure, by_text["co2e_low"], by_code["co2e_low"]),
        "co2e_high": pc.if_else(sure, by_text["co2e_high"], by_code["co2e_high"]),
    }
    framed = np.array([bool(w and w.in_frame) for w in read])[text_at]
    framed |= np.array([bool(s and s.in_frame) for s in sides])[code_at]
    framed |= np.array([bool(u and u.in_frame) for u in numbers])[un_at]
    return counted | {"in_frame": pa.array(framed)}


def _taken(
    said: Sequence[dict[str, Any]], names: Sequence[str], at: _Positions
) -> dict[str, pa.Array]:  # fmt: skip
    """Columns of what is said, by name, for every row."""
    where = pa.array(at)
    return {
        name: pa.array([one.get(name) for one in said], DERIVED.field(name).type).take(where)
        for name in names
    }


def _joined(rows: pa.Table) -> pa.Array:
    """Description and the column for the substance as one text; null where both are."""
    words, column = (_column(rows, name) for name in ("description", "substance_text"))
    # Arrow's join with skipped nulls loses the rows in which all are null.
    both = pc.binary_join_element_wise(words, column, " | ")
    return pc.coalesce(both, words, column)


def _column(rows: pa.Table, name: str) -> pa.Array:
    if name not in rows.column_names:
        return pa.nulls(len(rows), pa.string())
    column = rows[name].combine_chunks()
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column.cast(pa.string())


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    encoded = column.dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _at(encoded: pa.DictionaryArray, readings: _Positions) -> _Positions:
    """The reading of each row, counted from 1; 0 where the row has none."""
    places = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    found: _Positions = np.concatenate(([0], readings + 1))[places + 1]
    return found
