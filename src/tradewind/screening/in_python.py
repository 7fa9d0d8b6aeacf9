"""An expression over one line, worked out in Python: an engine needs a millisecond for each of its selections.

Only what detectors of single lines use is known here, and means what it means in SQL: nothing known gives nothing, a
division by zero gives nothing, halves are rounded away from zero. For anything else there is `NotInPython`, and the
engine is asked.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import ibis
import ibis.expr.operations as ops

Row = Mapping[str, Any]
Worked = Callable[[Row], Any]
#: The rows of a relation: none, one, or several where selections are put together.
Rows = Callable[[Row], list[Row]]


class NotInPython(Exception):
    """The expression has an operation that is not known here."""


def in_python(table: ibis.Table) -> Rows:
    """What gives the rows of the expression for one row of the only table in it."""
    op = table.op()
    for node in op.find(ops.Node):
        if not isinstance(node, _KNOWN):
            raise NotInPython(type(node).__name__)
    if len(set(op.find(ops.DatabaseTable))) > 1:
        raise NotInPython("several tables")
    return _rows(op)


def _rows(relation: Any) -> Rows:
    if isinstance(relation, ops.DatabaseTable):
        return lambda row: [row]
    if isinstance(relation, ops.Union):
        if relation.distinct:
            raise NotInPython("distinct rows")
        left, right = _rows(relation.left), _rows(relation.right)
        return lambda row: left(row) + right(row)
    if isinstance(relation, ops.Filter):
        parent, kept = _rows(relation.parent), [_value(p) for p in relation.predicates]
        return lambda row: [r for r in parent(row) if all(k(row) is True for k in kept)]
    if isinstance(relation, ops.Project):
        parent = _rows(relation.parent)
        if relation.find(ops.Union):
            return _chosen(relation, parent)
        values = _Lazily(relation)
        return lambda row: [values.of(row) for _ in parent(row)]
    raise NotInPython(type(relation).__name__)


def _chosen(relation: Any, parent: Rows) -> Rows:
    """Some columns of the rows of several selections."""
    names: dict[str, str] = {}
    for name, value in relation.values.items():
        if not isinstance(value, ops.Field) or value.rel != relation.parent:
            raise NotInPython("a value made of several selections")
        names[name] = value.name
    return lambda row: [{name: found[held] for name, held in names.items()} for found in parent(row)]


class _Lazily:
    """The columns of a selection, each worked out only where it is asked for."""

    def __init__(self, relation: Any) -> None:
        self._relation = relation
        self._values: dict[str, Worked] | None = None

    def of(self, row: Row) -> Row:
        if self._values is None:
            self._values = {name: _value(value) for name, value in self._relation.values.items()}
        return {name: value(row) for name, value in self._values.items()}


def _value(node: Any) -> Worked:
    """What gives a value for a row of the table at the bottom of the expression."""
    if isinstance(node, ops.Field):
        return _field(node.rel, node.name)
    if isinstance(node, ops.Literal):
        constant = node.value
        return lambda row: constant
    if isinstance(node, ops.Alias):
        return _value(node.arg)
    if isinstance(node, ops.Cast):
        return _cast(_value(node.arg), node.arg.dtype, node.to)
    if isinstance(node, ops.And | ops.Or):
        return _logic(_value(node.left), _value(node.right), isinstance(node, ops.Or))
    if isinstance(node, ops.Coalesce):
        parts = [_value(part) for part in node.arg]
        return lambda row: next((v for part in parts if (v := part(row)) is not None), None)
    if isinstance(node, ops.IfElse):
        if_, then, other = _value(node.bool_expr), _value(node.true_expr), _value(node.false_null_expr)
        return lambda row: then(row) if if_(row) is True else other(row)
    if isinstance(node, ops.IsNull | ops.NotNull):
        of, wanted = _value(node.arg), isinstance(node, ops.IsNull)
        return lambda row: (of(row) is None) is wanted
    if isinstance(node, ops.InValues):
        return _among(_value(node.value), node.options)
    return _strictly(node)


def _field(relation: Any, name: str) -> Worked:
    if isinstance(relation, ops.Filter):
        return _field(relation.parent, name)
    if isinstance(relation, ops.Project):
        return _value(relation.values[name])
    if isinstance(relation, ops.DatabaseTable):
        return operator.itemgetter(name)
    raise NotInPython(type(relation).__name__)


def _strictly(node: Any) -> Worked:
    """An operation that gives nothing where a part of it is nothing."""
    work = _STRICT.get(type(node))
    if work is None:
        raise NotInPython(type(node).__name__)
    parts = [_value(part) for part in node.args if isinstance(part, ops.Value)]

    def worked(row: Row) -> Any:
        values = [part(row) for part in parts]
        return None if any(v is None for v in values) else work(*values)

    return worked


def _logic(left: Worked, right: Worked, deciding: bool) -> Worked:
    """And, or: with three values, true, false and nothing."""

    def worked(row: Row) -> bool | None:
        first: bool | None = left(row)
        if first is deciding:
            return deciding
        second: bool | None = right(row)
        if second is deciding:
            return deciding
        return None if first is None or second is None else not deciding

    return worked


def _among(value: Worked, options: Sequence[Any]) -> Worked:
    if not all(isinstance(option, ops.Literal) and option.value is not None for option in options):
        raise NotInPython("a choice that is worked out")
    held = frozenset(option.value for option in options)

    def worked(row: Row) -> bool | None:
        sought = value(row)
        return None if sought is None else bool(sought in held)

    return worked


def _cast(value: Worked, given: Any, wanted: Any) -> Worked:
    change: Callable[[Any], Any]
    if wanted.is_float64() and given.is_numeric():
        change = float
    elif given == wanted or given.is_null():
        change = _same
    elif wanted.is_string() and (given.is_integer() or given.is_decimal()):
        change = str
    elif wanted.is_integer() and (given.is_integer() or given.is_floating()):
        change = round
    elif wanted.is_decimal() and given.is_floating() and wanted.scale is not None:
        change = partial(_written, wanted.scale)
    else:
        raise NotInPython(f"{given} as {wanted}")

    def worked(row: Row) -> Any:
        held = value(row)
        return None if held is None else change(held)

    return worked


def _same(value: Any) -> Any:
    return value


def _rounded(number: float, places: int = 0) -> float:
    """Halves away from zero, as the engine has it."""
    scaled = abs(number) * 10**places
    whole = math.floor(scaled)
    return math.copysign((whole + (scaled - whole >= 0.5)) / 10**places, number)


def _written(places: int, number: float) -> str:
    return f"{_rounded(number, places):.{places}f}"


def _divided(left: float, right: float) -> float | None:
    return left / right if right else None


_STRICT: Final[Mapping[type, Callable[..., Any]]] = {
    ops.Equals: operator.eq, ops.NotEquals: operator.ne, ops.Less: operator.lt, ops.LessEqual: operator.le,
    ops.Greater: operator.gt, ops.GreaterEqual: operator.ge, ops.Not: operator.not_, ops.Add: operator.add,
    ops.Subtract: operator.sub, ops.Multiply: operator.mul, ops.Divide: _divided, ops.Abs: abs, ops.Round: _rounded,
    ops.Between: lambda value, low, high: low <= value <= high, ops.Uppercase: str.upper,
    ops.StringContains: lambda text, part: part in text,
    ops.Substring: lambda text, first, length: text[first : first + length],
}  # fmt: skip
_KNOWN: Final = (
    *_STRICT, ops.Field, ops.Literal, ops.Alias, ops.Cast, ops.And, ops.Or, ops.Coalesce, ops.IfElse, ops.IsNull,
    ops.NotNull, ops.InValues, ops.Filter, ops.Project, ops.Union, ops.DatabaseTable,
)  # fmt: skip
