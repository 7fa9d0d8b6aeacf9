"""Which substances a text speaks of, in any script."""

from tradewind.recognition.cells import designation_in
from tradewind.recognition.mentions import Mention, mentions_many

__all__ = ["Mention", "designation_in", "mentions_many"]
