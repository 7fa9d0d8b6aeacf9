"""The three strata of declaration items: gas, equipment and near goods, all other.

The first two are the frame: lines whose code, words, number or packages can concern controlled gas or its equipment.
The third is everything else, where gas hides under the code and the words of other goods.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

GAS: Final = "gas"
EQUIPMENT: Final = "equipment and near goods"
OTHER: Final = "all other"
STRATA: Final = (GAS, EQUIPMENT, OTHER)

#: Columns of `derivations.DERIVED` that a stratum is read from.
READ: Final = (
    "in_frame", "code_kind", "code_control", "text_gas", "text_role", "text_vague", "text_equipment", "text_empty",
    "un_kind",
)  # fmt: skip
_GAS_CODES: Final = pa.array(["gas", "mixture"])
_GAS_NUMBERS: Final = pa.array(["named", "refrigerant"])
_HOLDING: Final = pa.array(["all", "some"])


def stratum_of(lines: pa.Table) -> pa.Array:
    """The stratum of each line as text, in the order of the lines, which have the columns READ.

    Gas is a line in frame whose code can hold a controlled gas, or whose words or UN number name a gas or refrigerant
    as the goods themselves: not as what a machine holds or an empty cylinder held. Other lines in frame are equipment
    and near goods. None is null.

    >>> stratum_of(pa.table({
    ...     "in_frame": [True, True, False], "code_kind": ["gas", "equipment", "other"],
    ...     "code_control": ["all", "none", "none"], "text_gas": [None, "R-32", None],
    ...     "text_role": [None, "named", None], "text_vague": pa.nulls(3, pa.string()),
    ...     "text_equipment": [False, True, False], "text_empty": [False, False, False],
    ...     "un_kind": ["named", "machine", None],
    ... })).to_pylist()
    ['gas', 'equipment and near goods', 'all other']
    """
    by_code = pc.and_(
        pc.is_in(lines["code_kind"], value_set=_GAS_CODES),
        pc.is_in(lines["code_control"], value_set=_HOLDING),
    )
    named = pc.and_(pc.is_valid(lines["text_gas"]), _true(pc.equal(lines["text_role"], "named")))
    numbered = pc.is_in(lines["un_kind"], value_set=_GAS_NUMBERS)
    spoken = pc.or_(pc.or_(named, numbered), _true(pc.equal(lines["text_vague"], "refrigerant")))
    beside = pc.or_(_true(lines["text_equipment"]), _true(lines["text_empty"]))
    is_gas = pc.or_(by_code, pc.and_not(spoken, beside))
    stratum = pc.if_else(_true(lines["in_frame"]), pc.if_else(is_gas, GAS, EQUIPMENT), OTHER)
    return stratum.combine_chunks() if isinstance(stratum, pa.ChunkedArray) else stratum


def _true(claim: pa.ChunkedArray) -> pa.ChunkedArray:
    """Null is not true."""
    return pc.fill_null(claim, False)
