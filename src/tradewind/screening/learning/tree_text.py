"""LightGBM's text of trees, read line by line before LightGBM reads it: its own reader trusts what it is given.

Only what `trees` writes passes: numeric splits on our features, no category, no linear leaf, children that lead down
to leaves, finite numbers, sizes that are those of the text.
"""

from __future__ import annotations

import math
import re
from typing import Final

from tradewind.errors import RequestError
from tradewind.screening.learning.examples import FEATURES

_END: Final = "end of trees\n"
_HEADER: Final = (
    "version", "num_class", "num_tree_per_iteration", "label_index", "max_feature_idx", "objective", "feature_names",
    "monotone_constraints", "feature_infos", "tree_sizes",
)  # fmt: skip
_FIXED: Final = {
    "num_class": "1", "num_tree_per_iteration": "1", "label_index": "0", "objective": "binary sigmoid:1",
    "max_feature_idx": str(len(FEATURES) - 1), "feature_names": " ".join(f"f{n}" for n in range(len(FEATURES))),
}  # fmt: skip
_INFO: Final = re.compile(r"none|\[[-+0-9.e]+:[-+0-9.e]+\]")
#: Fields of a tree by what they have one entry of; the values must be numbers.
_OF_SPLITS: Final = (
    "split_feature", "split_gain", "threshold", "decision_type", "left_child", "right_child", "internal_value",
    "internal_weight", "internal_count",
)  # fmt: skip
_OF_LEAVES: Final = ("leaf_value", "leaf_weight", "leaf_count")
_WHOLE: Final = frozenset(
    {"split_feature", "decision_type", "left_child", "right_child", "leaf_count", "internal_count"}
)
#: Fields whose numbers may have no end: notes on how a tree was grown, which nothing reads when it scores, and the
#: threshold that parts what is known from what is not.
_ENDLESS: Final = frozenset({"split_gain", "internal_value", "internal_weight", "leaf_weight", "threshold"})
_MOST_LEAVES: Final = 64
#: Numeric split; what is missing goes left or right, and NaN is what is missing (LightGBM's bits 1 to 3).
_DECISIONS: Final = frozenset({0, 2, 8, 10})
_MOST_TREES: Final = 1000


def checked(text: str) -> str:
    """The text without what LightGBM wrote of its settings. RequestError where it is not what we write."""
    body, end, _ = text.partition(_END)
    head, _, rest = body.partition("\n\n")
    lines = head.split("\n")
    held = dict(line.partition("=")[::2] for line in lines[1:])
    if not end or lines[0] != "tree" or tuple(held) != _HEADER or len(lines) != len(_HEADER) + 1:
        raise _broken("its first lines are not those of LightGBM")
    if any(held[name] != value for name, value in _FIXED.items()) or not re.fullmatch(
        r"v\d", held["version"]
    ):
        raise _broken("it is about other features")
    infos, monotone = held["feature_infos"].split(), _numbers(held["monotone_constraints"], whole=True)
    if (
        len(infos) != len(FEATURES)
        or not all(_INFO.fullmatch(one) for one in infos)
        or len(monotone) != len(FEATURES)
    ):
        raise _broken("its features are not described as ours are")
    sizes = [int(n) for n in _numbers(held["tree_sizes"], whole=True)]
    if not 0 < len(sizes) <= _MOST_TREES or min(sizes) <= 0 or sum(sizes) + len("\n") < len(rest):
        raise _broken("the sizes of its trees are not those of the text")
    at = 0
    for number, size in enumerate(sizes):
        _check_tree(rest[at : at + size], number)
        at += size
    if rest[at:].strip("\n"):
        raise _broken("something stands behind its last tree")
    return body + _END


def _check_tree(block: str, number: int) -> None:
    lines = block.strip("\n").split("\n")
    held = dict(line.partition("=")[::2] for line in lines)
    leaves = _numbers(held.get("num_leaves", ""), whole=True)
    if (
        held.get("Tree") != str(number)
        or not block.endswith("\n\n")
        or len(held) != len(lines)
        or len(leaves) != 1
    ):
        raise _broken(f"tree {number} is not where it should be")
    wanted = {"Tree", "num_leaves", "num_cat", *_OF_SPLITS, *_OF_LEAVES, "is_linear", "shrinkage"}
    count = int(leaves[0])
    if count < 1 or count > _MOST_LEAVES or held.get("num_cat") != "0" or held.get("is_linear") != "0":
        raise _broken(f"tree {number} is of a kind we do not write")
    if set(held) != wanted or not _numbers(held["shrinkage"]):
        raise _broken(f"tree {number} has other fields than ours")
    parts = {
        name: _numbers(held[name], whole=name in _WHOLE, has_end=name not in _ENDLESS)
        for name in (*_OF_SPLITS, *_OF_LEAVES)
    }
    if any(len(parts[n]) != count - 1 for n in _OF_SPLITS) or (
        count > 1 and any(len(parts[n]) != count for n in _OF_LEAVES)
    ):
        raise _broken(f"tree {number} has fields of unlike length")
    if (
        not all(0 <= n < len(FEATURES) for n in parts["split_feature"])
        or not set(parts["decision_type"]) <= _DECISIONS
    ):
        raise _broken(f"tree {number} asks for something that is no feature of ours")
    _check_children([int(n) for n in parts["left_child"]], [int(n) for n in parts["right_child"]], number)


def _check_children(left: list[int], right: list[int], number: int) -> None:
    """Every split and every leaf but the root is the child of one split that stands before it."""
    children = [*left, *right]
    splits = sorted(n for n in children if n >= 0)
    leaves = sorted(~n for n in children if n < 0)
    if splits != list(range(1, len(left))) or leaves != list(range(len(left) + 1 if left else 0)):
        raise _broken(f"the branches of tree {number} do not lead to its leaves")
    if any(0 <= child <= at for side in (left, right) for at, child in enumerate(side)):
        raise _broken(f"the branches of tree {number} lead back")


def _numbers(text: str, *, whole: bool = False, has_end: bool = True) -> list[float]:
    try:
        found: list[float] = [int(n) for n in text.split()] if whole else [float(n) for n in text.split()]
    except ValueError as error:
        raise _broken("there are words where numbers belong") from error
    if any(math.isnan(n) or (has_end and math.isinf(n)) for n in found):
        raise _broken("a number in it has no end")
    return found


def _broken(why: str) -> RequestError:
    return RequestError(
        f"the trees of the model cannot be read: {why}; train it again with `tradewind train`"
    )
