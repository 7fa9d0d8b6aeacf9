"""What the words and the code of a declaration item say, as columns beside the row.

Each distinct description is read once, each distinct pair of goods and code compared once, so that a million
lines cost what their distinct descriptions cost. The columns are stored or joined by whoever asks; a detector
reads them as columns of `lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.derivations.code_sides import CodeSide, code_side
from tradewind.derivations.words import Words, words_of

#: Version of the derivation; part of a run's name.
VERSION: Final = "1.0"

DERIVED: Final = pa.schema(
    [
        # From the description
        ("text_gas", pa.string()),  # designation of the one gas named, or several joined by " or "
        ("text_controlled", pa.bool_()),  # names at least one controlled gas; null where there is no text
        ("text_certainty", pa.float64()),
        ("text_role", pa.string()),  # named, served, replaced, absent: of the surest mention
        ("text_un", pa.string()),  # four digits of a UN number written in the description
        ("text_total_g", pa.int64()),  # mass the words state in all: "40 x 13.6 kg"
        ("text_package_g", pa.int64()),  # size of one package where the words state one
        ("text_count", pa.int64()),  # packages the words count
        ("text_container", pa.string()),
        ("text_equipment", pa.bool_()),
        ("text_recovered", pa.bool_()),  # recovered, recycled or reclaimed
        ("text_hfo", pa.bool_()),  # names an HFO or a blend of mostly HFO
        # From the code
        ("code_control", pa.string()),  # all, some, none; null where the code or its edition is not known
        ("code_words", pa.string()),  # what it covers in words, where it can hold a controlled gas
        ("code_gas", pa.string()),  # designation where it holds exactly one controlled gas
        ("code_kind", pa.string()),  # gas, mixture, cylinder, equipment, other: by heading
        # Both
        (
            "fit",
            pa.string(),
        ),  # fits, hides (under another "other"), other, older (an older edition's code); null
        ("gas", pa.string()),  # the gas to count with: of the words where sure, else of the code
        ("co2e_low", pa.float64()),  # kg CO2e of a kg, Protocol GWPs
        ("co2e_high", pa.float64()),
        ("in_frame", pa.bool_()),  # touches controlled gas by words, code, UN number, cylinder or machine
    ]
)


def derive(declarations: pa.Table) -> pa.Table:
    """The DERIVED columns of these rows, in their order.

    Reads description, substance_text, un_number, hs_code, hs_edition; a column the table lacks is null.
    """
    texts = _encoded(_joined(declarations))
    codes = _encoded(_code_keys(declarations))
    read = words_of(texts.dictionary.to_pylist())
    sides = [code_side(key) for key in codes.dictionary.to_pylist()]
    pairs = _pairs(texts, codes)
    rows = [_row(read[t] if t >= 0 else None, sides[c] if c >= 0 else None) for t, c in pairs.distinct]
    by_pair = pa.Table.from_pylist(rows, schema=DERIVED)
    return by_pair.take(pa.array(pairs.at))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Distinct pairs of text and code, and which pair each row is."""

    distinct: Sequence[tuple[int, int]]
    at: np.ndarray[Any, np.dtype[np.int64]]


def _pairs(texts: pa.DictionaryArray, codes: pa.DictionaryArray) -> _Pairs:
    left = pc.fill_null(texts.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    right = pc.fill_null(codes.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    wide = len(codes.dictionary) + 1
    distinct, at = np.unique((left + 1) * wide + right + 1, return_inverse=True)
    firsts, seconds = np.divmod(distinct, wide)
    return _Pairs(list(zip((firsts - 1).tolist(), (seconds - 1).tolist(), strict=True)), at.astype(np.int64))


def _joined(rows: pa.Table) -> pa.Array:
    """Description and the column for the substance as one text; null where both are."""
    words, column = (_column(rows, name) for name in ("description", "substance_text"))
    # Arrow's join with skipped nulls loses the rows in which all are null.
    both = pc.binary_join_element_wise(words, column, " | ")
    return pc.coalesce(both, words, column)


def _code_keys(rows: pa.Table) -> pa.Array:
    """Edition and code as one key; null without a code."""
    code, edition = _column(rows, "hs_code"), pc.fill_null(_column(rows, "hs_edition"), "")
    return pc.binary_join_element_wise(edition, code, "/")


def _column(rows: pa.Table, name: str) -> pa.Array:
    if name not in rows.column_names:
        return pa.nulls(len(rows), pa.string())
    column = rows[name].combine_chunks()
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column.cast(pa.string())


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    encoded = column.dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _row(text: Words | None, code: CodeSide | None) -> dict[str, Any]:
    """One distinct pair of words and code."""
    from_words = text.columns() if text else {}
    from_code = code.columns() if code else {}
    gas = text.gas if text and text.sure else None
    fit = code.fit(text) if code and text else None
    low, high = text.co2e if gas and text else code.co2e if code else (None, None)
    if gas is None and code is not None:
        gas = code.gas
    in_frame = bool(text and text.in_frame) or bool(code and code.in_frame)
    return from_words | from_code | {
        "fit": fit, "gas": gas, "co2e_low": low, "co2e_high": high, "in_frame": in_frame
    }  # fmt: skip
