"""Columns of plain CSV as whole arrays: cells in the form a program writes need no reading one by one.

Numbers are looked at as text patterns, other kinds once a distinct value. What is not in plain form is left to the
reader of cells, row by row, which knows every way people write and gives its reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from tradewind.formats.cells import Habits, Named, read_column
from tradewind.formats.fields import Field, Office
from tradewind.formats.values import (
    CalendarUnknown,
    DateOrderUnknown,
    PartialDate,
    is_of_another_calendar,
)
from tradewind.tables import table

_WHOLE: Final = r"^\d{1,15}$"
#: At most nine digits and three decimals: exact as a double, and in grams.
_KILOGRAMS: Final = r"^\d{1,9}(\.\d{1,3})?$"
_TEXTS: Final = frozenset({"id", "text"})
_ARROW: Final = {"day": pa.date32(), "number": pa.float64(), "yesno": pa.bool_(),
                 "texts": pa.list_(pa.string()), "places": pa.list_(pa.string())}  # fmt: skip
#: Kinds that need another column, or more than this module knows.
_NOT_PLAIN: Final = frozenset(
    {"money", "span", "choice", "choices", "group", "substances", "year", "mass_unit"}
)


@dataclass(slots=True)
class Plain:
    """Canonical columns of a chunk; `is_plain` is true for the rows of which every cell was in plain form;
    `asks` where the sender must say how dates are written."""

    columns: dict[str, Any] = field(default_factory=dict)
    is_plain: Any = None
    asks: bool = False

    def put(self, name: str, values: Any) -> None:
        """A column; where two fields fill one, the first to say something wins."""
        self.columns[name] = pc.coalesce(self.columns[name], values) if name in self.columns else values

    def require(self, mask: Any) -> None:
        """Rows where `mask` is not true are left to the reader of cells."""
        mask = pc.fill_null(mask, False)
        self.is_plain = mask if self.is_plain is None else pc.and_(self.is_plain, mask)


def can_be_plain(office: Office, names: Mapping[str, str]) -> bool:
    """Whether columns of these fields can be read so."""
    counted = office.counted is None or office.counted[0] in names.values()
    return counted and all(office.field(f).kind not in _NOT_PLAIN for f in names.values())


def plain(office: Office, names: Mapping[str, str], data: pa.Table, habits: Habits) -> Plain:
    """The columns of `data`; `names` has the field of each heading."""
    made = Plain()
    made.require(pc.is_valid(pa.array([True] * data.num_rows)))
    ordered = sorted(
        names.items(), key=lambda n: office.field(n[1]).kind != "national"
    )  # before a shorter code
    for heading, name in ordered:
        what = office.field(name)
        text = pc.utf8_trim_whitespace(data[heading].combine_chunks())
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        if what.required:
            made.require(pc.is_valid(text))
        if what.kind in _TEXTS:
            made.put(what.columns[0], text)
        elif what.kind == "whole":
            made.put(what.columns[0], _number(made, text, _WHOLE, pa.int64()))
        elif what.kind == "mass":
            made.put(what.columns[0], _mass(made, text, habits.units.get(name, "kg"), habits))
        else:
            _by_value(made, what, text, habits)
    made_of = table(office.table).names
    if "hs_code" in made_of and "national_code" in made.columns:
        made.put("hs_code", pc.utf8_slice_codeunits(made.columns["national_code"], 0, 6))
    return made


def unsure_in(data: pa.Table) -> Counter[str]:
    """Names of substances that are kept as text only, and how often."""
    if not {"substance", "substance_text"} <= set(data.column_names):
        return Counter()
    kept = data.filter(pc.and_(pc.is_null(data["substance"]), pc.is_valid(data["substance_text"])))
    return Counter(kept["substance_text"].to_pylist())


def _number(made: Plain, text: Any, pattern: str, kind: pa.DataType) -> Any:
    fits = pc.match_substring_regex(text, pattern)
    made.require(pc.or_kleene(pc.is_null(text), fits))
    return pc.cast(pc.if_else(pc.fill_null(fits, False), text, pa.scalar(None, pa.string())), kind)


def _mass(made: Plain, text: Any, unit: str, habits: Habits) -> Any:
    if unit == "g":
        grams = _number(made, text, _WHOLE, pa.int64())
    else:
        kilograms = _number(made, text, _KILOGRAMS, pa.float64())
        grams = pc.cast(pc.round(pc.multiply(kilograms, 1000.0)), pa.int64())
    made.require(pc.or_kleene(pc.is_null(grams), pc.less_equal(grams, habits.largest_mass_g)))
    return grams


def _by_value(made: Plain, what: Field, text: Any, habits: Habits) -> None:
    """Each distinct value read once, as the reader of cells reads it."""
    encoded = text.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    values, faults = read_column(what, distinct, habits)
    fitting = {f.index for f in faults if isinstance(f.error, CalendarUnknown)}
    if fitting:
        marked = pa.array([n in fitting for n in range(len(distinct))], pa.bool_()).take(encoded.indices)
        made.asks |= is_of_another_calendar(pc.sum(marked).as_py(), pc.count(text).as_py())
    made.asks |= any(isinstance(f.error, DateOrderUnknown) for f in faults)
    wrong = {f.index for f in faults}
    wrong |= {n for n, v in enumerate(values) if isinstance(v, PartialDate) and v.first != v.last}
    if len(what.columns) == 1:  # a name that is not known for sure goes into the remarks
        wrong |= {n for n, v in enumerate(values) if isinstance(v, Named) and v.designation is None}
    good = pa.array([n not in wrong for n in range(len(distinct))], pa.bool_())
    made.require(pc.or_kleene(pc.is_null(text), good.take(encoded.indices)))
    kind = _ARROW.get(what.kind, pa.string())
    for column, found in _spread(what, values).items():
        made.put(column, pa.array(found, kind).take(encoded.indices))


def _spread(what: Field, values: list[Any]) -> dict[str, list[Any]]:
    """Canonical columns of the values of a field."""
    first = what.columns[0]
    if what.kind == "day":
        return {first: [v.first if v is not None and v.first == v.last else None for v in values]}
    if what.kind == "number":
        return {first: [None if v is None else float(v) for v in values]}
    if what.kind == "substance":
        found = {first: [v.designation if v else None for v in values]}
        return found | {c: [v.text if v else None for v in values] for c in what.columns[1:]}
    if what.kind == "code":
        found = {"hs_code": [v[:6] if v else None for v in values]}
        if "national_code" in what.columns:
            found["national_code"] = [v if v and len(v) > 6 else None for v in values]
        return found
    return {first: values}
