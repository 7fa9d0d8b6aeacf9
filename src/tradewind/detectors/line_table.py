"""Declaration items with what their words and codes say: the table every detector of lines reads."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import ibis
import pyarrow as pa

from tradewind.derivations import derive
from tradewind.detectors.asking import Holdings

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


def derived(declarations: pa.Table) -> pa.Table:
    """The rows with their derived columns."""
    beside = derive(declarations)
    for name in beside.column_names:
        declarations = declarations.append_column(name, beside[name])
    return declarations
