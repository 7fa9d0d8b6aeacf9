"""Declaration items with what their words and codes say: the table every detector of lines reads."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from tradewind.derivations import DERIVED, derive
from tradewind.detectors.asking import Holdings

#: Kinds of code whose lines every question about gas looks at.
_GAS_AND_MACHINES: Final = ("gas", "mixture", "cylinder", "equipment")
_SAYING: Final = ("text_gas", "text_vague", "text_container", "text_charge_g", "text_un", "un")
_DERIVED: WeakKeyDictionary[Holdings, pa.Table] = WeakKeyDictionary()


def lines_of(warehouse: Holdings) -> ibis.Table:
    """The current `declarations` with the columns of `derivations.DERIVED` beside them; `row_ref` names a line.

    Derived once for each opened generation, in memory.
    """
    if warehouse not in _DERIVED:
        _DERIVED[warehouse] = derived(warehouse.current("declarations").to_pyarrow())
    return ibis.memtable(_DERIVED[warehouse])


def hold(warehouse: Holdings, lines: pa.Table) -> None:
    """Let `lines_of` give these lines, which were derived already."""
    _DERIVED[warehouse] = lines


def speaking(lines: pa.Table) -> pa.ChunkedArray:
    """Whether a line says something of gas, of its packages or of its machines, by words, code, number or columns."""
    said = pc.is_in(lines["code_kind"], value_set=pa.array(_GAS_AND_MACHINES))
    for name in _SAYING:
        said = pc.or_(said, pc.is_valid(lines[name]))
    for name in ("in_frame", "text_empty", "text_recovered"):
        said = pc.or_(said, pc.fill_null(lines[name], False))
    for name in ("equipment_units", "charge_g"):
        said = pc.or_(said, pc.fill_null(pc.greater(lines[name], 0), False))
    return said


def derived(declarations: pa.Table, beside: pa.Table | None = None) -> pa.Table:
    """The rows with their derived columns; those of the first rows are `beside` where they are known."""
    known = beside.slice(0, len(declarations)) if beside is not None else DERIVED.empty_table()
    if len(known) < len(declarations):
        known = pa.concat_tables([known, derive(declarations.slice(len(known)))])
    for name in known.column_names:
        declarations = declarations.append_column(name, known[name])
    return declarations
