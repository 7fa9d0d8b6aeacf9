"""Row facts that need our own code: what a line's words, packages and codes say. Never a finding."""

from tradewind.derivations.goods_lines import derive
from tradewind.derivations.schema import DERIVED

__all__ = ["DERIVED", "derive"]
