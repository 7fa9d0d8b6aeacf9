"""Whole columns at once: text to whole grams and cents, codes through a function, marks of estimation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.formats.numerals import DecimalMark, Unreadable, decimal_of, is_blank, parse_number

#: A plain decimal number short enough for a 128-bit decimal with 12 places.
_PLAIN: Final = r"^[+-]?(\d{1,15}(\.\d{0,12})?|\.\d{1,12})$"
_WIDE: Final = pa.decimal128(38, 12)
#: Beyond it a whole number no longer fits 64 bits.
_LARGEST: Final = 2**63 - 1
#: Values looked at to tell the decimal mark of a column.
_MARK_SAMPLE: Final = 20_000


def text_of(table: pa.Table, name: str | None) -> pa.Array:
    """A column as trimmed text, blank cells null; all null where the table lacks it. Whole doubles lose `.0`."""
    if name is None or name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    column = _one(table.column(name))
    if not pa.types.is_string(column.type):
        column = pc.cast(column, pa.string())
        column = pc.replace_substring_regex(column, r"^(-?\d+)\.0$", r"\1")
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def through(column: pa.Array, meaning: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Each different text of a column through `meaning`, once; null stays null."""
    different = pc.unique(column.drop_null())
    meanings = pa.array([meaning(text) for text in different.to_pylist()], kind)
    return pc.take(meanings, pc.index_in(column, different))


def decimal_mark(columns: list[pa.Array]) -> DecimalMark:
    """The decimal mark that the values of these text columns agree on; a point where none tells.

    Unreadable where they disagree.
    """
    found = set()
    for column in columns:
        # Digits alone tell nothing of a mark.
        telling = column.filter(pc.fill_null(pc.match_substring_regex(column, r"[.,٫٬]"), False))
        mark = decimal_of(telling.slice(0, _MARK_SAMPLE).to_pylist())
        if mark is not None:
            found.add(mark)
    if len(found) > 1:
        raise Unreadable(
            "some columns have a decimal comma and others a point", "use one decimal mark in the file"
        )
    return found.pop() if found else "."


def whole(column: pa.Array, places: int, mark: DecimalMark = ".") -> tuple[pa.Array, pa.Array]:
    """Numbers times 10**places as whole numbers, rounded half to even, and which cells are no numbers.

    Text is read exactly, never through a double. A cell that is blank is null and no fault.
    """
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return _whole_of_doubles(column, places)
    plain = pc.match_substring_regex(column, _PLAIN) if mark == "." else _none(column)
    plain = pc.fill_null(plain, False)
    exact = _unscaled(pc.cast(pc.if_else(plain, column, pa.scalar(None, pa.string())), _WIDE), places)
    odd = pc.and_(pc.invert(plain), pc.is_valid(column))
    positions = np.flatnonzero(odd.to_numpy(zero_copy_only=False))
    if not len(positions):
        return exact, odd
    values = [_parsed(text, places, mark) for text in column.take(pa.array(positions)).to_pylist()]
    faults = np.zeros(len(column), dtype=bool)
    faults[positions] = [value is False for value in values]
    filled = pc.replace_with_mask(
        exact, odd, pa.array([None if v is False else v for v in values], pa.int64())
    )
    return filled, pa.array(faults)


def doubles(column: pa.Array, mark: DecimalMark = ".") -> tuple[pa.Array, pa.Array]:
    """Numbers as doubles, and which cells are no numbers; for quantities in units other than mass."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return pc.cast(column, pa.float64()), _none(column)
    millionths, faults = whole(column, 6, mark)
    return pc.divide(pc.cast(millionths, pa.float64(), safe=False), 1e6), faults


def truth(column: pa.Array) -> pa.Array:
    """true, 1, yes and their like as booleans; null where blank or another word."""
    words = {
        "true": True,
        "1": True,
        "yes": True,
        "y": True,
        "false": False,
        "0": False,
        "no": False,
        "n": False,
    }
    return through(column, lambda text: words.get(text.casefold()), pa.bool_())


def _one(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def _none(column: pa.Array) -> pa.Array:
    return pa.array(np.zeros(len(column), dtype=bool))


def _unscaled(numbers: pa.Array, places: int) -> pa.Array:
    """The digits of a decimal rounded to `places`, as 64-bit whole numbers: the low word of its 128 bits."""
    rounded = pc.cast(pc.round(numbers, places, "half_to_even"), pa.decimal128(38, places))
    if len(rounded) == 0:
        return pa.array([], pa.int64())
    words = np.frombuffer(rounded.buffers()[1], dtype="<i8")[2 * rounded.offset :: 2][: len(rounded)]
    return pa.array(words, mask=rounded.is_null().to_numpy(zero_copy_only=False))


def _whole_of_doubles(column: pa.Array, places: int) -> tuple[pa.Array, pa.Array]:
    scaled = pc.round(pc.multiply(pc.cast(column, pa.float64()), float(10**places)), 0, "half_to_even")
    faults = pc.fill_null(pc.or_(pc.invert(pc.is_finite(scaled)), pc.greater(pc.abs(scaled), 9.2e18)), False)
    kept = pc.if_else(faults, pa.scalar(None, pa.float64()), scaled)
    return pc.cast(kept, pa.int64()), faults


def _parsed(text: str, places: int, mark: DecimalMark) -> int | bool | None:
    """The whole number, None where the cell is blank in words, False where it is no number."""
    if is_blank(text):
        return None
    try:
        number = parse_number(text, mark)
    except Unreadable:
        return False
    value = None if number is None else round(number.scaleb(places))
    return False if value is not None and abs(value) > _LARGEST else value
